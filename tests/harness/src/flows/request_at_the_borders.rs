//! A request, its answer and its expiry, each at the last block and at the first one behind it (spec section 4,
//! "Time", and 4.1).
//!
//! The suite counts the blocks of a parent chain, as on Arbitrum: many transactions meet in one of them.

use deploy::{Clock, Network};

use super::{Flow, Part, chapters};
use crate::world::Settings;

/// Batches, all of one age.
const BATCHES: usize = 3;

/// Two batches are asked for in the last block of the window, a third one block too late. In the last block to answer
/// the first is answered, a block later the second expires. The first becomes final when its grace is over.
pub(super) const FLOW: Flow = Flow {
    name: "request-at-the-borders",
    title: "requests, answers and expiries in the last block and one block later (steps 11.B.1 to 11.B.2.B.4)",
    parts: &[
        Part {
            times: BATCHES,
            chapters: &[chapters::USERS_TRANSACT, chapters::SEQUENCER_WITHHOLDS],
        },
        Part {
            times: 1,
            chapters: &[
                chapters::VERIFIER_REQUESTS_LAST,
                chapters::VERIFIER_REQUESTS_LAST,
                chapters::REQUEST_COMES_TOO_LATE,
                chapters::EXPIRY_COMES_TOO_EARLY,
                chapters::SEQUENCER_ANSWERS_LAST,
                chapters::EXPIRY_COMES_TOO_EARLY,
                chapters::ANSWER_COMES_TOO_LATE,
                chapters::DATA_IS_WITHHELD,
                chapters::EXPIRY_WAS_IN_FIRST_BLOCK,
                chapters::VERIFIER_ACCEPTS,
                chapters::FINALITY_WAITS_FOR_GRACE,
                chapters::BATCHES_BECOME_FINAL,
                chapters::FINALITY_KEEPS_ITS_BOUND,
            ],
        },
    ],
    settings: || {
        let settings = Settings::default();
        let network = Network {
            clock: Clock::BlockNumber,
            ..settings.network.clone()
        };
        Settings {
            network,
            sequencers: 2,
            users: 3,
            block_size: 10,
            blocks_per_batch: 2,
            ..settings
        }
    },
    tell: |world, story| {
        Box::pin(async move {
            let mut batches = Vec::new();
            for _ in 0..BATCHES {
                chapters::users_transact(world, story).await?;
                batches.push(chapters::sequencer_withholds(world, story, 0).await?);
            }
            let [first, second, third] = &batches[..] else {
                return Err(anyhow::anyhow!("this story has three batches").into());
            };
            chapters::verifier_requests_last(world, story, first).await?;
            chapters::verifier_requests_last(world, story, second).await?;
            chapters::request_comes_too_late(world, story, third).await?;

            chapters::expiry_comes_too_early(world, story, first).await?;
            let data = chapters::sequencer_answers_last(world, story, first).await?;
            chapters::expiry_comes_too_early(world, story, second).await?;
            chapters::answer_comes_too_late(world, story, second).await?;
            chapters::data_is_withheld(world, story, second, 1).await?;
            chapters::expiry_was_in_first_block(world, story, second).await?;
            chapters::verifier_accepts(world, story, first, data).await?;

            chapters::finality_waits_for_grace(world, story, first).await?;
            chapters::batches_become_final(world, story).await?;
            chapters::finality_keeps_its_bound(world, story, first).await
        })
    },
};
