//! The interfaces for everything off chain, with RPC bindings (`IBatchRegistry::new(address, provider)`).
// What `sol!` writes around the documented items (instances, builders, containers) has no text of its own.
#![allow(missing_docs, clippy::pedantic, clippy::too_many_arguments)]

use alloy::sol;

sol! {
    #![sol(rpc, all_derives)]
    "IBatchRegistry.sol"
}

sol! {
    #![sol(rpc, all_derives)]
    "IDataAvailability.sol"
}

sol! {
    #![sol(rpc, all_derives)]
    "IFraudProof.sol"
}

sol! {
    #![sol(rpc, all_derives)]
    "IGovernance.sol"
}

sol! {
    #![sol(rpc, all_derives)]
    "IMetisToken.sol"
}

sol! {
    #![sol(rpc, all_derives)]
    "ISequencerPool.sol"
}

sol! {
    #![sol(rpc, all_derives)]
    "IStateTransition.sol"
}

sol! {
    #![sol(rpc, all_derives)]
    "ITreasury.sol"
}
