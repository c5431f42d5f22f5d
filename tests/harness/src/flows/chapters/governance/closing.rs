//! A proposal that does not pass is closed.

use interfaces::client::{
    IGovernance::{Closed, Phase, WrongPhase},
    ISequencerPool::HoldLifted,
    ITreasury::Released,
};

use super::{super::Steps, ENDS, proposals::bond_of};
use crate::{
    error::FlowError,
    layer1::Proposition,
    story::{Actor, Story},
    world::World,
};

/// The step of [`is_defeated`].
pub(in crate::flows) const IS_DEFEATED: Steps = &[ENDS];

/// The step of [`is_expired`].
pub(in crate::flows) const IS_EXPIRED: Steps = &[ENDS];

/// Most were against it: nobody executes it, its bond becomes a credit, as the quorum was there, and the accused is free.
pub(in crate::flows) async fn is_defeated(
    world: &World,
    story: &mut Story<'_>,
    proposal: &Proposition,
) -> Result<(), FlowError> {
    let until = world.anybody.proposal(proposal.id).await?.votingUntil;
    is_closed(world, story, proposal, (Phase::Defeated, until)).await
}

/// It has passed, but nobody has executed it in time: as [`is_defeated`].
pub(in crate::flows) async fn is_expired(
    world: &World,
    story: &mut Story<'_>,
    proposal: &Proposition,
) -> Result<(), FlowError> {
    let until = world.anybody.proposal(proposal.id).await?.executableUntil;
    is_closed(world, story, proposal, (Phase::Expired, until)).await
}

/// It stands in this phase from the block after `until` on, and is closed.
async fn is_closed(
    world: &World,
    story: &mut Story<'_>,
    proposal: &Proposition,
    (phase, until): (Phase, u64),
) -> Result<(), FlowError> {
    let (anybody, addresses, id) = (&world.anybody, *world.addresses(), proposal.id);
    world.wait_for_block(until + 1, "it can be closed").await?;
    let before = anybody.proposal(id).await?;
    let credit = anybody.credit(before.proposer).await?;
    let refusal = anybody.execution_refused(proposal).await?;
    let receipt = anybody.close(proposal).await?;
    let after = anybody.proposal(id).await?.phase;
    let now = anybody.credit(before.proposer).await?;
    let mut step = story
        .step(
            ENDS,
            Actor::Layer1,
            format!("the proposal is {phase:?}, and closed"),
        )
        .refusal(&refusal, &WrongPhase { id, phase })?
        .event::<Closed>(&receipt, addresses.governance, |event| {
            (event.id, event.quorum) == (id, true)
        })?
        .event::<Released>(&receipt, addresses.treasury, |event| {
            (event.purpose, event.amount) == (bond_of(id), before.bond)
        })?;
    if let Some(accused) = proposal.motion.accused {
        step = step.event::<HoldLifted>(&receipt, addresses.pool, |event| {
            (event.member, event.by) == (accused, addresses.governance)
        })?;
    }
    step.view("Governance.proposalOf(id).phase", &after, &Phase::Closed)?
        .view("Treasury.creditOf(proposer)", &now, &(credit + before.bond))?
        .done()
}
