//! A sequencer leaves the pool, and gets its stake back after the time of unbonding.

use alloy::primitives::U256;
use anyhow::Context;
use interfaces::client::{
    ISequencerPool::{
        ExitRequested, SlotEnd, SlotEnded, StakeReleased, Status, StillBonded, releaseStakeCall,
    },
    ITreasury::Withdrawn,
};

use super::{super::Steps, IS_PAID_BACK, LEAVES, name};
use crate::{
    error::FlowError,
    layer1::Layer1,
    story::{Actor, Story},
    world::World,
};

/// The step of [`sequencer_leaves`].
pub(in crate::flows) const SEQUENCER_LEAVES: Steps = &[LEAVES];

/// The step of [`stake_is_paid_back`].
pub(in crate::flows) const STAKE_IS_PAID_BACK: Steps = &[IS_PAID_BACK];

/// The selected sequencer leaves: its slot ends, its stake stays for now. Returns what is its own, free and
/// staked.
pub(in crate::flows) async fn sequencer_leaves(
    world: &World,
    story: &mut Story<'_>,
    who: usize,
) -> Result<U256, FlowError> {
    let sequencer = &world.sequencers[who];
    let layer1 = sequencer.layer1();
    let (account, pool) = (layer1.account(), world.addresses().pool);
    let (free, stake) = layer1.holdings(account).await?;
    let receipt = sequencer.request_exit().await?;
    let until = bonded_until(world, layer1).await?;
    let current = layer1.current_block().await?;
    let refusal = layer1.refusal(pool, &releaseStakeCall {}).await?;
    let status = layer1.pool().member(account).call().await;
    let status = status.context("SequencerPool.member")?.status;
    let what = format!(
        "{} leaves the pool, its stake stays until block {until}",
        name(who)
    );
    story
        .step(LEAVES, Actor::Sequencer, what)
        .event::<ExitRequested>(&receipt, pool, |event| event.member == account)?
        .event::<SlotEnded>(&receipt, pool, |event| {
            (event.holder, event.reason) == (account, SlotEnd::Exit)
        })?
        .refusal(&refusal, &StillBonded { until, current })?
        .view(
            "SequencerPool.member(sequencer).status",
            &status,
            &Status::Exiting,
        )?
        .done()?;
    Ok(free + U256::from(stake))
}

/// The time of unbonding is over: whoever has left takes home what was its own, to the last unit.
pub(in crate::flows) async fn stake_is_paid_back(
    world: &World,
    story: &mut Story<'_>,
    who: usize,
    own: U256,
) -> Result<(), FlowError> {
    let sequencer = &world.sequencers[who];
    let layer1 = sequencer.layer1();
    let (account, addresses) = (layer1.account(), world.addresses());
    let (_, stake) = layer1.holdings(account).await?;
    let until = bonded_until(world, layer1).await?;
    let what = "the stake of a sequencer that has left can be released";
    world.wait_for_block(until + 1, what).await?;
    let released = sequencer.release_stake().await?;
    let withdrawn = sequencer.withdraw().await?;
    let holdings = layer1.holdings(account).await?;
    let what = format!("{} gets its stake back, {stake} base units", name(who));
    story
        .step(IS_PAID_BACK, Actor::Sequencer, what)
        .event::<StakeReleased>(&released, addresses.pool, |event| {
            (event.member, event.amount) == (account, stake)
        })?
        .event::<Withdrawn>(&withdrawn, addresses.treasury, |event| {
            (event.owner, event.recipient, event.amount) == (account, account, stake)
        })?
        .view(
            "MetisToken.balanceOf(sequencer), SequencerPool.member(sequencer).stake",
            &holdings,
            &(own, 0),
        )?
        .done()
}

/// Last block of unbonding of a member that has asked to leave.
pub(in crate::flows::chapters) async fn bonded_until(
    world: &World,
    layer1: &Layer1,
) -> Result<u64, FlowError> {
    let member = layer1.pool().member(layer1.account()).call().await;
    let member = member.context("SequencerPool.member")?;
    let unbonding = world.settings.network.parameters.windows.unbonding.0;
    let from = member.exitRequestedAt.max(member.lastSubmission);
    Ok(from + u64::from(unbonding))
}
