//! The data of a batch comes, from its author or from somebody else.

use alloy::{
    primitives::{Address, B256},
    rpc::types::TransactionReceipt,
};
use anyhow::Context;
use interfaces::client::{
    IBatchRegistry::{BatchPublished, RequestClosed},
    IDataAvailability::{
        ElementsPublished, Publication, PublicationComplete, Request, RequestAnswered,
        RequestStatus,
    },
    ISequencerPool::HoldLifted,
    ITreasury::Seized,
};
use std::ops::Range;

use super::{
    super::{Elements, Steps},
    requests::{author, purpose},
    state::{self, SystemState},
};
use crate::{
    error::FlowError,
    l2::{Accepted, cut, mttbr},
    layer1::Layer1,
    story::{Actor, Story},
    world::World,
};

/// The steps of [`sequencer_answers`] and [`data_is_answered`].
pub(in crate::flows) const DATA_IS_ANSWERED: Steps = &["11.B.2.A.1", "11.B.2.A.2"];

/// Who publishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::flows) enum Publisher {
    /// The sequencer that has submitted the batch.
    Author,
    /// Somebody to whom that one has given the data.
    Somebody,
}

/// Who publishes which elements, in as many transactions as that takes.
type Share = (Publisher, Range<u32>);

/// A transaction that has published a chunk, and what it must have done.
pub(super) struct Published {
    pub(super) receipt: TransactionReceipt,
    publisher: Address,
    /// Index of the first element that was not there before.
    pub(super) first: u32,
    /// Number of these, and their bytes.
    pub(super) elements: u32,
    pub(super) length: u32,
}

/// What was so before an answer, and what must be so after it.
struct Change {
    state: SystemState,
    /// The Treasury's locks, credits and pot.
    moved: (u128, u128, u128),
}

/// Steps 11.B.2.A.1 and 2: the author publishes everything within its time. Returns the elements as the Verifier
/// reads them from Layer 1.
pub(in crate::flows) async fn sequencer_answers(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<Elements, FlowError> {
    let all = 0..batch.header.element_count;
    data_is_answered(world, story, batch, &[(Publisher::Author, all)]).await
}

/// Steps 11.B.2.A.1 and 2: the data comes in these shares, which may overlap.
pub(in crate::flows) async fn data_is_answered(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
    shares: &[Share],
) -> Result<Elements, FlowError> {
    let request = world.anybody.request_of(batch.hash).await?;
    let (locked, credited, potted) = world.anybody.standing().await?.totals;
    let change = Change {
        state: world.anybody.system_state().await?,
        moved: (locked - request.fee, credited, potted + request.fee),
    };
    let published = publish(world, batch, shares).await?;
    request_is_answered(world, story, batch, &request, (&published, &change)).await?;
    batch_is_challengeable(world, story, batch, &published).await
}

/// The author publishes everything.
pub(in crate::flows::chapters) async fn publish_all(
    world: &World,
    batch: &Accepted,
) -> Result<Vec<TransactionReceipt>, FlowError> {
    let all = (Publisher::Author, 0..batch.header.element_count);
    let published = publish(world, batch, &[all]).await?;
    Ok(published.into_iter().map(|it| it.receipt).collect())
}

/// Publishes all shares, chunk by chunk.
pub(super) async fn publish(
    world: &World,
    batch: &Accepted,
    shares: &[Share],
) -> Result<Vec<Published>, FlowError> {
    let elements = &world.posted(batch)?.batch.elements;
    let (mut published, mut next) = (Vec::new(), 0);
    for (publisher, run) in shares {
        let layer1 = account(world, batch, *publisher)?;
        for chunk in cut(elements, run.clone())? {
            let end = chunk.first + chunk.count;
            let new = &elements[next as usize..end as usize];
            let length: usize = new.iter().map(Vec::len).sum();
            published.push(Published {
                receipt: layer1.publish(&batch.header, chunk).await?,
                publisher: layer1.account(),
                first: next,
                elements: end - next,
                length: u32::try_from(length).map_err(anyhow::Error::from)?,
            });
            next = end;
        }
    }
    Ok(published)
}

fn account<'w>(
    world: &'w World,
    batch: &Accepted,
    publisher: Publisher,
) -> Result<&'w Layer1, FlowError> {
    if publisher == Publisher::Somebody {
        return Ok(&world.anybody);
    }
    let mut sequencers = world.sequencers.iter().map(|it| it.layer1());
    let own = sequencers.find(|it| it.account() == author(batch));
    Ok(own.context("the batch is of no sequencer of this world")?)
}

