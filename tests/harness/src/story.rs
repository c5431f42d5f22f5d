//! What a flow tells: the seed's steps in order, each with its proofs.

mod actor;
mod proof;

use alloy::{
    primitives::Address,
    rpc::types::TransactionReceipt,
    sol_types::{SolError, SolEvent},
};
use deploy::explain;
use serde::Serialize;
use std::fmt::{self, Debug};

use crate::{error::FlowError, layer1::Refusal};

pub use actor::Actor;
pub use proof::{Event, Proof};

/// A step of the seed that was played and proved.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// The seed's number, for example `11.A.1`.
    pub seed: &'static str,
    /// Who acted.
    pub actor: Actor,
    /// What happened, a sentence.
    pub what: String,
    /// Why it is believed; at least one.
    pub proofs: Vec<Proof>,
}

/// Receives each step when it is done.
pub trait Listener: Send {
    /// A step was played and proved.
    fn step(&mut self, step: &Step);

    /// Something long has come so far.
    fn progress(&mut self, _what: &str, _done: u32, _all: u32) {}
}

/// Ignores all steps.
impl Listener for () {
    fn step(&mut self, _step: &Step) {}
}

/// The steps of a flow so far.
pub struct Story<'a> {
    steps: Vec<Step>,
    listener: &'a mut dyn Listener,
}

impl Debug for Story<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Story")
            .field("steps", &self.steps)
            .finish_non_exhaustive()
    }
}

impl<'a> Story<'a> {
    /// An empty story that tells `listener` each step.
    pub fn new(listener: &'a mut dyn Listener) -> Self {
        Self {
            steps: Vec::new(),
            listener,
        }
    }

    /// Begins a step; nothing is recorded before [`StepInProgress::done`].
    pub fn step(
        &mut self,
        seed: &'static str,
        actor: Actor,
        what: impl Into<String>,
    ) -> StepInProgress<'_, 'a> {
        let step = Step {
            seed,
            actor,
            what: what.into(),
            proofs: Vec::new(),
        };
        StepInProgress { story: self, step }
    }

    /// Tells how far something long has come; no step.
    pub fn progress(&mut self, what: &str, done: u32, all: u32) {
        self.listener.progress(what, done, all);
    }

    /// The steps told so far.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The story's steps, at its end.
    pub fn into_steps(self) -> Vec<Step> {
        self.steps
    }
}

/// A step whose proofs are being gathered. Dropped without [`Self::done`], it never happened.
#[must_use = "a step counts only when it is done"]
pub struct StepInProgress<'s, 'a> {
    story: &'s mut Story<'a>,
    step: Step,
}

impl Debug for StepInProgress<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.step.fmt(f)
    }
}

impl StepInProgress<'_, '_> {
    /// Proves the step by a Layer 1 transaction.
    ///
    /// # Errors
    ///
    /// [`FlowError::Unmet`] if it reverted.
    pub fn transaction(mut self, receipt: &TransactionReceipt) -> Result<Self, FlowError> {
        if !receipt.status() {
            return Err(self.unmet(format!("transaction {} reverted", receipt.transaction_hash)));
        }
        self.step.proofs.push(Proof::Transaction {
            hash: receipt.transaction_hash,
            block: receipt.block_number.unwrap_or_default(),
            gas: receipt.gas_used,
            events: Vec::new(),
        });
        Ok(self)
    }

    /// Proves the step by an event of `contract` in `receipt`, for which `holds` is true;
    /// the transaction itself is recorded with it.
    ///
    /// # Errors
    ///
    /// [`FlowError::Unmet`] if the transaction reverted or has no such event.
    pub fn event<E: SolEvent>(
        self,
        receipt: &TransactionReceipt,
        contract: Address,
        holds: impl Fn(&E) -> bool,
    ) -> Result<Self, FlowError> {
        self.next_event(receipt, contract, &mut 0, holds)
    }

