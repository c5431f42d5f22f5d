//! The community spends a part of the pot (spec 4.6).

use super::{
    Flow, Part,
    chapters::{self, Purpose},
};
use crate::{
    layer1::Motion,
    money::{Change, Money, signed},
    world::Settings,
};

/// The fee of an answered request is in the pot. Two members propose to spend of it, and both have their majority; but a
/// period's share is not enough for both, and the second one expires.
pub(super) const FLOW: Flow = Flow {
    name: "pot-spent",
    title: "a part of the pot is spent by a vote, and not more than a period's share (spec 4.6)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_POSTS,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::VERIFIER_ACCEPTS,
            chapters::VERIFIER_REQUESTS,
            chapters::DATA_IS_ANSWERED,
            Purpose::Terms.steps(),
            Purpose::Terms.steps(),
            chapters::WAITS_FOR_TIMELOCK,
            chapters::POT_IS_SPENT,
            chapters::SPENDING_IS_CAPPED,
            chapters::IS_EXPIRED,
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
            let (producer, sequencer) = (world.producer_as_member(), world.sequencer_as_member(0)?);
            for proposer in [&producer, &sequencer] {
                world.give_bond(proposer).await?;
            }
            let money = Money::note(world).await?;
            chapters::users_transact(world, story).await?;
            let batch = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
            chapters::verifier_accepts(world, story, &batch, data).await?;
            let request = chapters::verifier_requests(world, story, &batch).await?;
            chapters::sequencer_answers(world, story, &batch).await?;

            let (share, beneficiary) =
                (world.anybody.spendable().await?, world.verifier_as_member());
            let (asked, rest) = (share / 4 * 3, share / 2);
            let (purpose, account) = (Purpose::Terms, beneficiary.account());
            let motion = Motion::spend(account, asked);
            let first = chapters::is_proposed(world, story, purpose, &producer, motion).await?;
            let motion = Motion::spend(account, rest);
            let second = chapters::is_proposed(world, story, purpose, &sequencer, motion).await?;
            for proposal in [&first, &second] {
                chapters::is_voted(world, story, purpose, proposal).await?;
            }
            chapters::waits_for_timelock(world, story, &first).await?;
            chapters::period_is_young(world, &second).await?;
            let spent = (&beneficiary, asked);
            chapters::pot_is_spent(world, story, &first, spent).await?;
            chapters::spending_is_capped(world, story, &second, rest).await?;
            chapters::is_expired(world, story, &second).await?;
            chapters::batches_become_final(world, story).await?;

            let (fee, asked) = (signed(request.fee)?, signed(asked)?);
            let paid = Change {
                free: asked - fee,
                ..Change::default()
            };
            let bond = chapters::bond_returned(world)?;
            let changes = [
                (account, paid),
                (producer.account(), bond),
                (sequencer.account(), bond),
            ];
            chapters::money_is_accounted(world, story, money, &changes, fee - asked).await
        })
    },
};
