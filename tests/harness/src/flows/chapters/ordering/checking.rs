//! O.1 to O.4, and what follows off chain.

use interfaces::client::IBatchRegistry::Verdict;
use types::Header;

use super::{AGREES, COMPARES, COMPUTES, DOWNLOADS_DATA, DOWNLOADS_ROOT, REORGANISES};
use crate::{
    error::FlowError,
    flows::chapters::{Elements, Steps},
    l2::{Accepted, mttbr},
    layer1::b256,
    story::{Actor, Story},
    world::{World, short},
};

/// The steps of [`order_agrees`].
pub(in crate::flows) const ORDER_AGREES: Steps =
    &[DOWNLOADS_ROOT, DOWNLOADS_DATA, COMPUTES, COMPARES, AGREES];

/// The steps of [`order_differs`].
pub(in crate::flows) const ORDER_DIFFERS: Steps = &[
    DOWNLOADS_ROOT,
    DOWNLOADS_DATA,
    COMPUTES,
    COMPARES,
    REORGANISES,
];

/// Both roots are the same: the order is right.
pub(in crate::flows) async fn order_agrees(
    world: &mut World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<(), FlowError> {
    let parent = parent_of(world, batch).await?;
    let (posted, own) = roots(world, story, &parent, batch).await?;
    story
        .step(COMPARES, Actor::BlockProducer, "compares the MTTBRs: equal")
        .view("BatchSubmitted.header.mttbr", &posted.header.mttbr, &own)?
        .done()?;
    let verdict = world.anybody.verdict(&posted.header).await?;
    let producer = world.producer.address();
    let signer: alloy::primitives::Address = posted.header.producer.0.into();
    story
        .step(
            AGREES,
            Actor::BlockProducer,
            "the transactions are in the order that it has made",
        )
        .view("BatchSubmitted.header.producer", &signer, &producer)?
        .view(
            "BatchRegistry.verdict(header)",
            &verdict,
            &(Verdict::Pending, false),
        )?
        .done()
}

/// They are not: the L2 is reorganised to what Layer 1 has.
pub(in crate::flows) async fn order_differs(
    world: &mut World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<(), FlowError> {
    let parent = parent_of(world, batch).await?;
    let (posted, own) = roots(world, story, &parent, batch).await?;
    let root = posted.header.mttbr;
    story
        .step(
            COMPARES,
            Actor::BlockProducer,
            "compares the MTTBRs: not equal",
        )
        .fact(
            format!("{} is not {}", short(b256(own)), short(b256(root))),
            own != root,
        )?
        .done()?;
    let elements = world.memolabs.get(root).map_err(anyhow::Error::from)?;
    reorganises(world, story, &parent, (&posted, &elements))
}

/// The header that a batch follows.
async fn parent_of(world: &World, batch: &Accepted) -> Result<Header, FlowError> {
    let parent = world.anybody.accepted(batch.header.index.0 - 1).await?;
    Ok(parent.header)
}

/// O.1 to O.3: the batch as Layer 1 has it, and the root of the Block Producer's own order.
async fn roots(
    world: &mut World,
    story: &mut Story<'_>,
    parent: &Header,
    batch: &Accepted,
) -> Result<(Accepted, merkle::Hash), FlowError> {
    let index = batch.header.index.0;
    let posted = world.producer.posted(index).await?;
    let what = format!("downloads the MTTBR of batch {index} from Layer 1");
    story
        .step(DOWNLOADS_ROOT, Actor::BlockProducer, what)
        .view("BatchRegistry.headerHash(index)", &posted.hash, &batch.hash)?
        .done()?;

    let elements = world.producer.download(parent, &posted.header);
    let produced: Elements = world
        .producer
        .blocks_after(parent.last_l2_block)
        .filter(|block| block.number <= posted.header.last_l2_block)
        .flat_map(|block| block.elements.clone())
        .collect();
    let what = format!(
        "downloads {} elements from the Peer Network",
        elements.len()
    );
    story
        .step(DOWNLOADS_DATA, Actor::BlockProducer, what)
        .fact(
            "there are as many as in the batch",
            elements.len() == posted.header.element_count as usize,
        )?
        .done()?;

    let own = mttbr(&elements);
    let what = format!("computes its own MTTBR {}", short(b256(own)));
    story
        .step(COMPUTES, Actor::BlockProducer, what)
        .fact(
            "it is the root of the blocks that it has made",
            own == mttbr(&produced),
        )?
        .done()?;
    Ok((posted, own))
}

/// O.4.B.1.
fn reorganises(
    world: &mut World,
    story: &mut Story<'_>,
    parent: &Header,
    (posted, elements): (&Accepted, &Elements),
) -> Result<(), FlowError> {
    let (header, producer) = (&posted.header, &mut world.producer);
    let had = producer.blocks_after(parent.last_l2_block).count();
    let blocks = producer.reorganise(parent, header, elements)?;
    let mut newcomer = world.network.join();
    newcomer.receive();
    let received = newcomer.elements(parent.last_l2_block, header.last_l2_block);
    let last = world.posted(posted)?.batch.claims.last().copied();
    let state = world.producer.state_after(header.last_l2_block).copied();
    let what = format!(
        "reorganises the L2 to batch {}: makes {blocks} blocks again",
        header.index
    );
    story
        .step(REORGANISES, Actor::BlockProducer, what)
        .fact(
            "a peer that joins now has the order of Layer 1",
            mttbr(&received) == header.mttbr,
        )?
        .fact(
            "its state after the batch is the Sequencer's",
            state.is_some() && state == last,
        )?
        .fact("no block is lost", blocks == had)?
        .done()
}
