//! A chain that holds one case.

use std::{
    collections::{HashMap, HashSet},
    io::Read,
};

use alloy::{sol, sol_types::SolCall};
use devnet::{
    ARB_WASM, ARB_WASM_CACHE, ArbosGenesis, ArbosVersion, BlockContext, Machine, Mode, Outcome,
    Rules, Tracer,
};
use revm::{
    DatabaseCommit,
    context::{TxEnv, result::ExecutionResult},
    database::InMemoryDB,
    primitives::{Address, Bytes, TxKind, U256, address},
    state::{AccountInfo, Bytecode},
};

use super::case::{Case, Env, Figures, Program};

sol! {
    interface IArbWasm {
        function activateProgram(address program) external payable returns (uint16, uint256);
        function programInitGas(address program) external view returns (uint64, uint64);
        function programMemoryFootprint(address program) external view returns (uint16);
    }
    interface IArbWasmCache {
        function cacheProgram(address program) external;
    }
}

const OWNER: Address = address!("00000000000000000000000000000000000f0001");
const FEES: Address = address!("00000000000000000000000000000000000f0002");

/// Gas of an activation but for what depends on the file, from ArbOS 59 on.
const ACTIVATION_GAS: u64 = 1_748_626;
/// Reading the activation gas, which is not done before.
const ACTIVATION_GAS_READ: u64 = 800;

/// The chain of one case under one version of ArbOS.
pub(crate) struct World<'a> {
    machine: Machine,
    db: InMemoryDB,
    env: &'a Env,
    arbos: ArbosVersion,
    pub(crate) names: HashMap<Address, String>,
    height: u64,
    /// Files that were activated.
    active: HashSet<Bytes>,
}

impl<'a> World<'a> {
    /// Accounts and codes of `case`; nothing is activated yet.
    pub(crate) fn new(env: &'a Env, case: &Case, arbos: ArbosVersion) -> Self {
        let mut world = Self {
            machine: Machine::new(Rules {
                chain_id: env.chain_id,
                arbos,
                debug: case.options.debug_chain,
                // The vectors offer more gas than a transaction may use, to be used.
                max_transaction_gas: u64::MAX,
            }),
            db: InMemoryDB::default(),
            env,
            arbos,
            names: HashMap::new(),
            height: 1,
            active: HashSet::new(),
        };
        let genesis = ArbosGenesis {
            arbos,
            owners: vec![OWNER],
            cache_managers: Vec::new(),
            network_fee_account: FEES,
        };
        for account in genesis.accounts() {
            world.put(account.address, account.nonce, U256::ZERO, &account.code);
            for (slot, value) in account.storage {
                let inserted = world
                    .db
                    .insert_account_storage(account.address, slot, value);
                inserted.expect("the database is in memory");
            }
        }
        world.put(OWNER, 0, env.sender_balance_at_least, &[]);
        for step in &case.steps {
            world.put(
                step.from,
                0,
                env.sender_balance_at_least * U256::from(1000),
                &[],
            );
        }
        for (address, account) in &case.accounts {
            world.put(*address, 0, account.balance, &[]);
        }
        for code in &case.evm {
            world.put(code.address, 1, U256::ZERO, &code.code);
        }
        for program in &case.programs {
            world.put(program.address, 1, U256::ZERO, &deployed(&program.wasm));
            world.names.insert(program.address, program.name.clone());
        }
        world
    }

    /// Activates a program and compares every figure; the messages are the differences. Code that
    /// lies at a second address is active already.
    pub(crate) fn activate(&mut self, program: &Program) -> Vec<String> {
        const GAS: u64 = 30_000_000;
        if !self.active.insert(program.wasm.clone()) {
            return Vec::new();
        }
        let data = IArbWasm::activateProgramCall {
            program: program.address,
        }
        .abi_encode();
        let intrinsic = intrinsic_gas(&data);
        let mut tx = self.transaction(OWNER, ARB_WASM, data.into(), GAS);
        tx.value = U256::from(10_u64).pow(U256::from(18));
        let outcome = self.run(tx, None);
        let used = outcome.result.gas().total_gas_spent();
        let mut wrong = Vec::new();
        let figures = match &program.activation.figures {
            Some(figures) if program.activation.ok => figures,
            _ => {
                compare("refusal halts", true, outcome.result.is_halt(), &mut wrong);
                compare("gas of refusal", GAS, used, &mut wrong);
                return wrong;
            }
        };
        let ExecutionResult::Success { output, .. } = &outcome.result else {
            wrong.push(format!(
                "activation of {}: {:?}",
                program.name, outcome.result
            ));
            return wrong;
        };
        let mut fixed = ACTIVATION_GAS;
        if self.arbos < ArbosVersion::new(59).expect("a known version") {
            fixed -= ACTIVATION_GAS_READ;
        }
        let wasm_gas = used - intrinsic - fixed;
        compare("wasm_gas", figures.wasm_gas, wasm_gas, &mut wrong);
        let answer = IArbWasm::activateProgramCall::abi_decode_returns(output.data());
        let answer = answer.expect("a version and a fee");
        compare("version", self.arbos.stylus(), answer._0, &mut wrong);
        compare("data_fee_wei", figures.data_fee_wei, answer._1, &mut wrong);
        self.compare_costs(program, figures, &mut wrong);
        wrong
    }

