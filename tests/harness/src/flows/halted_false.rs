//! The Block Producer unites with the Sequencer, which lies (seed steps P.3.B, P.3.B.2.A.2.B).

use super::{
    Flow, Part,
    chapters::{self, Lie, Place, Unsigned, Who},
};
use crate::{
    money::{Change, Money, signed},
    world::Settings,
};

/// How many transactions fail while the Block Producer is silent.
const FAILED: usize = 5;

/// Layer 1 computes the unsigned batch itself and finds another state root: the batch is void, its author loses its
/// stake, and both are rotated. The next Block Producer takes over the blocks, the next sequencer posts them.
pub(super) const FLOW: Flow = Flow {
    name: "halted-false",
    title: "the Block Producer stops, and the Sequencer posts a false state without its signature: both are rotated (steps P.1 to P.3.B.2.A.2.B.4)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::PRODUCER_STOPS,
            chapters::SEQUENCER_POSTS_UNSIGNED,
            chapters::MEMOLABS_HAS_NOTHING,
            chapters::DOWNLOAD_FROM_PEERS,
            chapters::FINDS_OTHER_STATE,
            chapters::VERIFIER_REQUESTS_VERDICT,
            chapters::DATA_COMES,
            chapters::LAYER1_DISAGREES,
            chapters::PRODUCER_IS_ROTATED[1],
            chapters::SHARE_IS_CLAIMED,
            chapters::L2_GOES_ON[1],
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
            let lie = Unsigned::False(Lie::StateFrom(Place::Middle));
            let batch = chapters::sequencer_posts_unsigned(world, story, lie).await?;
            chapters::memolabs_has_nothing(world, story, &batch).await?;
            let data = chapters::verifier_downloads_from_peers(world, story, &batch)?;
            chapters::verifier_finds_other_state(world, story, &batch, &data).await?;
            let request = chapters::verifier_requests_verdict(world, story, &batch).await?;
            let data = chapters::data_comes(world, story, &batch).await?;
            let (who, ending) = (Who::Verifier, chapters::FALSE);
            let fed = chapters::layer1_disagrees(world, story, who, (&batch, data), 1).await?;
            chapters::producer_is_rotated(world, story, &batch, ending, None).await?;
            let terms = chapters::terms(world)?;
            let reward = u128::try_from(terms.reward).map_err(anyhow::Error::from)?;
            chapters::share_is_claimed(world, story, who, &batch, (fed, reward)).await?;
            chapters::l2_goes_on(world, story, ending, failed).await?;
            chapters::selected_goes_on(world, story, 1).await?;

            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await?;

            let fee = signed(request.fee)?;
            let won = Change {
                free: terms.reward - fee,
                credit: fee,
                ..Change::default()
            };
            let changes = [
                (who.account(world), won),
                (world.sequencers[0].layer1().account(), terms.slashed()),
            ];
            let pot = terms.stake - terms.reward;
            chapters::money_is_accounted(world, story, money, &changes, pot).await
        })
    },
};
