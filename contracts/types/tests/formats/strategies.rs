//! Any value of each type.

use proptest::prelude::*;
use types::{
    Address, BasisPoints, BatchCaps, BatchIndex, BlockNumber, Blocks, DisputeBonds, Fork, Hash,
    Header, HeaderHash, InstanceId, L2Block, L2Timestamp, MAX_UNBONDING, MAX_WINDOW, MinimumStakes,
    ParameterSetId, Parameters, Record, ReferenceCosts, RequestFees, Ruling, Slashing, SlotLimits,
    StateClaim, Windows,
};

pub(crate) fn hashes() -> impl Strategy<Value = Hash> {
    any::<[u8; 32]>().prop_map(Hash)
}

pub(crate) fn claims() -> impl Strategy<Value = StateClaim> {
    (hashes(), any::<u64>(), any::<u64>()).prop_map(|(state_root, block, timestamp)| StateClaim {
        state_root,
        l2_block: L2Block(block),
        l2_timestamp: L2Timestamp(timestamp),
    })
}

prop_compose! {
    pub(crate) fn headers()(
        [instance, parent, mttbr, mtsr] in any::<[[u8; 32]; 4]>(),
        [sequencer, producer] in any::<[[u8; 20]; 2]>(),
        [fork, element_count, data_length, parameter_set] in any::<[u32; 4]>(),
        [index, last_l2_block, last_l2_timestamp, submitted_at] in any::<[u64; 4]>(),
    ) -> Header {
        Header {
            instance: InstanceId(instance),
            fork: Fork(fork),
            index: BatchIndex(index),
            parent: HeaderHash(parent),
            mttbr: Hash(mttbr),
            mtsr: Hash(mtsr),
            element_count,
            data_length,
            last_l2_block: L2Block(last_l2_block),
            last_l2_timestamp: L2Timestamp(last_l2_timestamp),
            sequencer: Address(sequencer),
            producer: Address(producer),
            parameter_set: ParameterSetId(parameter_set),
            submitted_at: BlockNumber(submitted_at),
        }
    }
}

prop_compose! {
    pub(crate) fn records()(
        closes_at in any::<u64>(),
        published_at in any::<Option<u64>>(),
        open_disputes in any::<u32>(),
        open_request in any::<bool>(),
        ruling in prop::sample::select(vec![Ruling::Open, Ruling::Proven, Ruling::Invalid]),
    ) -> Record {
        Record {
            closes_at: BlockNumber(closes_at),
            published_at: published_at.map(BlockNumber),
            open_disputes,
            open_request,
            ruling,
        }
    }
}

pub(crate) fn shares() -> impl Strategy<Value = BasisPoints> {
    (0u16..=10_000).prop_map(|points| BasisPoints::new(points).unwrap())
}

pub(crate) fn windows() -> impl Strategy<Value = Windows> {
    any::<[u32; 7]>().prop_map(|blocks| {
        let [
            challenge,
            data_request,
            grace,
            halted,
            dispute_clock,
            unbonding,
            censorship_bound,
        ] = blocks.map(Blocks);
        Windows {
            challenge,
            data_request,
            grace,
            halted,
            dispute_clock,
            unbonding,
            censorship_bound,
        }
    })
}

/// Windows of every length that a set may have, the borders often.
pub(crate) fn accepted_windows() -> impl Strategy<Value = Windows> {
    let bound = prop_oneof![Just(1), Just(MAX_WINDOW.0 / 2), 1..=MAX_WINDOW.0 / 2];
    let clocks = bound.prop_flat_map(|bound| {
        let shortest = 2 * bound;
        let window = prop_oneof![Just(shortest), Just(MAX_WINDOW.0), shortest..=MAX_WINDOW.0];
        (Just(bound), prop::array::uniform5(window))
    });
    clocks.prop_flat_map(|(bound, clocks)| {
        let [challenge, data_request, grace, halted, dispute_clock] = clocks.map(Blocks);
        let windows = Windows {
            challenge,
            data_request,
            grace,
            halted,
            dispute_clock,
            unbonding: MAX_UNBONDING,
            censorship_bound: Blocks(bound),
        };
        let shortest = u32::try_from(windows.decision_time()).unwrap();
        let unbonding = prop_oneof![Just(shortest), shortest..=MAX_UNBONDING.0];
        unbonding.prop_map(move |unbonding| Windows {
            unbonding: Blocks(unbonding),
            ..windows
        })
    })
}

prop_compose! {
    pub(crate) fn parameters()(
        windows in windows(),
        slot in any::<[u32; 4]>(),
        batch in any::<[u32; 4]>(),
        [data_withheld, fraud, bounty, winner] in [shares(), shares(), shares(), shares()],
        money in any::<[u128; 14]>(),
        state_transition in any::<[u8; 20]>(),
    ) -> Parameters {
        Parameters {
            windows,
            slot: SlotLimits {
                elements: slot[0],
                batches: slot[1],
                idle: Blocks(slot[2]),
                join_delay: Blocks(slot[3]),
            },
            batch: BatchCaps {
                elements: batch[0],
                data_length: batch[1],
                element_length: batch[2],
                witness_meter: batch[3],
            },
            slashing: Slashing { data_withheld, fraud, bounty, winner },
            request: RequestFees {
                base: money[0],
                per_byte: money[1],
                halted_surcharge: money[2],
            },
            dispute: DisputeBonds { bond: money[3], payment_per_reveal: money[4] },
            proposal_bond: money[5],
            stakes: MinimumStakes {
                sequencer: money[6],
                producer: money[7],
                verifier: money[8],
            },
            costs: ReferenceCosts {
                answer_base: money[9],
                answer_per_byte: money[10],
                request: money[11],
                reveal: money[12],
                challenge: money[13],
            },
            state_transition: Address(state_transition),
        }
    }
}

prop_compose! {
    /// Sets around the borders of what is valid: many are, many are not.
    pub(crate) fn likely_parameters()(
        clocks in prop::array::uniform5(8u32..400),
        unbonding in 400u32..4_000,
        censorship_bound in 1u32..6,
        elements in 1u32..70_000,
        shares in prop::array::uniform4(1u16..5_100),
        fees in prop::array::uniform2(50u128..500),
        bonds in (100u128..5_000, 20u128..200),
        stake in 1_000u128..1_000_000,
        costs in prop::array::uniform5(1u128..150),
    ) -> Parameters {
        let mut parameters = Parameters::devnet(Address::ZERO);
        let [challenge, data_request, grace, halted, dispute_clock] = clocks.map(Blocks);
        parameters.windows = Windows {
            challenge,
            data_request,
            grace,
            halted,
            dispute_clock,
            unbonding: Blocks(unbonding),
            censorship_bound: Blocks(censorship_bound),
        };
        parameters.batch.elements = elements;
        let [data_withheld, fraud, bounty, winner] =
            shares.map(|points| BasisPoints::new(points).unwrap());
        parameters.slashing = Slashing { data_withheld, fraud, bounty, winner };
        [parameters.request.base, parameters.request.per_byte] = fees;
        (parameters.dispute.bond, parameters.dispute.payment_per_reveal) = bonds;
        parameters.stakes.sequencer = stake;
        let [answer_base, answer_per_byte, request, reveal, challenge] = costs;
        parameters.costs = ReferenceCosts { answer_base, answer_per_byte, request, reveal, challenge };
        parameters
    }
}
