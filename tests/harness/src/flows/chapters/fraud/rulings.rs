//! Layer 1 executes the disputed element.

use alloy::{primitives::B256, rpc::types::TransactionReceipt};
use interfaces::client::{
    IBatchRegistry::Verdict,
    IFraudProof::{ElementProven, StateClaim},
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
    story::{Actor, StepInProgress, Story},
    world::World,
};

/// The steps of [`fraud_is_proven`].
pub(in crate::flows) const FRAUD_IS_PROVEN: Steps =
    &[DECIDES, PUNISHES, INVALIDATES, ROTATES, SETTLES];

/// The steps of [`challenge_fails`].
pub(in crate::flows) const CHALLENGE_FAILS: Steps = &[DECIDES, SETTLES];

/// The challenger has the element executed, and the author's claim is another one. The sequencer `next` is selected, if
/// it was not already.
pub(in crate::flows) async fn fraud_is_proven(
    world: &mut World,
    story: &mut Story<'_>,
    dispute: &mut Disputed,
    next: usize,
) -> Result<(), FlowError> {
    let before = verdict::before(world, dispute.batch()).await?;
    let moved = dispute.who.of(world).advance(&mut dispute.contest).await?;
    let receipts = proved(moved)?;
    let leaf = dispute.contest.position().node.first();
    let what = format!(
        "executes element {leaf} on a witness of {} bytes, in {} transactions: the Sequencer's claim is false",
        dispute
            .who
            .of(world)
            .evidence(&dispute.contest)?
            .witness
            .len(),
        receipts.len()
    );
    let step = story.step(DECIDES, Actor::Layer1, what);
    let receipt = receipts.into_iter().last();
    let receipt = receipt.ok_or_else(|| anyhow::anyhow!("nothing was proved"))?;
    is_executed(world, step, dispute, &receipt, true)?.done()?;
    let ruling = Ruling { receipt, told: 0 };
    verdict::author_is_guilty(world, story, dispute, (before, ruling), next).await
}

/// The author has the element executed, and its claim is right: the challenger loses, the batch stays.
pub(in crate::flows) async fn challenge_fails(
    world: &World,
    story: &mut Story<'_>,
    dispute: &Disputed,
) -> Result<(), FlowError> {
    let loss = Loss::note(world, dispute).await?;
    let opened = dispute.opened(world).await?;
    let moved = author(world, dispute.batch())?.answer(&opened).await?;
    let receipts = proved(moved)?;
    let receipt = receipts.into_iter().last();
    let receipt = receipt.ok_or_else(|| anyhow::anyhow!("nothing was proved"))?;
    let verdict = world.anybody.verdict(&dispute.batch().header).await?.0;
    let leaf = dispute.contest.position().node.first();
    let what = format!("executes element {leaf}: the Sequencer's claim is right");
    let step = story.step(DECIDES, Actor::Layer1, what);
    is_executed(world, step, dispute, &receipt, false)?
        .view("BatchRegistry.verdict(header)", &verdict, &Verdict::Pending)?
        .done()?;
    loss.tell(world, story, dispute, &receipt).await
}

/// To the claim that the challenger has computed itself if there is fraud, else to the author's.
fn is_executed<'s, 'a>(
    world: &World,
    step: StepInProgress<'s, 'a>,
    dispute: &Disputed,
    receipt: &TransactionReceipt,
    fraud: bool,
) -> Result<StepInProgress<'s, 'a>, FlowError> {
    let (hash, challenger) = (
        B256::from(dispute.batch().hash.0),
        dispute.who.account(world),
    );
    let leaf = dispute.contest.position().node.first();
    let claims = &world.posted(dispute.batch())?.batch.claims;
    let claim = StateClaim::from(if fraud {
        dispute.contest.own_claim()
    } else {
        &claims[leaf as usize]
    });
    step.event::<ElementProven>(receipt, world.addresses().fraud_proof, |event| {
        (event.headerHash, event.challenger) == (hash, challenger)
            && (event.index, event.fraud) == (leaf, fraud)
            && event.claim == claim
    })
}

fn proved(moved: Move) -> Result<Vec<TransactionReceipt>, FlowError> {
    match moved {
        Move::Proved(receipts) => Ok(receipts),
        other => Err(anyhow::anyhow!("nobody has had the element executed: {other:?}").into()),
    }
}
