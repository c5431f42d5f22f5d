//! States of an L2, transactions on them, and their execution by the crate.

use alloy::{
    consensus::{SignableTransaction, TxLegacy, transaction::RlpEcdsaEncodableTx},
    primitives::{Address, B256, Bytes, TxKind, U256, keccak256},
    signers::{SignerSync, local::PrivateKeySigner},
};
use state_transition::{OpenCall, OpenOutcome};
use transition::{
    Alloc, Effect, Environment, GenesisAccount, IndexedWitness, Library, Limits, Recorder, Rules,
    Witness, execute_transaction, genesis_state,
};

use crate::chain::{CHAIN_ID, VAULT};

/// An L2 gas limit and meters that nothing here reaches.
pub(crate) const MUCH: u64 = 1 << 40;

/// The key of this number.
pub(crate) fn signer(number: u8) -> PrivateKeySigner {
    PrivateKeySigner::from_bytes(&keccak256([number])).expect("a valid key")
}

/// A state as it is before a transaction.
pub(crate) struct State {
    pub(crate) root: B256,
    pub(crate) all: Witness,
    indexed: IndexedWitness,
}

impl State {
    pub(crate) fn new(alloc: &Alloc) -> Self {
        let (root, all) = genesis_state(alloc);
        Self::of(root, all)
    }

    /// A state of which this is known.
    pub(crate) fn of(root: B256, all: Witness) -> Self {
        let indexed = IndexedWitness::new(&all);
        Self { root, all, indexed }
    }

    /// Runs a transaction by the crate: what it came to, and the witness that it needed.
    pub(crate) fn run(&self, environment: &Environment, limits: Limits, transaction: &[u8]) -> Run {
        let recorder = Recorder::new(&self.indexed);
        let (effect, root) = execute_transaction(
            self.root,
            &recorder,
            environment,
            limits,
            transaction,
            &Library,
        )
        .expect("the whole state");
        Run {
            outcome: OpenOutcome::of(&effect, root),
            effect,
            call: OpenCall {
                root: self.root,
                environment: environment.clone(),
                hash_numbers: false,
                limits,
                staged: Vec::new(),
                transaction: transaction.to_vec(),
                witness: recorder.into_witness().encode(),
            },
        }
    }
}

/// A transaction that the crate has run.
pub(crate) struct Run {
    pub(crate) effect: Effect,
    pub(crate) outcome: OpenOutcome,
    /// The same for the contract.
    pub(crate) call: OpenCall,
}

/// The environment of an L2 block, with this gas limit.
pub(crate) fn environment(gas_limit: u64) -> Environment {
    let mut environment = Rules::new(CHAIN_ID, VAULT).environment(1_000, 1_800_000_000);
    environment.gas_limit = gas_limit;
    environment
}

/// An account with code.
pub(crate) fn contract(code: impl Into<Bytes>) -> GenesisAccount {
    GenesisAccount {
        nonce: 1,
        code: code.into(),
        ..GenesisAccount::default()
    }
}

/// An account with money.
pub(crate) fn rich() -> GenesisAccount {
    GenesisAccount {
        balance: U256::from(10).pow(U256::from(30)),
        ..GenesisAccount::default()
    }
}

/// A signed call or, without an address, creation, at a price of 1 wei.
pub(crate) fn transaction(
    key: &PrivateKeySigner,
    nonce: u64,
    gas_limit: u64,
    to: Option<Address>,
    input: impl Into<Bytes>,
) -> Vec<u8> {
    let transaction = TxLegacy {
        chain_id: Some(CHAIN_ID),
        nonce,
        gas_price: 1,
        gas_limit,
        to: to.map_or(TxKind::Create, TxKind::Call),
        value: U256::ZERO,
        input: input.into(),
    };
    sign(key, &transaction)
}

/// The bytes of a signed transaction.
pub(crate) fn sign<T>(key: &PrivateKeySigner, transaction: &T) -> Vec<u8>
where
    T: SignableTransaction<alloy::primitives::Signature> + RlpEcdsaEncodableTx,
{
    let signature = key.sign_hash_sync(&transaction.signature_hash());
    let mut bytes = Vec::new();
    transaction.eip2718_encode(&signature.expect("a signature"), &mut bytes);
    bytes
}
