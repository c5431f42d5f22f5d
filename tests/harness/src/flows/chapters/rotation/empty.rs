//! No sequencer is left, until a new one joins and its turn comes.

use alloy::primitives::Address;
use anyhow::Context;
use interfaces::client::{
    IBatchRegistry::NoSequencer,
    ISequencerPool::{Joined, Phase, Role, SlotStarted},
};

use super::{super::Steps, HALTS, JOINS, name, selection::submits_in_vain};
use crate::{
    error::FlowError,
    story::{Actor, Story},
    world::World,
};

/// The step of [`no_sequencer_is_left`].
pub(in crate::flows) const NO_SEQUENCER_IS_LEFT: Steps = &[HALTS];

/// The step of [`new_sequencer_joins`].
pub(in crate::flows) const NEW_SEQUENCER_JOINS: Steps = &[JOINS];

/// The pool is empty: a right batch of one that has left is refused, for it would be nobody's.
pub(in crate::flows) async fn no_sequencer_is_left(
    world: &mut World,
    story: &mut Story<'_>,
    who: usize,
) -> Result<(), FlowError> {
    let before = world.anybody.standing().await?;
    let refusal = submits_in_vain(world, who).await?;
    let after = world.anybody.standing().await?;
    let pool = world.anybody.pool();
    let members = pool.activeMembers(Role::Sequencer).call().await;
    let members = members.context("SequencerPool.activeMembers")?;
    let selection = selection(world).await?;
    let what = format!("no sequencer is left; {} submits in vain", name(who));
    story
        .step(HALTS, Actor::Layer1, what)
        .view("SequencerPool.activeMembers(Sequencer)", &members, &0)?
        .view(
            "SequencerPool.phase(), selectedSequencer()",
            &selection,
            &(Phase::NoSequencer, Address::ZERO),
        )?
        .refusal(&refusal, &NoSequencer {})?
        .fact("heads, slot and ledger are as before", before == after)?
        .done()
}

/// A new sequencer follows the chain from its genesis, joins the empty pool, and is selected after the join
/// delay: refused before, nobody's turn one block before. Returns its number.
pub(in crate::flows) async fn new_sequencer_joins(
    world: &mut World,
    story: &mut Story<'_>,
) -> Result<usize, FlowError> {
    let stake = world.settings.network.parameters.stakes.sequencer;
    let delay = world.settings.network.parameters.slot.join_delay.0;
    let who = world.add_sequencer(stake).await?;
    let followed = world.sequencers[who].follow().await?.len();
    let account = world.sequencers[who].layer1().account();
    let receipt = world.sequencers[who].join(stake).await?;
    let starts_at = world.anybody.sequencer_slot().await?.startsAt;
    let refusal = submits_in_vain(world, who).await?;

    let what = format!("{} is selected", name(who));
    world.wait_for_block(starts_at - 1, &what).await?;
    let early = (
        world.anybody.current_block().await?,
        selection(world).await?,
    );
    world.wait_for_block(starts_at, &what).await?;
    let in_time = (
        world.anybody.current_block().await?,
        selection(world).await?,
    );
    let what = format!(
        "{} follows {followed} batches, joins, and is selected {delay} blocks later",
        name(who)
    );
    let pool = world.addresses().pool;
    let view = "SequencerPool.currentBlock(), phase(), selectedSequencer()";
    story
        .step(JOINS, Actor::Sequencer, what)
        .event::<Joined>(&receipt, pool, |event| {
            event.member == account && event.joinedAt + u64::from(delay) == starts_at
        })?
        .event::<SlotStarted>(&receipt, pool, |event| {
            (event.holder, event.startsAt) == (account, starts_at)
        })?
        .refusal(&refusal, &NoSequencer {})?
        .view(
            view,
            &early,
            &(starts_at - 1, (Phase::NoSequencer, Address::ZERO)),
        )?
        .view(view, &in_time, &(starts_at, (Phase::Running, account)))?
        .fact(
            "it has executed the whole chain",
            followed == world.batches.len(),
        )?
        .done()?;
    Ok(who)
}

/// Whether somebody is selected, and who.
async fn selection(world: &World) -> Result<(Phase, Address), FlowError> {
    let phase = world.anybody.pool().phase().call().await;
    let selected = world.anybody.selected_sequencer().await?;
    Ok((phase.context("SequencerPool.phase")?, selected))
}
