//! The rules of submission, without a VM.

use interfaces::contracts::IBatchRegistry as abi;
use proptest::prelude::*;
use types::{
    BatchCaps, Bounds, Hash, Header, InstanceId, L2Block, Parameters, StateClaim,
    MAX_GENESIS_L2_BLOCK, MAX_L2_BLOCK_RISE, MAX_SECONDS_AHEAD,
};

use crate::{
    chain::{check_genesis, Submission},
    error::Error,
};

const HOST: u64 = 10_000;

fn caps() -> BatchCaps {
    Parameters::ethereum(types::Address::ZERO).batch
}

fn claim() -> StateClaim {
    StateClaim {
        state_root: Hash([1; 32]),
        l2_block: 70.into(),
        l2_timestamp: 9_000.into(),
    }
}

fn parent() -> Header {
    Header::genesis::<merkle::Keccak>(InstanceId([2; 32]), &claim(), 5.into())
}

fn bounds(last_l2_block: u64, last_l2_timestamp: u64) -> Bounds {
    Bounds {
        last_l2_block: last_l2_block.into(),
        last_l2_timestamp: last_l2_timestamp.into(),
    }
}

fn submission() -> Submission {
    Submission {
        mttbr: Hash([3; 32]),
        mtsr: Hash([4; 32]),
        element_count: 1,
        data_length: 100,
        bounds: bounds(70, 9_000),
    }
}

fn refused(submission: Submission) -> Error {
    submission.check(&parent(), &caps(), HOST).unwrap_err()
}

#[test]
fn check_succeeds_at_every_bound() {
    let at_most = Submission {
        element_count: caps().elements,
        data_length: caps().data_length,
        bounds: bounds(70 + MAX_L2_BLOCK_RISE, HOST + MAX_SECONDS_AHEAD),
        ..submission()
    };
    assert_eq!(submission().check(&parent(), &caps(), HOST), Ok(()));
    assert_eq!(at_most.check(&parent(), &caps(), HOST), Ok(()));
}

#[test]
fn check_reverts_EmptyBatch() {
    let empty = Submission {
        element_count: 0,
        ..submission()
    };
    assert_eq!(refused(empty), abi::EmptyBatch {}.into());
}

#[test]
fn check_reverts_TooManyElements() {
    for count in [caps().elements + 1, u32::MAX] {
        let huge = Submission {
            element_count: count,
            ..submission()
        };
        let cap = caps().elements;
        assert_eq!(refused(huge), abi::TooManyElements { count, cap }.into());
    }
}

#[test]
fn check_reverts_TooMuchData() {
    for data_length in [caps().data_length + 1, u32::MAX] {
        let huge = Submission {
            data_length,
            ..submission()
        };
        let expected = abi::TooMuchData {
            dataLength: data_length,
            cap: caps().data_length,
        };
        assert_eq!(refused(huge), expected.into());
    }
}

#[test]
fn check_reverts_L2BlockBelowParent() {
    let below = Submission {
        bounds: bounds(69, 9_000),
        ..submission()
    };
    let expected = abi::L2BlockBelowParent {
        given: 69,
        parent: 70,
    };
    assert_eq!(refused(below), expected.into());
}

#[test]
fn check_reverts_L2TimestampBelowParent() {
    let below = Submission {
        bounds: bounds(70, 8_999),
        ..submission()
    };
    let expected = abi::L2TimestampBelowParent {
        given: 8_999,
        parent: 9_000,
    };
    assert_eq!(refused(below), expected.into());
}

#[test]
fn check_reverts_L2TimestampAhead() {
    let latest = HOST + MAX_SECONDS_AHEAD;
    for given in [latest + 1, u64::MAX] {
        let ahead = Submission {
            bounds: bounds(70, given),
            ..submission()
        };
        assert_eq!(
            refused(ahead),
            abi::L2TimestampAhead { given, latest }.into()
        );
    }
}

