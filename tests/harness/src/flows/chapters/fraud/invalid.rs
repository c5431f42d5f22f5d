//! A batch with elements that are not executable: somebody claims that one of them was executed.

use super::super::{
    Elements, Steps,
    posting::{receives_blocks, stores_data, submits_roots},
};
use anyhow::Context;
use types::{Bounds, Element};

use crate::{
    actors::{Checked, Honest},
    error::FlowError,
    faults::{Adding, Invalid, SequencerFault, executable},
    l2::{Accepted, Batch},
    layer1::b256,
    story::{Actor, Story},
    world::{World, short},
};

/// The steps of [`sequencer_adds_invalid`].
pub(in crate::flows) const SEQUENCER_ADDS_INVALID: Steps = &["4", "5", "6", "7"];

/// Steps 4 to 7 of a selected sequencer that puts elements of each kind behind those of the Block Producer, which does
/// not sign that. It claims what is true; or, if there is one that it `executes`, that a payment was made there.
pub(in crate::flows) async fn sequencer_adds_invalid(
    world: &mut World,
    story: &mut Story<'_>,
    executes: Option<usize>,
) -> Result<Accepted, FlowError> {
    let who = world.selected_sequencer().await?;
    receives_blocks(world, story, who).await?;
    let honest = computed(world, who, None)?;
    let batch = match executes {
        Some(_) => computed(world, who, executes)?,
        None => honest.clone(),
    };
    batch_is_computed(world, story, (&honest, &batch), executes)?;
    stores_data(story, &world.sequencers[who], &batch)?;
    submits_roots(world, story, who, batch, None).await
}

fn computed(world: &mut World, who: usize, executes: Option<usize>) -> Result<Batch, FlowError> {
    let policy = Adding {
        of: Honest,
        user: world.users[0].clone(),
        kinds: Invalid::ALL.to_vec(),
        executes,
    };
    let sequencer = &mut world.sequencers[who];
    sequencer.adopt(Box::new(policy));
    let batch = sequencer.compute();
    sequencer.adopt(SequencerFault::None.policy());
    batch
}

fn batch_is_computed(
    world: &World,
    story: &mut Story<'_>,
    (honest, batch): (&Batch, &Batch),
    executes: Option<usize>,
) -> Result<(), FlowError> {
    let first = batch.elements.len() - Invalid::ALL.len();
    let (right, posted) = (honest.states(), batch.states());
    let mut leaves = right.leaf_hashes().iter().zip(posted.leaf_hashes());
    let first_false = leaves.position(|(right, posted)| right != posted);
    let claims = match executes {
        Some(executes) => format!("claims that {:?} was executed", Invalid::ALL[executes]),
        None => "claims that none of them was executed".into(),
    };
    let what = format!(
        "puts {} elements that are not executable behind {first}, and {claims}: MTSR {}",
        Invalid::ALL.len(),
        short(b256(batch.mtsr()))
    );
    story
        .step("5", Actor::Sequencer, what)
        .fact(
            "none of them changes anything: the last state is the Block Producer's",
            honest.claims.last() == Some(&world.producer.head()),
        )?
        .fact(
            format!("the first leaf that is not right is {first_false:?}"),
            first_false == executes.map(|executes| first + executes),
        )?
        .done()
}

/// What somebody makes of a batch with such elements who claims that one of them was executed: a payment.
pub(in crate::flows) async fn takes_for_executed(
    world: &mut World,
    who: usize,
    batch: &Accepted,
    executes: usize,
) -> Result<(Elements, Checked), FlowError> {
    let at = batch.header.element_count as usize - Invalid::ALL.len() + executes;
    let before = world.posted(batch)?.batch.elements.get(at - executes - 1);
    let before = Element::decode(before.context("there are others")?);
    let before = before.map_err(anyhow::Error::from)?;
    let bounds = Bounds {
        last_l2_block: before.l2_block,
        last_l2_timestamp: before.l2_timestamp,
    };
    let instead = executable(&world.users[0], &bounds)?;
    takes_for_other(world, who, batch, (at, instead)).await
}

/// What somebody makes of a batch who takes one of its elements for another one.
pub(in crate::flows) async fn takes_for_other(
    world: &mut World,
    who: usize,
    batch: &Accepted,
    (at, instead): (usize, Vec<u8>),
) -> Result<(Elements, Checked), FlowError> {
    let challenger = &mut world.challengers[who];
    let (elements, _) = challenger.examine(batch).await?;
    let mut other = elements.clone();
    other[at] = instead;
    let checked = challenger.execute(batch, &other)?;
    Ok((elements, checked))
}
