//! The selected sequencer stops, and its slot ends by the idle limit (spec 4.2).

use super::{Flow, Part, chapters};
use crate::world::Settings;

/// The first sequencer posts one batch and stops; the second goes on with the blocks that it left.
pub(super) const FLOW: Flow = Flow {
    name: "idle-sequencer",
    title: "the selected sequencer stops, after the idle limit the next one goes on (step R.2)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::SELECTED_GOES_ON,
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_POSTS,
            chapters::OTHERS_FOLLOW,
            chapters::USERS_TRANSACT,
            chapters::IDLE_IS_NOT_ROTATED_EARLY,
            chapters::IDLE_IS_ROTATED,
            chapters::UNSELECTED_IS_REFUSED,
            chapters::SELECTED_GOES_ON,
            chapters::SEQUENCER_POSTS,
            chapters::OTHERS_FOLLOW,
            chapters::BATCHES_BECOME_FINAL,
        ],
    }],
    settings: || Settings {
        sequencers: 2,
        users: 3,
        block_size: 10,
        blocks_per_batch: 2,
        ..Settings::default()
    },
    tell: |world, story| {
        Box::pin(async move {
            chapters::selected_goes_on(world, story, 0).await?;
            chapters::users_transact(world, story).await?;
            chapters::sequencer_posts(world, story).await?;
            chapters::others_follow(world, story).await?;

            chapters::users_transact(world, story).await?;
            chapters::idle_is_not_rotated_early(world, story).await?;
            chapters::idle_is_rotated(world, story, 1).await?;

            chapters::unselected_is_refused(world, story, 0).await?;
            chapters::selected_goes_on(world, story, 1).await?;
            chapters::sequencer_posts(world, story).await?;
            chapters::others_follow(world, story).await?;
            chapters::batches_become_final(world, story).await
        })
    },
};
