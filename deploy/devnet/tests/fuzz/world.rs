//! A chain in memory for one input.

use std::io::Read;

use alloy::{sol, sol_types::SolCall};
use devnet::{
    ARB_WASM, ArbosGenesis, ArbosVersion, BlockContext, Machine, Mode, Outcome, Rules, TraceEvent,
    Tracer,
};
use revm::{
    DatabaseCommit,
    context::TxEnv,
    database::InMemoryDB,
    primitives::{Address, Bytes, TxKind, U256},
    state::{AccountInfo, Bytecode},
};

sol! {
    interface IArbWasm {
        function activateProgram(address program) external payable returns (uint16, uint256);
    }
}

pub(crate) const USER: Address = Address::repeat_byte(0xa1);
pub(crate) const FEES: Address = Address::repeat_byte(0xa2);
pub(crate) const PROGRAM: Address = Address::repeat_byte(0xb1);
/// Holds EVM code that stores, logs and returns.
pub(crate) const EVM: Address = Address::repeat_byte(0xb2);
/// Holds EVM code that calls the program with all gas and its own call data.
pub(crate) const CALLER: Address = Address::repeat_byte(0xb3);

const BASE_FEE: u64 = 100_000_000;
const NOW: u64 = 1_767_225_600;

/// The chain.
#[derive(Clone)]
pub(crate) struct World {
    machine: Machine,
    pub(crate) db: InMemoryDB,
}

/// Notes everything that happens, as text.
#[derive(Default, PartialEq, Eq, Debug)]
pub(crate) struct Story(Vec<String>);

impl Tracer for Story {
    fn event(&mut self, event: TraceEvent) {
        self.0.push(format!("{event:?}"));
    }
}

impl World {
    /// A chain that holds `wasm` as a program that is not yet activated.
    pub(crate) fn new(arbos: ArbosVersion, wasm: &[u8]) -> Self {
        let genesis = ArbosGenesis {
            arbos,
            network_fee_account: FEES,
            ..ArbosGenesis::default()
        };
        let mut world = Self {
            machine: Machine::new(Rules {
                arbos,
                ..Rules::DEV
            }),
            db: InMemoryDB::default(),
        };
        for account in genesis.accounts() {
            world.put(account.address, account.nonce, account.code);
            for (slot, value) in account.storage {
                let inserted = world
                    .db
                    .insert_account_storage(account.address, slot, value);
                inserted.expect("the database is in memory");
            }
        }
        let rich = AccountInfo::default().with_balance(U256::from(10_u64).pow(U256::from(30)));
        world.db.insert_account_info(USER, rich);
        world.put(PROGRAM, 1, packed(wasm));
        // SSTORE(0, CALLDATASIZE + SLOAD(0)), LOG0 of the call data, RETURN it.
        let evm = [
            0x36, 0x5f, 0x54, 0x01, 0x5f, 0x55, 0x36, 0x5f, 0x5f, 0x37, 0x36, 0x5f, 0xa0, 0x36,
            0x5f, 0xf3,
        ];
        world.put(EVM, 1, Bytes::copy_from_slice(&evm));
        // CALLDATACOPY, CALL(GAS, program, 0, 0, CALLDATASIZE, 0, 0), STOP.
        let mut caller = vec![0x36, 0x5f, 0x5f, 0x37, 0x5f, 0x5f, 0x36, 0x5f, 0x5f, 0x73];
        caller.extend(PROGRAM);
        caller.extend([0x5a, 0xf1, 0x00]);
        world.put(CALLER, 1, caller.into());
        world
    }

    /// Activates the program; whether that succeeded.
    pub(crate) fn activate(&mut self) -> bool {
        let data = IArbWasm::activateProgramCall { program: PROGRAM }.abi_encode();
        let value = U256::from(10_u64).pow(U256::from(18));
        let outcome = self.run(
            ARB_WASM,
            data.into(),
            value,
            31_000_000,
            &mut Story::default(),
        );
        let is_success = outcome.result.is_success();
        self.db.commit(outcome.state);
        is_success
    }

    /// Runs a transaction and commits nothing.
    pub(crate) fn run(
        &mut self,
        to: Address,
        data: Bytes,
        value: U256,
        gas_limit: u64,
        story: &mut Story,
    ) -> Outcome {
        let tx = TxEnv {
            caller: USER,
            kind: TxKind::Call(to),
            data,
            value,
            gas_limit,
            gas_price: BASE_FEE.into(),
            nonce: self.db.cache.accounts[&USER].info.nonce,
            chain_id: Some(Rules::DEV.chain_id),
            ..TxEnv::default()
        };
        let mut block = BlockContext::new(7, 3, NOW, BASE_FEE);
        self.machine
            .transact(&mut self.db, &mut block, tx, Mode::Transaction, Some(story))
            .expect("the transaction is valid and the database in memory")
    }

    fn put(&mut self, address: Address, nonce: u64, code: Bytes) {
        let code = Bytecode::new_raw(code);
        let info = AccountInfo::default().with_nonce(nonce).with_code(code);
        self.db.insert_account_info(address, info);
    }
}

/// How a program lies on the chain, compressed in a hurry.
fn packed(wasm: &[u8]) -> Bytes {
    let mut code = vec![0xEF, 0xF0, 0x00, 0x00];
    brotli::CompressorReader::new(wasm, 4096, 1, 18)
        .read_to_end(&mut code)
        .expect("memory does not fail");
    code.into()
}
