//! A verifier asks for data that everybody has (spec 4.3: the fee is lost when the data comes).

use super::{Flow, Part, chapters};
use crate::world::Settings;

/// In the last block of the window the verifier asks for a batch that it holds valid, and gets its answer in the last
/// block for that. The fee is in the pot, and finality comes within the bound.
pub(super) const FLOW: Flow = Flow {
    name: "griefing-verifier",
    title: "a verifier asks for what Memolabs has, and loses its fee (steps 11.B.1 to 11.B.2.A.2)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_POSTS,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::VERIFIER_ACCEPTS,
            chapters::VERIFIER_REQUESTS_LAST,
            chapters::SEQUENCER_ANSWERS_LAST,
            chapters::LEDGER_TELLS_COSTS,
            chapters::BATCHES_BECOME_FINAL,
            chapters::FINALITY_KEEPS_ITS_BOUND,
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_POSTS,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::VERIFIER_ACCEPTS,
        ],
    }],
    settings: || Settings {
        users: 3,
        block_size: 10,
        blocks_per_batch: 2,
        ..Settings::default()
    },
    tell: |world, story| {
        Box::pin(async move {
            let before = chapters::purse(world, 0).await?;
            chapters::users_transact(world, story).await?;
            let batch = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
            chapters::verifier_accepts(world, story, &batch, data).await?;

            chapters::verifier_requests_last(world, story, &batch).await?;
            chapters::sequencer_answers_last(world, story, &batch).await?;
            chapters::ledger_tells_costs(world, story, 0, before).await?;
            chapters::batches_become_final(world, story).await?;
            chapters::finality_keeps_its_bound(world, story, &batch).await?;

            chapters::users_transact(world, story).await?;
            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await
        })
    },
};
