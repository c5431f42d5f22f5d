//! The author of a batch is found guilty, in one transaction whose events come in this order: punished, kicked, both
//! roots invalid, rotated, the dispute ended.

use alloy::{
    primitives::{Address, B256},
    rpc::types::TransactionReceipt,
};
use anyhow::Context;
use interfaces::client::{
    IBatchRegistry::{BatchInvalidated, Verdict},
    IFraudProof::{DisputeStatus, FraudProven},
    ISequencerPool::{Kicked, Offence, Punished, RotationSkipped, SlotStarted, Status},
};

use super::{
    INVALIDATES, PUNISHES, ROTATES, SETTLES,
    endings::{self, Ending},
    parties::{Disputed, account_of_author},
};
use crate::{
    error::FlowError,
    l2::Accepted,
    story::{Actor, Story},
    world::World,
};

/// What was so before a batch was found false.
pub(super) struct Before {
    /// The author's stake, and how many open disputes hold it.
    stake: u128,
    holds: u32,
    /// Whether it may still be selected.
    active: bool,
    /// The selected sequencer.
    selected: Address,
    /// Index of the newest batch.
    head: u64,
    fork: u32,
    /// Challenger of the earliest open dispute, and its credit.
    winner: Address,
    credit: u128,
    /// The Treasury's locks, credits and pot.
    totals: (u128, u128, u128),
}

/// The transaction in which it was, and how far its events were told.
pub(super) struct Ruling {
    pub(super) receipt: TransactionReceipt,
    pub(super) told: usize,
}

/// What is so now.
pub(super) async fn before(world: &World, batch: &Accepted) -> Result<Before, FlowError> {
    let layer1 = &world.anybody;
    let member = layer1.pool().member(account_of_author(batch)).call().await;
    let member = member.context("SequencerPool.member")?;
    let fork = layer1.registry().fork().call().await;
    let disputes = layer1
        .fraud_proof()
        .disputesOn(batch.hash.0.into())
        .call()
        .await;
    let winner = disputes.context("FraudProof.disputesOn")?.earliest;
    Ok(Before {
        stake: member.stake,
        holds: member.disputeHolds,
        active: member.status == Status::Active,
        selected: layer1.selected_sequencer().await?,
        head: layer1.head().await?.0,
        fork: fork.context("BatchRegistry.fork")?,
        winner,
        credit: layer1.credit(winner).await?,
        totals: layer1.standing().await?.totals,
    })
}

impl Before {
    /// What the author loses, and what of it the winner gets.
    fn slash(&self, world: &World) -> (u128, u128) {
        let slashing = world.settings.network.parameters.slashing;
        let slash = slashing.fraud.of(self.stake);
        (slash, slashing.winner.of(slash))
    }
}

/// Steps 11.A.3.B.2.3 to 6, for a dispute that has shown a fraud. The sequencer `next` is selected, if it was not
/// already.
pub(super) async fn author_is_guilty(
    world: &mut World,
    story: &mut Story<'_>,
    dispute: &Disputed,
    (before, mut ruling): (Before, Ruling),
    next: usize,
) -> Result<(), FlowError> {
    let batch = dispute.batch().clone();
    author_is_punished(world, story, &batch, &before, &mut ruling).await?;
    roots_are_invalid(world, story, &batch, &before, &mut ruling).await?;
    if before.selected == account_of_author(&batch) {
        next_is_selected(world, story, next, &mut ruling).await?;
    } else {
        nobody_is_rotated(world, story, &batch, &before, &mut ruling).await?;
    }
    challenger_has_won(world, story, dispute, &before, &ruling).await
}

async fn author_is_punished(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
    before: &Before,
    ruling: &mut Ruling,
) -> Result<(), FlowError> {
    let (author, hash) = (account_of_author(batch), B256::from(batch.hash.0));
    let (slash, reward) = before.slash(world);
    let left = before.stake - slash;
    let member = world.anybody.pool().member(author).call().await;
    let member = member.context("SequencerPool.member")?;
    let pool = world.addresses().pool;
    let what = format!("the Sequencer has lied: it loses {slash} base units and is banned");
    let mut step = story
        .step(PUNISHES, Actor::Layer1, what)
        .next_event::<Punished>(&ruling.receipt, pool, &mut ruling.told, |event| {
            (event.member, event.offence, event.object) == (author, Offence::Fraud, hash)
                && (event.beneficiary, event.toBeneficiary) == (before.winner, reward)
                && (event.toPot, event.stake) == (slash - reward, left)
        })?;
    if before.active {
        step = step.next_event::<Kicked>(&ruling.receipt, pool, &mut ruling.told, |event| {
            event.member == author
        })?;
    }
    step.view(
        "SequencerPool.member(sequencer): banned, stake, disputeHolds",
        &(member.banned, member.stake, member.disputeHolds),
        &(true, left, before.holds - 1),
    )?
    .done()
}

