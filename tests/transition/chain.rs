//! A Stylus chain in this process with StateTransition on it, called without JSON-RPC.

use alloy::{
    primitives::{Address, Bytes, TxKind, U256, address, keccak256},
    sol,
    sol_types::SolCall,
};
use deploy::{
    Contract,
    build::{self, Artifact},
};
use devnet::{ARB_WASM, ArbosGenesis, ArbosVersion, BlockContext, Machine, Mode, Outcome, Rules};
use revm::{
    DatabaseCommit,
    context::{TxEnv, result::ExecutionResult},
    database::InMemoryDB,
    state::{AccountInfo, Bytecode},
};
use state_transition::{OpenCall, OpenOutcome};

sol! {
    interface IArbWasm {
        function activateProgram(address program) external payable returns (uint16, uint256);
    }
}

const OWNER: Address = address!("00000000000000000000000000000000000f0001");
const PROGRAM: Address = address!("0000000000000000000000000000000000057a7e");

/// Chain id of the L2.
pub(crate) const CHAIN_ID: u64 = 1_088;
/// Receives the fees of the L2.
pub(crate) const VAULT: Address = Address::repeat_byte(0xfe);

/// Longest part of a witness that one account's code holds.
const PART: usize = 24_575;
/// Calldata up to here stays calldata.
const UNSTAGED: usize = 4_096;
/// Gas of a call: more than anything here uses.
const GAS: u64 = 4_000_000_000;

/// Why a call gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It reverted with these bytes.
    Reverted(Bytes),
    /// It halted: out of gas, a trap.
    Halted(String),
}

/// What a call came to.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) result: Result<Bytes, Failure>,
    /// Gas of the program: all but the transaction's own and its calldata.
    pub(crate) gas: u64,
}

/// The chain.
pub(crate) struct Chain {
    machine: Machine,
    db: InMemoryDB,
    height: u64,
}

impl Chain {
    /// With StateTransition as it is deployed.
    pub(crate) fn deployed() -> Self {
        let options = build::Options {
            contracts: vec![Contract::StateTransition],
            ..build::Options::default()
        };
        let artifacts = build::build(&options, &deploy::silent).expect("it builds");
        let artifact = artifacts.get(Contract::StateTransition);
        Self::with(artifact.expect("it was built"))
    }

    /// With StateTransition and the open call.
    pub(crate) fn open() -> Self {
        let built = build::build_variant(Contract::StateTransition, &["open"], &deploy::silent);
        Self::with(&built.expect("it builds"))
    }

    fn with(artifact: &Artifact) -> Self {
        let arbos = ArbosVersion::new(60).expect("a known version");
        let mut chain = Self {
            machine: Machine::new(Rules {
                arbos,
                max_transaction_gas: u64::MAX,
                ..Rules::DEV
            }),
            db: InMemoryDB::default(),
            height: 1,
        };
        let genesis = ArbosGenesis {
            arbos,
            owners: vec![OWNER],
            cache_managers: Vec::new(),
            network_fee_account: OWNER,
        };
        for account in genesis.accounts() {
            chain.put(account.address, account.nonce, U256::ZERO, &account.code);
            for (slot, value) in account.storage {
                let inserted = chain
                    .db
                    .insert_account_storage(account.address, slot, value);
                inserted.expect("the database is in memory");
            }
        }
        chain.put(OWNER, 0, U256::MAX >> 1, &[]);
        let addresses = artifact.fragment_addresses();
        for (address, code) in addresses.into_iter().zip(artifact.code.fragments()) {
            chain.put(address, 1, U256::ZERO, code);
        }
        chain.put(PROGRAM, 1, U256::ZERO, &artifact.program());
        let activate = IArbWasm::activateProgramCall { program: PROGRAM };
        chain.transact(
            ARB_WASM,
            activate.abi_encode(),
            U256::from(10).pow(U256::from(18)),
        );
        chain.transact(PROGRAM, construction(), U256::ZERO);
        chain
    }

