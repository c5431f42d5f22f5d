//! Memolabs is down, the Peer Network is the source (seed step 8.1.1).

use super::{Flow, chapters};
use crate::{faults::MemolabsFault, world::Settings};

/// Memolabs takes batches and does not give them back.
pub(super) const FLOW: Flow = Flow {
    name: "memolabs-down",
    title: "Memolabs is down, the Verifier downloads from the Peer Network (step 8.1.1)",
    cycle: &[
        "1",
        "2",
        "2.1",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "8.1.1",
        "9",
        "10",
        "11",
        "11.A.1",
        "11.A.2",
        "11.A.3",
        "11.A.3.A.1",
    ],
    batches: 2,
    closing: &["11.A.3.A.1"],
    settings: || Settings {
        memolabs: MemolabsFault::Down,
        ..Settings::default()
    },
    tell: |world, story, batches| {
        Box::pin(async move {
            for _ in 0..batches {
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
