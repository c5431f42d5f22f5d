//! Step 11.A.3.A.1, seen from its end: nobody objected within the window, the batches are final.

use anyhow::Context;
use interfaces::client::IBatchRegistry::{BatchFinalized, Verdict};

use super::Steps;
use crate::{
    error::FlowError,
    l2::Accepted,
    layer1::b256,
    story::{Actor, Story},
    world::World,
};

/// The step of [`batches_become_final`].
pub(in crate::flows) const BATCHES_BECOME_FINAL: Steps = &["11.A.3.A.1"];

/// All batches posted so far become final.
pub(in crate::flows) async fn batches_become_final(
    world: &mut World,
    story: &mut Story<'_>,
) -> Result<(), FlowError> {
    let (last, content) = world.batches.last().context("no batch was posted")?;
    pass_window(world, last).await?;

    let layer1 = &world.anybody;
    let hashes: Vec<_> = world.batches.iter().map(|(batch, _)| batch.hash).collect();
    let receipt = layer1.finalize(&hashes).await?;
    let verdict = layer1.verdict(&last.header).await?;
    let final_head = layer1.registry().finalHead().call().await;
    let final_head = final_head.context("BatchRegistry.finalHead")?;
    let root = layer1.final_state(last, content).await?;

    let what = format!("the window is over, {} batches are final", hashes.len());
    let mut step = story.step("11.A.3.A.1", Actor::Layer1, what);
    for hash in &hashes {
        step = step.event::<BatchFinalized>(&receipt, world.addresses().registry, |event| {
            event.headerHash.0 == hash.0
        })?;
    }
    step.view(
        "BatchRegistry.finalHead()",
        &final_head.headerHash,
        &last.hash.0.into(),
    )?
    .view(
        "BatchRegistry.verdict(header)",
        &verdict,
        &(Verdict::Final, false),
    )?
    .view(
        "BatchRegistry.verifyFinalState(header, claim, proof)",
        &root,
        &b256(world.producer.head().state_root),
    )?
    .done()
}

/// Lets blocks pass until the window of this batch is over.
async fn pass_window(world: &World, batch: &Accepted) -> Result<(), FlowError> {
    let closes_at = world.anybody.closes_at(batch.hash).await?;
    let now = world.anybody.registry().currentBlock().call().await;
    let now = now.context("BatchRegistry.currentBlock")?;
    let left = (closes_at + 1).saturating_sub(now);
    if world.pass_blocks(left).await? {
        return Ok(());
    }
    Err(anyhow::anyhow!(
        "the batches are valid, but their window closes only at block {closes_at} (now {now}) and this \
         chain cannot be told to mine; finalize them then"
    )
    .into())
}
