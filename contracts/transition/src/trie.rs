//! Secure Merkle-Patricia trie over the nodes that a source holds: read, insert, delete, root.
//!
//! Nodes are opened when a path meets them and stay open, with the hashes of all that did not
//! change, so that the root after each element of a batch costs the changed paths only and every new
//! node can be stored. No published `no_std` trie does both: `alloy-trie` builds and verifies but does
//! not change a partial trie, `kona-mpt` forgets its nodes when it is hashed.

mod edit;
mod nibbles;
mod node;
#[cfg(test)]
mod tests;

use alloc::{boxed::Box, vec::Vec};
use alloy_primitives::{B256, b256, keccak256};

use self::node::{Kind, Node, Open, Reference};
use crate::{NodeSource, StateError};

pub(crate) use self::node::Sink;

/// Root of the empty trie: keccak(RLP of the empty string).
pub const EMPTY_ROOT: B256 =
    b256!("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");

/// A trie of which some nodes are at hand.
///
/// Keys are 32-byte hashes, values are not empty. After an error the trie is of no further use.
#[derive(Clone, Debug)]
pub(crate) struct Trie {
    root: Node,
}

impl Trie {
    /// The trie with this root; nothing is read yet.
    pub(crate) fn new(root: B256) -> Self {
        let root = if root == EMPTY_ROOT {
            Node::Empty
        } else {
            Node::Stored(root)
        };
        Self { root }
    }

    /// The value under `key`.
    ///
    /// # Errors
    /// A node on the path that the source lacks, or that is no node.
    pub(crate) fn get<S: NodeSource>(
        &mut self,
        key: &B256,
        source: &S,
    ) -> Result<Option<&[u8]>, StateError<S::Error>> {
        let nibbles = nibbles::unpack(key);
        let mut path = &nibbles[..];
        let mut node = &mut self.root;
        loop {
            let Some(open) = open(node, source)? else {
                return Ok(None);
            };
            match &mut open.kind {
                Kind::Leaf { path: rest, value } => {
                    return Ok((rest[..] == *path).then_some(&value[..]));
                }
                Kind::Extension { path: rest, child } => {
                    let Some(below) = path.strip_prefix(&rest[..]) else {
                        return Ok(None);
                    };
                    path = below;
                    node = child;
                }
                Kind::Branch(children) => {
                    let (index, below) = path.split_first().ok_or(StateError::BadPath(*key))?;
                    path = below;
                    node = &mut children[usize::from(*index)];
                }
            }
        }
    }

    /// Puts `value` under `key`.
    ///
    /// # Errors
    /// As for [`Trie::get`].
    pub(crate) fn insert<S: NodeSource>(
        &mut self,
        key: &B256,
        value: Vec<u8>,
        source: &S,
    ) -> Result<(), StateError<S::Error>> {
        edit::insert(&mut self.root, &nibbles::unpack(key), value, source)
            .map_err(|error| error.at(key))
    }

    /// Removes the value under `key`; `false` if there was none.
    ///
    /// # Errors
    /// As for [`Trie::get`]; also when a branch that is left with one child needs that child's content
    /// and the source lacks it.
    pub(crate) fn remove<S: NodeSource>(
        &mut self,
        key: &B256,
        source: &S,
    ) -> Result<bool, StateError<S::Error>> {
        edit::remove(&mut self.root, &nibbles::unpack(key), source).map_err(|error| error.at(key))
    }

    /// The root; `sink` gets every node that was hashed for it.
    pub(crate) fn root(&mut self, sink: Sink<'_>) -> B256 {
        match &mut self.root {
            Node::Empty => EMPTY_ROOT,
            Node::Stored(hash) => *hash,
            Node::Open(open) => match open.seal(sink).clone() {
                Reference::Hash(hash) => hash,
                // The root is always named by its hash, however short it is.
                Reference::Inline(rlp) => {
                    let hash = keccak256(&rlp);
                    sink(hash, rlp);
                    hash
                }
            },
        }
    }
}

/// Brings the content of `node` to hand; `None` for the empty node.
fn open<'a, S: NodeSource>(
    node: &'a mut Node,
    source: &S,
) -> Result<Option<&'a mut Open>, StateError<S::Error>> {
    if let Node::Stored(hash) = node {
        let hash = *hash;
        let rlp = source
            .node(&hash)
            .map_err(StateError::Source)?
            .ok_or(StateError::MissingNode(hash))?;
        let content =
            Open::decode(&rlp, Reference::Hash(hash)).ok_or(StateError::MalformedNode(hash))?;
        *node = Node::Open(Box::new(content));
    }
    Ok(match node {
        Node::Open(open) => Some(open),
        Node::Empty | Node::Stored(_) => None,
    })
}
