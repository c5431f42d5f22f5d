//! A batch executed on Layer 1, run by run, by whoever wants to (spec section 4.4, *Re-execution*).

use alloy::rpc::types::TransactionReceipt;
use anyhow::Context;
use interfaces::client::IFraudProof::ReplayStatus;
use merkle::{Hash, Keccak, Tree};
use std::ops::Range;
use transition::{Effect, Outcome};
use types::StateClaim;

use super::verifier::Verifier;
use crate::{
    dispute::{Pace, ProvenClaim, Run, longest_run},
    error::FlowError,
    l2::Accepted,
    layer1::room_of_run,
};

/// A batch with all that it takes to have it executed.
#[derive(Debug)]
pub struct Execution {
    /// The batch.
    pub batch: Accepted,
    elements: Vec<Vec<u8>>,
    tree: Tree,
    before: ProvenClaim,
    claims: Vec<StateClaim>,
    /// L2 gas that each element has used.
    l2_gas: Vec<u64>,
    /// How many elements a transaction takes, learnt on the way.
    pub pace: Pace,
}

/// A run that was executed on Layer 1.
#[derive(Clone, Debug)]
pub struct Fed {
    /// Its first element.
    pub first: u32,
    /// Number of its elements.
    pub count: u32,
    /// How many of them had been executed before.
    pub again: u32,
    /// The transactions that have staged its witness, and last that which has executed it.
    pub receipts: Vec<TransactionReceipt>,
}

/// Is told how many elements are executed, and how many there are.
pub type Progress<'p> = &'p mut (dyn FnMut(u32, u32) + Send);

impl Execution {
    /// The state before an element.
    ///
    /// # Panics
    ///
    /// If the batch has no element before this one, and it is not the first.
    pub fn state(&self, index: u32) -> &StateClaim {
        let last = index.checked_sub(1);
        last.map_or(&self.before.claim, |last| &self.claims[last as usize])
    }

    /// The root that the replay comes to.
    pub fn mtsr(&self) -> Hash {
        crate::l2::mtsr(&self.claims)
    }
}

impl Verifier {
    /// A batch to be executed on Layer 1, whose parent it has followed.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if it has not, or the database fails.
    pub fn execution(
        &self,
        batch: &Accepted,
        elements: Vec<Vec<u8>>,
    ) -> Result<Execution, FlowError> {
        let before = self.node().last_claim_before(batch)?;
        let bounds = batch.header.bounds();
        let outcomes = self.node().outcomes(&before.claim, &elements, &bounds)?;
        let tree = Tree::of_data::<Keccak, _>(&elements).map_err(anyhow::Error::from)?;
        Ok(Execution {
            batch: batch.clone(),
            elements,
            tree,
            before,
            claims: outcomes.iter().map(|outcome| outcome.after).collect(),
            l2_gas: outcomes.iter().map(l2_gas).collect(),
            pace: Pace::new(),
        })
    }

    /// Begins the replay of a batch.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with Layer 1's error.
    pub async fn begin_replay(
        &self,
        execution: &Execution,
    ) -> Result<TransactionReceipt, FlowError> {
        let (batch, before) = (&execution.batch, &execution.before);
        let parent = self.node().parent_of(batch)?;
        let layer1 = self.layer1();
        layer1
            .begin_replay(&batch.header, &parent.header, before)
            .await
    }

    /// Feeds the next run to a running replay: as many elements as one transaction takes, and `most` at most. `None` if
    /// the replay is not running.
    ///
    /// A run that Layer 1 refuses is tried again with half as many elements.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with Layer 1's error if it refuses even one.
    pub async fn feed(
        &self,
        execution: &mut Execution,
        most: u32,
    ) -> Result<Option<Fed>, FlowError> {
        self.feed_again(execution, most, 0).await
    }

    /// As [`Self::feed`], with a run that begins `again` elements before the first that is not executed: Layer 1 skips
    /// those.
    ///
    /// # Errors
    ///
    /// As [`Self::feed`]; [`FlowError::Other`] if not so many are executed.
    pub async fn feed_again(
        &self,
        execution: &mut Execution,
        most: u32,
        again: u32,
    ) -> Result<Option<Fed>, FlowError> {
        loop {
            let hash = execution.batch.hash;
            let replay = self.layer1().replay_of(hash).await?;
            if replay.status != ReplayStatus::Running {
                return Ok(None);
            }
            let run = self.next_run(execution, (replay.cursor, again), most)?;
            let (first, count) = (run.first, run.count);
            match self.layer1().replay(&execution.batch.header, &run).await {
                Ok(receipts) => {
                    execution.learn(replay.cursor..first + count, &receipts);
                    return Ok(Some(Fed {
                        first,
                        count,
                        again,
                        receipts,
                    }));
                }
                Err(FlowError::Refused { .. }) if count > again + 1 => execution.pace.slow_down(),
                Err(error) => return Err(error),
            }
        }
    }

    /// Feeds a running replay to its end, telling how far it is; returns the runs that it fed.
    ///
    /// # Errors
    ///
    /// As [`Self::feed`].
    pub async fn replay(
        &self,
        execution: &mut Execution,
        progress: Progress<'_>,
    ) -> Result<Vec<Fed>, FlowError> {
        let all = execution.batch.header.element_count;
        let mut runs = Vec::new();
        while let Some(fed) = self.feed(execution, all).await? {
            progress(fed.first + fed.count, all);
            runs.push(fed);
        }
        Ok(runs)
    }

    /// The next run of a replay that has come to element `cursor`: it begins `again` elements before, and holds as many as
    /// one transaction takes, `most` new ones at most.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if not so many are executed, or the database fails.
    ///
    /// # Panics
    ///
    /// If `cursor` is behind the last element.
    pub fn next_run(
        &self,
        execution: &Execution,
        (cursor, again): (u32, u32),
        most: u32,
    ) -> Result<Run, FlowError> {
        let Execution {
            batch,
            elements,
            tree,
            ..
        } = execution;
        let first = cursor.checked_sub(again);
        let first = first.with_context(|| format!("only {cursor} elements are executed"))?;
        let affordable = execution.pace.most(&execution.l2_gas[cursor as usize..]);
        let most = most.min(u32::try_from(affordable).unwrap_or(u32::MAX));
        let run = |count| {
            let before = execution.state(cursor);
            let run = first..cursor + count;
            self.node()
                .run(batch, (elements, tree), (run, cursor), before)
        };
        longest_run(most.max(1), room_of_run(&batch.header), run)
    }
}

impl Execution {
    fn learn(&mut self, executed: Range<u32>, receipts: &[TransactionReceipt]) {
        let elements = executed.start as usize..executed.end as usize;
        if let Some(receipt) = receipts.last() {
            self.pace.learn(&self.l2_gas[elements], receipt.gas_used);
        }
    }
}

fn l2_gas(outcome: &Outcome) -> u64 {
    match &outcome.effect {
        Effect::Executed(receipt) => receipt.gas_used,
        Effect::NotExecutable(_) => 0,
    }
}
