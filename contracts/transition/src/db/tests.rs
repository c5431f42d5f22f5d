mod crash;
mod programs;

use alloc::{vec, vec::Vec};
use alloy_primitives::{Address, Bytes, TxKind, U256, keccak256};
use types::StateClaim;

use super::{Call, StateDb};
use crate::{
    Alloc, Effect, IndexedWitness, Library, NotExecutable, Outcome, Receipt, StateError, execute,
    execute::execute_on,
    testing::{
        Chain, ETHER, VAULT, address, claim, contract, element, legacy, rich, signed, signer,
        token, token_slot, transfer_input,
    },
    world::World,
};

const TOKEN: Address = Address::repeat_byte(0x70);

/// A token with two holders, and the claim of its genesis.
fn token_chain(db: &StateDb) -> (Chain, StateClaim) {
    let mut holding = contract(token());
    let mut chain = Chain::new();
    for number in [1, 2] {
        let holder = address(&signer(number));
        chain.alloc.insert(holder, rich());
        holding
            .storage
            .insert(token_slot(holder), U256::from(1_000_000));
    }
    chain.alloc.insert(TOKEN, holding);
    let before = db.genesis(&chain.alloc, 100).unwrap();
    (chain, before)
}

/// An element that moves tokens from holder 1.
fn move_tokens(nonce: u64, to: Address, amount: u64) -> Vec<u8> {
    let call = legacy(nonce, TOKEN.into(), U256::ZERO, transfer_input(to, amount));
    element(1, 101, &signed(&signer(1), &call))
}

fn executed(outcome: &Outcome) -> &Receipt {
    match &outcome.effect {
        Effect::Executed(receipt) => receipt,
        Effect::NotExecutable(reason) => panic!("{reason}"),
    }
}

#[test]
fn genesis_can_be_read_back() {
    let db = StateDb::in_memory().unwrap();
    let (chain, before) = token_chain(&db);
    let holder = address(&signer(1));
    assert_eq!((before.l2_block.0, before.l2_timestamp.0), (0, 100));
    assert!(db.knows(&before).unwrap());
    assert_eq!(
        db.balance(&before, holder).unwrap(),
        chain.alloc[&holder].balance
    );
    assert_eq!(db.nonce(&before, TOKEN).unwrap(), 1);
    assert_eq!(db.code(&before, TOKEN).unwrap(), Bytes::from(token()));
    assert_eq!(
        db.storage(&before, TOKEN, token_slot(holder)).unwrap(),
        U256::from(1_000_000)
    );
    assert_eq!(db.account(&before, VAULT).unwrap(), None);
    assert_eq!(db.code(&before, VAULT).unwrap(), Bytes::new());
    assert_eq!(db.storage(&before, VAULT, U256::ZERO).unwrap(), U256::ZERO);
}

#[test]
fn execute_batch_gives_receipts_and_every_claim() {
    let db = StateDb::in_memory().unwrap();
    let (chain, before) = token_chain(&db);
    let (from, to) = (address(&signer(1)), Address::repeat_byte(0xb0));
    let elements = [
        move_tokens(0, to, 5),
        move_tokens(0, to, 5),
        element(
            2,
            102,
            &signed(
                &signer(2),
                &legacy(0, TxKind::Create, U256::ZERO, vec![0x5f, 0x5f, 0xf3]),
            ),
        ),
        move_tokens(1, to, 7),
    ];
    let outcomes = db
        .execute_batch(&chain.rules, &before, &elements, &chain.bounds)
        .unwrap();

    let receipt = executed(&outcomes[0]);
    assert!(receipt.success);
    assert_eq!(receipt.logs[0].address, TOKEN);
    assert_eq!(receipt.logs[0].topics()[2], to.into_word());
    assert_eq!(
        receipt.logs[0].data.data.as_ref(),
        U256::from(5).to_be_bytes::<32>()
    );
    assert_eq!(outcomes[1].after, outcomes[0].after);
    assert!(matches!(
        outcomes[1].effect,
        Effect::NotExecutable(NotExecutable::Invalid(_))
    ));
    let created = executed(&outcomes[2]).created.unwrap();
    assert_eq!(created, address(&signer(2)).create(0));
    // The last element is of an earlier block than the one before it.
    assert_eq!(
        outcomes[3].effect,
        Effect::NotExecutable(NotExecutable::NumberBelowClaim {
            number: 1,
            claim: 2
        })
    );

    let claims: Vec<StateClaim> = outcomes.iter().map(|outcome| outcome.after).collect();
    assert_eq!(db.nonce(&before, from).unwrap(), 0);
    assert_eq!(db.nonce(&claims[0], from).unwrap(), 1);
    assert_eq!(
        db.storage(&claims[0], TOKEN, token_slot(to)).unwrap(),
        U256::from(5)
    );
    assert_eq!(db.account(&claims[1], created).unwrap(), None);
    assert_eq!(db.nonce(&claims[2], created).unwrap(), 1);
}

