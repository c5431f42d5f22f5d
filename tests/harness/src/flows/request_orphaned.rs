//! A request whose batch ceases to count, because a lower one expires (spec 4.3, `settleOrphan`).

use super::{Flow, Part, chapters};
use crate::world::Settings;

/// The second sequencer stands on a batch of the first, whose data nobody publishes. Its own request is half
/// answered when both batches are cut. It loses nothing, and posts its blocks again.
pub(super) const FLOW: Flow = Flow {
    name: "request-orphaned",
    title: "a lower batch expires under a half answered request, whose author loses nothing (steps 11.B.2.C.1 to 3)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::SELECTED_GOES_ON,
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_WITHHOLDS,
            chapters::HOLDER_ENDS_SLOT,
            chapters::OTHERS_FOLLOW,
            chapters::SELECTED_GOES_ON,
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_WITHHOLDS,
            chapters::MEMOLABS_HAS_NOTHING,
            chapters::VERIFIER_REQUESTS,
            chapters::MEMOLABS_HAS_NOTHING,
            chapters::VERIFIER_REQUESTS,
            chapters::PART_IS_PUBLISHED,
            chapters::COUNTING_IS_NOT_SETTLED,
            chapters::DATA_IS_WITHHELD,
            chapters::ORPHAN_TAKES_NO_DATA,
            chapters::ORPHAN_IS_SETTLED,
            chapters::ORPHANED_GOES_ON,
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
            chapters::selected_goes_on(world, story, 0).await?;
            chapters::users_transact(world, story).await?;
            let lower = chapters::sequencer_withholds(world, story, 0).await?;
            chapters::holder_ends_slot(world, story, 1).await?;
            chapters::others_follow(world, story).await?;

            chapters::selected_goes_on(world, story, 1).await?;
            chapters::users_transact(world, story).await?;
            let upper = chapters::sequencer_withholds(world, story, 0).await?;

            chapters::memolabs_has_nothing(world, story, &lower).await?;
            chapters::verifier_requests(world, story, &lower).await?;
            chapters::memolabs_has_nothing(world, story, &upper).await?;
            chapters::verifier_requests(world, story, &upper).await?;
            let half = upper.header.element_count / 2;
            chapters::part_is_published(world, story, &upper, half).await?;
            chapters::counting_is_not_settled(world, story, &upper).await?;

            chapters::data_is_withheld(world, story, &lower, 1).await?;
            chapters::orphan_takes_no_data(world, story, &upper).await?;
            chapters::orphan_is_settled(world, story, &upper).await?;

            chapters::orphaned_goes_on(world, story, 1).await?;
            let again = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &again).await?;
            chapters::verifier_accepts(world, story, &again, data).await?;
            chapters::batches_become_final(world, story).await
        })
    },
};
