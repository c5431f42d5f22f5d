//! Nobody has the data of a batch, and its author does not answer (seed steps 11.B.2.B.1 to 4).

use super::{Flow, Part, chapters};
use crate::world::Settings;

/// One batch becomes valid, the next one is withheld, a third stands on that; the next sequencer goes on from the
/// first, with all blocks that the cut batches held.
pub(super) const FLOW: Flow = Flow {
    name: "data-withheld",
    title: "nobody has the data of a batch and its author does not answer (steps 11.B.1 to 11.B.2.B.4)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_POSTS,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::VERIFIER_ACCEPTS,
            chapters::OTHERS_FOLLOW,
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_WITHHOLDS,
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_POSTS,
            chapters::FINDS_OTHER_ROOT,
            chapters::VERIFIER_REQUESTS,
            chapters::DATA_IS_WITHHELD,
            chapters::SELECTED_GOES_ON,
            chapters::SEQUENCER_POSTS,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::VERIFIER_ACCEPTS,
            chapters::BATCHES_BECOME_FINAL,
        ],
    }],
    settings: || Settings {
        sequencers: 2,
        users: 3,
        block_size: 10,
        blocks_per_batch: 2,
        ..Settings::default()
    },
    tell: |world, story| {
        Box::pin(async move {
            chapters::users_transact(world, story).await?;
            let valid = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &valid).await?;
            chapters::verifier_accepts(world, story, &valid, data).await?;
            chapters::others_follow(world, story).await?;

            chapters::users_transact(world, story).await?;
            let withheld = chapters::sequencer_withholds(world, story, 1).await?;
            chapters::users_transact(world, story).await?;
            chapters::sequencer_posts(world, story).await?;

            chapters::verifier_finds_other_root(world, story, &withheld).await?;
            chapters::verifier_requests(world, story, &withheld).await?;
            chapters::data_is_withheld(world, story, &withheld, 1).await?;

            chapters::selected_goes_on(world, story, 1).await?;
            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await
        })
    },
};
