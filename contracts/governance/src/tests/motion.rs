//! Reading payloads.

use alloy_primitives::{keccak256, Address, B256, U256};
use alloy_sol_types::SolValue;
use interfaces::contracts::{
    IBatchRegistry::Parameters,
    IGovernance::{BadSpending, MalformedPayload, ProposalKind, TooManyRequests},
    ISequencerPool::Role,
};
use proptest::prelude::*;

use super::batch::Sample;
use crate::motion::{id_of, read, Accused, Motion, MAX_REQUESTS};

const MEMBER: Address = Address::repeat_byte(1);

fn accused(role: Role) -> Accused {
    Accused {
        member: MEMBER,
        epoch: 7,
        role,
    }
}

fn removal(requests: usize) -> Vec<u8> {
    (MEMBER, 7u32, vec![B256::repeat_byte(3); requests]).abi_encode_params()
}

#[test]
fn read_succeeds_for_every_kind() {
    let requests = vec![B256::repeat_byte(3); 2];
    for (kind, role) in [
        (ProposalKind::RemoveSequencer, Role::Sequencer),
        (ProposalKind::RemoveVerifier, Role::Verifier),
    ] {
        let expected = (Some(accused(role)), Motion::Remove(requests.clone()));
        assert_eq!(read(kind, &removal(2)), Ok(expected));
    }
    let payload = (MEMBER, 7u32, true, 9u128).abi_encode_params();
    let motion = Motion::PunishProducer {
        kick: true,
        slash: 9,
    };
    let expected = (Some(accused(Role::Producer)), motion);
    assert_eq!(read(ProposalKind::PunishProducer, &payload), Ok(expected));
    let header = Sample::of(MEMBER, &[1]).header;
    let producer = Address::repeat_byte(2);
    let payload = (MEMBER, 7u32, header.clone(), producer).abi_encode_params();
    let expected = (
        Some(accused(Role::Sequencer)),
        Motion::KickForOrdering { header, producer },
    );
    assert_eq!(read(ProposalKind::KickForOrdering, &payload), Ok(expected));
    let set = Parameters::from(&types::Parameters::devnet(types::Address::ZERO));
    let expected = (None, Motion::AddParameterSet);
    let payload = set.abi_encode();
    assert_eq!(read(ProposalKind::AddParameterSet, &payload), Ok(expected));
    let payload = (MEMBER, 9u128).abi_encode_params();
    let motion = Motion::SpendPot {
        beneficiary: MEMBER,
        amount: 9,
    };
    assert_eq!(read(ProposalKind::SpendPot, &payload), Ok((None, motion)));
}

#[test]
fn read_reverts_MalformedPayload_for_every_kind() {
    let kinds = [
        ProposalKind::RemoveSequencer,
        ProposalKind::RemoveVerifier,
        ProposalKind::PunishProducer,
        ProposalKind::KickForOrdering,
        ProposalKind::AddParameterSet,
        ProposalKind::SpendPot,
    ];
    for kind in kinds {
        for payload in [vec![], vec![0; 31], vec![0xff; 64], vec![0xff; 1_120]] {
            assert_eq!(read(kind, &payload), Err(MalformedPayload { kind }.into()));
        }
    }
    let kind = ProposalKind::RemoveSequencer;
    let mut longer = removal(2);
    longer.extend([0; 32]);
    assert_eq!(read(kind, &longer), Err(MalformedPayload { kind }.into()));
}

#[test]
fn read_reverts_TooManyRequests_above_the_most() {
    let kind = ProposalKind::RemoveVerifier;
    read(kind, &removal(MAX_REQUESTS)).unwrap();
    let expected = TooManyRequests {
        given: U256::from(MAX_REQUESTS + 1),
        most: U256::from(64),
    };
    let refused = read(kind, &removal(MAX_REQUESTS + 1));
    assert_eq!(refused, Err(expected.into()));
}

#[test]
fn read_reverts_BadSpending_without_an_amount_or_a_beneficiary() {
    for (beneficiary, amount) in [(MEMBER, 0), (Address::ZERO, 1)] {
        let payload = (beneficiary, amount).abi_encode_params();
        let expected = BadSpending {
            beneficiary,
            amount,
        };
        let refused = read(ProposalKind::SpendPot, &payload);
        assert_eq!(refused, Err(expected.into()));
    }
}

#[test]
fn id_of_names_number_kind_and_payload() {
    let payload = [1, 2, 3];
    let mut named = 5u64.to_be_bytes().to_vec();
    named.push(2);
    named.extend(keccak256(payload));
    let id = id_of(5, ProposalKind::PunishProducer, &payload);
    assert_eq!(id, keccak256(named));
    let others = [
        id_of(6, ProposalKind::PunishProducer, &payload),
        id_of(5, ProposalKind::KickForOrdering, &payload),
        id_of(5, ProposalKind::PunishProducer, &payload[1..]),
    ];
    assert!(!others.contains(&id));
}

/// What a payload of each kind but the registry's says, encoded again.
fn encoded(kind: ProposalKind, decoded: crate::motion::Decoded) -> Vec<u8> {
    let (accused, motion) = decoded;
    let (member, epoch) = accused.map_or((Address::ZERO, 0), |of| (of.member, of.epoch));
    assert_eq!(accused.is_none(), kind == ProposalKind::SpendPot);
    match motion {
        Motion::Remove(requests) => (member, epoch, requests).abi_encode_params(),
        Motion::PunishProducer { kick, slash } => (member, epoch, kick, slash).abi_encode_params(),
        Motion::KickForOrdering { header, producer } => {
            (member, epoch, header, producer).abi_encode_params()
        }
        Motion::SpendPot {
            beneficiary,
            amount,
        } => (beneficiary, amount).abi_encode_params(),
        Motion::AddParameterSet => panic!("no kind of these"),
    }
}

proptest! {
    /// One thing has one payload, so one proposal has one id: whatever is changed in one that can be read either makes
    /// it unreadable or says something else.
    #[test]
    fn prop_payload_that_can_be_read_is_the_only_one_for_what_it_says(
        which in 0..5usize,
        requests in 0..4usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
        longer in 0..3usize,
        shorter in 0..3usize,
    ) {
        let header = Sample::of(MEMBER, &[1]).header;
        let producer = Address::repeat_byte(2);
        let (kind, mut payload) = match which {
            0 => (ProposalKind::RemoveSequencer, removal(requests)),
            1 => (ProposalKind::RemoveVerifier, removal(requests)),
            2 => {
                let payload = (MEMBER, 7u32, true, 9u128).abi_encode_params();
                (ProposalKind::PunishProducer, payload)
            }
            3 => {
                let payload = (MEMBER, 7u32, header, producer).abi_encode_params();
                (ProposalKind::KickForOrdering, payload)
            }
            _ => (ProposalKind::SpendPot, (MEMBER, 9u128).abi_encode_params()),
        };
        prop_assert!(read(kind, &payload).is_ok());
        for (at, byte) in changes {
            let at = at.index(payload.len());
            payload[at] = byte;
        }
        payload.extend(vec![0; 32 * longer]);
        payload.truncate(payload.len() - 16 * shorter);
        if let Ok(decoded) = read(kind, &payload) {
            prop_assert_eq!(encoded(kind, decoded), payload);
        }
    }
}
