//! Steps 4 to 7: the Sequencer makes a batch, stores its data and tells Layer 1.

use alloy::primitives::Address;
use anyhow::Context;
use interfaces::client::IBatchRegistry::BatchSubmitted;

use super::Steps;
use crate::{
    actors::Sequencer,
    error::FlowError,
    l2::{Accepted, Batch},
    layer1::b256,
    story::{Actor, Story},
    world::{Fate, Posted, World, instance_matches, short},
};

/// The steps of [`sequencer_posts`].
pub(in crate::flows) const SEQUENCER_POSTS: Steps = &["4", "5", "6", "7"];

/// Steps 4 to 7, for one batch of the selected sequencer with the Block Producer's signature.
pub(in crate::flows) async fn sequencer_posts(
    world: &mut World,
    story: &mut Story<'_>,
) -> Result<Accepted, FlowError> {
    let who = world.selected_sequencer().await?;
    receives_blocks(world, story, who).await?;
    let batch = computes_batch(world, story, who)?;
    stores_data(story, &world.sequencers[who], &batch)?;
    let signature = world.attest(who, &batch);
    let signature = signature.context("the Block Producer does not attest the batch")?;
    submits_roots(world, story, who, batch, Some(signature)).await
}

/// Step 4: all blocks that came since the newest batch on Layer 1.
pub(super) async fn receives_blocks(
    world: &mut World,
    story: &mut Story<'_>,
    who: usize,
) -> Result<(), FlowError> {
    let head = world.anybody.head().await?.0;
    let head = world.anybody.accepted(head).await?.header;
    let produced = world.producer.blocks_after(head.last_l2_block).count();
    let sequencer = &mut world.sequencers[who];
    sequencer.receive();
    let pending = sequencer.pending_blocks();
    story
        .step(
            "4",
            Actor::Sequencer,
            format!("receives {pending} blocks from the Peer Network"),
        )
        .fact(
            "they are the blocks of this batch, all that the Block Producer made since the last one",
            pending == produced,
        )?
        .done()
}

/// Step 5, of an honest sequencer.
pub(super) fn computes_batch(
    world: &World,
    story: &mut Story<'_>,
    who: usize,
) -> Result<Batch, FlowError> {
    let batch = world.compute(who)?;
    let produced = world.producer.state_after(batch.last_l2_block);
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
            produced.is_some() && batch.claims.last() == produced,
        )?
        .done()?;
    Ok(batch)
}

/// Step 6.
pub(super) fn stores_data(
    story: &mut Story<'_>,
    sequencer: &Sequencer,
    batch: &Batch,
) -> Result<(), FlowError> {
    let stored = sequencer.store(batch);
    story
        .step(
            "6",
            Actor::Sequencer,
            format!("gives {} bytes of data to Memolabs", batch.data_length()),
        )
        .fact("Memolabs took them under the MTTBR", stored.is_ok())?
        .done()
}

/// Step 7. The batch that Layer 1 took is recorded in the world.
pub(super) async fn submits_roots(
    world: &mut World,
    story: &mut Story<'_>,
    who: usize,
    batch: Batch,
    signature: Option<[u8; 65]>,
) -> Result<Accepted, FlowError> {
    submits_roots_as(world, story, ("7", who), batch, signature).await
}

/// Step 7 under another number.
pub(super) async fn submits_roots_as(
    world: &mut World,
    story: &mut Story<'_>,
    (seed, who): (&'static str, usize),
    batch: Batch,
    signature: Option<[u8; 65]>,
) -> Result<Accepted, FlowError> {
    let producer = signature.map_or(Address::ZERO, |_| world.producer.address());
    let sequencer = &mut world.sequencers[who];
    let (accepted, receipt) = sequencer.submit(&batch, signature).await?;
    let author = sequencer.layer1().account();
    let head = world.anybody.head().await?;
    let index = accepted.header.index.0;
    story
        .step(
            seed,
            Actor::Sequencer,
            format!("submits both roots of batch {index} to Layer 1"),
        )
        .event::<BatchSubmitted>(&receipt, world.addresses().registry, |event| {
            event.headerHash.0 == accepted.hash.0
                && event.header.mttbr == b256(batch.mttbr())
                && event.header.mtsr == b256(batch.mtsr())
                && event.header.sequencer == author
                && event.header.producer == producer
        })?
        .view(
            "BatchRegistry.head()",
            &head,
            &(index, accepted.hash.0.into()),
        )?
        .fact(
            "the header names this deployment",
            instance_matches(&accepted.header, world.chain_id(), world.addresses()),
        )?
        .done()?;
    world.batches.push(Posted {
        accepted: accepted.clone(),
        batch,
        receipt,
        fate: Fate::Canonical,
    });
    Ok(accepted)
}
