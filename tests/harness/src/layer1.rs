//! One account's view of Layer 1: the suite's contracts over JSON-RPC.

mod data;
mod finality;
mod fraud;
mod governance;
mod pool;
mod send;
mod standing;

use alloy::{
    network::{EthereumWallet, TransactionBuilder},
    primitives::{Address, B256, Bytes, U256},
    providers::{DynProvider, Provider, ProviderBuilder},
    rpc::types::{TransactionReceipt, TransactionRequest},
    signers::local::PrivateKeySigner,
};
use anyhow::Context;
use deploy::Chain;
use interfaces::client::{
    IBatchRegistry::{self, IBatchRegistryInstance, submitBatchCall},
    IDataAvailability::IDataAvailabilityInstance,
    IFraudProof::IFraudProofInstance,
    IGovernance::IGovernanceInstance,
    IMetisToken::IMetisTokenInstance,
    ISequencerPool::ISequencerPoolInstance,
    ITreasury::ITreasuryInstance,
};
use merkle::Hash;
use std::time::Duration;
use types::Header;

use crate::{
    error::FlowError,
    l2::{Accepted, Batch},
};

pub(crate) use fraud::room_of_run;
pub use fraud::{DisputeStanding, Opened};
pub use governance::{Motion, Proposition};
pub use send::{Refusal, send};
pub use standing::Standing;

use send::refused;

/// How often a receipt is asked for. Nodes that mine at once answer at the first time.
const POLL: Duration = Duration::from_millis(50);

/// A hash as the ABI has it.
pub(crate) const fn b256(hash: Hash) -> B256 {
    B256::new(hash.0)
}

/// Where the suite is.
#[derive(Clone, Copy, Debug)]
pub struct Addresses {
    /// BatchRegistry.
    pub registry: Address,
    /// SequencerPool.
    pub pool: Address,
    /// Treasury.
    pub treasury: Address,
    /// DataAvailability.
    pub data_availability: Address,
    /// FraudProof.
    pub fraud_proof: Address,
    /// Governance.
    pub governance: Address,
    /// The stake token.
    pub token: Address,
}

/// A connection that signs with one key.
#[derive(Clone, Debug)]
pub struct Layer1 {
    provider: DynProvider,
    account: Address,
    addresses: Addresses,
}

impl Layer1 {
    /// The suite on `chain`, through a provider that signs with `key` and fills nonce, gas and fees.
    pub fn new(chain: &Chain, key: PrivateKeySigner, addresses: Addresses) -> Self {
        let account = key.address();
        let provider = ProviderBuilder::new()
            .wallet(EthereumWallet::from(key))
            .connect_provider(chain.provider().clone());
        provider.client().set_poll_interval(POLL);
        Self {
            provider: provider.erased(),
            account,
            addresses,
        }
    }

    /// One that reaches no chain.
    #[cfg(test)]
    pub(crate) fn offline(key: &PrivateKeySigner) -> Self {
        let nowhere = "http://127.0.0.1:1".parse().expect("it is a URL");
        let addresses = Addresses {
            registry: Address::ZERO,
            pool: Address::ZERO,
            treasury: Address::ZERO,
            data_availability: Address::ZERO,
            fraud_proof: Address::ZERO,
            governance: Address::ZERO,
            token: Address::ZERO,
        };
        Self {
            provider: ProviderBuilder::new().connect_http(nowhere).erased(),
            account: key.address(),
            addresses,
        }
    }

    /// The account that signs.
    pub const fn account(&self) -> Address {
        self.account
    }

    /// Where the suite is.
    pub const fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// The node.
    pub const fn provider(&self) -> &DynProvider {
        &self.provider
    }

    /// BatchRegistry.
    pub fn registry(&self) -> IBatchRegistryInstance<DynProvider> {
        IBatchRegistryInstance::new(self.addresses.registry, self.provider.clone())
    }

    /// Governance.
    pub fn governance(&self) -> IGovernanceInstance<DynProvider> {
        IGovernanceInstance::new(self.addresses.governance, self.provider.clone())
    }

    /// SequencerPool.
    pub fn pool(&self) -> ISequencerPoolInstance<DynProvider> {
        ISequencerPoolInstance::new(self.addresses.pool, self.provider.clone())
    }

    /// Treasury.
    pub fn treasury(&self) -> ITreasuryInstance<DynProvider> {
        ITreasuryInstance::new(self.addresses.treasury, self.provider.clone())
    }

    /// DataAvailability.
    pub fn data_availability(&self) -> IDataAvailabilityInstance<DynProvider> {
        IDataAvailabilityInstance::new(self.addresses.data_availability, self.provider.clone())
    }

    /// FraudProof.
    pub fn fraud_proof(&self) -> IFraudProofInstance<DynProvider> {
        IFraudProofInstance::new(self.addresses.fraud_proof, self.provider.clone())
    }

    /// The stake token.
    pub fn token(&self) -> IMetisTokenInstance<DynProvider> {
        IMetisTokenInstance::new(self.addresses.token, self.provider.clone())
    }

    /// Submits a batch on `parent` (seed step 7), with this gas limit or one that the node estimates.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the registry's or the pool's error.
    pub async fn submit_batch(
        &self,
        parent: &Header,
        batch: &Batch,
        signature: Option<[u8; 65]>,
        gas: Option<u64>,
    ) -> Result<TransactionReceipt, FlowError> {
        let set = self.parameter_set().await?;
        let call = submission(parent, batch, set, signature);
        let registry = self.registry();
        let mut call = registry.call_builder(&call);
        if let Some(gas) = gas {
            call = call.gas(gas);
        }
        send("BatchRegistry.submitBatch", call).await
    }

