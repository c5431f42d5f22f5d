//! Those whom a removed member has made pay are compensated, once and for all.

use alloy::primitives::{Address, B256, keccak256};
use interfaces::client::{
    IDataAvailability::RequestStatus,
    IGovernance::{Compensated, CompensationEnded, Phase, WrongPhase},
    ISequencerPool::{Offence, Punished},
    ITreasury::PotSpent,
};

use super::{super::Steps, COMPENSATES_SEQUENCERS, COMPENSATES_VERIFIERS};
use crate::{
    error::FlowError,
    l2::Accepted,
    layer1::Proposition,
    story::{Actor, StepInProgress, Story},
    world::World,
};

/// The step of [`requesters_are_compensated`].
pub(in crate::flows) const REQUESTERS_ARE_COMPENSATED: Steps = &[COMPENSATES_VERIFIERS];

/// The step of [`authors_are_compensated`].
pub(in crate::flows) const AUTHORS_ARE_COMPENSATED: Steps = &[COMPENSATES_SEQUENCERS];

/// What somebody is owed for a request on a batch.
struct Claim {
    hash: B256,
    beneficiary: Address,
    owed: u128,
}

/// What was paid for the requests on these batches.
pub(in crate::flows) async fn fees_of(
    world: &World,
    batches: &[Accepted],
) -> Result<u128, FlowError> {
    let mut fees = 0;
    for batch in batches {
        fees += world.anybody.request_of(batch.hash).await?.fee;
    }
    Ok(fees)
}

/// The requesters of these batches of a removed sequencer get what they have paid, out of its stake. Returns the sum.
pub(in crate::flows) async fn requesters_are_compensated(
    world: &World,
    story: &mut Story<'_>,
    proposal: &Proposition,
    batches: &[Accepted],
) -> Result<u128, FlowError> {
    let mut claims = Vec::with_capacity(batches.len());
    for batch in batches {
        let request = world.anybody.request_of(batch.hash).await?;
        claims.push(Claim {
            hash: batch.hash.0.into(),
            beneficiary: request.requester,
            owed: request.fee,
        });
    }
    let owed = claims.iter().map(|it| it.owed).sum();
    let step = (COMPENSATES_VERIFIERS, "verifiers", owed);
    are_compensated(world, story, step, proposal, (batches, &claims)).await
}

/// The authors of these batches get what the bytes that they have posted themselves cost by the parameters, out of the
/// pot, which has the removed verifier's fees and stake. Returns the sum.
pub(in crate::flows) async fn authors_are_compensated(
    world: &World,
    story: &mut Story<'_>,
    proposal: &Proposition,
    batches: &[Accepted],
) -> Result<u128, FlowError> {
    let costs = world.settings.network.parameters.costs;
    let mut claims = Vec::with_capacity(batches.len());
    for batch in batches {
        let posted = world.anybody.publication_of(batch.hash).await?.authorLength;
        let fee = world.anybody.request_of(batch.hash).await?.fee;
        let cost = costs.answer_base + costs.answer_per_byte * u128::from(posted);
        claims.push(Claim {
            hash: batch.hash.0.into(),
            beneficiary: batch.header.sequencer.0.into(),
            owed: cost.min(fee),
        });
    }
    let step = (COMPENSATES_SEQUENCERS, "sequencers", 0);
    are_compensated(world, story, step, proposal, (batches, &claims)).await
}

async fn are_compensated(
    world: &World,
    story: &mut Story<'_>,
    (seed, whom, taken): (&'static str, &'static str, u128),
    proposal: &Proposition,
    (batches, claims): (&[Accepted], &[Claim]),
) -> Result<u128, FlowError> {
    let (anybody, addresses, id) = (&world.anybody, *world.addresses(), proposal.id);
    let accused = proposal.motion.accused.unwrap_or_default();
    let owed: u128 = claims.iter().map(|it| it.owed).sum();
    let (stake, pot) = (
        anybody.member(accused).await?.stake,
        anybody.standing().await?.totals.2,
    );
    let receipt = anybody.compensate(proposal, batches).await?;
    let what = format!(
        "{whom} are compensated for {} requests: {owed} base units",
        claims.len()
    );
    let mut step = story.step(seed, Actor::Layer1, what);
    for claim in claims {
        step = is_paid(world, step, &receipt, (id, claim)).await?;
    }
    if taken != 0 {
        step = step.event::<Punished>(&receipt, addresses.pool, |event| {
            (event.member, event.offence) == (accused, Offence::Removal)
                && (event.object, event.toPot) == (keccak256(id), taken)
        })?;
    }
    let left = anybody.member(accused).await?.stake;
    let change = (anybody.standing().await?.totals.2 + owed, pot + taken);
    let phase = anybody.proposal(id).await?.phase;
    let again = anybody.compensation_refused(proposal, batches).await?;
    step.event::<CompensationEnded>(&receipt, addresses.governance, |event| {
        (event.id, event.owed, event.taken, event.paid) == (id, owed, taken, owed)
    })?
    .view(
        "SequencerPool.member(accused).stake",
        &left,
        &(stake - taken),
    )?
    .view("Treasury.pot() and what was paid", &change.0, &change.1)?
    .view("Governance.proposalOf(id).phase", &phase, &Phase::Executed)?
    .refusal(&again, &WrongPhase { id, phase })?
    .done()?;
    Ok(owed)
}

async fn is_paid<'s, 'a>(
    world: &World,
    step: StepInProgress<'s, 'a>,
    receipt: &alloy::rpc::types::TransactionReceipt,
    (id, claim): (B256, &Claim),
) -> Result<StepInProgress<'s, 'a>, FlowError> {
    let (addresses, owed) = (world.addresses(), claim.owed);
    let hash = types::HeaderHash(claim.hash.0);
    let status = world.anybody.request_of(hash).await?.status;
    step.event::<Compensated>(receipt, addresses.governance, |event| {
        (event.id, event.headerHash) == (id, claim.hash)
            && (event.beneficiary, event.owed, event.paid) == (claim.beneficiary, owed, owed)
    })?
    .event::<PotSpent>(receipt, addresses.treasury, |event| {
        (event.beneficiary, event.amount) == (claim.beneficiary, owed)
    })?
    .view(
        "DataAvailability.requestOf(hash).status",
        &status,
        &RequestStatus::Compensated,
    )
}
