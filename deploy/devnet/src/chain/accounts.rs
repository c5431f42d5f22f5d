//! Accounts that hold money from the start.

use alloy::{
    primitives::{Address, B256, U256, b256},
    signers::local::PrivateKeySigner,
};

/// Key of Nitro's dev account, public knowledge.
const NITRO_DEV_KEY: B256 =
    b256!("b6b15c8cb491557369f3c7d2c287b053eb229daa9c22138887752191c9520659");

/// Wei in an ether.
const ETHER: u128 = 1_000_000_000_000_000_000;

/// An account of the genesis state whose key everybody knows.
#[derive(Clone, Debug)]
pub struct DevAccount {
    /// Its address.
    pub address: Address,
    /// Its secret key.
    pub key: B256,
    /// What it holds at genesis, in wei.
    pub balance: U256,
}

impl DevAccount {
    /// Nitro's dev account, 0x3f1Eae7D46d88F08fc2F8ed27FCb2AB183EB2d0E.
    pub fn nitro() -> Self {
        Self::new(NITRO_DEV_KEY, U256::from(1_000 * ETHER)).expect("the constant is a valid key")
    }

    /// The account of a secret key, with `balance` wei.
    ///
    /// `None` if the key is zero or not below the order of secp256k1.
    pub fn new(key: B256, balance: U256) -> Option<Self> {
        let signer = PrivateKeySigner::from_bytes(&key).ok()?;
        Some(Self {
            address: signer.address(),
            key,
            balance,
        })
    }

    /// The signer of this account's transactions.
    pub fn signer(&self) -> PrivateKeySigner {
        PrivateKeySigner::from_bytes(&self.key).expect("an account is only made of a valid key")
    }
}

#[cfg(test)]
mod tests {
    use alloy::primitives::address;

    use super::*;

    #[test]
    fn nitro_succeeds_with_the_known_address() {
        let known = address!("3f1Eae7D46d88F08fc2F8ed27FCb2AB183EB2d0E");
        assert_eq!(DevAccount::nitro().address, known);
    }

    #[test]
    fn new_succeeds_with_nothing_when_the_key_is_zero() {
        assert!(DevAccount::new(B256::ZERO, U256::ZERO).is_none());
    }
}
