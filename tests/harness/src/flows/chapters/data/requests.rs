//! The Verifier asks for the data of a batch on Layer 1.

use alloy::{
    primitives::{Address, B256},
    rpc::types::TransactionReceipt,
};
use interfaces::{
    client::{
        IBatchRegistry::{self, Verdict},
        IDataAvailability::{self, Request, RequestStatus, StillAnswerable},
        ISequencerPool::HoldPlaced,
        ITreasury::Locked,
    },
    purpose::Kind,
};
use types::HeaderHash;

use super::{
    super::Steps,
    state::{self, SystemState},
};
use crate::{
    error::FlowError,
    l2::Accepted,
    story::{Actor, Story},
    world::World,
};

/// The steps of [`verifier_requests`].
pub(in crate::flows) const VERIFIER_REQUESTS: Steps = &["11.B.1", "11.B.2"];

/// Steps 11.B.1 and 11.B.2: the Verifier pays, and nothing from the batch on becomes final, nor from a lower one on
/// that was asked for before.
pub(in crate::flows) async fn verifier_requests(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<Request, FlowError> {
    let verifier = &world.verifier;
    let (account, author) = (verifier.layer1().account(), author(batch));
    let (addresses, hash) = (world.addresses(), B256::from(batch.hash.0));
    let windows = world.settings.network.parameters.windows;
    let until = windows.challenge_deadline(batch.header.submitted_at).0;
    let fees = world.settings.network.parameters.request;
    let holds = world.anybody.request_holds(author).await?;
    let owned = verifier.layer1().holdings(account).await?.0;
    let before = world.anybody.system_state().await?;

    let fee = verifier.approve_request_fee(batch).await?;
    let receipt = verifier.request_data(batch).await?;
    let opened = world.anybody.current_block().await?;
    let expected = Request {
        status: RequestStatus::Open,
        requester: account,
        fee: fees.data_request(batch.header.data_length),
        deadline: windows.data_deadline(opened.into()).0,
        halted: false,
        replayUntil: 0,
        producer: Address::ZERO,
        producerSlot: 0,
    };
    let request = world.anybody.request_of(batch.hash).await?;
    let held = world.anybody.request_holds(author).await?;
    let paid = owned - verifier.layer1().holdings(account).await?.0;
    let what = format!(
        "requests the {} bytes of batch {} for {fee} base units, the Sequencer has time until block {}",
        batch.header.data_length, batch.header.index, expected.deadline
    );
    story
        .step("11.B.1", Actor::Verifier, what)
        .event::<IDataAvailability::RequestOpened>(
            &receipt,
            addresses.data_availability,
            |event| {
                event.headerHash == hash
                    && (event.requester, event.author) == (account, author)
                    && (event.fee, event.deadline) == (fee, expected.deadline)
            },
        )?
        .event::<Locked>(&receipt, addresses.treasury, |event| {
            (event.owner, event.purpose, event.amount) == (account, purpose(batch.hash), fee)
        })?
        .event::<HoldPlaced>(&receipt, addresses.pool, |event| {
            (event.member, event.holds) == (author, holds + 1)
        })?
        .view("DataAvailability.requestOf(hash)", &request, &expected)?
        .view(
            "SequencerPool.member(sequencer).requestHolds",
            &held,
            &(holds + 1),
        )?
        .fact(
            format!("requests are taken until block {until}, this is block {opened}"),
            opened <= until,
        )?
        .fact(
            "the Verifier has paid the fee, to the last unit",
            paid == fee,
        )?
        .done()?;
    system_is_insecure(world, story, batch, &request, (&receipt, before)).await?;
    Ok(request)
}

/// Step 11.B.2, by the transaction that has opened the request.
async fn system_is_insecure(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
    request: &Request,
    (receipt, before): (&TransactionReceipt, SystemState),
) -> Result<(), FlowError> {
    let (registry, index) = (world.addresses().registry, batch.header.index.0);
    let state = world.anybody.system_state().await?;
    let verdict = world.anybody.verdict(&batch.header).await?;
    let current = world.anybody.current_block().await?;
    let refusal = world.anybody.expiry_refused(&batch.header).await?;
    let deadline = request.deadline;
    let lowest = (false, index.min(before.1));
    let by_requests = state::by_requests(world).await?;
    let step = story
        .step("11.B.2", Actor::Layer1, state::words(state))
        .event::<IBatchRegistry::RequestOpened>(receipt, registry, |event| {
            (event.index, event.headerHash) == (index, batch.hash.0.into())
        })?
        .view("BatchRegistry.systemState()", &state, &lowest)?
        .view(
            "the lowest open request of the chain",
            &by_requests,
            &lowest,
        )?;
    state::is_said(step, receipt, registry, &mut 0, (before, lowest))?
        .view(
            "BatchRegistry.verdict(header)",
            &verdict,
            &(Verdict::Pending, true),
        )?
        .refusal(&refusal, &StillAnswerable { deadline, current })?
        .done()
}

/// Who has submitted a batch, and has to answer for it.
pub(super) fn author(batch: &Accepted) -> Address {
    batch.header.sequencer.0.into()
}

/// Of the fee of a request on a batch.
pub(super) fn purpose(batch: HeaderHash) -> B256 {
    Kind::RequestFee.purpose(batch.0).into()
}
