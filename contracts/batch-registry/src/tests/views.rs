//! Inclusion, and the proof for a bridge.

use alloy_primitives::{Bytes as RawBytes, B256, U256};
use interfaces::contracts::IBatchRegistry as abi;
use merkle::{Keccak, Tree};
use motsu::prelude::*;
use stylus_sdk::abi::Bytes;
use types::{Element, Hash, Header, StateClaim};

use super::world::{hash_of, Batch, World, START};
use crate::Error;

const COUNT: u32 = 7;

/// A world whose head holds real trees.
struct Proofs {
    world: World,
    header: Header,
    elements: Vec<Vec<u8>>,
    claims: Vec<StateClaim>,
}

impl Proofs {
    fn new() -> Self {
        let world = World::new();
        let genesis = world.genesis();
        let elements: Vec<_> = (0..COUNT).map(element).collect();
        let claims: Vec<_> = (0..COUNT).map(claim).collect();
        let mut batch = Batch::on(&genesis);
        batch.count = COUNT;
        batch.mttbr = element_tree(&elements).root().0.into();
        batch.mtsr = claim_tree(&claims).root().0.into();
        world.submit(world.sequencer, &batch).motsu_unwrap();
        let header = batch.header(&world, START);
        Self {
            world,
            header,
            elements,
            claims,
        }
    }

    fn element_proof(&self, index: u32) -> Vec<B256> {
        words(&element_tree(&self.elements), index)
    }

    fn claim_proof(&self, index: u32) -> Vec<B256> {
        words(&claim_tree(&self.claims), index)
    }

    fn includes_element(
        &self,
        index: u64,
        element: &[u8],
        proof: Vec<B256>,
    ) -> Result<bool, Error> {
        let registry = self.world.registry.sender(self.world.stranger);
        let element = Bytes::from(RawBytes::copy_from_slice(element).to_vec());
        registry.includes_element((&self.header).into(), index, element, proof)
    }

    fn includes_claim(
        &self,
        index: u64,
        claim: &StateClaim,
        proof: Vec<B256>,
    ) -> Result<bool, Error> {
        let registry = self.world.registry.sender(self.world.stranger);
        registry.includes_claim((&self.header).into(), index, claim.into(), proof)
    }

    fn finalize(&mut self) {
        self.world.at(U256::from(START + 1_000));
        self.world.finalize(&[self.header]).motsu_unwrap();
    }

    fn verify_final(&self, claim: &StateClaim, proof: Vec<B256>) -> Result<B256, Error> {
        let registry = self.world.registry.sender(self.world.stranger);
        registry.verify_final_state((&self.header).into(), claim.into(), proof)
    }
}

fn element(number: u32) -> Vec<u8> {
    let element = Element {
        l2_block: u64::from(number).into(),
        l2_timestamp: 5.into(),
        transaction: &[number.to_be_bytes()[3]; 60],
    };
    element.encode().unwrap()
}

fn claim(number: u32) -> StateClaim {
    StateClaim {
        state_root: Hash([number.to_be_bytes()[3]; 32]),
        l2_block: u64::from(number).into(),
        l2_timestamp: 6.into(),
    }
}

fn element_tree(elements: &[Vec<u8>]) -> Tree {
    let leaves = elements
        .iter()
        .map(|data| merkle::leaf_hash::<Keccak>(data));
    Tree::new::<Keccak>(leaves.collect()).unwrap()
}

fn claim_tree(claims: &[StateClaim]) -> Tree {
    let leaves = claims.iter().map(|claim| claim.leaf_hash::<Keccak>());
    Tree::new::<Keccak>(leaves.collect()).unwrap()
}

fn words(tree: &Tree, index: u32) -> Vec<B256> {
    let proof = tree.prove(index, 1).unwrap();
    proof.iter().map(|hash| B256::from(hash.0)).collect()
}

#[test]
fn includes_element_succeeds_for_every_element() {
    let proofs = Proofs::new();
    for index in 0..COUNT {
        let element = &proofs.elements[index as usize];
        let proof = proofs.element_proof(index);
        assert_eq!(
            proofs.includes_element(index.into(), element, proof),
            Ok(true)
        );
    }
}

#[test]
fn includes_element_is_false_for_another_element_or_proof() {
    let proofs = Proofs::new();
    let other = proofs.includes_element(2, &proofs.elements[3], proofs.element_proof(2));
    assert_eq!(other, Ok(false));
    let mut proof = proofs.element_proof(2);
    proof[0].0[0] ^= 1;
    assert_eq!(
        proofs.includes_element(2, &proofs.elements[2], proof),
        Ok(false)
    );
    // A claim is in the other tree.
    let claim = proofs.claims[2].encode();
    let proof = proofs.claim_proof(2);
    assert_eq!(proofs.includes_element(2, &claim, proof), Ok(false));
}

#[test]
fn includes_element_reverts_IndexOutOfRange() {
    let proofs = Proofs::new();
    for index in [u64::from(COUNT), 1 << 32, u64::MAX] {
        let error = proofs.includes_element(index, &proofs.elements[0], Vec::new());
        let count = COUNT;
        assert_eq!(error, Err(abi::IndexOutOfRange { index, count }.into()));
    }
}

