//! The entry point of a contract.
//!
//! The SDK's router refuses an unknown selector, arguments that do not decode and unwanted value with
//! empty revert data. Here such a refusal gets a typed error of the contract's interface.
//! A contract of ours names its methods, and gets a router over [`crate::abi`]: much less code than the SDK's, and
//! its methods may stand in as many files as they need.

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
/// No method may be payable. The interface must declare both errors. The crate needs `extern crate alloc`.
///
/// With a list of methods, `entrypoint!(Contract, IContract, constructor(argument), { functionCall =>
/// method(argument, …), … })`, the call is routed by this list, which takes the place of the SDK's `#[public]`.
/// `ROUTES` is the list for a test: signatures of the functions and names of the methods.
#[macro_export]
macro_rules! entrypoint {
    (
        $contract:ty, $interface:ident, constructor($($construction:ident),*),
        { $($call:ident => $method:ident($($argument:ident),*)),* $(,)? }
    ) => {
        $crate::entrypoint!($contract, $interface);

        /// Signature and method of each route.
        #[cfg(test)]
        pub(crate) const ROUTES: &[(&str, &str)] = &[$((
            <$interface::$call as ::stylus_sdk::alloy_sol_types::SolCall>::SIGNATURE,
            stringify!($method),
        )),*];

        impl<S> ::stylus_sdk::abi::Router<S> for $contract
        where
            S: ::stylus_sdk::stylus_core::storage::TopLevelStorage
                + ::core::borrow::BorrowMut<Self>
                + ::stylus_sdk::stylus_core::ValueDenier
                + ::stylus_sdk::stylus_core::ConstructorGuard,
        {
            type Storage = Self;

            #[inline(always)]
            fn route(
                storage: &mut S,
                selector: u32,
                arguments: &[u8],
            ) -> Option<::stylus_sdk::ArbResult> {
                use $crate::abi::{Answer, decode};

                let contract: &mut Self = storage.borrow_mut();
                $(
                    if selector
                        == const {
                            u32::from_be_bytes(
                                <$interface::$call as ::stylus_sdk::alloy_sol_types::SolCall>::SELECTOR,
                            )
                        }
                    {
                        let ($($argument,)*) = decode(arguments)?;
                        return Some(contract.$method($($argument),*).answer());
                    }
                )*
                None
            }

            #[inline(always)]
            fn receive(_storage: &mut S) -> Option<Result<(), ::alloc::vec::Vec<u8>>> {
                None
            }

            #[inline(always)]
            fn fallback(_storage: &mut S, _calldata: &[u8]) -> Option<::stylus_sdk::ArbResult> {
                None
            }

            // A second construction is refused like a selector that is not known.
            #[inline(always)]
            fn constructor(storage: &mut S, arguments: &[u8]) -> Option<::stylus_sdk::ArbResult> {
                use $crate::abi::{Answer, decode};

                storage.check_constructor_slot().ok()?;
                let ($($construction,)*) = decode(arguments)?;
                Some(storage.borrow_mut().constructor($($construction),*).answer())
            }
        }
    };

    ($contract:ty, $interface:ident) => {
        /// Answers cargo-stylus: the interface, or the signature of the constructor, on standard output.
        #[cfg(feature = "export-abi")]
        pub fn print_from_args() {
            let interface = include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"), "/../interfaces/", stringify!($interface), ".sol"
            ));
            $crate::export::print_from_args(interface, <$contract>::constructor);
        }

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

            let value = WasmVM {}.msg_value();
            if !value.is_zero() {
                return Err($interface::ValueRefused { value }.abi_encode());
            }
            let selector = $crate::host::selector(&calldata);
            ::stylus_sdk::abi::router_entrypoint::<$contract, $contract>(calldata, host).map_err(
                |data| {
                    if data.is_empty() {
                        let selector = selector.into();
                        $interface::MalformedCalldata { selector }.abi_encode()
                    } else {
                        data
                    }
                },
            )
        }
    };
}
