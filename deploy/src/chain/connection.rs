//! A connection to one chain.

use std::time::Duration;

use alloy::eips::BlockId;
use alloy::network::Ethereum;
use alloy::primitives::{Address, B256, Bytes, U256};
use alloy::providers::{Provider, RootProvider};
use alloy::rpc::client::RpcClient;
use alloy::rpc::types::TransactionRequest;
use alloy::sol_types::SolCall;
use alloy::transports::http::Http;

use super::error::{ChainError, Transport};
use super::explain::explain;

/// How long one request may take: an estimate of a large activation runs for seconds.
const REQUEST_LIMIT: Duration = Duration::from_mins(1);

/// A chain that answers, with the id that it gave.
#[derive(Clone, Debug)]
pub struct Chain {
    provider: RootProvider<Ethereum>,
    url: String,
    id: u64,
}

impl Chain {
    /// Connects to a JSON-RPC endpoint and asks for its chain id.
    ///
    /// # Errors
    ///
    /// [`ChainError::Url`], [`ChainError::NoTls`] or [`ChainError::NoAnswer`].
    pub async fn connect(url: &str) -> Result<Self, ChainError> {
        let malformed = || ChainError::Url { url: url.into() };
        let endpoint: reqwest::Url = url.parse().map_err(|_| malformed())?;
        match endpoint.scheme() {
            "http" => {}
            "https" => install_tls(url)?,
            _ => return Err(malformed()),
        }
        let no_answer = |reason: String| ChainError::NoAnswer {
            url: url.into(),
            reason,
        };
        let client = reqwest::Client::builder()
            .timeout(REQUEST_LIMIT)
            .build()
            .map_err(|error| no_answer(error.to_string()))?;
        let transport = Http::with_client(client, endpoint);
        let provider = RootProvider::new(RpcClient::new(transport, false));
        let id = provider
            .get_chain_id()
            .await
            .map_err(|error| no_answer(root_cause(&error)))?;
        Ok(Self {
            provider,
            url: url.into(),
            id,
        })
    }

    /// Refuses any chain but the expected one.
    ///
    /// # Errors
    ///
    /// [`ChainError::WrongChain`].
    pub fn require_id(&self, expected: u64) -> Result<(), ChainError> {
        if self.id == expected {
            return Ok(());
        }
        Err(ChainError::WrongChain {
            url: self.url.clone(),
            actual: self.id,
            expected,
        })
    }

    /// The chain's id.
    pub const fn id(&self) -> u64 {
        self.id
    }

    /// The endpoint.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// alloy's provider for this chain, for calls through bindings.
    pub const fn provider(&self) -> &RootProvider<Ethereum> {
        &self.provider
    }

    /// The code of an account; empty if it has none.
    ///
    /// # Errors
    ///
    /// [`ChainError::Refused`] as for every request.
    pub async fn code(&self, account: Address) -> Result<Bytes, ChainError> {
        let code = self.provider.get_code_at(account).await;
        code.map_err(|error| self.refused(&format!("reading the code of {account}"), &error))
    }

    /// The balance of an account, wei.
    pub(crate) async fn balance(&self, account: Address) -> Result<U256, ChainError> {
        let balance = self.provider.get_balance(account).await;
        balance.map_err(|error| self.refused(&format!("reading the balance of {account}"), &error))
    }

    /// The price of gas now, wei.
    pub(crate) async fn gas_price(&self) -> Result<u128, ChainError> {
        let price = self.provider.get_gas_price().await;
        price.map_err(|error| self.refused("asking for the gas price", &error))
    }

    /// Calls a view of a contract.
    pub(crate) async fn view<C: SolCall>(
        &self,
        contract: Address,
        call: &C,
    ) -> Result<C::Return, ChainError> {
        let action = format!("{} of {contract}", C::SIGNATURE);
        let request = TransactionRequest::default()
            .to(contract)
            .input(call.abi_encode().into());
        let answer = self
            .provider
            .call(request)
            .block(BlockId::latest())
            .await
            .map_err(|error| self.refused(&action, &error))?;
        C::abi_decode_returns(&answer).map_err(|error| ChainError::Refused {
            reason: format!("its answer {answer} does not decode: {error}"),
            action,
        })
    }

    /// Whether the node knows a transaction, mined or not.
    pub(crate) async fn knows(&self, transaction: B256) -> Result<bool, ChainError> {
        let found = self.provider.get_transaction_by_hash(transaction).await;
        found
            .map(|found| found.is_some())
            .map_err(|error| self.refused(&format!("looking for {transaction}"), &error))
    }

    /// Turns an error of the transport into one that says what was asked for.
    pub(crate) fn refused(&self, action: &str, error: &Transport) -> ChainError {
        match error.as_error_resp() {
            Some(answer) => ChainError::Refused {
                action: action.into(),
                reason: match answer.as_revert_data() {
                    Some(data) if !data.is_empty() => explain(&data),
                    _ => answer.message.to_string(),
                },
            },
            None => ChainError::NoAnswer {
                url: self.url.clone(),
                reason: root_cause(error),
            },
        }
    }
}

/// The innermost message: "connection refused" and not the layers around it.
fn root_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(feature = "tls")]
fn install_tls(_url: &str) -> Result<(), ChainError> {
    // An error means that a provider is installed already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Ok(())
}

#[cfg(not(feature = "tls"))]
fn install_tls(url: &str) -> Result<(), ChainError> {
    Err(ChainError::NoTls { url: url.into() })
}
