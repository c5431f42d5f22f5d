//! The rotation flow by elements: three sequencers, each in its slot of 3,000 elements, and round again.

use interfaces::client::ISequencerPool::SlotEnd;

use super::{Flow, Part, chapters};
use crate::world::Settings;

/// Sequencers in the pool, each of which has one whole slot.
const SEQUENCERS: usize = 3;

/// Each slot begins with its holder going on and another one being refused.
pub(super) const FLOW: Flow = Flow {
    name: "rotation-elements",
    title: "slots of more than 3,000 elements, three sequencers in turn (steps R.1 to R.2)",
    parts: &[
        Part {
            times: SEQUENCERS,
            chapters: &[
                chapters::SELECTED_GOES_ON,
                chapters::USERS_TRANSACT,
                chapters::UNSELECTED_IS_REFUSED,
                chapters::SEQUENCER_POSTS,
                chapters::OTHERS_FOLLOW,
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_POSTS,
                chapters::OTHERS_FOLLOW,
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_POSTS,
                chapters::SLOT_ENDS,
                chapters::OTHERS_FOLLOW,
            ],
        },
        Part {
            times: 1,
            chapters: &[
                chapters::SELECTED_GOES_ON,
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_POSTS,
                chapters::BATCHES_BECOME_FINAL,
            ],
        },
    ],
    // Two batches of 1,010 elements stay within 3,000, the third passes them.
    settings: || Settings {
        sequencers: SEQUENCERS,
        block_size: 101,
        blocks_per_batch: 10,
        ..Settings::default()
    },
    tell: |world, story| {
        Box::pin(async move {
            for turn in 0..SEQUENCERS {
                let next = (turn + 1) % SEQUENCERS;
                chapters::selected_goes_on(world, story, turn).await?;
                chapters::users_transact(world, story).await?;
                chapters::unselected_is_refused(world, story, next).await?;
                chapters::sequencer_posts(world, story).await?;
                chapters::others_follow(world, story).await?;

                chapters::users_transact(world, story).await?;
                chapters::sequencer_posts(world, story).await?;
                chapters::others_follow(world, story).await?;

                chapters::users_transact(world, story).await?;
                chapters::sequencer_posts(world, story).await?;
                chapters::slot_ends(world, story, SlotEnd::Elements, next).await?;
                chapters::others_follow(world, story).await?;
            }
            chapters::selected_goes_on(world, story, 0).await?;
            chapters::users_transact(world, story).await?;
            chapters::sequencer_posts(world, story).await?;
            chapters::batches_become_final(world, story).await
        })
    },
};
