//! Batches with their elements and claims, as an author has them; and an L2 whose state is a chain of hashes.

use alloy_primitives::{Address, B256};
use interfaces::{
    abi::ProvenElement,
    contracts::{
        IBatchRegistry::Header,
        IFraudProof::{Position, ProvenClaim, StateClaim},
    },
};
use merkle::{Hash, Hasher, Keccak, Node, Tree};
use types::{L2Block, L2Timestamp};

/// Levels that one reveal goes down.
const LEVELS: u32 = 4;

/// The claim after an element: what the mock of StateTransition finds, too.
pub(super) fn next(before: &types::StateClaim, element: &[u8]) -> types::StateClaim {
    let mut bytes = before.encode().to_vec();
    bytes.extend(element);
    types::StateClaim {
        state_root: Keccak::hash(&bytes),
        l2_block: L2Block(before.l2_block.0 + 1),
        l2_timestamp: L2Timestamp(before.l2_timestamp.0 + 2),
    }
}

/// A claim as the interface has it.
pub(super) fn as_abi(claim: &types::StateClaim) -> StateClaim {
    StateClaim {
        stateRoot: claim.state_root.0.into(),
        l2Block: claim.l2_block.0,
        l2Timestamp: claim.l2_timestamp.0,
    }
}

/// A batch: what its author has committed to, and what is behind it.
#[derive(Clone)]
pub(super) struct Sample {
    pub(super) header: Header,
    pub(super) parent: Header,
    pub(super) elements: Vec<Vec<u8>>,
    /// The claim before the first element.
    pub(super) before: types::StateClaim,
    /// Its proof against the parent; none for a parent of one leaf.
    pub(super) parent_proof: Vec<B256>,
    /// The true claims, after each element.
    pub(super) truth: Vec<types::StateClaim>,
    /// The author's leaves of the state tree.
    pub(super) leaves: Vec<Hash>,
}

impl Sample {
    /// Of so many elements on the genesis, all claims true.
    pub(super) fn honest(author: Address, count: u32) -> Self {
        Self::on(&Self::genesis(), &first_claim(), author, count, None)
    }

    /// As [`Sample::honest`], false from a leaf on.
    pub(super) fn lying(author: Address, count: u32, from: u32) -> Self {
        Self::on(&Self::genesis(), &first_claim(), author, count, Some(from))
    }

    /// A header of one leaf, the first claim.
    pub(super) fn genesis() -> Header {
        let instance = types::InstanceId([0x77; 32]);
        let genesis = types::Header::genesis::<Keccak>(instance, &first_claim(), 5.into());
        Header::from(&genesis)
    }

    /// On any parent, whose last claim is given.
    pub(super) fn on(
        parent: &Header,
        before: &types::StateClaim,
        author: Address,
        count: u32,
        lies_from: Option<u32>,
    ) -> Self {
        let element =
            |index: u32| vec![0x10u8.wrapping_add(index as u8); (index % 7) as usize * 5 + 3];
        let elements: Vec<_> = (0..count).map(element).collect();
        let mut truth = Vec::new();
        for element in &elements {
            truth.push(next(truth.last().unwrap_or(before), element));
        }
        let mut leaves: Vec<_> = truth
            .iter()
            .map(|claim| claim.leaf_hash::<Keccak>())
            .collect();
        for leaf in leaves.iter_mut().skip(lies_from.unwrap_or(count) as usize) {
            leaf.0[31] ^= 0xff;
        }
        let header = Header {
            instance: parent.instance,
            fork: 0,
            index: parent.index + 1,
            parent: hash_of(parent),
            mttbr: tree_of(&elements).root().0.into(),
            mtsr: Tree::new::<Keccak>(leaves.clone()).unwrap().root().0.into(),
            count,
            dataLength: elements.iter().map(|element| element.len() as u32).sum(),
            lastL2Block: parent.lastL2Block + 9_000,
            lastL2Timestamp: parent.lastL2Timestamp + 18_000,
            sequencer: author,
            producer: Address::ZERO,
            parameterSet: 0,
            submittedAt: super::world::START,
        };
        Self {
            header,
            parent: parent.clone(),
            elements,
            before: *before,
            parent_proof: vec![],
            truth,
            leaves,
        }
    }

