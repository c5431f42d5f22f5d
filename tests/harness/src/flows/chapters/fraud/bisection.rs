//! Both sides come down to one element.

use alloy::primitives::{Address, B256};
use interfaces::client::IFraudProof::{
    DisputeStatus, NodeRevealed, NodeSelected, Position as AbiPosition,
};
use types::BISECTION_LEVELS;

use super::{
    super::Steps,
    NARROWS,
    parties::{Disputed, author},
};
use crate::{
    actors::Move,
    error::FlowError,
    story::{Actor, StepInProgress, Story},
    world::World,
};

/// The step of [`dispute_is_bisected`].
pub(in crate::flows) const DISPUTE_IS_BISECTED: Steps = &[NARROWS];

/// The step of [`author_reveals`].
pub(in crate::flows) const AUTHOR_REVEALS: Steps = &[NARROWS];

/// The author reveals what nobody has revealed before, the challenger selects, until one element is left. If `honest`,
/// that is the first one whose claim is not what the challenger has computed. Returns the number of reveals that the
/// challenger pays for if it loses.
pub(in crate::flows) async fn dispute_is_bisected(
    world: &World,
    story: &mut Story<'_>,
    dispute: &mut Disputed,
    honest: bool,
) -> Result<u32, FlowError> {
    let moves = bisect(world, dispute).await?;
    let (batch, challenger) = (dispute.batch().clone(), dispute.who.account(world));
    let position = *dispute.contest.position();
    let leaf = position.node.first();
    let rounds = moves.iter().filter(|it| matches!(it, Move::Selected(..)));
    let rounds = u32::try_from(rounds.count()).unwrap_or(u32::MAX);
    let reveals = moves.len() - rounds as usize;
    let leaves = batch.header.element_count.next_power_of_two().ilog2();
    let most = leaves.div_ceil(BISECTION_LEVELS);
    let seen = world.anybody.dispute_of(batch.hash, challenger).await?;
    let state = position.state(batch.hash, challenger);

    let what = format!(
        "{} and the Sequencer come down to element {leaf} of {} in {rounds} rounds, with {reveals} reveals",
        dispute.who.name(),
        batch.header.element_count
    );
    let mut step = story
        .step(NARROWS, Actor::Verifier, what)
        .view(
            "FraudProof.disputeOf(hash, challenger): status, reveals, state",
            &(seen.status, seen.reveals, seen.state),
            &(DisputeStatus::Open, rounds, state),
        )?
        .fact(format!("there are at most {most} rounds"), rounds <= most)?;
    if honest {
        let posted = world.posted(&batch)?.batch.states();
        step = step.fact(
            "it is the first whose claim is not the challenger's own",
            dispute.contest.first_false(posted.leaf_hashes()) == Some(leaf),
        )?;
    }
    for it in &moves {
        step = told(world, step, it, (B256::from(batch.hash.0), challenger))?;
    }
    step.done()?;
    Ok(rounds)
}

/// The author reveals the node in dispute, and the turn is the challenger's.
pub(in crate::flows) async fn author_reveals(
    world: &World,
    story: &mut Story<'_>,
    dispute: &Disputed,
) -> Result<(), FlowError> {
    let opened = dispute.opened(world).await?;
    let answer = author(world, dispute.batch())?.answer(&opened).await?;
    let (batch, challenger) = (dispute.batch(), dispute.who.account(world));
    let standing = world.anybody.standing_of(batch, challenger).await?;
    let what = format!(
        "the Sequencer reveals what lies below the node in dispute with {}",
        dispute.who.name()
    );
    let step = story.step(NARROWS, Actor::Sequencer, what);
    told(world, step, &answer, (B256::from(batch.hash.0), challenger))?
        .view("FraudProof.turn(...).author", &standing.author, &false)?
        .done()
}

async fn bisect(world: &World, dispute: &mut Disputed) -> Result<Vec<Move>, FlowError> {
    let author = author(world, dispute.batch())?;
    let opened = dispute.opened(world).await?;
    let mut moves = Vec::new();
    while !dispute.contest.position().is_leaf() {
        let answer = author.answer(&opened).await?;
        let selection = dispute.who.of(world).advance(&mut dispute.contest).await?;
        if selection.is_none() {
            return Err(anyhow::anyhow!("{} has stopped", dispute.who.name()).into());
        }
        moves.extend([answer, selection].into_iter().filter(|it| !it.is_none()));
    }
    Ok(moves)
}

fn told<'s, 'a>(
    world: &World,
    step: StepInProgress<'s, 'a>,
    it: &Move,
    (hash, challenger): (B256, Address),
) -> Result<StepInProgress<'s, 'a>, FlowError> {
    let contract = world.addresses().fraud_proof;
    match it {
        Move::Revealed(position, receipt) => {
            let (size, node) = (position.node.size(), position.hash.0);
            step.event::<NodeRevealed>(receipt, contract, |event| {
                (event.node.0, event.size) == (node, size)
            })
        }
        Move::Selected(selection, receipt) => {
            let to = AbiPosition::from(&selection.to);
            step.event::<NodeSelected>(receipt, contract, |event| {
                (event.headerHash, event.challenger) == (hash, challenger) && event.position == to
            })
        }
        other => Err(anyhow::anyhow!("no move of a bisection: {other:?}").into()),
    }
}