#[test]
fn includes_element_reverts_WrongProofLength() {
    let proofs = Proofs::new();
    let right = proofs.element_proof(4);
    let too_long = [right.clone(), vec![B256::ZERO]].concat();
    for proof in [
        Vec::new(),
        right[1..].to_vec(),
        too_long,
        vec![B256::ZERO; 5_000],
    ] {
        let expected = abi::WrongProofLength {
            given: U256::from(proof.len()),
            expected: U256::from(right.len()),
        };
        let error = proofs.includes_element(4, &proofs.elements[4], proof);
        assert_eq!(error, Err(expected.into()));
    }
}

#[test]
fn includes_element_reverts_UnknownHeader() {
    let mut proofs = Proofs::new();
    let proof = proofs.element_proof(0);
    proofs.header.data_length += 1;
    let expected = abi::UnknownHeader {
        headerHash: hash_of(&proofs.header),
    };
    let error = proofs.includes_element(0, &proofs.elements[0], proof);
    assert_eq!(error, Err(expected.into()));
}

#[test]
fn includes_claim_succeeds_for_every_claim_and_no_other() {
    let proofs = Proofs::new();
    for index in 0..COUNT {
        let proof = proofs.claim_proof(index);
        for (other, claim) in proofs.claims.iter().enumerate() {
            let included = proofs.includes_claim(index.into(), claim, proof.clone());
            assert_eq!(included, Ok(other == index as usize));
        }
    }
}

#[test]
fn includes_claim_reverts_UnknownHeader_IndexOutOfRange_and_WrongProofLength() {
    let mut proofs = Proofs::new();
    let claim = proofs.claims[0];
    let out = proofs.includes_claim(7, &claim, Vec::new());
    let expected = abi::IndexOutOfRange { index: 7, count: 7 };
    assert_eq!(out, Err(expected.into()));
    let short = proofs.includes_claim(0, &claim, Vec::new());
    let expected = abi::WrongProofLength {
        given: U256::ZERO,
        expected: U256::from(3),
    };
    assert_eq!(short, Err(expected.into()));
    proofs.header.fork = 1.into();
    let unknown = proofs.includes_claim(0, &claim, Vec::new());
    assert!(matches!(unknown, Err(Error::UnknownHeader(_))));
}

#[test]
fn verify_final_state_succeeds_for_the_last_claim_of_a_final_batch() {
    let mut proofs = Proofs::new();
    proofs.finalize();
    let last = proofs.claims[6];
    assert_eq!(
        proofs.verify_final(&last, proofs.claim_proof(6)),
        Ok(last.state_root.0.into())
    );
}

#[test]
fn verify_final_state_succeeds_for_the_genesis() {
    let world = World::new();
    let claim = World::genesis_claim();
    let registry = world.registry.sender(world.stranger);
    let state = registry.verify_final_state((&world.genesis()).into(), (&claim).into(), Vec::new());
    assert_eq!(state, Ok(claim.state_root.0.into()));
}

#[test]
fn verify_final_state_reverts_NotFinal() {
    let proofs = Proofs::new();
    let error = proofs.verify_final(&proofs.claims[6], proofs.claim_proof(6));
    let expected = abi::NotFinal {
        headerHash: hash_of(&proofs.header),
        verdict: abi::Verdict::Pending,
    };
    assert_eq!(error, Err(expected.into()));
}

#[test]
fn verify_final_state_reverts_ClaimNotProven() {
    let mut proofs = Proofs::new();
    proofs.finalize();
    let mut claim = proofs.claims[6];
    claim.l2_timestamp.0 += 1;
    let error = proofs.verify_final(&claim, proofs.claim_proof(6));
    let mtsr = B256::from(proofs.header.mtsr.0);
    assert!(
        matches!(error, Err(Error::ClaimNotProven(proof)) if proof.mtsr == mtsr && proof.root != mtsr)
    );
}

#[test]
fn verify_final_state_reverts_WrongProofLength_when_the_claim_is_an_earlier_one() {
    let mut proofs = Proofs::new();
    proofs.finalize();
    let error = proofs.verify_final(&proofs.claims[5], proofs.claim_proof(5));
    assert!(matches!(error, Err(Error::WrongProofLength(_))));
}

#[test]
fn verify_final_state_reverts_UnknownHeader() {
    let mut proofs = Proofs::new();
    proofs.header.mtsr = Hash([9; 32]);
    let error = proofs.verify_final(&proofs.claims[6], proofs.claim_proof(6));
    assert!(matches!(error, Err(Error::UnknownHeader(_))));
}

#[test]
fn header_hash_reverts_UnknownIndex() {
    let proofs = Proofs::new();
    let registry = proofs.world.registry.sender(proofs.world.stranger);
    for index in [2, u64::MAX] {
        let expected = abi::UnknownIndex { index, next: 2 };
        assert_eq!(registry.header_hash(index), Err(expected.into()));
    }
}
