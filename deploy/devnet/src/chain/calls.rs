//! Calls that are not included in any block.

use alloy::{
    consensus::TxType,
    primitives::{Address, Bytes, TxKind, U256},
    rpc::types::{BlockOverrides, TransactionRequest, state::StateOverride},
};
use revm::context::{TxEnv, either::Either, result::ExecutionResult};

use super::{
    block::Block,
    error::{CallError, TransactionError},
    execute::{RecentHashes, execute},
    ledger::Chain,
    state::State,
};
use crate::evm::{BlockContext, Machine, Mode, Outcome, Tracer};

/// Gas of a call that names none, and the most that one gets: Nitro's RPC gas cap.
pub(super) const CALL_GAS_CAP: u64 = 50_000_000;

/// What a call pretends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overrides {
    /// Accounts that are other than they are.
    pub(crate) state: Option<StateOverride>,
    /// Another block environment.
    pub(crate) block: Option<BlockOverrides>,
}

/// A call that succeeded.
#[derive(Clone, Debug)]
pub(crate) struct CallOutcome {
    /// Return data.
    pub(crate) output: Bytes,
    /// Gas used after refunds.
    pub(crate) gas_used: u64,
    /// Gas used before refunds.
    pub(crate) gas_spent: u64,
}

/// A call, or an included transaction, with its state and environment: it does not need the chain
/// any more.
#[derive(Clone, Debug)]
pub(crate) struct PreparedCall {
    pub(super) machine: Machine,
    pub(super) state: State,
    pub(super) context: BlockContext,
    pub(super) hashes: RecentHashes,
    pub(super) tx: TxEnv,
    pub(super) mode: Mode,
}

impl PreparedCall {
    /// Runs the call.
    ///
    /// # Errors
    /// The call reverted, halted or was refused.
    pub(crate) fn run(&self) -> Result<CallOutcome, CallError> {
        self.run_with(self.tx.gas_limit)
    }

    /// Runs it under the eyes of `tracer`, if any, whatever its end.
    ///
    /// # Errors
    /// It was refused.
    pub(crate) fn trace(
        &self,
        tracer: Option<&mut dyn Tracer>,
    ) -> Result<Outcome, TransactionError> {
        execute(
            &self.machine,
            &self.state,
            &self.hashes,
            &mut self.context.clone(),
            self.tx.clone(),
            self.mode,
            tracer,
        )
    }

    /// The state that it meets.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Its gas limit.
    pub(crate) fn gas_limit(&self) -> u64 {
        self.tx.gas_limit
    }

    /// Runs the call with a gas limit.
    pub(super) fn run_with(&self, gas_limit: u64) -> Result<CallOutcome, CallError> {
        let tx = TxEnv {
            gas_limit,
            ..self.tx.clone()
        };
        let outcome = execute(
            &self.machine,
            &self.state,
            &self.hashes,
            &mut self.context.clone(),
            tx,
            self.mode,
            None,
        )?;
        let gas = *outcome.result.gas();
        match outcome.result {
            ExecutionResult::Success { output, .. } => Ok(CallOutcome {
                output: output.into_data(),
                gas_used: gas.tx_gas_used(),
                gas_spent: gas.total_gas_spent(),
            }),
            ExecutionResult::Revert { output, .. } => Err(CallError::Reverted(output)),
            ExecutionResult::Halt { reason, .. } => Err(CallError::Halted(reason.to_string())),
        }
    }
}

