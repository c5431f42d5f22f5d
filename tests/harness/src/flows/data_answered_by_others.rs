//! The data of a batch may come from anybody (spec 4.3), and the ledger tells who posted what.

use super::{
    Flow, Part,
    chapters::{self, Publisher::Author, Publisher::Somebody},
};
use crate::world::Settings;

/// The first batch is published in two halves that overlap, the second one by somebody else alone.
pub(super) const FLOW: Flow = Flow {
    name: "data-answered-by-others",
    title: "the data comes in part, then wholly, from somebody else (steps 11.B.1 to 11.B.2.A.2)",
    parts: &[
        Part {
            times: 2,
            chapters: &[
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_WITHHOLDS,
                chapters::FINDS_OTHER_ROOT,
                chapters::VERIFIER_REQUESTS,
                chapters::DATA_IS_ANSWERED,
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
            chapters::users_transact(world, story).await?;
            let batch = chapters::sequencer_withholds(world, story, 1).await?;
            chapters::verifier_finds_other_root(world, story, &batch).await?;
            chapters::verifier_requests(world, story, &batch).await?;
            let all = batch.header.element_count;
            let shares = [(Author, 0..all / 2), (Somebody, all / 4..all)];
            let data = chapters::data_is_answered(world, story, &batch, &shares).await?;
            chapters::verifier_accepts(world, story, &batch, data).await?;

            chapters::users_transact(world, story).await?;
            let batch = chapters::sequencer_withholds(world, story, 1).await?;
            chapters::verifier_finds_other_root(world, story, &batch).await?;
            chapters::verifier_requests(world, story, &batch).await?;
            let shares = [(Somebody, 0..batch.header.element_count)];
            let data = chapters::data_is_answered(world, story, &batch, &shares).await?;
            chapters::verifier_accepts(world, story, &batch, data).await?;
            chapters::batches_become_final(world, story).await
        })
    },
};
