//! The interfaces for the contracts: one module per interface, with its structs, errors, events and calls.
//!
//! A struct of an interface may stand in the signature of a `#[public]` method: `abi_struct!` gives it the
//! SDK's `AbiType`, with the Solidity type cut from the signature of a function that takes it, so that no
//! type is written twice (the SDK's own derive puts the struct's name into the selector, which is wrong).
// What `sol!` writes around the documented items (calls, containers) has no text of its own.
#![allow(missing_docs, clippy::pedantic)]

use stylus_primitives::Address;
use stylus_sdk::abi::{AbiType, ConstString};
use stylus_sol_types::{SolCall, sol};

use crate::signature::argument;

sol! {
    #![sol(alloy_sol_types = stylus_sol_types, all_derives)]
    "IBatchRegistry.sol"
}

sol! {
    #![sol(alloy_sol_types = stylus_sol_types, all_derives)]
    "IDataAvailability.sol"
}

sol! {
    #![sol(alloy_sol_types = stylus_sol_types, all_derives)]
    "IFraudProof.sol"
}

sol! {
    #![sol(alloy_sol_types = stylus_sol_types, all_derives)]
    "IGovernance.sol"
}

sol! {
    #![sol(alloy_sol_types = stylus_sol_types, all_derives)]
    "IMetisToken.sol"
}

sol! {
    #![sol(alloy_sol_types = stylus_sol_types, all_derives)]
    "ISequencerPool.sol"
}

sol! {
    #![sol(alloy_sol_types = stylus_sol_types, all_derives)]
    "IStateTransition.sol"
}

sol! {
    #![sol(alloy_sol_types = stylus_sol_types, all_derives)]
    "ITreasury.sol"
}

/// `abi_struct!(Interface::Struct = n of Interface::functionCall)`: the struct is argument n of the function.
/// Without the second half: a struct that only ever is returned or constructed from, so in no selector.
macro_rules! abi_struct {
    ($interface:ident :: $name:ident $(= $n:literal of $call:ident)?) => {
        abi_struct!(@ $interface::$name, {
            let abi = stringify!($name);
            $(let abi = { let _ = abi; argument($interface::$call::SIGNATURE, $n) };)?
            ConstString::new(abi)
        });
    };
    (@ $interface:ident :: $name:ident, $abi:expr) => {
        impl AbiType for $interface::$name {
            type SolType = Self;
            const ABI: ConstString = $abi;
            const EXPORT_ABI_ARG: ConstString =
                ConstString::new(concat!(stringify!($interface), ".", stringify!($name), " calldata"));
            const EXPORT_ABI_RET: ConstString =
                ConstString::new(concat!(stringify!($interface), ".", stringify!($name), " memory"));
        }
    };
}

/// As `abi_struct`, for the argument of a constructor, which is in no interface: the type is put together from
/// those of the fields, and the compiler sees to it that none is forgotten.
macro_rules! abi_construction {
    ($interface:ident :: $name:ident { $first:ident: $first_type:ty $(, $field:ident: $type:ty)* $(,)? }) => {
        abi_struct!(@ $interface::$name, {
            let _: fn($interface::$name) -> ($first_type, $($type),*) =
                |$interface::$name { $first, $($field),* }| ($first, $($field),*);
            ConstString::new("(")
                .concat(<$first_type as AbiType>::ABI)
                $(.concat(ConstString::new(",")).concat(<$type as AbiType>::ABI))*
                .concat(ConstString::new(")"))
        });
    };
}

/// An enum is a `uint8` on the wire.
macro_rules! abi_enum {
    ($interface:ident :: $name:ident) => {
        impl AbiType for $interface::$name {
            type SolType = Self;
            const ABI: ConstString = ConstString::new("uint8");
            const EXPORT_ABI_ARG: ConstString =
                ConstString::new(concat!(stringify!($interface), ".", stringify!($name)));
            const EXPORT_ABI_RET: ConstString = Self::EXPORT_ABI_ARG;
        }
    };
}

abi_struct!(IBatchRegistry::Header = 0 of hashHeaderCall);
abi_struct!(IBatchRegistry::StateClaim = 2 of includesClaimCall);
abi_struct!(IBatchRegistry::Parameters = 0 of addParameterSetCall);
abi_struct!(IBatchRegistry::Record);
abi_construction!(IBatchRegistry::Construction {
    deployer: Address,
    clock: u8,
    genesis: IBatchRegistry::StateClaim,
    parameters: IBatchRegistry::Parameters,
});
abi_enum!(IBatchRegistry::Verdict);

abi_struct!(ISequencerPool::PoolParameters = 0 of setParametersCall);
abi_struct!(ISequencerPool::Member);
abi_struct!(ISequencerPool::Slot);
abi_enum!(ISequencerPool::Role);
abi_enum!(ISequencerPool::Offence);
abi_enum!(ISequencerPool::Phase);

abi_struct!(IGovernance::Terms);
abi_construction!(IGovernance::Construction {
    deployer: Address,
    clock: u8,
    terms: IGovernance::Terms,
});
