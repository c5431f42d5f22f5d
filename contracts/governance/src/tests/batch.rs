//! Batches with their elements, as an author has them.

use std::iter;

use alloy_primitives::{Address, B256};
use interfaces::contracts::IBatchRegistry::Header;
use merkle::{Keccak, Tree};
use stylus_sdk::abi::Bytes;

/// A batch: what its author has committed to, and the elements behind it.
#[derive(Clone)]
pub(super) struct Sample {
    pub(super) header: Header,
    elements: Vec<Vec<u8>>,
}

impl Sample {
    /// A batch of elements of these lengths, each of other bytes.
    pub(super) fn of(author: Address, lengths: &[usize]) -> Self {
        let elements = lengths.iter().enumerate();
        let elements: Vec<Vec<_>> = elements
            .map(|(index, length)| iter::repeat_n(0x10 + index as u8, *length).collect())
            .collect();
        let tree = Tree::of_data::<Keccak, _>(&elements).unwrap();
        let header = Header {
            instance: B256::repeat_byte(0x77),
            fork: 0,
            index: 1,
            parent: B256::repeat_byte(0x01),
            mttbr: tree.root().0.into(),
            mtsr: B256::repeat_byte(0x02),
            count: elements.len() as u32,
            dataLength: lengths.iter().sum::<usize>() as u32,
            lastL2Block: 9,
            lastL2Timestamp: 90,
            sequencer: author,
            producer: Address::ZERO,
            parameterSet: 0,
            submittedAt: 0,
        };
        Self { header, elements }
    }

    pub(super) fn hash(&self) -> B256 {
        hash_of(&self.header)
    }

    /// The elements from `first` to `end`, packed, and their range proof.
    pub(super) fn run(&self, first: u32, end: u32) -> (Bytes, Vec<B256>) {
        let tree = Tree::of_data::<Keccak, _>(&self.elements).unwrap();
        let proof = tree.prove(first, end - first).unwrap();
        let mut packed = Vec::new();
        for element in &self.elements[first as usize..end as usize] {
            packed.extend((element.len() as u32).to_be_bytes());
            packed.extend(element);
        }
        let proof = proof.iter().map(|hash| hash.0.into()).collect();
        (packed.into(), proof)
    }
}

pub(super) fn hash_of(header: &Header) -> B256 {
    types::Header::from(header).hash::<Keccak>().0.into()
}
