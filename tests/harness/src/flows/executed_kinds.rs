//! Layer 1 executes what an L2 transaction can do, kind by kind (spec section 3).

use super::{
    Flow, Part,
    chapters::{self, Lie, Place, Who},
};
use crate::{
    faults::ChallengerFault,
    money::{Change, Money},
    programs,
    world::Settings,
};

/// How many kinds there are.
const KINDS: usize = 15;

/// On the same L2 blocks one sequencer after the other leaves out an element of one kind, and loses. The last one is
/// right: for each kind somebody claims that its element did nothing, and loses.
pub(super) const FLOW: Flow = Flow {
    name: "executed-kinds",
    title: "Layer 1 executes a creation, cleared storage, self-destructions, a failed call, a chain of calls, each precompile (step 11.A.3.B.2)",
    parts: &[
        Part {
            times: 1,
            chapters: &[chapters::USERS_TRANSACT],
        },
        Part {
            times: KINDS,
            chapters: &[
                chapters::SEQUENCER_LIES,
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
                chapters::BATCH_IS_CHALLENGEABLE,
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
            times: 1,
            chapters: &[chapters::BATCHES_BECOME_FINAL, chapters::MONEY_IS_ACCOUNTED],
        },
    ],
    settings: || Settings {
        sequencers: KINDS + 1,
        users: 1,
        ..chapters::with_long_windows(Settings::default())
    },
    tell: |world, story| {
        Box::pin(async move {
            for _ in 0..KINDS {
                world.add_challenger().await?;
            }
            let money = Money::note(world).await?;
            let terms = chapters::terms(world)?;
            let all = programs::kinds(0, &world.users[0]);
            let first = all.before.len();
            let kinds: Vec<_> = all.kinds.into_iter().map(|it| it.intent).collect();
            chapters::users_send(world, story, vec![all.before, kinds]).await?;
            let (who, honest) = (Who::Verifier, ChallengerFault::None);
            for kind in 0..KINDS {
                let lie = Lie::StateFrom(Place::At(first + kind));
                let batch = chapters::sequencer_lies(world, story, lie).await?;
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
            chapters::verifier_accepts(world, story, &batch, data.clone()).await?;
            chapters::batch_is_challengeable(world, story, who, &batch, &data).await?;
            let (mut changes, mut earned) = (Vec::new(), 0);
            for kind in 0..KINDS {
                let nothing = (first + kind, b"nothing".to_vec());
                let other = chapters::takes_for_other(world, kind, &batch, nothing).await?;
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
            chapters::batches_become_final(world, story).await?;

            let kinds = i128::try_from(KINDS).unwrap_or_default();
            let won = Change {
                free: kinds * terms.reward,
                ..Change::default()
            };
            changes.push((who.account(world), won));
            for liar in &world.sequencers[..KINDS] {
                changes.push((liar.layer1().account(), terms.slashed()));
            }
            let paid = Change {
                credit: earned,
                ..Change::default()
            };
            changes.push((world.sequencers[KINDS].layer1().account(), paid));
            let pot = kinds * (terms.stake - terms.reward + terms.bond) - earned;
            chapters::money_is_accounted(world, story, money, &changes, pot).await
        })
    },
};
