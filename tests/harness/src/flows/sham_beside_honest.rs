//! A challenger that is the liar's friend does not help it (spec 4.4).

use super::{
    Flow, Part,
    chapters::{self, Lie, Place, Who},
};
use crate::{
    faults::ChallengerFault,
    money::{Change, Money},
    world::Settings,
};

/// A sham disputes a false batch first, and selects what is right in it, so that its author wins against it. The Verifier's
/// dispute on the same batch goes on all the same, and wins.
pub(super) const FLOW: Flow = Flow {
    name: "sham-beside-honest",
    title: "a sham challenger loses to a false batch, which loses to the honest one beside it (step 11.A.3.B.2)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_LIES,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::FINDS_OTHER_STATE,
            chapters::BATCH_IS_CHALLENGEABLE,
            chapters::DISPUTE_IS_OPENED,
            chapters::DISPUTE_IS_OPENED,
            chapters::DISPUTE_IS_BISECTED,
            chapters::CHALLENGE_FAILS,
            chapters::DISPUTE_IS_BISECTED,
            chapters::FRAUD_IS_PROVEN,
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
        ..chapters::with_long_clocks(Settings::default())
    },
    tell: |world, story| {
        Box::pin(async move {
            let sham = world.add_challenger().await?;
            let money = Money::note(world).await?;
            chapters::users_transact(world, story).await?;
            let lie = Lie::StateFrom(Place::Last);
            let batch = chapters::sequencer_lies(world, story, lie).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
            let own = chapters::verifier_finds_other_state(world, story, &batch, &data).await?;
            let (who, honest) = (Who::Verifier, ChallengerFault::None);
            chapters::batch_is_challengeable(world, story, who, &batch, &data).await?;

            let (friend, seed) = (Who::Challenger(sham), world.settings.seed);
            let fault = ChallengerFault::Sham { seed };
            let (same, computed) = chapters::examined(world, sham, &batch).await?;
            let false_dispute = (friend, fault);
            let mut false_dispute =
                chapters::dispute_is_opened(world, story, false_dispute, &batch, (same, &computed))
                    .await?;
            let mut dispute =
                chapters::dispute_is_opened(world, story, (who, honest), &batch, (data, &own))
                    .await?;
            let reveals =
                chapters::dispute_is_bisected(world, story, &mut false_dispute, false).await?;
            chapters::challenge_fails(world, story, &false_dispute).await?;
            chapters::dispute_is_bisected(world, story, &mut dispute, true).await?;
            chapters::fraud_is_proven(world, story, &mut dispute, 1).await?;

            chapters::selected_goes_on(world, story, 1).await?;
            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await?;

            let terms = chapters::terms(world)?;
            let earned = terms.payment(reveals);
            let won = Change {
                free: -terms.bond,
                credit: terms.bond + terms.reward,
                ..Change::default()
            };
            let lost = Change {
                credit: earned,
                ..terms.slashed()
            };
            let changes = [
                (who.account(world), won),
                (friend.account(world), terms.bond_paid()),
                (world.sequencers[0].layer1().account(), lost),
            ];
            let pot = terms.stake - terms.reward + terms.bond - earned;
            chapters::money_is_accounted(world, story, money, &changes, pot).await
        })
    },
};
