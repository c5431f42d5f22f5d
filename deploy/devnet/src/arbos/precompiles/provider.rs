//! Finds and runs the precompile at an address.

use revm::{
    Database,
    context_interface::ContextTr,
    handler::{EthPrecompiles, PrecompileProvider},
    interpreter::{CallInputs, Gas, InstructionResult, InterpreterResult},
    primitives::{Address, AddressSet, Bytes, hardfork::SpecId},
};

use super::{
    cache,
    call::{Answer, Call, Stop},
    debug, gas_info, info, owner, owner_public, statistics, sys, wasm,
};
use crate::{
    arbos::address::{
        ARB_DEBUG, ARB_GAS_INFO, ARB_INFO, ARB_OWNER, ARB_OWNER_PUBLIC, ARB_STATISTICS, ARB_SYS,
        ARB_WASM, ARB_WASM_CACHE, PRECOMPILES,
    },
    evm::ArbContext,
};

/// All precompiles of the chain.
#[derive(Debug)]
pub(crate) struct ArbPrecompiles {
    ethereum: EthPrecompiles,
    warm: AddressSet,
}

impl ArbPrecompiles {
    /// Ethereum's of that fork, and ArbOS's.
    pub(crate) fn new(fork: SpecId) -> Self {
        let ethereum = EthPrecompiles::new(fork);
        let mut warm = ethereum.warm_addresses().clone();
        warm.extend(PRECOMPILES);
        Self { ethereum, warm }
    }
}

impl<'t, DB: Database> PrecompileProvider<ArbContext<'t, DB>> for ArbPrecompiles {
    type Output = InterpreterResult;

    fn set_spec(&mut self, _spec: SpecId) -> bool {
        // The fork is fixed at construction; the journal has to learn the warm addresses once
        // per transaction.
        true
    }

    fn run(
        &mut self,
        ctx: &mut ArbContext<'t, DB>,
        inputs: &CallInputs,
    ) -> Result<Option<InterpreterResult>, String> {
        if !is_implemented(&inputs.bytecode_address) {
            return self.ethereum.run(ctx, inputs);
        }
        let input = inputs.input.bytes(ctx);
        let mut call = Call::new(ctx, inputs);
        let answer = if input.len() < 4 {
            Err(Stop::BadCall)
        } else {
            dispatch(&mut call, &input)
        };
        settle(&mut call, answer, inputs.gas_limit).map(Some)
    }

    fn warm_addresses(&self) -> &AddressSet {
        &self.warm
    }
}

fn is_implemented(address: &Address) -> bool {
    [
        ARB_SYS,
        ARB_INFO,
        ARB_OWNER_PUBLIC,
        ARB_GAS_INFO,
        ARB_STATISTICS,
        ARB_OWNER,
        ARB_WASM,
        ARB_WASM_CACHE,
        ARB_DEBUG,
    ]
    .contains(address)
}

fn dispatch<DB: Database>(call: &mut Call<'_, '_, DB>, input: &Bytes) -> Answer<DB> {
    match call.address {
        ARB_SYS => sys::run(call, input),
        ARB_INFO => info::run(call, input),
        ARB_OWNER_PUBLIC => owner_public::run(call, input),
        ARB_GAS_INFO => gas_info::run(call, input),
        ARB_STATISTICS => statistics::run(call, input),
        ARB_OWNER => owner::run(call, input),
        ARB_WASM => wasm::run(call, input),
        ARB_WASM_CACHE => cache::run(call, input),
        ARB_DEBUG => debug::run(call, input),
        _ => Err(Stop::BadCall),
    }
}

/// Charges for the result and says how the frame ends.
fn settle<DB: Database>(
    call: &mut Call<'_, '_, DB>,
    answer: Answer<DB>,
    gas_limit: u64,
) -> Result<InterpreterResult, String> {
    let charged = answer.and_then(|output| {
        call.burn_result(output.len())?;
        Ok(output)
    });
    let charged = match charged {
        Err(Stop::Error(data)) => match call.burn_result(data.len()) {
            Ok(()) => Err(Stop::Error(data)),
            Err(stop) => Err(stop),
        },
        other => other,
    };
    let (result, output, gas_left) = match charged {
        Ok(output) => (InstructionResult::Return, output, call.gas_left()),
        Err(Stop::Error(data)) => (InstructionResult::Revert, data, call.gas_left()),
        Err(Stop::Plain) => (InstructionResult::Revert, Vec::new(), call.gas_left()),
        Err(Stop::BadCall | Stop::OutOfGas) => (InstructionResult::Revert, Vec::new(), 0),
        Err(Stop::Halt) => (InstructionResult::PrecompileError, Vec::new(), 0),
        Err(Stop::Fault(fault)) => {
            let text = fault_text::<DB>(&fault);
            *call.ctx.error() = Err(fault);
            return Err(text);
        }
    };
    let mut gas = Gas::new(gas_limit);
    gas.set_remaining(match result {
        InstructionResult::PrecompileError => 0,
        _ => call.returned_gas(gas_left),
    });
    Ok(InterpreterResult::new(result, output.into(), gas))
}

fn fault_text<DB: Database>(fault: &crate::evm::Fault<DB>) -> String {
    match fault {
        crate::evm::Fault::<DB>::Db(error) => error.to_string(),
        crate::evm::Fault::<DB>::Custom(text) => text.clone(),
    }
}
