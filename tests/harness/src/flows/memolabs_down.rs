//! Memolabs is down, the Peer Network is the source (seed step 8.1.1).

use super::{Flow, Part, chapters};
use crate::{faults::MemolabsFault, world::Settings};

/// Batches that are played.
const BATCHES: usize = 2;

/// Memolabs takes batches and does not give them back.
pub(super) const FLOW: Flow = Flow {
    name: "memolabs-down",
    title: "Memolabs is down, the Verifier downloads from the Peer Network (step 8.1.1)",
    parts: &[
        Part {
            times: BATCHES,
            chapters: &[
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_POSTS,
                chapters::MEMOLABS_DOES_NOT_ANSWER,
                chapters::DOWNLOAD_FROM_PEERS,
                chapters::VERIFIER_ACCEPTS,
            ],
        },
        Part {
            times: 1,
            chapters: &[chapters::BATCHES_BECOME_FINAL],
        },
    ],
    settings: || Settings {
        memolabs: MemolabsFault::Down,
        ..Settings::default()
    },
    tell: |world, story| {
        Box::pin(async move {
            for _ in 0..BATCHES {
                chapters::users_transact(world, story).await?;
                let batch = chapters::sequencer_posts(world, story).await?;
                chapters::memolabs_does_not_answer(world, story, &batch).await?;
                let data = chapters::verifier_downloads_from_peers(world, story, &batch)?;
                chapters::verifier_accepts(world, story, &batch, data).await?;
            }
            chapters::batches_become_final(world, story).await
        })
    },
};
