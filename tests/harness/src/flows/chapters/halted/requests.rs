//! The Verifier asks Layer 1 to compute a batch that the Block Producer has not signed.

use alloy::primitives::B256;
use interfaces::client::{
    IBatchRegistry::{SystemStateChanged, Verdict},
    IDataAvailability::{
        HaltedRequestOpened, PublicationComplete, Request, RequestOpened, RequestStatus,
        VerdictAwaited,
    },
};

use super::{
    super::{Steps, data::publish_all},
    COMPUTES, INSECURE, REQUESTS,
};
use crate::{
    error::FlowError,
    l2::Accepted,
    story::{Actor, Story},
    world::World,
};

/// The steps of [`verifier_requests_verdict`].
pub(in crate::flows) const VERIFIER_REQUESTS_VERDICT: Steps = &[REQUESTS, INSECURE];

/// The step of [`data_comes`].
pub(in crate::flows) const DATA_COMES: Steps = &[COMPUTES];

/// P.3.B.1 and 2: it pays, the producer to blame is noted, and nothing from the batch on becomes final.
pub(in crate::flows) async fn verifier_requests_verdict(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<Request, FlowError> {
    let (layer1, addresses) = (world.verifier.layer1(), *world.addresses());
    let (hash, author) = (B256::from(batch.hash.0), batch.header.sequencer.0.into());
    let parameters = world.settings.network.parameters;
    let slot = layer1.producer_slot().await?;
    let owned = layer1.holdings(layer1.account()).await?.0;
    let fee = layer1.approve_halted_fee(&batch.header).await?;
    let receipt = layer1.request_halted(&batch.header).await?;
    let opened = layer1.current_block().await?;
    let paid = owned - layer1.holdings(layer1.account()).await?.0;
    let expected = Request {
        status: RequestStatus::Open,
        requester: layer1.account(),
        fee: parameters.request.halted_request(batch.header.data_length),
        deadline: parameters.windows.data_deadline(opened.into()).0,
        halted: true,
        replayUntil: 0,
        producer: world.producer.address(),
        producerSlot: slot.number,
    };
    let request = layer1.request_of(batch.hash).await?;
    let what = format!(
        "asks for the data of batch {} and Layer 1's verdict on it, for {fee} base units",
        batch.header.index
    );
    story
        .step(REQUESTS, Actor::Verifier, what)
        .event::<RequestOpened>(&receipt, addresses.data_availability, |event| {
            (event.headerHash, event.author) == (hash, author)
                && (event.fee, event.deadline) == (fee, expected.deadline)
        })?
        .event::<HaltedRequestOpened>(&receipt, addresses.data_availability, |event| {
            (event.headerHash, event.slot) == (hash, slot.number)
                && event.producer == expected.producer
        })?
        .view("DataAvailability.requestOf(hash)", &request, &expected)?
        .fact("it has paid the fee, to the last unit", paid == fee)?
        .done()?;

    let (state, lowest) = (layer1.system_state().await?, (false, batch.header.index.0));
    let verdict = layer1.verdict(&batch.header).await?;
    let what = format!("the system is insecure from batch {} on", lowest.1);
    story
        .step(INSECURE, Actor::Layer1, what)
        .event::<SystemStateChanged>(&receipt, addresses.registry, |event| {
            (event.secure, event.lowestInsecure) == lowest
        })?
        .view("BatchRegistry.systemState()", &state, &lowest)?
        .view(
            "BatchRegistry.verdict(header)",
            &verdict,
            &(Verdict::Pending, true),
        )?
        .done()?;
    Ok(request)
}

/// The Sequencer submits the data within its time, and the verdict is waited for.
pub(in crate::flows) async fn data_comes(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<Vec<Vec<u8>>, FlowError> {
    let hash = B256::from(batch.hash.0);
    let receipts = publish_all(world, batch).await?;
    let receipt = receipts
        .last()
        .ok_or_else(|| anyhow::anyhow!("nothing was published"))?;
    let request = world.anybody.request_of(batch.hash).await?;
    let published = world.anybody.published_at(batch.hash).await?;
    let windows = world.settings.network.parameters.windows;
    let until = windows.halted_deadline(published.into()).0;
    let elements = world.verifier.published_elements(batch).await?;
    let (state, lowest) = (
        world.anybody.system_state().await?,
        (false, batch.header.index.0),
    );
    let what = format!(
        "submits the data of batch {}: Layer 1 has until block {until} to compute it",
        batch.header.index
    );
    story
        .step(COMPUTES, Actor::Sequencer, what)
        .event::<PublicationComplete>(receipt, world.addresses().data_availability, |event| {
            event.headerHash == hash
        })?
        .event::<VerdictAwaited>(receipt, world.addresses().data_availability, |event| {
            (event.headerHash, event.replayUntil) == (hash, until)
        })?
        .view(
            "DataAvailability.requestOf(hash): status, replayUntil",
            &(request.status, request.replayUntil),
            &(RequestStatus::Open, until),
        )?
        .view("BatchRegistry.systemState()", &state, &lowest)?
        .fact(
            "all of it can be read there",
            elements.len() == batch.header.element_count as usize,
        )?
        .done()?;
    Ok(elements)
}
