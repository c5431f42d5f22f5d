//! The rules of submission, without a VM.

use interfaces::contracts::IBatchRegistry as abi;
use proptest::prelude::*;
use types::{BatchCaps, Hash, Header, InstanceId, Parameters, StateClaim};

use crate::{
    chain::{Submission, MAX_SECONDS_AHEAD},
    error::Error,
};

const HOST: u64 = 10_000;

fn caps() -> BatchCaps {
    Parameters::ethereum(types::Address::ZERO).batch
}

fn parent() -> Header {
    let claim = StateClaim {
        state_root: Hash([1; 32]),
        l2_block: 70.into(),
        l2_timestamp: 9_000.into(),
    };
    Header::genesis::<merkle::Keccak>(InstanceId([2; 32]), &claim, 5.into())
}

fn submission() -> Submission {
    Submission {
        mttbr: Hash([3; 32]),
        mtsr: Hash([4; 32]),
        element_count: 1,
        data_length: 100,
        last_l2_block: 70.into(),
        last_l2_timestamp: 9_000.into(),
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
        last_l2_block: u64::MAX.into(),
        last_l2_timestamp: (HOST + MAX_SECONDS_AHEAD).into(),
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
        last_l2_block: 69.into(),
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
        last_l2_timestamp: 8_999.into(),
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
            last_l2_timestamp: given.into(),
            ..submission()
        };
        assert_eq!(
            refused(ahead),
            abi::L2TimestampAhead { given, latest }.into()
        );
    }
}

proptest! {
    /// What passes is within all bounds, and everything within all bounds passes.
    #[test]
    fn prop_check_passes_exactly_what_is_within_the_bounds(
        element_count in prop_oneof![0..3u32, 4_094..4_099u32, any::<u32>()],
        data_length in prop_oneof![0..(1u32 << 21), any::<u32>()],
        last_l2_block in prop_oneof![60..80u64, any::<u64>()],
        last_l2_timestamp in prop_oneof![8_900..11_000u64, any::<u64>()],
    ) {
        let submission = Submission {
            element_count,
            data_length,
            last_l2_block: last_l2_block.into(),
            last_l2_timestamp: last_l2_timestamp.into(),
            ..submission()
        };
        let within = (1..=caps().elements).contains(&element_count)
            && data_length <= caps().data_length
            && last_l2_block >= 70
            && (9_000..=HOST + MAX_SECONDS_AHEAD).contains(&last_l2_timestamp);
        prop_assert_eq!(submission.check(&parent(), &caps(), HOST).is_ok(), within);
    }
}
