//! A side does not move in time, and loses for that.

use alloy::{primitives::B256, rpc::types::TransactionReceipt};
use interfaces::client::{
    IBatchRegistry::Verdict,
    IFraudProof::{NotTimedOut, TimedOut, timeoutCall},
};

use super::{
    super::Steps,
    DECIDES, INVALIDATES, PUNISHES, ROTATES, SETTLES,
    endings::Loss,
    parties::{Disputed, author},
    verdict::{self, Ruling},
};
use crate::{
    actors::Move,
    error::FlowError,
    layer1::{DisputeStanding, Refusal},
    story::{Actor, StepInProgress, Story},
    world::World,
};

/// The steps of [`author_is_silent`].
pub(in crate::flows) const AUTHOR_IS_SILENT: Steps =
    &[DECIDES, PUNISHES, INVALIDATES, ROTATES, SETTLES];

/// The steps of [`challenger_is_silent`].
pub(in crate::flows) const CHALLENGER_IS_SILENT: Steps = &[DECIDES, SETTLES];

/// The author reveals nothing until its time is over, and is guilty for that. The sequencer `next` is selected, if it
/// was not already.
pub(in crate::flows) async fn author_is_silent(
    world: &mut World,
    story: &mut Story<'_>,
    dispute: &mut Disputed,
    next: usize,
) -> Result<(), FlowError> {
    let (standing, refusal, current) = time_runs_out(world, dispute).await?;
    let before = verdict::before(world, dispute.batch()).await?;
    let moved = dispute.who.of(world).advance(&mut dispute.contest).await?;
    let Move::TimedOut(receipt) = moved else {
        return Err(anyhow::anyhow!("the author has still time: {moved:?}").into());
    };
    let deadline = standing.deadline;
    let what = format!("the Sequencer has not answered until block {deadline}: it has lost");
    ends(world, story, dispute, (&receipt, true), what)?
        .refusal(&refusal, &NotTimedOut { deadline, current })?
        .fact("it was its turn", standing.author)?
        .done()?;
    let ruling = Ruling { receipt, told: 0 };
    verdict::author_is_guilty(world, story, dispute, (before, ruling), next).await
}

/// The challenger does nothing until its time is over: it loses, and the batch stays.
pub(in crate::flows) async fn challenger_is_silent(
    world: &World,
    story: &mut Story<'_>,
    dispute: &mut Disputed,
) -> Result<(), FlowError> {
    let (standing, refusal, current) = time_runs_out(world, dispute).await?;
    let loss = Loss::note(world, dispute).await?;
    let opened = dispute.opened(world).await?;
    let moved = author(world, dispute.batch())?.answer(&opened).await?;
    let Move::TimedOut(receipt) = moved else {
        return Err(anyhow::anyhow!("the challenger has still time: {moved:?}").into());
    };
    let verdict = world.anybody.verdict(&dispute.batch().header).await?.0;
    let deadline = standing.deadline;
    let what = format!(
        "{} has not moved until block {deadline}: it has lost",
        dispute.who.name()
    );
    ends(world, story, dispute, (&receipt, false), what)?
        .refusal(&refusal, &NotTimedOut { deadline, current })?
        .fact("it was its turn", !standing.author)?
        .view("BatchRegistry.verdict(header)", &verdict, &Verdict::Pending)?
        .done()?;
    loss.tell(world, story, dispute, &receipt).await
}

fn ends<'s, 'a>(
    world: &World,
    story: &'s mut Story<'a>,
    dispute: &Disputed,
    (receipt, author): (&TransactionReceipt, bool),
    what: String,
) -> Result<StepInProgress<'s, 'a>, FlowError> {
    let (hash, challenger) = (
        B256::from(dispute.batch().hash.0),
        dispute.who.account(world),
    );
    let step = story.step(DECIDES, Actor::Layer1, what);
    step.event::<TimedOut>(receipt, world.addresses().fraud_proof, |event| {
        (event.headerHash, event.challenger, event.author) == (hash, challenger, author)
    })
}

/// Nobody can end the dispute while the side whose turn it is has time; lets that pass. Gives the block of the refusal.
async fn time_runs_out(
    world: &World,
    dispute: &Disputed,
) -> Result<(DisputeStanding, Refusal, u64), FlowError> {
    let (batch, challenger) = (dispute.batch(), dispute.who.account(world));
    let standing = world.anybody.standing_of(batch, challenger).await?;
    let call = timeoutCall {
        header: (&batch.header).into(),
        challenger,
        position: (&standing.position).into(),
    };
    let current = world.anybody.current_block().await?;
    let refusal = world
        .anybody
        .refusal(world.addresses().fraud_proof, &call)
        .await?;
    let what = "the side whose turn it is has lost";
    world.wait_for_block(standing.deadline + 1, what).await?;
    Ok((standing, refusal, current))
}
