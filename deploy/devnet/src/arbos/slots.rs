//! Where ArbOS keeps its state: words under hashed keys in one account.

use std::collections::BTreeMap;
use std::convert::Infallible;

use revm::{
    Database,
    context_interface::JournalTr,
    primitives::{B256, U256, keccak256},
    state::EvmState,
};

use super::address::ARBOS_STATE;

/// Part of the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Space {
    Params,
    Program,
    ModuleHash,
    PricerDemand,
    PricerTime,
    CacheManagers,
    ActivationGas,
    ChainOwners,
    NetworkFeeAccount,
    InfraFeeAccount,
    BrotliLevel,
    BaseFee,
    MinBaseFee,
    SpeedLimit,
    GasBacklog,
    PricingInertia,
    BacklogTolerance,
    MaxTransactionGas,
    MaxBlockGas,
    CalldataPriceIncrease,
    CollectTips,
}

/// Words by key.
pub(crate) trait Slots {
    /// Error of reading and writing.
    type Error;

    /// The word under `key`; zero if none was written.
    fn get(&mut self, key: B256) -> Result<U256, Self::Error>;

    /// Puts a word under `key`.
    fn set(&mut self, key: B256, value: U256) -> Result<(), Self::Error>;
}

/// The state account in a transaction's journal, so that what a reverted frame wrote is undone.
pub(crate) struct JournalSlots<'a, J>(pub(super) &'a mut J);

impl<J: JournalTr<State = EvmState>> Slots for JournalSlots<'_, J> {
    type Error = <J::Database as Database>::Error;

    /// Past the access list: what ArbOS reads makes nothing cheaper for the transaction.
    fn get(&mut self, key: B256) -> Result<U256, Self::Error> {
        let key = key.into();
        let (db, state) = self.0.db_and_state_mut();
        let slot = state
            .get(&ARBOS_STATE)
            .and_then(|account| account.storage.get(&key));
        match slot {
            Some(slot) => Ok(slot.present_value),
            None => db.storage(ARBOS_STATE, key),
        }
    }

    fn set(&mut self, key: B256, value: U256) -> Result<(), Self::Error> {
        // The journal asks for the account to be loaded first.
        self.0.load_account(ARBOS_STATE)?;
        self.0.sstore(ARBOS_STATE, key.into(), value)?;
        self.0.touch_account(ARBOS_STATE);
        Ok(())
    }
}

/// State of a chain that is being made.
impl Slots for &mut BTreeMap<U256, U256> {
    type Error = Infallible;

    fn get(&mut self, key: B256) -> Result<U256, Infallible> {
        let key: U256 = key.into();
        Ok(BTreeMap::get(*self, &key).copied().unwrap_or_default())
    }

    fn set(&mut self, key: B256, value: U256) -> Result<(), Infallible> {
        self.insert(key.into(), value);
        Ok(())
    }
}

/// Key of the only word of a space.
pub(super) fn single(space: Space) -> B256 {
    keyed(space, B256::ZERO)
}

/// Key of the word of `space` that belongs to `item`.
pub(super) fn keyed(space: Space, item: B256) -> B256 {
    let mut preimage = [0; 33];
    preimage[0] = space as u8;
    preimage[1..].copy_from_slice(item.as_slice());
    keccak256(preimage)
}
