//! The contract: one call in, its answer or an encoded error out.

use alloc::vec::Vec;
use alloy_sol_types::{SolError, SolEvent};
use transition::{GAS_LIMIT, weights};

use crate::{
    Host,
    IStateTransition::{Constructed, MalformedCalldata, NotConstructed, ValueRefused, ZeroAddress},
    abi::{encode_bytes, encode_number},
    call::Call,
    construction::Construction,
    execution,
};

/// Answers one call.
///
/// # Errors
///
/// The encoded error of the interface.
pub fn dispatch(host: &mut impl Host, calldata: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
    let value = host.value();
    if !value.is_zero() {
        return Err(ValueRefused { value }.abi_encode());
    }
    #[cfg(feature = "open")]
    if let Some(answer) = crate::open::dispatch(&*host, calldata) {
        return answer;
    }
    let call = Call::decode(calldata).map_err(|_| malformed(calldata))?;
    let stored = Construction::unpack(&host.load());
    if let Call::Constructor(construction) = call {
        return match stored {
            Some(_) => Err(malformed(calldata)),
            None => construct(host, &construction),
        };
    }
    let construction = stored.ok_or_else(|| NotConstructed {}.abi_encode())?;
    match call {
        Call::Execute(call) => {
            execution::execute(host, &construction, &call).map(|claims| encode_bytes(&claims))
        }
        Call::FeeVault => Ok(construction.fee_vault.into_word().to_vec()),
        Call::Version => Ok(encode_number(construction.version.into())),
        Call::GasLimit => Ok(encode_number(GAS_LIMIT)),
        Call::WorkLimit => Ok(encode_number(weights::WORK_LIMIT)),
        Call::ChainId | Call::Constructor(_) => Ok(encode_number(construction.chain_id)),
    }
}

fn construct(host: &mut impl Host, construction: &Construction) -> Result<Vec<u8>, Vec<u8>> {
    if construction.fee_vault.is_zero() {
        return Err(ZeroAddress { position: 1 }.abi_encode());
    }
    host.store(&construction.pack());
    let event = Constructed {
        chainId: construction.chain_id,
        feeVault: construction.fee_vault,
        version: construction.version,
    };
    let topics = [
        Constructed::SIGNATURE_HASH,
        construction.fee_vault.into_word(),
    ];
    host.emit(&topics, &event.encode_data());
    Ok(Vec::new())
}

/// The refusal of calldata that is no call.
fn malformed(calldata: &[u8]) -> Vec<u8> {
    let mut selector = [0; 4];
    for (to, from) in selector.iter_mut().zip(calldata) {
        *to = *from;
    }
    let selector = selector.into();
    MalformedCalldata { selector }.abi_encode()
}
