//! A right batch is disputed by somebody who has nothing against it, and its sequencer defends it (spec 4.4).

use super::{
    Flow, Part,
    chapters::{self, Who},
};
use crate::{
    faults::ChallengerFault,
    money::{Change, Money},
    world::Settings,
};

/// Two challengers dispute a right batch and select at random. The Sequencer reveals, has the element executed, and is
/// paid for its reveals; its stake is whole, and the batch becomes final.
pub(super) const FLOW: Flow = Flow {
    name: "honest-defended",
    title: "false challengers of a right batch lose their bonds, its sequencer is paid for its reveals (step 11.A.3.B.2)",
    parts: &[
        Part {
            times: 1,
            chapters: &[
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_POSTS,
                chapters::DOWNLOAD_FROM_MEMOLABS,
                chapters::VERIFIER_ACCEPTS,
                chapters::BATCH_IS_CHALLENGEABLE,
            ],
        },
        Part {
            times: 2,
            chapters: &[
                chapters::DISPUTE_IS_OPENED,
                chapters::DISPUTE_IS_BISECTED,
                chapters::CHALLENGE_FAILS,
            ],
        },
        Part {
            times: 1,
            chapters: &[chapters::BATCHES_BECOME_FINAL, chapters::MONEY_IS_ACCOUNTED],
        },
    ],
    settings: || Settings {
        users: 3,
        block_size: 10,
        blocks_per_batch: 2,
        ..Settings::default()
    },
    tell: |world, story| {
        Box::pin(async move {
            let shams = [world.add_challenger().await?, world.add_challenger().await?];
            chapters::users_transact(world, story).await?;
            let batch = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
            chapters::verifier_accepts(world, story, &batch, data.clone()).await?;
            let money = Money::note(world).await?;

            let first = Who::Challenger(shams[0]);
            chapters::batch_is_challengeable(world, story, first, &batch, &data).await?;
            let terms = chapters::terms(world)?;
            let (mut changes, mut earned) = (Vec::new(), 0);
            for (number, sham) in shams.into_iter().enumerate() {
                let (data, own) = chapters::examined(world, sham, &batch).await?;
                let who = Who::Challenger(sham);
                let seed = world.settings.seed + number as u64;
                let fault = ChallengerFault::Sham { seed };
                let mut dispute =
                    chapters::dispute_is_opened(world, story, (who, fault), &batch, (data, &own))
                        .await?;
                let reveals =
                    chapters::dispute_is_bisected(world, story, &mut dispute, false).await?;
                chapters::challenge_fails(world, story, &dispute).await?;
                earned += terms.payment(reveals);
                changes.push((who.account(world), terms.bond_paid()));
            }
            chapters::batches_become_final(world, story).await?;

            let credit = Change {
                credit: earned,
                ..Change::default()
            };
            changes.push((world.sequencers[0].layer1().account(), credit));
            let pot = 2 * terms.bond - earned;
            chapters::money_is_accounted(world, story, money, &changes, pot).await
        })
    },
};
