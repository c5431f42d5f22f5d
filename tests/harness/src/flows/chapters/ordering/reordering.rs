//! A Sequencer that submits another order than the Block Producer's.

use std::collections::BTreeSet;

use super::super::{
    Steps,
    posting::{receives_blocks, stores_data, submits_roots},
};
use crate::{
    error::FlowError,
    faults::SequencerFault,
    l2::{Accepted, Batch},
    layer1::b256,
    story::{Actor, Story},
    world::{World, short},
};

/// The steps of [`sequencer_reorders`].
pub(in crate::flows) const SEQUENCER_REORDERS: Steps = &["4", "5", "6", "7"];

/// Steps 4 to 7: two transactions change places, everybody gets the data, and the Block Producer does not sign it.
pub(in crate::flows) async fn sequencer_reorders(
    world: &mut World,
    story: &mut Story<'_>,
) -> Result<Accepted, FlowError> {
    let who = world.selected_sequencer().await?;
    receives_blocks(world, story, who).await?;
    let batch = computes_other_order(world, story, who)?;
    stores_data(story, &world.sequencers[who], &batch)?;
    submits_roots(world, story, who, batch, None).await
}

/// Step 5.
fn computes_other_order(
    world: &mut World,
    story: &mut Story<'_>,
    who: usize,
) -> Result<Batch, FlowError> {
    let honest = world.compute(who)?;
    world.sequencers[who].adopt(SequencerFault::Reordering.policy());
    let batch = world.compute(who)?;
    world.sequencers[who].adopt(SequencerFault::None.policy());
    let is_signed = world.attest(who, &batch).is_some();
    let set = |batch: &Batch| batch.elements.iter().cloned().collect::<BTreeSet<_>>();
    let what = format!(
        "computes a batch of {} elements, two of which have changed places: MTTBR {}",
        batch.elements.len(),
        short(b256(batch.mttbr()))
    );
    story
        .step("5", Actor::Sequencer, what)
        .fact(
            "its elements are those of the Block Producer",
            set(&batch) == set(&honest),
        )?
        .fact("its order is not", batch.mttbr() != honest.mttbr())?
        .fact("the Block Producer does not sign it", !is_signed)?
        .done()?;
    Ok(batch)
}
