//! The community removes a sequencer that griefs (seed: "The Governance Flow").

use super::{
    Flow, Part,
    chapters::{self, Purpose},
};
use crate::{
    layer1::Motion,
    money::{Change, Money, signed},
    world::Settings,
};

/// Batches that verifiers had to pay for.
const BATCHES: usize = 3;

/// A sequencer provokes requests and answers them in the last block. A verifier accuses it; it is removed while it is
/// selected, and what the verifier has paid comes out of its stake.
pub(super) const FLOW: Flow = Flow {
    name: "remove-sequencer",
    title: "a sequencer that provokes requests is removed by a vote, and the verifier gets back what it has paid (steps GS.1 to GS.4)",
    parts: &[
        Part {
            times: BATCHES,
            chapters: &[
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_WITHHOLDS,
                chapters::FINDS_OTHER_ROOT,
                chapters::VERIFIER_REQUESTS,
                chapters::SEQUENCER_ANSWERS_LAST,
                chapters::VERIFIER_ACCEPTS,
            ],
        },
        Part {
            times: 1,
            chapters: &[
                Purpose::Sequencer.steps(),
                chapters::SEQUENCER_IS_REMOVED,
                chapters::REQUESTERS_ARE_COMPENSATED,
                chapters::OTHERS_FOLLOW,
                chapters::SELECTED_GOES_ON,
                chapters::USERS_TRANSACT,
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
        block_size: 2,
        blocks_per_batch: 2,
        ..Settings::default()
    },
    tell: |world, story| {
        Box::pin(async move {
            let money = Money::note(world).await?;
            let mut batches = Vec::with_capacity(BATCHES);
            for _ in 0..BATCHES {
                chapters::users_transact(world, story).await?;
                let batch = chapters::sequencer_withholds(world, story, 1).await?;
                chapters::verifier_finds_other_root(world, story, &batch).await?;
                chapters::verifier_requests(world, story, &batch).await?;
                let data = chapters::sequencer_answers_last(world, story, &batch).await?;
                chapters::verifier_accepts(world, story, &batch, data).await?;
                batches.push(batch);
            }

            let griefer = world.sequencers[0].layer1().account();
            let epoch = world.anybody.member(griefer).await?.epoch;
            let hashes: Vec<_> = batches.iter().map(|it| it.hash).collect();
            let motion = Motion::remove_sequencer((griefer, epoch), &hashes);
            let verifier = world.verifier_as_member();
            let purpose = Purpose::Sequencer;
            let proposal = chapters::is_proposed(world, story, purpose, &verifier, motion).await?;
            chapters::is_voted(world, story, purpose, &proposal).await?;
            let paid = chapters::fees_of(world, &batches).await?;
            chapters::sequencer_is_removed(world, story, &proposal, (0, 1), paid).await?;
            chapters::requesters_are_compensated(world, story, &proposal, &batches).await?;

            chapters::others_follow(world, story).await?;
            chapters::selected_goes_on(world, story, 1).await?;
            chapters::users_transact(world, story).await?;
            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await?;

            let fees = signed(paid)?;
            let bond = signed(world.settings.network.parameters.proposal_bond)?;
            let repaid = Change {
                free: -fees - bond,
                credit: fees + bond,
                ..Change::default()
            };
            let removed = Change {
                stake: -fees,
                ..Change::default()
            };
            let changes = [(verifier.account(), repaid), (griefer, removed)];
            chapters::money_is_accounted(world, story, money, &changes, fees).await
        })
    },
};
