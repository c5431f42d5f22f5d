//! The challenger's side: it has its own tree, and of the author's only what was revealed.

use merkle::{Hash, Keccak, Node, Run, Tree, node_hash};
use std::collections::HashMap;
use types::{BISECTION_LEVELS, Header};

use super::{DisputeError, Position};

/// A challenge of one batch.
///
/// Left of where it stands both trees are the same, as long as it selects the first difference: so all of the author's
/// hashes are known, those on the left from its own tree, those on the way down and right of it from the frontiers.
#[derive(Clone, Debug)]
pub struct Challenge {
    own: Tree,
    root: Hash,
    position: Position,
    /// The author's hashes, as far as they follow from its root and the frontiers.
    shown: HashMap<Node, Hash>,
}

/// What a challenger names of a frontier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Where the dispute stood.
    pub from: Position,
    /// The entry that it names, from 0.
    pub entry: u32,
    /// Where the dispute stands now.
    pub to: Position,
}

impl Challenge {
    /// A challenge of a batch by whoever has this tree over its own claims.
    ///
    /// # Errors
    ///
    /// [`DisputeError::Leaves`] if that is the tree of another number of elements.
    pub fn new(header: &Header, own: Tree) -> Result<Self, DisputeError> {
        let (author, leaves) = (header.element_count, own.leaves());
        if author != leaves {
            let own = leaves;
            return Err(DisputeError::Leaves { author, own });
        }
        let position = Position::root(header)?;
        Ok(Self {
            own,
            root: header.mtsr,
            position,
            shown: HashMap::from([(position.node, position.hash)]),
        })
    }

    /// Where it stands.
    pub const fn position(&self) -> &Position {
        &self.position
    }

    /// The first entry of the author's frontier that is not one's own; `None` if all are.
    ///
    /// # Errors
    ///
    /// [`DisputeError::AtLeaf`] at a leaf; [`DisputeError::Frontier`] if it is not the frontier of the node in dispute.
    pub fn first_difference(&self, frontier: &[Hash]) -> Result<Option<u32>, DisputeError> {
        self.position.check_frontier(frontier)?;
        let own = self.own.frontier(self.position.node, BISECTION_LEVELS)?;
        let mut pairs = own.iter().zip(frontier);
        let difference = pairs.position(|(own, author)| own != author);
        // A frontier has at most 16 entries.
        Ok(difference.and_then(|entry| u32::try_from(entry).ok()))
    }

    /// Goes down to an entry of the author's frontier.
    ///
    /// # Errors
    ///
    /// As [`Position::entry`]; nothing changes then.
    pub fn select(&mut self, frontier: &[Hash], entry: u32) -> Result<Selection, DisputeError> {
        let from = self.position;
        let to = from.entry(frontier, entry)?;
        let mut entries = frontier.iter().copied();
        self.learn(from.node, BISECTION_LEVELS, &mut entries);
        self.position = to;
        Ok(Selection { from, entry, to })
    }

    /// The proof of the author's claim before the leaf in dispute against its root; `None` for the first leaf, whose
    /// claim before is the parent's last.
    ///
    /// # Errors
    ///
    /// [`DisputeError::NotAtLeaf`] anywhere else; [`DisputeError::NotProven`] if a difference further left was passed
    /// over, so that the claim before is not one's own.
    pub fn proof_before(&self) -> Result<Option<Vec<Hash>>, DisputeError> {
        if !self.position.is_leaf() {
            return Err(DisputeError::NotAtLeaf(self.position));
        }
        let Some(before) = self.position.node.first().checked_sub(1) else {
            return Ok(None);
        };
        let run = Run::leaf(self.own.leaves(), before)?;
        let left = run.before().map(|node| self.own.hash(node));
        let mut proof = left.collect::<Result<Vec<_>, _>>()?;
        for node in run.behind() {
            proof.push(self.shown_at(node)?);
        }
        self.check(run, &proof)?;
        Ok(Some(proof))
    }

    fn shown_at(&self, node: Node) -> Result<Hash, DisputeError> {
        let shown = self.shown.get(&node).copied();
        shown.ok_or(DisputeError::NotShown {
            first: node.first(),
            last: node.first() + node.size() - 1,
        })
    }

    fn check(&self, run: Run, proof: &[Hash]) -> Result<(), DisputeError> {
        let leaf = self.own.leaf_hashes()[run.first() as usize];
        // The proof has the length of the run's.
        let computed = run.fold::<Keccak>([leaf], proof).unwrap_or(Hash::ZERO);
        let expected = self.root;
        if computed == expected {
            Ok(())
        } else {
            Err(DisputeError::NotProven { computed, expected })
        }
    }

    /// Takes down every hash between a node and a frontier that was checked; returns the node's.
    fn learn(&mut self, node: Node, depth: u32, entries: &mut impl Iterator<Item = Hash>) -> Hash {
        let hash = match node.children() {
            Some((left, right)) if depth > 0 => {
                let left = self.learn(left, depth - 1, entries);
                let right = self.learn(right, depth - 1, entries);
                node_hash::<Keccak>(&left, &right)
            }
            _ => entries.next().unwrap_or(Hash::ZERO),
        };
        self.shown.insert(node, hash);
        hash
    }
}
