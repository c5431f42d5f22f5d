//! One call of `execute`: witness and elements to claims.

use alloc::vec::Vec;
use alloy_sol_types::SolError;
use transition::{Executor, IndexedWitness, WitnessError};
use types::StateClaim;

use crate::{
    Host, HostArithmetic,
    IStateTransition::{
        MalformedElements, MalformedState, MalformedWitness, MissingCode, MissingNode, NotStaged,
        NothingToExecute,
    },
    call::Execute,
    construction::Construction,
    elements, staged,
};

/// Executes a run of elements; the claims after each, packed.
///
/// # Errors
///
/// The encoded error.
pub(crate) fn execute(
    host: &impl Host,
    construction: &Construction,
    call: &Execute<'_>,
) -> Result<Vec<u8>, Vec<u8>> {
    let elements = elements::split(call.elements).map_err(|position| {
        let position = alloy_primitives::U256::from(position);
        MalformedElements { position }.abi_encode()
    })?;
    if elements.is_empty() {
        return Err(NothingToExecute {}.abi_encode());
    }
    let witness = staged::assemble(host, &call.staged, call.witness)
        .map_err(|part| NotStaged { part }.abi_encode())?;
    let witness =
        IndexedWitness::decode(&witness.into()).map_err(|_| MalformedWitness {}.abi_encode())?;

    let rules = construction.rules(call.witness_meter);
    let arithmetic = HostArithmetic(host);
    let mut executor = Executor::new(&rules, call.before, witness, &arithmetic);
    let mut claims = Vec::with_capacity(elements.len() * StateClaim::ENCODED_LEN);
    for (number, element) in (0..).zip(elements) {
        let outcome = executor
            .execute(element, &call.bounds)
            .map_err(|error| refusal(number, &error))?;
        claims.extend_from_slice(&outcome.after.encode());
    }
    Ok(claims)
}

fn refusal(element: u32, error: &WitnessError) -> Vec<u8> {
    match *error {
        WitnessError::MissingNode(node) => MissingNode { element, node }.abi_encode(),
        WitnessError::MissingCode(code) => MissingCode { element, code }.abi_encode(),
        _ => MalformedState { element }.abi_encode(),
    }
}
