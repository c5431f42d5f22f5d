//! O.4.B.3: what becomes of a sequencer that has submitted another order.

use interfaces::client::{
    IGovernance::{KickSkipped, Phase},
    ISequencerPool::{Role, SlotEnd, SlotEnded, SlotStarted, Status},
};

use super::{super::governance::passes, ROTATES};
use crate::{
    error::FlowError,
    flows::chapters::Steps,
    layer1::Proposition,
    story::{Actor, Story},
    world::World,
};

/// The step of [`ordering_is_punished`].
pub(in crate::flows) const ORDERING_IS_PUNISHED: Steps = &[ROTATES];

/// The step of [`kick_is_skipped`].
pub(in crate::flows) const KICK_IS_SKIPPED: Steps = &[ROTATES];

/// The accused is selected still: its slot ends, "even if the 3000 transaction limit wasn't fulfilled". It keeps its stake
/// and its place in the queue.
pub(in crate::flows) async fn ordering_is_punished(
    world: &World,
    story: &mut Story<'_>,
    proposal: &Proposition,
    (who, next): (usize, usize),
) -> Result<(), FlowError> {
    let pool = world.addresses().pool;
    let (accused, successor) = (account(world, who), account(world, next));
    let (slot, before) = (
        world.anybody.sequencer_slot().await?,
        world.anybody.member(accused).await?,
    );
    let limit = world.settings.network.parameters.slot.elements;
    let passed = passes(world, proposal).await?;
    let (selected, now) = (
        world.anybody.selected_sequencer().await?,
        world.anybody.member(accused).await?,
    );
    let what = format!("rotates: sequencer {} is next", next + 1);
    let step = story.step(ROTATES, Actor::Layer1, what);
    passed
        .proves(world, step, Phase::Executed)?
        .event::<SlotEnded>(&passed.receipt, pool, |event| {
            (event.slot, event.holder, event.reason) == (slot.number, accused, SlotEnd::Rotation)
        })?
        .event::<SlotStarted>(&passed.receipt, pool, |event| {
            (event.role, event.holder) == (Role::Sequencer, successor)
        })?
        .view("SequencerPool.selectedSequencer()", &selected, &successor)?
        .view(
            "SequencerPool.member(accused): status, banned, stake, proposalHolds",
            &(now.status, now.banned, now.stake, now.proposalHolds),
            &(
                Status::Active,
                false,
                before.stake,
                before.proposalHolds - 1,
            ),
        )?
        .fact(
            format!(
                "its slot had {} elements, not more than {limit}",
                slot.elements
            ),
            slot.elements <= limit.into() && slot.holder == accused,
        )?
        .done()
}

/// The accused is not selected any more: nothing happens but that this is said.
pub(in crate::flows) async fn kick_is_skipped(
    world: &World,
    story: &mut Story<'_>,
    proposal: &Proposition,
    who: usize,
) -> Result<(), FlowError> {
    let accused = account(world, who);
    let slot = world.anybody.sequencer_slot().await?;
    let passed = passes(world, proposal).await?;
    let now = world.anybody.sequencer_slot().await?;
    let what = format!(
        "sequencer {} is not the current one: nothing happens",
        who + 1
    );
    let step = story.step(ROTATES, Actor::Layer1, what);
    passed
        .proves(world, step, Phase::Executed)?
        .event::<KickSkipped>(&passed.receipt, world.addresses().governance, |event| {
            (event.id, event.member) == (proposal.id, accused)
        })?
        .view("SequencerPool.slot(Sequencer), as before", &now, &slot)?
        .fact("it was not selected", slot.holder != accused)?
        .done()
}

fn account(world: &World, who: usize) -> alloy::primitives::Address {
    world.sequencers[who].layer1().account()
}