    /// Calls StateTransition.
    pub(crate) fn call(&mut self, data: Vec<u8>) -> Answer {
        let intrinsic = intrinsic_gas(&data);
        let mut tx = self.transaction(PROGRAM, data);
        tx.gas_price = 0;
        let outcome = self.run(tx, Mode::Call);
        let gas = outcome.result.gas().total_gas_spent() - intrinsic;
        let result = match outcome.result {
            ExecutionResult::Success { output, .. } => Ok(output.into_data()),
            ExecutionResult::Revert { output, .. } => Err(Failure::Reverted(output)),
            ExecutionResult::Halt { reason, .. } => Err(Failure::Halted(format!("{reason:?}"))),
        };
        Answer { result, gas }
    }

    /// Runs an open call, its witness staged if it is long.
    pub(crate) fn call_open(&mut self, call: &OpenCall) -> (Result<OpenOutcome, Failure>, u64) {
        let mut call = call.clone();
        (call.staged, call.witness) = self.stage(call.witness);
        let answer = self.call(call.encode());
        let decode = |bytes: Bytes| OpenOutcome::decode(&bytes).expect("an outcome");
        (answer.result.map(decode), answer.gas)
    }

    /// Puts a witness on the chain as code, unless it is short: the parts, and what is left as calldata.
    pub(crate) fn stage(&mut self, witness: Vec<u8>) -> (Vec<Address>, Vec<u8>) {
        if witness.len() <= UNSTAGED {
            return (Vec::new(), witness);
        }
        let parts = witness.chunks(PART).map(|part| {
            let code = [&[0], part].concat();
            let address = Address::from_word(keccak256(&code));
            self.put(address, 1, U256::ZERO, &code);
            address
        });
        (parts.collect(), Vec::new())
    }

    fn transact(&mut self, to: Address, data: Vec<u8>, value: U256) {
        let mut tx = self.transaction(to, data);
        (tx.value, tx.gas_limit) = (value, 30_000_000);
        let outcome = self.run(tx, Mode::Transaction);
        assert!(outcome.result.is_success(), "{:?}", outcome.result);
        self.db.commit(outcome.state);
        self.height += 1;
    }

    fn transaction(&self, to: Address, data: Vec<u8>) -> TxEnv {
        let account = self.db.cache.accounts.get(&OWNER);
        TxEnv {
            caller: OWNER,
            kind: TxKind::Call(to),
            data: data.into(),
            gas_limit: GAS,
            gas_price: 1_000_000_000,
            nonce: account.map_or(0, |account| account.info.nonce),
            chain_id: Some(Rules::DEV.chain_id),
            ..TxEnv::default()
        }
    }

    fn run(&mut self, tx: TxEnv, mode: Mode) -> Outcome {
        let mut block = BlockContext::new(self.height, 0, 1_800_000_000, 100_000_000);
        self.machine
            .transact(&mut self.db, &mut block, tx, mode, None)
            .expect("the transaction is valid")
    }

    fn put(&mut self, address: Address, nonce: u64, balance: U256, code: &[u8]) {
        let code = Bytecode::new_raw(Bytes::copy_from_slice(code));
        let info = AccountInfo::default()
            .with_balance(balance)
            .with_nonce(nonce)
            .with_code(code);
        self.db.insert_account_info(address, info);
    }
}

/// Calldata of the constructor: chain id, vault, version.
fn construction() -> Vec<u8> {
    let arguments = [
        U256::from(CHAIN_ID).into(),
        VAULT.into_word(),
        U256::from(1).into(),
    ];
    let selector = keccak256("stylus_constructor()");
    [&selector[..4], &arguments.map(|word| word.0).concat()].concat()
}

fn intrinsic_gas(data: &[u8]) -> u64 {
    let bytes = data.iter().map(|byte| if *byte == 0 { 4 } else { 16 });
    21_000 + bytes.sum::<u64>()
}