#[test]
fn execute_batch_equals_execution_element_by_element_on_witnesses() {
    let db = StateDb::in_memory().unwrap();
    let (chain, mut before) = token_chain(&db);
    let elements: Vec<Vec<u8>> = (0..20_u8)
        // Every fifth has a nonce that was used.
        .scan(0, |nonce, index| {
            let element = move_tokens(*nonce, Address::repeat_byte(index % 4), 1);
            *nonce += u64::from(index % 5 != 4);
            Some(element)
        })
        .collect();
    let outcomes = db
        .execute_batch(&chain.rules, &before, &elements, &chain.bounds)
        .unwrap();
    for (element, outcome) in elements.iter().zip(outcomes) {
        let witness = db
            .witness(&chain.rules, &before, element, &chain.bounds)
            .unwrap();
        let proved = execute(
            &chain.rules,
            &before,
            element,
            &chain.bounds,
            &witness,
            &Library,
        )
        .unwrap();
        assert_eq!(proved, outcome);
        before = outcome.after;
    }
}

#[test]
fn execute_batch_of_nothing_succeeds() {
    let db = StateDb::in_memory().unwrap();
    let (chain, before) = token_chain(&db);
    let none: [Vec<u8>; 0] = [];
    assert_eq!(
        db.execute_batch(&chain.rules, &before, &none, &chain.bounds)
            .unwrap(),
        []
    );
}

#[test]
fn preview_batch_keeps_nothing() {
    let db = StateDb::in_memory().unwrap();
    let (chain, before) = token_chain(&db);
    let elements = [move_tokens(0, VAULT, 5)];
    let outcomes = db
        .preview_batch(&chain.rules, &before, &elements, &chain.bounds)
        .unwrap();
    assert!(!db.knows(&outcomes[0].after).unwrap());
    let kept = db
        .execute_batch(&chain.rules, &before, &elements, &chain.bounds)
        .unwrap();
    assert_eq!(kept, outcomes);
    assert!(db.knows(&outcomes[0].after).unwrap());
}

#[test]
fn execute_batch_refuses_a_claim_that_was_never_computed() {
    let db = StateDb::in_memory().unwrap();
    let (chain, _) = token_chain(&db);
    let root = keccak256("nothing");
    let unknown = claim(root, 0, 100);
    assert!(!db.knows(&unknown).unwrap());
    let error = db
        .execute_batch(
            &chain.rules,
            &unknown,
            &[move_tokens(0, VAULT, 1)],
            &chain.bounds,
        )
        .unwrap_err();
    assert!(matches!(error, StateError::MissingNode(hash) if hash == root));
}

#[test]
fn knows_the_empty_state() {
    let db = StateDb::in_memory().unwrap();
    let empty = db.genesis(&Alloc::new(), 0).unwrap();
    assert!(db.knows(&empty).unwrap());
    assert_eq!(db.balance(&empty, VAULT).unwrap(), U256::ZERO);
}

