//! A member is removed: a sequencer is rotated, a verifier loses all that it has.

use interfaces::client::{
    IDataAvailability::{NotVerifier, requestCall},
    IGovernance::{CompensationReserved, Phase},
    ISequencerPool::{Kicked, Offence, Punished, Role, SlotEnd, SlotEnded, SlotStarted, Status},
    ITreasury::CreditForfeited,
};

use super::{super::Steps, REMOVES_SEQUENCER, REMOVES_VERIFIER, ROTATES, execution::passes};
use crate::{
    error::FlowError,
    l2::Accepted,
    layer1::Proposition,
    story::{Actor, Story},
    world::World,
};

/// The steps of [`sequencer_is_removed`].
pub(in crate::flows) const SEQUENCER_IS_REMOVED: Steps = &[REMOVES_SEQUENCER, ROTATES];

/// The step of [`verifier_is_removed`].
pub(in crate::flows) const VERIFIER_IS_REMOVED: Steps = &[REMOVES_VERIFIER];

/// The selected sequencer `who` is removed, and the sequencer `next` is selected. So much of the pot is kept back for
/// compensations.
pub(in crate::flows) async fn sequencer_is_removed(
    world: &World,
    story: &mut Story<'_>,
    proposal: &Proposition,
    (who, next): (usize, usize),
    owed: u128,
) -> Result<(), FlowError> {
    let addresses = *world.addresses();
    let member = world.sequencers[who].layer1().account();
    let slot = world.anybody.sequencer_slot().await?;
    let stake = world.anybody.member(member).await?.stake;
    let passed = passes(world, proposal).await?;
    let (receipt, id, mut told) = (&passed.receipt, proposal.id, 0);
    let now = world.anybody.member(member).await?;
    let what = format!(
        "removes sequencer {} for ever; its stake stays to pay from",
        who + 1
    );
    let step = story.step(REMOVES_SEQUENCER, Actor::Layer1, what);
    passed
        .proves(world, step, Phase::Compensating)?
        .next_event::<Punished>(receipt, addresses.pool, &mut told, |event| {
            (event.member, event.offence, event.object) == (member, Offence::Removal, id)
                && event.stake == stake
        })?
        .next_event::<Kicked>(receipt, addresses.pool, &mut told, |event| {
            event.member == member
        })?
        .event::<CompensationReserved>(receipt, addresses.governance, |event| {
            (event.id, event.amount) == (id, owed)
        })?
        .view(
            "SequencerPool.member(sequencer): status, banned, proposalHolds",
            &(now.status, now.banned, now.proposalHolds),
            &(Status::Exiting, true, 1),
        )?
        .view(
            "Governance.proposalOf(id).reserved",
            &passed.reserved(),
            &owed,
        )?
        .done()?;

    let successor = world.sequencers[next].layer1().account();
    let selected = world.anybody.selected_sequencer().await?;
    let what = format!("rotates: sequencer {} is next", next + 1);
    story
        .step(ROTATES, Actor::Layer1, what)
        .next_event::<SlotEnded>(receipt, addresses.pool, &mut told, |event| {
            (event.slot, event.holder, event.reason) == (slot.number, member, SlotEnd::Removal)
        })?
        .next_event::<SlotStarted>(receipt, addresses.pool, &mut told, |event| {
            (event.role, event.holder) == (Role::Sequencer, successor)
        })?
        .view("SequencerPool.selectedSequencer()", &selected, &successor)?
        .done()
}

/// The Verifier is removed: stake and credit are the pot's, it asks for no data again, and nobody is rotated. So much of
/// the pot is kept back for compensations.
pub(in crate::flows) async fn verifier_is_removed(
    world: &World,
    story: &mut Story<'_>,
    proposal: &Proposition,
    owed: u128,
    latest: &Accepted,
) -> Result<(), FlowError> {
    let (addresses, layer1) = (*world.addresses(), world.verifier.layer1());
    let (account, id) = (layer1.account(), proposal.id);
    let (slot, (_, stake, credit)) = (
        layer1.sequencer_slot().await?,
        layer1.wealth(account).await?,
    );
    let pot = world.anybody.standing().await?.totals.2;
    let passed = passes(world, proposal).await?;
    let receipt = &passed.receipt;
    let now = layer1.member(account).await?;
    let left = layer1.wealth(account).await?;
    let got = world.anybody.standing().await?.totals.2 - pot;
    let call = requestCall {
        header: (&latest.header).into(),
    };
    let refusal = layer1.refusal(addresses.data_availability, &call).await?;
    let what = format!(
        "removes the Verifier for ever, with its stake of {stake} and its credit of {credit} base units; nobody is rotated"
    );
    let step = story.step(REMOVES_VERIFIER, Actor::Layer1, what);
    passed
        .proves(world, step, Phase::Compensating)?
        .event::<Punished>(receipt, addresses.pool, |event| {
            (event.member, event.offence, event.object) == (account, Offence::Removal, id)
                && (event.toPot, event.stake) == (stake, 0)
        })?
        .event::<CreditForfeited>(receipt, addresses.treasury, |event| {
            (event.owner, event.amount) == (account, credit)
        })?
        .event::<CompensationReserved>(receipt, addresses.governance, |event| {
            (event.id, event.amount) == (id, owed)
        })?
        .view(
            "SequencerPool.member(verifier): status, banned",
            &(now.status, now.banned),
            &(Status::Exiting, true),
        )?
        .view("its stake and its credit", &(left.1, left.2), &(0, 0))?
        .view("Treasury.pot(): more by both", &got, &(stake + credit))?
        .view(
            "SequencerPool.slot(Sequencer), as before",
            &layer1.sequencer_slot().await?,
            &slot,
        )?
        .refusal(&refusal, &NotVerifier { caller: account })?
        .done()
}