impl Chain {
    /// Gathers what a call on the state after `block` and in its environment needs.
    ///
    /// # Errors
    /// The request or the overrides contradict themselves, or the sender cannot pay the value.
    pub(crate) fn prepare(
        &self,
        block: &Block,
        request: &TransactionRequest,
        overrides: &Overrides,
    ) -> Result<PreparedCall, CallError> {
        let mut state = self.state_after(block).clone();
        let mut context = block.context();
        if let Some(accounts) = &overrides.state {
            override_state(&mut state, accounts)?;
        }
        if let Some(changes) = &overrides.block {
            override_block(&mut context, changes)?;
        }
        let tx = call_env(request, &state)?;
        let have = state.balance(tx.caller);
        if have < tx.value {
            let (sender, want) = (tx.caller, tx.value);
            return Err(TransactionError::InsufficientFunds { sender, have, want }.into());
        }
        Ok(PreparedCall {
            machine: self.machine().clone(),
            state,
            hashes: RecentHashes::before(context.number, self.blocks()),
            context,
            tx,
            mode: Mode::Call,
        })
    }
}

fn call_env(request: &TransactionRequest, state: &State) -> Result<TxEnv, CallError> {
    let bad = |message: &str| CallError::BadRequest(message.to_owned());
    if request.gas_price.is_some() && request.max_fee_per_gas.is_some() {
        return Err(bad(
            "both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified",
        ));
    }
    if let Some(have) = request.chain_id.filter(|id| *id != super::CHAIN_ID) {
        let want = super::CHAIN_ID;
        return Err(TransactionError::WrongChain { have, want }.into());
    }
    let input = request
        .input
        .unique_input()
        .map_err(|error| bad(&error.to_string()))?;
    let caller = request.from.unwrap_or(Address::ZERO);
    let authorizations = request.authorization_list.clone().unwrap_or_default();
    let kind = if authorizations.is_empty() {
        TxType::Eip1559
    } else {
        TxType::Eip7702
    };
    Ok(TxEnv {
        tx_type: kind as u8,
        caller,
        gas_limit: request.gas.unwrap_or(CALL_GAS_CAP).min(CALL_GAS_CAP),
        gas_price: request.fee_cap().unwrap_or_default(),
        kind: request.to.unwrap_or(TxKind::Create),
        value: request.value.unwrap_or_default(),
        data: input.cloned().unwrap_or_default(),
        nonce: state.nonce(caller),
        chain_id: Some(super::CHAIN_ID),
        access_list: request.access_list.clone().unwrap_or_default(),
        gas_priority_fee: Some(0),
        authorization_list: authorizations.into_iter().map(Either::Left).collect(),
        ..TxEnv::default()
    })
}

fn override_state(state: &mut State, accounts: &StateOverride) -> Result<(), CallError> {
    for (address, account) in accounts {
        if account.move_precompile_to.is_some() {
            return Err(CallError::BadRequest(
                "movePrecompileToAddress is not supported".to_owned(),
            ));
        }
        if let Some(nonce) = account.nonce {
            state.set_nonce(*address, nonce);
        }
        if let Some(balance) = account.balance {
            state.set_balance(*address, balance);
        }
        if let Some(code) = &account.code {
            state.set_code(*address, code.clone());
        }
        if account.state.is_some() && account.state_diff.is_some() {
            return Err(CallError::BadRequest(format!(
                "account {address} has both 'state' and 'stateDiff'"
            )));
        }
        let is_whole = account.state.is_some();
        if let Some(slots) = account.state.as_ref().or(account.state_diff.as_ref()) {
            let slots = slots
                .iter()
                .map(|(slot, value)| (U256::from_be_bytes(slot.0), U256::from_be_bytes(value.0)));
            state.set_storage(*address, slots, is_whole);
        }
    }
    Ok(())
}

fn override_block(context: &mut BlockContext, changes: &BlockOverrides) -> Result<(), CallError> {
    let narrow = |name: &str, value: U256| {
        u64::try_from(value)
            .map_err(|_| CallError::BadRequest(format!("block override {name} is too large")))
    };
    if let Some(number) = changes.number {
        context.l1_number = narrow("number", number)?;
    }
    if let Some(time) = changes.time {
        context.timestamp = time;
    }
    if let Some(coinbase) = changes.coinbase {
        context.coinbase = coinbase;
    }
    if let Some(base_fee) = changes.base_fee {
        context.base_fee = narrow("baseFeePerGas", base_fee)?;
    }
    Ok(())
}
