//! The data of a batch does not come: its author is punished, the batch and all after it are cut.

use alloy::{
    primitives::{Address, B256},
    rpc::types::TransactionReceipt,
};
use interfaces::client::{
    IBatchRegistry::{BatchInvalidated, Verdict},
    IDataAvailability::{Request, RequestDefaulted, RequestStatus},
    ISequencerPool::{Kicked, Offence, Punished, RotationSkipped, SlotStarted, Status},
    ITreasury::Released,
};

use super::{
    super::Steps,
    requests::{author, purpose},
    state::{self, SystemState},
};
use crate::{
    error::FlowError,
    l2::Accepted,
    story::{Actor, Story},
    world::World,
};

/// The steps of [`data_is_withheld`].
pub(in crate::flows) const DATA_IS_WITHHELD: Steps =
    &["11.B.2.B.1", "11.B.2.B.2", "11.B.2.B.3", "11.B.2.B.4"];

/// What was so before a request expired.
struct Before {
    request: Request,
    /// The author's stake, and how many open requests hold it.
    stake: u128,
    holds: u32,
    /// The selected sequencer.
    selected: Address,
    state: SystemState,
    /// The requester's credit.
    credit: u128,
    /// Whether the author may still be selected.
    active: bool,
    /// Index of the newest batch.
    head: u64,
    fork: u32,
    /// The Treasury's locks, credits and pot.
    totals: (u128, u128, u128),
}

/// The transaction in which a request expired, and how far its events were told.
struct Expiry {
    receipt: TransactionReceipt,
    told: usize,
}

/// Steps 11.B.2.B.1 to 4: the time to answer is over and anybody ends the request, in one transaction whose events
/// come in this order. The sequencer `next` is selected, if it was not already. Returns the gas of the transaction.
pub(in crate::flows) async fn data_is_withheld(
    world: &mut World,
    story: &mut Story<'_>,
    batch: &Accepted,
    next: usize,
) -> Result<u64, FlowError> {
    expires(world, story, batch, Some(next)).await
}

