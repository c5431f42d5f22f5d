//! Parameter sets to start from.

use super::{
    BatchCaps, DisputeBonds, MAX_WITNESS_METER, MinimumStakes, Parameters, ReferenceCosts,
    RequestFees, Slashing, SlotLimits, Windows,
};
use crate::{Address, BasisPoints, Blocks};

/// One token, in base units (18 decimals).
const TOKEN: u128 = 10u128.pow(18);

/// A thousandth of a token.
const MILLI: u128 = TOKEN / 1_000;

/// One day, in blocks of 12 seconds.
const DAY: u32 = 7_200;

impl Parameters {
    /// The defaults of spec section 5: clocks of 24 hours (the seed's figure), in blocks of 12 seconds.
    ///
    /// For a host whose sequencer can hold a transaction back for at most 12 hours. Amounts are
    /// provisioned for a Layer 1 data price of 16.64 gas per byte at 40 gwei, a host gas price of
    /// 0.6 gwei, and 150 tokens for one ETH: 10^14 base units per byte and 10^11 per gas.
    pub const fn ethereum(state_transition: Address) -> Self {
        Self {
            windows: windows(DAY, 108_000, DAY / 2),
            slot: SlotLimits {
                elements: 3_000,
                batches: 16,
                idle: Blocks(300),
                join_delay: Blocks(300),
            },
            batch: BatchCaps {
                elements: 4_096,
                data_length: 1 << 20,
                element_length: 65_536,
                witness_meter: MAX_WITNESS_METER,
            },
            slashing: Slashing {
                data_withheld: percent(50),
                fraud: percent(100),
                bounty: percent(10),
                winner: percent(40),
            },
            request: RequestFees {
                base: 1_500 * MILLI,
                per_byte: 15 * 10u128.pow(13),
                halted_surcharge: 10 * TOKEN,
            },
            dispute: DisputeBonds {
                bond: 100 * TOKEN,
                payment_per_reveal: 250 * MILLI,
            },
            proposal_bond: 100 * TOKEN,
            stakes: MinimumStakes {
                sequencer: 20_000 * TOKEN,
                producer: 20_000 * TOKEN,
                verifier: 100 * TOKEN,
            },
            costs: ReferenceCosts {
                // Twelve transactions of about 800,000 gas together, for 1 MiB.
                answer_base: TOKEN,
                answer_per_byte: 10u128.pow(14),
                request: 100 * MILLI,
                // About 1 KB of calldata and 300,000 gas.
                reveal: 200 * MILLI,
                // A witness of 1 MiB staged, and executed within 20,000,000 gas.
                challenge: 125 * TOKEN,
            },
            state_transition,
        }
    }

    /// As [`Parameters::ethereum`], with clocks of three days: for Arbitrum, whose sequencer can hold a
    /// transaction back for 24 hours.
    pub const fn arbitrum(state_transition: Address) -> Self {
        Self {
            windows: windows(3 * DAY, 208_800, DAY),
            ..Self::ethereum(state_transition)
        }
    }

    /// As [`Parameters::ethereum`], with clocks short enough to be lived through on a devnet, which holds
    /// nothing back for more than 5 blocks. Amounts, slots and caps are the real ones.
    pub const fn devnet(state_transition: Address) -> Self {
        let mut parameters = Self::ethereum(state_transition);
        parameters.windows = windows(20, 200, 5);
        parameters.windows.challenge = Blocks(50);
        parameters.slot.idle = Blocks(30);
        parameters.slot.join_delay = Blocks(5);
        parameters
    }
}

/// Windows whose four clocks are all `clock` blocks; W is seven days.
const fn windows(clock: u32, unbonding: u32, censorship_bound: u32) -> Windows {
    Windows {
        challenge: Blocks(7 * DAY),
        data_request: Blocks(clock),
        grace: Blocks(clock),
        halted: Blocks(clock),
        dispute_clock: Blocks(clock),
        unbonding: Blocks(unbonding),
        censorship_bound: Blocks(censorship_bound),
    }
}

/// Only called with constants of at most 100, checked when compiled.
const fn percent(percent: u8) -> BasisPoints {
    match BasisPoints::percent(percent) {
        Some(share) => share,
        None => BasisPoints::WHOLE,
    }
}