async fn roots_are_invalid(
    world: &mut World,
    story: &mut Story<'_>,
    batch: &Accepted,
    before: &Before,
    ruling: &mut Ruling,
) -> Result<(), FlowError> {
    let (hash, index) = (B256::from(batch.hash.0), batch.header.index.0);
    let orphaned = world.cut(batch);
    let verdict = world.anybody.verdict(&batch.header).await?;
    let mut verdicts = Vec::new();
    for it in &orphaned {
        verdicts.push(world.anybody.verdict(&it.header).await?.0);
    }
    let head = world.anybody.head().await?;
    let parent = B256::from(batch.header.parent.0);
    let what = format!(
        "batch {index} is invalid with both its roots, the {} after it are orphaned",
        orphaned.len()
    );
    story
        .step(INVALIDATES, Actor::Layer1, what)
        .next_event::<BatchInvalidated>(
            &ruling.receipt,
            world.addresses().registry,
            &mut ruling.told,
            |event| {
                (event.index, event.headerHash) == (index, hash)
                    && (event.fork, event.oldHead) == (before.fork + 1, before.head)
            },
        )?
        .view(
            "BatchRegistry.verdict(header)",
            &verdict.0,
            &Verdict::Invalid,
        )?
        .fact(
            format!("all {} after it are Orphaned", orphaned.len()),
            orphaned.len() as u64 == before.head - index
                && verdicts.iter().all(|it| *it == Verdict::Orphaned),
        )?
        .view(
            "BatchRegistry.head(): the parent",
            &head,
            &(index - 1, parent),
        )?
        .done()
}

async fn next_is_selected(
    world: &World,
    story: &mut Story<'_>,
    next: usize,
    ruling: &mut Ruling,
) -> Result<(), FlowError> {
    let successor = world.sequencers[next].layer1().account();
    let selected = world.anybody.selected_sequencer().await?;
    let pool = world.addresses().pool;
    let what = format!("rotates: sequencer {} is next", next + 1);
    story
        .step(ROTATES, Actor::Layer1, what)
        .next_event::<SlotStarted>(&ruling.receipt, pool, &mut ruling.told, |event| {
            event.holder == successor
        })?
        .view("SequencerPool.selectedSequencer()", &selected, &successor)?
        .done()
}

async fn nobody_is_rotated(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
    before: &Before,
    ruling: &mut Ruling,
) -> Result<(), FlowError> {
    let pool = world.addresses().pool;
    let selected = world.anybody.selected_sequencer().await?;
    let what = "rotates nobody: another sequencer is selected already";
    story
        .step(ROTATES, Actor::Layer1, what)
        .next_event::<RotationSkipped>(&ruling.receipt, pool, &mut ruling.told, |event| {
            event.member == account_of_author(batch)
        })?
        .view(
            "SequencerPool.selectedSequencer()",
            &selected,
            &before.selected,
        )?
        .done()
}

/// The winner's share is credited to the earliest challenger, and the bond of this one comes back.
async fn challenger_has_won(
    world: &World,
    story: &mut Story<'_>,
    dispute: &Disputed,
    before: &Before,
    ruling: &Ruling,
) -> Result<(), FlowError> {
    let (batch, winner) = (dispute.batch(), before.winner);
    let (slash, reward) = before.slash(world);
    let bond = world.settings.network.parameters.dispute.bond;
    let own = if winner == dispute.who.account(world) {
        bond
    } else {
        0
    };
    let credit = world.anybody.credit(winner).await?;
    let totals = world.anybody.standing().await?.totals;
    let (locked, credited, potted) = before.totals;
    let ending = Ending {
        status: DisputeStatus::Won,
        to_challenger: bond,
        to_author: 0,
        to_pot: 0,
    };
    let what = format!(
        "{} gets its bond back; the earliest challenger gets {reward} base units",
        dispute.who.name()
    );
    let step = story
        .step(SETTLES, Actor::Layer1, what)
        .event::<FraudProven>(&ruling.receipt, world.addresses().fraud_proof, |event| {
            event.headerHash.0 == batch.hash.0
                && (event.author, event.winner) == (account_of_author(batch), winner)
                && event.reward == reward
        })?;
    endings::has_ended(world, step, dispute, &ruling.receipt, &ending)
        .await?
        .view(
            "Treasury.creditOf(winner)",
            &credit,
            &(before.credit + reward + own),
        )?
        .view(
            "Treasury.totals(): nothing is lost or made",
            &totals,
            &(
                locked - slash - bond,
                credited + reward + bond,
                potted + slash - reward,
            ),
        )?
        .done()
}
