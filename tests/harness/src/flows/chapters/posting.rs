//! Steps 4 to 7: the Sequencer makes a batch, stores its data and tells Layer 1.

use anyhow::Context;
use interfaces::client::IBatchRegistry::BatchSubmitted;

use super::Steps;
use crate::{
    error::FlowError,
    l2::{Accepted, Batch},
    layer1::b256,
    story::{Actor, Story},
    world::{World, instance_matches, short},
};

/// The steps of [`sequencer_posts`].
pub(in crate::flows) const SEQUENCER_POSTS: Steps = &["4", "5", "6", "7"];

/// Steps 4 to 7, for one batch with the Block Producer's signature.
pub(in crate::flows) async fn sequencer_posts(
    world: &mut World,
    story: &mut Story<'_>,
) -> Result<Accepted, FlowError> {
    receives_blocks(world, story)?;
    let batch = computes_batch(world, story)?;
    stores_data(world, story, &batch)?;
    let accepted = submits_roots(world, story, &batch).await?;
    world.record(accepted.clone(), batch);
    Ok(accepted)
}

fn receives_blocks(world: &mut World, story: &mut Story<'_>) -> Result<(), FlowError> {
    let received = world.sequencer.receive();
    story
        .step(
            "4",
            Actor::Sequencer,
            format!("receives {received} blocks from the Peer Network"),
        )
        .fact(
            "they are the blocks of this batch",
            received == world.settings.blocks_per_batch,
        )?
        .done()
}

fn computes_batch(world: &World, story: &mut Story<'_>) -> Result<Batch, FlowError> {
    let batch = world.sequencer.compute()?;
    let what = format!(
        "computes a batch of {} elements: MTTBR {}, MTSR {}",
        batch.elements.len(),
        short(b256(batch.mttbr())),
        short(b256(batch.mtsr()))
    );
    story
        .step("5", Actor::Sequencer, what)
        .fact(
            "its last state root is the Block Producer's",
            batch.claims.last() == Some(&world.producer.head()),
        )?
        .done()?;
    Ok(batch)
}

fn stores_data(world: &World, story: &mut Story<'_>, batch: &Batch) -> Result<(), FlowError> {
    let stored = world.sequencer.store(batch);
    story
        .step(
            "6",
            Actor::Sequencer,
            format!("gives {} bytes of data to Memolabs", batch.data_length()),
        )
        .fact("Memolabs took them under the MTTBR", stored.is_ok())?
        .done()
}

async fn submits_roots(
    world: &mut World,
    story: &mut Story<'_>,
    batch: &Batch,
) -> Result<Accepted, FlowError> {
    let previous = world.sequencer.parent().header.last_l2_block;
    let signature = world
        .producer
        .attest(&world.sequencer.attestation(batch), previous)
        .context("the Block Producer does not attest the batch")?;
    let (accepted, receipt) = world.sequencer.submit(batch, Some(signature)).await?;
    let registry = world.sequencer.layer1().registry();
    let head = registry.head().call().await.context("BatchRegistry.head")?;
    story
        .step(
            "7",
            Actor::Sequencer,
            format!(
                "submits both roots of batch {} to Layer 1",
                accepted.header.index.0
            ),
        )
        .event::<BatchSubmitted>(&receipt, world.addresses().registry, |event| {
            event.headerHash.0 == accepted.hash.0
                && event.header.mttbr == b256(batch.mttbr())
                && event.header.mtsr == b256(batch.mtsr())
                && event.header.producer == world.producer.address()
        })?
        .view(
            "BatchRegistry.head()",
            &head.headerHash,
            &accepted.hash.0.into(),
        )?
        .fact(
            "the header names this deployment",
            instance_matches(&accepted.header, world.chain_id(), world.addresses()),
        )?
        .done()?;
    Ok(accepted)
}
