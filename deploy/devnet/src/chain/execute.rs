//! From Ethereum's transactions to what the machine runs, and back to geth's errors.

use std::{convert::Infallible, sync::Arc};

use super::{block::Block, config::CHAIN_ID, error::TransactionError, state::State};
use crate::evm::{BlockContext, Machine, MachineError, Mode, Outcome, Tracer};
use alloy::{
    consensus::{Transaction, TxEnvelope, transaction::Recovered},
    primitives::{Address, B256},
};
use revm::{
    DatabaseRef,
    context::{TxEnv, either::Either, result::InvalidTransaction},
    database_interface::WrapDatabaseRef,
    primitives::U256,
    state::{AccountInfo, Bytecode},
};

/// How many block hashes `ArbSys.arbBlockHash` reaches back.
const HASHES_KEPT: u64 = 256;

/// Hashes of the blocks before some height.
#[derive(Clone, Debug)]
pub(super) struct RecentHashes {
    /// Height of the first one.
    first: u64,
    hashes: Vec<B256>,
}

impl RecentHashes {
    /// The hashes that a block at `height` can ask for.
    pub(super) fn before(height: u64, blocks: &[Arc<Block>]) -> Self {
        let first = height.saturating_sub(HASHES_KEPT);
        let range = (first..height).filter_map(|number| usize::try_from(number).ok());
        let hashes = range
            .filter_map(|index| blocks.get(index))
            .map(|block| block.hash())
            .collect();
        Self { first, hashes }
    }

    fn get(&self, number: u64) -> Option<B256> {
        let index = usize::try_from(number.checked_sub(self.first)?).ok()?;
        self.hashes.get(index).copied()
    }
}

/// The state as the machine sees it: accounts, and the hashes of this chain's blocks.
struct View<'a> {
    state: &'a State,
    hashes: &'a RecentHashes,
}

impl DatabaseRef for View<'_> {
    type Error = Infallible;

    fn basic_ref(&self, address: Address) -> Result<Option<AccountInfo>, Self::Error> {
        self.state.basic_ref(address)
    }

    fn code_by_hash_ref(&self, code_hash: B256) -> Result<Bytecode, Self::Error> {
        self.state.code_by_hash_ref(code_hash)
    }

    fn storage_ref(&self, address: Address, index: U256) -> Result<U256, Self::Error> {
        self.state.storage_ref(address, index)
    }

    fn block_hash_ref(&self, number: u64) -> Result<B256, Self::Error> {
        Ok(self.hashes.get(number).unwrap_or_default())
    }
}

/// Runs a transaction or call on `state`, changing nothing.
pub(super) fn execute(
    machine: &Machine,
    state: &State,
    hashes: &RecentHashes,
    context: &mut BlockContext,
    tx: TxEnv,
    mode: Mode,
    tracer: Option<&mut dyn Tracer>,
) -> Result<Outcome, TransactionError> {
    let subject = Subject {
        sender: tx.caller,
        max_fee: tx.gas_price,
        base_fee: context.base_fee,
    };
    let db = WrapDatabaseRef(View { state, hashes });
    machine
        .transact(db, context, tx, mode, tracer)
        .map_err(|error| subject.refusal(error))
}

/// What the messages about a refused transaction name.
struct Subject {
    sender: Address,
    max_fee: u128,
    base_fee: u64,
}

impl Subject {
    fn refusal(&self, error: MachineError<Infallible>) -> TransactionError {
        let sender = self.sender;
        let invalid = match error {
            MachineError::Transaction(invalid) => invalid,
            other => return TransactionError::Invalid(format!("{other:?}")),
        };
        match invalid {
            InvalidTransaction::NonceTooLow { tx, state } => TransactionError::NonceTooLow {
                sender,
                transaction: tx,
                state,
            },
            InvalidTransaction::NonceTooHigh { tx, state } => TransactionError::NonceTooHigh {
                sender,
                transaction: tx,
                state,
            },
            InvalidTransaction::LackOfFundForMaxFee { fee, balance } => {
                TransactionError::InsufficientFunds {
                    sender,
                    have: *balance,
                    want: *fee,
                }
            }
            InvalidTransaction::GasPriceLessThanBasefee => TransactionError::FeeTooLow {
                sender,
                max_fee: self.max_fee,
                base_fee: self.base_fee,
            },
            InvalidTransaction::CallGasCostMoreThanGasLimit {
                initial_gas,
                gas_limit,
            } => TransactionError::IntrinsicGas {
                have: gas_limit,
                want: initial_gas,
            },
            InvalidTransaction::RejectCallerWithCode => TransactionError::SenderHasCode(sender),
            other => TransactionError::Invalid(other.to_string()),
        }
    }
}

/// What the machine runs for a signed transaction.
pub(super) fn transaction_env(tx: &Recovered<TxEnvelope>) -> TxEnv {
    TxEnv {
        tx_type: tx.tx_type() as u8,
        caller: tx.signer(),
        gas_limit: tx.gas_limit(),
        gas_price: tx.max_fee_per_gas(),
        kind: tx.kind(),
        value: tx.value(),
        data: tx.input().clone(),
        nonce: tx.nonce(),
        // One signed for any chain is run as if it named this one.
        chain_id: tx.chain_id().or(Some(CHAIN_ID)),
        access_list: tx.access_list().cloned().unwrap_or_default(),
        gas_priority_fee: tx.max_priority_fee_per_gas(),
        authorization_list: tx
            .authorization_list()
            .unwrap_or_default()
            .iter()
            .cloned()
            .map(Either::Left)
            .collect(),
        ..TxEnv::default()
    }
}
