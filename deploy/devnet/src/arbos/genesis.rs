//! What a chain must hold before its first transaction.

use std::collections::BTreeMap;

use revm::primitives::{Address, Bytes, U256};

use super::{
    address::{ARBOS_STATE, PRECOMPILES},
    gas_pricer::GasPricer,
    params::StylusParams,
    pricer::DataPricer,
    state::ArbosState,
    version::ArbosVersion,
};

/// Code of a precompile's account: an invalid instruction.
const PRECOMPILE_CODE: [u8; 1] = [0xFE];

/// Compression that ArbOS begins with.
const BROTLI_LEVEL: u64 = 1;

/// Gas of one block that ArbOS begins with.
const MAX_BLOCK_GAS: u64 = 32_000_000;

/// What can be chosen about a new chain's operating system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArbosGenesis {
    /// Version.
    pub arbos: ArbosVersion,
    /// Chain owners, in order.
    pub owners: Vec<Address>,
    /// Accounts that may fill the program cache, in order.
    pub cache_managers: Vec<Address>,
    /// Receives base fees and data fees.
    pub network_fee_account: Address,
}

/// An account of a new chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenesisAccount {
    /// Where.
    pub address: Address,
    /// Nonce.
    pub nonce: u64,
    /// Code, possibly empty.
    pub code: Bytes,
    /// Storage words that are not zero.
    pub storage: BTreeMap<U256, U256>,
}

impl Default for ArbosGenesis {
    /// Nitro's dev mode: the zero address owns the chain and gets the fees.
    fn default() -> Self {
        Self {
            arbos: ArbosVersion::V60,
            owners: vec![Address::ZERO],
            cache_managers: Vec::new(),
            network_fee_account: Address::ZERO,
        }
    }
}

impl ArbosGenesis {
    /// The accounts: ArbOS's state and its precompiles.
    pub fn accounts(&self) -> Vec<GenesisAccount> {
        let mut accounts = vec![GenesisAccount {
            address: ARBOS_STATE,
            // Keeps the account, which has no code, from being cleared as empty.
            nonce: 1,
            code: Bytes::new(),
            storage: self.storage(),
        }];
        accounts.extend(PRECOMPILES.map(|address| GenesisAccount {
            address,
            nonce: 0,
            code: Bytes::from_static(&PRECOMPILE_CODE),
            storage: BTreeMap::new(),
        }));
        accounts
    }

    fn storage(&self) -> BTreeMap<U256, U256> {
        let mut slots = BTreeMap::new();
        let Ok(()) = self.write(&mut slots);
        slots.retain(|_, value| !value.is_zero());
        slots
    }

    fn write(&self, slots: &mut BTreeMap<U256, U256>) -> Result<(), std::convert::Infallible> {
        let mut state = ArbosState::of(slots);
        state.set_params(StylusParams::initial(self.arbos))?;
        state.set_pricer(DataPricer::INITIAL)?;
        state.set_gas_pricer(GasPricer::INITIAL)?;
        state.set_max_block_gas(MAX_BLOCK_GAS)?;
        state.set_network_fee_account(self.network_fee_account)?;
        state.set_brotli_level(BROTLI_LEVEL)?;
        for owner in &self.owners {
            state.owners().add(*owner)?;
        }
        for manager in &self.cache_managers {
            state.cache_managers().add(*manager)?;
        }
        Ok(())
    }
}
