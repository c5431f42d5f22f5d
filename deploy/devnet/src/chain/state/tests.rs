use alloy::primitives::b256;
use revm::state::{Account, AccountStatus, EvmStorageSlot, TransactionId};

use super::*;

const A: Address = Address::repeat_byte(0xa);
const B: Address = Address::repeat_byte(0xb);

fn number(value: u64) -> U256 {
    U256::from(value)
}

/// What a transaction leaves of an account.
fn touched(balance: u64, slots: &[(u64, u64, u64)]) -> Account {
    let info = AccountInfo::default()
        .with_balance(number(balance))
        .with_nonce(1);
    let mut account = Account::default().with_info(info).with_touched_mark();
    for (slot, before, after) in slots {
        let change =
            EvmStorageSlot::new_changed(number(*before), number(*after), TransactionId::ZERO);
        account.storage.insert(number(*slot), change);
    }
    account
}

fn commit(state: &mut State, changes: impl IntoIterator<Item = (Address, Account)>) {
    state.commit(changes.into_iter().collect());
}

#[test]
fn root_succeeds_with_the_empty_tries_when_there_is_nothing() {
    assert_eq!(State::default().root(), EMPTY_ROOT_HASH);
}

#[test]
fn root_succeeds_equal_to_one_computed_by_hand() {
    let mut state = State::default();
    state.set_balance(Address::ZERO, U256::ONE);
    // One leaf: its path is all 64 nibbles of keccak(address), behind the even-leaf flag 0x20.
    let mut path = vec![0x20];
    path.extend(keccak256(Address::ZERO));
    let account = [
        &hex_literal("f8448001a0")[..],
        EMPTY_ROOT_HASH.as_slice(),
        &[0xa0],
        KECCAK256_EMPTY.as_slice(),
    ]
    .concat();
    let mut leaf = vec![0xa1];
    leaf.extend(path);
    leaf.extend([0xb8, u8::try_from(account.len()).expect("short")]);
    leaf.extend(account);
    let mut node = vec![0xf8, u8::try_from(leaf.len()).expect("short")];
    node.extend(leaf);
    assert_eq!(state.root(), keccak256(node));
}

fn hex_literal(text: &str) -> Vec<u8> {
    alloy::hex::decode(text).expect("hex")
}

#[test]
fn root_succeeds_independent_of_the_way_to_a_state() {
    let mut direct = State::default();
    commit(
        &mut direct,
        [(A, touched(5, &[(1, 0, 7)])), (B, touched(6, &[]))],
    );
    let mut winding = State::default();
    commit(&mut winding, [(B, touched(1, &[(3, 0, 3)]))]);
    winding.root();
    commit(&mut winding, [(A, touched(9, &[(1, 0, 2), (2, 0, 4)]))]);
    winding.root();
    commit(&mut winding, [(A, touched(5, &[(1, 2, 7), (2, 4, 0)]))]);
    commit(&mut winding, [(B, touched(6, &[(3, 3, 0)]))]);
    assert_eq!(winding.root(), direct.root());
}

#[test]
fn clone_succeeds_keeping_the_state_that_was() {
    let mut state = State::default();
    commit(&mut state, [(A, touched(5, &[(1, 0, 7)]))]);
    let (mut before, root) = (state.clone(), state.root());
    commit(&mut state, [(A, touched(4, &[(1, 7, 8)]))]);
    assert_eq!(before.balance(A), number(5));
    assert_eq!(before.slot(A, U256::ONE), number(7));
    assert_eq!(before.root(), root);
    assert_eq!(state.slot(A, U256::ONE), number(8));
    assert_ne!(state.root(), root);
}

#[test]
fn commit_succeeds_dropping_what_was_only_read() {
    let mut state = State::default();
    let mut account = touched(5, &[(1, 0, 7)]);
    account.status = AccountStatus::empty();
    commit(&mut state, [(A, account)]);
    assert_eq!(state.balance(A), U256::ZERO);
    assert_eq!(state.root(), EMPTY_ROOT_HASH);
}

#[test]
fn commit_succeeds_removing_destroyed_and_empty_accounts() {
    let mut state = State::default();
    commit(
        &mut state,
        [(A, touched(5, &[(1, 0, 7)])), (B, touched(5, &[]))],
    );
    let empty = Account::default().with_touched_mark();
    let destroyed = touched(5, &[]).with_selfdestruct_mark();
    commit(&mut state, [(A, destroyed), (B, empty)]);
    assert_eq!(state.slot(A, U256::ONE), U256::ZERO);
    assert_eq!(state.root(), EMPTY_ROOT_HASH);
}

#[test]
fn commit_succeeds_clearing_old_storage_when_an_account_is_created_anew() {
    let mut state = State::default();
    commit(&mut state, [(A, touched(5, &[(1, 0, 7)]))]);
    commit(
        &mut state,
        [(A, touched(5, &[(2, 0, 8)]).with_created_mark())],
    );
    assert_eq!(state.slot(A, U256::ONE), U256::ZERO);
    assert_eq!(state.slot(A, number(2)), number(8));
}

#[test]
fn set_code_succeeds_keeping_bytes_with_the_prefix_of_a_program() {
    let mut state = State::default();
    let code = Bytes::from_static(&[0xEF, 0xF0, 0x00, 0x00, 0x01]);
    state.set_code(A, code.clone());
    assert_eq!(state.code(A), code);
    let info = state.basic_ref(A).expect("infallible").expect("an account");
    assert_eq!(info.code_hash, keccak256(&code));
}

#[test]
fn empty_root_succeeds_with_the_known_constant() {
    let known = b256!("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");
    assert_eq!(EMPTY_ROOT_HASH, known);
}