#[test]
fn call_changes_nothing_and_shows_the_effect() {
    let db = StateDb::in_memory().unwrap();
    let (chain, before) = token_chain(&db);
    let to = Address::repeat_byte(0xb0);
    let call = Call {
        from: address(&signer(1)),
        to: Some(TOKEN),
        data: transfer_input(to, 3).into(),
        ..Call::default()
    };
    let Effect::Executed(receipt) = db.call(&chain.rules, &before, &call).unwrap() else {
        panic!("refused");
    };
    assert!(receipt.success);
    assert_eq!(receipt.logs.len(), 1);
    assert_eq!(
        db.storage(&before, TOKEN, token_slot(to)).unwrap(),
        U256::ZERO
    );
}

#[test]
fn call_is_refused_when_the_value_is_not_there() {
    let db = StateDb::in_memory().unwrap();
    let (chain, before) = token_chain(&db);
    let call = Call {
        from: VAULT,
        to: Some(TOKEN),
        value: ETHER,
        ..Call::default()
    };
    let effect = db.call(&chain.rules, &before, &call).unwrap();
    assert!(matches!(
        effect,
        Effect::NotExecutable(NotExecutable::Invalid(_))
    ));
}

#[test]
fn estimate_gas_is_the_least_that_succeeds() {
    let db = StateDb::in_memory().unwrap();
    let (chain, before) = token_chain(&db);
    let to = Address::repeat_byte(0xb0);
    let input = transfer_input(to, 3);
    let call = Call {
        from: address(&signer(1)),
        to: Some(TOKEN),
        data: input.clone().into(),
        ..Call::default()
    };
    let enough = db
        .estimate_gas(&chain.rules, &before, &call)
        .unwrap()
        .unwrap();
    let succeeds = |gas_limit| {
        let mut transaction = legacy(0, TOKEN.into(), U256::ZERO, input.clone());
        transaction.gas_limit = gas_limit;
        let element = element(1, 101, &signed(&signer(1), &transaction));
        let outcomes = db
            .preview_batch(&chain.rules, &before, &[element], &chain.bounds)
            .unwrap();
        executed(&outcomes[0]).success
    };
    assert!(succeeds(enough));
    assert!(!succeeds(enough - 1));
}

#[test]
fn estimate_gas_returns_the_effect_when_nothing_suffices() {
    let db = StateDb::in_memory().unwrap();
    let chain = Chain::new().with(TOKEN, contract(vec![0x5f, 0x5f, 0xfd]));
    let before = db.genesis(&chain.alloc, 100).unwrap();
    let call = Call {
        from: address(&chain.key),
        to: Some(TOKEN),
        ..Call::default()
    };
    let effect = db
        .estimate_gas(&chain.rules, &before, &call)
        .unwrap()
        .unwrap_err();
    assert!(matches!(effect, Effect::Executed(receipt) if !receipt.success));
}

#[test]
fn witness_of_run_suffices_for_all_elements_and_is_smaller_than_theirs_together() {
    let db = StateDb::in_memory().unwrap();
    let (chain, before) = token_chain(&db);
    let moves: Vec<_> = (0..6_u8)
        .map(|nonce| move_tokens(nonce.into(), Address::repeat_byte(nonce % 3), 5))
        .collect();
    let outcomes = db
        .execute_batch(&chain.rules, &before, &moves, &chain.bounds)
        .unwrap();
    let whole = db
        .witness_of_run(&chain.rules, &before, &moves, &chain.bounds)
        .unwrap();

    let mut world = World::new(super::root_of(&before), IndexedWitness::new(&whole));
    let (mut claim, mut single) = (before, 0);
    for (element, expected) in moves.iter().zip(&outcomes) {
        let own = db.witness(&chain.rules, &claim, element, &chain.bounds);
        single += own.unwrap().size();
        let outcome = execute_on(
            &mut world,
            &chain.rules,
            &claim,
            element,
            &chain.bounds,
            &Library,
        );
        assert_eq!(outcome.as_ref(), Ok(expected));
        claim = expected.after;
    }
    assert!(whole.size() < single, "{} {single}", whole.size());
}
