//! A false state root is found out, disputed and cut (seed steps 11.A.3.B.1 and 11.A.3.B.2).

use super::{
    Flow, Part,
    chapters::{self, Lie, Place, Who},
};
use crate::{
    faults::ChallengerFault,
    money::{Change, Money},
    world::Settings,
};

/// What one sequencer after the other lies about.
const LIES: [Lie; 5] = [
    Lie::StateFrom(Place::Second),
    Lie::StateFrom(Place::Middle),
    Lie::StateFrom(Place::Last),
    Lie::StateFrom(Place::First),
    Lie::NoClaimAt(Place::Middle),
];

/// On one right batch five sequencers post false ones, each with the blocks that the Block Producer has signed for the
/// first, and each loses its whole stake to the Verifier and the pot. The sixth is honest; all that the users have sent
/// becomes final.
pub(super) const FLOW: Flow = Flow {
    name: "fraud-by-bisection",
    title: "lies about the first, a middle and the last state of a batch, and a leaf that is none, are each caught (steps 11.A.3.B.1 and 2)",
    parts: &[
        Part {
            times: 1,
            chapters: &[
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_POSTS,
                chapters::DOWNLOAD_FROM_MEMOLABS,
                chapters::VERIFIER_ACCEPTS,
                chapters::OTHERS_FOLLOW,
                chapters::USERS_TRANSACT,
            ],
        },
        Part {
            times: LIES.len(),
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
                chapters::BATCHES_BECOME_FINAL,
                chapters::MONEY_IS_ACCOUNTED,
            ],
        },
    ],
    settings: || Settings {
        sequencers: LIES.len() + 1,
        users: 3,
        // A batch of three rounds.
        block_size: 150,
        blocks_per_batch: 2,
        ..Settings::default()
    },
    tell: |world, story| {
        Box::pin(async move {
            chapters::users_transact(world, story).await?;
            let right = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &right).await?;
            chapters::verifier_accepts(world, story, &right, data).await?;
            chapters::others_follow(world, story).await?;
            let money = Money::note(world).await?;

            chapters::users_transact(world, story).await?;
            for (liar, lie) in LIES.into_iter().enumerate() {
                let batch = chapters::sequencer_lies(world, story, lie).await?;
                let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
                let own = chapters::verifier_finds_other_state(world, story, &batch, &data).await?;
                let (who, honest) = (Who::Verifier, ChallengerFault::None);
                chapters::batch_is_challengeable(world, story, who, &batch, &data).await?;
                let mut dispute =
                    chapters::dispute_is_opened(world, story, (who, honest), &batch, (data, &own))
                        .await?;
                chapters::dispute_is_bisected(world, story, &mut dispute, true).await?;
                chapters::fraud_is_proven(world, story, &mut dispute, liar + 1).await?;
                chapters::selected_goes_on(world, story, liar + 1).await?;
            }

            let batch = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
            chapters::verifier_accepts(world, story, &batch, data).await?;
            chapters::batches_become_final(world, story).await?;

            let terms = chapters::terms(world)?;
            let disputes = i128::try_from(LIES.len()).unwrap_or_default();
            let won = Change {
                free: -disputes * terms.bond,
                credit: disputes * (terms.bond + terms.reward),
                ..Change::default()
            };
            let mut changes = vec![(Who::Verifier.account(world), won)];
            for liar in &world.sequencers[..LIES.len()] {
                changes.push((liar.layer1().account(), terms.slashed()));
            }
            let pot = disputes * (terms.stake - terms.reward);
            chapters::money_is_accounted(world, story, money, &changes, pot).await
        })
    },
};
