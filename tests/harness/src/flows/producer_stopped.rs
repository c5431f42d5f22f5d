//! The Block Producer stops, and the Sequencer submits nothing (seed steps P.1 to P.3, P.3.A).

use super::{
    Flow, Part,
    chapters::{self, Purpose},
};
use crate::{
    layer1::Motion,
    money::{Change, Money, signed},
    world::Settings,
};

/// How many transactions fail while the Block Producer is silent.
const FAILED: usize = 5;

/// The community kicks the Block Producer, with half of its stake; the next one takes over, and the users send again.
pub(super) const FLOW: Flow = Flow {
    name: "producer-stopped",
    title: "the Block Producer stops and no batch comes: it is kicked and rotated by a vote, and the L2 goes on (steps P.1 to P.3.A.4)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_POSTS,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::VERIFIER_ACCEPTS,
            chapters::PRODUCER_STOPS,
            chapters::SEQUENCER_POSTS_NOTHING,
            Purpose::Producer.steps(),
            chapters::PRODUCER_IS_REPLACED,
            chapters::L2_GOES_ON[3],
            chapters::SEQUENCER_POSTS,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::VERIFIER_ACCEPTS,
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
            world.add_producer().await?;
            let sequencer = world.sequencer_as_member(0)?;
            world.give_bond(&sequencer).await?;
            let money = Money::note(world).await?;
            chapters::users_transact(world, story).await?;
            let batch = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
            chapters::verifier_accepts(world, story, &batch, data).await?;
            let failed = chapters::producer_stops(world, story, FAILED)?;
            chapters::sequencer_posts_nothing(world, story).await?;

            let (accused, purpose) = (world.producer.address(), Purpose::Producer);
            let member = world.anybody.member(accused).await?;
            let slash = member.stake / 2;
            let motion = Motion::punish_producer((accused, member.epoch), slash);
            let proposal = chapters::is_proposed(world, story, purpose, &sequencer, motion).await?;
            chapters::is_voted(world, story, purpose, &proposal).await?;
            chapters::producer_is_punished(world, story, purpose, &proposal, slash).await?;
            chapters::l2_goes_on(world, story, chapters::VOTED, failed).await?;

            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await?;
            let slash = signed(slash)?;
            let punished = Change {
                stake: -slash,
                ..Change::default()
            };
            let bond = chapters::bond_returned(world)?;
            let changes = [(sequencer.account(), bond), (accused, punished)];
            chapters::money_is_accounted(world, story, money, &changes, slash).await
        })
    },
};
