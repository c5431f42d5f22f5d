//! The state transition of one element: the function that sequencer, verifier and Layer 1 agree on.

#[cfg(test)]
mod tests;

use alloy_primitives::B256;
use types::{Bounds, DecodeError, Element, Hash, StateClaim};

use crate::{
    Arithmetic, Effect, NodeSource, NotExecutable, Rules, StateError, Witness, WitnessError,
    transact::transact, witness::IndexedWitness, world::World,
};

/// What an element came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The claim after the element; the one before it if it was not executable.
    pub after: StateClaim,
    /// What its transaction did, or why it did nothing.
    pub effect: Effect,
}

/// Executes one element on what the witness holds of the state before it (spec section 3).
///
/// Total and deterministic: every element gives a claim, and every witness that suffices gives the same
/// one. `element` is the encoded element as it stands in the batch, of whatever length.
///
/// # Errors
/// A [`WitnessError`] if the witness lacks a node or code that is needed, or if the claim before is no
/// state's. That is no verdict on the element.
pub fn execute<A: Arithmetic>(
    rules: &Rules,
    before: &StateClaim,
    element: &[u8],
    bounds: &Bounds,
    witness: &Witness,
    arithmetic: &A,
) -> Result<Outcome, WitnessError> {
    let witness = IndexedWitness::new(witness);
    Executor::new(rules, *before, witness, arithmetic).execute(element, bounds)
}

/// Executes elements one after the other, each on what the one before it left.
///
/// The nodes that an element needs come from the source or were made by the elements before it. Each element has
/// meters of its own.
#[derive(Debug)]
pub struct Executor<'a, S: NodeSource, A> {
    rules: &'a Rules,
    claim: StateClaim,
    world: World<S>,
    arithmetic: &'a A,
}

impl<'a, S: NodeSource, A: Arithmetic> Executor<'a, S, A> {
    /// Begins at this claim; nothing is read yet.
    pub fn new(rules: &'a Rules, before: StateClaim, source: S, arithmetic: &'a A) -> Self {
        Self {
            rules,
            claim: before,
            world: World::new(B256::from(before.state_root.0), source),
            arithmetic,
        }
    }

    /// Executes the next element.
    ///
    /// # Errors
    /// As for [`execute`]; the executor is then of no further use.
    pub fn execute(
        &mut self,
        element: &[u8],
        bounds: &Bounds,
    ) -> Result<Outcome, StateError<S::Error>> {
        let outcome = execute_on(
            &mut self.world,
            self.rules,
            &self.claim,
            element,
            bounds,
            self.arithmetic,
        )?;
        self.claim = outcome.after;
        Ok(outcome)
    }
}

/// The same on a world whose root is the claim's.
pub(crate) fn execute_on<S: NodeSource, A: Arithmetic>(
    world: &mut World<S>,
    rules: &Rules,
    before: &StateClaim,
    element: &[u8],
    bounds: &Bounds,
    arithmetic: &A,
) -> Result<Outcome, StateError<S::Error>> {
    let unchanged = |reason| Outcome {
        after: *before,
        effect: Effect::NotExecutable(reason),
    };
    let element = match admit(rules, before, element, bounds) {
        Ok(element) => element,
        Err(reason) => return Ok(unchanged(reason)),
    };
    let environment = rules.environment(element.l2_block.0, element.l2_timestamp.0);
    let effect = transact(
        world,
        &environment,
        rules.limits,
        element.transaction,
        arithmetic,
    )?;
    if let Effect::NotExecutable(reason) = effect {
        return Ok(unchanged(reason));
    }
    Ok(Outcome {
        after: StateClaim {
            state_root: Hash(world.root().0),
            l2_block: element.l2_block,
            l2_timestamp: element.l2_timestamp,
        },
        effect,
    })
}

/// The rules of the batch: length, block number and timestamp.
fn admit<'e>(
    rules: &Rules,
    before: &StateClaim,
    bytes: &'e [u8],
    bounds: &Bounds,
) -> Result<Element<'e>, NotExecutable> {
    let length = bytes.len();
    if length > rules.element_cap {
        return Err(NotExecutable::TooLong {
            length,
            cap: rules.element_cap,
        });
    }
    let element = Element::decode(bytes).map_err(|error| match error {
        DecodeError::TooLong { maximum, actual } => NotExecutable::TooLong {
            length: actual,
            cap: maximum,
        },
        _ => NotExecutable::TooShort { length },
    })?;
    let (number, timestamp) = (element.l2_block.0, element.l2_timestamp.0);
    let (claim_number, claim_timestamp) = (before.l2_block.0, before.l2_timestamp.0);
    if number < claim_number {
        return Err(NotExecutable::NumberBelowClaim {
            number,
            claim: claim_number,
        });
    }
    if timestamp < claim_timestamp {
        return Err(NotExecutable::TimestampBelowClaim {
            timestamp,
            claim: claim_timestamp,
        });
    }
    if number == claim_number && timestamp != claim_timestamp {
        return Err(NotExecutable::TimestampDiffers {
            number,
            timestamp,
            claim: claim_timestamp,
        });
    }
    if number > bounds.last_l2_block.0 {
        return Err(NotExecutable::NumberAboveBounds {
            number,
            last: bounds.last_l2_block.0,
        });
    }
    if timestamp > bounds.last_l2_timestamp.0 {
        return Err(NotExecutable::TimestampAboveBounds {
            timestamp,
            last: bounds.last_l2_timestamp.0,
        });
    }
    Ok(element)
}
