//! Evidence against a sequencer.

use alloy_primitives::{Address, B256};
use interfaces::contracts::IGovernance::{
    AttestedTooLate, NotAttested, NotAuthor, ProducerSigned, SameOrder,
};

use super::batch::Sample;
use crate::evidence::{require_other_order, require_own_order, Attestation};

const AUTHOR: Address = Address::repeat_byte(1);
const PRODUCER: Address = Address::repeat_byte(2);

fn sample() -> Sample {
    let mut batch = Sample::of(AUTHOR, &[3, 4]);
    (batch.header.fork, batch.header.submittedAt) = (5, 100);
    batch
}

fn attestation() -> Attestation {
    Attestation {
        mttbr: B256::repeat_byte(9),
        fork: 5,
        attested_at: 100,
    }
}

#[test]
fn require_own_order_reverts_NotAuthor_and_ProducerSigned() {
    let mut batch = sample();
    let check = |batch: &Sample, who| require_own_order(&batch.header, B256::ZERO, who);
    check(&batch, AUTHOR).unwrap();
    let (headerHash, sequencer) = (B256::ZERO, AUTHOR);
    let other = NotAuthor {
        headerHash,
        sequencer,
    };
    assert_eq!(check(&batch, PRODUCER), Err(other.into()));
    batch.header.producer = PRODUCER;
    let producer = PRODUCER;
    let signed = ProducerSigned {
        headerHash,
        producer,
    };
    assert_eq!(check(&batch, AUTHOR), Err(signed.into()));
}

#[test]
fn require_other_order_succeeds_up_to_the_block_and_fork_of_the_submission() {
    let batch = sample();
    require_other_order(&batch.header, PRODUCER, &attestation()).unwrap();
    let earlier = Attestation {
        fork: 0,
        attested_at: 0,
        ..attestation()
    };
    require_other_order(&batch.header, PRODUCER, &earlier).unwrap();
}

#[test]
fn require_other_order_reverts_AttestedTooLate_behind_them() {
    let batch = sample();
    for (fork, attested_at) in [(6, 100), (5, 101), (6, 0)] {
        let late = Attestation {
            fork,
            attested_at,
            ..attestation()
        };
        let expected = AttestedTooLate {
            attestedAt: attested_at,
            submittedAt: 100,
        };
        let refused = require_other_order(&batch.header, PRODUCER, &late);
        assert_eq!(refused, Err(expected.into()));
    }
}

#[test]
fn require_other_order_reverts_NotAttested_and_SameOrder() {
    let batch = sample();
    let with = |mttbr| Attestation {
        mttbr,
        ..attestation()
    };
    let nothing = require_other_order(&batch.header, PRODUCER, &with(B256::ZERO));
    let (parent, producer) = (batch.header.parent, PRODUCER);
    assert_eq!(nothing, Err(NotAttested { parent, producer }.into()));
    let mttbr = batch.header.mttbr;
    let same = require_other_order(&batch.header, PRODUCER, &with(mttbr));
    assert_eq!(same, Err(SameOrder { mttbr }.into()));
}