    fn compare_costs(&mut self, program: &Program, figures: &Figures, wrong: &mut Vec<String>) {
        let config = devnet::CompileConfig {
            stylus_version: self.arbos.stylus(),
            debug: self.machine.rules().debug,
            page_limit: 128,
        };
        let costs = devnet::compile(&program.wasm, &config)
            .expect("activation accepted it")
            .costs;
        compare("init_cost", figures.init_cost, costs.init, wrong);
        compare(
            "cached_init_cost",
            figures.cached_init_cost,
            costs.cached_init,
            wrong,
        );
        compare(
            "asm_estimate",
            figures.asm_estimate_bytes,
            costs.asm_estimate,
            wrong,
        );

        let address = program.address;
        let data = IArbWasm::programMemoryFootprintCall { program: address }.abi_encode();
        let answer = self.view(data);
        let footprint = IArbWasm::programMemoryFootprintCall::abi_decode_returns(&answer);
        let footprint = footprint.expect("a number of pages");
        compare("footprint", figures.footprint_pages, footprint, wrong);

        let data = IArbWasm::programInitGasCall { program: address }.abi_encode();
        let answer = self.view(data);
        let gas = IArbWasm::programInitGasCall::abi_decode_returns(&answer);
        let gas = gas.expect("two amounts of gas");
        compare("init_gas", figures.init_gas, gas._0, wrong);
        compare("cached_init_gas", figures.cached_init_gas, gas._1, wrong);
    }

    /// Holds a program in the cache.
    pub(crate) fn cache(&mut self, program: Address) {
        let data = IArbWasmCache::cacheProgramCall { program }.abi_encode();
        let tx = self.transaction(OWNER, ARB_WASM_CACHE, data.into(), 1_000_000);
        let outcome = self.run(tx, None);
        assert!(outcome.result.is_success(), "{:?}", outcome.result);
    }

    /// Runs a transaction alone in a block and keeps what it changed.
    pub(crate) fn run(&mut self, tx: TxEnv, tracer: Option<&mut dyn Tracer>) -> Outcome {
        let mut block = self.block();
        let outcome = self
            .machine
            .transact(&mut self.db, &mut block, tx, Mode::Transaction, tracer)
            .expect("the transaction is valid");
        self.db.commit(outcome.state.clone());
        self.height += 1;
        outcome
    }

    /// A transaction with the sender's next nonce.
    pub(crate) fn transaction(
        &self,
        from: Address,
        to: Address,
        data: Bytes,
        gas_limit: u64,
    ) -> TxEnv {
        let account = self.db.cache.accounts.get(&from);
        TxEnv {
            caller: from,
            kind: TxKind::Call(to),
            data,
            gas_limit,
            gas_price: self.env.gas_price,
            nonce: account.map_or(0, |account| account.info.nonce),
            chain_id: Some(self.env.chain_id),
            ..TxEnv::default()
        }
    }

    fn view(&mut self, data: Vec<u8>) -> Bytes {
        let mut tx = self.transaction(OWNER, ARB_WASM, data.into(), 1_000_000);
        tx.gas_price = 0;
        let mut block = self.block();
        let outcome = self
            .machine
            .transact(&mut self.db, &mut block, tx, Mode::Call, None)
            .expect("the call is valid");
        outcome.result.into_output().expect("the call succeeds")
    }

    fn block(&self) -> BlockContext {
        let env = self.env;
        let mut block =
            BlockContext::new(self.height, env.block_number, env.timestamp, env.base_fee);
        block.coinbase = env.coinbase;
        block
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

/// Notes a difference.
#[expect(clippy::needless_pass_by_value, reason = "most callers pass numbers")]
pub(crate) fn compare<T: PartialEq + std::fmt::Debug>(
    what: &str,
    expected: T,
    actual: T,
    wrong: &mut Vec<String>,
) {
    if expected != actual {
        wrong.push(format!("{what}: expected {expected:?}, got {actual:?}"));
    }
}

fn intrinsic_gas(data: &[u8]) -> u64 {
    let bytes = data.iter().map(|byte| if *byte == 0 { 4 } else { 16 });
    21_000 + bytes.sum::<u64>()
}

/// How a program lies on the chain.
fn deployed(wasm: &[u8]) -> Vec<u8> {
    let mut code = vec![0xEF, 0xF0, 0x00, 0x00];
    brotli::CompressorReader::new(wasm, 4096, 11, 22)
        .read_to_end(&mut code)
        .expect("memory does not fail");
    code
}
