//! Merkle proofs of accounts and slots.

use alloy::{
    primitives::{Address, B256, Bytes, U256, keccak256},
    rlp,
    rpc::types::{EIP1186AccountProofResponse, EIP1186StorageProof},
    serde::JsonStorageKey,
};
use alloy_trie::{
    HashBuilder, Nibbles,
    proof::{ProofNodes, ProofRetainer},
};

use super::{State, StoredAccount, hashed_slot};

impl State {
    /// The account and some of its slots, with the nodes from the state root down to each: what
    /// EIP-1186 has. What is not there is proved to be absent.
    pub(crate) fn proof(
        &self,
        address: Address,
        slots: Vec<JsonStorageKey>,
    ) -> EIP1186AccountProofResponse {
        let key = keccak256(address);
        let accounts = self.accounts.iter();
        let leaves = accounts.map(|(key, account)| (*key, rlp::encode(account.leaf())));
        let account_proof = way(&nodes(leaves, [key]), key);
        let account = self.accounts.get(&key).cloned().unwrap_or_default();
        EIP1186AccountProofResponse {
            address,
            balance: account.balance,
            code_hash: account.code_hash,
            nonce: account.nonce,
            storage_hash: account.storage_root,
            account_proof,
            storage_proof: account.slot_proofs(slots),
        }
    }
}

impl StoredAccount {
    fn slot_proofs(&self, slots: Vec<JsonStorageKey>) -> Vec<EIP1186StorageProof> {
        let hashed = |slot: &JsonStorageKey| hashed_slot(U256::from_be_bytes(slot.as_b256().0));
        let leaves = self.storage.iter();
        let leaves = leaves.map(|(key, value)| (*key, rlp::encode(value)));
        let nodes = nodes(leaves, slots.iter().map(hashed));
        let proofs = slots.into_iter().map(|slot| {
            let key = hashed(&slot);
            EIP1186StorageProof {
                value: self.storage.get(&key).copied().unwrap_or_default(),
                proof: way(&nodes, key),
                key: slot,
            }
        });
        proofs.collect()
    }
}

/// The nodes on the ways to `targets` in the trie of `leaves`, which are in order.
fn nodes(
    leaves: impl Iterator<Item = (B256, Vec<u8>)>,
    targets: impl IntoIterator<Item = B256>,
) -> ProofNodes {
    let targets = targets.into_iter().map(Nibbles::unpack).collect();
    let mut builder = HashBuilder::default().with_proof_retainer(ProofRetainer::new(targets));
    for (key, leaf) in leaves {
        builder.add_leaf(Nibbles::unpack(key), &leaf);
    }
    builder.root();
    builder.take_proof_nodes()
}

/// Those on the way to `key`, from the root down.
fn way(nodes: &ProofNodes, key: B256) -> Vec<Bytes> {
    let nodes = nodes.matching_nodes_sorted(&Nibbles::unpack(key));
    nodes.into_iter().map(|(_, node)| node).collect()
}

#[cfg(test)]
mod tests {
    use alloy_trie::{EMPTY_ROOT_HASH, proof::verify_proof};

    use super::*;

    const A: Address = Address::repeat_byte(0xa);

    fn state() -> State {
        let mut state = State::default();
        for byte in 0..20 {
            state.set_balance(Address::repeat_byte(byte), U256::from(byte));
        }
        let slots = (1..20_u64).map(|slot| (U256::from(slot), U256::from(slot * 1_000)));
        state.set_storage(A, slots, false);
        state
    }

    fn slot(number: u64) -> JsonStorageKey {
        JsonStorageKey::from(U256::from(number))
    }

    #[test]
    fn proof_succeeds_with_nodes_that_lead_from_the_root_to_account_and_slots() {
        let mut state = state();
        let proof = state.proof(A, vec![slot(7), slot(99)]);
        let leaf = rlp::encode(state.account(A).unwrap().leaf());
        let path = Nibbles::unpack(keccak256(A));
        verify_proof(state.root(), path, Some(leaf), &proof.account_proof).unwrap();
        let [seven, absent] = &proof.storage_proof[..] else {
            panic!("one for each slot");
        };
        assert_eq!(seven.value, U256::from(7_000));
        assert_eq!(absent.value, U256::ZERO);
        for (proved, leaf) in [(seven, Some(rlp::encode(seven.value))), (absent, None)] {
            let path = Nibbles::unpack(keccak256(proved.key.as_b256()));
            verify_proof(proof.storage_hash, path, leaf, &proved.proof).unwrap();
        }
    }

    #[test]
    fn proof_succeeds_showing_that_an_account_is_absent() {
        let mut state = state();
        let nobody = Address::repeat_byte(0xee);
        let proof = state.proof(nobody, vec![slot(0)]);
        let path = Nibbles::unpack(keccak256(nobody));
        verify_proof(state.root(), path, None, &proof.account_proof).unwrap();
        assert_eq!(proof.storage_hash, EMPTY_ROOT_HASH);
        assert_eq!(proof.balance, U256::ZERO);
    }
}
