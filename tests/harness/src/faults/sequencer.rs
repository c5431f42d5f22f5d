//! Ways in which a sequencer fails the others.

use types::{Bounds, Element};

use super::{
    liar::{ClaimingNothing, Lying},
    reordering::Reordering,
};
use crate::{
    actors::{
        memolabs::{DataError, DataStore},
        policy::{Honest, Policy},
    },
    error::FlowError,
    l2::Batch,
};

/// Bytes of a transaction that a withholding sequencer makes up, about those of a payment.
const MADE_UP: usize = 94;

/// How a sequencer behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SequencerFault {
    /// As it should.
    #[default]
    None,
    /// Its batches hold elements that it alone has, and it gives their data to nobody.
    Withholding {
        /// How many elements of its own.
        own: usize,
    },
    /// Two elements of its batches have changed places; it gives everybody the data.
    Reordering,
    /// Its claims are false from one element on; it gives everybody the data.
    Lying {
        /// Which element, from 0.
        at: usize,
    },
    /// One leaf of its state tree is no claim; it gives everybody the data.
    ClaimingNothing {
        /// Which leaf, from 0.
        at: usize,
    },
}

impl SequencerFault {
    /// What a sequencer with this fault does.
    pub fn policy(self) -> Box<dyn Policy> {
        match self {
            Self::None => Box::new(Honest),
            Self::Withholding { own } => Box::new(Withholding { of: Honest, own }),
            Self::Reordering => Box::new(Reordering { of: Honest }),
            Self::Lying { at } => Box::new(Lying { of: Honest, at }),
            Self::ClaimingNothing { at } => Box::new(ClaimingNothing { of: Honest, at }),
        }
    }
}

/// Puts elements of its own behind those received and stores nothing: neither Memolabs nor the Peer Network has the
/// data of such a batch (seed: "the Sequencer does not submit data to Memolabs and the Peer Network transaction
/// data does not match what was posted on Layer 1").
///
/// Its own elements are no transactions, so that they change no state: what the Block Producer makes next can still
/// be executed after them.
#[derive(Clone, Copy, Debug)]
pub struct Withholding<P> {
    /// What it does otherwise.
    pub of: P,
    /// How many elements of its own a batch has.
    pub own: usize,
}

impl<P: Policy> Policy for Withholding<P> {
    fn elements(&self, received: Vec<Vec<u8>>, bounds: &Bounds) -> Result<Vec<Vec<u8>>, FlowError> {
        let mut elements = self.of.elements(received, bounds)?;
        for number in 0..self.own {
            elements.push(made_up(number, bounds)?);
        }
        Ok(elements)
    }

    fn store(&self, _memolabs: &dyn DataStore, _batch: &Batch) -> Result<(), DataError> {
        Ok(())
    }
}

/// An element that is not executable, another one for each number.
fn made_up(number: usize, bounds: &Bounds) -> Result<Vec<u8>, FlowError> {
    let bytes = number.to_be_bytes();
    let transaction: Vec<u8> = bytes.into_iter().cycle().take(MADE_UP).collect();
    let element = Element {
        l2_block: bounds.last_l2_block,
        l2_timestamp: bounds.last_l2_timestamp,
        transaction: &transaction,
    };
    Ok(element.encode().map_err(anyhow::Error::from)?)
}

#[cfg(test)]
mod tests {
    use super::SequencerFault;
    use crate::{
        actors::{DataError, DataStore, Memolabs},
        l2::Batch,
    };
    use types::{Bounds, L2Block, L2Timestamp};

    const BOUNDS: Bounds = Bounds {
        last_l2_block: L2Block(3),
        last_l2_timestamp: L2Timestamp(4),
    };

    fn batch(elements: Vec<Vec<u8>>) -> Batch {
        Batch {
            elements,
            claims: Vec::new(),
            odd_leaf: None,
            last_l2_block: BOUNDS.last_l2_block,
            last_l2_timestamp: BOUNDS.last_l2_timestamp,
        }
    }

    #[test]
    fn policy_stores_what_was_received_when_there_is_no_fault() {
        let (policy, memolabs) = (SequencerFault::None.policy(), Memolabs::default());
        let received = vec![vec![1], vec![2]];
        let elements = policy.elements(received.clone(), &BOUNDS).unwrap();
        assert_eq!(elements, received);
        let batch = batch(elements);
        policy.store(&memolabs, &batch).unwrap();
        assert_eq!(memolabs.get(batch.mttbr()), Ok(received));
    }

    #[test]
    fn policy_adds_elements_of_its_own_and_stores_nothing_when_withholding() {
        let fault = SequencerFault::Withholding { own: 2 };
        let (policy, memolabs) = (fault.policy(), Memolabs::default());
        let elements = policy.elements(vec![vec![1]], &BOUNDS).unwrap();
        assert_eq!((elements.len(), &elements[0]), (3, &vec![1]));
        assert_ne!(elements[1], elements[2]);
        let batch = batch(elements);
        policy.store(&memolabs, &batch).unwrap();
        let root = batch.mttbr();
        assert_eq!(memolabs.get(root), Err(DataError::Unknown(root)));
    }
}
