//! All sequencers leave, the L2 halts, and a new one takes it up (spec 4.2, phase `NoSequencer`).

use super::{Flow, Part, chapters};
use crate::world::Settings;

/// Finality goes on without a sequencer; whoever has left gets its stake back.
pub(super) const FLOW: Flow = Flow {
    name: "pool-emptied",
    title: "all sequencers leave, a new one joins and goes on (steps R.3.1 to R.3.4)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::SELECTED_GOES_ON,
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_POSTS,
            chapters::OTHERS_FOLLOW,
            chapters::SEQUENCER_LEAVES,
            chapters::SEQUENCER_LEAVES,
            chapters::USERS_TRANSACT,
            chapters::NO_SEQUENCER_IS_LEFT,
            chapters::BATCHES_BECOME_FINAL,
            chapters::NEW_SEQUENCER_JOINS,
            chapters::SELECTED_GOES_ON,
            chapters::SEQUENCER_POSTS,
            chapters::STAKE_IS_PAID_BACK,
            chapters::STAKE_IS_PAID_BACK,
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
            chapters::sequencer_posts(world, story).await?;
            chapters::others_follow(world, story).await?;

            let first = chapters::sequencer_leaves(world, story, 0).await?;
            let second = chapters::sequencer_leaves(world, story, 1).await?;
            chapters::users_transact(world, story).await?;
            chapters::no_sequencer_is_left(world, story, 1).await?;
            chapters::batches_become_final(world, story).await?;

            let newcomer = chapters::new_sequencer_joins(world, story).await?;
            chapters::selected_goes_on(world, story, newcomer).await?;
            chapters::sequencer_posts(world, story).await?;

            chapters::stake_is_paid_back(world, story, 0, first).await?;
            chapters::stake_is_paid_back(world, story, 1, second).await?;
            chapters::batches_become_final(world, story).await
        })
    },
};
