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

/// Most were against it: nobody executes it, its bond becomes a credit, as the quorum was there, and the accused is free.
pub(in crate::flows) async fn is_defeated(
    world: &World,
    story: &mut Story<'_>,
    proposal: &Proposition,
) -> Result<(), FlowError> {
    let (anybody, addresses, id) = (&world.anybody, *world.addresses(), proposal.id);
    let until = anybody.proposal(id).await?.votingUntil;
    world.wait_for_block(until + 1, "the vote is over").await?;
    let before = anybody.proposal(id).await?;
    let credit = anybody.credit(before.proposer).await?;
    let refusal = anybody.execution_refused(proposal).await?;
    let receipt = anybody.close(proposal).await?;
    let after = anybody.proposal(id).await?.phase;
    let now = anybody.credit(before.proposer).await?;
    let phase = Phase::Defeated;
    let mut step = story
        .step(ENDS, Actor::Layer1, "the proposal is defeated, and closed")
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
