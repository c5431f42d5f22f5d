//! A block producer is punished by a vote.

use alloy::primitives::Address;
use anyhow::Context;
use interfaces::client::{
    IGovernance::Phase,
    ISequencerPool::{
        Kicked, Offence, Punished, Role, RotationSkipped, SlotEnd, SlotEnded, SlotStarted, Status,
    },
};

use super::{
    super::Steps, AFTER_HALT, KICKS_PRODUCER, ROTATES_PRODUCER, execution::passes,
    proposals::Purpose,
};
use crate::{
    error::FlowError,
    layer1::Proposition,
    story::{Actor, Story},
    world::World,
};

/// The steps of [`producer_is_punished`] for one that has its slot still.
pub(in crate::flows) const PRODUCER_IS_REPLACED: Steps = &[KICKS_PRODUCER, ROTATES_PRODUCER];

/// The step of [`producer_is_punished`] for one that has lost its slot before.
pub(in crate::flows) const PRODUCER_IS_PUNISHED: Steps = &[AFTER_HALT];

/// The block producer `member` is kicked for ever, and loses so much of its stake. If it is selected, it is rotated.
pub(in crate::flows) async fn producer_is_punished(
    world: &World,
    story: &mut Story<'_>,
    purpose: Purpose,
    proposal: &Proposition,
    slash: u128,
) -> Result<(), FlowError> {
    let (anybody, addresses, id) = (&world.anybody, *world.addresses(), proposal.id);
    let member = proposal.motion.accused.unwrap_or_default();
    let slot = anybody.producer_slot().await?;
    let is_selected = slot.holder == member;
    let (stake, pot) = (
        anybody.member(member).await?.stake,
        anybody.standing().await?.totals.2,
    );
    let passed = passes(world, proposal).await?;
    let (receipt, mut told) = (&passed.receipt, 0);
    let now = anybody.member(member).await?;
    let potted = anybody.standing().await?.totals.2;
    let what =
        format!("kicks the Block Producer for ever, {slash} base units of its stake are the pot's");
    let seed = match purpose {
        Purpose::Halt => AFTER_HALT,
        _ => KICKS_PRODUCER,
    };
    let step = story.step(seed, Actor::Layer1, what);
    let step = passed
        .proves(world, step, Phase::Executed)?
        .next_event::<Punished>(receipt, addresses.pool, &mut told, |event| {
            (event.member, event.offence, event.object) == (member, Offence::Removal, id)
                && (event.toPot, event.stake) == (slash, stake - slash)
        })?
        .next_event::<Kicked>(receipt, addresses.pool, &mut told, |event| {
            (event.member, event.role) == (member, Role::Producer)
        })?
        .view(
            "SequencerPool.member(producer): status, banned, stake",
            &(now.status, now.banned, now.stake),
            &(Status::Exiting, true, stake - slash),
        )?
        .view("Treasury.pot()", &potted, &(pot + slash))?;
    if !is_selected {
        return step
            .event::<RotationSkipped>(receipt, addresses.pool, |event| event.member == member)?
            .view(
                "SequencerPool.slot(Producer)",
                &anybody.producer_slot().await?,
                &slot,
            )?
            .done();
    }
    step.done()?;

    let next = next_producer(world)?;
    let holder = anybody.producer_slot().await?.holder;
    story
        .step(
            ROTATES_PRODUCER,
            Actor::Layer1,
            "rotates: the next Block Producer is selected",
        )
        .next_event::<SlotEnded>(receipt, addresses.pool, &mut told, |event| {
            (event.slot, event.holder, event.reason) == (slot.number, member, SlotEnd::Removal)
        })?
        .next_event::<SlotStarted>(receipt, addresses.pool, &mut told, |event| {
            (event.role, event.holder) == (Role::Producer, next)
        })?
        .view("SequencerPool.slot(Producer).holder", &holder, &next)?
        .done()
}

pub(super) fn next_producer(world: &World) -> Result<Address, FlowError> {
    let next = world.waiting_producers.first();
    Ok(next.context("no block producer waits")?.address())
}
