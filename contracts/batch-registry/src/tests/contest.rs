//! The rules of contests, without a VM.

use alloy_primitives::B256;
use interfaces::contracts::IBatchRegistry as abi;
use proptest::prelude::*;
use types::{
    BlockNumber, Header, InstanceId, Parameters, Record, Ruling, StateClaim, Verdict, Windows,
};

use crate::{contest::Batch, error::Error};

const SUBMITTED: u64 = 500;
const HASH: B256 = B256::repeat_byte(9);

fn windows() -> Windows {
    Parameters::devnet(types::Address::ZERO).windows
}

/// The last block of the challenge window.
fn last() -> u64 {
    SUBMITTED + u64::from(windows().challenge.0)
}

fn batch(verdict: Verdict) -> Batch {
    let claim = StateClaim {
        state_root: types::Hash([1; 32]),
        l2_block: 0.into(),
        l2_timestamp: 0.into(),
    };
    let submitted = BlockNumber(SUBMITTED);
    Batch {
        header: Header::genesis::<merkle::Keccak>(InstanceId([2; 32]), &claim, submitted),
        hash: HASH,
        verdict,
        record: Record::new(windows().closes_at(submitted, None)),
    }
}

/// What a batch of this verdict refuses contests with.
fn refusal(verdict: Verdict) -> Option<Error> {
    let headerHash = HASH;
    match verdict {
        Verdict::Pending | Verdict::Proven => None,
        Verdict::Final => Some(abi::AlreadyFinal { headerHash }.into()),
        Verdict::Invalid => Some(abi::AlreadyInvalid { headerHash }.into()),
        Verdict::Orphaned => Some(abi::NotCanonical { headerHash }.into()),
        Verdict::Unknown => Some(abi::UnknownHeader { headerHash }.into()),
    }
}

const VERDICTS: [Verdict; 6] = [
    Verdict::Unknown,
    Verdict::Pending,
    Verdict::Proven,
    Verdict::Final,
    Verdict::Invalid,
    Verdict::Orphaned,
];

#[test]
fn every_contest_is_refused_by_the_verdict_first() {
    let now = BlockNumber(SUBMITTED);
    for verdict in VERDICTS {
        // Whatever else would be wrong.
        let mut batch = batch(verdict);
        assert_eq!(batch.clone().open_request(now).err(), refusal(verdict));
        assert_eq!(batch.clone().invalidate().err(), refusal(verdict));
        let published = batch.clone().publish(&windows(), now);
        assert_eq!(published.err(), refusal(verdict));
        let halted = batch.clone().open_halted_request(&windows(), now);
        assert_eq!(halted.err(), refusal(verdict));
        batch.record.published_at = Some(now);
        assert_eq!(batch.clone().open_dispute(now, now).err(), refusal(verdict));
        assert_eq!(batch.clone().prove().err(), refusal(verdict));
        batch.record.open_request = true;
        assert_eq!(batch.close_request(), Ok(()));
        assert!(!batch.record.open_request);
        batch.record.open_disputes = 1;
        assert_eq!(batch.close_dispute(), Ok(()));
        assert_eq!(batch.record.open_disputes, 0);
    }
}

#[test]
fn open_halted_request_refuses_in_the_order_of_its_errors() {
    let headerHash = HASH;
    let mut batch = batch(Verdict::Pending);
    batch.record.ruling = Ruling::Proven;
    batch.header.producer = types::Address([5; 20]);
    batch.record.open_request = true;
    let now = BlockNumber(last() + 1);
    let open = |batch: &mut Batch, now| batch.open_halted_request(&windows(), now);
    let proven = abi::AlreadyProven { headerHash };
    assert_eq!(open(&mut batch, now), Err(proven.into()));
    batch.record.ruling = Ruling::Open;
    let signed = abi::ProducerSigned {
        headerHash,
        producer: [5; 20].into(),
    };
    assert_eq!(open(&mut batch, now), Err(signed.into()));
    batch.header.producer = types::Address::ZERO;
    let already = abi::RequestAlreadyOpen { headerHash };
    assert_eq!(open(&mut batch, now), Err(already.into()));
    batch.record.open_request = false;
    // Published at the last block: the batch can be disputed for longer, but not asked for.
    batch.record.closes_at = BlockNumber(last() + 100);
    let over = abi::WindowOver {
        until: last(),
        current: last() + 1,
    };
    assert_eq!(open(&mut batch, now), Err(over.into()));
    assert_eq!(open(&mut batch, BlockNumber(last())), Ok(()));
}

