//! The Block Producer unites with the Sequencer, which withholds the data (seed steps P.3.B, P.3.B.2.B).

use super::{
    Flow, Part,
    chapters::{self, Unsigned},
};
use crate::{
    money::{Change, Money, signed},
    world::Settings,
};

/// How many transactions fail while the Block Producer is silent.
const FAILED: usize = 5;

/// The data of the unsigned batch does not come within its time: its roots are invalid, its author is punished, and both
/// are rotated. The next Block Producer takes over the blocks, the next sequencer posts them.
pub(super) const FLOW: Flow = Flow {
    name: "halted-withheld",
    title: "the Block Producer stops, and the Sequencer posts roots of data that it gives to nobody: both are rotated (steps P.1 to P.3.B.2.B.4)",
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
            let money = Money::note(world).await?;
            chapters::users_transact(world, story).await?;
            let failed = chapters::producer_stops(world, story, FAILED)?;
            let batch =
                chapters::sequencer_posts_unsigned(world, story, Unsigned::Withheld).await?;
            chapters::verifier_finds_other_root(world, story, &batch).await?;
            let request = chapters::verifier_requests_verdict(world, story, &batch).await?;
            let ended = chapters::halted_data_is_withheld(world, story, &batch, 1).await?;
            let ending = chapters::WITHHELD;
            chapters::producer_is_rotated(world, story, &batch, ending, Some(ended)).await?;
            chapters::l2_goes_on(world, story, ending, failed).await?;
            chapters::selected_goes_on(world, story, 1).await?;

            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await?;

            let parameters = world.settings.network.parameters;
            let slashing = parameters.slashing;
            let slash = slashing.data_withheld.of(parameters.stakes.sequencer);
            let (fee, bounty) = (signed(request.fee)?, signed(slashing.bounty.of(slash))?);
            let repaid = Change {
                free: -fee,
                credit: fee + bounty,
                ..Change::default()
            };
            let punished = Change {
                stake: -signed(slash)?,
                ..Change::default()
            };
            let changes = [
                (world.verifier.layer1().account(), repaid),
                (world.sequencers[0].layer1().account(), punished),
            ];
            let pot = signed(slash)? - bounty;
            chapters::money_is_accounted(world, story, money, &changes, pot).await
        })
    },
};
