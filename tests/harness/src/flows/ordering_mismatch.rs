//! The selected Sequencer posts another order than the Block Producer's (seed steps O.1 to O.4, O.4.B).

use super::{
    Flow, Part,
    chapters::{self, Purpose},
};
use crate::{layer1::Motion, money::Money, world::Settings};

/// The Block Producer has said on Layer 1 what is to come; the Sequencer posts something else. The L2 is reorganised to
/// what was posted, and the community ends the Sequencer's turn.
pub(super) const FLOW: Flow = Flow {
    name: "ordering-mismatch",
    title: "a sequencer posts another order than the attested one: the L2 is reorganised, and it is rotated by a vote (steps O.1 to O.4.B.3)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::PRODUCER_ATTESTS,
            chapters::SEQUENCER_REORDERS,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::VERIFIER_ACCEPTS,
            chapters::USERS_TRANSACT,
            chapters::ORDER_DIFFERS,
            Purpose::Ordering.steps(),
            chapters::ORDERING_IS_PUNISHED,
            chapters::OTHERS_FOLLOW,
            chapters::SELECTED_GOES_ON,
            chapters::SEQUENCER_POSTS,
            chapters::ORDER_AGREES,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::VERIFIER_ACCEPTS,
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
            let genesis = world.genesis.0.clone();
            chapters::producer_attests(world, story, &genesis).await?;
            let batch = chapters::sequencer_reorders(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
            chapters::verifier_accepts(world, story, &batch, data).await?;
            chapters::users_transact(world, story).await?;
            chapters::order_differs(world, story, &batch).await?;

            let accused = world.sequencers[0].layer1().account();
            let epoch = world.anybody.member(accused).await?.epoch;
            let motion = Motion::kick_for_ordering(epoch, &batch, producer.account());
            let purpose = Purpose::Ordering;
            let proposal = chapters::is_proposed(world, story, purpose, &producer, motion).await?;
            chapters::is_voted(world, story, purpose, &proposal).await?;
            chapters::ordering_is_punished(world, story, &proposal, (0, 1)).await?;

            chapters::others_follow(world, story).await?;
            chapters::selected_goes_on(world, story, 1).await?;
            let next = chapters::sequencer_posts(world, story).await?;
            chapters::order_agrees(world, story, &next).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await?;
            let bond = chapters::bond_returned(world)?;
            let changes = [(producer.account(), bond)];
            chapters::money_is_accounted(world, story, money, &changes, 0).await
        })
    },
};
