//! A batch is executed on Layer 1, by whoever wants to (spec 4.4, *Re-execution*).

use alloy::primitives::B256;
use interfaces::client::{
    IBatchRegistry::{BatchProven, Verdict},
    IFraudProof::{ReplayAdvanced, ReplayBegun, ReplayEnded, ReplayStatus, StateClaim},
};

use super::{
    super::{Elements, Steps},
    DECIDES, INVALIDATES, OPENS, PUNISHES, ROTATES, SETTLES,
    parties::Who,
    verdict::{self, Ruling},
};
use crate::{
    actors::{Execution, Fed},
    error::FlowError,
    l2::Accepted,
    layer1::b256,
    story::{Actor, StepInProgress, Story},
    world::World,
};

/// The step of [`replay_begins`].
pub(in crate::flows) const REPLAY_BEGINS: Steps = &[OPENS];

/// The step of [`replay_is_fed`].
pub(in crate::flows) const REPLAY_IS_FED: Steps = &[DECIDES];

/// The step of [`replay_agrees`].
pub(in crate::flows) const REPLAY_AGREES: Steps = &[DECIDES];

/// The steps of [`replay_finds_fraud`].
pub(in crate::flows) const REPLAY_FINDS_FRAUD: Steps =
    &[DECIDES, PUNISHES, INVALIDATES, ROTATES, SETTLES];

/// How much of a batch somebody feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::flows) struct Portion {
    /// How many elements at most, in one transaction.
    pub(in crate::flows) most: u32,
    /// How many before them that are executed already.
    pub(in crate::flows) again: u32,
}

