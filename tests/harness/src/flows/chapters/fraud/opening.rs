//! A dispute is opened, with a bond (spec 4.4).

use alloy::primitives::B256;
use interfaces::client::{
    IBatchRegistry::{self, Verdict},
    IFraudProof::{DisputeOpened, DisputeStatus},
    ISequencerPool::HoldPlaced,
    ITreasury::Locked,
};

use super::{
    super::{Elements, Steps},
    OPENS,
    parties::{Disputed, Who, account_of_author, purpose},
};
use crate::{
    actors::Checked,
    error::FlowError,
    faults::ChallengerFault,
    l2::Accepted,
    story::{Actor, Story},
    world::World,
};

/// The step of [`dispute_is_opened`].
pub(in crate::flows) const DISPUTE_IS_OPENED: Steps = &[OPENS];

/// Step 11.A.3.B.2: somebody who has executed a batch disputes it, rightly or not.
pub(in crate::flows) async fn dispute_is_opened(
    world: &World,
    story: &mut Story<'_>,
    (who, fault): (Who, ChallengerFault),
    batch: &Accepted,
    (elements, checked): (Elements, &Checked),
) -> Result<Disputed, FlowError> {
    let (layer1, addresses) = (&world.anybody, *world.addresses());
    let (challenger, author) = (who.account(world), account_of_author(batch));
    let (hash, leaves) = (B256::from(batch.hash.0), batch.header.element_count);
    let parameters = world.settings.network.parameters;
    let (bond, allowance) = (parameters.dispute.bond, parameters.windows.dispute_clock.0);
    let mut contest = who.of(world).contest(batch, elements, checked)?;
    contest.adopt(fault.tactics());
    let number = u32::try_from(layer1.disputes_on(batch.hash).await?.len()).unwrap_or(u32::MAX) + 1;
    let before = layer1.wealth(challenger).await?.0;

    let receipt = who.of(world).open(&contest, &batch.header).await?;
    let paid = before - layer1.wealth(challenger).await?.0;
    let dispute = layer1.dispute_of(batch.hash, challenger).await?;
    let verdict = layer1.verdict(&batch.header).await?;
    let state = contest.position().state(batch.hash, challenger);
    let what = format!(
        "{} disputes batch {} with a bond of {bond} base units",
        who.name(),
        batch.header.index
    );
    story
        .step(OPENS, Actor::Verifier, what)
        .event::<DisputeOpened>(&receipt, addresses.fraud_proof, |event| {
            (event.headerHash, event.challenger, event.author) == (hash, challenger, author)
                && (event.number, event.size) == (number, leaves)
                && (event.bond, event.allowance) == (bond, allowance)
        })?
        .event::<IBatchRegistry::DisputeOpened>(&receipt, addresses.registry, |event| {
            event.headerHash == hash
        })?
        .event::<Locked>(&receipt, addresses.treasury, |event| {
            (event.owner, event.amount) == (challenger, bond)
                && event.purpose == purpose(batch.hash, challenger)
        })?
        .event::<HoldPlaced>(&receipt, addresses.pool, |event| {
            (event.member, event.by) == (author, addresses.fraud_proof)
        })?
        .view(
            "FraudProof.disputeOf(hash, challenger): status, number, reveals, state",
            &(
                dispute.status,
                dispute.number,
                dispute.reveals,
                dispute.state,
            ),
            &(DisputeStatus::Open, number, 0, state),
        )?
        .view(
            "BatchRegistry.verdict(header)",
            &verdict,
            &(Verdict::Pending, true),
        )?
        .fact("it has paid the bond, to the last unit", paid == bond)?
        .done()?;
    Ok(Disputed { who, contest })
}