    /// As [`Self::event`], for one that comes at position `from` of the receipt's events or later; `from` then
    /// stands behind it, so that the next one must follow it.
    ///
    /// # Errors
    ///
    /// [`FlowError::Unmet`] if the transaction reverted or has no such event there.
    pub fn next_event<E: SolEvent>(
        mut self,
        receipt: &TransactionReceipt,
        contract: Address,
        from: &mut usize,
        holds: impl Fn(&E) -> bool,
    ) -> Result<Self, FlowError> {
        let recorded = matches!(self.step.proofs.last(),
            Some(Proof::Transaction { hash, .. }) if *hash == receipt.transaction_hash);
        if !recorded {
            self = self.transaction(receipt)?;
        }
        let mut logs = receipt.logs().iter().enumerate().skip(*from);
        let found = logs.find(|(_, log)| {
            log.address() == contract && E::decode_log(&log.inner).is_ok_and(|event| holds(&event))
        });
        let Some((position, log)) = found else {
            let what = format!("no matching event {} of {contract}", E::SIGNATURE);
            return Err(self.unmet(what));
        };
        *from = position + 1;
        let event = Event {
            address: contract,
            signature: E::SIGNATURE,
            topics: log.topics().to_vec(),
            data: log.data().data.clone(),
        };
        if let Some(Proof::Transaction { events, .. }) = self.step.proofs.last_mut() {
            events.push(event);
        }
        Ok(self)
    }

    /// Proves the step by a refusal of Layer 1 with exactly this error; the reverted transaction is recorded.
    ///
    /// # Errors
    ///
    /// [`FlowError::Unmet`] if Layer 1 answered something else, or if the transaction did something.
    pub fn refusal<E: SolError + Debug>(
        mut self,
        refusal: &Refusal,
        expected: &E,
    ) -> Result<Self, FlowError> {
        let Refusal {
            call,
            data,
            receipt,
        } = refusal;
        if data[..] != expected.abi_encode()[..] {
            let seen = explain(data);
            return Err(self.unmet(format!(
                "{call} is refused by {seen}, expected {expected:?}"
            )));
        }
        if receipt.status() || !receipt.logs().is_empty() {
            let hash = receipt.transaction_hash;
            return Err(self.unmet(format!(
                "{call} is refused, but transaction {hash} did something"
            )));
        }
        self.step.proofs.push(Proof::Refusal {
            call,
            error: format!("{expected:?}"),
            hash: receipt.transaction_hash,
            block: receipt.block_number.unwrap_or_default(),
        });
        Ok(self)
    }

    /// Proves the step by a view that returned what was expected.
    ///
    /// # Errors
    ///
    /// [`FlowError::Unmet`] with both values if it returned something else.
    pub fn view<T: PartialEq + Debug>(
        mut self,
        call: impl Into<String>,
        seen: &T,
        expected: &T,
    ) -> Result<Self, FlowError> {
        let call = call.into();
        if seen != expected {
            return Err(self.unmet(format!("{call} is {seen:?}, expected {expected:?}")));
        }
        self.step.proofs.push(Proof::View {
            call,
            value: format!("{seen:?}"),
        });
        Ok(self)
    }

    /// Proves the step by something checked off chain.
    ///
    /// # Errors
    ///
    /// [`FlowError::Unmet`] if it does not hold.
    pub fn fact(mut self, what: impl Into<String>, holds: bool) -> Result<Self, FlowError> {
        let what = what.into();
        if !holds {
            return Err(self.unmet(format!("it does not hold that {what}")));
        }
        self.step.proofs.push(Proof::Fact { what });
        Ok(self)
    }

    /// Records the step.
    ///
    /// # Errors
    ///
    /// [`FlowError::Unmet`] if nothing proves it.
    pub fn done(self) -> Result<(), FlowError> {
        if self.step.proofs.is_empty() {
            return Err(self.unmet("nothing proves it".into()));
        }
        self.story.listener.step(&self.step);
        self.story.steps.push(self.step);
        Ok(())
    }

    fn unmet(&self, what: String) -> FlowError {
        FlowError::Unmet {
            seed: self.step.seed,
            actor: self.step.actor,
            what,
        }
    }
}
