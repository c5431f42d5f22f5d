//! The Block Producer stops alone (seed steps P.3.B, P.3.B.2.A.2.A).

use super::{
    Flow, Part,
    chapters::{self, Unsigned, Who},
};
use crate::{
    money::{Change, Money, signed},
    world::Settings,
};

/// How many transactions fail while the Block Producer is silent.
const FAILED: usize = 5;

/// Layer 1 computes the unsigned batch itself and finds its roots right; the L2 goes on from it with the next Block
/// Producer, and the Sequencer keeps stake and turn.
pub(super) const FLOW: Flow = Flow {
    name: "halted-right",
    title: "the Block Producer stops, and the Sequencer posts what is right without its signature: only the producer is rotated (steps P.1 to P.3.B.2.A.2.A.2)",
    parts: &[Part {
        times: 1,
        chapters: &[
            chapters::USERS_TRANSACT,
            chapters::PRODUCER_STOPS,
            chapters::SEQUENCER_POSTS_UNSIGNED,
            chapters::MEMOLABS_HAS_NOTHING,
            chapters::DOWNLOAD_FROM_PEERS,
            chapters::VERIFIER_ACCEPTS,
            chapters::VERIFIER_REQUESTS_VERDICT,
            chapters::DATA_COMES,
            chapters::LAYER1_AGREES,
            chapters::PRODUCER_IS_ROTATED[0],
            chapters::L2_GOES_ON[0],
            chapters::SEQUENCER_POSTS,
            chapters::DOWNLOAD_FROM_MEMOLABS,
            chapters::VERIFIER_ACCEPTS,
            chapters::BATCHES_BECOME_FINAL,
            chapters::MONEY_IS_ACCOUNTED,
        ],
    }],
    settings: || Settings {
        sequencers: 1,
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
            let batch = chapters::sequencer_posts_unsigned(world, story, Unsigned::Right).await?;
            chapters::memolabs_has_nothing(world, story, &batch).await?;
            let data = chapters::verifier_downloads_from_peers(world, story, &batch)?;
            chapters::verifier_accepts(world, story, &batch, data).await?;
            let request = chapters::verifier_requests_verdict(world, story, &batch).await?;
            let data = chapters::data_comes(world, story, &batch).await?;
            chapters::layer1_agrees(world, story, Who::Verifier, &batch, data).await?;
            let ending = chapters::RIGHT;
            chapters::producer_is_rotated(world, story, &batch, ending, None).await?;
            chapters::l2_goes_on(world, story, ending, failed).await?;

            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await?;

            let fee = signed(request.fee)?;
            let paid = Change {
                free: -fee,
                ..Change::default()
            };
            let changes = [(Who::Verifier.account(world), paid)];
            chapters::money_is_accounted(world, story, money, &changes, fee).await
        })
    },
};