    /// Number of the parameter set that holds.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn parameter_set(&self) -> Result<u32, FlowError> {
        let set = self.registry().currentParameterSet().call().await;
        Ok(set.context("reading the number of the parameter set")?)
    }

    /// Submits a batch that Layer 1 refuses.
    ///
    /// # Errors
    ///
    /// [`FlowError::NotRefused`] if Layer 1 takes it.
    pub async fn submission_refused(
        &self,
        parent: &Header,
        batch: &Batch,
        signature: Option<[u8; 65]>,
    ) -> Result<Refusal, FlowError> {
        let set = self.parameter_set().await?;
        self.submission_for_set_refused(parent, batch, signature, set)
            .await
    }

    /// As [`Self::submission_refused`], for a parameter set that need not hold.
    ///
    /// # Errors
    ///
    /// [`FlowError::NotRefused`] if Layer 1 takes it.
    pub async fn submission_for_set_refused(
        &self,
        parent: &Header,
        batch: &Batch,
        signature: Option<[u8; 65]>,
        set: u32,
    ) -> Result<Refusal, FlowError> {
        let call = submission(parent, batch, set, signature);
        self.refusal(self.addresses.registry, &call).await
    }

    /// The header in a receipt of `submitBatch`.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the receipt has none, or one whose hash is not the emitted one.
    pub fn accepted_in(&self, receipt: &TransactionReceipt) -> Result<Accepted, FlowError> {
        let event = receipt
            .logs()
            .iter()
            .filter(|log| log.address() == self.addresses.registry)
            .find_map(|log| log.log_decode::<IBatchRegistry::BatchSubmitted>().ok())
            .with_context(|| format!("{} has no BatchSubmitted", receipt.transaction_hash))?;
        checked(&event.inner.data)
    }

    /// Index and hash of the newest canonical batch.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the view fails.
    pub async fn head(&self) -> Result<(u64, B256), FlowError> {
        let head = self.registry().head().call().await;
        let head = head.context("BatchRegistry.head")?;
        Ok((head.index, head.headerHash))
    }

    /// The canonical batch at an index, from its event, checked against the stored hash.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] if there is none; [`FlowError::Other`] if its event is not there.
    pub async fn accepted(&self, index: u64) -> Result<Accepted, FlowError> {
        let stored = self
            .registry()
            .headerHash(index)
            .call()
            .await
            .map_err(|error| refused("BatchRegistry.headerHash", &error))?;
        let events = self
            .registry()
            .BatchSubmitted_filter()
            .from_block(0)
            .topic1(U256::from(index))
            .topic2(stored)
            .query()
            .await
            .context("eth_getLogs of BatchSubmitted")?;
        let (event, _) = events
            .into_iter()
            .next()
            .with_context(|| format!("no BatchSubmitted for batch {index}, hash {stored}"))?;
        checked(&event)
    }

    /// Time of the newest Layer 1 block, in seconds.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the node does not answer.
    pub async fn timestamp(&self) -> Result<u64, FlowError> {
        let block = self
            .provider
            .get_block(alloy::eips::BlockId::latest())
            .await
            .context("eth_getBlockByNumber(latest)")?
            .context("the node has no latest block")?;
        Ok(block.header.timestamp)
    }

    /// Moves stake tokens.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the token's error.
    pub async fn give_tokens(&self, to: Address, amount: u128) -> Result<(), FlowError> {
        let token = self.token();
        send(
            "MetisToken.transfer",
            token.transfer(to, U256::from(amount)),
        )
        .await?;
        Ok(())
    }

    /// Moves wei.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if the node refuses.
    pub async fn pay(&self, to: Address, value: U256) -> Result<(), FlowError> {
        let request = TransactionRequest::default().with_to(to).with_value(value);
        let pending = self.provider.send_transaction(request).await;
        let paid = pending
            .with_context(|| format!("paying {value} wei to {to}"))?
            .get_receipt()
            .await;
        paid.with_context(|| format!("receipt of paying {value} wei to {to}"))?;
        Ok(())
    }
}

/// The call that submits a batch on `parent`.
fn submission(
    parent: &Header,
    batch: &Batch,
    set: u32,
    signature: Option<[u8; 65]>,
) -> submitBatchCall {
    let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    submitBatchCall {
        parent: parent.into(),
        mttbr: b256(batch.mttbr()),
        mtsr: b256(batch.mtsr()),
        count: number(batch.elements.len()),
        dataLength: number(batch.data_length()),
        lastL2Block: batch.last_l2_block.0,
        lastL2Timestamp: batch.last_l2_timestamp.0,
        parameterSet: set,
        producerSignature: signature.map_or_else(Bytes::new, |signature| signature.into()),
    }
}

/// The batch of an event, whose hash must be that of its header.
fn checked(event: &IBatchRegistry::BatchSubmitted) -> Result<Accepted, FlowError> {
    let accepted = Accepted::new((&event.header).into());
    if accepted.hash.0 != event.headerHash.0 {
        let (emitted, computed) = (event.headerHash, accepted.hash);
        return Err(
            anyhow::anyhow!("Layer 1 names {emitted} a header whose hash is {computed}").into(),
        );
    }
    Ok(accepted)
}
