//! ArbOS's own state.

use revm::{
    context_interface::JournalTr,
    primitives::{Address, B256, U256},
    state::EvmState,
};

use super::{
    address_set::AddressSet,
    gas_pricer::GasPricer,
    params::StylusParams,
    pricer::DataPricer,
    program::ProgramRecord,
    slots::{JournalSlots, Slots, Space, keyed, single},
};

/// Typed access to the state.
pub(crate) struct ArbosState<S>(S);

impl<'a, J: JournalTr<State = EvmState>> ArbosState<JournalSlots<'a, J>> {
    /// The state as a transaction sees and changes it.
    pub(crate) fn new(journal: &'a mut J) -> Self {
        Self(JournalSlots(journal))
    }
}

impl<S: Slots> ArbosState<S> {
    /// The state in any place.
    pub(crate) fn of(slots: S) -> Self {
        Self(slots)
    }

    pub(crate) fn params(&mut self) -> Result<StylusParams, S::Error> {
        Ok(StylusParams::from_word(self.0.get(single(Space::Params))?))
    }

    pub(crate) fn set_params(&mut self, params: StylusParams) -> Result<(), S::Error> {
        self.0.set(single(Space::Params), params.to_word())
    }

    pub(crate) fn program(&mut self, code_hash: B256) -> Result<ProgramRecord, S::Error> {
        let word = self.0.get(keyed(Space::Program, code_hash))?;
        Ok(ProgramRecord::from_word(word))
    }

    pub(crate) fn set_program(
        &mut self,
        code_hash: B256,
        record: ProgramRecord,
    ) -> Result<(), S::Error> {
        let key = keyed(Space::Program, code_hash);
        self.0.set(key, record.to_word())
    }

    pub(crate) fn module_hash(&mut self, code_hash: B256) -> Result<B256, S::Error> {
        Ok(self.0.get(keyed(Space::ModuleHash, code_hash))?.into())
    }

    pub(crate) fn set_module_hash(&mut self, code_hash: B256, hash: B256) -> Result<(), S::Error> {
        self.0.set(keyed(Space::ModuleHash, code_hash), hash.into())
    }

    pub(crate) fn pricer(&mut self) -> Result<DataPricer, S::Error> {
        let demand = self.0.get(single(Space::PricerDemand))?;
        let updated_at = self.0.get(single(Space::PricerTime))?;
        Ok(DataPricer {
            demand: demand.saturating_to(),
            updated_at: updated_at.saturating_to(),
        })
    }

    pub(crate) fn set_pricer(&mut self, pricer: DataPricer) -> Result<(), S::Error> {
        let demand = U256::from(pricer.demand);
        self.0.set(single(Space::PricerDemand), demand)?;
        let updated_at = U256::from(pricer.updated_at);
        self.0.set(single(Space::PricerTime), updated_at)
    }

    pub(crate) fn gas_pricer(&mut self) -> Result<GasPricer, S::Error> {
        Ok(GasPricer {
            base_fee: self.number(Space::BaseFee)?,
            min_base_fee: self.number(Space::MinBaseFee)?,
            speed_limit: self.number(Space::SpeedLimit)?,
            backlog: self.number(Space::GasBacklog)?,
            inertia: self.number(Space::PricingInertia)?,
            tolerance: self.number(Space::BacklogTolerance)?,
        })
    }

    pub(crate) fn set_gas_pricer(&mut self, pricer: GasPricer) -> Result<(), S::Error> {
        self.set_number(Space::BaseFee, pricer.base_fee)?;
        self.set_number(Space::MinBaseFee, pricer.min_base_fee)?;
        self.set_number(Space::SpeedLimit, pricer.speed_limit)?;
        self.set_number(Space::GasBacklog, pricer.backlog)?;
        self.set_number(Space::PricingInertia, pricer.inertia)?;
        self.set_number(Space::BacklogTolerance, pricer.tolerance)
    }

    /// Gas of one transaction, if the owner set it.
    pub(crate) fn max_transaction_gas(&mut self) -> Result<Option<u64>, S::Error> {
        let gas = self.number(Space::MaxTransactionGas)?;
        Ok((gas != 0).then_some(gas))
    }

    pub(crate) fn set_max_transaction_gas(&mut self, gas: u64) -> Result<(), S::Error> {
        self.set_number(Space::MaxTransactionGas, gas)
    }

    pub(crate) fn max_block_gas(&mut self) -> Result<u64, S::Error> {
        self.number(Space::MaxBlockGas)
    }

    pub(crate) fn set_max_block_gas(&mut self, gas: u64) -> Result<(), S::Error> {
        self.set_number(Space::MaxBlockGas, gas)
    }

    /// Whether call data has a floor price (EIP-7623).
    pub(crate) fn has_calldata_floor(&mut self) -> Result<bool, S::Error> {
        Ok(self.number(Space::CalldataPriceIncrease)? != 0)
    }

    pub(crate) fn set_calldata_floor(&mut self, enable: bool) -> Result<(), S::Error> {
        self.set_number(Space::CalldataPriceIncrease, enable.into())
    }

    /// Whether tips are taken rather than dropped.
    pub(crate) fn collects_tips(&mut self) -> Result<bool, S::Error> {
        Ok(self.number(Space::CollectTips)? != 0)
    }

    pub(crate) fn set_collects_tips(&mut self, enable: bool) -> Result<(), S::Error> {
        self.set_number(Space::CollectTips, enable.into())
    }

    pub(crate) fn activation_gas(&mut self) -> Result<u64, S::Error> {
        self.number(Space::ActivationGas)
    }

    pub(crate) fn set_activation_gas(&mut self, gas: u64) -> Result<(), S::Error> {
        self.set_number(Space::ActivationGas, gas)
    }

    pub(crate) fn network_fee_account(&mut self) -> Result<Address, S::Error> {
        self.address(Space::NetworkFeeAccount)
    }

    pub(crate) fn set_network_fee_account(&mut self, account: Address) -> Result<(), S::Error> {
        self.set_address(Space::NetworkFeeAccount, account)
    }

    pub(crate) fn infra_fee_account(&mut self) -> Result<Address, S::Error> {
        self.address(Space::InfraFeeAccount)
    }

    pub(crate) fn set_infra_fee_account(&mut self, account: Address) -> Result<(), S::Error> {
        self.set_address(Space::InfraFeeAccount, account)
    }

    pub(crate) fn brotli_level(&mut self) -> Result<u64, S::Error> {
        self.number(Space::BrotliLevel)
    }

    pub(crate) fn set_brotli_level(&mut self, level: u64) -> Result<(), S::Error> {
        self.set_number(Space::BrotliLevel, level)
    }

    /// Chain owners.
    pub(crate) fn owners(&mut self) -> AddressSet<'_, S> {
        AddressSet::new(&mut self.0, Space::ChainOwners)
    }

    /// Accounts that may fill the program cache.
    pub(crate) fn cache_managers(&mut self) -> AddressSet<'_, S> {
        AddressSet::new(&mut self.0, Space::CacheManagers)
    }

    fn number(&mut self, space: Space) -> Result<u64, S::Error> {
        Ok(self.0.get(single(space))?.saturating_to())
    }

    fn set_number(&mut self, space: Space, value: u64) -> Result<(), S::Error> {
        self.0.set(single(space), U256::from(value))
    }

    fn address(&mut self, space: Space) -> Result<Address, S::Error> {
        Ok(Address::from_word(self.0.get(single(space))?.into()))
    }

    fn set_address(&mut self, space: Space, value: Address) -> Result<(), S::Error> {
        self.0.set(single(space), value.into_word().into())
    }
}
