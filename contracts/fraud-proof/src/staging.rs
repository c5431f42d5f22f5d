//! Parts of a witness on chain.

use alloy_primitives::{Address, B256};
use interfaces::{
    contracts::IFraudProof::{AlreadyStaged, StagingFailed},
    host::{require_contract, HostKeccak},
};
use merkle::Hasher;
use stylus_sdk::prelude::*;

use crate::{error::Error, part, FraudProof};

impl FraudProof {
    /// See `IFraudProof.stage`.
    pub fn stage(&mut self, part: &[u8]) -> Result<Address, Error> {
        self.only_wired()?;
        let code = part::init_code(part)?;
        let at = self.address_of(&code);
        if self.is_staged(at) {
            return Err(AlreadyStaged { part: at }.into());
        }
        if self.create(&code) != at {
            return Err(StagingFailed {}.into());
        }
        let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
        self.emit_staged(at, HostKeccak::hash(part).0.into(), length);
        Ok(at)
    }

    /// See `IFraudProof.partAddress`.
    pub fn part_address(&self, part: &[u8]) -> Result<(Address, bool), Error> {
        let at = self.address_of(&part::init_code(part)?);
        Ok((at, self.is_staged(at)))
    }

    /// Creates a contract with salt 0, and without money; gives its address, zero if the host refuses.
    fn create(&self, code: &[u8]) -> Address {
        let (endowment, salt) = (B256::ZERO, B256::ZERO);
        let (mut at, mut refusal) = (Address::ZERO, 0);
        // SAFETY: all pointers are to values that live longer than the call. The init code is our own and calls nobody.
        unsafe {
            self.vm().create2(
                code.as_ptr(),
                code.len(),
                endowment.as_ptr(),
                salt.as_ptr(),
                at.as_mut_ptr(),
                &raw mut refusal,
            );
        }
        at
    }

    fn address_of(&self, code: &[u8]) -> Address {
        part::address::<HostKeccak>(self.vm().contract_address(), code)
    }

    fn is_staged(&self, at: Address) -> bool {
        require_contract(self.vm(), at).is_ok()
    }
}
