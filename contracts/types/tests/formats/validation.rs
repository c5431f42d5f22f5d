//! What a parameter set must fulfil: the presets, each inequality, and all of them together.

use ParameterField as Field;
use proptest::prelude::*;
use types::{
    Address, BasisPoints, Blocks, MAX_AMOUNT, MAX_PAUSE, MAX_UNBONDING, MAX_WINDOW, ParameterError,
    ParameterField, Parameters, Windows,
};

use crate::strategies::{likely_parameters, parameters};

const STATE_TRANSITION: Address = Address([7; 20]);

fn presets() -> [Parameters; 3] {
    [
        Parameters::ethereum(STATE_TRANSITION),
        Parameters::arbitrum(STATE_TRANSITION),
        Parameters::devnet(STATE_TRANSITION),
    ]
}

/// The Ethereum preset with one thing changed.
fn with(change: impl FnOnce(&mut Parameters)) -> Parameters {
    let mut parameters = Parameters::ethereum(STATE_TRANSITION);
    change(&mut parameters);
    parameters
}

/// Checks that a change is refused for being below this minimum, and the minimum itself is not.
fn below(field: Field, minimum: u128, set: impl Fn(&mut Parameters, u128)) {
    let value = minimum - 1;
    let error = ParameterError::BelowMinimum {
        field,
        value,
        minimum,
    };
    assert_eq!(with(|p| set(p, value)).validate(), Err(error));
    assert_eq!(with(|p| set(p, minimum)).validate(), Ok(()), "{field:?}");
}

/// Checks that a change is refused for being above this maximum, and the maximum itself is not.
fn above(field: Field, maximum: u128, set: impl Fn(&mut Parameters, u128)) {
    let value = maximum + 1;
    let error = ParameterError::AboveMaximum {
        field,
        value,
        maximum,
    };
    assert_eq!(with(|p| set(p, value)).validate(), Err(error));
    assert_eq!(with(|p| set(p, maximum)).validate(), Ok(()), "{field:?}");
}

fn blocks(value: u128) -> Blocks {
    Blocks(number(value))
}

fn number(value: u128) -> u32 {
    value.try_into().unwrap()
}

fn share(value: u128) -> BasisPoints {
    BasisPoints::new(value.try_into().unwrap()).unwrap()
}

#[test]
fn validate_succeeds_for_every_preset() {
    for preset in presets() {
        assert_eq!(preset.validate(), Ok(()));
        assert_eq!(preset.state_transition, STATE_TRANSITION);
    }
}

/// The table of spec section 5.
#[test]
fn presets_are_the_defaults_of_the_spec() {
    let [ethereum, arbitrum, _] = presets();
    let clocks = |windows: Windows| {
        [
            windows.challenge,
            windows.data_request,
            windows.grace,
            windows.halted,
            windows.dispute_clock,
            windows.unbonding,
        ]
        .map(|blocks| blocks.0)
    };
    assert_eq!(
        clocks(ethereum.windows),
        [50_400, 7_200, 7_200, 7_200, 7_200, 108_000]
    );
    assert_eq!(
        clocks(arbitrum.windows),
        [50_400, 21_600, 21_600, 21_600, 21_600, 208_800]
    );
    for preset in presets() {
        assert_eq!((preset.slot.elements, preset.slot.batches), (3_000, 16));
        assert_eq!(
            (preset.batch.elements, preset.batch.data_length),
            (4_096, 1_048_576)
        );
        assert_eq!(
            (preset.batch.element_length, preset.batch.witness_meter),
            (65_536, 1_048_576)
        );
        let slashing = preset.slashing;
        let shares = [
            slashing.data_withheld,
            slashing.fraud,
            slashing.bounty,
            slashing.winner,
        ];
        assert_eq!(shares.map(BasisPoints::get), [5_000, 10_000, 1_000, 4_000]);
    }
    assert_eq!(
        (ethereum.slot.idle, ethereum.slot.join_delay),
        (Blocks(300), Blocks(300))
    );
}

type Window = (Field, fn(&mut Windows) -> &mut Blocks);

