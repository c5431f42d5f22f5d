//! A batch whose data is nowhere, and the Verifier that finds it out.

use super::super::{
    Elements, Steps,
    posting::{computes_batch, receives_blocks, submits_roots},
};
use crate::{
    actors::DataError,
    error::FlowError,
    faults::SequencerFault,
    l2::{Accepted, Batch, mttbr},
    layer1::b256,
    story::{Actor, Story},
    world::{World, short},
};

/// The steps of [`sequencer_withholds`].
pub(in crate::flows) const SEQUENCER_WITHHOLDS: Steps = &["4", "5", "6", "7"];

/// The step of [`memolabs_has_nothing`].
pub(in crate::flows) const MEMOLABS_HAS_NOTHING: Steps = &["8"];

/// The steps of [`verifier_finds_other_root`].
pub(in crate::flows) const FINDS_OTHER_ROOT: Steps = &["8", "8.1.1", "9", "10", "11"];

/// Steps 4 to 7 of a selected sequencer whose batch holds `own` elements that nobody else has, and that gives the
/// data to nobody. The Block Producer does not sign such a batch. Without any of its own it is right and signed, and
/// the Peer Network alone has its data.
pub(in crate::flows) async fn sequencer_withholds(
    world: &mut World,
    story: &mut Story<'_>,
    own: usize,
) -> Result<Accepted, FlowError> {
    let who = world.selected_sequencer().await?;
    let fault = SequencerFault::Withholding { own };
    world.sequencers[who].adopt(fault.policy());
    receives_blocks(world, story, who).await?;
    let batch = match own {
        0 => computes_batch(world, story, who)?,
        _ => computes_more(world, story, who, own)?,
    };
    stores_nothing(world, story, who, &batch)?;
    let signature = world.attest(who, &batch);
    let posted = submits_roots(world, story, who, batch, signature).await?;
    world.sequencers[who].adopt(SequencerFault::None.policy());
    Ok(posted)
}

/// Step 5, with elements that the Peer Network never passed on.
pub(in crate::flows::chapters) fn computes_more(
    world: &mut World,
    story: &mut Story<'_>,
    who: usize,
    own: usize,
) -> Result<Batch, FlowError> {
    let batch = world.compute(who)?;
    let is_signed = world.attest(who, &batch).is_some();
    let previous = world.sequencers[who].parent().header.last_l2_block;
    let produced = world.producer.blocks_after(previous);
    let produced: usize = produced.map(|block| block.elements.len()).sum();
    let what = format!(
        "computes a batch of {} elements, {own} of its own among them: MTTBR {}",
        batch.elements.len(),
        short(b256(batch.mttbr()))
    );
    story
        .step("5", Actor::Sequencer, what)
        .fact(
            format!("the Block Producer has made only {produced} of them"),
            batch.elements.len() == produced + own,
        )?
        .fact("the Block Producer does not sign it", !is_signed)?
        .done()?;
    Ok(batch)
}

/// Step 6, which is left out.
fn stores_nothing(
    world: &World,
    story: &mut Story<'_>,
    who: usize,
    batch: &Batch,
) -> Result<(), FlowError> {
    world.sequencers[who].store(batch)?;
    let root = batch.mttbr();
    story
        .step("6", Actor::Sequencer, "gives its data to nobody")
        .fact(
            "Memolabs has nothing under the MTTBR",
            world.memolabs.get(root) == Err(DataError::Unknown(root)),
        )?
        .done()
}

/// Step 8, in vain: the author has given Memolabs nothing.
pub(in crate::flows) async fn memolabs_has_nothing(
    world: &World,
    story: &mut Story<'_>,
    posted: &Accepted,
) -> Result<(), FlowError> {
    let header = world.verifier.header(posted.header.index.0).await?.header;
    let answer = world.verifier.download_from_memolabs(header.mttbr);
    let what = "tries to download from Memolabs in vain";
    story
        .step("8", Actor::Verifier, what)
        .fact(
            "Memolabs has nothing under the MTTBR on Layer 1",
            answer == Err(DataError::Unknown(header.mttbr)),
        )?
        .done()
}

/// Steps 8 to 11 for a batch whose data is nowhere: what the Peer Network has, has another root.
pub(in crate::flows) async fn verifier_finds_other_root(
    world: &mut World,
    story: &mut Story<'_>,
    posted: &Accepted,
) -> Result<(), FlowError> {
    memolabs_has_nothing(world, story, posted).await?;
    let elements = world.verifier.download_from_peers(posted);
    let count = posted.header.element_count;
    let what = format!(
        "downloads {} elements from the Peer Network",
        elements.len()
    );
    story
        .step("8.1.1", Actor::Verifier, what)
        .fact(
            format!("they are not the {count} that the header says"),
            elements.len() != count as usize,
        )?
        .done()?;
    roots_differ(world, story, posted, &elements).await
}

/// Steps 9 to 11.
async fn roots_differ(
    world: &World,
    story: &mut Story<'_>,
    posted: &Accepted,
    elements: &Elements,
) -> Result<(), FlowError> {
    let own = mttbr(elements);
    let what = format!("computes its own MTTBR {}", short(b256(own)));
    story
        .step("9", Actor::Verifier, what)
        .fact(
            "it is the root of what the Block Producer made in these L2 blocks",
            own == mttbr(&produced(world, posted)),
        )?
        .done()?;

    let on_layer1 = world.verifier.header(posted.header.index.0).await?;
    let what = "downloads the Sequencer's MTTBR from Layer 1";
    story
        .step("10", Actor::Verifier, what)
        .view(
            "BatchRegistry.headerHash(index)",
            &on_layer1.hash,
            &posted.hash,
        )?
        .done()?;
    let posted_root = on_layer1.header.mttbr;
    story
        .step("11", Actor::Verifier, "compares the MTTBRs: not equal")
        .fact(
            format!("{} is not {}", short(b256(own)), short(b256(posted_root))),
            own != posted_root,
        )?
        .done()
}

/// What the Block Producer made after what the Verifier holds valid, up to the end of a batch.
fn produced(world: &World, batch: &Accepted) -> Elements {
    let valid = world.verifier.valid().header.last_l2_block;
    let blocks = world.producer.blocks_after(valid);
    blocks
        .filter(|block| block.number <= batch.header.last_l2_block)
        .flat_map(|block| block.elements.clone())
        .collect()
}
