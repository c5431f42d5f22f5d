//! Revert data in words.

use alloy::primitives::hex;
use alloy::sol_types::{Revert, SolError, SolInterface};
use interfaces::client::{
    IBatchRegistry::IBatchRegistryErrors, IDataAvailability::IDataAvailabilityErrors,
    IFraudProof::IFraudProofErrors, IGovernance::IGovernanceErrors, IMetisToken::IMetisTokenErrors,
    ISequencerPool::ISequencerPoolErrors, ITreasury::ITreasuryErrors,
};

use super::bindings::ArbWasm::ArbWasmErrors;
use super::bindings::StylusDeployer::{
    ContractDeploymentError, ContractInitializationError, StylusDeployerErrors,
};

/// Says what a revert means: the error's name and fields where one of our interfaces, the
/// StylusDeployer or ArbWasm declares it, the bytes where none does.
pub fn explain(data: &[u8]) -> String {
    if data.is_empty() {
        return "it reverts without data".into();
    }
    if let Ok(failed) = ContractInitializationError::abi_decode(data) {
        let (contract, inner) = (failed.newContract, explain(&failed.data));
        return format!("the constructor of {contract} refuses: {inner}");
    }
    if let Ok(failed) = ContractDeploymentError::abi_decode(data) {
        let size = failed.bytecode.len();
        return format!(
            "creating the contract fails ({size} bytes of init code); is it there already?"
        );
    }
    if let Ok(revert) = Revert::abi_decode(data) {
        return revert.reason;
    }
    let decoders: [Decoder; 9] = [
        decode::<StylusDeployerErrors>,
        decode::<ArbWasmErrors>,
        decode::<ITreasuryErrors>,
        decode::<ISequencerPoolErrors>,
        decode::<IBatchRegistryErrors>,
        decode::<IDataAvailabilityErrors>,
        decode::<IFraudProofErrors>,
        decode::<IGovernanceErrors>,
        decode::<IMetisTokenErrors>,
    ];
    decoders
        .iter()
        .find_map(|decode| decode(data))
        .unwrap_or_else(|| hex::encode_prefixed(data))
}

/// Says what the data is if it is an error of one interface.
type Decoder = fn(&[u8]) -> Option<String>;

/// The error's name and fields, e.g. `ZeroAddress { position: 1 }`, without the enum around it.
fn decode<E: SolInterface + std::fmt::Debug>(data: &[u8]) -> Option<String> {
    let text = format!("{:?}", E::abi_decode(data).ok()?);
    let inner = text.split_once('(')?.1.strip_suffix(')')?;
    Some(inner.to_owned())
}

#[cfg(test)]
mod tests {
    use alloy::primitives::{Address, Bytes, U256};
    use interfaces::client::IBatchRegistry::{NotDeployer, NotWired};

    use super::*;
    use crate::chain::bindings::ArbWasm::ProgramInsufficientValue;

    #[test]
    fn explain_names_the_error_and_its_value() {
        let caller = Address::repeat_byte(7);
        let text = explain(&NotDeployer { caller }.abi_encode());
        assert!(
            text.contains("NotDeployer") && text.contains("0x0707"),
            "{text}"
        );
        assert_eq!(explain(&NotWired {}.abi_encode()), "NotWired");
        let (have, want) = (U256::from(1), U256::from(2));
        let text = explain(&ProgramInsufficientValue { have, want }.abi_encode());
        assert_eq!(text, "ProgramInsufficientValue { have: 1, want: 2 }");
    }

    #[test]
    fn explain_looks_into_a_failed_construction() {
        let text = explain(
            &ContractInitializationError {
                newContract: Address::repeat_byte(1),
                data: NotWired {}.abi_encode().into(),
            }
            .abi_encode(),
        );
        assert!(text.starts_with("the constructor of 0x0101"), "{text}");
        assert!(text.ends_with("refuses: NotWired"), "{text}");
    }

    #[test]
    fn explain_shows_bytes_that_nobody_declares() {
        assert_eq!(explain(&[0xde, 0xad, 0xbe, 0xef]), "0xdeadbeef");
        assert_eq!(explain(&[]), "it reverts without data");
        assert_eq!(explain(&Revert::from("why").abi_encode()), "why");
        let empty = ContractDeploymentError {
            bytecode: Bytes::new(),
        };
        assert!(explain(&empty.abi_encode()).contains("0 bytes"));
    }
}
