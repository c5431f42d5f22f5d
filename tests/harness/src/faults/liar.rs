//! A sequencer that lies about the state, and about nothing else: everybody gets the data.

use types::StateClaim;

use crate::{
    actors::{
        memolabs::{DataError, DataStore},
        policy::{Execute, Policy},
    },
    error::FlowError,
    l2::{Batch, OddLeaf},
};

/// Leaf data that encodes no claim.
const NO_CLAIM: &[u8] = b"no claim";

/// Leaves out the transaction of one element, as if it had not been sent, and goes on from there: from that element on
/// every claim is false, each follows from the one before by the rules, and so do those of later batches.
#[derive(Clone, Copy, Debug)]
pub struct Lying<P> {
    /// What it does otherwise.
    pub of: P,
    /// Which element, from 0; the last of the batch if there are not so many.
    pub at: usize,
}

impl<P: Policy> Policy for Lying<P> {
    fn elements(
        &self,
        received: Vec<Vec<u8>>,
        bounds: &types::Bounds,
    ) -> Result<Vec<Vec<u8>>, FlowError> {
        self.of.elements(received, bounds)
    }

    fn claims(
        &self,
        elements: &[Vec<u8>],
        before: &StateClaim,
        execute: Execute<'_>,
    ) -> Result<(Vec<StateClaim>, Option<OddLeaf>), FlowError> {
        let at = self.at.min(elements.len().saturating_sub(1));
        let mut executed = elements.to_vec();
        executed.remove(at);
        let mut claims = execute(&executed)?;
        let unchanged = at.checked_sub(1).map_or(*before, |last| claims[last]);
        claims.insert(at, unchanged);
        Ok((claims, None))
    }

    fn store(&self, memolabs: &dyn DataStore, batch: &Batch) -> Result<(), DataError> {
        self.of.store(memolabs, batch)
    }
}

/// Claims what is true, but for one leaf of the state tree, which is no claim at all.
#[derive(Clone, Copy, Debug)]
pub struct ClaimingNothing<P> {
    /// What it does otherwise.
    pub of: P,
    /// Which leaf, from 0; the last of the batch if there are not so many.
    pub at: usize,
}

impl<P: Policy> Policy for ClaimingNothing<P> {
    fn elements(
        &self,
        received: Vec<Vec<u8>>,
        bounds: &types::Bounds,
    ) -> Result<Vec<Vec<u8>>, FlowError> {
        self.of.elements(received, bounds)
    }

    fn claims(
        &self,
        elements: &[Vec<u8>],
        before: &StateClaim,
        execute: Execute<'_>,
    ) -> Result<(Vec<StateClaim>, Option<OddLeaf>), FlowError> {
        let (claims, _) = self.of.claims(elements, before, execute)?;
        let odd_leaf = OddLeaf {
            at: self.at.min(claims.len().saturating_sub(1)),
            data: NO_CLAIM.to_vec(),
        };
        Ok((claims, Some(odd_leaf)))
    }

    fn store(&self, memolabs: &dyn DataStore, batch: &Batch) -> Result<(), DataError> {
        self.of.store(memolabs, batch)
    }
}

#[cfg(test)]
mod tests {
    use crate::{faults::SequencerFault, l2::Batch};
    use merkle::Hash;
    use types::StateClaim;

    /// A state whose root is the number of elements so far, and the last one's first byte.
    fn claim(elements: u8, last: u8) -> StateClaim {
        let mut root = [0; 32];
        (root[0], root[1]) = (elements, last);
        StateClaim {
            state_root: Hash(root),
            ..StateClaim::default()
        }
    }

    fn execute(elements: &[Vec<u8>]) -> Vec<StateClaim> {
        let claims = (1..).zip(elements).map(|(number, it)| claim(number, it[0]));
        claims.collect()
    }

    /// What a sequencer with this fault posts of four elements on a state of none.
    fn posted(fault: SequencerFault) -> Batch {
        let elements: Vec<_> = (10..14).map(|it| vec![it]).collect();
        let execute = |elements: &[Vec<u8>]| Ok(execute(elements));
        let claims = fault.policy().claims(&elements, &claim(0, 0), &execute);
        let (claims, odd_leaf) = claims.unwrap();
        Batch {
            elements,
            claims,
            odd_leaf,
            last_l2_block: 1.into(),
            last_l2_timestamp: 2.into(),
        }
    }

    #[test]
    fn claims_leave_out_one_element_and_go_on_from_there_when_lying() {
        let honest = posted(SequencerFault::None);
        let first = posted(SequencerFault::Lying { at: 0 });
        assert_eq!(
            first.claims,
            [claim(0, 0), claim(1, 11), claim(2, 12), claim(3, 13)]
        );
        let middle = posted(SequencerFault::Lying { at: 2 });
        assert_eq!(middle.claims[..2], honest.claims[..2]);
        assert_eq!(middle.claims[2..], [claim(2, 11), claim(3, 13)]);
        for at in [3, 9] {
            let last = posted(SequencerFault::Lying { at });
            assert_eq!(last.claims[..3], honest.claims[..3]);
            assert_eq!(last.claims[3], last.claims[2]);
        }
    }

    #[test]
    fn claims_are_true_but_for_one_leaf_when_claiming_nothing() {
        let honest = posted(SequencerFault::None);
        let odd = posted(SequencerFault::ClaimingNothing { at: 1 });
        assert_eq!(odd.claims, honest.claims);
        assert_ne!(odd.mtsr(), honest.mtsr());
        let (own, other) = (honest.states(), odd.states());
        let mut leaves = own.leaf_hashes().iter().zip(other.leaf_hashes());
        let differ: Vec<_> = leaves.by_ref().map(|(own, other)| own != other).collect();
        assert_eq!(differ, [false, true, false, false]);
    }
}
