//! Nobody has the data of a full batch, and its author answers in time (seed steps 11.B.2.A.1 and 2).

use super::{Flow, Part, chapters};
use crate::{workload::Mix, world::Settings};

/// Elements of the withholding sequencer's own: with the users' 2,990 they fill the batch.
const OWN: usize = 10;

/// The Sequencer withholds the data of 3,000 elements until it is asked, and then publishes them on Layer 1.
pub(super) const FLOW: Flow = Flow {
    name: "data-answered",
    title: "nobody has the data of 3,000 elements, their author publishes them (steps 11.B.1 to 11.B.2.A.2)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_WITHHOLDS,
            chapters::FINDS_OTHER_ROOT,
            chapters::VERIFIER_REQUESTS,
            chapters::DATA_IS_ANSWERED,
            chapters::VERIFIER_ACCEPTS,
            chapters::BATCHES_BECOME_FINAL,
        ],
    }],
    settings: || Settings {
        mix: Mix::Payments,
        block_size: 115,
        blocks_per_batch: 26,
        ..Settings::default()
    },
    tell: |world, story| {
        Box::pin(async move {
            chapters::users_transact(world, story).await?;
            let batch = chapters::sequencer_withholds(world, story, OWN).await?;
            chapters::verifier_finds_other_root(world, story, &batch).await?;
            chapters::verifier_requests(world, story, &batch).await?;
            let data = chapters::sequencer_answers(world, story, &batch).await?;
            chapters::verifier_accepts(world, story, &batch, data).await?;
            chapters::batches_become_final(world, story).await
        })
    },
};
