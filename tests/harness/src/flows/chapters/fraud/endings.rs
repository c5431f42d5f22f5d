//! A dispute ends, and its bond is spent.

use alloy::{primitives::B256, rpc::types::TransactionReceipt};
use anyhow::Context;
use interfaces::client::{
    IBatchRegistry::DisputeClosed,
    IFraudProof::{DisputeEnded, DisputeStatus},
    ISequencerPool::HoldLifted,
};

use super::{
    super::Steps,
    SETTLES,
    parties::{Disputed, account_of_author, purpose},
};
use crate::{
    actors::Move,
    error::FlowError,
    story::{Actor, StepInProgress, Story},
    world::World,
};

/// The step of [`dispute_is_settled`].
pub(in crate::flows) const DISPUTE_IS_SETTLED: Steps = &[SETTLES];

/// How a dispute ends, and who gets what of its bond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ending {
    pub(super) status: DisputeStatus,
    pub(super) to_challenger: u128,
    pub(super) to_author: u128,
    pub(super) to_pot: u128,
}

impl Ending {
    /// By the parameters: what the author has earned is paid first, unless the batch was false.
    pub(super) fn of(world: &World, status: DisputeStatus, reveals: u32) -> Self {
        let terms = world.settings.network.parameters.dispute;
        let earned = terms.payment(reveals);
        let (to_challenger, to_author, to_pot) = match status {
            DisputeStatus::Lost => (0, earned, terms.bond - earned),
            DisputeStatus::Orphaned => (terms.bond - earned, earned, 0),
            _ => (terms.bond, 0, 0),
        };
        Self {
            status,
            to_challenger,
            to_author,
            to_pot,
        }
    }
}

/// What a dispute touches in the Treasury.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Held {
    /// Credits of challenger and author.
    credits: (u128, u128),
    /// The Treasury's locks, credits and pot.
    totals: (u128, u128, u128),
    /// How many disputes hold the author's stake.
    holds: u32,
}

async fn held(world: &World, dispute: &Disputed) -> Result<Held, FlowError> {
    let layer1 = &world.anybody;
    let author = account_of_author(dispute.batch());
    let member = layer1.pool().member(author).call().await;
    let challenger = layer1.credit(dispute.who.account(world)).await?;
    Ok(Held {
        credits: (challenger, layer1.credit(author).await?),
        totals: layer1.standing().await?.totals,
        holds: member.context("SequencerPool.member")?.disputeHolds,
    })
}

impl Held {
    fn after(&self, ending: &Ending) -> Self {
        let (locked, credited, potted) = self.totals;
        let Ending {
            to_challenger,
            to_author,
            to_pot,
            ..
        } = ending;
        Self {
            credits: (self.credits.0 + to_challenger, self.credits.1 + to_author),
            totals: (
                locked - to_challenger - to_author - to_pot,
                credited + to_challenger + to_author,
                potted + to_pot,
            ),
            holds: self.holds - 1,
        }
    }
}

/// The batch of a dispute is decided: its challenger settles it, with this end.
pub(in crate::flows) async fn dispute_is_settled(
    world: &World,
    story: &mut Story<'_>,
    dispute: &mut Disputed,
    status: DisputeStatus,
) -> Result<(), FlowError> {
    let before = held(world, dispute).await?;
    let (hash, challenger) = (dispute.batch().hash, dispute.who.account(world));
    let used = world.anybody.dispute_of(hash, challenger).await?.reveals;
    let reveals = used + u32::from(is_unanswered(world, dispute).await?);
    let settled = dispute.who.of(world).advance(&mut dispute.contest).await?;
    let Move::Settled(receipt) = settled else {
        return Err(anyhow::anyhow!("{} has not settled: {settled:?}", dispute.who.name()).into());
    };
    let ending = Ending::of(world, status, reveals);
    let after = held(world, dispute).await?;
    let what = format!(
        "{} settles its dispute on batch {}, {status:?}: {} base units of its bond come back",
        dispute.who.name(),
        dispute.batch().header.index,
        ending.to_challenger
    );
    let step = story.step(SETTLES, Actor::Verifier, what);
    has_ended(world, step, dispute, &receipt, &ending)
        .await?
        .view(
            "Treasury.creditOf of both sides, totals(), SequencerPool.member(author).disputeHolds",
            &after,
            &before.after(&ending),
        )?
        .done()
}

/// Whether the author has revealed the node in dispute, and the challenger has not gone on from that.
async fn is_unanswered(world: &World, dispute: &Disputed) -> Result<bool, FlowError> {
    let position = dispute.contest.position();
    Ok(!position.is_leaf() && world.anybody.frontier_of(position).await?.is_some())
}

/// The challenger has lost by this transaction: what the author's reveals have earned is the author's, the rest is in the
/// pot, and the batch is as it was.
pub(super) struct Loss(Held);

impl Loss {
    /// Before the transaction.
    pub(super) async fn note(world: &World, dispute: &Disputed) -> Result<Self, FlowError> {
        Ok(Self(held(world, dispute).await?))
    }

    /// After it.
    pub(super) async fn tell(
        self,
        world: &World,
        story: &mut Story<'_>,
        dispute: &Disputed,
        receipt: &TransactionReceipt,
    ) -> Result<(), FlowError> {
        let (hash, challenger) = (dispute.batch().hash, dispute.who.account(world));
        let reveals = world.anybody.dispute_of(hash, challenger).await?.reveals;
        let ending = Ending::of(world, DisputeStatus::Lost, reveals);
        let after = held(world, dispute).await?;
        let what = format!(
            "{} loses its bond: {} base units pay the Sequencer for {reveals} reveals, the rest is in the pot",
            dispute.who.name(),
            ending.to_author
        );
        let step = story.step(SETTLES, Actor::Layer1, what);
        has_ended(world, step, dispute, receipt, &ending)
            .await?
            .view(
                "Treasury.creditOf of both sides, totals(), SequencerPool.member(author).disputeHolds",
                &after,
                &self.0.after(&ending),
            )?
            .done()
    }
}

/// Proves that a transaction has ended a dispute so.
pub(super) async fn has_ended<'s, 'a>(
    world: &World,
    step: StepInProgress<'s, 'a>,
    dispute: &Disputed,
    receipt: &TransactionReceipt,
    ending: &Ending,
) -> Result<StepInProgress<'s, 'a>, FlowError> {
    let addresses = *world.addresses();
    let (batch, challenger) = (dispute.batch(), dispute.who.account(world));
    let (hash, author) = (B256::from(batch.hash.0), account_of_author(batch));
    let seen = world.anybody.dispute_of(batch.hash, challenger).await?;
    let lock = purpose(batch.hash, challenger);
    let locked = world
        .anybody
        .treasury()
        .lockOf(challenger, lock)
        .call()
        .await;
    step.event::<DisputeEnded>(receipt, addresses.fraud_proof, |event| {
        (event.headerHash, event.challenger, event.status) == (hash, challenger, ending.status)
            && event.toChallenger == ending.to_challenger
            && (event.toAuthor, event.toPot) == (ending.to_author, ending.to_pot)
    })?
    .event::<DisputeClosed>(receipt, addresses.registry, |event| {
        event.headerHash == hash
    })?
    .event::<HoldLifted>(receipt, addresses.pool, |event| {
        (event.member, event.by) == (author, addresses.fraud_proof)
    })?
    .view(
        "FraudProof.disputeOf(hash, challenger).status",
        &seen.status,
        &ending.status,
    )?
    .view(
        "Treasury.lockOf(challenger, bond)",
        &locked.context("Treasury.lockOf")?,
        &0,
    )
}
