//! A stock EVM with all of Cancun's precompiles, which tells whether a case needs what the L2 leaves out.

use alloy_consensus::{
    SignableTransaction, TxEip1559, TxEip2930, TxLegacy, transaction::RlpEcdsaDecodableTx,
};
use alloy_primitives::{Address, Signature, U256};
use revm::{
    Context, ExecuteEvm, InspectEvm, Inspector, MainBuilder, MainContext,
    bytecode::Bytecode,
    context::{ContextTr, TxEnv},
    context_interface::{block::BlobExcessGasAndPrice, result::ExecutionResult},
    database::InMemoryDB,
    handler::{EthPrecompiles, MainnetContext},
    interpreter::{CallInputs, CallOutcome},
    precompile::Precompiles,
    primitives::hardfork::SpecId,
    state::AccountInfo,
};
use transition::{Alloc, Arithmetic, Environment, Library};

/// What Ethereum has and the L2 leaves out.
#[derive(Clone, Copy)]
pub(crate) enum OutOfScope {
    PointEvaluation,
    LongModexp,
}

const MODEXP: Address = Address::with_last_byte(5);
const POINT_EVALUATION: Address = Address::with_last_byte(10);
/// Longest operand of modular exponentiation on the L2.
const LONGEST_OPERAND: U256 = U256::from_limbs([1_024, 0, 0, 0]);

/// Watches for calls of modular exponentiation with a long operand.
#[derive(Default)]
struct Watch {
    long_modexp: bool,
}

impl<CTX: ContextTr> Inspector<CTX> for Watch {
    fn call(&mut self, context: &mut CTX, inputs: &mut CallInputs) -> Option<CallOutcome> {
        if inputs.bytecode_address == MODEXP {
            let mut lengths = inputs.input.bytes(context).to_vec();
            lengths.resize(96, 0);
            self.long_modexp |= lengths
                .chunks_exact(32)
                .any(|length| U256::from_be_slice(length) > LONGEST_OPERAND);
        }
        None
    }
}

/// Runs the transaction on Ethereum's own rules and says what of them the L2 does not have.
pub(crate) fn out_of_scope(
    alloc: &Alloc,
    environment: &Environment,
    transaction: &[u8],
) -> Option<OutOfScope> {
    let transaction = decode(transaction)?;
    let mut evm = context(alloc, environment).build_mainnet_with_inspector(Watch::default());
    let state = evm.inspect_tx(transaction).ok()?.state;
    if evm.inspector.long_modexp {
        return Some(OutOfScope::LongModexp);
    }
    // Warm from the start there, cold and empty here: already reading its balance costs differently.
    state
        .contains_key(&POINT_EVALUATION)
        .then_some(OutOfScope::PointEvaluation)
}

/// Runs the transaction on Ethereum's own rules without precompile 10.
pub(crate) fn without_point_evaluation(
    alloc: &Alloc,
    environment: &Environment,
    transaction: &[u8],
) -> Option<ExecutionResult> {
    let transaction = decode(transaction)?;
    let precompiles = EthPrecompiles {
        // Those of Berlin: Cancun has added the one.
        precompiles: Precompiles::berlin(),
        spec: SpecId::CANCUN,
    };
    let mut evm = context(alloc, environment)
        .build_mainnet()
        .with_precompiles(precompiles);
    evm.transact(transaction).ok().map(|outcome| outcome.result)
}

fn context(alloc: &Alloc, environment: &Environment) -> MainnetContext<InMemoryDB> {
    Context::mainnet()
        .with_db(database(alloc))
        .modify_cfg_chained(|cfg| cfg.set_spec_and_mainnet_gas_params(SpecId::CANCUN))
        .modify_block_chained(|block| {
            block.number = U256::from(environment.number);
            block.timestamp = U256::from(environment.timestamp);
            block.beneficiary = environment.coinbase;
            block.gas_limit = environment.gas_limit;
            block.basefee = environment.base_fee;
            block.prevrandao = Some(environment.prevrandao);
            block.blob_excess_gas_and_price = Some(BlobExcessGasAndPrice::new_with_spec(
                environment.excess_blob_gas,
                SpecId::CANCUN,
            ));
        })
}

fn database(alloc: &Alloc) -> InMemoryDB {
    let mut database = InMemoryDB::default();
    for (address, account) in alloc {
        let code = Bytecode::new_legacy(account.code.clone());
        let info = AccountInfo::new(account.balance, account.nonce, code.hash_slow(), code);
        database.insert_account_info(*address, info);
        for (slot, value) in &account.storage {
            database
                .insert_account_storage(*address, *slot, *value)
                .expect("a database in memory");
        }
    }
    database
}

fn decode(bytes: &[u8]) -> Option<TxEnv> {
    match bytes.first()? {
        1 => signed::<TxEip2930>(&bytes[1..], 1),
        2 => signed::<TxEip1559>(&bytes[1..], 2),
        _ => signed::<TxLegacy>(bytes, 0),
    }
}

fn signed<T: RlpEcdsaDecodableTx + SignableTransaction<Signature>>(
    mut rlp: &[u8],
    tx_type: u8,
) -> Option<TxEnv> {
    let (transaction, signature) = T::rlp_decode_with_signature(&mut rlp).ok()?;
    let caller = Library.recover(
        &transaction.signature_hash(),
        signature.v(),
        &signature.r().into(),
        &signature.s().into(),
    )?;
    Some(TxEnv {
        tx_type,
        caller,
        gas_limit: transaction.gas_limit(),
        gas_price: transaction.max_fee_per_gas(),
        kind: transaction.kind(),
        value: transaction.value(),
        data: transaction.input().clone(),
        nonce: transaction.nonce(),
        chain_id: transaction.chain_id(),
        access_list: transaction.access_list().cloned().unwrap_or_default(),
        gas_priority_fee: transaction.max_priority_fee_per_gas(),
        ..TxEnv::default()
    })
}
