//! The course of a transaction: `revm`'s, without what Cancun does not have.

use core::marker::PhantomData;
use revm::{
    context_interface::result::{EVMError, HaltReason},
    handler::Handler,
    interpreter::GasTracker,
};

use super::Machine;
use crate::{Arithmetic, NodeSource, error::Stopped};

/// Validation, execution and fees by the rules of [`super::SPEC`].
pub(crate) struct Course<'w, S, A>(PhantomData<(&'w S, &'w A)>);

impl<S, A> Course<'_, S, A> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'w, S: NodeSource, A: Arithmetic> Handler for Course<'w, S, A> {
    type Evm = Machine<'w, S, A>;
    type Error = EVMError<Stopped>;
    type HaltReason = HaltReason;

    /// No authorizations (EIP-7702): their code alone would be a sixth of the compiled contract.
    fn apply_eip7702_auth_list(
        &self,
        _evm: &mut Self::Evm,
        _gas: &mut GasTracker,
    ) -> Result<Option<u64>, Self::Error> {
        Ok(Some(0))
    }
}
