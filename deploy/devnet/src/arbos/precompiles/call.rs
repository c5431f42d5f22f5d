//! One call of a precompile of ArbOS: what it may do and what it costs (sheet of the VM, section
//! 5.1).

use alloy::sol_types::{SolCall, SolError, SolEvent, SolInterface};
use revm::{
    Database,
    context_interface::{ContextTr, JournalTr},
    interpreter::{CallInputs, CallScheme},
    primitives::{Address, Log, LogData, U256},
};

use crate::{
    arbos::{params::StylusParams, slots::JournalSlots, state::ArbosState},
    evm::{ArbContext, Fault},
};

/// Gas of reading a word of state.
pub(super) const STORAGE_READ: u64 = 800;
/// Gas of writing a word that is not zero.
pub(super) const STORAGE_WRITE: u64 = 20_000;
/// Gas of writing a zero.
pub(super) const STORAGE_CLEAR: u64 = 5000;
/// Gas per word of arguments and results.
const COPY_WORD: u64 = 3;
/// Gas of reading the Stylus parameters.
const PARAMS: u64 = 100;
/// Gas of looking up an account's code hash.
pub(super) const CODE_HASH: u64 = 2600;
const LOG: u64 = 375;
const LOG_TOPIC: u64 = 375;
const LOG_BYTE: u64 = 8;
const SELECTOR_BYTES: usize = 4;

/// What a method does to state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mutability {
    Pure,
    View,
    Write,
    Payable,
}

/// Why a call did not succeed.
pub(super) enum Stop<DB: Database> {
    /// No such method, or not in this way: reverts without data, all gas.
    BadCall,
    /// The gas ran out: reverts without data, all gas.
    OutOfGas,
    /// An error of the virtual machine: all gas.
    Halt,
    /// An error without data: reverts, keeps the gas.
    Plain,
    /// A Solidity error: reverts with data, keeps the gas.
    Error(Vec<u8>),
    /// The state database failed.
    Fault(Fault<DB>),
}

/// Output of a method, or why there is none.
pub(super) type Answer<DB> = Result<Vec<u8>, Stop<DB>>;

/// A call under way.
pub(super) struct Call<'c, 't, DB: Database> {
    pub(super) ctx: &'c mut ArbContext<'t, DB>,
    pub(super) caller: Address,
    pub(super) value: U256,
    /// The precompile.
    pub(super) address: Address,
    pub(super) is_static: bool,
    is_delegate: bool,
    input_len: usize,
    gas_limit: u64,
    gas_left: u64,
    /// In the end all gas is given back: the chain owner pays nothing, but has to bring the gas.
    is_free: bool,
}

impl<DB: Database> Stop<DB> {
    /// A Solidity error.
    pub(super) fn error(error: &impl SolError) -> Self {
        Self::Error(error.abi_encode())
    }

    /// For errors of the state database.
    pub(super) fn fault(error: DB::Error) -> Self {
        Self::Fault(Fault::<DB>::Db(error))
    }
}

impl<'c, 't, DB: Database> Call<'c, 't, DB> {
    pub(super) fn new(ctx: &'c mut ArbContext<'t, DB>, inputs: &CallInputs) -> Self {
        Self {
            ctx,
            caller: inputs.caller,
            value: inputs.value.get(),
            address: inputs.bytecode_address,
            is_static: inputs.is_static,
            is_delegate: matches!(
                inputs.scheme,
                CallScheme::DelegateCall | CallScheme::CallCode
            ),
            input_len: inputs.input.len(),
            gas_limit: inputs.gas_limit,
            gas_left: inputs.gas_limit,
            is_free: false,
        }
    }

    /// Gas left.
    pub(super) fn gas_left(&self) -> u64 {
        self.gas_left
    }

    /// Gives back what was charged, and in the end what will be.
    pub(super) fn make_free(&mut self) {
        self.is_free = true;
        self.gas_left = self.gas_limit;
    }

    /// Gas to give back when the call ends with `gas_left`.
    pub(super) fn returned_gas(&self, gas_left: u64) -> u64 {
        if self.is_free {
            self.gas_limit
        } else {
            gas_left
        }
    }