/// As [`data_is_withheld`], for an author that has left the pool: it is in no queue to be kicked out of, and its turn
/// is over.
pub(in crate::flows) async fn leaver_has_withheld(
    world: &mut World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<u64, FlowError> {
    expires(world, story, batch, None).await
}

/// Without a sequencer that is `next`, the author was not selected any more.
async fn expires(
    world: &mut World,
    story: &mut Story<'_>,
    batch: &Accepted,
    next: Option<usize>,
) -> Result<u64, FlowError> {
    let deadline = world.anybody.request_of(batch.hash).await?.deadline;
    let what = "a request without an answer can be ended";
    world.wait_for_block(deadline + 1, what).await?;
    let before = before(world, batch).await?;
    let receipt = world.anybody.expire(&batch.header).await?;
    let mut expiry = Expiry { receipt, told: 0 };
    author_is_punished(world, story, batch, &before, &mut expiry).await?;
    roots_are_invalid(world, story, batch, &before, &mut expiry).await?;
    match next {
        Some(next) if before.selected == author(batch) => {
            next_is_selected(world, story, next, &mut expiry).await?;
        }
        _ => nobody_is_rotated(world, story, batch, &before, &mut expiry).await?,
    }
    system_is_secure(world, story, batch, &before, &mut expiry).await?;
    Ok(expiry.receipt.gas_used)
}

async fn before(world: &World, batch: &Accepted) -> Result<Before, FlowError> {
    let layer1 = &world.anybody;
    let request = layer1.request_of(batch.hash).await?;
    let fork = layer1.registry().fork().call().await;
    let member = layer1.pool().member(author(batch)).call().await;
    let member = member.map_err(anyhow::Error::from)?;
    Ok(Before {
        active: member.status == Status::Active,
        stake: member.stake,
        holds: member.requestHolds,
        selected: layer1.selected_sequencer().await?,
        state: layer1.system_state().await?,
        credit: layer1.credit(request.requester).await?,
        head: layer1.head().await?.0,
        fork: fork.map_err(anyhow::Error::from)?,
        totals: layer1.standing().await?.totals,
        request,
    })
}

impl Before {
    /// What the author loses, and what of it the requester gets.
    fn slash(&self, world: &World) -> (u128, u128) {
        let slashing = world.settings.network.parameters.slashing;
        let slash = slashing.data_withheld.of(self.stake);
        (slash, slashing.bounty.of(slash))
    }
}

/// Step 11.B.2.B.1.
async fn author_is_punished(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
    before: &Before,
    expiry: &mut Expiry,
) -> Result<(), FlowError> {
    let (author, hash) = (author(batch), B256::from(batch.hash.0));
    let (slash, bounty) = before.slash(world);
    let (requester, left) = (before.request.requester, before.stake - slash);
    let member = world.anybody.pool().member(author).call().await;
    let member = member.map_err(anyhow::Error::from)?;
    let pool = world.addresses().pool;
    let what = format!("the Sequencer has not answered: it loses {slash} base units and is banned");
    let mut step = story
        .step("11.B.2.B.1", Actor::Layer1, what)
        .next_event::<Punished>(&expiry.receipt, pool, &mut expiry.told, |event| {
            (event.member, event.offence, event.object) == (author, Offence::DataWithheld, hash)
                && (event.beneficiary, event.toBeneficiary) == (requester, bounty)
                && (event.toPot, event.stake) == (slash - bounty, left)
        })?;
    if before.active {
        step = step.next_event::<Kicked>(&expiry.receipt, pool, &mut expiry.told, |event| {
            event.member == author
        })?;
    }
    step.view(
        "SequencerPool.member(sequencer): banned, stake, requestHolds",
        &(member.banned, member.stake, member.requestHolds),
        &(true, left, before.holds - 1),
    )?
    .done()
}

/// Step 11.B.2.B.2.
async fn roots_are_invalid(
    world: &mut World,
    story: &mut Story<'_>,
    batch: &Accepted,
    before: &Before,
    expiry: &mut Expiry,
) -> Result<(), FlowError> {
    let (hash, index) = (B256::from(batch.hash.0), batch.header.index.0);
    let orphaned = world.cut(batch);
    let verdict = world.anybody.verdict(&batch.header).await?;
    let mut verdicts = Vec::new();
    for it in &orphaned {
        verdicts.push(world.anybody.verdict(&it.header).await?);
    }
    let head = world.anybody.head().await?;
    let parent = B256::from(batch.header.parent.0);
    let what = format!(
        "batch {index} is invalid with both its roots, the {} after it are orphaned",
        orphaned.len()
    );
    story
        .step("11.B.2.B.2", Actor::Layer1, what)
        .next_event::<BatchInvalidated>(
            &expiry.receipt,
            world.addresses().registry,
            &mut expiry.told,
            |event| {
                (event.index, event.headerHash) == (index, hash)
                    && (event.fork, event.oldHead) == (before.fork + 1, before.head)
            },
        )?
        .view(
            "BatchRegistry.verdict(header)",
            &verdict,
            &(Verdict::Invalid, false),
        )?
        .fact(
            format!("all {} after it are Orphaned", orphaned.len()),
            orphaned.len() as u64 == before.head - index
                && verdicts.iter().all(|it| *it == (Verdict::Orphaned, false)),
        )?
        .view(
            "BatchRegistry.head(): the parent",
            &head,
            &(index - 1, parent),
        )?
        .done()
}

/// Step 11.B.2.B.3.
async fn next_is_selected(
    world: &World,
    story: &mut Story<'_>,
    next: usize,
    expiry: &mut Expiry,
) -> Result<(), FlowError> {
    let successor = world.sequencers[next].layer1().account();
    let selected = world.anybody.selected_sequencer().await?;
    let what = format!("rotates: sequencer {} is next", next + 1);
    story
        .step("11.B.2.B.3", Actor::Layer1, what)
        .next_event::<SlotStarted>(
            &expiry.receipt,
            world.addresses().pool,
            &mut expiry.told,
            |event| event.holder == successor,
        )?
        .view("SequencerPool.selectedSequencer()", &selected, &successor)?
        .done()
}

/// Step 11.B.2.B.3 for an author that is not selected: another one is already, and stays so.
async fn nobody_is_rotated(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
    before: &Before,
    expiry: &mut Expiry,
) -> Result<(), FlowError> {
    let pool = world.addresses().pool;
    let selected = world.anybody.selected_sequencer().await?;
    let what = "rotates nobody: another sequencer is selected already";
    story
        .step("11.B.2.B.3", Actor::Layer1, what)
        .next_event::<RotationSkipped>(&expiry.receipt, pool, &mut expiry.told, |event| {
            event.member == author(batch)
        })?
        .view(
            "SequencerPool.selectedSequencer()",
            &selected,
            &before.selected,
        )?
        .done()
}

/// Step 11.B.2.B.4: secure if no request is open on a lower batch.
async fn system_is_secure(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
    before: &Before,
    expiry: &mut Expiry,
) -> Result<(), FlowError> {
    let addresses = *world.addresses();
    let (slash, bounty) = before.slash(world);
    let Request { requester, fee, .. } = before.request;
    let state = world.anybody.system_state().await?;
    let by_requests = state::by_requests(world).await?;
    let status = world.anybody.request_of(batch.hash).await?.status;
    let credit = world.anybody.credit(requester).await?;
    let totals = world.anybody.standing().await?.totals;
    let (locked, credited, potted) = before.totals;
    let moved = (
        locked - fee - slash,
        credited + fee + bounty,
        potted + slash - bounty,
    );
    let receipt = &expiry.receipt;
    let step = story.step("11.B.2.B.4", Actor::Layer1, state::words(state));
    let said = (before.state, by_requests);
    let told = &mut expiry.told;
    state::is_said(step, receipt, addresses.registry, told, said)?
        .event::<RequestDefaulted>(receipt, addresses.data_availability, |event| {
            event.headerHash.0 == batch.hash.0
                && (event.requester, event.fee, event.bounty) == (requester, fee, bounty)
        })?
        .event::<Released>(receipt, addresses.treasury, |event| {
            (event.owner, event.purpose, event.amount) == (requester, purpose(batch.hash), fee)
        })?
        .view("BatchRegistry.systemState()", &state, &by_requests)?
        .view(
            "DataAvailability.requestOf(hash).status",
            &status,
            &RequestStatus::Defaulted,
        )?
        .view(
            "Treasury.creditOf(verifier): the fee and the bounty",
            &credit,
            &(before.credit + fee + bounty),
        )?
        .view(
            "Treasury.totals(): nothing is lost or made",
            &totals,
            &moved,
        )?
        .done()
}