/// The windows that contests live in.
const WINDOWS: [Window; 5] = [
    (Field::ChallengeWindow, |windows| &mut windows.challenge),
    (Field::DataRequestWindow, |windows| {
        &mut windows.data_request
    }),
    (Field::Grace, |windows| &mut windows.grace),
    (Field::HaltedWindow, |windows| &mut windows.halted),
    (Field::DisputeClock, |windows| &mut windows.dispute_clock),
];

#[test]
fn validate_reverts_when_a_window_is_below_twice_the_censorship_bound() {
    for (field, window) in WINDOWS {
        below(field, 2 * 3_600, |p, v| {
            *window(&mut p.windows) = blocks(v);
        });
    }
    below(Field::CensorshipBound, 1, |p, v| {
        p.windows.censorship_bound = blocks(v);
    });
}

#[test]
fn validate_reverts_unbonding_when_it_is_below_the_decision_time() {
    let decision = 50_400 + 7_200 + 7_200 + 2 * 7_200;
    below(Field::Unbonding, decision, |p, v| {
        p.windows.unbonding = blocks(v);
    });
    // The longer of G and R counts.
    below(Field::Unbonding, decision + 10, |p, v| {
        p.windows.grace = Blocks(7_210);
        p.windows.unbonding = blocks(v);
    });
    below(Field::Unbonding, decision + 20, |p, v| {
        p.windows.halted = Blocks(7_220);
        p.windows.unbonding = blocks(v);
    });
}

/// Every window is of this length, and stake is bonded for the time of their decision.
fn all(length: Blocks) -> Windows {
    Windows {
        challenge: length,
        data_request: length,
        grace: length,
        halted: length,
        dispute_clock: length,
        unbonding: Blocks(5 * length.0),
        censorship_bound: Blocks(length.0 / 2),
    }
}

/// A year of blocks of 12 seconds; unbonding outlives the longest windows.
#[test]
fn validate_reverts_when_a_window_is_above_its_maximum() {
    let year = 365 * 24 * 60 * 60 / 12;
    for (field, window) in WINDOWS {
        above(field, year, |p, v| {
            p.windows = all(MAX_WINDOW);
            *window(&mut p.windows) = blocks(v);
        });
    }
    above(Field::CensorshipBound, year / 2, |p, v| {
        p.windows = all(MAX_WINDOW);
        p.windows.censorship_bound = blocks(v);
    });
    above(Field::Unbonding, 5 * year, |p, v| {
        p.windows.unbonding = blocks(v);
    });
    assert_eq!(u128::from(MAX_UNBONDING.0), 5 * year);
    assert_eq!(all(MAX_WINDOW).decision_time(), MAX_UNBONDING.0.into());
}

/// No sum of windows overflows, however absurd they are.
#[test]
fn validate_reverts_when_every_window_is_the_longest_number() {
    let absurd = Windows {
        unbonding: Blocks(u32::MAX),
        ..all(Blocks(u32::MAX / 5))
    };
    let error = ParameterError::AboveMaximum {
        field: Field::CensorshipBound,
        value: (u32::MAX / 10).into(),
        maximum: (MAX_WINDOW.0 / 2).into(),
    };
    assert_eq!(with(|p| p.windows = absurd).validate(), Err(error));
    let decision = Windows {
        challenge: Blocks(u32::MAX),
        data_request: Blocks(u32::MAX),
        grace: Blocks(u32::MAX),
        halted: Blocks(u32::MAX),
        dispute_clock: Blocks(u32::MAX),
        ..absurd
    };
    assert_eq!(decision.decision_time(), 5 * u64::from(u32::MAX));
}

#[test]
fn validate_reverts_when_a_limit_is_zero() {
    below(Field::SlotElements, 1, |p, v| p.slot.elements = number(v));
    below(Field::SlotBatches, 1, |p, v| p.slot.batches = number(v));
    below(Field::IdleLimit, 1, |p, v| p.slot.idle = blocks(v));
    below(Field::JoinDelay, 1, |p, v| p.slot.join_delay = blocks(v));
}

