//! From the root of the state tree down to one leaf.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256};
use interfaces::contracts::IFraudProof::{
    AtLeaf, BadSize, EntryOutOfRange, NotAtLeaf, Position, WrongFrontier, WrongFrontierLength,
};
use merkle::{Hash, Hasher, Node};
use types::{BISECTION_LEVELS, MAX_BATCH_ELEMENTS};

use crate::error::Error;

/// The dispute's id: what its bond is locked for, and where it is kept.
pub(crate) fn dispute_id<H: Hasher>(header_hash: B256, challenger: Address) -> B256 {
    let mut bytes = [0; 52];
    bytes[..32].copy_from_slice(header_hash.as_slice());
    bytes[32..].copy_from_slice(challenger.as_slice());
    H::hash(&bytes).0.into()
}

/// What moves answer to: the hash of all that a dispute is about.
pub(crate) fn state_of<H: Hasher>(
    header_hash: B256,
    challenger: Address,
    position: &Position,
) -> B256 {
    let mut bytes = [0; 92];
    bytes[..32].copy_from_slice(header_hash.as_slice());
    bytes[32..52].copy_from_slice(challenger.as_slice());
    bytes[52..56].copy_from_slice(&position.first.to_be_bytes());
    bytes[56..60].copy_from_slice(&position.size.to_be_bytes());
    bytes[60..].copy_from_slice(position.node.as_slice());
    H::hash(&bytes).0.into()
}

/// Where the reveal of a node is kept. The size belongs to it: a hash alone does not say how the tree below goes on.
pub(crate) fn reveal_key<H: Hasher>(node: B256, size: u32) -> B256 {
    let mut bytes = [0; 36];
    bytes[..32].copy_from_slice(node.as_slice());
    bytes[32..].copy_from_slice(&size.to_be_bytes());
    H::hash(&bytes).0.into()
}

/// The node over so many leaves, at least two, that has this frontier.
///
/// # Errors
///
/// `BadSize`, `WrongFrontierLength`.
pub(crate) fn fold<H: Hasher>(size: u32, frontier: &[B256]) -> Result<B256, Error> {
    if !(2..=MAX_BATCH_ELEMENTS).contains(&size) {
        return Err(BadSize { size }.into());
    }
    let node = Node::root(size).map_err(|_| BadSize { size })?;
    let frontier: Vec<Hash> = frontier.iter().map(|hash| Hash(hash.0)).collect();
    let folded = node.fold_frontier::<H>(BISECTION_LEVELS, &frontier);
    let folded = folded.map_err(|_| WrongFrontierLength {
        given: U256::from(frontier.len()),
        expected: U256::from(node.frontier_len(BISECTION_LEVELS)),
    })?;
    Ok(folded.0.into())
}

/// The entry of the node's frontier that a challenger goes on with.
///
/// # Errors
///
/// `WrongFrontierLength`, `WrongFrontier`, `EntryOutOfRange`.
pub(crate) fn select<H: Hasher>(
    position: &Position,
    frontier: &[B256],
    entry: u32,
) -> Result<Position, Error> {
    let Position { first, size, node } = *position;
    if fold::<H>(size, frontier)? != node {
        return Err(WrongFrontier { node }.into());
    }
    let hash = usize::try_from(entry)
        .ok()
        .and_then(|entry| frontier.get(entry));
    // Shapes do not depend on where a node begins: below, leaves are counted from the node's first.
    let below = Node::root(size)
        .ok()
        .and_then(|node| node.frontier_entry(BISECTION_LEVELS, entry).ok());
    let (Some(hash), Some(below)) = (hash, below) else {
        let count = u32::try_from(frontier.len()).unwrap_or(u32::MAX);
        return Err(EntryOutOfRange { entry, count }.into());
    };
    Ok(Position {
        first: first.saturating_add(below.first()),
        size: below.size(),
        node: *hash,
    })
}

/// Checks that there is something to select.
///
/// # Errors
///
/// `AtLeaf`.
pub(crate) fn require_inner(position: &Position) -> Result<(), AtLeaf> {
    let leaf = position.first;
    if position.size == 1 {
        Err(AtLeaf { leaf })
    } else {
        Ok(())
    }
}

/// Checks that there is something to prove.
///
/// # Errors
///
/// `NotAtLeaf`.
pub(crate) fn require_leaf(position: &Position) -> Result<(), NotAtLeaf> {
    let size = position.size;
    if size == 1 {
        Ok(())
    } else {
        Err(NotAtLeaf { size })
    }
}
