//! A sequencer leaves, and a request on its last batch holds its stake.

use alloy::primitives::U256;
use interfaces::client::ISequencerPool::{StakeHeld, releaseStakeCall};

use super::{
    super::{Elements, Steps, rotation::bonded_until},
    answers::{DATA_IS_ANSWERED, sequencer_answers},
    requests::{VERIFIER_REQUESTS, verifier_requests},
};
use crate::{
    error::FlowError,
    l2::Accepted,
    story::{Actor, Story},
    world::World,
};

/// The steps of [`verifier_requests_last`].
pub(in crate::flows) const VERIFIER_REQUESTS_LAST: Steps = VERIFIER_REQUESTS;

/// The steps of [`sequencer_answers_last`].
pub(in crate::flows) const SEQUENCER_ANSWERS_LAST: Steps = DATA_IS_ANSWERED;

/// The step of [`stake_is_held`] and [`stake_stays_held`].
pub(in crate::flows) const STAKE_IS_HELD: Steps = &["R.3.4"];

/// Steps 11.B.1 and 11.B.2 in the last block in which a request is taken.
pub(in crate::flows) async fn verifier_requests_last(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<(), FlowError> {
    let windows = world.settings.network.parameters.windows;
    let last = windows.challenge_deadline(batch.header.submitted_at).0;
    // Two transactions: the approval and the request.
    let waited = last - world.blocks_of(2);
    let what = "the last block of the challenge window comes";
    world.wait_for_block(waited, what).await?;
    let request = verifier_requests(world, story, batch).await?;
    let latest = windows.data_deadline(last.into()).0;
    if request.deadline == latest {
        return Ok(());
    }
    let deadline = request.deadline;
    Err(anyhow::anyhow!("the deadline is {deadline}, the latest one is {latest}").into())
}

/// A sequencer that has left tries to have its stake released while the request on its batch is open.
pub(in crate::flows) async fn stake_is_held(
    world: &World,
    story: &mut Story<'_>,
    who: usize,
) -> Result<(), FlowError> {
    let layer1 = world.sequencers[who].layer1();
    let member = layer1.account();
    let before = layer1.standing().await?;
    let refusal = layer1
        .refusal(world.addresses().pool, &releaseStakeCall {})
        .await?;
    let after = layer1.standing().await?;
    let stake = world.settings.network.parameters.stakes.sequencer;
    let seen = layer1.holdings(member).await?.1;
    let now = layer1.current_block().await?;
    let until = bonded_until(world, layer1).await?;
    let what = format!(
        "tries to take its stake at block {now}, unbonding lasts until block {until}: a request holds it"
    );
    story
        .step("R.3.4", Actor::Sequencer, what)
        .refusal(&refusal, &StakeHeld { member, holds: 1 })?
        .view("SequencerPool.member(sequencer).stake", &seen, &stake)?
        .fact("heads, slot and ledger are as before", before == after)?
        .done()
}

/// As [`stake_is_held`] when the time of unbonding is over, and with it the time to answer, and nobody has ended the
/// request.
pub(in crate::flows) async fn stake_stays_held(
    world: &World,
    story: &mut Story<'_>,
    who: usize,
) -> Result<(), FlowError> {
    let until = bonded_until(world, world.sequencers[who].layer1()).await?;
    let what = "the time of unbonding is over";
    world.wait_for_block(until + 1, what).await?;
    stake_is_held(world, story, who).await
}

/// Steps 11.B.2.A.1 and 2 in the last block in which an answer is taken.
pub(in crate::flows) async fn sequencer_answers_last(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<Elements, FlowError> {
    let deadline = world.anybody.request_of(batch.hash).await?.deadline;
    let what = "the last block of the time to answer comes";
    // The batch is small: one transaction.
    let waited = deadline - world.blocks_of(1);
    world.wait_for_block(waited, what).await?;
    let elements = sequencer_answers(world, story, batch).await?;
    if world.anybody.published_at(batch.hash).await? == deadline {
        return Ok(elements);
    }
    Err(anyhow::anyhow!("the answer is not in block {deadline}, the last one").into())
}

/// What a sequencer still owns that was punished after it had left with `own` tokens.
pub(in crate::flows) fn own_after_slash(world: &World, own: U256) -> U256 {
    let parameters = &world.settings.network.parameters;
    let slash = parameters.slashing.data_withheld;
    own - U256::from(slash.of(parameters.stakes.sequencer))
}