/// A week of blocks of 12 seconds.
#[test]
fn validate_reverts_when_a_pause_is_above_its_maximum() {
    let week = 7 * 24 * 60 * 60 / 12;
    assert_eq!(u128::from(MAX_PAUSE.0), week);
    above(Field::IdleLimit, week, |p, v| p.slot.idle = blocks(v));
    above(Field::JoinDelay, week, |p, v| p.slot.join_delay = blocks(v));
}

#[test]
fn validate_reverts_when_a_cap_is_out_of_its_bounds() {
    below(Field::BatchElements, 1, |p, v| p.batch.elements = number(v));
    above(Field::BatchElements, 65_536, |p, v| {
        p.batch.elements = number(v);
    });
    below(Field::ElementLength, 17, |p, v| {
        p.batch.element_length = number(v);
    });
    above(Field::ElementLength, 65_536, |p, v| {
        p.batch.element_length = number(v);
    });
    below(Field::BatchData, 65_536, |p, v| {
        p.batch.data_length = number(v);
    });
    above(Field::BatchData, 4 << 20, |p, v| {
        p.batch.data_length = number(v);
    });
    below(Field::WitnessMeter, 3 * 4_096, |p, v| {
        p.batch.witness_meter = number(v);
    });
    above(Field::WitnessMeter, 1 << 20, |p, v| {
        p.batch.witness_meter = number(v);
    });
}

#[test]
fn validate_reverts_when_a_share_is_out_of_its_bounds() {
    // The smallest slashes do not pay for a request or a challenge unless these are free.
    let cheap = |p: &mut Parameters| {
        p.costs.request = 1;
        p.costs.challenge = 1;
    };
    below(Field::DataWithheldSlash, 1, |p, v| {
        cheap(p);
        p.slashing.data_withheld = share(v);
    });
    below(Field::FraudSlash, 1, |p, v| {
        cheap(p);
        p.slashing.fraud = share(v);
    });
    below(Field::Bounty, 1, |p, v| {
        cheap(p);
        p.slashing.bounty = share(v);
    });
    below(Field::WinnerShare, 1, |p, v| {
        cheap(p);
        p.slashing.winner = share(v);
    });
    above(Field::Bounty, 4_999, |p, v| p.slashing.bounty = share(v));
    above(Field::WinnerShare, 4_999, |p, v| {
        p.slashing.winner = share(v);
    });
}

#[test]
fn validate_reverts_when_an_amount_is_zero_or_huge() {
    type Place = (Field, fn(&mut Parameters) -> &mut u128);
    let places: [Place; 14] = [
        (Field::RequestBase, |p| &mut p.request.base),
        (Field::RequestPerByte, |p| &mut p.request.per_byte),
        (Field::HaltedSurcharge, |p| &mut p.request.halted_surcharge),
        (Field::DisputeBond, |p| &mut p.dispute.bond),
        (Field::PaymentPerReveal, |p| {
            &mut p.dispute.payment_per_reveal
        }),
        (Field::ProposalBond, |p| &mut p.proposal_bond),
        (Field::SequencerStake, |p| &mut p.stakes.sequencer),
        (Field::ProducerStake, |p| &mut p.stakes.producer),
        (Field::VerifierStake, |p| &mut p.stakes.verifier),
        (Field::AnswerBaseCost, |p| &mut p.costs.answer_base),
        (Field::AnswerPerByteCost, |p| &mut p.costs.answer_per_byte),
        (Field::RequestCost, |p| &mut p.costs.request),
        (Field::RevealCost, |p| &mut p.costs.reveal),
        (Field::ChallengeCost, |p| &mut p.costs.challenge),
    ];
    for (field, place) in places {
        let zero = ParameterError::BelowMinimum {
            field,
            value: 0,
            minimum: 1,
        };
        assert_eq!(with(|p| *place(p) = 0).validate(), Err(zero));
        for value in [MAX_AMOUNT + 1, u128::MAX] {
            let huge = ParameterError::AboveMaximum {
                field,
                value,
                maximum: MAX_AMOUNT,
            };
            assert_eq!(with(|p| *place(p) = value).validate(), Err(huge));
        }
    }
}

