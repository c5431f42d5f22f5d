//! The last block at which something is possible, and the first at which it is not (spec section 4, "Time"): up to a
//! deadline one may act, behind it others may end.
//!
//! For suites that count the blocks of a parent chain: there several transactions meet in one block, and both sides of
//! a border are seen in the same one.

use anyhow::Context;
use interfaces::client::{
    IBatchRegistry::{Verdict, WindowOpen, WindowOver, finalizeCall},
    IDataAvailability::{RequestStatus, StillAnswerable, TooLate, requestCall},
};

use super::super::Steps;
use crate::{
    error::FlowError,
    l2::{Accepted, cut},
    story::{Actor, Story},
    world::World,
};

/// The step of [`request_comes_too_late`].
pub(in crate::flows) const REQUEST_COMES_TOO_LATE: Steps = &["11.B.1"];

/// The step of [`expiry_comes_too_early`].
pub(in crate::flows) const EXPIRY_COMES_TOO_EARLY: Steps = &["11.B.2"];

/// The step of [`answer_comes_too_late`].
pub(in crate::flows) const ANSWER_COMES_TOO_LATE: Steps = &["11.B.2.B"];

/// The step of [`expiry_was_in_first_block`].
pub(in crate::flows) const EXPIRY_WAS_IN_FIRST_BLOCK: Steps = &["11.B.2.B"];

/// The step of [`finality_waits_for_grace`].
pub(in crate::flows) const FINALITY_WAITS_FOR_GRACE: Steps = &["11.A.3.A.1"];

/// The step of [`finality_keeps_its_bound`].
pub(in crate::flows) const FINALITY_KEEPS_ITS_BOUND: Steps = &["11.A.3.A.1"];

/// One block later a batch of the same age cannot be asked for any more.
pub(in crate::flows) async fn request_comes_too_late(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<(), FlowError> {
    let until = window_end(world, batch);
    let current = until + 1;
    let verifier = world.verifier.layer1();
    world.verifier.approve_request_fee(batch).await?;
    world.wait_for_block(current, "the window is over").await?;
    let header = (&batch.header).into();
    let to = world.addresses().data_availability;
    let before = verifier.standing().await?;
    let refusal = verifier.refusal(to, &requestCall { header }).await?;
    let after = verifier.standing().await?;
    let what = format!(
        "requests the data of batch {} a block later, in vain",
        batch.header.index
    );
    story
        .step("11.B.1", Actor::Verifier, what)
        .refusal(&refusal, &WindowOver { until, current })?
        .fact("heads, slot and ledger are as before", before == after)?
        .done()
}

/// Waits for the last block at which a request can be answered: in it nobody can end the request.
pub(in crate::flows) async fn expiry_comes_too_early(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<(), FlowError> {
    let deadline = world.anybody.request_of(batch.hash).await?.deadline;
    let what = "the time to answer ends";
    world.wait_for_block(deadline, what).await?;
    let refusal = world.anybody.expiry_refused(&batch.header).await?;
    let current = deadline;
    let what = format!(
        "does not end the request on batch {} in block {deadline}: it can be answered",
        batch.header.index
    );
    story
        .step("11.B.2", Actor::Layer1, what)
        .refusal(&refusal, &StillAnswerable { deadline, current })?
        .done()
}

/// One block later an answer is refused: from now on the request can be ended.
pub(in crate::flows) async fn answer_comes_too_late(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<(), FlowError> {
    let until = world.anybody.request_of(batch.hash).await?.deadline;
    let current = until + 1;
    let what = "the time to answer is over";
    world.wait_for_block(current, what).await?;
    let elements = &world.posted(batch)?.batch.elements;
    let chunk = cut(elements, 0..batch.header.element_count)?;
    let chunk = chunk.into_iter().next().context("a batch has elements")?;
    let before = world.anybody.standing().await?;
    let refusal = world.anybody.publication_refused(&batch.header, chunk);
    let refusal = refusal.await?;
    let after = world.anybody.standing().await?;
    let what = format!(
        "refuses the data of batch {} in block {current}",
        batch.header.index
    );
    story
        .step("11.B.2.B", Actor::Layer1, what)
        .refusal(&refusal, &TooLate { until, current })?
        .fact("heads, slot and ledger are as before", before == after)?
        .done()
}

/// The block in which the answer was refused has not passed, and the request is ended: the one was possible in it, and
/// not the other.
pub(in crate::flows) async fn expiry_was_in_first_block(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<(), FlowError> {
    let request = world.anybody.request_of(batch.hash).await?;
    let now = world.anybody.current_block().await?;
    let what = format!("has ended the request in the same block {now}");
    story
        .step("11.B.2.B", Actor::Layer1, what)
        .view(
            "BatchRegistry.currentBlock(): one behind the deadline",
            &now,
            &(request.deadline + 1),
        )?
        .view(
            "DataAvailability.requestOf(hash).status",
            &request.status,
            &RequestStatus::Defaulted,
        )?
        .done()
}

/// Waits for the last block of the grace of a batch that was published late: in it nobody can make it final.
pub(in crate::flows) async fn finality_waits_for_grace(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<(), FlowError> {
    let (layer1, index) = (&world.anybody, batch.header.index.0);
    let grace = world.settings.network.parameters.windows.grace.0;
    let seen = layer1.closes_at(batch.hash).await?;
    let closes_at = layer1.published_at(batch.hash).await? + u64::from(grace);
    let current = closes_at - world.blocks_of(1);
    world.wait_for_block(current, "the grace ends").await?;
    let registry = world.addresses().registry;
    let call = finalizeCall {
        headerHashes: vec![batch.hash.0.into()],
    };
    let refusal = layer1.refusal(registry, &call).await?;
    let open = WindowOpen {
        index,
        closesAt: closes_at,
        current,
    };
    let what = format!("batch {index} can be disputed for {grace} blocks from its publication on");
    story
        .step("11.A.3.A.1", Actor::Layer1, what)
        .view("BatchRegistry.recordOf(hash).closesAt", &seen, &closes_at)?
        .refusal(&refusal, &open)?
        .done()
}

/// A batch that was published and is final now: that took no less than the grace from the publication on, and no
/// more than the bound from the submission on (spec 4.1).
pub(in crate::flows) async fn finality_keeps_its_bound(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<(), FlowError> {
    let windows = world.settings.network.parameters.windows;
    let submitted = batch.header.submitted_at.0;
    let bound = windows.decided_by(batch.header.submitted_at).0;
    let published = world.anybody.published_at(batch.hash).await?;
    let verdict = world.anybody.verdict(&batch.header).await?;
    let now = world.anybody.current_block().await?;
    let what = format!(
        "batch {}, submitted in block {submitted} and published in {published}, is final by block {now}",
        batch.header.index
    );
    story
        .step("11.A.3.A.1", Actor::Layer1, what)
        .view(
            "BatchRegistry.verdict(header)",
            &verdict,
            &(Verdict::Final, false),
        )?
        .fact(
            format!("more than {} blocks after the publication", windows.grace.0),
            published > 0 && now > published + u64::from(windows.grace.0),
        )?
        .fact(
            format!("by block {bound}, the bound whatever anybody does"),
            now <= bound,
        )?
        .done()
}

/// Last block at which a batch can be asked for.
fn window_end(world: &World, batch: &Accepted) -> u64 {
    let windows = world.settings.network.parameters.windows;
    windows.challenge_deadline(batch.header.submitted_at).0
}
