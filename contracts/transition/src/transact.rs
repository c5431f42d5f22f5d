//! One transaction on one world: the inner function, which knows no batch and no claim.

use alloc::{boxed::Box, vec::Vec};
use alloy_primitives::{Address, B256, Bytes, Log, U256};
use revm::{
    context::{BlockEnv, CfgEnv, Context, ContextTr, JournalTr, TxEnv},
    context_interface::{
        block::BlobExcessGasAndPrice,
        result::{EVMError, ExecutionResult},
    },
    handler::{EvmTr, Handler},
    state::EvmState,
};

use crate::{
    Arithmetic, Environment, Limits, NodeSource, NotExecutable, StateError,
    error::Stop,
    machine::{Course, Machine, MachineContext, SPEC},
    transaction, weights,
    world::World,
};

/// What an executed transaction did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Who signed it.
    pub sender: Address,
    /// Whether it ended well; if not, only fee and nonce changed.
    pub success: bool,
    /// Gas used, after refunds.
    pub gas_used: u64,
    /// Logs, empty unless it ended well.
    pub logs: Vec<Log>,
    /// What it returned, or why it reverted; the code that it deployed.
    pub output: Bytes,
    /// The contract that it created.
    pub created: Option<Address>,
    /// Reading of the witness meter in bytes.
    pub witness: u64,
    /// Reading of the work meter.
    pub work: u64,
}

/// What a transaction came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It was executed; the state changed.
    Executed(Receipt),
    /// It changes nothing.
    NotExecutable(NotExecutable),
}

/// Executes a signed transaction on the state with this root: what it came to, and the root after it.
///
/// The inner function of [`crate::execute`], with every parameter open. The nodes come from `source`.
///
/// # Errors
/// `source` failed or lacks a node or code, or `root` is no state's.
pub fn execute_transaction<S: NodeSource, A: Arithmetic>(
    root: B256,
    source: S,
    environment: &Environment,
    limits: Limits,
    transaction: &[u8],
    arithmetic: &A,
) -> Result<(Effect, B256), StateError<S::Error>> {
    let mut world = World::new(root, source);
    let effect = transact(&mut world, environment, limits, transaction, arithmetic)?;
    Ok((effect, world.root()))
}

/// Executes a signed transaction and applies what it did to `world`.
pub(crate) fn transact<S: NodeSource, A: Arithmetic>(
    world: &mut World<S>,
    environment: &Environment,
    limits: Limits,
    transaction: &[u8],
    arithmetic: &A,
) -> Result<Effect, StateError<S::Error>> {
    let decoded = transaction::decode(transaction, arithmetic)
        .and_then(|decoded| admit(&decoded, environment).map(|()| decoded));
    let decoded = match decoded {
        Ok(decoded) => decoded,
        Err(reason) => return Ok(Effect::NotExecutable(reason)),
    };
    let sender = decoded.caller;
    let length = transaction.len();
    match run(world, environment, limits, decoded, length, arithmetic)? {
        Ok((result, changes)) => {
            world.commit(&changes)?;
            Ok(Effect::Executed(receipt(sender, result, world.readings())))
        }
        Err(reason) => Ok(Effect::NotExecutable(reason)),
    }
}

/// The rules of the L2 that come before the EVM's own.
fn admit(transaction: &TxEnv, environment: &Environment) -> Result<(), NotExecutable> {
    match transaction.chain_id {
        None if environment.require_chain_id => return Err(NotExecutable::NoChainId),
        Some(chain_id) if chain_id != environment.chain_id => {
            return Err(NotExecutable::WrongChainId {
                chain_id,
                expected: environment.chain_id,
            });
        }
        _ => {}
    }
    if transaction.gas_limit > environment.gas_limit {
        return Err(NotExecutable::GasLimit {
            gas_limit: transaction.gas_limit,
            cap: environment.gas_limit,
        });
    }
    Ok(())
}

/// What the EVM returned, and the changes that it wants made.
type Executed = (ExecutionResult, EvmState);

/// Runs the EVM; the changes are not applied yet. `length` is that of the transaction's bytes.
pub(crate) fn run<S: NodeSource, A: Arithmetic>(
    world: &mut World<S>,
    environment: &Environment,
    limits: Limits,
    transaction: TxEnv,
    length: usize,
    arithmetic: &A,
) -> Result<Result<Executed, NotExecutable>, StateError<S::Error>> {
    world.begin(limits, environment.block_hash);
    let intrinsic = weights::TRANSACTION + weights::TRANSACTION_WORD * length.div_ceil(32) as u64;
    let charged = world
        .charge_work(intrinsic)
        .and_then(|()| world.charge_access_list(entries(&transaction)));
    let outcome = match charged {
        Ok(()) => {
            let context = context(world, environment, transaction, arithmetic);
            let mut machine = Machine::new(context);
            let result = Course::new().run(&mut machine);
            result.map(|result| (result, machine.ctx().journal_mut().finalize()))
        }
        Err(stopped) => Err(EVMError::Database(stopped)),
    };
    // The first reason to stop counts, whatever the EVM made of it.
    match world.take_stop() {
        Some(Stop::State(error)) => return Err(error),
        Some(Stop::Witness { needed, limit }) => {
            return Ok(Err(NotExecutable::WitnessMeter { needed, limit }));
        }
        Some(Stop::Work { needed, limit }) => {
            return Ok(Err(NotExecutable::WorkMeter { needed, limit }));
        }
        None => {}
    }
    match outcome {
        Ok(executed) => Ok(Ok(executed)),
        Err(EVMError::Transaction(reason)) => Ok(Err(NotExecutable::Invalid(Box::new(reason)))),
        Err(_) => Err(StateError::Engine),
    }
}

/// Addresses and slots of the access list.
fn entries(transaction: &TxEnv) -> usize {
    let items = transaction.access_list.iter();
    items.map(|item| 1 + item.storage_keys.len()).sum()
}

fn context<'w, S: NodeSource, A: Arithmetic>(
    world: &'w mut World<S>,
    environment: &Environment,
    transaction: TxEnv,
    arithmetic: &'w A,
) -> MachineContext<'w, S, A> {
    let mut context =
        Context::<BlockEnv, TxEnv, CfgEnv, _>::new(world, SPEC).with_chain(arithmetic);
    context.cfg = CfgEnv::new_with_spec(SPEC).with_chain_id(environment.chain_id);
    context.block = BlockEnv {
        number: U256::from(environment.number),
        beneficiary: environment.coinbase,
        timestamp: U256::from(environment.timestamp),
        gas_limit: environment.gas_limit,
        basefee: environment.base_fee,
        difficulty: environment.difficulty,
        prevrandao: Some(environment.prevrandao),
        blob_excess_gas_and_price: Some(BlobExcessGasAndPrice::new_with_spec(
            environment.excess_blob_gas,
            SPEC,
        )),
        ..BlockEnv::default()
    };
    context.tx = transaction;
    context
}

/// The receipt of what the EVM returned, with the readings of the witness and the work meter.
pub(crate) fn receipt(
    sender: Address,
    result: ExecutionResult,
    (witness, work): (u64, u64),
) -> Receipt {
    let success = result.is_success();
    let created = result.created_address();
    let gas_used = result.tx_gas_used();
    let output = result.output().cloned().unwrap_or_default();
    let logs = if success {
        result.into_logs()
    } else {
        Vec::new()
    };
    Receipt {
        sender,
        success,
        gas_used,
        logs,
        output,
        created,
        witness,
        work,
    }
}
