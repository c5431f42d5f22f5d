//! The community removes a verifier that griefs (seed: "If the Verifier is griefing data requests to the Sequencer").

use super::{
    Flow, Part,
    chapters::{self, Purpose},
};
use crate::{
    layer1::Motion,
    money::{Change, Money, signed},
    world::Settings,
};

/// Batches that were asked for, although everybody has them.
const BATCHES: usize = 2;

/// A verifier asks for what it has, and accuses the sequencer on top, in vain. It is removed with its stake and the credit
/// that it has from its defeated proposal; the sequencer gets what its answers have cost. Nobody is rotated.
pub(super) const FLOW: Flow = Flow {
    name: "remove-verifier",
    title: "a verifier that asks for what it has is removed by a vote, and the sequencer gets what its answers have cost (steps GV.1 to GV.3)",
    parts: &[
        Part {
            times: BATCHES,
            chapters: &[
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_POSTS,
                chapters::DOWNLOAD_FROM_MEMOLABS,
                chapters::VERIFIER_ACCEPTS,
                chapters::VERIFIER_REQUESTS,
                chapters::DATA_IS_ANSWERED,
            ],
        },
        Part {
            times: 1,
            chapters: &[
                Purpose::Sequencer.steps(),
                chapters::IS_DEFEATED,
                Purpose::Verifier.steps(),
                chapters::USERS_TRANSACT,
                chapters::SEQUENCER_POSTS,
                chapters::VERIFIER_IS_REMOVED,
                chapters::AUTHORS_ARE_COMPENSATED,
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
        ..Settings::default()
    },
    tell: |world, story| {
        Box::pin(async move {
            let sequencer = world.sequencer_as_member(0)?;
            world.give_bond(&sequencer).await?;
            let money = Money::note(world).await?;
            let mut batches = Vec::with_capacity(BATCHES);
            for _ in 0..BATCHES {
                chapters::users_transact(world, story).await?;
                let batch = chapters::sequencer_posts(world, story).await?;
                let data = chapters::verifier_downloads_from_memolabs(world, story, &batch).await?;
                chapters::verifier_accepts(world, story, &batch, data).await?;
                chapters::verifier_requests(world, story, &batch).await?;
                chapters::sequencer_answers(world, story, &batch).await?;
                batches.push(batch);
            }
            let hashes: Vec<_> = batches.iter().map(|it| it.hash).collect();
            let verifier = world.verifier_as_member();

            let innocent = sequencer.account();
            let epoch = world.anybody.member(innocent).await?.epoch;
            let motion = Motion::remove_sequencer((innocent, epoch), &hashes);
            let purpose = Purpose::Sequencer;
            let spite = chapters::is_proposed(world, story, purpose, &verifier, motion).await?;
            chapters::is_rejected(world, story, purpose, &spite).await?;
            chapters::is_defeated(world, story, &spite).await?;

            let griefer = verifier.account();
            let epoch = world.anybody.member(griefer).await?.epoch;
            let motion = Motion::remove_verifier((griefer, epoch), &hashes);
            let purpose = Purpose::Verifier;
            let proposal = chapters::is_proposed(world, story, purpose, &sequencer, motion).await?;
            chapters::is_voted(world, story, purpose, &proposal).await?;
            chapters::users_transact(world, story).await?;
            let next = chapters::sequencer_posts(world, story).await?;
            let paid = chapters::fees_of(world, &batches).await?;
            chapters::verifier_is_removed(world, story, &proposal, paid, &next).await?;
            let cost = chapters::authors_are_compensated(world, story, &proposal, &batches).await?;
            chapters::batches_become_final(world, story).await?;

            let parameters = world.settings.network.parameters;
            let (fees, cost) = (signed(paid)?, signed(cost)?);
            let bond = signed(parameters.proposal_bond)?;
            let stake = signed(parameters.stakes.verifier)?;
            // Its bond came back as a credit, which is lost with the rest.
            let removed = Change {
                free: -fees - bond,
                stake: -stake,
                ..Change::default()
            };
            let compensated = Change {
                free: -bond,
                credit: bond + cost,
                ..Change::default()
            };
            let changes = [(griefer, removed), (innocent, compensated)];
            let pot = fees + bond + stake - cost;
            chapters::money_is_accounted(world, story, money, &changes, pot).await
        })
    },
};
