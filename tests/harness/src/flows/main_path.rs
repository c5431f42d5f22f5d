//! The main path, seed steps 1 to 11.A.3.A.1: everybody is honest and everything is up.

use super::{Flow, Part, chapters};
use crate::world::Settings;

/// Batches that are played.
const BATCHES: usize = 3;

/// Honest actors, Memolabs up.
pub(super) const FLOW: Flow = Flow {
    name: "main-path",
    title: "users' transactions become valid, final batches (steps 1 to 11.A.3.A.1)",
    parts: &[
        Part {
            times: BATCHES,
            chapters: &[
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_POSTS,
                chapters::DOWNLOAD_FROM_MEMOLABS,
                chapters::VERIFIER_ACCEPTS,
            ],
        },
        Part {
            times: 1,
            chapters: &[chapters::BATCHES_BECOME_FINAL],
        },
    ],
    settings: Settings::default,
    tell: |world, story| {
        Box::pin(async move {
            for _ in 0..BATCHES {
                chapters::users_transact(world, story).await?;
                let batch = chapters::sequencer_posts(world, story).await?;
                let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
                chapters::verifier_accepts(world, story, &batch, data).await?;
            }
            chapters::batches_become_final(world, story).await
        })
    },
};
