//! A request on a batch that no longer counts, because one below it is invalid (spec 4.3).
//!
//! The seed knows two ends of a request, A and B: the data comes, or it does not. This one has the letter C.

use alloy::{
    primitives::{Address, B256},
    sol_types::SolEvent,
};
use anyhow::Context;
use interfaces::client::{
    IBatchRegistry::{self, RequestClosed},
    IDataAvailability::{
        NotOrphaned, NotPending, Publication, RequestOrphaned, RequestStatus, Verdict,
        settleOrphanCall,
    },
    ISequencerPool::{HoldLifted, Member, Punished},
    ITreasury::Released,
};

use super::{
    super::Steps,
    requests::{author, purpose},
};
use crate::{
    error::FlowError,
    l2::{Accepted, cut},
    story::{Actor, Story},
    world::World,
};

/// The step of [`counting_is_not_settled`].
pub(in crate::flows) const COUNTING_IS_NOT_SETTLED: Steps = &["11.B.2.C.1"];

/// The step of [`orphan_takes_no_data`].
pub(in crate::flows) const ORPHAN_TAKES_NO_DATA: Steps = &["11.B.2.C.2"];

/// The step of [`orphan_is_settled`].
pub(in crate::flows) const ORPHAN_IS_SETTLED: Steps = &["11.B.2.C.3"];

/// What a request touches.
#[derive(Debug, PartialEq)]
struct Held {
    author: Member,
    /// The requester's credit.
    credit: u128,
    /// The Treasury's locks, credits and pot.
    totals: (u128, u128, u128),
    publication: Publication,
}

async fn held(world: &World, batch: &Accepted, requester: Address) -> Result<Held, FlowError> {
    let layer1 = &world.anybody;
    let member = layer1.pool().member(author(batch)).call().await;
    Ok(Held {
        author: member.context("SequencerPool.member")?,
        credit: layer1.credit(requester).await?,
        totals: layer1.standing().await?.totals,
        publication: layer1.publication_of(batch.hash).await?,
    })
}

/// While its batch counts, nobody gets out of a request, whatever part of the data has come.
pub(in crate::flows) async fn counting_is_not_settled(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<(), FlowError> {
    let layer1 = &world.anybody;
    let header = (&batch.header).into();
    let to = world.addresses().data_availability;
    let before = layer1.standing().await?;
    let refusal = layer1.refusal(to, &settleOrphanCall { header }).await?;
    let after = layer1.standing().await?;
    let status = layer1.request_of(batch.hash).await?.status;
    let what = format!(
        "does not let go of the request on batch {}: the batch counts",
        batch.header.index
    );
    let hash = batch.hash.0.into();
    let verdict = Verdict::Pending;
    story
        .step("11.B.2.C.1", Actor::Layer1, what)
        .refusal(
            &refusal,
            &NotOrphaned {
                headerHash: hash,
                verdict,
            },
        )?
        .view(
            "DataAvailability.requestOf(hash).status",
            &status,
            &RequestStatus::Open,
        )?
        .fact("heads, slot and ledger are as before", before == after)?
        .done()
}

/// The batch is cut: its data is not taken any more, not even what was still missing, and within the deadline.
pub(in crate::flows) async fn orphan_takes_no_data(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<(), FlowError> {
    let layer1 = &world.anybody;
    let before = layer1.publication_of(batch.hash).await?;
    let elements = &world.posted(batch)?.batch.elements;
    let missing = before.elements..batch.header.element_count;
    let chunk = cut(elements, missing)?.into_iter().next();
    let chunk = chunk.context("all of the batch is published")?;
    let refusal = layer1.publication_refused(&batch.header, chunk).await?;
    let after = layer1.publication_of(batch.hash).await?;
    let what = format!(
        "refuses the data of batch {}: it is orphaned",
        batch.header.index
    );
    let hash = batch.hash.0.into();
    let verdict = Verdict::Orphaned;
    story
        .step("11.B.2.C.2", Actor::Layer1, what)
        .refusal(
            &refusal,
            &NotPending {
                headerHash: hash,
                verdict,
            },
        )?
        .view("DataAvailability.publicationOf(hash)", &after, &before)?
        .done()
}

/// Anybody settles the request on an orphaned batch: the fee goes back, the hold is lifted, nobody is punished.
pub(in crate::flows) async fn orphan_is_settled(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<(), FlowError> {
    let (layer1, addresses) = (&world.anybody, *world.addresses());
    let request = layer1.request_of(batch.hash).await?;
    let (hash, requester, fee) = (B256::from(batch.hash.0), request.requester, request.fee);
    let before = held(world, batch, requester).await?;
    let receipt = layer1.settle_orphan(&batch.header).await?;
    let after = held(world, batch, requester).await?;
    let status = layer1.request_of(batch.hash).await?.status;
    let verdict = layer1.verdict(&batch.header).await?;
    let punishes = |log: &alloy::rpc::types::Log| log.topic0() == Some(&Punished::SIGNATURE_HASH);
    let expected = before.without_request(fee)?;

    let what = format!(
        "ends the request on orphaned batch {}: the Verifier gets {fee} base units back",
        batch.header.index
    );
    story
        .step("11.B.2.C.3", Actor::Layer1, what)
        .event::<RequestOrphaned>(&receipt, addresses.data_availability, |event| {
            (event.headerHash, event.requester, event.fee) == (hash, requester, fee)
        })?
        .event::<RequestClosed>(&receipt, addresses.registry, |event| {
            event.headerHash == hash
        })?
        .event::<HoldLifted>(&receipt, addresses.pool, |event| {
            (event.member, event.holds) == (author(batch), expected.author.requestHolds)
        })?
        .event::<Released>(&receipt, addresses.treasury, |event| {
            (event.owner, event.purpose, event.amount) == (requester, purpose(batch.hash), fee)
        })?
        .fact(
            "nobody is punished by it",
            !receipt.logs().iter().any(punishes),
        )?
        .view(
            "DataAvailability.requestOf(hash).status",
            &status,
            &RequestStatus::Orphaned,
        )?
        .view(
            "BatchRegistry.verdict(header)",
            &verdict,
            &(IBatchRegistry::Verdict::Orphaned, false),
        )?
        .view(
            "SequencerPool.member(author), Treasury.creditOf(verifier), totals()",
            &after,
            &expected,
        )?
        .done()
}

impl Held {
    /// The same when the request is gone, its fee back, and all else as it was.
    fn without_request(&self, fee: u128) -> Result<Self, FlowError> {
        let (locked, credited, potted) = self.totals;
        let holds = self.author.requestHolds.checked_sub(1);
        Ok(Self {
            author: Member {
                requestHolds: holds.context("the author's stake is not held")?,
                ..self.author.clone()
            },
            credit: self.credit + fee,
            totals: (locked - fee, credited + fee, potted),
            publication: self.publication.clone(),
        })
    }
}
