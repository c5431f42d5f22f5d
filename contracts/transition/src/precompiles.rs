//! The closed set of precompiles: 1 to 9 as Cancun has them, modular exponentiation bounded.
//!
//! Inputs, gas and failure are decided here and only the arithmetic is asked for, so that a change of
//! the host's precompiles changes no verdict. Differences from Cancun, both on purpose:
//! - 5 fails, with all its gas, on an operand above 1,024 bytes (as EIP-7823 has it later);
//! - 10 (point evaluation) and above are empty accounts: not warm at the start, no code, calls succeed.

mod bn254;
mod hashes;
mod modexp;
mod recover;
#[cfg(test)]
mod tests;

use alloc::{string::String, vec::Vec};
use alloy_primitives::{Address, Bytes, map::AddressSet};
use revm::{
    context_interface::{ContextTr, context::ContextError},
    handler::PrecompileProvider,
    interpreter::{CallInputs, Gas, InstructionResult, InterpreterResult},
    primitives::hardfork::SpecId,
};

use crate::{
    Arithmetic, NodeSource,
    error::{Stop, Stopped},
    machine::MachineContext,
    meter::WorkMeter,
    weights::{PRECOMPILES, PrecompileWeight},
};

pub(crate) use self::recover::{ORDER, in_range};

/// What a precompile asks for its input, before it computes anything.
struct Quote {
    gas: u64,
    /// Units of work, see [`PRECOMPILES`].
    units: u64,
}

/// The call fails and consumes all its gas.
#[derive(Debug, PartialEq, Eq)]
struct Failure;

/// Output of a call and the gas that it used.
type Answer = Result<(Vec<u8>, u64), Failure>;

/// The closed set, over somebody's arithmetic.
#[derive(Debug)]
pub(crate) struct Precompiles<'a, A> {
    arithmetic: &'a A,
    addresses: AddressSet,
}

impl<'a, A: Arithmetic> Precompiles<'a, A> {
    pub(crate) fn new(arithmetic: &'a A) -> Self {
        let addresses = (1..=9).map(Address::with_last_byte).collect();
        Self {
            arithmetic,
            addresses,
        }
    }
}

/// Number of a precompile, 1 to 9; `None` for every other address.
fn number(address: &Address) -> Option<u8> {
    let (last, zeros) = address.split_last()?;
    let is_precompile = zeros.iter().all(|byte| *byte == 0) && (1..=9).contains(last);
    is_precompile.then_some(*last)
}

fn quote(number: u8, input: &[u8]) -> Result<Quote, Failure> {
    let words = input.len().div_ceil(32) as u64;
    let (gas, units) = match number {
        1 => (3_000, 0),
        2 => (60 + 12 * words, words),
        3 => (600 + 120 * words, words),
        4 => (15 + 3 * words, words),
        5 => (modexp::gas(input)?, modexp::work(input)?),
        6 => (150, 0),
        7 => (6_000, 0),
        8 => {
            let pairs = (input.len() / bn254::PAIR_BYTES) as u64;
            (45_000 + 34_000 * pairs, pairs)
        }
        _ => {
            let rounds = hashes::blake2_rounds(input)?;
            (rounds, rounds)
        }
    };
    Ok(Quote { gas, units })
}

fn compute<A: Arithmetic>(number: u8, input: &[u8], arithmetic: &A) -> Result<Vec<u8>, Failure> {
    match number {
        1 => Ok(recover::run(input, arithmetic)),
        2 => Ok(arithmetic.sha256(input).to_vec()),
        3 => Ok(hashes::ripemd160(input, arithmetic)),
        4 => Ok(input.to_vec()),
        5 => modexp::run(input, arithmetic),
        6 => bn254::add(input, arithmetic),
        7 => bn254::mul(input, arithmetic),
        8 => bn254::pairing(input, arithmetic),
        _ => hashes::blake2(input, arithmetic),
    }
}

/// Runs a precompile.
///
/// The work is charged before the arithmetic is done, and only for a call that can pay its gas.
fn run<A: Arithmetic, E>(
    number: u8,
    input: &[u8],
    gas_limit: u64,
    meter: &mut WorkMeter,
    arithmetic: &A,
) -> Result<Answer, Stop<E>> {
    let PrecompileWeight { base, unit } = PRECOMPILES[usize::from(number) - 1];
    let quote = match quote(number, input) {
        Ok(quote) if quote.gas <= gas_limit => quote,
        _ => {
            meter.charge(base)?;
            return Ok(Err(Failure));
        }
    };
    meter.charge(unit.saturating_mul(quote.units).saturating_add(base))?;
    Ok(compute(number, input, arithmetic).map(|output| (output, quote.gas)))
}

/// `input` from `start`, as if zeros followed it.
fn padded<const N: usize>(input: &[u8], start: usize) -> [u8; N] {
    let mut bytes = [0; N];
    let rest = input.get(start..).unwrap_or_default();
    let length = rest.len().min(N);
    bytes[..length].copy_from_slice(&rest[..length]);
    bytes
}

impl<A: Arithmetic, S: NodeSource> PrecompileProvider<MachineContext<'_, S, A>>
    for Precompiles<'_, A>
{
    type Output = InterpreterResult;

    fn set_spec(&mut self, _spec: SpecId) -> bool {
        false
    }

    fn run(
        &mut self,
        context: &mut MachineContext<'_, S, A>,
        inputs: &CallInputs,
    ) -> Result<Option<InterpreterResult>, String> {
        let Some(number) = number(&inputs.bytecode_address) else {
            return Ok(None);
        };
        let input = inputs.input.bytes(context);
        let world = context.db_mut();
        let mut meter = world.work();
        let outcome = run(
            number,
            &input,
            inputs.gas_limit,
            &mut meter,
            self.arithmetic,
        );
        world.set_work(meter);
        let outcome = world.keep_first(outcome);
        if outcome.is_err() {
            // The caller of this frame finds the error and stops the transaction.
            *context.error() = Err(ContextError::Db(Stopped));
        }

        let mut gas = Gas::new_with_regular_gas_and_reservoir(inputs.gas_limit, inputs.reservoir);
        let (result, output) = match outcome {
            Ok(Ok((output, used))) if gas.record_regular_cost(used) => {
                (InstructionResult::Return, Bytes::from(output))
            }
            Ok(_) | Err(Stopped) => {
                gas.spend_all();
                (InstructionResult::PrecompileError, Bytes::new())
            }
        };
        Ok(Some(InterpreterResult::new(result, output, gas)))
    }

    fn warm_addresses(&self) -> &AddressSet {
        &self.addresses
    }
}
