//! The selected sequencer stops, and anybody may end its slot: not before the idle limit, but then.

use anyhow::Context;
use interfaces::client::ISequencerPool::{NotIdle, SlotEnd, rotateIdleCall};

use super::{super::Steps, ROTATES, slots::slot_ends_early};
use crate::{
    error::FlowError,
    story::{Actor, Story},
    world::World,
};

/// The step of [`idle_is_not_rotated_early`].
pub(in crate::flows) const IDLE_IS_NOT_ROTATED_EARLY: Steps = &[ROTATES];

/// The step of [`idle_is_rotated`].
pub(in crate::flows) const IDLE_IS_ROTATED: Steps = &[ROTATES];

/// Anybody tries to end the running slot while its holder still has time.
pub(in crate::flows) async fn idle_is_not_rotated_early(
    world: &World,
    story: &mut Story<'_>,
) -> Result<(), FlowError> {
    let anybody = &world.anybody;
    let until = deadline(world).await?;
    let current = anybody.current_block().await?;
    let before = anybody.standing().await?;
    let pool = world.addresses().pool;
    let refusal = anybody.refusal(pool, &rotateIdleCall {}).await?;
    let after = anybody.standing().await?;
    let what = format!("does not rotate yet: the selected sequencer has time until block {until}");
    story
        .step(ROTATES, Actor::Layer1, what)
        .refusal(&refusal, &NotIdle { until, current })?
        .fact("heads, slot and ledger are as before", before == after)?
        .done()
}

/// The idle limit passes without a submission, anybody ends the slot, and the sequencer `next` is selected.
pub(in crate::flows) async fn idle_is_rotated(
    world: &World,
    story: &mut Story<'_>,
    next: usize,
) -> Result<(), FlowError> {
    let anybody = &world.anybody;
    let until = deadline(world).await?;
    let what = "the slot of an idle sequencer can be ended";
    world.wait_for_block(until + 1, what).await?;
    let ended = anybody.sequencer_slot().await?;
    let receipt = anybody.rotate_idle().await?;
    slot_ends_early(world, story, (&ended, SlotEnd::Idle), &receipt, next).await
}

/// Last block of the selected sequencer's time.
async fn deadline(world: &World) -> Result<u64, FlowError> {
    let deadline = world.anybody.pool().idleDeadline().call().await;
    Ok(deadline.context("SequencerPool.idleDeadline")?)
}
