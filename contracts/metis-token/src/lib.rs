//! MetisToken: the ERC-20 with permit that stands in for the stake token on devnets and in tests.
//!
//! - **Role**: holds balances and allowances; knows nothing of the protocol.
//! - **Callers**: anyone. There is no owner, no minting and no burning after construction.
//! - **Invariant**: the balances sum up to the supply given at construction.
//! - **Danger**: not meant for live chains, which have their own token.
//!
//! Functions, events and errors: see `IMetisToken`. All rules are openzeppelin-stylus's.
#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

use alloc::{string::String, vec, vec::Vec};

use alloy_primitives::{b256, keccak256, Address, B256, U256};
use alloy_sol_types::SolValue;
use interfaces::{contracts::IMetisToken, host::recover};
use openzeppelin_stylus::{
    token::erc20::{
        extensions::{
            permit::{ERC2612ExpiredSignature, Erc20Permit, Error},
            Erc20Metadata, IErc20Metadata,
        },
        Erc20, IErc20,
    },
    utils::{
        cryptography::{ecdsa::ECDSAInvalidSignature, eip712::IEip712},
        nonces::{INonces, Nonces},
    },
};
use stylus_sdk::prelude::*;

#[cfg(test)]
mod tests;

const NAME: &str = "Metis Token";
const SYMBOL: &str = "METIS";

/// keccak-256 of `Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)`.
const PERMIT_TYPEHASH: B256 =
    b256!("6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9");

/// Half the order of secp256k1, rounded down: the library refuses a larger s with its own error.
const MAX_S: B256 = b256!("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");

/// The EIP-712 domain of the permits.
#[storage]
pub struct Domain;

impl IEip712 for Domain {
    const NAME: &'static str = NAME;
    const VERSION: &'static str = "1";
}

/// See `IMetisToken`.
#[storage]
pub struct MetisToken {
    erc20: Erc20,
    metadata: Erc20Metadata,
    nonces: Nonces,
    permit: Erc20Permit<Domain>,
}

interfaces::entrypoint!(MetisToken, IMetisToken);

#[public]
impl MetisToken {
    /// Mints `supply` base units to `initial_holder`.
    ///
    /// # Errors
    ///
    /// `ERC20InvalidReceiver` if the holder is zero.
    #[constructor]
    pub fn constructor(&mut self, initial_holder: Address, supply: U256) -> Result<(), Error> {
        self.metadata.constructor(NAME.into(), SYMBOL.into());
        Ok(self.erc20._mint(initial_holder, supply)?)
    }

    /// See `IMetisToken.transfer`.
    pub fn transfer(&mut self, to: Address, value: U256) -> Result<bool, Error> {
        Ok(self.erc20.transfer(to, value)?)
    }

    /// See `IMetisToken.transferFrom`.
    pub fn transfer_from(
        &mut self,
        from: Address,
        to: Address,
        value: U256,
    ) -> Result<bool, Error> {
        Ok(self.erc20.transfer_from(from, to, value)?)
    }

    /// See `IMetisToken.approve`.
    pub fn approve(&mut self, spender: Address, value: U256) -> Result<bool, Error> {
        Ok(self.erc20.approve(spender, value)?)
    }

    /// See `IMetisToken.permit`.
    #[expect(clippy::too_many_arguments, reason = "as EIP-2612 has them")]
    pub fn permit(
        &mut self,
        owner: Address,
        spender: Address,
        value: U256,
        deadline: U256,
        v: u8,
        r: B256,
        s: B256,
    ) -> Result<(), Error> {
        if U256::from(self.vm().block_timestamp()) > deadline {
            return Err(ERC2612ExpiredSignature { deadline }.into());
        }
        // The library's recovery traps when the precompile answers nothing, so such a signature is
        // refused here. An s in the upper half is left to the library.
        let nonce = self.nonces.nonces(owner);
        let words = (PERMIT_TYPEHASH, owner, spender, value, nonce, deadline);
        let digest = keccak256(
            [
                &[0x19, 0x01][..],
                self.permit.domain_separator().as_slice(),
                keccak256(words.abi_encode()).as_slice(),
            ]
            .concat(),
        );
        if s <= MAX_S {
            let signer = match v {
                27 | 28 => recover(self.vm(), digest, v, r, s).unwrap_or_default(),
                _ => Address::ZERO,
            };
            if signer.is_zero() {
                return Err(ECDSAInvalidSignature {}.into());
            }
        }
        self.permit.permit(
            owner,
            spender,
            value,
            deadline,
            v,
            r,
            s,
            &mut self.erc20,
            &mut self.nonces,
        )
    }

    /// See `IMetisToken.name`.
    pub fn name(&self) -> String {
        self.metadata.name()
    }

    /// See `IMetisToken.symbol`.
    pub fn symbol(&self) -> String {
        self.metadata.symbol()
    }

    /// See `IMetisToken.decimals`.
    pub fn decimals(&self) -> u8 {
        self.metadata.decimals().to()
    }

    /// See `IMetisToken.totalSupply`.
    pub fn total_supply(&self) -> U256 {
        self.erc20.total_supply()
    }

    /// See `IMetisToken.balanceOf`.
    pub fn balance_of(&self, account: Address) -> U256 {
        self.erc20.balance_of(account)
    }

    /// See `IMetisToken.allowance`.
    pub fn allowance(&self, owner: Address, spender: Address) -> U256 {
        self.erc20.allowance(owner, spender)
    }

    /// See `IMetisToken.nonces`.
    pub fn nonces(&self, owner: Address) -> U256 {
        self.nonces.nonces(owner)
    }

    /// See `IMetisToken.DOMAIN_SEPARATOR`.
    #[selector(name = "DOMAIN_SEPARATOR")]
    pub fn domain_separator(&self) -> B256 {
        self.permit.domain_separator()
    }
}
