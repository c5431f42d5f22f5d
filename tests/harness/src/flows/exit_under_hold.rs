//! Two sequencers leave, and requests on their last batches hold their stakes (spec 4.2).
//!
//! Under every parameter set the time of unbonding outlives the time to answer a request, so that a request in time
//! that is answered in time is over when a stake could be released. What outlives unbonding is a request that nobody
//! ends.

use super::{Flow, Part, chapters};
use crate::world::Settings;

/// The first one answers in the last block of its time, and gets its whole stake back; the second one does not answer
/// and nobody ends the request: its stake stays held when unbonding is over, and can be slashed.
pub(super) const FLOW: Flow = Flow {
    name: "exit-under-hold",
    title: "sequencers leave, open requests hold their stakes (steps R.3.1, 11.B.1, R.3.4)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_WITHHOLDS,
            chapters::SEQUENCER_LEAVES,
            chapters::FINDS_OTHER_ROOT,
            chapters::VERIFIER_REQUESTS_LAST,
            chapters::STAKE_IS_HELD,
            chapters::SEQUENCER_ANSWERS_LAST,
            chapters::VERIFIER_ACCEPTS,
            chapters::STAKE_IS_PAID_BACK,
            chapters::OTHERS_FOLLOW,
            chapters::SELECTED_GOES_ON,
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_WITHHOLDS,
            chapters::SEQUENCER_LEAVES,
            chapters::FINDS_OTHER_ROOT,
            chapters::VERIFIER_REQUESTS,
            chapters::STAKE_IS_HELD,
            chapters::STAKE_IS_HELD,
            chapters::DATA_IS_WITHHELD,
            chapters::STAKE_IS_PAID_BACK,
            chapters::SELECTED_GOES_ON,
            chapters::SEQUENCER_POSTS,
            chapters::BATCHES_BECOME_FINAL,
        ],
    }],
    settings: || Settings {
        sequencers: 3,
        users: 3,
        block_size: 10,
        blocks_per_batch: 2,
        ..Settings::default()
    },
    tell: |world, story| {
        Box::pin(async move {
            chapters::users_transact(world, story).await?;
            let batch = chapters::sequencer_withholds(world, story, 1).await?;
            let own = chapters::sequencer_leaves(world, story, 0).await?;
            chapters::verifier_finds_other_root(world, story, &batch).await?;
            chapters::verifier_requests_last(world, story, &batch).await?;
            chapters::stake_is_held(world, story, 0).await?;
            let data = chapters::sequencer_answers_last(world, story, &batch).await?;
            chapters::verifier_accepts(world, story, &batch, data).await?;
            chapters::stake_is_paid_back(world, story, 0, own).await?;

            chapters::others_follow(world, story).await?;
            chapters::selected_goes_on(world, story, 1).await?;
            chapters::users_transact(world, story).await?;
            let batch = chapters::sequencer_withholds(world, story, 1).await?;
            let own = chapters::sequencer_leaves(world, story, 1).await?;
            chapters::verifier_finds_other_root(world, story, &batch).await?;
            chapters::verifier_requests(world, story, &batch).await?;
            chapters::stake_is_held(world, story, 1).await?;
            chapters::stake_stays_held(world, story, 1).await?;
            chapters::leaver_has_withheld(world, story, &batch).await?;
            let own = chapters::own_after_slash(world, own);
            chapters::stake_is_paid_back(world, story, 1, own).await?;

            chapters::selected_goes_on(world, story, 2).await?;
            chapters::sequencer_posts(world, story).await?;
            chapters::batches_become_final(world, story).await
        })
    },
};
