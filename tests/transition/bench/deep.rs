//! States as deep as an adversary may make them, without the millions of entries that it would take.
//!
//! Only the paths to the entries in question are there; of all else in the tries there are hashes, which nobody
//! opens. To level 7 every branch is full, as in a trie of 268 million entries; below, down to level 12, a branch
//! has one other child, as grinding of keys makes them.

use alloy::primitives::{Address, B256, U256, keccak256};
use alloy_rlp::{Encodable, Header};
use transition::{Account, Witness};

use crate::{
    chain::VAULT,
    l2::{State, signer},
};

/// Nibbles from which a branch has two children.
const FULL: usize = 7;
/// Nibbles of a leaf's place.
pub(super) const DEPTH: usize = 12;

/// An entry of a trie: its hashed key and its value.
type Entry = (B256, Vec<u8>);

/// Collects the nodes on the paths to all entries; the root.
pub(super) struct Tree<'a> {
    pub(super) witness: &'a mut Witness,
}

impl Tree<'_> {
    /// The root of a trie with these entries.
    pub(super) fn root(&mut self, mut entries: Vec<Entry>) -> B256 {
        entries.sort();
        self.node(&entries, 0)
    }

    fn node(&mut self, entries: &[Entry], depth: usize) -> B256 {
        if depth == DEPTH {
            let [(key, value)] = entries else {
                panic!("keys differ before")
            };
            return self.leaf(key, value);
        }
        let mut payload = Vec::new();
        let first = nibble(&entries[0].0, depth);
        for index in 0..16 {
            let below: Vec<_> = entries
                .iter()
                .filter(|(key, _)| nibble(key, depth) == index)
                .cloned()
                .collect();
            if !below.is_empty() {
                self.node(&below, depth + 1).encode(&mut payload);
            } else if depth + 1 == DEPTH && index == (first + 1) % 16 {
                // The one that is left when the entry goes.
                let other = keccak256([&entries[0].0[..], b"other"].concat());
                self.leaf(&other, &[7]).encode(&mut payload);
            } else if depth < FULL || index == (first + 1) % 16 {
                keccak256([&entries[0].0[..], &depth.to_be_bytes(), &[index]].concat())
                    .encode(&mut payload);
            } else {
                payload.push(0x80);
            }
        }
        payload.push(0x80);
        self.keep(&payload)
    }

    fn leaf(&mut self, key: &B256, value: &[u8]) -> B256 {
        // An even number of nibbles is left.
        let path = [&[0x20], &key[DEPTH / 2..]].concat();
        let mut payload = Vec::new();
        path.as_slice().encode(&mut payload);
        value.encode(&mut payload);
        self.keep(&payload)
    }

    fn keep(&mut self, payload: &[u8]) -> B256 {
        let header = Header {
            list: true,
            payload_length: payload.len(),
        };
        let mut node = Vec::new();
        header.encode(&mut node);
        node.extend_from_slice(payload);
        let hash = keccak256(&node);
        self.witness.nodes.push(node.into());
        hash
    }
}

fn nibble(key: &B256, at: usize) -> u8 {
    let byte = key[at / 2];
    if at.is_multiple_of(2) {
        byte >> 4
    } else {
        byte & 15
    }
}

/// The storage root of a contract whose slots 0, 1, ... hold 1.
pub(super) fn storage(witness: &mut Witness, slots: u64) -> B256 {
    let entry = |slot: u64| (keccak256(B256::from(U256::from(slot))), vec![1]);
    Tree { witness }.root((0..slots).map(entry).collect())
}

/// A state of these accounts.
pub(super) fn accounts(witness: &mut Witness, accounts: &[(Address, Account)]) -> B256 {
    let entry = |(address, account): &(Address, Account)| (keccak256(address), account.encode());
    Tree { witness }.root(accounts.iter().map(entry).collect())
}

/// Where [`ordinary`] has its token.
pub(super) const TOKEN: Address = Address::repeat_byte(0x70);

/// A state of ordinary accounts, and a token with this code that the first key and its friend hold.
pub(super) fn ordinary(token: Option<&[u8]>) -> State {
    let mut witness = Witness::default();
    let money = |balance: u64| Account {
        balance: U256::from(balance),
        ..Account::default()
    };
    let holders = [signer(1).address(), Address::repeat_byte(0xf1)];
    let mut all = vec![
        (holders[0], money(u64::MAX)),
        (holders[1], money(1)),
        (VAULT, money(1)),
    ];
    if let Some(code) = token {
        // `mapping(address => uint256)` at slot 0.
        let slot = |holder: &Address| keccak256([holder.into_word().0, [0; 32]].concat());
        let balances = holders
            .iter()
            .map(|holder| (keccak256(slot(holder)), vec![0x82, 0xff, 0xff]));
        let storage_root = Tree {
            witness: &mut witness,
        }
        .root(balances.collect());
        let code_hash = keccak256(code);
        witness.codes.push(code.to_vec().into());
        let account = Account {
            nonce: 1,
            storage_root,
            code_hash,
            ..Account::default()
        };
        all.push((TOKEN, account));
    }
    let root = accounts(&mut witness, &all);
    State::of(root, witness)
}