/// Whoever asks needlessly pays more than the answer cost.
#[test]
fn validate_reverts_when_a_fee_is_below_its_answer_and_a_quarter() {
    below(Field::RequestBase, 1_250_000_000_000_000_000, |p, v| {
        p.request.base = v;
    });
    below(Field::RequestPerByte, 125_000_000_000_000, |p, v| {
        p.request.per_byte = v;
    });
    // Rounded up: a quarter of 5 is 2.
    below(Field::RequestBase, 7, |p, v| {
        p.costs.answer_base = 5;
        p.request.base = v;
    });
}

/// Whoever challenges needlessly pays more than the defence cost.
#[test]
fn validate_reverts_when_a_bond_does_not_pay_for_the_reveals() {
    let reveal = Parameters::ethereum(STATE_TRANSITION).costs.reveal;
    below(Field::PaymentPerReveal, reveal, |p, v| {
        p.dispute.payment_per_reveal = v;
    });
    // 4,096 elements are three moves deep, a bond twice what they cost.
    below(Field::DisputeBond, 60, |p, v| {
        p.costs.reveal = 10;
        p.dispute.payment_per_reveal = 10;
        p.dispute.bond = v;
    });
    // At least one move is always paid for.
    below(Field::DisputeBond, 20, |p, v| {
        p.batch.elements = 1;
        p.costs.reveal = 10;
        p.dispute.payment_per_reveal = 10;
        p.dispute.bond = v;
    });
    below(Field::DisputeBond, 80, |p, v| {
        p.batch.elements = 4_097;
        p.costs.reveal = 10;
        p.dispute.payment_per_reveal = 10;
        p.dispute.bond = v;
    });
}

/// Whoever cheats pays more than it cost to catch him.
#[test]
fn validate_reverts_when_a_share_of_the_slash_does_not_pay_for_winning_it() {
    let stake = Parameters::ethereum(STATE_TRANSITION).stakes.sequencer;
    above(Field::RequestCost, stake / 20, |p, v| p.costs.request = v);
    above(Field::ChallengeCost, stake * 4 / 10, |p, v| {
        p.costs.challenge = v;
    });
}

proptest! {
    /// Any values at all give a verdict.
    #[test]
    fn prop_validate_never_panics(parameters in parameters()) {
        prop_assert!(parameters.validate().is_err() || parameters.proposal_bond <= MAX_AMOUNT);
    }

    /// What `validate` lets pass keeps the promises that contracts and users rest on, and what it refuses
    /// breaks one of them.
    #[test]
    fn prop_validate_holds_what_it_promises(parameters in likely_parameters()) {
        prop_assert_eq!(parameters.validate().is_ok(), promises(&parameters), "{:?}", parameters.validate());
    }
}

/// The inequalities of spec sections 4 and 5, for amounts far from overflow, written down once more.
fn promises(parameters: &Parameters) -> bool {
    let Parameters {
        windows,
        slashing,
        costs,
        request,
        dispute,
        stakes,
        ..
    } = parameters;
    let clocks = [
        windows.challenge,
        windows.data_request,
        windows.grace,
        windows.halted,
        windows.dispute_clock,
    ]
    .map(|blocks| blocks.0);
    let longest = clocks[0] + clocks[1] + clocks[2].max(clocks[3]) + 2 * clocks[4];
    let taken = |share: BasisPoints, of: u128| of * u128::from(share.get()) / 10_000;
    let bounty = taken(
        slashing.bounty,
        taken(slashing.data_withheld, stakes.sequencer),
    );
    let winnings = taken(slashing.winner, taken(slashing.fraud, stakes.sequencer));
    let moves = (1..=8)
        .find(|moves| 16u64.pow(*moves) >= parameters.batch.elements.into())
        .unwrap();

    clocks
        .iter()
        .all(|clock| *clock >= 2 * windows.censorship_bound.0)
        && windows.unbonding.0 >= longest
        && parameters.batch.elements <= 65_536
        && slashing.bounty.get() < 5_000
        && slashing.winner.get() < 5_000
        && 4 * request.base >= 5 * costs.answer_base
        && 4 * request.per_byte >= 5 * costs.answer_per_byte
        && dispute.payment_per_reveal >= costs.reveal
        && dispute.bond >= 2 * u128::from(moves) * dispute.payment_per_reveal
        && bounty >= costs.request
        && winnings >= costs.challenge
}
