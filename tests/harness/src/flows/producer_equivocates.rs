//! The Block Producer signs two orders for one parent, and is punished without a vote (spec 4.6).

use super::{Flow, Part, chapters};
use crate::{
    money::{Change, Money, signed},
    world::Settings,
};

/// How many transactions it leaves behind.
const FAILED: usize = 5;

/// Anybody shows both signatures, one of which was submitted with a batch: the Block Producer loses its whole stake and its
/// slot. The batch stays, and the next Block Producer goes on from it.
pub(super) const FLOW: Flow = Flow {
    name: "producer-equivocates",
    title: "a Block Producer that has signed two orders for one parent is punished at once (spec 4.6)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_POSTS,
            chapters::SIGNS_TWO_ORDERS,
            chapters::PRODUCER_STOPS,
            chapters::EQUIVOCATION_IS_PUNISHED,
            chapters::L2_GOES_ON[3],
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::VERIFIER_ACCEPTS,
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
            let money = Money::note(world).await?;
            let (guilty, parent) = (world.producer.address(), world.genesis.0.clone());
            let stake = world.anybody.member(guilty).await?.stake;
            chapters::users_transact(world, story).await?;
            let batch = chapters::sequencer_posts(world, story).await?;
            let statements = chapters::signs_two_orders(world, story, &batch)?;
            let failed = chapters::producer_stops(world, story, FAILED)?;
            chapters::equivocation_is_punished(world, story, &parent, statements).await?;
            chapters::l2_goes_on(world, story, chapters::VOTED, failed).await?;

            let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
            chapters::verifier_accepts(world, story, &batch, data).await?;
            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await?;
            let stake = signed(stake)?;
            let punished = Change {
                stake: -stake,
                ..Change::default()
            };
            let changes = [(guilty, punished)];
            chapters::money_is_accounted(world, story, money, &changes, stake).await
        })
    },
};
