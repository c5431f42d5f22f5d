//! Secure Merkle-Patricia trie over the nodes that a source holds: read, insert, delete, root.
//!
//! Nodes are opened when a path meets them and stay open, with the hashes of all that did not
//! change, so that the root after each element of a batch costs the changed paths only and every new
//! node can be stored. No published `no_std` trie does both: `alloy-trie` builds and verifies but does
//! not change a partial trie, `kona-mpt` forgets its nodes when it is hashed.

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
        insert(&mut self.root, &nibbles::unpack(key), value, source).map_err(|error| error.at(key))
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
        remove(&mut self.root, &nibbles::unpack(key), source).map_err(|error| error.at(key))
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

/// A path that ends where the trie does not: only a malformed trie has one.
enum Fault<E> {
    Path,
    State(StateError<E>),
}

impl<E> Fault<E> {
    fn at(self, key: &B256) -> StateError<E> {
        match self {
            Self::Path => StateError::BadPath(*key),
            Self::State(error) => error,
        }
    }
}

impl<E> From<StateError<E>> for Fault<E> {
    fn from(error: StateError<E>) -> Self {
        Self::State(error)
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

fn insert<S: NodeSource>(
    node: &mut Node,
    path: &[u8],
    value: Vec<u8>,
    source: &S,
) -> Result<(), Fault<S::Error>> {
    let Some(open) = open(node, source)? else {
        *node = Node::leaf(path, value);
        return Ok(());
    };
    open.reference = None;
    match &mut open.kind {
        Kind::Leaf {
            path: old,
            value: kept,
        } => {
            if old[..] == *path {
                *kept = value;
                return Ok(());
            }
            let at = nibbles::common(old, path);
            let (Some(old_index), Some(new_index)) = (old.get(at), path.get(at)) else {
                return Err(Fault::Path);
            };
            let mut children: [Node; 16] = Default::default();
            children[usize::from(*old_index)] = Node::leaf(&old[at + 1..], core::mem::take(kept));
            children[usize::from(*new_index)] = Node::leaf(&path[at + 1..], value);
            *node = Node::new(Kind::Branch(Box::new(children))).prepend(&path[..at]);
        }
        Kind::Extension { path: old, child } => {
            let at = nibbles::common(old, path);
            let Some(old_index) = old.get(at) else {
                return insert(child, &path[at..], value, source);
            };
            let new_index = path.get(at).ok_or(Fault::Path)?;
            let mut children: [Node; 16] = Default::default();
            children[usize::from(*old_index)] = shorten(&old[at + 1..], core::mem::take(child));
            children[usize::from(*new_index)] = Node::leaf(&path[at + 1..], value);
            *node = Node::new(Kind::Branch(Box::new(children))).prepend(&path[..at]);
        }
        Kind::Branch(children) => {
            let (index, below) = path.split_first().ok_or(Fault::Path)?;
            return insert(&mut children[usize::from(*index)], below, value, source);
        }
    }
    Ok(())
}

/// What is left of an extension whose path was cut; its child is a branch and need not be opened.
fn shorten(path: &[u8], child: Node) -> Node {
    if path.is_empty() {
        return child;
    }
    Node::new(Kind::Extension {
        path: path.to_vec(),
        child,
    })
}

fn remove<S: NodeSource>(
    node: &mut Node,
    path: &[u8],
    source: &S,
) -> Result<bool, Fault<S::Error>> {
    let Some(open) = open(node, source)? else {
        return Ok(false);
    };
    match &mut open.kind {
        Kind::Leaf { path: rest, .. } => {
            if rest[..] != *path {
                return Ok(false);
            }
            *node = Node::Empty;
        }
        Kind::Extension {
            path: prefix,
            child,
        } => {
            let Some(below) = path.strip_prefix(&prefix[..]) else {
                return Ok(false);
            };
            if !remove(child, below, source)? {
                return Ok(false);
            }
            // The branch below may have become a leaf or an extension.
            *node = core::mem::take(child).prepend(prefix);
        }
        Kind::Branch(children) => {
            let (index, below) = path.split_first().ok_or(Fault::Path)?;
            let child = &mut children[usize::from(*index)];
            if !remove(child, below, source)? {
                return Ok(false);
            }
            open.reference = None;
            if let Some(index) = only_child(children) {
                let mut child = core::mem::take(&mut children[index]);
                self::open(&mut child, source)?;
                #[expect(clippy::cast_possible_truncation, reason = "an index below 16")]
                let prefix = [index as u8];
                *node = child.prepend(&prefix);
            }
        }
    }
    Ok(true)
}

/// Index of the one child that a branch has left, if it is the only one.
fn only_child(children: &[Node; 16]) -> Option<usize> {
    let mut present = (0..16).filter(|index| !matches!(children[*index], Node::Empty));
    let first = present.next()?;
    present.next().is_none().then_some(first)
}
