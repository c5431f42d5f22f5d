//! The Block Producer stops, and the Sequencer posts a batch that it has not signed.

use super::{
    super::{
        Lie, Steps,
        data::computes_more,
        fraud::computes_falsely,
        posting::{computes_batch, receives_blocks, submits_roots_as},
    },
    FAILS, POSTS, STOPS,
};
use crate::{
    actors::SignedTransaction,
    error::FlowError,
    faults::SequencerFault,
    l2::Accepted,
    story::{Actor, Story},
    world::World,
};

/// The steps of [`producer_stops`].
pub(in crate::flows) const PRODUCER_STOPS: Steps = &[STOPS, FAILS];

/// The steps of [`sequencer_posts_unsigned`].
pub(in crate::flows) const SEQUENCER_POSTS_UNSIGNED: Steps = &["4", "5", POSTS];

/// The step of [`sequencer_posts_nothing`].
pub(in crate::flows) const SEQUENCER_POSTS_NOTHING: Steps = &[POSTS];

/// What the Sequencer posts while the Block Producer is silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::flows) enum Unsigned {
    /// The blocks that it has received, as they are.
    Right,
    /// The same with a false state root.
    False(Lie),
    /// With an element that nobody else has.
    Withheld,
}

/// Users send so many transactions, and no block comes: P.1 and P.2. Returns the transactions.
pub(in crate::flows) fn producer_stops(
    world: &mut World,
    story: &mut Story<'_>,
    transactions: usize,
) -> Result<Vec<SignedTransaction>, FlowError> {
    let before = blocks_of_peers(world);
    let mut sent = Vec::with_capacity(transactions);
    for _ in 0..transactions {
        let intent = world.workload.next_intent();
        let user = intent.user;
        let transaction = world.users[user].sign(intent);
        sent.push(transaction.clone());
        world.producer.submit(transaction);
    }
    story
        .step(
            STOPS,
            Actor::BlockProducer,
            "stops: the L2 receives no blocks",
        )
        .fact(
            format!("a peer that joins now has {before} blocks, as before"),
            blocks_of_peers(world) == before,
        )?
        .done()?;
    let confirmed = sent
        .iter()
        .filter(|it| world.producer.confirmation(it.hash).is_some());
    let what = format!("are told that {transactions} transactions have failed");
    story
        .step(FAILS, Actor::User, what)
        .fact("none of them is in a block", confirmed.count() == 0)?
        .done()?;
    Ok(sent)
}

/// P.3, as the Sequencer need not post anything: it has no block to make a batch of. Layer 1's head stays.
pub(in crate::flows) async fn sequencer_posts_nothing(
    world: &mut World,
    story: &mut Story<'_>,
) -> Result<(), FlowError> {
    let who = world.selected_sequencer().await?;
    let sequencer = &mut world.sequencers[who];
    sequencer.receive();
    let (pending, parent) = (sequencer.pending_blocks(), sequencer.parent().clone());
    let head = world.anybody.head().await?;
    story
        .step(POSTS, Actor::Sequencer, "submits nothing")
        .view(
            "BatchRegistry.head()",
            &head,
            &(parent.header.index.0, parent.hash.0.into()),
        )?
        .fact("no block came to make a batch of", pending == 0)?
        .done()
}

fn blocks_of_peers(world: &World) -> usize {
    world.network.join().receive()
}

/// Steps 4 and 5, and P.3 in the place of 7: the Block Producer signs nothing, and Memolabs gets nothing.
pub(in crate::flows) async fn sequencer_posts_unsigned(
    world: &mut World,
    story: &mut Story<'_>,
    what: Unsigned,
) -> Result<Accepted, FlowError> {
    let who = world.selected_sequencer().await?;
    receives_blocks(world, story, who).await?;
    let batch = match what {
        Unsigned::Right => computes_batch(world, story, who)?,
        Unsigned::False(lie) => computes_falsely(world, story, who, lie)?,
        Unsigned::Withheld => {
            let fault = SequencerFault::Withholding { own: 1 };
            world.sequencers[who].adopt(fault.policy());
            let batch = computes_more(world, story, who, 1)?;
            world.sequencers[who].adopt(SequencerFault::None.policy());
            batch
        }
    };
    submits_roots_as(world, story, (POSTS, who), batch, None).await
}
