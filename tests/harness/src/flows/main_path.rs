//! The main path, seed steps 1 to 11.A.3.A.1: everybody is honest and everything is up.

use super::{Flow, chapters};
use crate::world::Settings;

/// Honest actors, Memolabs up.
pub(super) const FLOW: Flow = Flow {
    name: "main-path",
    title: "users' transactions become valid, final batches (steps 1 to 11.A.3.A.1)",
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
        "9",
        "10",
        "11",
        "11.A.1",
        "11.A.2",
        "11.A.3",
        "11.A.3.A.1",
    ],
    batches: 3,
    closing: &["11.A.3.A.1"],
    settings: Settings::default,
    tell: |world, story, batches| {
        Box::pin(async move {
            for _ in 0..batches {
                chapters::users_transact(world, story).await?;
                let batch = chapters::sequencer_posts(world, story).await?;
                let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
                chapters::verifier_accepts(world, story, &batch, data).await?;
            }
            chapters::batches_become_final(world, story).await
        })
    },
};
