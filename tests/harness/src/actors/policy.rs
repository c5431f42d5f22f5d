//! What a sequencer does with the blocks that it has received (seed steps 5 and 6), and a challenger with what its
//! opponent has revealed (seed step 11.A.3.B.2).

use std::fmt::Debug;
use types::{Bounds, StateClaim};

use super::memolabs::{DataError, DataStore};
use crate::{
    error::FlowError,
    l2::{Batch, OddLeaf},
};

/// Executes elements on the state that a batch goes on from, and gives the claim after each.
pub type Execute<'e> = &'e dyn Fn(&[Vec<u8>]) -> Result<Vec<StateClaim>, FlowError>;

/// What goes into a batch, what is claimed of it, and who gets its data.
pub trait Policy: Debug + Send + Sync {
    /// The elements of a batch with these bounds, of those that the Peer Network has passed on.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if there would be an element that cannot be encoded.
    fn elements(&self, received: Vec<Vec<u8>>, bounds: &Bounds) -> Result<Vec<Vec<u8>>, FlowError>;

    /// What is claimed of the state after each of these elements, and whether a leaf is no claim at all; `before` is the
    /// state that they go on from.
    ///
    /// # Errors
    ///
    /// Those of `execute`.
    fn claims(
        &self,
        elements: &[Vec<u8>],
        _before: &StateClaim,
        execute: Execute<'_>,
    ) -> Result<(Vec<StateClaim>, Option<OddLeaf>), FlowError> {
        Ok((execute(elements)?, None))
    }

    /// Gives the full data to Memolabs, or says so.
    ///
    /// # Errors
    ///
    /// [`DataError`] if Memolabs does not take it.
    fn store(&self, memolabs: &dyn DataStore, batch: &Batch) -> Result<(), DataError>;
}

/// Exactly what was received goes into a batch, and Memolabs gets it.
#[derive(Clone, Copy, Debug)]
pub struct Honest;

impl Policy for Honest {
    fn elements(
        &self,
        received: Vec<Vec<u8>>,
        _bounds: &Bounds,
    ) -> Result<Vec<Vec<u8>>, FlowError> {
        Ok(received)
    }

    fn store(&self, memolabs: &dyn DataStore, batch: &Batch) -> Result<(), DataError> {
        memolabs.put(batch.mttbr(), batch.elements.clone())
    }
}

/// What a challenger does when it is its turn.
pub trait Tactics: Debug + Send + Sync {
    /// Which entry of a revealed frontier it names; `None` if it does nothing. `difference` is the first that is not its
    /// own, if there is one, `entries` their number.
    fn selects(&mut self, difference: Option<u32>, entries: u32) -> Option<u32>;

    /// Whether it has the element executed once a leaf is left.
    fn proves(&self) -> bool {
        true
    }
}

/// It names the first entry that is not its own.
#[derive(Clone, Copy, Debug)]
pub struct FirstDifference;

impl Tactics for FirstDifference {
    fn selects(&mut self, difference: Option<u32>, _entries: u32) -> Option<u32> {
        difference
    }
}
