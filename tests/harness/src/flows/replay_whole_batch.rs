//! A right batch is executed by Layer 1 from end to end, whoever feeds it, and is final at once (spec 4.4).

use interfaces::client::IFraudProof::DisputeStatus;

use super::{
    Flow, Part,
    chapters::{self, Portion, Who},
};
use crate::{faults::ChallengerFault, money::Money, world::Settings};

/// The Verifier begins and goes away, a challenger goes on with what was executed already, the Verifier comes back. A
/// dispute that was open is settled for the Sequencer, which loses nothing; the batch waits for no window.
pub(super) const FLOW: Flow = Flow {
    name: "replay-whole-batch",
    title: "a batch is executed by Layer 1, left by one feeder and continued by another, and is final without its window (step 11.A.3.B.2)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_POSTS,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::BATCH_IS_CHALLENGEABLE,
            chapters::DISPUTE_IS_OPENED,
            chapters::REPLAY_BEGINS,
            chapters::REPLAY_IS_FED,
            chapters::REPLAY_IS_FED,
            chapters::REPLAY_AGREES,
            chapters::DISPUTE_IS_SETTLED,
            chapters::PROVEN_BECOMES_FINAL,
            chapters::MONEY_IS_ACCOUNTED,
        ],
    }],
    settings: || Settings {
        users: 24,
        block_size: 1_500,
        blocks_per_batch: 2,
        ..chapters::with_long_clocks(Settings::default())
    },
    tell: |world, story| {
        Box::pin(async move {
            let sham = world.add_challenger().await?;
            let (who, other) = (Who::Verifier, Who::Challenger(sham));
            let money = Money::note(world).await?;
            chapters::users_transact(world, story).await?;
            let batch = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
            chapters::batch_is_challengeable(world, story, who, &batch, &data).await?;
            let (same, own) = chapters::examined(world, sham, &batch).await?;
            let seed = world.settings.seed;
            let fault = ChallengerFault::Sham { seed };
            let mut dispute =
                chapters::dispute_is_opened(world, story, (other, fault), &batch, (same, &own))
                    .await?;

            let mut execution =
                chapters::replay_begins(world, story, (chapters::OPENS, who), &batch, data).await?;
            let all = batch.header.element_count;
            let portion = |again| Portion {
                most: all / 8,
                again,
            };
            let first = chapters::replay_is_fed(
                world,
                story,
                (chapters::DECIDES, who),
                &mut execution,
                portion(0),
            )
            .await?;
            let again = portion(first.min(all / 16));
            chapters::replay_is_fed(
                world,
                story,
                (chapters::DECIDES, other),
                &mut execution,
                again,
            )
            .await?;
            let seed = (chapters::DECIDES, who);
            chapters::replay_agrees(world, story, seed, &mut execution).await?;

            let lost = DisputeStatus::Lost;
            chapters::dispute_is_settled(world, story, &mut dispute, lost).await?;
            chapters::proven_becomes_final(world, story, &batch).await?;
            let terms = chapters::terms(world)?;
            let changes = [(other.account(world), terms.bond_paid())];
            chapters::money_is_accounted(world, story, money, &changes, terms.bond).await
        })
    },
};
