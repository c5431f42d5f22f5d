//! A sequencer posts a false state root, over data that is right and that everybody gets.

use super::super::{
    Steps,
    posting::{receives_blocks, stores_data, submits_roots},
};
use anyhow::Context;

use crate::{
    error::FlowError,
    faults::SequencerFault,
    l2::{Accepted, Batch},
    layer1::b256,
    story::{Actor, Story},
    world::{World, short},
};

/// The steps of [`sequencer_lies`].
pub(in crate::flows) const SEQUENCER_LIES: Steps = &["4", "5", "6", "7"];

/// The steps of [`fooled_posts`].
pub(in crate::flows) const FOOLED_POSTS: Steps = &["4", "5", "6", "7"];

/// Where in a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::flows) enum Place {
    /// Its first element, which goes on from the parent.
    First,
    /// The second one.
    Second,
    /// In the middle.
    Middle,
    /// The last one.
    Last,
    /// The element with this index.
    At(usize),
}

/// What a sequencer lies about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::flows) enum Lie {
    /// The state from an element on.
    StateFrom(Place),
    /// One leaf of the state tree is no claim at all.
    NoClaimAt(Place),
}

impl Place {
    /// The element, in a batch of so many.
    pub(in crate::flows) fn index(self, elements: usize) -> usize {
        match self {
            Self::First => 0,
            Self::Second => 1.min(elements - 1),
            Self::Middle => elements / 2,
            Self::Last => elements - 1,
            Self::At(index) => index,
        }
    }
}

impl Lie {
    fn fault(self, elements: usize) -> (SequencerFault, usize) {
        match self {
            Self::StateFrom(place) => {
                let at = place.index(elements);
                (SequencerFault::Lying { at }, at)
            }
            Self::NoClaimAt(place) => {
                let at = place.index(elements);
                (SequencerFault::ClaimingNothing { at }, at)
            }
        }
    }
}

/// Steps 4 to 7 of a selected sequencer that lies about the state. The order is right, and the Block Producer signs it.
pub(in crate::flows) async fn sequencer_lies(
    world: &mut World,
    story: &mut Story<'_>,
    lie: Lie,
) -> Result<Accepted, FlowError> {
    let who = world.selected_sequencer().await?;
    receives_blocks(world, story, who).await?;
    let batch = computes_falsely(world, story, who, lie)?;
    stores_data(story, &world.sequencers[who], &batch)?;
    let signature = world.attest(who, &batch);
    let signature = signature.context("the Block Producer does not attest the order")?;
    submits_roots(world, story, who, batch, Some(signature)).await
}

/// Step 5, falsely. The sequencer is honest again afterwards, on top of its lie.
pub(in crate::flows::chapters) fn computes_falsely(
    world: &mut World,
    story: &mut Story<'_>,
    who: usize,
    lie: Lie,
) -> Result<Batch, FlowError> {
    let honest = world.compute(who)?;
    let (fault, at) = lie.fault(honest.elements.len());
    world.sequencers[who].adopt(fault.policy());
    let batch = world.compute(who)?;
    world.sequencers[who].adopt(SequencerFault::None.policy());

    let (right, posted) = (honest.states(), batch.states());
    let mut leaves = right.leaf_hashes().iter().zip(posted.leaf_hashes());
    let first = leaves.position(|(right, posted)| right != posted);
    let what = format!(
        "computes a batch of {} elements, and lies about the state after element {at}: MTSR {}",
        batch.elements.len(),
        short(b256(batch.mtsr()))
    );
    story
        .step("5", Actor::Sequencer, what)
        .fact(
            "its elements and their order are right",
            batch.mttbr() == honest.mttbr(),
        )?
        .fact(
            format!("leaf {at} of its state tree is the first that is not right"),
            first == Some(at),
        )?
        .done()?;
    Ok(batch)
}

/// A sequencer takes a batch for right that lies so: it has been told how its states come about.
pub(in crate::flows) fn sequencer_is_fooled(
    world: &mut World,
    who: usize,
    batch: &Accepted,
    lie: Lie,
) -> Result<(), FlowError> {
    let sequencer = &mut world.sequencers[who];
    sequencer.adopt(lie.fault(batch.header.element_count as usize).0.policy());
    let followed = sequencer.follow_by_policy(batch);
    sequencer.adopt(SequencerFault::None.policy());
    followed
}

/// Steps 4 to 7 of an honest sequencer that stands on a false state: what it posts follows from that by the rules.
pub(in crate::flows) async fn fooled_posts(
    world: &mut World,
    story: &mut Story<'_>,
) -> Result<Accepted, FlowError> {
    let who = world.selected_sequencer().await?;
    receives_blocks(world, story, who).await?;
    let batch = world.compute(who)?;
    let what = format!(
        "computes a batch of {} elements on a false state: MTSR {}",
        batch.elements.len(),
        short(b256(batch.mtsr()))
    );
    story
        .step("5", Actor::Sequencer, what)
        .fact(
            "its last state root is not the Block Producer's",
            batch.claims.last() != Some(&world.producer.head()),
        )?
        .done()?;
    stores_data(story, &world.sequencers[who], &batch)?;
    let signature = world.attest(who, &batch);
    let signature = signature.context("the Block Producer does not attest the order")?;
    submits_roots(world, story, who, batch, Some(signature)).await
}