#[test]
fn check_reverts_L2BlockAhead() {
    let highest = 70 + MAX_L2_BLOCK_RISE;
    for given in [highest + 1, u64::MAX] {
        let ahead = Submission {
            bounds: bounds(given, 9_000),
            ..submission()
        };
        let expected = abi::L2BlockAhead { given, highest };
        assert_eq!(refused(ahead), expected.into());
    }
}

/// However long the silence was: one batch after the other reaches any block.
#[test]
fn check_succeeds_step_by_step_up_to_a_block_far_ahead() {
    let mut parent = parent();
    for _ in 0..5 {
        let next = Submission {
            bounds: bounds(parent.last_l2_block.0 + MAX_L2_BLOCK_RISE, 9_000),
            ..submission()
        };
        assert_eq!(next.check(&parent, &caps(), HOST), Ok(()));
        parent.last_l2_block = next.bounds.last_l2_block;
    }
    assert_eq!(parent.last_l2_block.0, 70 + 5 * MAX_L2_BLOCK_RISE);
}

/// The genesis leaves room below the last number; a parent that did not would still refuse nothing wrongly.
#[test]
fn check_succeeds_up_to_the_last_number_there_is() {
    let mut parent = parent();
    parent.last_l2_block = L2Block(u64::MAX - 1);
    let last = Submission {
        bounds: bounds(u64::MAX, 9_000),
        ..submission()
    };
    assert_eq!(last.check(&parent, &caps(), HOST), Ok(()));
    let batches = (u64::MAX - MAX_GENESIS_L2_BLOCK.0) / MAX_L2_BLOCK_RISE;
    assert_eq!(batches, (1 << 43) - 1);
}

#[test]
fn check_genesis_succeeds_at_both_bounds() {
    let at_most = StateClaim {
        l2_block: MAX_GENESIS_L2_BLOCK,
        l2_timestamp: (HOST + MAX_SECONDS_AHEAD).into(),
        ..claim()
    };
    assert_eq!(check_genesis(&at_most, HOST), Ok(()));
}

#[test]
fn check_genesis_reverts_L2BlockAhead() {
    let highest = MAX_GENESIS_L2_BLOCK.0;
    for given in [highest + 1, u64::MAX] {
        let ahead = StateClaim {
            l2_block: given.into(),
            ..claim()
        };
        let expected = abi::L2BlockAhead { given, highest };
        assert_eq!(check_genesis(&ahead, HOST), Err(expected.into()));
    }
}

#[test]
fn check_genesis_reverts_L2TimestampAhead() {
    let latest = HOST + MAX_SECONDS_AHEAD;
    for given in [latest + 1, u64::MAX] {
        let ahead = StateClaim {
            l2_timestamp: given.into(),
            ..claim()
        };
        let expected = abi::L2TimestampAhead { given, latest };
        assert_eq!(check_genesis(&ahead, HOST), Err(expected.into()));
    }
}

proptest! {
    /// What passes is within all bounds, and everything within all bounds passes.
    #[test]
    fn prop_check_passes_exactly_what_is_within_the_bounds(
        element_count in prop_oneof![0..3u32, 4_094..4_099u32, any::<u32>()],
        data_length in prop_oneof![0..(1u32 << 21), any::<u32>()],
        last_l2_block in prop_oneof![60..80u64, (1u64 << 20) + 60..(1 << 20) + 80, any::<u64>()],
        last_l2_timestamp in prop_oneof![8_900..11_000u64, any::<u64>()],
    ) {
        let submission = Submission {
            element_count,
            data_length,
            bounds: bounds(last_l2_block, last_l2_timestamp),
            ..submission()
        };
        let within = (1..=caps().elements).contains(&element_count)
            && data_length <= caps().data_length
            && (70..=70 + (1 << 20)).contains(&last_l2_block)
            && (9_000..=HOST + MAX_SECONDS_AHEAD).contains(&last_l2_timestamp);
        prop_assert_eq!(submission.check(&parent(), &caps(), HOST).is_ok(), within);
    }
}
