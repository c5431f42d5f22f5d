//! After a halted L2 the community punishes the Block Producer (seed step P.3.B.1: "Both Sequencer and Block Producer may get
//! kicked and rotated").

use super::{
    Flow, Part,
    chapters::{self, Purpose, Unsigned},
};
use crate::{
    layer1::Motion,
    money::{Change, Money, signed},
    world::Settings,
};

/// How many transactions fail while the Block Producer is silent.
const FAILED: usize = 5;

/// Layer 1 has slashed the Sequencer and rotated both. The Block Producer has its stake still: a vote kicks it, and takes
/// half of that; nobody is rotated again.
pub(super) const FLOW: Flow = Flow {
    name: "halted-punished",
    title: "a Block Producer that has stopped beside a withheld batch is kicked by a vote, after its rotation (step P.3.B.1)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::PRODUCER_STOPS,
            chapters::SEQUENCER_POSTS_UNSIGNED,
            chapters::FINDS_OTHER_ROOT,
            chapters::VERIFIER_REQUESTS_VERDICT,
            chapters::HALTED_DATA_IS_WITHHELD,
            chapters::PRODUCER_IS_ROTATED[2],
            chapters::L2_GOES_ON[2],
            Purpose::Halt.steps(),
            chapters::PRODUCER_IS_PUNISHED,
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
            world.add_producer().await?;
            let (accused, purpose) = (world.producer.address(), Purpose::Halt);
            chapters::users_transact(world, story).await?;
            let failed = chapters::producer_stops(world, story, FAILED)?;
            let batch =
                chapters::sequencer_posts_unsigned(world, story, Unsigned::Withheld).await?;
            chapters::verifier_finds_other_root(world, story, &batch).await?;
            chapters::verifier_requests_verdict(world, story, &batch).await?;
            let ended = chapters::halted_data_is_withheld(world, story, &batch, 1).await?;
            let ending = chapters::WITHHELD;
            chapters::producer_is_rotated(world, story, &batch, ending, Some(ended)).await?;
            chapters::l2_goes_on(world, story, ending, failed).await?;

            let money = Money::note(world).await?;
            let verifier = world.verifier_as_member();
            let member = world.anybody.member(accused).await?;
            let slash = member.stake / 2;
            let motion = Motion::punish_producer((accused, member.epoch), slash);
            let proposal = chapters::is_proposed(world, story, purpose, &verifier, motion).await?;
            chapters::is_voted(world, story, purpose, &proposal).await?;
            chapters::producer_is_punished(world, story, purpose, &proposal, slash).await?;

            chapters::selected_goes_on(world, story, 1).await?;
            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await?;
            let slash = signed(slash)?;
            let punished = Change {
                stake: -slash,
                ..Change::default()
            };
            let bond = chapters::bond_returned(world)?;
            let changes = [(verifier.account(), bond), (accused, punished)];
            chapters::money_is_accounted(world, story, money, &changes, slash).await
        })
    },
};
