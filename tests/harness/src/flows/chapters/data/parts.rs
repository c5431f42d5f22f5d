//! A part of a batch's data comes, which ends nothing.

use alloy::primitives::B256;
use interfaces::client::IDataAvailability::{ElementsPublished, Publication, RequestStatus};

use super::{
    super::Steps,
    answers::{Publisher, publish},
};
use crate::{
    error::FlowError,
    l2::Accepted,
    story::{Actor, Story},
    world::World,
};

/// The step of [`part_is_published`].
pub(in crate::flows) const PART_IS_PUBLISHED: Steps = &["11.B.2"];

/// The author publishes the first elements of a batch: its request stays open, and the system insecure.
pub(in crate::flows) async fn part_is_published(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
    elements: u32,
) -> Result<(), FlowError> {
    let before = world.anybody.system_state().await?;
    let published = publish(world, batch, &[(Publisher::Author, 0..elements)]).await?;
    let length = published.iter().map(|it| it.length).sum();
    let publication = world.anybody.publication_of(batch.hash).await?;
    let status = world.anybody.request_of(batch.hash).await?.status;
    let state = world.anybody.system_state().await?;
    let what = format!(
        "publishes {elements} of the {} elements of batch {}: the request stays open",
        batch.header.element_count, batch.header.index
    );
    let mut step = story.step("11.B.2", Actor::Sequencer, what);
    for it in &published {
        let contract = world.addresses().data_availability;
        step = step.event::<ElementsPublished>(&it.receipt, contract, |event| {
            event.headerHash == B256::from(batch.hash.0)
                && (event.first, event.elements, event.length) == (it.first, it.elements, it.length)
        })?;
    }
    step.view(
        "DataAvailability.publicationOf(hash)",
        &publication,
        &Publication {
            elements,
            length,
            authorLength: length,
            complete: false,
        },
    )?
    .view(
        "DataAvailability.requestOf(hash).status",
        &status,
        &RequestStatus::Open,
    )?
    .view("BatchRegistry.systemState()", &state, &before)?
    .done()
}
