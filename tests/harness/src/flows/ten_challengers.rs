//! Many dispute the same false batch at once (spec 4.4).

use interfaces::client::IFraudProof::DisputeStatus;

use super::{
    Flow, Part,
    chapters::{self, Lie, Place, Who},
};
use crate::{
    faults::ChallengerFault,
    money::{Change, Money},
    world::Settings,
};

/// How many.
const CHALLENGERS: usize = 10;

/// Whose proof it is, counted from 0 in the order of opening.
const PROVES: usize = 4;

/// Each reveal serves all of them. One has the element executed; the winner's share is the earliest one's, and all get
/// their bonds back.
pub(super) const FLOW: Flow = Flow {
    name: "ten-challengers",
    title: "ten challengers dispute a false batch at once: one proof, ten bonds back (step 11.A.3.B.2)",
    parts: &[
        Part {
            times: 1,
            chapters: &[
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_LIES,
                chapters::DOWNLOAD_FROM_MEMOLABS,
                chapters::FINDS_OTHER_STATE,
                chapters::BATCH_IS_CHALLENGEABLE,
            ],
        },
        Part {
            times: CHALLENGERS,
            chapters: &[chapters::DISPUTE_IS_OPENED],
        },
        Part {
            times: CHALLENGERS,
            chapters: &[chapters::DISPUTE_IS_BISECTED],
        },
        Part {
            times: 1,
            chapters: &[chapters::FRAUD_IS_PROVEN],
        },
        Part {
            times: CHALLENGERS - 1,
            chapters: &[chapters::DISPUTE_IS_SETTLED],
        },
        Part {
            times: 1,
            chapters: &[
                chapters::SELECTED_GOES_ON,
                chapters::SEQUENCER_POSTS,
                chapters::DOWNLOAD_FROM_MEMOLABS,
                chapters::VERIFIER_ACCEPTS,
                chapters::BATCHES_BECOME_FINAL,
                chapters::MONEY_IS_ACCOUNTED,
            ],
        },
    ],
    settings: || Settings {
        sequencers: 2,
        users: 3,
        block_size: 10,
        blocks_per_batch: 2,
        ..chapters::with_long_clocks(Settings::default())
    },
    tell: |world, story| {
        Box::pin(async move {
            for _ in 0..CHALLENGERS {
                world.add_challenger().await?;
            }
            let money = Money::note(world).await?;
            chapters::users_transact(world, story).await?;
            let lie = Lie::StateFrom(Place::Middle);
            let batch = chapters::sequencer_lies(world, story, lie).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
            chapters::verifier_finds_other_state(world, story, &batch, &data).await?;
            chapters::batch_is_challengeable(world, story, Who::Verifier, &batch, &data).await?;

            let (mut disputes, honest) = (Vec::new(), ChallengerFault::None);
            for number in 0..CHALLENGERS {
                let (data, own) = chapters::examined(world, number, &batch).await?;
                let who = (Who::Challenger(number), honest);
                let opened = chapters::dispute_is_opened(world, story, who, &batch, (data, &own));
                disputes.push(opened.await?);
            }
            for dispute in &mut disputes {
                chapters::dispute_is_bisected(world, story, dispute, true).await?;
            }
            let mut proving = disputes.remove(PROVES);
            chapters::fraud_is_proven(world, story, &mut proving, 1).await?;
            for dispute in &mut disputes {
                let won = DisputeStatus::Won;
                chapters::dispute_is_settled(world, story, dispute, won).await?;
            }

            chapters::selected_goes_on(world, story, 1).await?;
            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await?;

            let terms = chapters::terms(world)?;
            let liar = world.sequencers[0].layer1().account();
            let mut changes = vec![(liar, terms.slashed())];
            for number in 0..CHALLENGERS {
                let reward = if number == 0 { terms.reward } else { 0 };
                let back = Change {
                    free: -terms.bond,
                    credit: terms.bond + reward,
                    ..Change::default()
                };
                changes.push((Who::Challenger(number).account(world), back));
            }
            let pot = terms.stake - terms.reward;
            chapters::money_is_accounted(world, story, money, &changes, pot).await
        })
    },
};
