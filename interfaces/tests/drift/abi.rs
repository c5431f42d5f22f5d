//! The JSON ABI of the interfaces against `abi/*.json`.
#![allow(clippy::too_many_arguments, reason = "`sol!` writes it")]

use alloy::{json_abi::JsonAbi, sol};

use crate::assert_committed;

sol! {
    #![sol(abi)]
    "IBatchRegistry.sol"
}
sol! {
    #![sol(abi)]
    "IDataAvailability.sol"
}
sol! {
    #![sol(abi)]
    "IFraudProof.sol"
}
sol! {
    #![sol(abi)]
    "IGovernance.sol"
}
sol! {
    #![sol(abi)]
    "IMetisToken.sol"
}
sol! {
    #![sol(abi)]
    "ISequencerPool.sol"
}
sol! {
    #![sol(abi)]
    "IStateTransition.sol"
}
sol! {
    #![sol(abi)]
    "ITreasury.sol"
}

/// The ABI of an interface.
pub(crate) fn of(interface: &str) -> JsonAbi {
    match interface {
        "IBatchRegistry" => IBatchRegistry::abi::contract(),
        "IDataAvailability" => IDataAvailability::abi::contract(),
        "IFraudProof" => IFraudProof::abi::contract(),
        "IGovernance" => IGovernance::abi::contract(),
        "IMetisToken" => IMetisToken::abi::contract(),
        "ISequencerPool" => ISequencerPool::abi::contract(),
        "IStateTransition" => IStateTransition::abi::contract(),
        "ITreasury" => ITreasury::abi::contract(),
        other => panic!("no interface {other}"),
    }
}

#[test]
fn committed_abi_equals_the_interface() {
    for (interface, _) in crate::CONTRACTS {
        let json = serde_json::to_string_pretty(&of(interface)).expect("an ABI is JSON");
        assert_committed(&format!("interfaces/abi/{interface}.json"), &(json + "\n"));
    }
}
