//! A parameter set is added by a vote, and holds for the batches to come.

use interfaces::client::{
    IBatchRegistry::{ParameterSetAdded, ParameterSetMoved, Parameters},
    IGovernance::{Phase, WrongPhase},
    ISequencerPool::ParametersSet,
};

use super::{super::Steps, ENDS, HOLDS, execution::passes};
use crate::{
    error::FlowError,
    l2::Accepted,
    layer1::Proposition,
    story::{Actor, Story},
    world::World,
};

/// The step of [`waits_for_timelock`].
pub(in crate::flows) const WAITS_FOR_TIMELOCK: Steps = &[ENDS];

/// The step of [`set_is_added`].
pub(in crate::flows) const SET_IS_ADDED: Steps = &[ENDS];

/// The step of [`outdated_submission_is_refused`].
pub(in crate::flows) const OUTDATED_SUBMISSION_IS_REFUSED: Steps = &[HOLDS];

/// The step of [`old_set_stays`].
pub(in crate::flows) const OLD_SET_STAYS: Steps = &[HOLDS];

/// The vote is over and has passed, but nobody executes it before its timelock is over.
pub(in crate::flows) async fn waits_for_timelock(
    world: &World,
    story: &mut Story<'_>,
    proposal: &Proposition,
) -> Result<(), FlowError> {
    let (anybody, id) = (&world.anybody, proposal.id);
    let voted = anybody.proposal(id).await?;
    let from = voted.executableFrom;
    world
        .wait_for_block(voted.votingUntil + 1, "the vote is over")
        .await?;
    let before = anybody.standing().await?;
    let refusal = anybody.execution_refused(proposal).await?;
    let phase = Phase::Queued;
    let what = format!("what has passed waits for block {from}, whoever wants it executed");
    story
        .step(ENDS, Actor::Layer1, what)
        .view(
            "Governance.proposalOf(id).phase",
            &anybody.proposal(id).await?.phase,
            &phase,
        )?
        .refusal(&refusal, &WrongPhase { id, phase })?
        .view("all else", &anybody.standing().await?, &before)?
        .done()
}

/// The set holds for every batch that is accepted from now on.
pub(in crate::flows) async fn set_is_added(
    world: &World,
    story: &mut Story<'_>,
    proposal: &Proposition,
    set: (u32, &Parameters),
) -> Result<(), FlowError> {
    let (anybody, addresses) = (&world.anybody, *world.addresses());
    let (number, parameters) = set;
    let before = anybody.parameter_set().await?;
    let passed = passes(world, proposal).await?;
    let now = anybody.parameter_set().await?;
    let stored = anybody.parameters(number).await?;
    let step = story.step(
        ENDS,
        Actor::Layer1,
        format!("adds parameter set {number}, which holds from now on"),
    );
    passed
        .proves(world, step, Phase::Executed)?
        .event::<ParameterSetAdded>(&passed.receipt, addresses.registry, |event| {
            (event.set, &event.parameters) == (number, parameters)
        })?
        .event::<ParametersSet>(&passed.receipt, addresses.pool, |event| event.set == number)?
        .view("BatchRegistry.parameters(set)", &stored, parameters)?
        .view(
            "BatchRegistry.currentParameterSet(): before, now",
            &(before, now),
            &(number - 1, number),
        )?
        .done()
}

/// A batch that was made for the old set, and was on its way meanwhile, is not bound by the new one: it is refused.
pub(in crate::flows) async fn outdated_submission_is_refused(
    world: &mut World,
    story: &mut Story<'_>,
    (given, current): (u32, u32),
) -> Result<(), FlowError> {
    let who = world.selected_sequencer().await?;
    world.sequencers[who].receive();
    let batch = world.compute(who)?;
    let signature = world.attest(who, &batch);
    let sequencer = &world.sequencers[who];
    let (layer1, parent) = (sequencer.layer1(), &sequencer.parent().header);
    let refusal = layer1
        .submission_for_set_refused(parent, &batch, signature, given)
        .await?;
    let what = format!("submits a batch for set {given}, in vain");
    story
        .step(HOLDS, Actor::Sequencer, what)
        .refusal(&refusal, &ParameterSetMoved { given, current })?
        .done()
}

/// What was accepted before the change goes by the old numbers to its end, what comes after by the new ones.
pub(in crate::flows) async fn old_set_stays(
    world: &World,
    story: &mut Story<'_>,
    (old, new): (&Accepted, &Accepted),
    parameters: &Parameters,
) -> Result<(), FlowError> {
    let request = world.settings.network.parameters.request;
    let later = &parameters.request;
    let fee = |batch: &Accepted| later.base + later.perByte * u128::from(batch.header.data_length);
    let fees = (
        world.anybody.request_fee(&old.header).await?,
        world.anybody.request_fee(&new.header).await?,
    );
    let what = format!(
        "batch {} goes by set {}, batch {} by set {}",
        old.header.index, old.header.parameter_set, new.header.index, new.header.parameter_set
    );
    story
        .step(HOLDS, Actor::Layer1, what)
        .view(
            "BatchSubmitted.header.parameterSet of both",
            &(old.header.parameter_set.0, new.header.parameter_set.0),
            &(0, 1),
        )?
        .view(
            "DataAvailability.requestFee(header) of both",
            &fees,
            &(request.data_request(old.header.data_length), fee(new)),
        )?
        .fact(
            "the new fee is another one",
            fee(new) != request.data_request(new.header.data_length),
        )?
        .done()
}
