//! A chain for tests, and what tools do with it.

use std::io::Read;

use alloy::{sol, sol_types::SolCall};
use revm::{
    DatabaseCommit,
    context::{TxEnv, result::ExecutionResult},
    database::InMemoryDB,
    primitives::{Address, TxKind, U256, address, hex},
    state::{AccountInfo, Bytecode},
};

use crate::{
    arbos::{ARB_WASM, ArbosGenesis, ArbosVersion},
    evm::{BlockContext, FrameExit, HostRecord, Machine, Mode, Outcome, Rules, TraceEvent, Tracer},
};

sol! {
    interface IActivate {
        function activateProgram(address program) external payable returns (uint16, uint256);
    }
}

pub(super) const USER: Address = address!("00000000000000000000000000000000000a0001");
pub(super) const FEES: Address = address!("00000000000000000000000000000000000a0002");
pub(super) const BASE_FEE: u64 = 100_000_000;
pub(super) const NOW: u64 = 1_767_225_600;
/// Enough to nest as deep as calls go: 1/64 stays behind at each level.
const ENDLESS: u64 = 1 << 50;
/// What the data fee of a small program stays below, in wei.
pub(super) const ENOUGH: u64 = 1_000_000_000_000_000;

/// A chain in memory.
pub(super) struct World {
    pub(super) machine: Machine,
    pub(super) db: InMemoryDB,
    height: u64,
    /// Seconds since the Unix epoch.
    pub(super) now: u64,
}

impl World {
    pub(super) fn new() -> Self {
        Self::at(ArbosVersion::V60)
    }

    /// A chain of that version.
    pub(super) fn at(arbos: ArbosVersion) -> Self {
        let mut db = InMemoryDB::default();
        let genesis = ArbosGenesis {
            arbos,
            network_fee_account: FEES,
            ..ArbosGenesis::default()
        };
        for account in genesis.accounts() {
            let info = AccountInfo::default()
                .with_nonce(account.nonce)
                .with_code(Bytecode::new_raw(account.code));
            db.insert_account_info(account.address, info);
            for (slot, value) in account.storage {
                db.insert_account_storage(account.address, slot, value)
                    .unwrap();
            }
        }
        let rich = AccountInfo::default().with_balance(U256::from(10_u64).pow(U256::from(24)));
        db.insert_account_info(USER, rich);
        Self {
            machine: Machine::new(Rules {
                arbos,
                ..Rules::DEV
            }),
            db,
            height: 1,
            now: NOW,
        }
    }

    pub(super) fn balance(&self, address: Address) -> U256 {
        let account = self.db.cache.accounts.get(&address);
        account.map_or(U256::ZERO, |account| account.info.balance)
    }

    pub(super) fn tx(&self, kind: TxKind, data: Vec<u8>, gas_limit: u64) -> TxEnv {
        TxEnv {
            caller: USER,
            kind,
            data: data.into(),
            gas_limit,
            gas_price: BASE_FEE.into(),
            nonce: self.db.cache.accounts[&USER].info.nonce,
            chain_id: Some(Rules::DEV.chain_id),
            ..TxEnv::default()
        }
    }

    pub(super) fn send(&mut self, tx: TxEnv) -> Outcome {
        self.trace(tx, None)
    }

    /// Sends a transaction under an observer.
    pub(super) fn trace(&mut self, tx: TxEnv, tracer: Option<&mut dyn Tracer>) -> Outcome {
        let mut block = BlockContext::new(self.height, 0, self.now, BASE_FEE);
        let outcome = self
            .machine
            .transact(&mut self.db, &mut block, tx, Mode::Transaction, tracer)
            .expect("a valid transaction");
        self.db.commit(outcome.state.clone());
        self.height += 1;
        outcome
    }

    pub(super) fn call(&mut self, to: Address, data: Vec<u8>) -> ExecutionResult {
        let mut tx = self.tx(TxKind::Call(to), data, ENDLESS);
        tx.gas_price = 0;
        let mut block = BlockContext::new(self.height, 0, self.now, BASE_FEE);
        self.machine
            .transact(&mut self.db, &mut block, tx, Mode::Call, None)
            .expect("a valid call")
            .result
    }

