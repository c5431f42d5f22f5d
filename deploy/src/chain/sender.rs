//! Signing, sending and waiting.

use std::time::Duration;

use alloy::eips::BlockId;
use alloy::eips::eip2718::Encodable2718;
use alloy::network::{TransactionBuilder, TxSignerSync};
use alloy::primitives::{Address, B256, Bytes, U256};
use alloy::providers::Provider;
use alloy::rpc::types::{TransactionReceipt, TransactionRequest};
use alloy::signers::local::PrivateKeySigner;

use super::connection::Chain;
use super::error::ChainError;

/// How long a transaction may take to be mined.
const PATIENCE: Duration = Duration::from_mins(3);
/// Time between two questions for a receipt; public endpoints limit how often they are asked.
const PAUSE: Duration = Duration::from_millis(400);
/// Gas limit over the estimate, in percent: the price of Layer 1 data moves between the two.
const GAS_MARGIN: u64 = 120;
/// The fee that may be paid over the price when asked, in percent.
const PRICE_MARGIN: u128 = 200;

/// A transaction to send.
#[derive(Clone, Debug)]
pub(crate) struct Transaction {
    /// What it is to do, for errors.
    pub(crate) action: String,
    /// The contract that is called.
    pub(crate) to: Address,
    /// Wei sent along.
    pub(crate) value: U256,
    /// Calldata.
    pub(crate) input: Bytes,
}

impl Transaction {
    /// As alloy's request, from an account.
    pub(crate) fn request(&self, from: Address) -> TransactionRequest {
        TransactionRequest::default()
            .from(from)
            .to(self.to)
            .value(self.value)
            .input(self.input.clone().into())
    }
}

/// An account that sends transactions to a chain.
pub(crate) struct Sender<'a> {
    chain: &'a Chain,
    signer: &'a PrivateKeySigner,
}

impl<'a> Sender<'a> {
    pub(crate) const fn new(chain: &'a Chain, signer: &'a PrivateKeySigner) -> Self {
        Self { chain, signer }
    }

    /// The account.
    pub(crate) fn address(&self) -> Address {
        self.signer.address()
    }

    /// Estimates, signs and sends.
    ///
    /// `before` is given the hash before the transaction leaves, so that it can be recorded: whatever
    /// happens afterwards, a later run can ask for it.
    pub(crate) async fn send<E: From<ChainError>>(
        &self,
        transaction: &Transaction,
        before: impl FnOnce(B256) -> Result<(), E>,
    ) -> Result<B256, E> {
        let (hash, raw) = self.sign(transaction).await?;
        before(hash)?;
        let sent = self.chain.provider().send_raw_transaction(&raw).await;
        sent.map(|sent| *sent.tx_hash())
            .map_err(|error| self.chain.refused(&transaction.action, &error).into())
    }

    async fn sign(&self, transaction: &Transaction) -> Result<(B256, Vec<u8>), ChainError> {
        let provider = self.chain.provider();
        let refused = |error| self.chain.refused(&transaction.action, &error);
        let request = transaction.request(self.address());
        let gas = provider
            .estimate_gas(request.clone())
            .await
            .map_err(refused)?;
        let price = self.chain.gas_price().await?;
        let nonce = provider
            .get_transaction_count(self.address())
            .pending()
            .await
            .map_err(refused)?;
        let request = request
            .with_chain_id(self.chain.id())
            .with_nonce(nonce)
            .with_gas_limit(gas * GAS_MARGIN / 100)
            .with_max_fee_per_gas(price * PRICE_MARGIN / 100)
            .with_max_priority_fee_per_gas(0);
        let unsigned = |reason: String| ChainError::Refused {
            action: transaction.action.clone(),
            reason,
        };
        let mut typed = request
            .build_consensus_tx()
            .map_err(|error| unsigned(format!("{:?}", error.error)))?;
        let signature = self
            .signer
            .sign_transaction_sync(&mut typed)
            .map_err(|error| unsigned(error.to_string()))?;
        let signed = typed.into_envelope(signature);
        Ok((*signed.tx_hash(), signed.encoded_2718()))
    }

    /// Waits until a transaction is mined and checks that it has succeeded.
    pub(crate) async fn wait(
        &self,
        transaction: &Transaction,
        hash: B256,
    ) -> Result<TransactionReceipt, ChainError> {
        let waiting = async {
            loop {
                if let Some(receipt) = self.chain.receipt(hash).await? {
                    return Ok(receipt);
                }
                tokio::time::sleep(PAUSE).await;
            }
        };
        let not_mined = |_| ChainError::NotMined {
            action: transaction.action.clone(),
            transaction: hash,
            seconds: PATIENCE.as_secs(),
        };
        let receipt = tokio::time::timeout(PATIENCE, waiting)
            .await
            .map_err(not_mined)??;
        if receipt.status() {
            return Ok(receipt);
        }
        Err(ChainError::Failed {
            action: transaction.action.clone(),
            transaction: hash,
            reason: self.replay(transaction, &receipt).await,
        })
    }

    /// Why a mined transaction failed, as far as calling it again on its block tells.
    async fn replay(&self, transaction: &Transaction, receipt: &TransactionReceipt) -> String {
        let block = receipt
            .block_number
            .map_or(BlockId::latest(), BlockId::number);
        let call = self
            .chain
            .provider()
            .call(transaction.request(self.address()));
        match call.block(block).await {
            Ok(_) => format!("it used {} gas; a call now succeeds", receipt.gas_used),
            Err(error) => self.chain.refused(&transaction.action, &error).to_string(),
        }
    }
}

impl Chain {
    /// The receipt of a transaction; `None` while it is not mined.
    pub(crate) async fn receipt(
        &self,
        hash: B256,
    ) -> Result<Option<TransactionReceipt>, ChainError> {
        let receipt = self.provider().get_transaction_receipt(hash).await;
        receipt.map_err(|error| self.refused(&format!("asking for the receipt of {hash}"), &error))
    }
}
