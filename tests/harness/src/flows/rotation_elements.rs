//! The rotation flow by elements: three sequencers in turn, slots of 3,000 elements, and round again.

use interfaces::client::ISequencerPool::SlotEnd;

use super::{Flow, Part, chapters};
use crate::world::Settings;

/// Sequencers in the pool.
const SEQUENCERS: usize = 3;

/// Slots that are filled; the one after them is handed on by its holder.
const FULL_SLOTS: usize = 2;

/// Each full slot begins with its holder going on, and the next in turn being refused.
pub(super) const FLOW: Flow = Flow {
    name: "rotation-elements",
    title: "slots of more than 3,000 elements, three sequencers in turn (steps R.1 to R.2)",
    parts: &[
        Part {
            times: FULL_SLOTS,
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
                chapters::HOLDER_ENDS_SLOT,
                chapters::OTHERS_FOLLOW,
                chapters::SELECTED_GOES_ON,
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_POSTS,
                chapters::OTHERS_FOLLOW,
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
            for turn in 0..FULL_SLOTS {
                let next = turn + 1;
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
            // From here on small batches do.
            world.settings.blocks_per_batch = 2;
            let (last, first) = (FULL_SLOTS, 0);
            chapters::selected_goes_on(world, story, last).await?;
            chapters::users_transact(world, story).await?;
            chapters::sequencer_posts(world, story).await?;
            chapters::holder_ends_slot(world, story, first).await?;
            chapters::others_follow(world, story).await?;

            chapters::selected_goes_on(world, story, first).await?;
            chapters::users_transact(world, story).await?;
            chapters::sequencer_posts(world, story).await?;
            chapters::others_follow(world, story).await?;
            chapters::batches_become_final(world, story).await
        })
    },
};
