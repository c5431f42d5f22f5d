//! Elements that are not executable, disputed both ways (spec section 3).

use super::{
    Flow, Part,
    chapters::{self, Who},
};
use crate::{
    faults::{ChallengerFault, Invalid},
    money::{Change, Money},
    world::Settings,
};

/// How many kinds of such elements there are.
const KINDS: usize = Invalid::ALL.len();

/// A right batch holds an element of each kind: one challenger each claims that it was executed, and loses. Then one
/// sequencer after the other claims that of its own batch, and loses.
pub(super) const FLOW: Flow = Flow {
    name: "invalid-elements",
    title: "elements with a bad nonce, a bad signature, over a limit, or garbage: nobody can claim that they were executed (step 11.A.3.B.2)",
    parts: &[
        Part {
            times: 1,
            chapters: &[
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_ADDS_INVALID,
                chapters::DOWNLOAD_FROM_MEMOLABS,
                chapters::VERIFIER_ACCEPTS,
                chapters::BATCH_IS_CHALLENGEABLE,
                chapters::OTHERS_FOLLOW,
            ],
        },
        Part {
            times: KINDS,
            chapters: &[
                chapters::DISPUTE_IS_OPENED,
                chapters::DISPUTE_IS_BISECTED,
                chapters::CHALLENGE_FAILS,
            ],
        },
        Part {
            times: KINDS,
            chapters: &[
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_ADDS_INVALID,
                chapters::DOWNLOAD_FROM_MEMOLABS,
                chapters::FINDS_OTHER_STATE,
                chapters::BATCH_IS_CHALLENGEABLE,
                chapters::DISPUTE_IS_OPENED,
                chapters::DISPUTE_IS_BISECTED,
                chapters::FRAUD_IS_PROVEN,
                chapters::SELECTED_GOES_ON,
            ],
        },
        Part {
            times: 1,
            chapters: &[
                chapters::SEQUENCER_POSTS,
                chapters::DOWNLOAD_FROM_MEMOLABS,
                chapters::VERIFIER_ACCEPTS,
                chapters::BATCHES_BECOME_FINAL,
                chapters::MONEY_IS_ACCOUNTED,
            ],
        },
    ],
    settings: || Settings {
        sequencers: KINDS + 1,
        users: 3,
        block_size: 5,
        blocks_per_batch: 2,
        ..chapters::with_long_windows(Settings::default())
    },
    tell: |world, story| {
        Box::pin(async move {
            for _ in 0..KINDS {
                world.add_challenger().await?;
            }
            chapters::users_transact(world, story).await?;
            let batch = chapters::sequencer_adds_invalid(world, story, None).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
            chapters::verifier_accepts(world, story, &batch, data.clone()).await?;
            let (who, honest) = (Who::Verifier, ChallengerFault::None);
            chapters::batch_is_challengeable(world, story, who, &batch, &data).await?;
            chapters::others_follow(world, story).await?;
            let money = Money::note(world).await?;
            let terms = chapters::terms(world)?;
            let (mut changes, mut earned) = (Vec::new(), 0);
            for kind in 0..KINDS {
                let other = chapters::takes_for_executed(world, kind, &batch, kind).await?;
                let (data, own) = (other.0, &other.1);
                let challenger = (Who::Challenger(kind), honest);
                let mut dispute =
                    chapters::dispute_is_opened(world, story, challenger, &batch, (data, own))
                        .await?;
                let reveals =
                    chapters::dispute_is_bisected(world, story, &mut dispute, true).await?;
                chapters::challenge_fails(world, story, &dispute).await?;
                earned += terms.payment(reveals);
                changes.push((challenger.0.account(world), terms.bond_paid()));
            }

            for kind in 0..KINDS {
                chapters::users_transact(world, story).await?;
                let batch = chapters::sequencer_adds_invalid(world, story, Some(kind)).await?;
                let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
                let own = chapters::verifier_finds_other_state(world, story, &batch, &data).await?;
                chapters::batch_is_challengeable(world, story, who, &batch, &data).await?;
                let mut dispute =
                    chapters::dispute_is_opened(world, story, (who, honest), &batch, (data, &own))
                        .await?;
                chapters::dispute_is_bisected(world, story, &mut dispute, true).await?;
                chapters::fraud_is_proven(world, story, &mut dispute, kind + 1).await?;
                chapters::selected_goes_on(world, story, kind + 1).await?;
                // What it has won pays its next bonds.
                world.verifier.layer1().withdraw().await?;
            }

            let batch = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
            chapters::verifier_accepts(world, story, &batch, data).await?;
            chapters::batches_become_final(world, story).await?;

            let kinds = i128::try_from(KINDS).unwrap_or_default();
            let won = Change {
                free: kinds * terms.reward,
                ..Change::default()
            };
            changes.push((who.account(world), won));
            let paid = Change {
                credit: earned,
                ..Change::default()
            };
            changes.push((world.sequencers[0].layer1().account(), paid));
            for liar in &world.sequencers[..KINDS] {
                changes.push((liar.layer1().account(), terms.slashed()));
            }
            let pot = kinds * (terms.stake - terms.reward + terms.bond) - earned;
            chapters::money_is_accounted(world, story, money, &changes, pot).await
        })
    },
};
