//! A block producer signs two orders for one parent, and is punished without a vote.

use alloy::primitives::{B256, keccak256};
use anyhow::Context;
use interfaces::client::{
    IGovernance::{EquivocationPunished, Statement, punishEquivocationCall},
    ISequencerPool::{
        AlreadyPunished, Offence, Punished, Role, SlotEnd, SlotEnded, SlotStarted, Status,
    },
};
use types::Attestation;

use super::{super::Steps, EQUIVOCATES, producers::next_producer};
use crate::{
    error::FlowError,
    faults::statement,
    l2::{Accepted, mttbr},
    story::{Actor, Story},
    world::World,
};

/// The step of [`signs_two_orders`].
pub(in crate::flows) const SIGNS_TWO_ORDERS: Steps = &[EQUIVOCATES];

/// The step of [`equivocation_is_punished`].
pub(in crate::flows) const EQUIVOCATION_IS_PUNISHED: Steps = &[EQUIVOCATES];

/// Beside what it has signed for a batch, the Block Producer signs the reverse order of the same elements to follow the
/// same parent. Returns both statements.
pub(in crate::flows) fn signs_two_orders(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<[Statement; 2], FlowError> {
    let signed = world
        .producer
        .signed(types::HeaderHash(batch.header.parent.0));
    let first = *signed.context("it has signed nothing for this parent")?;
    let mut elements = world.posted(batch)?.batch.elements.clone();
    elements.reverse();
    let second = Attestation {
        mttbr: mttbr(&elements),
        ..first
    };
    story
        .step(
            EQUIVOCATES,
            Actor::BlockProducer,
            "signs another order of the same elements for the same parent",
        )
        .fact(
            "it has signed the one that is on Layer 1",
            first.mttbr == batch.header.mttbr,
        )?
        .fact(
            "the other root is not the same",
            first.mttbr != second.mttbr,
        )?
        .done()?;
    Ok([first, second].map(|said| statement(&world.producer, &said)))
}

/// Anybody shows two statements of the selected Block Producer on one parent: it loses its whole stake and its slot, at
/// once, and only once.
pub(in crate::flows) async fn equivocation_is_punished(
    world: &World,
    story: &mut Story<'_>,
    parent: &Accepted,
    statements: [Statement; 2],
) -> Result<(), FlowError> {
    let (anybody, addresses) = (&world.anybody, *world.addresses());
    let (member, next) = (world.producer.address(), next_producer(world)?);
    let hash = B256::from(parent.hash.0);
    let (slot, stake) = (
        anybody.producer_slot().await?,
        anybody.member(member).await?.stake,
    );
    let pot = anybody.standing().await?.totals.2;
    let receipt = anybody
        .punish_equivocation(parent.hash, statements.clone())
        .await?;
    let now = anybody.member(member).await?;
    let holder = anybody.producer_slot().await?.holder;
    let potted = anybody.standing().await?.totals.2;
    // The stake is gone, but it is a leaving member: its second punishment for this parent is refused by the pool.
    let [first, second] = statements;
    let roots = (first.mttbr, second.mttbr);
    let call = punishEquivocationCall {
        parent: hash,
        first,
        second,
    };
    let again = anybody.refusal(addresses.governance, &call).await?;
    let object = keccak256([hash, member.into_word()].concat());
    let repeated = AlreadyPunished {
        offence: Offence::Removal,
        object,
    };
    story
        .step(EQUIVOCATES, Actor::Layer1, "the Block Producer has signed two orders for one parent: it loses its stake and its slot")
        .event::<EquivocationPunished>(&receipt, addresses.governance, |event| {
            (event.producer, event.parent, event.slashed) == (member, hash, stake)
                && (event.first, event.second) == roots
        })?
        .event::<Punished>(&receipt, addresses.pool, |event| {
            (event.member, event.object) == (member, object) && (event.toPot, event.stake) == (stake, 0)
        })?
        .event::<SlotEnded>(&receipt, addresses.pool, |event| {
            (event.slot, event.holder, event.reason) == (slot.number, member, SlotEnd::Removal)
        })?
        .event::<SlotStarted>(&receipt, addresses.pool, |event| {
            (event.role, event.holder) == (Role::Producer, next)
        })?
        .view(
            "SequencerPool.member(producer): status, banned, stake",
            &(now.status, now.banned, now.stake),
            &(Status::Exiting, true, 0),
        )?
        .view("SequencerPool.slot(Producer).holder", &holder, &next)?
        .view("Treasury.pot()", &potted, &(pot + stake))?
        .refusal(&again, &repeated)?
        .done()
}
