//! Who has paid what for data on Layer 1, read from the ledger (spec 4.3): what a verifier pays goes to the pot, and
//! its author pays for the gas. Both lose (seed step 11.B.1).

use alloy::{primitives::U256, providers::Provider};
use anyhow::Context;
use interfaces::client::IDataAvailability::RequestStatus;

use super::{super::Steps, requests::author};
use crate::{
    error::FlowError,
    l2::Accepted,
    layer1::Layer1,
    story::{Actor, Story},
    world::{Posted, World},
};

/// The step of [`ledger_tells_costs`].
pub(in crate::flows) const LEDGER_TELLS_COSTS: Steps = &["11.B.2.A"];

/// What parties own, and what the pot holds, before somebody is asked.
#[derive(Clone, Copy, Debug)]
pub(in crate::flows) struct Purse {
    /// Of the verifier: free tokens and credit.
    verifier: U256,
    /// Of the author: free tokens, credit and stake.
    author: U256,
    pot: u128,
}

/// What is told of the answered requests on some batches.
#[derive(Debug, Default)]
struct Bill {
    requests: usize,
    fees: u128,
    /// Bytes that the author has published itself.
    bytes: u64,
    /// Gas of its transactions, and what they cost in wei.
    gas: u64,
    wei: u128,
}

/// What the verifier and the author of the batches to come, a sequencer, own now.
pub(in crate::flows) async fn purse(world: &World, who: usize) -> Result<Purse, FlowError> {
    let author = world.sequencers[who].layer1();
    Ok(Purse {
        verifier: wealth(world.verifier.layer1()).await?,
        author: wealth(author).await?,
        pot: world.anybody.standing().await?.totals.2,
    })
}

/// All tokens of an account: free, staked, credited.
async fn wealth(layer1: &Layer1) -> Result<U256, FlowError> {
    let (free, stake) = layer1.holdings(layer1.account()).await?;
    let credit = layer1.credit(layer1.account()).await?;
    Ok(free + U256::from(stake) + U256::from(credit))
}

/// The requests on all batches of an author were answered: the ledger shows what each side has paid since `before`,
/// and nobody else has got or lost anything.
pub(in crate::flows) async fn ledger_tells_costs(
    world: &World,
    story: &mut Story<'_>,
    who: usize,
    before: Purse,
) -> Result<(), FlowError> {
    let account = world.sequencers[who].layer1().account();
    let own = |it: &&Posted| author(&it.accepted) == account;
    let mut bill = Bill::default();
    for posted in world.canonical().filter(own) {
        bill.add(world, &posted.accepted).await?;
    }
    let after = purse(world, who).await?;
    let Bill {
        requests,
        fees,
        bytes,
        gas,
        wei,
    } = bill;
    let what = format!(
        "for {requests} answered requests the Verifier has paid {fees} base units, the Sequencer {gas} gas ({wei} wei) for {bytes} bytes"
    );
    story
        .step("11.B.2.A", Actor::Layer1, what)
        .view(
            "Treasury.totals(): the pot has the fees",
            &after.pot,
            &(before.pot + fees),
        )?
        .view(
            "tokens of the Verifier: less by the fees",
            &after.verifier,
            &(before.verifier - U256::from(fees)),
        )?
        .view(
            "tokens of the Sequencer: none of the fees",
            &after.author,
            &before.author,
        )?
        .fact(
            format!("each of the {requests} answers cost the Sequencer gas"),
            requests > 0 && gas > 0 && wei > 0 && bytes > 0,
        )?
        .done()
}

impl Bill {
    /// Adds a batch whose request was answered.
    async fn add(&mut self, world: &World, batch: &Accepted) -> Result<(), FlowError> {
        let request = world.anybody.request_of(batch.hash).await?;
        if request.status != RequestStatus::Answered {
            let (index, status) = (batch.header.index, request.status);
            return Err(anyhow::anyhow!("the request on batch {index} is {status:?}").into());
        }
        let publication = world.anybody.publication_of(batch.hash).await?;
        self.requests += 1;
        self.fees += request.fee;
        self.bytes += u64::from(publication.authorLength);
        self.add_gas(&world.anybody, batch).await
    }

    /// Adds what the author's transactions have cost.
    async fn add_gas(&mut self, layer1: &Layer1, batch: &Accepted) -> Result<(), FlowError> {
        let data = layer1.data_availability();
        let events = data
            .ElementsPublished_filter()
            .from_block(0)
            .topic1(alloy::primitives::B256::from(batch.hash.0))
            .topic2(author(batch).into_word())
            .query()
            .await
            .context("eth_getLogs of ElementsPublished")?;
        for (_, log) in events {
            let hash = log.transaction_hash.context("a mined log has one")?;
            let receipt = layer1.provider().get_transaction_receipt(hash).await;
            let receipt = receipt.with_context(|| format!("receipt of {hash}"))?;
            let receipt = receipt.with_context(|| format!("the node has no {hash}"))?;
            self.gas += receipt.gas_used;
            self.wei += u128::from(receipt.gas_used) * receipt.effective_gas_price;
        }
        Ok(())
    }
}
