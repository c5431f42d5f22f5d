//! The Verifier finds that its own MTSR is not the Sequencer's, and makes the batch challengeable.

use interfaces::client::{
    IBatchRegistry::BatchPublished,
    IDataAvailability::{ElementsPublished, PublicationComplete},
};

use super::{
    super::{Elements, Steps, verification::orders_agree},
    CHALLENGEABLE,
    parties::Who,
};
use crate::{
    actors::Checked,
    error::FlowError,
    l2::Accepted,
    layer1::b256,
    story::{Actor, Story},
    world::{World, short},
};

/// The steps of [`verifier_finds_other_state`].
pub(in crate::flows) const FINDS_OTHER_STATE: Steps =
    &["9", "10", "11", "11.A.1", "11.A.2", "11.A.3"];

/// The step of [`batch_is_challengeable`].
pub(in crate::flows) const BATCH_IS_CHALLENGEABLE: Steps = &[CHALLENGEABLE];

/// Steps 9 to 11.A.3, for a batch whose data was downloaded and whose state root is false.
pub(in crate::flows) async fn verifier_finds_other_state(
    world: &World,
    story: &mut Story<'_>,
    posted: &Accepted,
    elements: &Elements,
) -> Result<Checked, FlowError> {
    let on_layer1 = orders_agree(world, story, posted, elements).await?;
    let checked = world.verifier.execute(&on_layer1, elements)?;
    let own = checked.mtsr();
    let what = format!("computes its own MTSR {}", short(b256(own)));
    story
        .step("11.A.1", Actor::Verifier, what)
        .fact(
            format!("it executed {} elements", elements.len()),
            checked.claims.len() == elements.len(),
        )?
        .done()?;
    let mtsr = world
        .verifier
        .header(posted.header.index.0)
        .await?
        .header
        .mtsr;
    let what = "downloads the Sequencer's MTSR from Layer 1";
    story
        .step("11.A.2", Actor::Verifier, what)
        .view("BatchSubmitted.header.mtsr", &mtsr, &posted.header.mtsr)?
        .done()?;
    story
        .step("11.A.3", Actor::Verifier, "compares the MTSRs: not equal")
        .fact(
            format!("{} is not {}", short(b256(own)), short(b256(mtsr))),
            own != mtsr,
        )?
        .done()?;
    Ok(checked)
}

/// Step 11.A.3.B.1: who wants to dispute a batch publishes what it has downloaded, and nobody has to be asked.
pub(in crate::flows) async fn batch_is_challengeable(
    world: &World,
    story: &mut Story<'_>,
    who: Who,
    batch: &Accepted,
    elements: &Elements,
) -> Result<(), FlowError> {
    let addresses = *world.addresses();
    let publisher = who.account(world);
    let receipts = who.of(world).publish(batch, elements).await?;
    let published_at = world.anybody.published_at(batch.hash).await?;
    let closes_at = world.anybody.closes_at(batch.hash).await?;
    let windows = world.settings.network.parameters.windows;
    let expected = u64::max(
        batch.header.submitted_at.0 + u64::from(windows.challenge.0),
        published_at + u64::from(windows.grace.0),
    );
    let what = format!(
        "{} publishes {} elements in {} transactions: batch {} can be challenged until block {closes_at}",
        who.name(),
        elements.len(),
        receipts.len(),
        batch.header.index
    );
    let mut step = story.step(CHALLENGEABLE, Actor::Verifier, what);
    for receipt in &receipts {
        step = step.event::<ElementsPublished>(receipt, addresses.data_availability, |event| {
            event.headerHash.0 == batch.hash.0 && event.publisher == publisher
        })?;
    }
    if let Some(receipt) = receipts.last() {
        step = step
            .event::<PublicationComplete>(receipt, addresses.data_availability, |event| {
                event.headerHash.0 == batch.hash.0
            })?
            .event::<BatchPublished>(receipt, addresses.registry, |event| {
                event.headerHash.0 == batch.hash.0
                    && (event.publishedAt, event.closesAt) == (published_at, expected)
            })?;
    }
    step.view(
        "BatchRegistry.recordOf(hash).closesAt",
        &closes_at,
        &expected,
    )?
    .done()
}
