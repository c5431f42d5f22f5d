//! The sequencers that wait follow the chain, to be ready when their turn comes.

use super::{super::Steps, WAITS};
use crate::{
    actors::Sequencer,
    error::FlowError,
    story::{Actor, Story},
    world::World,
};

/// The step of [`others_follow`].
pub(in crate::flows) const OTHERS_FOLLOW: Steps = &[WAITS];

/// Everybody but the author executes the batches that were posted since last time, each on its own database,
/// and goes on from the head only because both roots of every batch are its own.
pub(in crate::flows) async fn others_follow(
    world: &mut World,
    story: &mut Story<'_>,
) -> Result<(), FlowError> {
    let followed = world.follow()?;
    let others = followed.iter().filter(|batches| **batches > 0).count();
    let batches = followed.iter().max().copied().unwrap_or_default();
    let (index, head) = world.anybody.head().await?;
    let what = format!(
        "{others} of {} sequencers wait and follow the chain to batch {index}",
        followed.len()
    );
    let stands_on_head = |it: &Sequencer| it.parent().hash.0 == head.0;
    story
        .step(WAITS, Actor::Sequencer, what)
        .fact(
            format!(
                "both roots of {batches} batches are their own, from blocks of the Peer Network or from Layer 1"
            ),
            others > 0 && others == followed.len() - 1,
        )?
        .fact(
            format!("all stand on BatchRegistry.head(), {head}"),
            world.sequencers.iter().all(stands_on_head),
        )?
        .done()
}
