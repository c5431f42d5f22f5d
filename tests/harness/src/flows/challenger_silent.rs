//! A challenger opens a dispute on a right batch and does not go on (spec 4.4).

use super::{
    Flow, Part,
    chapters::{self, Who},
};
use crate::{
    faults::ChallengerFault,
    money::{Change, Money},
    world::Settings,
};

/// The Sequencer answers, the challenger does not; when its clock has run out, and not before, its bond is lost, and pays
/// for the reveal that it left unanswered.
pub(super) const FLOW: Flow = Flow {
    name: "challenger-silent",
    title: "a challenger does not go on and loses its bond when its clock has run out (step 11.A.3.B.2)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_POSTS,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::VERIFIER_ACCEPTS,
            chapters::BATCH_IS_CHALLENGEABLE,
            chapters::DISPUTE_IS_OPENED,
            chapters::AUTHOR_REVEALS,
            chapters::CHALLENGER_IS_SILENT,
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
            let silent = world.add_challenger().await?;
            chapters::users_transact(world, story).await?;
            let batch = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
            chapters::verifier_accepts(world, story, &batch, data).await?;
            let money = Money::note(world).await?;

            let (who, fault) = (
                Who::Challenger(silent),
                ChallengerFault::Silent { after: 0 },
            );
            let (data, own) = chapters::examined(world, silent, &batch).await?;
            chapters::batch_is_challengeable(world, story, who, &batch, &data).await?;
            let mut dispute =
                chapters::dispute_is_opened(world, story, (who, fault), &batch, (data, &own))
                    .await?;
            chapters::author_reveals(world, story, &dispute).await?;
            chapters::challenger_is_silent(world, story, &mut dispute).await?;
            chapters::batches_become_final(world, story).await?;

            let terms = chapters::terms(world)?;
            let earned = Change {
                credit: terms.payment(1),
                ..Change::default()
            };
            let author = world.sequencers[0].layer1().account();
            let changes = [(who.account(world), terms.bond_paid()), (author, earned)];
            let pot = terms.bond - terms.payment(1);
            chapters::money_is_accounted(world, story, money, &changes, pot).await
        })
    },
};
