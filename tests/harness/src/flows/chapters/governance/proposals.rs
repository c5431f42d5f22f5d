//! A member proposes something.

use alloy::primitives::B256;
use interfaces::{
    client::{
        IGovernance::{Phase, Proposal, ProposalKind, Proposed},
        ISequencerPool::HoldPlaced,
        ITreasury::Locked,
    },
    purpose::Kind,
};

use super::{
    super::Steps, ACCUSES_OF_ORDERING, ACCUSES_PRODUCER, ACCUSES_SEQUENCER, ACCUSES_VERIFIER,
    AFTER_HALT, PROPOSES_TERMS,
};
use crate::{
    actors::Member,
    error::FlowError,
    layer1::{Layer1, Motion, Proposition},
    story::{Actor, Story},
    world::World,
};

/// What a proposal is for, by the seed's step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::flows) enum Purpose {
    /// To remove a sequencer that griefs.
    Sequencer,
    /// To remove a verifier that griefs.
    Verifier,
    /// To kick a sequencer for its order.
    Ordering,
    /// To punish a block producer that has stopped.
    Producer,
    /// To punish one that has stopped beside a batch.
    Halt,
    /// To change parameters, or to spend.
    Terms,
}

impl Purpose {
    /// The steps of [`is_proposed`] and then [`super::is_voted`] or [`super::is_rejected`].
    pub(in crate::flows) const fn steps(self) -> Steps {
        match self {
            Self::Sequencer => &[ACCUSES_SEQUENCER, ACCUSES_SEQUENCER],
            Self::Verifier => &[ACCUSES_VERIFIER, ACCUSES_VERIFIER],
            Self::Ordering => &[ACCUSES_OF_ORDERING, ACCUSES_OF_ORDERING],
            Self::Producer => &[ACCUSES_PRODUCER, ACCUSES_PRODUCER],
            Self::Halt => &[AFTER_HALT, AFTER_HALT],
            Self::Terms => &[PROPOSES_TERMS, PROPOSES_TERMS],
        }
    }

    /// The step of either.
    pub(super) const fn seed(self) -> &'static str {
        self.steps()[0]
    }
}

/// The purpose of the bond of a proposal.
pub(super) fn bond_of(id: B256) -> B256 {
    Kind::ProposalBond.purpose(id.0).into()
}

/// A member locks the bond and proposes; the stake of the accused is held from now on.
pub(in crate::flows) async fn is_proposed(
    world: &World,
    story: &mut Story<'_>,
    purpose: Purpose,
    by: &Member,
    motion: Motion,
) -> Result<Proposition, FlowError> {
    let (layer1, addresses) = (by.layer1(), *world.addresses());
    let (proposer, kind, accused) = (by.account(), motion.kind, motion.accused);
    let bond = world.settings.network.parameters.proposal_bond;
    let owned = layer1.holdings(proposer).await?.0;
    let holds = holds_on(layer1, accused).await?;
    let (proposal, receipt) = by.propose(motion).await?;
    let expected = expected(layer1, &proposal, (proposer, bond)).await?;
    let stored = layer1.proposal(proposal.id).await?;
    let paid = owned - layer1.holdings(proposer).await?.0;
    let what = format!(
        "{} proposes {kind:?}, with a bond of {bond} base units; votes are taken until block {}",
        by.name, expected.votingUntil
    );
    let actor = match purpose {
        Purpose::Ordering => Actor::BlockProducer,
        _ => Actor::Governance,
    };
    let mut step = story
        .step(purpose.seed(), actor, what)
        .event::<Proposed>(&receipt, addresses.governance, |event| {
            (event.id, event.kind, event.proposer) == (proposal.id, kind, proposer)
                && event.subject == accused.unwrap_or(proposer)
                && (event.snapshot, event.electorate, event.bond)
                    == (expected.snapshot, expected.electorate, bond)
                && event.payload == proposal.motion.payload
        })?
        .event::<Locked>(&receipt, addresses.treasury, |event| {
            (event.owner, event.purpose, event.amount) == (proposer, bond_of(proposal.id), bond)
        })?;
    if let Some(accused) = accused {
        step = step
            .event::<HoldPlaced>(&receipt, addresses.pool, |event| {
                (event.member, event.by) == (accused, addresses.governance)
            })?
            .view(
                "SequencerPool.member(accused).proposalHolds",
                &holds_on(layer1, Some(accused)).await?,
                &(holds + 1),
            )?;
    }
    step.view("Governance.proposalOf(id)", &stored, &expected)?
        .fact(
            "the proposer has paid the bond, to the last unit",
            paid == bond,
        )?
        .done()?;
    Ok(proposal)
}

async fn holds_on(
    layer1: &Layer1,
    accused: Option<alloy::primitives::Address>,
) -> Result<u32, FlowError> {
    match accused {
        Some(accused) => Ok(layer1.member(accused).await?.proposalHolds),
        None => Ok(0),
    }
}

/// What a proposal must be that was made in the block that is the newest one now.
async fn expected(
    layer1: &Layer1,
    proposal: &Proposition,
    (proposer, bond): (alloy::primitives::Address, u128),
) -> Result<Proposal, FlowError> {
    let terms = layer1.terms().await?;
    let now = layer1.current_block().await?;
    let snapshot = now - 1;
    let accused = proposal.motion.accused.unwrap_or_default();
    let (own, all) = layer1.votes_at(accused, snapshot).await?;
    let waits = matches!(
        proposal.motion.kind,
        ProposalKind::AddParameterSet | ProposalKind::SpendPot
    );
    let timelock = if waits { terms.timelock } else { 0 };
    let until = now + u64::from(terms.voting);
    let locked_until = until + u64::from(timelock);
    Ok(Proposal {
        kind: proposal.motion.kind,
        phase: Phase::Voting,
        proposer,
        snapshot,
        votingUntil: until,
        executableFrom: locked_until + 1,
        executableUntil: locked_until + u64::from(terms.expiry),
        electorate: all - own,
        votesFor: 0,
        votesAgainst: 0,
        bond,
        reserved: 0,
    })
}
