//! The price of gas from block to block, which ArbOS keeps in the state.

use std::convert::Infallible;

use alloy::primitives::{B256, U256};

use super::{ledger::Chain, state::State};
use crate::{
    arbos::{ARBOS_STATE, ArbosState, Slots},
    evm::BlockContext,
};

/// ArbOS's words in a state.
struct Words<'a>(&'a mut State);

impl Slots for Words<'_> {
    type Error = Infallible;

    fn get(&mut self, key: B256) -> Result<U256, Infallible> {
        Ok(self.0.slot(ARBOS_STATE, key.into()))
    }

    fn set(&mut self, key: B256, value: U256) -> Result<(), Infallible> {
        let key = key.into();
        // Every change costs the account's storage root anew.
        if self.0.slot(ARBOS_STATE, key) != value {
            self.0.set_storage(ARBOS_STATE, [(key, value)], false);
        }
        Ok(())
    }
}

impl Chain {
    /// Base fee of the next block, wei per gas.
    pub(crate) fn base_fee(&self) -> u64 {
        let mut state = self.state().clone();
        let Ok(pricer) = ArbosState::of(Words(&mut state)).gas_pricer();
        pricer.base_fee
    }

    /// The state that the transactions of a block meet: with the price of the block after it.
    pub(super) fn state_in(&self, context: &BlockContext) -> State {
        let mut state = self.state().clone();
        let mut arbos = ArbosState::of(Words(&mut state));
        let Ok(mut pricer) = arbos.gas_pricer();
        pricer.begin_block(self.seconds_paid_off(context.timestamp));
        let Ok(()) = arbos.set_gas_pricer(pricer);
        state
    }
}
