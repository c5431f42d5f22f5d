//! A false state root is found out by Layer 1 itself, which executes the batch, with no dispute (spec 4.4).

use super::{
    Flow, Part,
    chapters::{self, Lie, Place, Portion, Who},
};
use crate::{
    money::{Change, Money, signed},
    world::Settings,
};

/// How many elements the first feeder feeds.
const PORTION: u32 = 7;

/// A lie in the middle of a batch is caught by its replay, which two feed; each takes its part of the winner's share, by
/// elements, once.
pub(super) const FLOW: Flow = Flow {
    name: "fraud-by-replay",
    title: "Layer 1 executes a false batch, nobody disputes it; the winner's share is for those who fed it (step 11.A.3.B.2)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_LIES,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::FINDS_OTHER_STATE,
            chapters::BATCH_IS_CHALLENGEABLE,
            chapters::REPLAY_BEGINS,
            chapters::REPLAY_IS_FED,
            chapters::REPLAY_FINDS_FRAUD,
            chapters::SHARE_IS_CLAIMED,
            chapters::SHARE_IS_CLAIMED,
            chapters::SELECTED_GOES_ON,
            chapters::SEQUENCER_POSTS,
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
            let second = world.add_challenger().await?;
            let (who, other) = (Who::Verifier, Who::Challenger(second));
            let money = Money::note(world).await?;
            chapters::users_transact(world, story).await?;
            let lie = Lie::StateFrom(Place::Middle);
            let batch = chapters::sequencer_lies(world, story, lie).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
            chapters::verifier_finds_other_state(world, story, &batch, &data).await?;
            chapters::batch_is_challengeable(world, story, who, &batch, &data).await?;

            // Whoever feeds has executed the batch itself: the witness comes from its own database.
            chapters::examined(world, second, &batch).await?;
            let mut execution =
                chapters::replay_begins(world, story, (chapters::OPENS, who), &batch, data.clone())
                    .await?;
            let portion = Portion {
                most: PORTION,
                again: 0,
            };
            let first = chapters::replay_is_fed(
                world,
                story,
                (chapters::DECIDES, who),
                &mut execution,
                portion,
            )
            .await?;
            let rest = chapters::replay_finds_fraud(world, story, other, &mut execution, 1).await?;
            let terms = chapters::terms(world)?;
            let reward = u128::try_from(terms.reward).map_err(anyhow::Error::from)?;
            let part = reward * u128::from(first) / u128::from(first + rest);
            let parts = [(who, first, part), (other, rest, reward - part)];
            let slashed = (world.sequencers[0].layer1().account(), terms.slashed());
            let mut changes = vec![slashed];
            for (feeder, elements, part) in parts {
                let share = (elements, part);
                chapters::share_is_claimed(world, story, feeder, &batch, share).await?;
                let free = signed(part)?;
                let won = Change {
                    free,
                    ..Change::default()
                };
                changes.push((feeder.account(world), won));
            }

            chapters::selected_goes_on(world, story, 1).await?;
            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await?;
            let pot = terms.stake - terms.reward;
            chapters::money_is_accounted(world, story, money, &changes, pot).await
        })
    },
};
