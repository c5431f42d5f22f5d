//! A sequencer checks whether it is selected, and does what follows from that.

use anyhow::Context;
use interfaces::client::{IBatchRegistry::NotSelected, ISequencerPool::Status};

use super::{super::Steps, CHECKS, GOES_ON, WAITS, name};
use crate::{
    error::FlowError,
    layer1::Refusal,
    story::{Actor, Story},
    world::World,
};

/// The steps of [`selected_goes_on`].
pub(in crate::flows) const SELECTED_GOES_ON: Steps = &[CHECKS, GOES_ON];

/// The steps of [`orphaned_goes_on`].
pub(in crate::flows) const ORPHANED_GOES_ON: Steps = &[CHECKS, GOES_ON];

/// The steps of [`unselected_is_refused`].
pub(in crate::flows) const UNSELECTED_IS_REFUSED: Steps = &[CHECKS, WAITS];

/// A slot begins: the sequencer whose turn it must be finds itself selected, on a head that it has executed.
pub(in crate::flows) async fn selected_goes_on(
    world: &World,
    story: &mut Story<'_>,
    who: usize,
) -> Result<(), FlowError> {
    let sequencer = &world.sequencers[who];
    let account = sequencer.layer1().account();
    let selected = sequencer.layer1().selected_sequencer().await?;
    let slot = sequencer.layer1().sequencer_slot().await?;
    let (index, head) = sequencer.layer1().head().await?;
    let what = format!(
        "{} checks if it is selected: it is, for slot {}",
        name(who),
        slot.number
    );
    story
        .step(CHECKS, Actor::Sequencer, what)
        .view("SequencerPool.selectedSequencer()", &selected, &account)?
        .done()?;
    let what = format!(
        "{} continues with the regular flow, on batch {index}",
        name(who)
    );
    story
        .step(GOES_ON, Actor::Sequencer, what)
        .view(
            "SequencerPool.slot(Sequencer): holder, elements, batches",
            &(slot.holder, slot.elements, slot.batches),
            &(account, 0, 0),
        )?
        .view(
            "BatchRegistry.head().headerHash",
            &head,
            &sequencer.parent().hash.0.into(),
        )?
        .done()
}

/// A batch of the selected sequencer was orphaned: it is still selected, has all of its stake, and goes on from what
/// is left of the chain.
pub(in crate::flows) async fn orphaned_goes_on(
    world: &mut World,
    story: &mut Story<'_>,
    who: usize,
) -> Result<(), FlowError> {
    world.sequencers[who].follow().await?;
    let sequencer = &world.sequencers[who];
    let (layer1, parent) = (sequencer.layer1(), sequencer.parent());
    let account = layer1.account();
    let selected = layer1.selected_sequencer().await?;
    let member = layer1.pool().member(account).call().await;
    let member = member.context("SequencerPool.member")?;
    let (index, head) = layer1.head().await?;
    let stake = world.settings.network.parameters.stakes.sequencer;
    let what = format!("{} checks if it is selected: it still is", name(who));
    story
        .step(CHECKS, Actor::Sequencer, what)
        .view("SequencerPool.selectedSequencer()", &selected, &account)?
        .done()?;
    let what = format!(
        "{} goes back to batch {index} and continues, with all its stake",
        name(who)
    );
    story
        .step(GOES_ON, Actor::Sequencer, what)
        .view(
            "SequencerPool.member(sequencer): status, banned, stake, requestHolds",
            &(
                member.status,
                member.banned,
                member.stake,
                member.requestHolds,
            ),
            &(Status::Active, false, stake, 0),
        )?
        .view(
            "BatchRegistry.head().headerHash",
            &head,
            &parent.hash.0.into(),
        )?
        .done()
}

/// A sequencer that is not selected finds that out, is refused when it submits a right batch all the same,
/// and waits.
pub(in crate::flows) async fn unselected_is_refused(
    world: &mut World,
    story: &mut Story<'_>,
    who: usize,
) -> Result<(), FlowError> {
    let turn = world.selected_sequencer().await?;
    let selected = world.sequencers[turn].layer1().account();
    let layer1 = world.sequencers[who].layer1();
    let caller = layer1.account();
    let seen = layer1.selected_sequencer().await?;
    let what = format!(
        "{} checks if it is selected: it is not, {} is",
        name(who),
        name(turn)
    );
    story
        .step(CHECKS, Actor::Sequencer, what)
        .view("SequencerPool.selectedSequencer()", &seen, &selected)?
        .fact(format!("its own account is {caller}"), seen != caller)?
        .done()?;

    let before = world.anybody.standing().await?;
    let refusal = submits_in_vain(world, who).await?;
    let after = world.anybody.standing().await?;
    let what = format!("{} submits all the same, is refused and waits", name(who));
    story
        .step(WAITS, Actor::Sequencer, what)
        .refusal(&refusal, &NotSelected { caller, selected })?
        .fact("heads, slot and ledger are as before", before == after)?
        .done()
}

/// A sequencer submits a batch that is right but for its turn, with the Block Producer's signature.
pub(super) async fn submits_in_vain(world: &mut World, who: usize) -> Result<Refusal, FlowError> {
    world.sequencers[who].receive();
    let batch = world.compute(who)?;
    let signature = world.attest(who, &batch);
    let signature = signature.context("the Block Producer does not attest the batch")?;
    let sequencer = &world.sequencers[who];
    sequencer.submit_in_vain(&batch, Some(signature)).await
}
