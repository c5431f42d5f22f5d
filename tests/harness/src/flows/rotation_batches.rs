//! The rotation flow by batches: small ones, so that their number ends the slot (spec 4.2).

use interfaces::client::ISequencerPool::SlotEnd;

use super::{Flow, Part, chapters};
use crate::world::Settings;

/// Batches in a slot.
const BATCHES: usize = 16;

/// One posts its whole slot; the other two follow all of it only when the next one's turn comes.
pub(super) const FLOW: Flow = Flow {
    name: "rotation-batches",
    title: "16 small batches end a slot, the next sequencer goes on (steps R.1 to R.2)",
    parts: &[
        Part {
            times: 1,
            chapters: &[chapters::SELECTED_GOES_ON],
        },
        Part {
            times: BATCHES,
            chapters: &[chapters::USERS_TRANSACT, chapters::SEQUENCER_POSTS],
        },
        Part {
            times: 1,
            chapters: &[
                chapters::SLOT_ENDS,
                chapters::OTHERS_FOLLOW,
                chapters::SELECTED_GOES_ON,
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_POSTS,
                chapters::BATCHES_BECOME_FINAL,
            ],
        },
    ],
    settings: || Settings {
        sequencers: 3,
        users: 3,
        block_size: 2,
        blocks_per_batch: 2,
        ..Settings::default()
    },
    tell: |world, story| {
        Box::pin(async move {
            chapters::selected_goes_on(world, story, 0).await?;
            for _ in 0..BATCHES {
                chapters::users_transact(world, story).await?;
                chapters::sequencer_posts(world, story).await?;
            }
            chapters::slot_ends(world, story, SlotEnd::Batches, 1).await?;
            chapters::others_follow(world, story).await?;

            chapters::selected_goes_on(world, story, 1).await?;
            chapters::users_transact(world, story).await?;
            chapters::sequencer_posts(world, story).await?;
            chapters::batches_become_final(world, story).await
        })
    },
};
