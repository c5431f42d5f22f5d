//! One node of the trie, its RLP form, and the reference by which its parent names it.

use alloc::{boxed::Box, vec::Vec};
use alloy_primitives::{B256, keccak256};
use alloy_rlp::{EMPTY_STRING_CODE, Encodable, Header};

use super::nibbles;

/// A place in the trie.
#[derive(Clone, Debug, Default)]
pub(super) enum Node {
    /// Nothing below.
    #[default]
    Empty,
    /// A node known by its hash only.
    Stored(B256),
    /// A node whose content is at hand.
    Open(Box<Open>),
}

/// A node at hand.
#[derive(Clone, Debug)]
pub(super) struct Open {
    pub(super) kind: Kind,
    /// How the parent names this node; `None` since a change below it.
    pub(super) reference: Option<Reference>,
}

/// Content of a node. Keys are hashes of equal length, so a branch never carries a value.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Leaf { path: Vec<u8>, value: Vec<u8> },
    Extension { path: Vec<u8>, child: Node },
    Branch(Box<[Node; 16]>),
}

/// Name of a node in its parent: its hash, or its own RLP when that is shorter than a hash.
#[derive(Clone, Debug)]
pub(super) enum Reference {
    Hash(B256),
    Inline(Vec<u8>),
}

/// Receives the hash and the RLP of every node that was hashed.
pub(crate) type Sink<'a> = &'a mut dyn FnMut(B256, Vec<u8>);

impl Node {
    /// A node with content that no reference exists for yet.
    pub(super) fn new(kind: Kind) -> Self {
        Self::Open(Box::new(Open {
            kind,
            reference: None,
        }))
    }

    /// A leaf with the rest of its key.
    pub(super) fn leaf(path: &[u8], value: Vec<u8>) -> Self {
        Self::new(Kind::Leaf {
            path: path.to_vec(),
            value,
        })
    }

    /// The node that stands for `self` below `prefix`: paths merge, a branch gets an extension.
    ///
    /// `self` must be open: whether paths merge depends on its content.
    pub(super) fn prepend(self, prefix: &[u8]) -> Self {
        if prefix.is_empty() {
            return self;
        }
        match self {
            Self::Open(open) => match open.kind {
                Kind::Leaf { path, value } => Self::leaf(&nibbles::join(prefix, &path), value),
                Kind::Extension { path, child } => Self::new(Kind::Extension {
                    path: nibbles::join(prefix, &path),
                    child,
                }),
                Kind::Branch(_) => Self::new(Kind::Extension {
                    path: prefix.to_vec(),
                    child: Self::Open(open),
                }),
            },
            Self::Stored(_) => Self::new(Kind::Extension {
                path: prefix.to_vec(),
                child: self,
            }),
            Self::Empty => Self::Empty,
        }
    }

    /// Appends the reference to this node, hashing what has changed below it.
    fn encode_reference(&mut self, out: &mut Vec<u8>, sink: Sink<'_>) {
        match self {
            Self::Empty => out.push(EMPTY_STRING_CODE),
            Self::Stored(hash) => hash.encode(out),
            Self::Open(open) => match open.seal(sink) {
                Reference::Hash(hash) => hash.encode(out),
                Reference::Inline(rlp) => out.extend_from_slice(rlp),
            },
        }
    }
}

impl Open {
    /// Reads a node from its RLP; `None` unless the bytes are the one canonical form of a node.
    pub(super) fn decode(rlp: &[u8], reference: Reference) -> Option<Self> {
        let mut rest = rlp;
        let header = Header::decode(&mut rest).ok()?;
        if !header.list || header.payload_length != rest.len() {
            return None;
        }
        let first = take_item(&mut rest)?;
        let second = take_item(&mut rest)?;
        let kind = if rest.is_empty() {
            decode_short(first, second)?
        } else {
            decode_branch(first, second, rest)?
        };
        Some(Self {
            kind,
            reference: Some(reference),
        })
    }

    /// The reference to this node, hashing what has changed.
    pub(super) fn seal(&mut self, sink: Sink<'_>) -> &Reference {
        if self.reference.is_none() {
            let rlp = self.encode(sink);
            self.reference = Some(if rlp.len() < 32 {
                Reference::Inline(rlp)
            } else {
                let hash = keccak256(&rlp);
                sink(hash, rlp);
                Reference::Hash(hash)
            });
        }
        // Set just above where it was not set before.
        self.reference.get_or_insert(Reference::Inline(Vec::new()))
    }

    fn encode(&mut self, sink: Sink<'_>) -> Vec<u8> {
        let mut payload = Vec::new();
        match &mut self.kind {
            Kind::Leaf { path, value } => {
                nibbles::compact(path, true).as_slice().encode(&mut payload);
                value.as_slice().encode(&mut payload);
            }
            Kind::Extension { path, child } => {
                nibbles::compact(path, false)
                    .as_slice()
                    .encode(&mut payload);
                child.encode_reference(&mut payload, sink);
            }
            Kind::Branch(children) => {
                for child in children.iter_mut() {
                    child.encode_reference(&mut payload, sink);
                }
                payload.push(EMPTY_STRING_CODE);
            }
        }
        let header = Header {
            list: true,
            payload_length: payload.len(),
        };
        let mut rlp = Vec::with_capacity(payload.len() + header.length());
        header.encode(&mut rlp);
        rlp.extend_from_slice(&payload);
        rlp
    }
}

/// One item of a list: its whole RLP and its payload.
#[derive(Clone, Copy)]
struct Item<'a> {
    raw: &'a [u8],
    payload: &'a [u8],
    list: bool,
}

fn take_item<'a>(rest: &mut &'a [u8]) -> Option<Item<'a>> {
    let start = *rest;
    let header = Header::decode(rest).ok()?;
    let payload = rest.get(..header.payload_length)?;
    *rest = &rest[header.payload_length..];
    Some(Item {
        raw: &start[..start.len() - rest.len()],
        payload,
        list: header.list,
    })
}

fn decode_short(first: Item<'_>, second: Item<'_>) -> Option<Kind> {
    if first.list {
        return None;
    }
    let (path, leaf) = nibbles::expand(first.payload)?;
    if leaf {
        return (!second.list && !second.payload.is_empty()).then(|| Kind::Leaf {
            path,
            value: second.payload.to_vec(),
        });
    }
    let child = decode_child(second)?;
    let is_child = !path.is_empty() && !matches!(child, Node::Empty);
    is_child.then_some(Kind::Extension { path, child })
}

fn decode_branch(first: Item<'_>, second: Item<'_>, mut rest: &[u8]) -> Option<Kind> {
    let mut children: [Node; 16] = Default::default();
    children[0] = decode_child(first)?;
    children[1] = decode_child(second)?;
    for child in &mut children[2..] {
        *child = decode_child(take_item(&mut rest)?)?;
    }
    (rest == [EMPTY_STRING_CODE]).then(|| Kind::Branch(Box::new(children)))
}

fn decode_child(item: Item<'_>) -> Option<Node> {
    if item.list {
        // A node of 32 bytes or more is named by its hash; nesting is bounded by that size.
        if item.raw.len() >= 32 {
            return None;
        }
        let open = Open::decode(item.raw, Reference::Inline(item.raw.to_vec()))?;
        return Some(Node::Open(Box::new(open)));
    }
    match item.payload.len() {
        0 => Some(Node::Empty),
        32 => Some(Node::Stored(B256::from_slice(item.payload))),
        _ => None,
    }
}
