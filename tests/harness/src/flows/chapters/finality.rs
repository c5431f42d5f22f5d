//! Step 11.A.3.A.1, seen from its end: nobody objected within the window, the batches are final.

use anyhow::Context;
use interfaces::client::IBatchRegistry::{BatchFinalized, Verdict};
use types::HeaderHash;

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

/// All batches of the chain become final, those that are not yet.
pub(in crate::flows) async fn batches_become_final(
    world: &mut World,
    story: &mut Story<'_>,
) -> Result<(), FlowError> {
    let posted = world.canonical().last();
    let posted = posted.context("no batch was posted")?;
    let last = &posted.accepted;
    let closes_at = world.anybody.closes_at(last.hash).await?;
    let what = "the batches are valid, they can be finalized";
    world.wait_for_block(closes_at + 1, what).await?;

    let layer1 = &world.anybody;
    let hashes = pending(world).await?;
    let receipt = layer1.finalize(&hashes).await?;
    let verdict = layer1.verdict(&last.header).await?;
    let final_head = layer1.registry().finalHead().call().await;
    let final_head = final_head.context("BatchRegistry.finalHead")?;
    let root = layer1.final_state(last, &posted.batch).await?;
    let produced = world.producer.state_after(last.header.last_l2_block);
    let produced = produced.context("the Block Producer has made no such L2 block")?;

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
        &b256(produced.state_root),
    )?
    .done()
}

/// The step of [`proven_becomes_final`].
pub(in crate::flows) const PROVEN_BECOMES_FINAL: Steps = &["11.A.3.A.1"];

/// A batch that Layer 1 has executed itself, on a final parent, becomes final while its window is open.
pub(in crate::flows) async fn proven_becomes_final(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<(), FlowError> {
    let layer1 = &world.anybody;
    let closes_at = layer1.closes_at(batch.hash).await?;
    let receipt = layer1.finalize(&[batch.hash]).await?;
    let now = layer1.current_block().await?;
    let verdict = layer1.verdict(&batch.header).await?;
    let what = format!(
        "batch {} is proven and waits for no window: it is final",
        batch.header.index
    );
    story
        .step("11.A.3.A.1", Actor::Layer1, what)
        .event::<BatchFinalized>(&receipt, world.addresses().registry, |event| {
            event.headerHash.0 == batch.hash.0
        })?
        .view(
            "BatchRegistry.verdict(header)",
            &verdict,
            &(Verdict::Final, false),
        )?
        .fact(
            format!("block {now} is within its window, which ends with {closes_at}"),
            now <= closes_at,
        )?
        .done()
}

/// The batches that are not final yet.
async fn pending(world: &World) -> Result<Vec<HeaderHash>, FlowError> {
    let final_head = world.anybody.registry().finalHead().call().await;
    let final_head = final_head.context("BatchRegistry.finalHead")?;
    Ok(world
        .canonical()
        .map(|posted| &posted.accepted)
        .filter(|batch| batch.header.index.0 > final_head.index)
        .map(|batch| batch.hash)
        .collect())
}