    pub(super) fn hash(&self) -> B256 {
        hash_of(&self.header)
    }

    pub(super) fn count(&self) -> u32 {
        self.header.count
    }

    /// The author's state tree.
    pub(super) fn states(&self) -> Tree {
        Tree::new::<Keccak>(self.leaves.clone()).unwrap()
    }

    /// Where a dispute begins.
    pub(super) fn root(&self) -> Position {
        self.position(0, self.count())
    }

    /// A node of the author's state tree.
    pub(super) fn position(&self, first: u32, size: u32) -> Position {
        let node = Node::new(self.count(), first, size).unwrap();
        let hash = self.states().hash(node).unwrap();
        Position {
            first,
            size,
            node: hash.0.into(),
        }
    }

    /// What the author reveals of a node.
    pub(super) fn frontier(&self, position: &Position) -> Vec<B256> {
        let node = Node::new(self.count(), position.first, position.size).unwrap();
        hashes(&self.states().frontier(node, LEVELS).unwrap())
    }

    /// The entry that an honest challenger selects: the first one over a leaf from `wrong` on.
    pub(super) fn entry(&self, position: &Position, wrong: u32) -> (u32, Position) {
        let node = Node::new(self.count(), position.first, position.size).unwrap();
        let entries = (0..node.frontier_len(LEVELS)).map(|entry| {
            let below = Node::root(position.size).unwrap();
            let below = below.frontier_entry(LEVELS, entry).unwrap();
            (
                entry,
                self.position(position.first + below.first(), below.size()),
            )
        });
        let mut over = entries.filter(|(_, below)| below.first + below.size > wrong);
        over.next().unwrap()
    }

    /// The element at an index, proved.
    pub(super) fn element(&self, index: u32) -> ProvenElement<'_> {
        ProvenElement {
            element: &self.elements[index as usize],
            proof: hashes(&tree_of(&self.elements).prove_leaf(index).unwrap()),
        }
    }

    /// The claim before an element, proved against this batch or its parent.
    pub(super) fn claim_before(&self, index: u32) -> ProvenClaim {
        let Some(leaf) = index.checked_sub(1) else {
            return ProvenClaim {
                claim: as_abi(&self.before),
                proof: self.parent_proof.clone(),
            };
        };
        ProvenClaim {
            claim: as_abi(&self.truth[leaf as usize]),
            proof: hashes(&self.states().prove_leaf(leaf).unwrap()),
        }
    }

    /// Elements from `first` to `end`, packed, and their proof.
    pub(super) fn run(&self, first: u32, end: u32) -> (Vec<u8>, Vec<B256>) {
        let proof = tree_of(&self.elements).prove(first, end - first).unwrap();
        let elements = &self.elements[first as usize..end as usize];
        (pack(elements), hashes(&proof))
    }
}

/// The claim of the genesis.
pub(super) fn first_claim() -> types::StateClaim {
    types::StateClaim {
        state_root: Hash([0x11; 32]),
        l2_block: L2Block(40),
        l2_timestamp: L2Timestamp(80),
    }
}

pub(super) fn hash_of(header: &Header) -> B256 {
    types::Header::from(header).hash::<Keccak>().0.into()
}

/// The packed form, written a second time: lengths and bytes.
pub(super) fn pack(elements: &[Vec<u8>]) -> Vec<u8> {
    let mut packed = Vec::new();
    for element in elements {
        packed.extend((element.len() as u32).to_be_bytes());
        packed.extend(element);
    }
    packed
}

fn tree_of(elements: &[Vec<u8>]) -> Tree {
    Tree::of_data::<Keccak, _>(elements).unwrap()
}

pub(super) fn hashes(hashes: &[Hash]) -> Vec<B256> {
    hashes.iter().map(|hash| hash.0.into()).collect()
}
