//! `prove` with what proves nothing: of element, claim and parent, and what StateTransition refuses.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolError;
use interfaces::{
    contracts::{
        IFraudProof::*,
        IStateTransition::{MalformedWitness, NotStaged},
    },
    host::PeerError,
};
use motsu::prelude::*;

use super::{
    batch::{hash_of, Sample},
    proving::caught,
    transition::{self, missing},
    world::{World, ALICE, CAROL},
};
use crate::Error;

/// Proves with an element, a claim and a parent of the caller's choice.
fn prove_with<'a>(
    (world, batch, leaf): &'a (World, Sample, Position),
    change: impl FnOnce(&mut interfaces::abi::ProvenElement<'a>, &mut ProvenClaim, &mut Sample),
) -> Error {
    let mut other = batch.clone();
    let mut element = batch.element(leaf.first);
    let mut before = batch.claim_before(leaf.first);
    change(&mut element, &mut before, &mut other);
    let mut contract = world.contract.sender(CAROL);
    let done = contract.prove(
        batch.header.clone(),
        other.parent,
        ALICE,
        leaf.clone(),
        element,
        before,
        vec![],
        &[],
    );
    let error = done.motsu_unwrap_err();
    assert_eq!(world.status(batch, ALICE), DisputeStatus::Open);
    error
}

#[test]
fn prove_reverts_ElementsNotProven_for_another_element() {
    let case = caught(5, 3);
    let other = case.1.elements[2].clone();
    let error = prove_with(&case, |element, _, _| element.element = &other);
    let Error::ElementsNotProven(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.mttbr, case.1.header.mttbr);
    let longer = [&case.1.elements[3][..], &[0]].concat();
    let error = prove_with(&case, |element, _, _| element.element = &longer);
    assert!(matches!(error, Error::ElementsNotProven(_)));
    let error = prove_with(&case, |element, _, _| element.element = &[]);
    assert!(matches!(error, Error::ElementsNotProven(_)));
}

#[test]
fn prove_reverts_ClaimNotProven_for_another_claim() {
    let case = caught(5, 3);
    let error = prove_with(&case, |_, before, _| before.claim.l2Block += 1);
    let Error::ClaimNotProven(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.mtsr, case.1.header.mtsr);
    let other = case.1.claim_before(2);
    let error = prove_with(&case, |_, before, _| *before = other);
    assert!(matches!(
        error,
        Error::ClaimNotProven(_) | Error::WrongProofLength(_)
    ));
}

#[test]
fn prove_reverts_WrongProofLength_of_element_and_claim() {
    let case = caught(5, 3);
    // Leaf 3 of 5: two nodes before, one behind. Leaf 2: one before, two behind.
    let expected = U256::from(3);
    for given in [2, 4] {
        let wrong = WrongProofLength {
            given: U256::from(given),
            expected,
        };
        let error = prove_with(&case, |element, _, _| {
            element.proof.resize(given, B256::ZERO);
        });
        assert_eq!(error, wrong.clone().into());
        let error = prove_with(&case, |_, before, _| {
            before.proof.resize(given, B256::ZERO);
        });
        assert_eq!(error, wrong.into());
    }
}

#[test]
fn prove_reverts_NotParent() {
    for leaf in [0, 3] {
        let case = caught(5, leaf);
        let expected = case.1.header.parent;
        let mut given = B256::ZERO;
        let error = prove_with(&case, |_, _, other| {
            other.parent.lastL2Block += 1;
            given = hash_of(&other.parent);
        });
        assert_eq!(error, NotParent { given, expected }.into());
    }
}

#[test]
fn prove_passes_on_what_state_transition_refuses_with_and_decides_nothing() {
    let (world, batch, leaf) = caught(5, 3);
    let transition = world.transition.address();
    let before = world.calls();
    let part = Address::ZERO;
    let refused = |data| Error::from(PeerError::Refused(data));
    let cases = [
        (transition::MISSING, refused(missing().abi_encode())),
        (
            transition::MALFORMED,
            refused(MalformedWitness {}.abi_encode()),
        ),
        (
            transition::UNSTAGED,
            refused(NotStaged { part }.abi_encode()),
        ),
        (transition::SILENT, PeerError::Failed(transition).into()),
        (transition::GARBAGE, PeerError::Failed(transition).into()),
        (
            transition::SHORT,
            WrongClaimCount {
                bytesGiven: U256::from(47),
                elements: 1,
            }
            .into(),
        ),
    ];
    for (witness, expected) in cases {
        let done = world.prove(ALICE, &batch, &leaf, &[witness]);
        assert_eq!(done.motsu_unwrap_err(), expected);
        assert_eq!(world.status(&batch, ALICE), DisputeStatus::Open);
        assert_eq!(world.calls(), before);
    }
    world.prove(ALICE, &batch, &leaf, &[0xaa]).motsu_unwrap();
}

#[test]
fn prove_reverts_PeerFailed_when_nothing_is_answered_as_by_an_account_without_code() {
    let (world, batch, leaf) = caught(5, 3);
    let silent = world.peers.address();
    world.told(|peers| peers.set_transition(silent));
    let error = world.prove(ALICE, &batch, &leaf, &[]).motsu_unwrap_err();
    assert_eq!(error, PeerError::Failed(silent).into());
    assert_eq!(world.status(&batch, ALICE), DisputeStatus::Open);
}
