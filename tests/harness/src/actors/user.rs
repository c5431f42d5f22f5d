//! The User: signs transactions and waits for their confirmation (seed steps 1 and 3).

use alloy::{
    consensus::{SignableTransaction, TxEip1559, TxEip2930, TxEnvelope, TxLegacy},
    eips::{eip2718::Encodable2718, eip2930::AccessList},
    primitives::{Address, B256, Signature},
    signers::{SignerSync, local::PrivateKeySigner},
};

use crate::workload::{Envelope, GAS_PRICE, Intent};

/// A holder of an L2 account.
#[derive(Clone, Debug)]
pub struct User {
    key: PrivateKeySigner,
    chain_id: u64,
    nonce: u64,
}

/// A signed transaction as it travels.
#[derive(Clone, Debug)]
pub struct SignedTransaction {
    /// Its hash.
    pub hash: B256,
    /// Its EIP-2718 bytes.
    pub bytes: Vec<u8>,
}

impl User {
    /// A user whose account has sent nothing yet.
    pub const fn new(key: PrivateKeySigner, chain_id: u64) -> Self {
        Self {
            key,
            chain_id,
            nonce: 0,
        }
    }

    /// The account.
    pub const fn address(&self) -> Address {
        self.key.address()
    }

    /// The same key and nonce on another chain.
    #[must_use]
    pub fn on_chain(&self, chain_id: u64) -> Self {
        Self {
            chain_id,
            ..self.clone()
        }
    }

    /// Nonce of its next transaction.
    pub const fn nonce(&self) -> u64 {
        self.nonce
    }

    /// Signs the next transaction (seed step 1).
    ///
    /// # Panics
    ///
    /// Never: a local key signs any hash.
    pub fn sign(&mut self, intent: Intent) -> SignedTransaction {
        let (chain_id, nonce) = (self.chain_id, self.nonce);
        self.nonce += 1;
        let Intent {
            to,
            value,
            input,
            gas_limit,
            envelope,
            ..
        } = intent;
        let price = GAS_PRICE;
        let signed: TxEnvelope = match envelope {
            Envelope::Legacy => {
                let chain_id = Some(chain_id);
                self.seal(TxLegacy {
                    chain_id,
                    nonce,
                    gas_price: price,
                    gas_limit,
                    to,
                    value,
                    input,
                })
            }
            Envelope::AccessList => self.seal(TxEip2930 {
                chain_id,
                nonce,
                gas_price: price,
                gas_limit,
                to,
                value,
                access_list: AccessList::default(),
                input,
            }),
            Envelope::DynamicFee => self.seal(TxEip1559 {
                chain_id,
                nonce,
                gas_limit,
                max_fee_per_gas: price,
                max_priority_fee_per_gas: price,
                to,
                value,
                access_list: AccessList::default(),
                input,
            }),
        };
        SignedTransaction {
            hash: *signed.tx_hash(),
            bytes: signed.encoded_2718(),
        }
    }

    fn seal<T>(&self, transaction: T) -> TxEnvelope
    where
        T: SignableTransaction<Signature>,
        TxEnvelope: From<alloy::consensus::Signed<T>>,
    {
        let signature = self
            .key
            .sign_hash_sync(&transaction.signature_hash())
            .expect("a local key signs any hash");
        transaction.into_signed(signature).into()
    }
}
