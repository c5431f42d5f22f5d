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
    pub(super) elements: Vec<Vec<u8>>,
}

/// Arguments of `publish`, but for the header.
#[derive(Clone)]
pub(super) struct Call {
    pub(super) first: u32,
    pub(super) elements: Bytes,
    pub(super) proof: Vec<B256>,
}

impl Sample {
    /// A batch of elements of these lengths, each of other bytes.
    pub(super) fn of(author: Address, lengths: &[usize]) -> Self {
        let elements = lengths.iter().enumerate();
        let elements: Vec<_> = elements
            .map(|(index, length)| iter::repeat_n(0x10 + index as u8, *length).collect())
            .collect();
        Self::with(author, elements)
    }

    pub(super) fn with(author: Address, elements: Vec<Vec<u8>>) -> Self {
        let header = Header {
            instance: B256::repeat_byte(0x77),
            fork: 0,
            index: 1,
            parent: B256::repeat_byte(0x01),
            mttbr: tree(&elements).root().0.into(),
            mtsr: B256::repeat_byte(0x02),
            count: elements.len() as u32,
            dataLength: elements.iter().map(|element| element.len() as u32).sum(),
            lastL2Block: 9,
            lastL2Timestamp: 90,
            sequencer: author,
            producer: Address::ZERO,
            parameterSet: 0,
            submittedAt: super::world::START,
        };
        Self { header, elements }
    }

    pub(super) fn hash(&self) -> B256 {
        let header = types::Header::from(&self.header);
        header.hash::<Keccak>().0.into()
    }

    pub(super) fn count(&self) -> u32 {
        self.header.count
    }

    /// The call that publishes the elements from `first` to `end`.
    pub(super) fn call(&self, first: u32, end: u32) -> Call {
        let proof = tree(&self.elements).prove(first, end - first).unwrap();
        Call {
            first,
            elements: pack(&self.elements[first as usize..end as usize]),
            proof: proof.iter().map(|hash| hash.0.into()).collect(),
        }
    }

    /// The call that publishes everything.
    pub(super) fn whole(&self) -> Call {
        self.call(0, self.elements.len() as u32)
    }

    /// Bytes of the elements from `first` to `end`.
    pub(super) fn length(&self, first: u32, end: u32) -> u32 {
        let elements = &self.elements[first as usize..end as usize];
        elements.iter().map(|element| element.len() as u32).sum()
    }
}

fn tree(elements: &[Vec<u8>]) -> Tree {
    Tree::of_data::<Keccak, _>(elements).unwrap()
}

/// The packed form, written a second time: lengths and bytes.
pub(super) fn pack(elements: &[Vec<u8>]) -> Bytes {
    let mut packed = Vec::new();
    for element in elements {
        packed.extend((element.len() as u32).to_be_bytes());
        packed.extend(element);
    }
    packed.into()
}