/// Somebody has a published batch executed on Layer 1, and nobody has to agree.
pub(in crate::flows) async fn replay_begins(
    world: &World,
    story: &mut Story<'_>,
    (seed, who): (&'static str, Who),
    batch: &Accepted,
    elements: Elements,
) -> Result<Execution, FlowError> {
    let execution = who.of(world).execution(batch, elements)?;
    let receipt = who.of(world).begin_replay(&execution).await?;
    let (by, before) = (who.account(world), execution.state(0).into());
    let what = format!(
        "{} begins the replay of batch {}",
        who.name(),
        batch.header.index
    );
    let step = story
        .step(seed, Actor::Verifier, what)
        .event::<ReplayBegun>(&receipt, world.addresses().fraud_proof, |event| {
            event.headerHash.0 == batch.hash.0 && (event.by, &event.claim) == (by, &before)
        })?;
    stands_at(world, step, &execution, 0, ReplayStatus::Running)
        .await?
        .done()?;
    Ok(execution)
}

/// Somebody feeds one run; the replay goes on.
pub(in crate::flows) async fn replay_is_fed(
    world: &World,
    story: &mut Story<'_>,
    (seed, who): (&'static str, Who),
    execution: &mut Execution,
    Portion { most, again }: Portion,
) -> Result<u32, FlowError> {
    let fed = who.of(world).feed_again(execution, most, again).await?;
    let fed = fed.ok_or_else(|| anyhow::anyhow!("no replay is running"))?;
    let count = executed(&fed);
    let behind = fed.first + fed.count;
    let what = format!(
        "executes elements {} to {} of {}, fed by {} in a run from {}: {} gas",
        behind - count,
        behind - 1,
        execution.batch.header.element_count,
        who.name(),
        fed.first,
        gas(&fed)
    );
    let step = story.step(seed, Actor::Layer1, what);
    let step = advances(world, step, execution, who, &fed)?.fact(
        format!("{again} of them were there"),
        fed.count == count + again,
    )?;
    stands_at(world, step, execution, behind, ReplayStatus::Running)
        .await?
        .done()?;
    Ok(count)
}

/// Somebody feeds the rest, and the root is the header's: the batch is proven.
pub(in crate::flows) async fn replay_agrees(
    world: &World,
    story: &mut Story<'_>,
    (seed, who): (&'static str, Who),
    execution: &mut Execution,
) -> Result<u32, FlowError> {
    let runs = rest(world, story, who, execution).await?;
    let batch = execution.batch.clone();
    let verdict = world.anybody.verdict(&batch.header).await?.0;
    let step = told(world, story, (seed, who), execution, &runs)?;
    ends(world, step, execution, &runs, ReplayStatus::Agreed)
        .await?
        .event::<BatchProven>(last(&runs)?, world.addresses().registry, |event| {
            event.headerHash.0 == batch.hash.0
        })?
        .view("BatchRegistry.verdict(header)", &verdict, &Verdict::Proven)?
        .done()?;
    Ok(runs.iter().map(executed).sum())
}

/// Somebody feeds the rest, and the root is not the header's. No dispute is open. The sequencer `next` is selected.
pub(in crate::flows) async fn replay_finds_fraud(
    world: &mut World,
    story: &mut Story<'_>,
    who: Who,
    execution: &mut Execution,
    next: usize,
) -> Result<u32, FlowError> {
    let batch = execution.batch.clone();
    let before = verdict::before_replay(world, &batch).await?;
    let runs = replay_disagrees(world, story, (DECIDES, who), execution).await?;
    let receipt = last(&runs)?.clone();
    let ruling = Ruling { receipt, told: 0 };
    verdict::feeders_have_won(world, story, &batch, (before, ruling), next).await?;
    Ok(runs.iter().map(executed).sum())
}

/// Somebody feeds the rest, and the root is not the header's: what follows from that is the caller's to tell.
pub(in crate::flows::chapters) async fn replay_disagrees(
    world: &World,
    story: &mut Story<'_>,
    (seed, who): (&'static str, Who),
    execution: &mut Execution,
) -> Result<Vec<Fed>, FlowError> {
    let runs = rest(world, story, who, execution).await?;
    let step = told(world, story, (seed, who), execution, &runs)?;
    ends(world, step, execution, &runs, ReplayStatus::Fraud)
        .await?
        .done()?;
    Ok(runs)
}

async fn rest(
    world: &World,
    story: &mut Story<'_>,
    who: Who,
    execution: &mut Execution,
) -> Result<Vec<Fed>, FlowError> {
    let mut progress = |done, all| story.progress("elements executed", done, all);
    who.of(world).replay(execution, &mut progress).await
}

fn told<'s, 'a>(
    world: &World,
    story: &'s mut Story<'a>,
    (seed, who): (&'static str, Who),
    execution: &Execution,
    runs: &[Fed],
) -> Result<StepInProgress<'s, 'a>, FlowError> {
    let elements: u32 = runs.iter().map(executed).sum();
    let gas: u64 = runs.iter().map(gas).sum();
    let what = format!(
        "executes {elements} elements that {} feeds, in {} transactions, with {gas} gas: {} each",
        who.name(),
        runs.len(),
        gas / u64::from(elements.max(1))
    );
    let mut step = story.step(seed, Actor::Layer1, what);
    for fed in runs {
        step = advances(world, step, execution, who, fed)?;
    }
    Ok(step)
}

fn advances<'s, 'a>(
    world: &World,
    step: StepInProgress<'s, 'a>,
    execution: &Execution,
    who: Who,
    fed: &Fed,
) -> Result<StepInProgress<'s, 'a>, FlowError> {
    let (hash, feeder) = (B256::from(execution.batch.hash.0), who.account(world));
    let (behind, count) = (fed.first + fed.count, executed(fed));
    let claim: StateClaim = execution.state(behind).into();
    let receipt = fed.receipts.last();
    let receipt = receipt.ok_or_else(|| anyhow::anyhow!("nothing was fed"))?;
    step.event::<ReplayAdvanced>(receipt, world.addresses().fraud_proof, |event| {
        (event.headerHash, event.feeder) == (hash, feeder)
            && (event.first, event.count) == (behind - count, count)
            && event.claim == claim
    })
}

/// The replay is over: its root is what its elements come to.
async fn ends<'s, 'a>(
    world: &World,
    step: StepInProgress<'s, 'a>,
    execution: &Execution,
    runs: &[Fed],
    status: ReplayStatus,
) -> Result<StepInProgress<'s, 'a>, FlowError> {
    let (hash, root) = (B256::from(execution.batch.hash.0), b256(execution.mtsr()));
    let step = step.event::<ReplayEnded>(last(runs)?, world.addresses().fraud_proof, |event| {
        (event.headerHash, event.status, event.mtsr) == (hash, status, root)
    })?;
    let all = execution.batch.header.element_count;
    stands_at(world, step, execution, all, status).await
}

async fn stands_at<'s, 'a>(
    world: &World,
    step: StepInProgress<'s, 'a>,
    execution: &Execution,
    cursor: u32,
    status: ReplayStatus,
) -> Result<StepInProgress<'s, 'a>, FlowError> {
    let seen = world.anybody.replay_of(execution.batch.hash).await?;
    step.view(
        "FraudProof.replayOf(hash): status, cursor, claim",
        &(seen.status, seen.cursor, seen.claim),
        &(status, cursor, execution.state(cursor).into()),
    )
}

/// How many elements of a run were executed: those that were there before do not count.
const fn executed(fed: &Fed) -> u32 {
    fed.count - fed.again
}

fn gas(fed: &Fed) -> u64 {
    fed.receipts.iter().map(|receipt| receipt.gas_used).sum()
}

/// The transaction that has ended the replay.
pub(in crate::flows::chapters) fn last(
    runs: &[Fed],
) -> Result<&alloy::rpc::types::TransactionReceipt, FlowError> {
    let receipt = runs.last().and_then(|fed| fed.receipts.last());
    Ok(receipt.ok_or_else(|| anyhow::anyhow!("nothing was fed"))?)
}
