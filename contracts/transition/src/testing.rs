//! What the unit tests share: keys, signed transactions, a small chain.

use alloc::{vec, vec::Vec};
use alloy_consensus::{
    SignableTransaction, TxEip1559, TxEip2930, TxLegacy, transaction::RlpEcdsaEncodableTx,
};
use alloy_primitives::{Address, B256, Bytes, Signature, TxKind, U256, keccak256};
use k256::ecdsa::SigningKey;
use types::{Bounds, Element, Hash, L2Block, L2Timestamp, StateClaim};

use crate::{
    Alloc, Effect, GenesisAccount, Library, NotExecutable, Outcome, Receipt, Rules, Witness,
    WitnessError, execute, genesis_state,
};

pub(crate) const CHAIN_ID: u64 = 1_088;
pub(crate) const VAULT: Address = Address::repeat_byte(0xfe);
pub(crate) const ETHER: U256 = U256::from_limbs([1_000_000_000_000_000_000, 0, 0, 0]);

pub(crate) fn rules() -> Rules {
    Rules::new(CHAIN_ID, VAULT)
}

/// A key of the tests, by number.
pub(crate) fn signer(number: u8) -> SigningKey {
    SigningKey::from_slice(keccak256([number]).as_slice()).expect("a valid key")
}

pub(crate) fn address(key: &SigningKey) -> Address {
    let point = key.verifying_key().to_encoded_point(false);
    Address::from_slice(&keccak256(&point.as_bytes()[1..])[12..])
}

pub(crate) fn sign(key: &SigningKey, hash: B256) -> Signature {
    let (signature, id) = key
        .sign_prehash_recoverable(hash.as_slice())
        .expect("a signature");
    Signature::new(
        U256::from_be_slice(&signature.r().to_bytes()),
        U256::from_be_slice(&signature.s().to_bytes()),
        id.is_y_odd(),
    )
}

/// A signed transaction's bytes.
pub(crate) fn signed<T>(key: &SigningKey, transaction: &T) -> Vec<u8>
where
    T: SignableTransaction<Signature> + RlpEcdsaEncodableTx,
{
    encode(transaction, &sign(key, transaction.signature_hash()))
}

pub(crate) fn encode<T: RlpEcdsaEncodableTx>(transaction: &T, signature: &Signature) -> Vec<u8> {
    let mut bytes = Vec::new();
    transaction.eip2718_encode(signature, &mut bytes);
    bytes
}

pub(crate) fn legacy(nonce: u64, to: TxKind, value: U256, input: impl Into<Bytes>) -> TxLegacy {
    TxLegacy {
        chain_id: Some(CHAIN_ID),
        nonce,
        gas_price: 1,
        gas_limit: 200_000,
        to,
        value,
        input: input.into(),
    }
}

pub(crate) fn eip2930(nonce: u64, to: Address) -> TxEip2930 {
    TxEip2930 {
        chain_id: CHAIN_ID,
        nonce,
        gas_price: 1,
        gas_limit: 200_000,
        to: to.into(),
        ..TxEip2930::default()
    }
}

pub(crate) fn eip1559(nonce: u64, to: Address) -> TxEip1559 {
    TxEip1559 {
        chain_id: CHAIN_ID,
        nonce,
        gas_limit: 200_000,
        max_fee_per_gas: 2,
        max_priority_fee_per_gas: 1,
        to: to.into(),
        ..TxEip1559::default()
    }
}

/// An element's bytes.
pub(crate) fn element(number: u64, timestamp: u64, transaction: &[u8]) -> Vec<u8> {
    let element = Element {
        l2_block: L2Block(number),
        l2_timestamp: L2Timestamp(timestamp),
        transaction,
    };
    element.encode().expect("within the cap")
}

pub(crate) fn claim(root: B256, number: u64, timestamp: u64) -> StateClaim {
    StateClaim {
        state_root: Hash(root.0),
        l2_block: L2Block(number),
        l2_timestamp: L2Timestamp(timestamp),
    }
}

pub(crate) fn bounds(number: u64, timestamp: u64) -> Bounds {
    Bounds {
        last_l2_block: L2Block(number),
        last_l2_timestamp: L2Timestamp(timestamp),
    }
}

/// Account of a contract.
pub(crate) fn contract(code: impl Into<Bytes>) -> GenesisAccount {
    GenesisAccount {
        nonce: 1,
        code: code.into(),
        ..GenesisAccount::default()
    }
}

/// Account of a key with a million ether.
pub(crate) fn rich() -> GenesisAccount {
    GenesisAccount {
        balance: ETHER * U256::from(1_000_000),
        ..GenesisAccount::default()
    }
}

/// A state with one rich account, at L2 block 10 and time 100; batches end at block 20, time 200.
pub(crate) struct Chain {
    pub(crate) rules: Rules,
    pub(crate) alloc: Alloc,
    pub(crate) bounds: Bounds,
    pub(crate) key: SigningKey,
}

