//! A Sequencer posts another order, and is not the current one any more when the vote is over (seed step O.4.B.3).

use super::{
    Flow, Part,
    chapters::{self, Purpose},
};
use crate::{layer1::Motion, money::Money, world::Settings};

/// What the Block Producer says only afterwards is no evidence. What it has said before is; but the turn is over before
/// the vote, so that nothing happens.
pub(super) const FLOW: Flow = Flow {
    name: "ordering-mismatch-later",
    title: "late evidence of another order is refused, and who is not selected any more is not rotated (steps O.1 to O.4.B.3)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_REORDERS,
            chapters::LATE_EVIDENCE_IS_REFUSED,
            chapters::ORDER_DIFFERS,
            chapters::USERS_TRANSACT,
            chapters::PRODUCER_ATTESTS,
            chapters::SEQUENCER_REORDERS,
            chapters::ORDER_DIFFERS,
            chapters::HOLDER_ENDS_SLOT,
            Purpose::Ordering.steps(),
            chapters::KICK_IS_SKIPPED,
            chapters::OTHERS_FOLLOW,
            chapters::SELECTED_GOES_ON,
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_POSTS,
            chapters::BATCHES_BECOME_FINAL,
            chapters::MONEY_IS_ACCOUNTED,
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
            let producer = world.producer_as_member();
            world.give_bond(&producer).await?;
            let money = Money::note(world).await?;
            chapters::users_transact(world, story).await?;
            let first = chapters::sequencer_reorders(world, story).await?;
            chapters::late_evidence_is_refused(world, story, &first).await?;
            chapters::order_differs(world, story, &first).await?;

            chapters::users_transact(world, story).await?;
            chapters::producer_attests(world, story, &first).await?;
            let second = chapters::sequencer_reorders(world, story).await?;
            chapters::order_differs(world, story, &second).await?;
            chapters::holder_ends_slot(world, story, 1).await?;
            let accused = world.sequencers[0].layer1().account();
            let epoch = world.anybody.member(accused).await?.epoch;
            let motion = Motion::kick_for_ordering(epoch, &second, producer.account());
            let purpose = Purpose::Ordering;
            let proposal = chapters::is_proposed(world, story, purpose, &producer, motion).await?;
            chapters::is_voted(world, story, purpose, &proposal).await?;
            chapters::kick_is_skipped(world, story, &proposal, 0).await?;

            chapters::others_follow(world, story).await?;
            chapters::selected_goes_on(world, story, 1).await?;
            chapters::users_transact(world, story).await?;
            chapters::sequencer_posts(world, story).await?;
            chapters::batches_become_final(world, story).await?;
            let bond = chapters::bond_returned(world)?;
            let changes = [(producer.account(), bond)];
            chapters::money_is_accounted(world, story, money, &changes, 0).await
        })
    },
};
