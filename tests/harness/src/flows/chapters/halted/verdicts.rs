//! Layer 1 computes the batch, and compares.

use alloy::primitives::B256;
use interfaces::client::{
    IBatchRegistry::{BatchInvalidated, Verdict},
    IFraudProof::FraudProven,
    ISequencerPool::{Kicked, Offence, Punished, SlotStarted},
};

use super::{
    super::{
        Elements, Portion, Steps, Who,
        fraud::{last, replay_agrees, replay_begins, replay_disagrees, replay_is_fed},
    },
    COMPARES, COMPUTES,
};
use crate::{
    actors::Execution,
    error::FlowError,
    l2::Accepted,
    story::{Actor, Story},
    world::World,
};

/// The data is not valid.
const INVALIDATES: &str = "P.3.B.2.A.2.B.1";

/// The Sequencer is rotated.
const ROTATES: &str = "P.3.B.2.A.2.B.2";

/// The steps of [`layer1_agrees`].
pub(in crate::flows) const LAYER1_AGREES: Steps = &[COMPUTES, COMPUTES, COMPARES];

/// The steps of [`layer1_disagrees`].
pub(in crate::flows) const LAYER1_DISAGREES: Steps =
    &[COMPUTES, COMPUTES, COMPARES, INVALIDATES, ROTATES];

/// The computed root is the submitted one.
pub(in crate::flows) async fn layer1_agrees(
    world: &World,
    story: &mut Story<'_>,
    who: Who,
    batch: &Accepted,
    elements: Elements,
) -> Result<(), FlowError> {
    let mut execution = computes(world, story, who, batch, elements).await?;
    replay_agrees(world, story, (COMPARES, who), &mut execution).await?;
    Ok(())
}

/// The computed root is another one: the batch is void, its author punished and rotated; the sequencer `next` is
/// selected. The winner's share waits for those who have fed; returns how many elements.
pub(in crate::flows) async fn layer1_disagrees(
    world: &mut World,
    story: &mut Story<'_>,
    who: Who,
    (batch, elements): (&Accepted, Elements),
    next: usize,
) -> Result<u32, FlowError> {
    let mut execution = computes(world, story, who, batch, elements).await?;
    let runs = replay_disagrees(world, story, (COMPARES, who), &mut execution).await?;
    let (addresses, receipt) = (*world.addresses(), last(&runs)?);
    let (hash, author) = (B256::from(batch.hash.0), batch.header.sequencer.0.into());
    let (index, mut told) = (batch.header.index.0, 0);
    world.cut(batch);
    let verdict = world.anybody.verdict(&batch.header).await?.0;
    let head = world.anybody.head().await?;
    let what = format!("batch {index} is invalid with its data, its author loses its stake");
    story
        .step(INVALIDATES, Actor::Layer1, what)
        .next_event::<Punished>(receipt, addresses.pool, &mut told, |event| {
            (event.member, event.offence, event.object) == (author, Offence::Fraud, hash)
                && event.stake == 0
        })?
        .next_event::<Kicked>(receipt, addresses.pool, &mut told, |event| {
            event.member == author
        })?
        .next_event::<FraudProven>(receipt, addresses.fraud_proof, &mut told, |event| {
            (event.headerHash, event.winner) == (hash, addresses.fraud_proof)
        })?
        .next_event::<BatchInvalidated>(receipt, addresses.registry, &mut told, |event| {
            (event.index, event.headerHash) == (index, hash)
        })?
        .view("BatchRegistry.verdict(header)", &verdict, &Verdict::Invalid)?
        .view(
            "BatchRegistry.head(): the parent",
            &head,
            &(index - 1, batch.header.parent.0.into()),
        )?
        .done()?;

    let successor = world.sequencers[next].layer1().account();
    let selected = world.anybody.selected_sequencer().await?;
    story
        .step(
            ROTATES,
            Actor::Layer1,
            format!("rotates: sequencer {} is next", next + 1),
        )
        .next_event::<SlotStarted>(receipt, addresses.pool, &mut told, |event| {
            event.holder == successor
        })?
        .view("SequencerPool.selectedSequencer()", &selected, &successor)?
        .done()?;
    Ok(batch.header.element_count)
}

/// The first half.
async fn computes(
    world: &World,
    story: &mut Story<'_>,
    who: Who,
    batch: &Accepted,
    elements: Elements,
) -> Result<Execution, FlowError> {
    let seed = (COMPUTES, who);
    let mut execution = replay_begins(world, story, seed, batch, elements).await?;
    let portion = Portion {
        most: batch.header.element_count / 2,
        again: 0,
    };
    replay_is_fed(world, story, seed, &mut execution, portion).await?;
    Ok(execution)
}
