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
    primitives::{Address, U256},
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
        let held = held_gas(evm, gas)?;
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

    /// The infrastructure account, if there is one, gets the least base fee, and the network fee
    /// account the rest, tips included where they are taken. Used gas weighs on the next price.
    fn reward_beneficiary(
        &self,
        evm: &mut Self::Evm,
        result: &mut FrameResult,
    ) -> Result<(), Self::Error> {
        let base_fee = evm.ctx.block.basefee();
        let price = evm.ctx.tx.effective_gas_price(u128::from(base_fee));
        let used = result.gas().used();
        let mut state = ArbosState::new(evm.ctx.journal_mut());
        let mut pricer = state.gas_pricer()?;
        let network = state.network_fee_account()?;
        let infra = state.infra_fee_account()?;
        if price != 0 {
            pricer.grow(used);
            state.set_gas_pricer(pricer)?;
        }
        let mut fee = U256::from(price) * U256::from(used);
        if infra != Address::ZERO {
            let part = U256::from(base_fee.min(pricer.min_base_fee)) * U256::from(used);
            evm.ctx.journal_mut().balance_incr(infra, part)?;
            fee = fee.saturating_sub(part);
        }
        evm.ctx.journal_mut().balance_incr(network, fee)?;
        Ok(())
    }
}

/// Gas above the cap for one transaction. Calls that are not included have no cap.
fn held_gas<DB: Database>(evm: &mut ArbEvm<'_, DB>, gas: &GasTracker) -> Result<u64, DB::Error> {
    if evm.ctx.chain.mode == Mode::Call {
        return Ok(0);
    }
    let intrinsic = gas.limit() - gas.remaining();
    let most = ArbosState::new(evm.ctx.journal_mut()).max_transaction_gas()?;
    let most = most.unwrap_or(evm.ctx.chain.rules.max_transaction_gas);
    Ok(gas
        .remaining()
        .saturating_sub(most.saturating_sub(intrinsic)))
}