/// Step 11.B.2.A.1: with the last chunk, and not before; secure if no other request is open.
async fn request_is_answered(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
    request: &Request,
    (published, change): (&[Published], &Change),
) -> Result<(), FlowError> {
    let addresses = *world.addresses();
    let (hash, index) = (B256::from(batch.hash.0), batch.header.index.0);
    let (requester, fee) = (request.requester, request.fee);
    let by_author = published.iter().filter(|it| it.publisher == author(batch));
    let by_author: u32 = by_author.map(|it| it.length).sum();
    let publication = world.anybody.publication_of(batch.hash).await?;
    let answered = world.anybody.request_of(batch.hash).await?;
    let state = world.anybody.system_state().await?;
    let by_requests = state::by_requests(world).await?;
    let totals = world.anybody.standing().await?.totals;
    let last = &published.last().context("nothing was published")?.receipt;
    let came = world.anybody.published_at(batch.hash).await?;
    let deadline = request.deadline;

    let what = format!(
        "the data of batch {index} is on Layer 1 in {} transactions, {}",
        published.len(),
        state::words(state)
    );
    let mut step = story.step("11.B.2.A.1", Actor::Layer1, what);
    for it in published {
        step =
            step.event::<ElementsPublished>(&it.receipt, addresses.data_availability, |event| {
                (event.headerHash, event.publisher) == (hash, it.publisher)
                    && (event.first, event.elements, event.length)
                        == (it.first, it.elements, it.length)
            })?;
    }
    step = step
        .event::<PublicationComplete>(last, addresses.data_availability, |event| {
            (event.headerHash, event.authorLength) == (hash, by_author)
        })?
        .event::<RequestAnswered>(last, addresses.data_availability, |event| {
            (event.headerHash, event.requester, event.fee) == (hash, requester, fee)
        })?
        .event::<Seized>(last, addresses.treasury, |event| {
            (event.owner, event.purpose) == (requester, purpose(batch.hash))
                && (event.toBeneficiary, event.toPot) == (0, fee)
        })?
        .event::<RequestClosed>(last, addresses.registry, |event| event.headerHash == hash)?
        .event::<HoldLifted>(last, addresses.pool, |event| event.member == author(batch))?;
    let said = (change.state, by_requests);
    state::is_said(step, last, addresses.registry, &mut 0, said)?
        .view("BatchRegistry.systemState()", &state, &by_requests)?
        .view(
            "DataAvailability.requestOf(hash).status",
            &answered.status,
            &RequestStatus::Answered,
        )?
        .view(
            "DataAvailability.publicationOf(hash)",
            &publication,
            &Publication {
                elements: batch.header.element_count,
                length: batch.header.data_length,
                authorLength: by_author,
                complete: true,
            },
        )?
        .fact(
            format!("answers are taken until block {deadline}, this is block {came}"),
            came <= deadline,
        )?
        .view(
            "Treasury.totals(): the fee is in the pot",
            &totals,
            &change.moved,
        )?
        .done()
}

/// Step 11.B.2.A.2: the batch can be disputed for at least the grace, and the Verifier has what it needs for it.
async fn batch_is_challengeable(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
    published: &[Published],
) -> Result<Elements, FlowError> {
    let windows = world.settings.network.parameters.windows;
    let last = &published.last().context("nothing was published")?.receipt;
    let published_at = world.anybody.current_block().await?;
    let closes_at = u64::max(
        batch.header.submitted_at.0 + u64::from(windows.challenge.0),
        published_at + u64::from(windows.grace.0),
    );
    let seen = world.anybody.closes_at(batch.hash).await?;
    let elements = world.verifier.published_elements(batch).await?;
    let what = format!(
        "reads {} elements from the calldata: batch {} can be disputed until block {closes_at}",
        elements.len(),
        batch.header.index
    );
    story
        .step("11.B.2.A.2", Actor::Verifier, what)
        .event::<BatchPublished>(last, world.addresses().registry, |event| {
            event.headerHash.0 == batch.hash.0
                && (event.publishedAt, event.closesAt) == (published_at, closes_at)
        })?
        .view("BatchRegistry.recordOf(hash).closesAt", &seen, &closes_at)?
        .view(
            "BatchSubmitted.header.mttbr",
            &batch.header.mttbr,
            &mttbr(&elements),
        )?
        .done()?;
    Ok(elements)
}