#[test]
fn open_dispute_refuses_in_the_order_of_its_errors() {
    let headerHash = HASH;
    let mut batch = batch(Verdict::Pending);
    batch.record.ruling = Ruling::Proven;
    batch.record.open_disputes = u32::MAX;
    let (ancestor, now) = (BlockNumber(last() - 1), BlockNumber(last() + 1));
    let missing = abi::NotPublished { headerHash };
    assert_eq!(batch.open_dispute(ancestor, now), Err(missing.into()));
    batch.record.published_at = Some(BlockNumber(SUBMITTED));
    let proven = abi::AlreadyProven { headerHash };
    assert_eq!(batch.open_dispute(ancestor, now), Err(proven.into()));
    batch.record.ruling = Ruling::Open;
    let over = abi::DisputeWindowOver {
        closesAt: last(),
        current: last() + 1,
    };
    assert_eq!(batch.open_dispute(ancestor, now), Err(over.into()));
    let too_many = abi::TooManyDisputes { headerHash };
    assert_eq!(batch.open_dispute(now, now), Err(too_many.into()));
    batch.record.open_disputes = 0;
    assert_eq!(batch.open_dispute(now, now), Ok(()));
    assert_eq!(batch.open_dispute(ancestor, ancestor), Ok(()));
    assert_eq!(batch.record.open_disputes, 2);
}

#[test]
fn open_request_refuses_in_the_order_of_its_errors() {
    let mut batch = batch(Verdict::Pending);
    batch.record.published_at = Some(BlockNumber(SUBMITTED + 1));
    batch.record.open_request = true;
    let now = BlockNumber(last() + 1);
    let published = abi::AlreadyPublished {
        headerHash: HASH,
        publishedAt: SUBMITTED + 1,
    };
    assert_eq!(batch.open_request(now), Err(published.into()));
    batch.record.published_at = None;
    let open = abi::RequestAlreadyOpen { headerHash: HASH };
    assert_eq!(batch.open_request(now), Err(open.into()));
    batch.record.open_request = false;
    let over = abi::WindowOver {
        until: last(),
        current: last() + 1,
    };
    assert_eq!(batch.open_request(now), Err(over.into()));
    assert_eq!(batch.open_request(BlockNumber(last())), Ok(()));
}

#[test]
fn invalidate_leaves_everything_but_the_ruling() {
    let mut batch = batch(Verdict::Pending);
    batch.record.open_request = true;
    batch.record.open_disputes = 3;
    let before = batch.record;
    batch.invalidate().unwrap();
    let expected = Record {
        ruling: Ruling::Invalid,
        ..before
    };
    assert_eq!(batch.record, expected);
}

proptest! {
    /// A request at any block, and data at any block after it: both are taken exactly when they are in time, and
    /// then there is grace.
    #[test]
    fn prop_data_is_taken_in_the_window_or_by_request(
        requested in proptest::option::of(0..200u64),
        waited in 0..200u64,
    ) {
        let mut batch = batch(Verdict::Pending);
        let mut open = false;
        if let Some(requested) = requested {
            open = batch.open_request(BlockNumber(SUBMITTED + requested)).is_ok();
            prop_assert_eq!(open, SUBMITTED + requested <= last());
        }
        let now = SUBMITTED + requested.unwrap_or(0) + waited;
        let taken = batch.publish(&windows(), BlockNumber(now)).is_ok();
        prop_assert_eq!(taken, open || now <= last());
        let grace = now + u64::from(windows().grace.0);
        let closes_at = if taken { grace.max(last()) } else { last() };
        prop_assert_eq!(batch.record.closes_at.0, closes_at);
        prop_assert_eq!(batch.record.published_at, taken.then_some(BlockNumber(now)));
        prop_assert_eq!(batch.record.open_request, open);
    }
}
