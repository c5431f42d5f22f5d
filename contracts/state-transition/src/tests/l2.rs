//! A small L2: states, signed transactions, elements.

use alloy_consensus::{SignableTransaction, TxLegacy, transaction::RlpEcdsaEncodableTx};
use alloy_primitives::{Address, B256, Bytes, Signature, TxKind, U256, keccak256};
use k256::ecdsa::SigningKey;
use transition::{Alloc, GenesisAccount, Rules, Witness, genesis_state};
use types::{Bounds, Element, Hash, L2Block, L2Timestamp, MAX_WITNESS_METER, StateClaim};

use super::host::{CHAIN_ID, VAULT};
use crate::IStateTransition::{self, executeCall};

/// A contract that stores its first argument word under the number of the block, and reads it.
pub(super) const COUNTER: Address = Address::repeat_byte(0xcc);
/// `SSTORE(NUMBER, CALLDATALOAD(0)); SLOAD(NUMBER)`.
const COUNTER_CODE: [u8; 9] = [0x5f, 0x35, 0x43, 0x55, 0x43, 0x54, 0x50, 0x00, 0x00];

pub(super) const LAST_BLOCK: u64 = 20;
pub(super) const LAST_TIMESTAMP: u64 = 200;

pub(super) fn rules() -> Rules {
    Rules::new(CHAIN_ID, VAULT)
}

fn key() -> SigningKey {
    SigningKey::from_slice(keccak256("key").as_slice()).expect("a valid key")
}

/// The account of the one key.
pub(super) fn sender() -> Address {
    let point = key().verifying_key().to_encoded_point(false);
    Address::from_slice(&keccak256(&point.as_bytes()[1..])[12..])
}

/// The claim before, at block 10 and time 100, and the whole state.
pub(super) fn state() -> (StateClaim, Witness) {
    let rich = GenesisAccount {
        balance: U256::from(10).pow(U256::from(24)),
        ..GenesisAccount::default()
    };
    let counter = GenesisAccount {
        nonce: 1,
        code: Bytes::from_static(&COUNTER_CODE),
        ..GenesisAccount::default()
    };
    let (root, witness) = genesis_state(&Alloc::from([(sender(), rich), (COUNTER, counter)]));
    let claim = StateClaim {
        state_root: Hash(root.0),
        l2_block: L2Block(10),
        l2_timestamp: L2Timestamp(100),
    };
    (claim, witness)
}

/// An element with a call that this nonce sends, in a block of its own.
pub(super) fn element(nonce: u64, to: Address, input: impl Into<Bytes>) -> Vec<u8> {
    let transaction = TxLegacy {
        chain_id: Some(CHAIN_ID),
        nonce,
        gas_price: 1,
        gas_limit: 200_000,
        to: TxKind::Call(to),
        value: U256::from(nonce + 1),
        input: input.into(),
    };
    let (signature, id) = key()
        .sign_prehash_recoverable(transaction.signature_hash().as_slice())
        .expect("a signature");
    let signature = Signature::new(
        U256::from_be_slice(&signature.r().to_bytes()),
        U256::from_be_slice(&signature.s().to_bytes()),
        id.is_y_odd(),
    );
    let mut bytes = Vec::new();
    transaction.eip2718_encode(&signature, &mut bytes);
    let element = Element {
        l2_block: L2Block(11 + nonce),
        l2_timestamp: L2Timestamp(101 + nonce),
        transaction: &bytes,
    };
    element.encode().expect("within the cap")
}

pub(super) fn bounds() -> Bounds {
    Bounds {
        last_l2_block: L2Block(LAST_BLOCK),
        last_l2_timestamp: L2Timestamp(LAST_TIMESTAMP),
    }
}

/// Elements as a call carries them.
pub(super) fn pack(elements: &[Vec<u8>]) -> Vec<u8> {
    let mut packed = Vec::new();
    for element in elements {
        let length = u32::try_from(element.len()).expect("a short element");
        packed.extend_from_slice(&length.to_be_bytes());
        packed.extend_from_slice(element);
    }
    packed
}

/// A call with the witness in its calldata.
pub(super) fn call(before: &StateClaim, elements: &[Vec<u8>], witness: &Witness) -> executeCall {
    executeCall {
        before: IStateTransition::StateClaim {
            stateRoot: B256::from(before.state_root.0),
            l2Block: before.l2_block.0,
            l2Timestamp: before.l2_timestamp.0,
        },
        bounds: IStateTransition::Bounds {
            lastL2Block: LAST_BLOCK,
            lastL2Timestamp: LAST_TIMESTAMP,
            witnessMeter: MAX_WITNESS_METER,
        },
        elements: pack(elements).into(),
        staged: Vec::new(),
        witness: witness.encode().into(),
    }
}
