//! A node with a client.

use alloy::{
    hex,
    network::{EthereumWallet, TransactionBuilder},
    primitives::{Address, U256},
    providers::{DynProvider, Provider, ProviderBuilder},
    rpc::types::{TransactionReceipt, TransactionRequest},
    sol,
    sol_types::SolValue,
};
use devnet::{Clock, Config, DevAccount, Devnet};
use serde_json::{Value, json};

/// A moment at which the tests' clocks stand still.
pub(crate) const NOW: u64 = 1_800_000_000;

/// Creation code of the probe, in hex, without the value that its constructor takes.
pub(crate) const PROBE_CODE: &str = include_str!("../contracts/Probe.hex");

sol! {
    #[sol(rpc)]
    contract Probe {
        event Stored(address indexed by, uint256 indexed value, uint256 previous);
        error Refused(uint256 code);
        function stored() external view returns (uint256);
        function store(uint256 value) external payable;
        function storeMany(uint256[] calldata values) external;
        function refuse(uint256 code) external pure;
        function refuseWith(string calldata reason) external pure;
        function divide(uint256 a, uint256 b) external pure returns (uint256);
        function burn() external pure;
        function hold(uint256 gas) external;
        function environment() external view returns (
            uint256 number, uint256 timestamp, uint256 chain, uint256 baseFee, address coinbase,
            uint256 gasPrice
        );
    }
}

/// A chain, the account that pays, and a provider that signs for it.
pub(crate) struct World {
    pub(crate) devnet: Devnet,
    pub(crate) account: DevAccount,
    pub(crate) provider: DynProvider,
}

impl World {
    /// A chain whose clock stands still at [`NOW`].
    pub(crate) fn new() -> Self {
        Self::with(Config {
            clock: Clock::Fixed(NOW),
            ..Config::default()
        })
    }

    pub(crate) fn with(config: Config) -> Self {
        let devnet = Devnet::start(config).expect("a free port");
        let account = devnet.accounts().remove(0);
        let url = devnet.url().parse().expect("a URL");
        let provider = ProviderBuilder::new()
            .wallet(EthereumWallet::from(account.signer()))
            .connect_http(url)
            .erased();
        Self {
            devnet,
            account,
            provider,
        }
    }

    /// Sends a request of the account and waits for its receipt.
    pub(crate) async fn send(&self, request: TransactionRequest) -> TransactionReceipt {
        let request = request.with_from(self.account.address);
        let pending = self.provider.send_transaction(request).await;
        let pending = pending.expect("the transaction is accepted");
        pending.get_receipt().await.expect("it is included")
    }

    /// Deploys the probe with a value in its storage.
    pub(crate) async fn probe(&self, initial: u64) -> Probe::ProbeInstance<DynProvider> {
        let mut code = hex::decode(PROBE_CODE.trim()).expect("hex");
        code.extend(U256::from(initial).abi_encode());
        let receipt = self
            .send(TransactionRequest::default().with_deploy_code(code))
            .await;
        let address = receipt.contract_address.expect("a contract");
        Probe::new(address, self.provider.clone())
    }

    /// A method called as it stands; the result or the error object.
    pub(crate) async fn rpc(&self, method: &str, params: Value) -> Result<Value, Value> {
        let request = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        let mut response = self.post(&request.to_string()).await;
        match response.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(response["result"].take()),
        }
    }

    /// The JSON that a body posted to the node is answered with.
    pub(crate) async fn post(&self, body: &str) -> Value {
        let request = reqwest::Client::new()
            .post(self.devnet.url())
            .header("content-type", "application/json")
            .body(body.to_owned());
        let response = request.send().await.expect("an answer");
        response.json().await.expect("JSON")
    }
}

/// A transfer of `value` wei.
pub(crate) fn transfer(to: Address, value: u64) -> TransactionRequest {
    TransactionRequest::default()
        .with_to(to)
        .with_value(U256::from(value))
}
