//! Several requests at once, ended in another order than they were opened in (spec 4.1, system state).

use super::{Flow, Part, chapters};
use crate::world::Settings;

/// Batches that the first sequencer withholds.
const BATCHES: usize = 4;

/// The order in which they are asked for.
const ASKED: [usize; BATCHES] = [3, 1, 2, 4];

/// Requests on four batches are open. Two are answered, the upper one first; the third expires and cuts the fourth,
/// whose request is settled. The next sequencer goes on from the second.
pub(super) const FLOW: Flow = Flow {
    name: "requests-mixed",
    title: "requests on four batches, answered, expired and settled in mixed order (steps 11.B.1 to 11.B.2.C.3)",
    parts: &[
        Part {
            times: BATCHES,
            chapters: &[chapters::USERS_TRANSACT, chapters::SEQUENCER_WITHHOLDS],
        },
        Part {
            times: 1,
            chapters: &[chapters::FINDS_OTHER_ROOT],
        },
        Part {
            times: BATCHES,
            chapters: &[chapters::VERIFIER_REQUESTS],
        },
        Part {
            times: 1,
            chapters: &[
                chapters::DATA_IS_ANSWERED,
                chapters::DATA_IS_ANSWERED,
                chapters::DATA_IS_WITHHELD,
                chapters::ORPHAN_TAKES_NO_DATA,
                chapters::ORPHAN_IS_SETTLED,
                chapters::VERIFIER_ACCEPTS,
                chapters::VERIFIER_ACCEPTS,
                chapters::OTHERS_FOLLOW,
                chapters::SELECTED_GOES_ON,
                chapters::SEQUENCER_POSTS,
                chapters::DOWNLOAD_FROM_MEMOLABS,
                chapters::VERIFIER_ACCEPTS,
                chapters::BATCHES_BECOME_FINAL,
            ],
        },
    ],
    settings: || Settings {
        sequencers: 2,
        users: 3,
        block_size: 4,
        blocks_per_batch: 2,
        ..Settings::default()
    },
    tell: |world, story| {
        Box::pin(async move {
            let mut batches = Vec::new();
            for _ in 0..BATCHES {
                chapters::users_transact(world, story).await?;
                batches.push(chapters::sequencer_withholds(world, story, 1).await?);
            }
            chapters::verifier_finds_other_root(world, story, &batches[0]).await?;
            for number in ASKED {
                chapters::verifier_requests(world, story, &batches[number - 1]).await?;
            }
            let [first, second, third, fourth] = &batches[..] else {
                return Err(anyhow::anyhow!("this story has four batches").into());
            };
            let upper = chapters::sequencer_answers(world, story, second).await?;
            let lower = chapters::sequencer_answers(world, story, first).await?;
            chapters::data_is_withheld(world, story, third, 1).await?;
            chapters::orphan_takes_no_data(world, story, fourth).await?;
            chapters::orphan_is_settled(world, story, fourth).await?;

            chapters::verifier_accepts(world, story, first, lower).await?;
            chapters::verifier_accepts(world, story, second, upper).await?;
            chapters::others_follow(world, story).await?;
            chapters::selected_goes_on(world, story, 1).await?;
            let next = chapters::sequencer_posts(world, story).await?;
            let data = chapters::verifier_downloads_from_memolabs(world, story, &next).await?;
            chapters::verifier_accepts(world, story, &next, data).await?;
            chapters::batches_become_final(world, story).await
        })
    },
};