impl Chain {
    pub(crate) fn new() -> Self {
        let key = signer(1);
        Self {
            rules: rules(),
            alloc: Alloc::from([(address(&key), rich())]),
            bounds: bounds(20, 200),
            key,
        }
    }

    pub(crate) fn with(mut self, at: Address, account: GenesisAccount) -> Self {
        self.alloc.insert(at, account);
        self
    }

    pub(crate) fn before(&self) -> (StateClaim, Witness) {
        let (root, witness) = genesis_state(&self.alloc);
        (claim(root, 10, 100), witness)
    }

    pub(crate) fn try_execute(&self, element: &[u8]) -> Result<Outcome, WitnessError> {
        let (before, witness) = self.before();
        execute(
            &self.rules,
            &before,
            element,
            &self.bounds,
            &witness,
            &Library,
        )
    }

    /// Executes a transaction in block 11 at time 101.
    pub(crate) fn run(&self, transaction: &[u8]) -> Outcome {
        self.try_execute(&element(11, 101, transaction))
            .expect("the whole state is a complete witness")
    }

    /// The same for one that is executed: its receipt.
    pub(crate) fn receipt(&self, transaction: &[u8]) -> Receipt {
        match self.run(transaction).effect {
            Effect::Executed(receipt) => receipt,
            Effect::NotExecutable(reason) => panic!("not executable: {reason}"),
        }
    }

    /// Why an element is not executable; checks that the claim stays as it was.
    pub(crate) fn refusal(&self, element: &[u8]) -> NotExecutable {
        let outcome = self.try_execute(element).expect("a complete witness");
        assert_eq!(outcome.after, self.before().0);
        match outcome.effect {
            Effect::NotExecutable(reason) => reason,
            Effect::Executed(receipt) => panic!("executed: {receipt:?}"),
        }
    }

    /// Calls a contract of the alloc with this input, and 2,000,000 gas.
    pub(crate) fn call(&self, to: Address, input: Vec<u8>) -> Outcome {
        let mut transaction = legacy(0, to.into(), U256::ZERO, input);
        transaction.gas_limit = self.rules.gas_limit;
        self.run(&signed(&self.key, &transaction))
    }
}

/// Code that calls `to` with all its calldata and all gas, and returns success and output:
/// `success (32 bytes) ‖ output`.
pub(crate) fn forwarder(to: u8) -> Vec<u8> {
    let mut code = vec![
        0x36, 0x5f, 0x5f, 0x37, // CALLDATACOPY(0, 0, CALLDATASIZE)
        0x5f, 0x5f, 0x36, 0x5f, // no output, input (0, CALLDATASIZE)
        0x60, to, 0x5a, 0xfa, // STATICCALL(GAS, to, ...)
        0x5f, 0x52, // MSTORE(0, success)
    ];
    code.extend([
        0x3d, 0x5f, 0x60, 0x20, 0x3e, // RETURNDATACOPY(32, 0, RETURNDATASIZE)
        0x3d, 0x60, 0x20, 0x01, 0x5f, 0xf3, // RETURN(0, RETURNDATASIZE + 32)
    ]);
    code
}

/// Code of a token: moves `amount` of the caller's to `to` for the input `to (32) ‖ amount (32)`, balances
/// at keccak(owner ‖ 0), and logs the transfer. It checks no balance.
pub(crate) fn token() -> Vec<u8> {
    let mut code = vec![
        0x33, 0x5f, 0x52, 0x60, 0x40, 0x5f, 0x20, 0x80, 0x54, // balance of the caller
        0x60, 0x20, 0x35, 0x90, 0x03, 0x90, 0x55, // less the amount
        0x5f, 0x35, 0x5f, 0x52, 0x60, 0x40, 0x5f, 0x20, 0x80, 0x54, // balance of the receiver
        0x60, 0x20, 0x35, 0x01, 0x90, 0x55, // and the amount
        0x60, 0x20, 0x35, 0x5f, 0x52, 0x5f, 0x35, 0x33, 0x7f,
    ];
    code.extend_from_slice(keccak256("Transfer(address,address,uint256)").as_slice());
    code.extend([0x60, 0x20, 0x5f, 0xa3, 0x00]);
    code
}

/// Input of [`token`].
pub(crate) fn transfer_input(to: Address, amount: u64) -> Vec<u8> {
    let mut input = to.into_word().to_vec();
    input.extend(U256::from(amount).to_be_bytes::<32>());
    input
}

/// The slot of [`token`] that holds this owner's balance.
pub(crate) fn token_slot(owner: Address) -> U256 {
    let mut preimage = owner.into_word().to_vec();
    preimage.extend([0; 32]);
    keccak256(preimage).into()
}
