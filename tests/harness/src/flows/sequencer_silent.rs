//! A sequencer whose batch is false does not answer the dispute on it (spec 4.4).

use super::{
    Flow, Part,
    chapters::{self, Lie, Place, Who},
};
use crate::{
    faults::ChallengerFault,
    money::{Change, Money},
    world::Settings,
};

/// The Sequencer reveals nothing; when its clock has run out, and not before, it is as guilty as by proof.
pub(super) const FLOW: Flow = Flow {
    name: "sequencer-silent",
    title: "a sequencer does not answer a dispute and is slashed when its clock has run out (step 11.A.3.B.2)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::SEQUENCER_LIES,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::FINDS_OTHER_STATE,
            chapters::BATCH_IS_CHALLENGEABLE,
            chapters::DISPUTE_IS_OPENED,
            chapters::AUTHOR_IS_SILENT,
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
            let money = Money::note(world).await?;
            chapters::users_transact(world, story).await?;
            let lie = Lie::StateFrom(Place::Middle);
            let batch = chapters::sequencer_lies(world, story, lie).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
            let own = chapters::verifier_finds_other_state(world, story, &batch, &data).await?;
            let (who, honest) = (Who::Verifier, ChallengerFault::None);
            chapters::batch_is_challengeable(world, story, who, &batch, &data).await?;
            let mut dispute =
                chapters::dispute_is_opened(world, story, (who, honest), &batch, (data, &own))
                    .await?;
            chapters::author_is_silent(world, story, &mut dispute, 1).await?;

            chapters::selected_goes_on(world, story, 1).await?;
            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await?;

            let terms = chapters::terms(world)?;
            let won = Change {
                free: -terms.bond,
                credit: terms.bond + terms.reward,
                ..Change::default()
            };
            let liar = world.sequencers[0].layer1().account();
            let changes = [(who.account(world), won), (liar, terms.slashed())];
            let pot = terms.stake - terms.reward;
            chapters::money_is_accounted(world, story, money, &changes, pot).await
        })
    },
};
