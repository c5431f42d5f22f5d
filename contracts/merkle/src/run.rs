//! Range proofs: that some neighbouring leaves are where they are claimed to be.

use crate::{Accumulator, Hash, Hasher, Node, ProofError, RunError};

/// A run of neighbouring leaves in a tree: what a range proof is about.
///
/// Its **range proof** is, in this order:
///
/// 1. the nodes that cover the leaves before the run, from left to right: one per set bit of
///    [`Run::first`], the largest first;
/// 2. the nodes that cover the leaves behind the run, from left to right: from [`Run::end`] on, each time
///    the largest node that starts there.
///
/// Their number follows from the run alone ([`Run::proof_len`]). The inclusion of one leaf is a run of
/// length one; its proof has the hashes of RFC 6962's audit path, in this order instead of bottom up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Run {
    leaves: u32,
    first: u32,
    end: u32,
}

impl Run {
    /// The run of `length` leaves from leaf `first` on, in a tree of `leaves` leaves.
    ///
    /// # Errors
    ///
    /// [`RunError::Empty`] for a length of 0, [`RunError::OutOfBounds`] when the tree is too small.
    pub fn new(leaves: u32, first: u32, length: u32) -> Result<Self, RunError> {
        if length == 0 {
            return Err(RunError::Empty { first });
        }
        match first.checked_add(length) {
            Some(end) if end <= leaves => Ok(Self { leaves, first, end }),
            _ => Err(RunError::OutOfBounds {
                first,
                end: u64::from(first) + u64::from(length),
                leaves,
            }),
        }
    }

    /// The run that is leaf `index` alone, in a tree of `leaves` leaves.
    ///
    /// # Errors
    ///
    /// [`RunError::OutOfBounds`] when the tree has no such leaf.
    pub fn leaf(leaves: u32, index: u32) -> Result<Self, RunError> {
        Self::new(leaves, index, 1)
    }

    /// Number of leaves of the tree.
    pub fn leaves(&self) -> u32 {
        self.leaves
    }

    /// The first leaf of the run.
    pub fn first(&self) -> u32 {
        self.first
    }

    /// The leaf after the run's last.
    pub fn end(&self) -> u32 {
        self.end
    }

    /// Number of leaves of the run; at least one.
    #[expect(clippy::len_without_is_empty, reason = "a run is never empty")]
    pub fn len(&self) -> u32 {
        self.end - self.first
    }

    /// Number of hashes in the run's proof; at most 62.
    pub fn proof_len(&self) -> usize {
        self.before_len() + self.behind().count()
    }

    /// The nodes before the run, from left to right.
    pub fn before(&self) -> impl Iterator<Item = Node> {
        let mut start = 0;
        let mut rest = self.first;
        core::iter::from_fn(move || {
            let size = rest.checked_ilog2().map(|level| 1 << level)?;
            let node = Node::unchecked(start, size);
            start += size;
            rest -= size;
            Some(node)
        })
    }

    /// The nodes behind the run, from left to right. All but the last are perfect.
    pub fn behind(&self) -> impl Iterator<Item = Node> {
        let leaves = self.leaves;
        let mut start = self.end;
        core::iter::from_fn(move || {
            if start == leaves {
                return None;
            }
            // The largest node that starts here; `start` is not 0, since a run is not empty.
            let size = (1 << start.trailing_zeros()).min(leaves - start);
            let node = Node::unchecked(start, size);
            start += size;
            Some(node)
        })
    }

    /// The root that the leaf hashes of the run and its proof give.
    ///
    /// # Errors
    ///
    /// [`ProofError::ProofLength`], [`ProofError::MissingLeaves`], [`ProofError::ExcessLeaf`].
    pub fn fold<H: Hasher>(
        self,
        leaf_hashes: impl IntoIterator<Item = Hash>,
        proof: &[Hash],
    ) -> Result<Hash, ProofError> {
        let mut fold = RunFold::new(self, proof)?;
        for leaf_hash in leaf_hashes {
            fold.push::<H>(leaf_hash)?;
        }
        fold.finish::<H>()
    }

    /// Checks that the leaves with these hashes are the run's leaves in the tree with this root.
    ///
    /// # Errors
    ///
    /// As [`Run::fold`], and [`ProofError::Root`] when the proof is that of another tree.
    pub fn verify<H: Hasher>(
        self,
        root: &Hash,
        leaf_hashes: impl IntoIterator<Item = Hash>,
        proof: &[Hash],
    ) -> Result<(), ProofError> {
        let computed = self.fold::<H>(leaf_hashes, proof)?;
        if computed != *root {
            return Err(ProofError::Root {
                expected: *root,
                computed,
            });
        }
        Ok(())
    }

    fn before_len(&self) -> usize {
        self.first.count_ones() as usize
    }
}

/// Folds a range proof leaf by leaf, for a caller that has its leaves one at a time.
#[derive(Clone, Debug)]
pub struct RunFold<'p> {
    run: Run,
    /// Leaves of the run taken so far.
    taken: u32,
    accumulator: Accumulator,
    behind: &'p [Hash],
}

impl<'p> RunFold<'p> {
    /// Begins with the proof, whose length is checked before anything is hashed.
    ///
    /// # Errors
    ///
    /// [`ProofError::ProofLength`].
    pub fn new(run: Run, proof: &'p [Hash]) -> Result<Self, ProofError> {
        let length = ProofError::ProofLength {
            expected: run.proof_len(),
            actual: proof.len(),
        };
        if proof.len() != run.proof_len() {
            return Err(length);
        }
        let (before, behind) = proof.split_at(run.before_len());
        // The nodes before the run are the peaks of a list that ends there.
        let accumulator = Accumulator::resume(run.first, before).map_err(|_| length)?;
        Ok(Self {
            run,
            taken: 0,
            accumulator,
            behind,
        })
    }

    /// Takes the hash of the run's next leaf.
    ///
    /// # Errors
    ///
    /// [`ProofError::ExcessLeaf`] when the run is complete already.
    pub fn push<H: Hasher>(&mut self, leaf_hash: Hash) -> Result<(), ProofError> {
        if self.taken == self.run.len() {
            return Err(ProofError::ExcessLeaf {
                expected: self.run.len(),
            });
        }
        self.taken += 1;
        self.accumulator.push::<H>(leaf_hash);
        Ok(())
    }

    /// The root that leaves and proof give.
    ///
    /// # Errors
    ///
    /// [`ProofError::MissingLeaves`] when the run is not complete yet.
    pub fn finish<H: Hasher>(mut self) -> Result<Hash, ProofError> {
        if self.taken < self.run.len() {
            return Err(ProofError::MissingLeaves {
                expected: self.run.len(),
                actual: self.taken,
            });
        }
        let Some((last, perfect)) = self.behind.split_last() else {
            return Ok(self.accumulator.root::<H>());
        };
        for hash in perfect {
            // Behind the run, each node but the last is as large as its start allows.
            let level = self.accumulator.count().trailing_zeros();
            self.accumulator.push_subtree::<H>(*hash, level);
        }
        Ok(self.accumulator.root_with::<H>(*last))
    }
}
