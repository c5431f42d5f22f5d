//! Steps 1 to 3: users send transactions, the Block Producer makes blocks of them.

use alloy::primitives::B256;

use super::Steps;
use crate::{
    error::FlowError,
    l2::Block,
    layer1::b256,
    story::{Actor, Story},
    workload::Intent,
    world::{World, short},
};

/// The steps of [`users_transact`].
pub(in crate::flows) const USERS_TRANSACT: Steps = &["1", "2", "2.1", "3"];

/// Steps 1 to 3, for the L2 blocks of one batch.
pub(in crate::flows) async fn users_transact(
    world: &mut World,
    story: &mut Story<'_>,
) -> Result<(), FlowError> {
    let timestamp = world.anybody.timestamp().await?;
    let mut sent = Vec::new();
    let mut blocks = Vec::new();
    for _ in 0..world.settings.blocks_per_batch {
        sent.extend(send_block(world));
        blocks.push(world.producer.produce_block(timestamp)?);
    }
    are_told(world, story, &sent, &blocks)
}

/// Steps 1 to 3, for L2 blocks of certain transactions.
pub(in crate::flows) async fn users_send(
    world: &mut World,
    story: &mut Story<'_>,
    intents: Vec<Vec<Intent>>,
) -> Result<(), FlowError> {
    let timestamp = world.anybody.timestamp().await?;
    let (mut sent, mut blocks) = (Vec::new(), Vec::new());
    for block in intents {
        for intent in block {
            sent.push(send(world, intent));
        }
        blocks.push(world.producer.produce_block(timestamp)?);
    }
    are_told(world, story, &sent, &blocks)
}

fn are_told(
    world: &World,
    story: &mut Story<'_>,
    sent: &[B256],
    blocks: &[Block],
) -> Result<(), FlowError> {
    transactions_are_taken(world, story, sent, blocks)?;
    blocks_are_produced(world, story, blocks)?;
    blocks_are_propagated(world, story, blocks)?;
    users_are_confirmed(world, story, sent, blocks)
}

/// The user that wants it signs and sends a transaction; returns its hash.
fn send(world: &mut World, intent: Intent) -> B256 {
    let transaction = world.users[intent.user].sign(intent);
    let hash = transaction.hash;
    world.producer.submit(transaction);
    hash
}

/// The users sign what makes one L2 block; returns the transactions' hashes.
fn send_block(world: &mut World) -> Vec<B256> {
    let mut sent = Vec::with_capacity(world.settings.block_size);
    for _ in 0..world.settings.block_size {
        let intent = world.workload.next_intent();
        sent.push(send(world, intent));
    }
    sent
}

fn transactions_are_taken(
    world: &World,
    story: &mut Story<'_>,
    sent: &[B256],
    blocks: &[Block],
) -> Result<(), FlowError> {
    let (users, count) = (world.users.len(), sent.len());
    let included: usize = blocks.iter().map(|block| block.elements.len()).sum();
    let what = format!("{users} users sign and send {count} transactions");
    story
        .step("1", Actor::User, what)
        .fact(
            format!("the Block Producer took all {count} transactions"),
            included == count,
        )?
        .done()
}

fn blocks_are_produced(
    world: &World,
    story: &mut Story<'_>,
    blocks: &[Block],
) -> Result<(), FlowError> {
    let (first, last) = ends(blocks)?;
    let head = world.producer.head();
    story
        .step(
            "2",
            Actor::BlockProducer,
            format!("produces L2 blocks {} to {}", first.number, last.number),
        )
        .fact(
            format!(
                "its head is block {}, state root {}",
                last.number,
                short(b256(head.state_root))
            ),
            head.l2_block == last.number,
        )?
        .done()
}

fn blocks_are_propagated(
    world: &World,
    story: &mut Story<'_>,
    blocks: &[Block],
) -> Result<(), FlowError> {
    let mut newcomer = world.network.join();
    newcomer.receive();
    let what = format!(
        "propagates {} blocks through the Peer Network",
        blocks.len()
    );
    story
        .step("2.1", Actor::BlockProducer, what)
        .fact(
            "a peer that joins now has them all",
            newcomer.newest() == blocks.last(),
        )?
        .done()
}

fn users_are_confirmed(
    world: &World,
    story: &mut Story<'_>,
    sent: &[B256],
    blocks: &[Block],
) -> Result<(), FlowError> {
    let (first, last) = ends(blocks)?;
    let range = first.number..=last.number;
    let confirmed: Vec<_> = sent
        .iter()
        .filter_map(|hash| world.producer.confirmation(*hash))
        .collect();
    let succeeded = confirmed.iter().filter(|it| it.receipt.success).count();
    let count = confirmed.len();
    story
        .step(
            "3",
            Actor::User,
            format!("get {count} confirmations, {succeeded} of success"),
        )
        .fact(
            format!(
                "each is of a block from {} to {}",
                first.number, last.number
            ),
            count == sent.len() && confirmed.iter().all(|it| range.contains(&it.block)),
        )?
        .fact(
            "most transactions succeeded",
            succeeded * 10 > sent.len() * 9,
        )?
        .done()
}

/// The first and the last of a batch's blocks.
fn ends(blocks: &[Block]) -> Result<(&Block, &Block), FlowError> {
    match blocks {
        [first, .., last] => Ok((first, last)),
        _ => Err(anyhow::anyhow!("a batch of these flows has at least two L2 blocks").into()),
    }
}
