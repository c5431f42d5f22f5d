//! Changes of the trie below a node.

use alloc::{boxed::Box, vec::Vec};
use alloy_primitives::B256;

use super::{
    nibbles,
    node::{Kind, Node},
    open,
};
use crate::{NodeSource, StateError};

/// A path that ends where the trie does not: only a malformed trie has one.
pub(super) enum Fault<E> {
    Path,
    State(StateError<E>),
}

impl<E> Fault<E> {
    /// The error for the key whose path it was.
    pub(super) fn at(self, key: &B256) -> StateError<E> {
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

/// Puts `value` at the end of `path` below `node`.
pub(super) fn insert<S: NodeSource>(
    node: &mut Node,
    path: &[u8],
    value: Vec<u8>,
    source: &S,
) -> Result<(), Fault<S::Error>> {
    let Some(content) = open(node, source)? else {
        *node = Node::leaf(path, value);
        return Ok(());
    };
    content.reference = None;
    match &mut content.kind {
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
            let other = Node::leaf(&old[at + 1..], core::mem::take(kept));
            let new = Node::leaf(&path[at + 1..], value);
            *node = fork(&path[..at], (*old_index, other), (*new_index, new));
        }
        Kind::Extension { path: old, child } => {
            let at = nibbles::common(old, path);
            let Some(old_index) = old.get(at) else {
                return insert(child, &path[at..], value, source);
            };
            let new_index = path.get(at).ok_or(Fault::Path)?;
            let other = shorten(&old[at + 1..], core::mem::take(child));
            let new = Node::leaf(&path[at + 1..], value);
            *node = fork(&path[..at], (*old_index, other), (*new_index, new));
        }
        Kind::Branch(children) => {
            let (index, below) = path.split_first().ok_or(Fault::Path)?;
            return insert(&mut children[usize::from(*index)], below, value, source);
        }
    }
    Ok(())
}

/// A branch with two children, below the path that they share.
///
/// Its array is large and the stack of a contract is not: it stays out of the frames that recurse.
#[inline(never)]
fn fork(shared: &[u8], (first, other): (u8, Node), (second, new): (u8, Node)) -> Node {
    let mut children: [Node; 16] = Default::default();
    children[usize::from(first)] = other;
    children[usize::from(second)] = new;
    Node::new(Kind::Branch(Box::new(children))).prepend(shared)
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

/// Removes what is at the end of `path` below `node`; `false` if nothing is there.
pub(super) fn remove<S: NodeSource>(
    node: &mut Node,
    path: &[u8],
    source: &S,
) -> Result<bool, Fault<S::Error>> {
    let Some(content) = open(node, source)? else {
        return Ok(false);
    };
    match &mut content.kind {
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
            content.reference = None;
            if let Some(index) = only_child(children) {
                let mut child = core::mem::take(&mut children[index]);
                open(&mut child, source)?;
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
