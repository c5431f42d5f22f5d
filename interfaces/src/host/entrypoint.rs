//! The entry point of a contract.
//!
//! The SDK's router refuses an unknown selector, arguments that do not decode and unwanted value with
//! empty revert data. Here such a refusal gets a typed error of the contract's interface.

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
#[macro_export]
macro_rules! entrypoint {
    ($contract:ty, $interface:ident) => {
        // SAFETY: this is the only struct of the program that starts at slot 0, so no two top-level
        // storages alias each other.
        unsafe impl ::stylus_sdk::stylus_core::storage::TopLevelStorage for $contract {}

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
}
