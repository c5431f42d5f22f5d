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
    let mut others = 0;
    let mut batches = 0;
    for sequencer in &mut world.sequencers {
        let followed = sequencer.follow().await?.len();
        others += usize::from(followed > 0);
        batches = batches.max(followed);
    }
    let (index, head) = world.anybody.head().await?;
    let what = match (others, batches) {
        (1, 1) => format!("the other one waits and follows the chain to batch {index}"),
        _ => format!("{others} others wait and follow the chain to batch {index}"),
    };
    let stand_on = |it: &Sequencer| it.parent().hash.0 == head.0;
    story
        .step(WAITS, Actor::Sequencer, what)
        .fact(
            format!(
                "both roots of {batches} batches are their own, from blocks of the Peer Network"
            ),
            others > 0 && others == world.sequencers.len() - 1,
        )?
        .fact(
            format!("all stand on BatchRegistry.head(), {head}"),
            world.sequencers.iter().all(stand_on),
        )?
        .done()
}
