//! What every contract has, written once.

/// Writes the contract's `Error`: one variant for each error of the interface that its own code gives, and
/// `Setup` and `Peer` for those that all contracts share.
///
/// `interfaces::errors!(IContract { NotMember, StakeTooSmall })`. Errors of the entry point are not among them:
/// no method gives them.
#[macro_export]
macro_rules! errors {
    ($interface:ident { $($name:ident),* $(,)? }) => {
        /// Every way in which the contract refuses. Meanings and units: see the interface.
        #[derive(::stylus_sdk::prelude::SolidityError, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the variants are the interface's errors, documented there")]
        pub enum Error {
            $($name($crate::contracts::$interface::$name),)*
            Setup($crate::host::SetupError),
            Peer($crate::host::PeerError),
        }
    };
}

/// Writes the views of addresses in storage: `interfaces::addresses!(Contract: deployer, treasury)`.
#[macro_export]
macro_rules! addresses {
    ($contract:ty: $($name:ident),* $(,)?) => {
        /// Who was set at construction and wiring; see the interface.
        #[allow(missing_docs, reason = "the functions are the interface's, documented there")]
        impl $contract {
            $(
                pub fn $name(&self) -> ::alloy_primitives::Address {
                    self.$name.get()
                }
            )*
        }
    };
}