    pub(super) fn deploy(&mut self, code: &[u8]) -> ExecutionResult {
        let tx = self.tx(TxKind::Create, prelude(code), 30_000_000);
        self.send(tx).result
    }

    pub(super) fn deployed(&mut self, code: &[u8]) -> Address {
        let result = self.deploy(code);
        result
            .created_address()
            .unwrap_or_else(|| panic!("{result:?}"))
    }

    pub(super) fn activate(&mut self, program: Address, value: u64) -> Outcome {
        let data = IActivate::activateProgramCall { program }.abi_encode();
        let mut tx = self.tx(TxKind::Call(ARB_WASM), data, 30_000_000);
        tx.value = U256::from(value);
        self.send(tx)
    }

    /// Deploys and activates.
    pub(super) fn program(&mut self, text: &str) -> Address {
        let wasm = wat::parse_str(text).expect("valid text");
        let address = self.deployed(&packed(&wasm));
        let result = self.activate(address, ENOUGH).result;
        assert!(result.is_success(), "{result:?}");
        address
    }

    /// Sends a call; its result, and its gas after the intrinsic gas.
    pub(super) fn query(&mut self, to: Address, data: &[u8]) -> (ExecutionResult, u64) {
        let tx = self.tx(TxKind::Call(to), data.to_vec(), 30_000_000);
        let outcome = self.send(tx);
        let gas = execution_gas(&outcome, data);
        (outcome.result, gas)
    }

    pub(super) fn succeed(&mut self, to: Address, data: Vec<u8>) {
        let tx = self.tx(TxKind::Call(to), data, 1_000_000);
        let result = self.send(tx).result;
        assert!(result.is_success(), "{result:?}");
    }
}

/// A program's code: brotli behind the prefix.
pub(super) fn packed(wasm: &[u8]) -> Vec<u8> {
    let mut code = vec![0xEF, 0xF0, 0x00, 0x00];
    brotli::CompressorReader::new(wasm, 4096, 11, 22)
        .read_to_end(&mut code)
        .unwrap();
    code
}

/// Initialisation code that deploys `code`, as the field's tools make it.
pub(super) fn prelude(code: &[u8]) -> Vec<u8> {
    let mut init = vec![0x7f];
    init.extend(U256::from(code.len()).to_be_bytes::<32>());
    init.extend(hex!("80602b6000396000f300"));
    init.extend(code);
    init
}

pub(super) fn number(result: &ExecutionResult) -> U256 {
    assert!(result.is_success(), "{result:?}");
    U256::from_be_slice(result.output().expect("an output"))
}

/// Gas that a transaction with this data used after its intrinsic gas, before refunds.
pub(super) fn execution_gas(outcome: &Outcome, data: &[u8]) -> u64 {
    let bytes = data.iter().map(|byte| if *byte == 0 { 4 } else { 16 });
    outcome.result.gas().total_gas_spent() - 21_000 - bytes.sum::<u64>()
}

/// Keeps what it is told.
#[derive(Default)]
pub(super) struct Events(pub(super) Vec<TraceEvent>);

impl Tracer for Events {
    fn event(&mut self, event: TraceEvent) {
        self.0.push(event);
    }
}

impl Events {
    /// Frames in the order in which they ended.
    pub(super) fn exits(&self) -> Vec<&FrameExit> {
        let exits = self.0.iter().filter_map(|event| match event {
            TraceEvent::FrameExit(exit) => Some(exit),
            _ => None,
        });
        exits.collect()
    }

    /// Host calls in order.
    pub(super) fn hosts(&self) -> Vec<&HostRecord> {
        let hosts = self.0.iter().filter_map(|event| match event {
            TraceEvent::Host(record) => Some(record),
            _ => None,
        });
        hosts.collect()
    }
}
