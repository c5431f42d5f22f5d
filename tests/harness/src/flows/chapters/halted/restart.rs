//! The Block Producer is rotated, and the L2 goes on.

use alloy::{primitives::B256, rpc::types::TransactionReceipt};
use interfaces::client::{
    IDataAvailability::{ProducerRotated, RequestRefuted, RequestStatus, RequestUpheld},
    ISequencerPool::{Role, SlotStarted},
};

use super::{super::Steps, Ending, FALSE, RIGHT, VOTED, WITHHELD};
use crate::{
    actors::SignedTransaction,
    error::FlowError,
    l2::Accepted,
    story::{Actor, StepInProgress, Story},
    world::World,
};

/// The step of [`producer_is_rotated`], for each ending.
pub(in crate::flows) const PRODUCER_IS_ROTATED: [Steps; 3] =
    [&[RIGHT.rotates], &[FALSE.rotates], &[WITHHELD.rotates]];

/// The step of [`l2_goes_on`], for each ending.
pub(in crate::flows) const L2_GOES_ON: [Steps; 4] = [
    &[RIGHT.enabled],
    &[FALSE.enabled],
    &[WITHHELD.enabled],
    &[VOTED.enabled],
];

/// The request ends, if it has not in a transaction before; the Block Producer loses its slot, the next one is selected,
/// and the system is secure.
pub(in crate::flows) async fn producer_is_rotated(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
    ending: Ending,
    ended: Option<TransactionReceipt>,
) -> Result<(), FlowError> {
    let before = world.anybody.request_of(batch.hash).await?;
    let receipt = match ended {
        Some(receipt) => receipt,
        None => world.anybody.settle_halted(&batch.header).await?,
    };
    let (addresses, hash) = (*world.addresses(), B256::from(batch.hash.0));
    let (blamed, next) = (world.producer.address(), next_producer(world)?);
    let (slot, state) = (
        world.anybody.producer_slot().await?,
        world.anybody.system_state().await?,
    );
    let status = world.anybody.request_of(batch.hash).await?.status;
    let step = story
        .step(
            ending.rotates,
            Actor::Layer1,
            "rotates: the next Block Producer is selected",
        )
        .event::<ProducerRotated>(&receipt, addresses.data_availability, |event| {
            (event.headerHash, event.producer) == (hash, blamed)
                && event.slot == before.producerSlot
        })?
        .event::<SlotStarted>(&receipt, addresses.pool, |event| {
            (event.role, event.holder) == (Role::Producer, next)
        })?
        .view("SequencerPool.slot(Producer).holder", &slot.holder, &next)?
        .view("BatchRegistry.systemState()", &state, &(true, u64::MAX))?;
    let (step, expected) = has_ended(step, world, &receipt, (hash, before.fee), ending)?;
    step.view(
        "DataAvailability.requestOf(hash).status",
        &status,
        &expected,
    )?
    .done()
}

/// What the request came to; its fee is in the pot if only the producer had stopped.
fn has_ended<'s, 'a>(
    step: StepInProgress<'s, 'a>,
    world: &World,
    receipt: &TransactionReceipt,
    (hash, fee): (B256, u128),
    ending: Ending,
) -> Result<(StepInProgress<'s, 'a>, RequestStatus), FlowError> {
    let (data, requester) = (
        world.addresses().data_availability,
        world.verifier.layer1().account(),
    );
    if ending == RIGHT {
        let step = step.event::<RequestUpheld>(receipt, data, |event| {
            (event.headerHash, event.requester, event.fee) == (hash, requester, fee)
        })?;
        return Ok((step, RequestStatus::Upheld));
    }
    if ending == FALSE {
        let step = step.event::<RequestRefuted>(receipt, data, |event| {
            (event.headerHash, event.requester, event.fee) == (hash, requester, fee)
        })?;
        return Ok((step, RequestStatus::Refuted));
    }
    Ok((step, RequestStatus::Defaulted))
}

fn next_producer(world: &World) -> Result<alloy::primitives::Address, FlowError> {
    let next = world.waiting_producers.first();
    let next = next.ok_or_else(|| anyhow::anyhow!("no block producer waits"))?;
    Ok(next.address())
}

/// The next Block Producer takes over all blocks that the Peer Network has; the users send again what had failed.
pub(in crate::flows) async fn l2_goes_on(
    world: &mut World,
    story: &mut Story<'_>,
    ending: Ending,
    failed: Vec<SignedTransaction>,
) -> Result<(), FlowError> {
    let timestamp = world.anybody.timestamp().await?;
    let blocks = world.next_producer()?;
    let hashes: Vec<_> = failed.iter().map(|it| it.hash).collect();
    for transaction in failed {
        world.producer.submit(transaction);
    }
    let block = world.producer.produce_block(timestamp)?;
    let selected = world.anybody.producer_slot().await?.holder;
    let confirmed = hashes
        .iter()
        .filter_map(|it| world.producer.confirmation(*it));
    let confirmed = confirmed.filter(|it| it.block == block.number).count();
    let what = format!(
        "the L2 goes on: the next Block Producer takes over {blocks} blocks and makes block {} of {} transactions that the users send again",
        block.number,
        hashes.len()
    );
    story
        .step(ending.enabled, Actor::BlockProducer, what)
        .fact(
            "each user has a confirmation of that block",
            confirmed == hashes.len(),
        )?
        .view(
            "SequencerPool.slot(Producer).holder",
            &selected,
            &world.producer.address(),
        )?
        .done()
}
