//! The community adds a parameter set (spec 4.6, section 5).

use super::{
    Flow, Part,
    chapters::{self, Purpose},
};
use crate::{layer1::Motion, money::Money, world::Settings};

/// Requests are to cost more. The set holds for batches that come after its execution: not for those before, and not for
/// one that was on its way.
pub(super) const FLOW: Flow = Flow {
    name: "parameters-changed",
    title: "a parameter set is added by a vote behind a timelock, and holds for the batches to come (spec 4.6)",
    parts: &[Part {
        times: 1,
        chapters: &[
            Purpose::Terms.steps(),
            chapters::WAITS_FOR_TIMELOCK,
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_POSTS,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::VERIFIER_ACCEPTS,
            chapters::SET_IS_ADDED,
            chapters::USERS_TRANSACT,
            chapters::OUTDATED_SUBMISSION_IS_REFUSED,
            chapters::SEQUENCER_POSTS,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::VERIFIER_ACCEPTS,
            chapters::OLD_SET_STAYS,
            chapters::BATCHES_BECOME_FINAL,
            chapters::MONEY_IS_ACCOUNTED,
        ],
    }],
    settings: || Settings {
        users: 3,
        block_size: 10,
        blocks_per_batch: 2,
        ..Settings::default()
    },
    tell: |world, story| {
        Box::pin(async move {
            let producer = world.producer_as_member();
            world.give_bond(&producer).await?;
            let money = Money::note(world).await?;
            let mut parameters = world.anybody.parameters(0).await?;
            parameters.request.base *= 2;
            let (motion, purpose) = (Motion::add_parameters(&parameters), Purpose::Terms);
            let proposal = chapters::is_proposed(world, story, purpose, &producer, motion).await?;
            chapters::is_voted(world, story, purpose, &proposal).await?;
            chapters::waits_for_timelock(world, story, &proposal).await?;

            chapters::users_transact(world, story).await?;
            let old = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &old).await?;
            chapters::verifier_accepts(world, story, &old, data).await?;
            chapters::set_is_added(world, story, &proposal, (1, &parameters)).await?;

            chapters::users_transact(world, story).await?;
            chapters::outdated_submission_is_refused(world, story, (0, 1)).await?;
            let new = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &new).await?;
            chapters::verifier_accepts(world, story, &new, data).await?;
            chapters::old_set_stays(world, story, (&old, &new), &parameters).await?;
            chapters::batches_become_final(world, story).await?;
            let changes = [(producer.account(), chapters::bond_returned(world)?)];
            chapters::money_is_accounted(world, story, money, &changes, 0).await
        })
    },
};
