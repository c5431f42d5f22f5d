//! As `data-withheld`, with a thousand later batches on top: an expiry cuts them all in one step (spec 6, invariant
//! 6).

use super::{Flow, Part, chapters};
use crate::world::Settings;

/// While one later batch stands on the withheld one, the cost of the expiry is measured; then nobody calls it until
/// there are a thousand. The next sequencer makes one batch of all their blocks.
pub(super) const FLOW: Flow = Flow {
    name: "data-withheld-long-chain",
    title: "the same with 1,000 later batches, all orphaned at once for the same gas (steps 11.B.1 to 11.B.2.B.4)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_WITHHOLDS,
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_POSTS,
            chapters::FINDS_OTHER_ROOT,
            chapters::VERIFIER_REQUESTS,
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_POSTS_EACH_BLOCK,
            chapters::DATA_IS_WITHHELD,
            chapters::EXPIRY_COSTS_THE_SAME,
            chapters::SELECTED_GOES_ON,
            chapters::SEQUENCER_POSTS,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::VERIFIER_ACCEPTS,
            chapters::BATCHES_BECOME_FINAL,
        ],
    }],
    settings: || {
        let mut settings = Settings {
            sequencers: 2,
            users: 3,
            block_size: 1,
            blocks_per_batch: 2,
            ..Settings::default()
        };
        // One slot holds them all.
        settings.network.parameters.slot.batches = 2_000;
        settings
    },
    tell: |world, story| {
        Box::pin(async move {
            chapters::users_transact(world, story).await?;
            let withheld = chapters::sequencer_withholds(world, story, 1).await?;
            chapters::users_transact(world, story).await?;
            chapters::sequencer_posts(world, story).await?;
            chapters::verifier_finds_other_root(world, story, &withheld).await?;
            chapters::verifier_requests(world, story, &withheld).await?;
            let few = chapters::cost_of_expiry(world, &withheld).await?;

            let later = world.settings.later_batches;
            world.settings.blocks_per_batch = later - 1;
            chapters::users_transact(world, story).await?;
            chapters::sequencer_posts_each_block(world, story).await?;
            let many = chapters::data_is_withheld(world, story, &withheld, 1).await?;
            chapters::expiry_costs_the_same(story, (1 + 1, few), (1 + later, many))?;

            chapters::selected_goes_on(world, story, 1).await?;
            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await
        })
    },
};
