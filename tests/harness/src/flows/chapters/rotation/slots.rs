//! Layer 1 ends a slot: a full one within the submission that fills it, any by its holder's call.

use alloy::{rpc::types::TransactionReceipt, sol_types::SolEvent};
use anyhow::Context;
use interfaces::client::ISequencerPool::{
    Role, Slot, SlotEnd, SlotEnded, SlotStarted, SubmissionRecorded,
};

use super::{super::Steps, ROTATES, name};
use crate::{
    error::FlowError,
    story::{Actor, Story},
    world::{Posted, World},
};

/// The step of [`slot_ends`].
pub(in crate::flows) const SLOT_ENDS: Steps = &[ROTATES];

/// The step of [`holder_ends_slot`].
pub(in crate::flows) const HOLDER_ENDS_SLOT: Steps = &[ROTATES];

/// The newest submission has filled its author's slot, for this reason, and the sequencer `next` is selected.
pub(in crate::flows) async fn slot_ends(
    world: &World,
    story: &mut Story<'_>,
    reason: SlotEnd,
    next: usize,
) -> Result<(), FlowError> {
    let pool = world.addresses().pool;
    let newest = world.batches.last().context("no batch was posted")?;
    let counted = event::<SubmissionRecorded>(newest);
    let counted = counted.context("the pool has not counted the newest batch")?;
    let (holder, number) = (counted.member, counted.slot);
    let slot = batches_of(world, number);
    let count = |it: &&Posted| it.accepted.header.element_count;
    let sizes: Vec<u32> = slot.iter().map(count).collect();
    let successor = world.sequencers[next].layer1().account();
    let selected = world.anybody.selected_sequencer().await?;

    let what = format!(
        "rotates: slot {number} ends after {} elements in {} batches, {} is next",
        sizes.iter().sum::<u32>(),
        sizes.len(),
        name(next)
    );
    story
        .step(ROTATES, Actor::Layer1, what)
        .event::<SlotEnded>(&newest.receipt, pool, |event| {
            (event.role, event.slot, event.holder, event.reason)
                == (Role::Sequencer, number, holder, reason)
        })?
        .event::<SlotStarted>(&newest.receipt, pool, |event| {
            (event.slot, event.holder) == (number + 1, successor)
        })?
        .view("SequencerPool.selectedSequencer()", &selected, &successor)?
        .fact(
            "it is the first submission of the slot that takes it to its end",
            is_due(world, reason, &sizes),
        )?
        .fact(
            "no earlier one has ended it",
            slot.iter()
                .rev()
                .skip(1)
                .all(|it| event::<SlotEnded>(it).is_none()),
        )?
        .done()
}

/// The selected sequencer hands its slot on before it is full, and the sequencer `next` is selected.
pub(in crate::flows) async fn holder_ends_slot(
    world: &World,
    story: &mut Story<'_>,
    next: usize,
) -> Result<(), FlowError> {
    let ended = world.anybody.sequencer_slot().await?;
    let holder = &world.sequencers[world.selected_sequencer().await?];
    let receipt = holder.end_slot().await?;
    slot_ends_early(world, story, (&ended, SlotEnd::Holder), &receipt, next).await
}

/// A transaction has ended this slot, for this reason, and the sequencer `next` is selected.
pub(super) async fn slot_ends_early(
    world: &World,
    story: &mut Story<'_>,
    (ended, reason): (&Slot, SlotEnd),
    receipt: &TransactionReceipt,
    next: usize,
) -> Result<(), FlowError> {
    let pool = world.addresses().pool;
    let successor = world.sequencers[next].layer1().account();
    let selected = world.anybody.selected_sequencer().await?;
    let (number, elements) = (ended.number, ended.elements);
    let what = format!(
        "rotates: slot {number} ends after {elements} elements, {reason:?}, {} is next",
        name(next)
    );
    story
        .step(ROTATES, Actor::Layer1, what)
        .event::<SlotEnded>(receipt, pool, |event| {
            (event.role, event.slot, event.holder, event.reason)
                == (Role::Sequencer, number, ended.holder, reason)
        })?
        .event::<SlotStarted>(receipt, pool, |event| {
            (event.slot, event.holder) == (number + 1, successor)
        })?
        .view("SequencerPool.selectedSequencer()", &selected, &successor)?
        .done()
}

/// The batches that the pool has counted in a slot.
fn batches_of(world: &World, slot: u64) -> Vec<&Posted> {
    let is_in_slot = |posted: &&Posted| {
        event::<SubmissionRecorded>(posted).is_some_and(|counted| counted.slot == slot)
    };
    world.batches.iter().filter(is_in_slot).collect()
}

/// Whether a slot of these submissions ends with the last of them, and for this reason: the elements first.
fn is_due(world: &World, reason: SlotEnd, sizes: &[u32]) -> bool {
    let limits = world.settings.network.parameters.slot;
    let total: u32 = sizes.iter().sum();
    let before = total - sizes.last().copied().unwrap_or_default();
    match reason {
        SlotEnd::Elements => before <= limits.elements && total > limits.elements,
        SlotEnd::Batches => sizes.len() == limits.batches as usize && total <= limits.elements,
        _ => false,
    }
}

/// The first event of a kind in the transaction of a batch.
fn event<E: SolEvent>(posted: &Posted) -> Option<E> {
    posted
        .receipt
        .logs()
        .iter()
        .find_map(|log| log.log_decode::<E>().ok())
        .map(|log| log.inner.data)
}
