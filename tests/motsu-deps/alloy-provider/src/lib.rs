//! The part of alloy-provider 0.11 that stylus-test 0.9 names, without a network.
//!
//! stylus-test uses a provider only to fork the storage of a live chain. No test here
//! does, so [`RootProvider`] is a type without values: code that would ask it cannot run.

use alloy_primitives::{Address, U256};
use core::{convert::Infallible, fmt::Display, marker::PhantomData};

/// The networks that a provider can speak to.
pub mod network {
    /// Ethereum's own types.
    #[derive(Clone, Copy, Debug)]
    pub enum Ethereum {}
}

/// A connection to a chain; has no values.
#[derive(Clone, Debug)]
pub struct RootProvider<N> {
    never: Infallible,
    network: PhantomData<N>,
}

impl<N> RootProvider<N> {
    /// Refuses to connect.
    ///
    /// # Panics
    ///
    /// Always: unit tests run without a chain.
    pub fn new_http(url: impl Display) -> Self {
        panic!("{url}: unit tests cannot fork a chain; test against one through the devnet")
    }
}

/// What stylus-test asks of a chain.
pub trait Provider {
    /// The value of a storage slot.
    fn get_storage_at(
        &self,
        account: Address,
        slot: U256,
    ) -> impl core::future::Future<Output = Result<U256, Infallible>> + Send;
}

impl<N: Sync> Provider for RootProvider<N> {
    async fn get_storage_at(&self, _account: Address, _slot: U256) -> Result<U256, Infallible> {
        match self.never {}
    }
}
