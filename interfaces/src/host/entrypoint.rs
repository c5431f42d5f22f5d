//! The entry point of a contract.
//!
//! The SDK's router refuses an unknown selector, arguments that do not decode and unwanted value with
//! empty revert data. Here such a refusal gets a typed error of the contract's interface.
//! A contract that is too large with the SDK's router names its methods, and gets one over [`crate::abi`].

/// The first four bytes of calldata, padded with zeros when there are fewer.
pub fn selector(calldata: &[u8]) -> [u8; 4] {
    let mut selector = [0; 4];
    for (to, from) in selector.iter_mut().zip(calldata) {
        *to = *from;
    }
    selector
}

/// Makes a storage struct the contract: `interfaces::entrypoint!(Contract, IContract)`.
///
/// Writes `dispatch(calldata, host)`, which routes a call and turns an empty refusal into
/// `IContract::ValueRefused` or `IContract::MalformedCalldata`, and on wasm32 the program's entry point.
/// The interface must declare both errors. The crate needs `extern crate alloc`.
///
/// With a list of methods, `entrypoint!(Contract, IContract, constructor(argument), { functionCall =>
/// method(argument, …), … })`, the call is routed by this list and not by the SDK's router; none of the methods
/// is payable. `ROUTES` is the list for a test: signatures of the functions and names of the methods.
#[macro_export]
macro_rules! entrypoint {
    (@program $contract:ty) => {
        // SAFETY: this is the only struct of the program that starts at slot 0, so no two top-level
        // storages alias each other.
        unsafe impl ::stylus_sdk::stylus_core::storage::TopLevelStorage for $contract {}

        #[cfg(target_arch = "wasm32")]
        mod program {
            #![allow(missing_docs, unreachable_pub, reason = "the SDK's macro writes it")]
            use ::stylus_sdk::prelude::*;

            #[entrypoint]
            fn program(
                calldata: ::alloc::vec::Vec<u8>,
                host: ::stylus_sdk::host::VM,
            ) -> ::stylus_sdk::ArbResult {
                super::dispatch(calldata, host)
            }
        }
    };

    (
        $contract:ty, $interface:ident, constructor($($construction:ident),*),
        { $($call:ident => $method:ident($($argument:ident),*)),* $(,)? }
    ) => {
        $crate::entrypoint!(@program $contract);

        /// Signature and method of each route.
        #[cfg(test)]
        pub(crate) const ROUTES: &[(&str, &str)] = &[$((
            <$interface::$call as ::stylus_sdk::alloy_sol_types::SolCall>::SIGNATURE,
            stringify!($method),
        )),*];

        /// Routes one call; every refusal carries a typed error.
        ///
        /// # Errors
        ///
        /// The encoded error of the method; `ValueRefused` or `MalformedCalldata` when no method was reached.
        pub fn dispatch(
            calldata: ::alloc::vec::Vec<u8>,
            host: ::stylus_sdk::host::VM,
        ) -> ::stylus_sdk::ArbResult {
            use ::stylus_sdk::{
                abi::CONSTRUCTOR_SELECTOR,
                alloy_primitives::U256,
                alloy_sol_types::{SolCall, SolError},
                host::WasmVM,
                storage::StorageType,
                stylus_core::{host::ConstructorGuard, MessageAccess},
            };
            use $crate::abi::{Answer, decode};

            let value = WasmVM {}.msg_value();
            if !value.is_zero() {
                return Err($interface::ValueRefused { value }.abi_encode());
            }
            // SAFETY: the one top-level storage of the program, made once per call.
            let mut storage = unsafe { <$contract>::new(U256::ZERO, 0, host) };
            if let Some((selector, arguments)) = calldata.split_first_chunk::<4>() {
                let selector = u32::from_be_bytes(*selector);
                // A second construction is refused like a selector that is not known.
                if selector == CONSTRUCTOR_SELECTOR && storage.check_constructor_slot().is_ok() {
                    if let Some(($($construction,)*)) = decode(arguments) {
                        return storage.constructor($($construction),*).answer();
                    }
                }
                $(
                    if selector == const { u32::from_be_bytes($interface::$call::SELECTOR) } {
                        if let Some(($($argument,)*)) = decode(arguments) {
                            return storage.$method($($argument),*).answer();
                        }
                    }
                )*
            }
            let selector = $crate::host::selector(&calldata).into();
            Err($interface::MalformedCalldata { selector }.abi_encode())
        }
    };

    ($contract:ty, $interface:ident) => {
        $crate::entrypoint!(@program $contract);

        /// Routes one call; every refusal carries a typed error.
        ///
        /// # Errors
        ///
        /// The encoded error of the method; `ValueRefused` or `MalformedCalldata` when no method was reached.
        pub fn dispatch(
            calldata: ::alloc::vec::Vec<u8>,
            host: ::stylus_sdk::host::VM,
        ) -> ::stylus_sdk::ArbResult {
            use ::stylus_sdk::{
                alloy_sol_types::SolError, host::WasmVM, stylus_core::MessageAccess,
            };

            let selector = $crate::host::selector(&calldata);
            let value = WasmVM {}.msg_value();
            ::stylus_sdk::abi::router_entrypoint::<$contract, $contract>(calldata, host).map_err(
                |data| {
                    if !data.is_empty() {
                        data
                    } else if !value.is_zero() {
                        $interface::ValueRefused { value }.abi_encode()
                    } else {
                        $interface::MalformedCalldata {
                            selector: selector.into(),
                        }
                        .abi_encode()
                    }
                },
            )
        }
    };
}
