//! Many batches stand on one whose data is withheld, and its expiry costs what it would with one.

use interfaces::client::IBatchRegistry::BatchSubmitted;

use super::super::{Steps, posting::receives_blocks};
use crate::{
    error::FlowError,
    l2::{Accepted, Block},
    story::{Actor, Story},
    world::{Fate, Posted, World},
};

/// The steps of [`sequencer_posts_each_block`].
pub(in crate::flows) const SEQUENCER_POSTS_EACH_BLOCK: Steps = &["4", "5", "6", "7"];

/// The step of [`expiry_costs_the_same`].
pub(in crate::flows) const EXPIRY_COSTS_THE_SAME: Steps = &["11.B.2.B.2"];

/// Steps 4 to 7, told once for many batches: the selected sequencer makes a batch of every block that it has
/// received, each with the Block Producer's signature.
pub(in crate::flows) async fn sequencer_posts_each_block(
    world: &mut World,
    story: &mut Story<'_>,
) -> Result<(), FlowError> {
    let who = world.selected_sequencer().await?;
    receives_blocks(world, story, who).await?;
    let previous = world.sequencers[who].parent().clone();
    let after = previous.header.last_l2_block;
    let blocks: Vec<Block> = world.producer.blocks_after(after).cloned().collect();
    for block in &blocks {
        post(world, who, block).await?;
    }
    batches_are_right(world, story, &blocks)?;
    let head = world.anybody.head().await?;
    let posted = &world.batches[world.batches.len() - blocks.len()..];
    let parents = [&previous]
        .into_iter()
        .chain(posted.iter().map(|it| &it.accepted));
    let (first, last) = (previous.header.index.0 + 1, head.0);
    let newest = &posted[posted.len() - 1];
    story
        .step(
            "7",
            Actor::Sequencer,
            format!("submits both roots of batches {first} to {last} to Layer 1"),
        )
        .event::<BatchSubmitted>(&newest.receipt, world.addresses().registry, |event| {
            event.headerHash.0 == newest.accepted.hash.0
        })?
        .view(
            "BatchRegistry.head()",
            &head,
            &(
                first + blocks.len() as u64 - 1,
                newest.accepted.hash.0.into(),
            ),
        )?
        .fact(
            "each stands on the one before it",
            posted
                .iter()
                .zip(parents)
                .all(|(it, parent)| it.accepted.header.parent == parent.hash),
        )?
        .done()
}

/// The batch of one block, stored and submitted.
async fn post(world: &mut World, who: usize, block: &Block) -> Result<(), FlowError> {
    let batch = world.sequencers[who].compute_up_to(block)?;
    world.sequencers[who].store(&batch)?;
    let signature = world.attest(who, &batch);
    // What the last one has cost, and as much again: no estimate for each.
    let gas = world.batches.last().map(|it| 2 * it.receipt.gas_used);
    let sequencer = &mut world.sequencers[who];
    let (accepted, receipt) = sequencer.submit_within(&batch, signature, gas).await?;
    world.batches.push(Posted {
        accepted,
        batch,
        receipt,
        fate: Fate::Canonical,
    });
    Ok(())
}

/// Steps 5 and 6.
fn batches_are_right(
    world: &World,
    story: &mut Story<'_>,
    blocks: &[Block],
) -> Result<(), FlowError> {
    let posted = &world.batches[world.batches.len() - blocks.len()..];
    let is_right = |(it, block): (&Posted, &Block)| {
        it.batch.elements == block.elements
            && it.batch.claims.last() == world.producer.state_after(block.number)
    };
    let producer = world.producer.address();
    let count = posted.len();
    story
        .step(
            "5",
            Actor::Sequencer,
            format!("computes {count} batches, one of each block"),
        )
        .fact(
            "the last state root of each is the Block Producer's",
            posted.iter().zip(blocks).all(is_right),
        )?
        .fact(
            "each has the Block Producer's signature",
            posted
                .iter()
                .all(|it| it.accepted.header.producer.0 == producer.0.0),
        )?
        .done()?;
    let stored = |it: &&Posted| {
        let data = world.memolabs.get(it.batch.mttbr());
        data.is_ok_and(|elements| elements == it.batch.elements)
    };
    story
        .step("6", Actor::Sequencer, "gives the data of each to Memolabs")
        .fact(
            format!("Memolabs has all {count} under their MTTBRs"),
            posted.iter().filter(stored).count() == count,
        )?
        .done()
}

/// What ending a request that is due would cost now, in gas.
pub(in crate::flows) async fn cost_of_expiry(
    world: &World,
    batch: &Accepted,
) -> Result<u64, FlowError> {
    let due = world.anybody.request_of(batch.hash).await?.deadline + 1;
    let what = "a request without an answer can be ended";
    world.wait_for_block(due, what).await?;
    world.anybody.gas_of_expiry(&batch.header).await
}

/// The expiry that has cut many batches has cost to the last unit of gas what it would have cost with `few` of them.
pub(in crate::flows) fn expiry_costs_the_same(
    story: &mut Story<'_>,
    few: (usize, u64),
    many: (usize, u64),
) -> Result<(), FlowError> {
    let what = format!(
        "has cut {} batches for {} gas, as it would have cut {}",
        many.0, many.1, few.0
    );
    story
        .step("11.B.2.B.2", Actor::Layer1, what)
        .view("gas of DataAvailability.expire(header)", &many.1, &few.1)?
        .fact("they are many more", many.0 > 10 * few.0)?
        .done()
}