    /// Begins a method: checks that it may be called in this way and charges for its arguments.
    pub(super) fn open(&mut self, mutability: Mutability) -> Result<(), Stop<DB>> {
        let writes = matches!(mutability, Mutability::Write | Mutability::Payable);
        if (writes && self.is_static)
            || (mutability != Mutability::Pure && self.is_delegate)
            || (mutability != Mutability::Payable && !self.value.is_zero())
        {
            return Err(Stop::BadCall);
        }
        if mutability != Mutability::Pure {
            // Without ArbOS's state there is no context in which to revert.
            self.burn(STORAGE_READ).map_err(|_| Stop::Halt)?;
        }
        self.burn(COPY_WORD * words(self.input_len - SELECTOR_BYTES))
    }

    /// Takes gas.
    pub(super) fn burn(&mut self, gas: u64) -> Result<(), Stop<DB>> {
        self.gas_left = self.gas_left.checked_sub(gas).ok_or_else(|| {
            self.gas_left = 0;
            Stop::OutOfGas
        })?;
        Ok(())
    }

    /// Takes gas for `bytes` bytes of result.
    pub(super) fn burn_result(&mut self, bytes: usize) -> Result<(), Stop<DB>> {
        self.burn(COPY_WORD * words(bytes))
    }

    /// ArbOS's state, uncharged.
    pub(super) fn state(
        &mut self,
    ) -> ArbosState<JournalSlots<'_, <ArbContext<'t, DB> as ContextTr>::Journal>> {
        ArbosState::new(self.ctx.journal_mut())
    }

    /// The Stylus parameters.
    pub(super) fn params(&mut self) -> Result<StylusParams, Stop<DB>> {
        self.burn(PARAMS)?;
        self.state().params().map_err(Stop::fault)
    }

    /// Seconds since the Unix epoch.
    pub(super) fn now(&self) -> u64 {
        self.ctx.block.timestamp.saturating_to()
    }

    /// Moves value without running code.
    pub(super) fn pay(&mut self, to: Address, amount: U256) -> Result<(), Stop<DB>> {
        let from = self.address;
        let refused = self
            .ctx
            .journal_mut()
            .transfer(from, to, amount)
            .map_err(Stop::fault)?;
        if refused.is_some() {
            return Err(Stop::Plain);
        }
        Ok(())
    }

    /// Charges for an event and emits it.
    pub(super) fn emit<E: SolEvent>(&mut self, event: &E) -> Result<(), Stop<DB>> {
        let data = event.encode_log_data();
        let topics = u64::try_from(data.topics().len()).unwrap_or(u64::MAX);
        let bytes = u64::try_from(data.data.len()).unwrap_or(u64::MAX);
        self.burn(LOG + LOG_TOPIC * topics + LOG_BYTE * bytes)?;
        self.log(data);
        Ok(())
    }

    /// Emits an event that nobody is charged for.
    pub(super) fn log(&mut self, data: LogData) {
        let address = self.address;
        self.ctx.journal_mut().log(Log { address, data });
    }

    /// Charges for adding a member to a set, or for finding it there.
    pub(super) fn burn_addition(&mut self, is_member: bool) -> Result<(), Stop<DB>> {
        self.burn(STORAGE_READ)?;
        if is_member {
            return Ok(());
        }
        // The size twice, and two entries beside it.
        self.burn(2 * STORAGE_READ + 3 * STORAGE_WRITE)
    }
}

/// Which method is called, and with what.
///
/// Numbers that exceed their type are refused, and what follows the arguments is ignored, as on
/// Nitro; unlike there, so are addresses with anything before their 20 bytes.
pub(super) fn decode<M: SolInterface, DB: Database>(input: &[u8]) -> Result<M, Stop<DB>> {
    M::abi_decode_validate(input).map_err(|_| Stop::BadCall)
}

/// Encodes what a method returns.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the last expression of every method"
)]
pub(super) fn answer<C: SolCall, DB: Database>(value: &C::Return) -> Answer<DB> {
    Ok(C::abi_encode_returns(value))
}

/// Gas of reading a set with that many members.
pub(super) fn list_reads(members: usize) -> u64 {
    let members = u64::try_from(members).unwrap_or(u64::MAX >> 16);
    (members + 1) * STORAGE_READ
}

fn words(bytes: usize) -> u64 {
    u64::try_from(bytes.div_ceil(32)).unwrap_or(u64::MAX >> 2)
}
