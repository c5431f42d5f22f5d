//! The order on Layer 1 is the Block Producer's (seed steps O.1 to O.4, O.4.A).

use super::{Flow, Part, chapters};
use crate::world::Settings;

/// The Block Producer checks every batch that was posted.
pub(super) const FLOW: Flow = Flow {
    name: "ordering-agrees",
    title: "the Block Producer finds its own order on Layer 1 (steps O.1 to O.4.A.1)",
    parts: &[
        Part {
            times: 2,
            chapters: &[
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_POSTS,
                chapters::ORDER_AGREES,
                chapters::DOWNLOAD_FROM_MEMOLABS,
                chapters::VERIFIER_ACCEPTS,
            ],
        },
        Part {
            times: 1,
            chapters: &[chapters::BATCHES_BECOME_FINAL],
        },
    ],
    settings: || Settings {
        users: 3,
        block_size: 10,
        blocks_per_batch: 2,
        ..Settings::default()
    },
    tell: |world, story| {
        Box::pin(async move {
            for _ in 0..2 {
                chapters::users_transact(world, story).await?;
                let batch = chapters::sequencer_posts(world, story).await?;
                chapters::order_agrees(world, story, &batch).await?;
                let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
                chapters::verifier_accepts(world, story, &batch, data).await?;
            }
            chapters::batches_become_final(world, story).await
        })
    },
};
