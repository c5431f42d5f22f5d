//! A sequencer makes verifiers pay for data, as long as its slot lasts (the seed's "Speaker-Listener Dilemma").

use interfaces::client::ISequencerPool::SlotEnd;

use super::{Flow, Part, chapters};
use crate::world::Settings;

/// Batches in a slot: the most requests that one slot can provoke.
const BATCHES: usize = 16;

/// Every batch of its slot is withheld, asked for, and answered at the very end. With the sixteenth the slot ends,
/// and an honest sequencer follows. Both sides have paid.
pub(super) const FLOW: Flow = Flow {
    name: "griefing-sequencer",
    title: "a sequencer provokes a request on every batch, until its slot ends after 16 (steps 11.B.1 to 11.B.2.A.2)",
    parts: &[
        Part {
            times: BATCHES,
            chapters: &[
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_WITHHOLDS,
                chapters::FINDS_OTHER_ROOT,
                chapters::VERIFIER_REQUESTS,
                chapters::SEQUENCER_ANSWERS_LAST,
                chapters::VERIFIER_ACCEPTS,
            ],
        },
        Part {
            times: 1,
            chapters: &[
                chapters::SLOT_ENDS,
                chapters::LEDGER_TELLS_COSTS,
                chapters::OTHERS_FOLLOW,
                chapters::SELECTED_GOES_ON,
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_POSTS,
                chapters::DOWNLOAD_FROM_MEMOLABS,
                chapters::VERIFIER_ACCEPTS,
                chapters::BATCHES_BECOME_FINAL,
            ],
        },
    ],
    settings: || Settings {
        sequencers: 2,
        users: 3,
        block_size: 2,
        blocks_per_batch: 2,
        ..Settings::default()
    },
    tell: |world, story| {
        Box::pin(async move {
            let before = chapters::purse(world, 0).await?;
            for _ in 0..BATCHES {
                chapters::users_transact(world, story).await?;
                let batch = chapters::sequencer_withholds(world, story, 1).await?;
                chapters::verifier_finds_other_root(world, story, &batch).await?;
                chapters::verifier_requests(world, story, &batch).await?;
                let data = chapters::sequencer_answers_last(world, story, &batch).await?;
                chapters::verifier_accepts(world, story, &batch, data).await?;
            }
            chapters::slot_ends(world, story, SlotEnd::Batches, 1).await?;
            chapters::ledger_tells_costs(world, story, 0, before).await?;
            chapters::others_follow(world, story).await?;

            chapters::selected_goes_on(world, story, 1).await?;
            chapters::users_transact(world, story).await?;
            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await
        })
    },
};
