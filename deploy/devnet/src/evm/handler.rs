//! How a transaction is charged.

use std::marker::PhantomData;

use revm::{
    Database,
    context::result::{EVMError, HaltReason, InvalidTransaction},
    context_interface::{
        Block, ContextTr, JournalTr, Transaction, journaled_state::JournalCheckpoint,
    },
    handler::{EvmTr, FrameResult, Handler, execution},
    interpreter::GasTracker,
    primitives::U256,
};

use super::{chain::Mode, executor::ArbEvm};
use crate::arbos::ArbosState;

/// Ethereum's order of steps with Arbitrum's charges.
pub(super) struct ArbHandler<'t, DB> {
    _evm: PhantomData<(&'t (), DB)>,
}

impl<DB> ArbHandler<'_, DB> {
    pub(super) fn new() -> Self {
        Self { _evm: PhantomData }
    }
}

impl<'t, DB: Database> Handler for ArbHandler<'t, DB> {
    type Evm = ArbEvm<'t, DB>;
    type Error = EVMError<DB::Error, InvalidTransaction>;
    type HaltReason = HaltReason;

    fn execution(
        &mut self,
        evm: &mut Self::Evm,
        checkpoint: JournalCheckpoint,
        gas: &mut GasTracker,
    ) -> Result<Option<FrameResult>, Self::Error> {
        let held = held_gas(evm, gas);
        gas.set_remaining(gas.remaining() - held);
        let Some(input) = self.first_frame_input(evm, gas)? else {
            execution::runtime_oog_unwind(evm.ctx(), checkpoint)?;
            return Ok(None);
        };
        evm.ctx().journal_mut().checkpoint_commit();
        let mut result = self.run_exec_loop(evm, input)?;
        self.last_frame_result(evm, &mut result, gas)?;
        result.gas_mut().erase_cost(held);
        Ok(Some(result))
    }

    /// The base fee goes to the network fee account; tips are not taken.
    fn reward_beneficiary(
        &self,
        evm: &mut Self::Evm,
        result: &mut FrameResult,
    ) -> Result<(), Self::Error> {
        let price = evm
            .ctx
            .tx
            .effective_gas_price(u128::from(evm.ctx.block.basefee()));
        let fee = U256::from(price) * U256::from(result.gas().used());
        let account = ArbosState::new(evm.ctx.journal_mut()).network_fee_account()?;
        evm.ctx.journal_mut().balance_incr(account, fee)?;
        Ok(())
    }
}

/// Gas above the cap for one transaction. Calls that are not included have no cap.
fn held_gas<DB: Database>(evm: &ArbEvm<'_, DB>, gas: &GasTracker) -> u64 {
    if evm.ctx.chain.mode == Mode::Call {
        return 0;
    }
    let intrinsic = gas.limit() - gas.remaining();
    let cap = evm
        .ctx
        .chain
        .rules
        .max_transaction_gas
        .saturating_sub(intrinsic);
    gas.remaining().saturating_sub(cap)
}
