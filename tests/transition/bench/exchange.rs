//! A pair of tokens that anybody may exchange, as the constant-product exchanges have it: assembled here.

use alloy::{
    primitives::{Address, Bytes, U256, keccak256},
    sol,
    sol_types::SolCall,
};
use revm::bytecode::opcode as op;
use transition::{Account, Witness};

use super::{deep, push};
use crate::{
    chain::VAULT,
    l2::{State, signer},
};

sol! {
    interface Token {
        function transfer(address to, uint256 amount) external returns (bool);
        function transferFrom(address from, address to, uint256 amount) external returns (bool);
    }
}

/// The pair. Its reserves are in slots 0 and 1.
pub(super) const PAIR: Address = Address::repeat_byte(0x9a);
/// The token that it takes, and the one that it gives.
const TOKENS: [Address; 2] = [Address::repeat_byte(0x71), Address::repeat_byte(0x72)];
/// What the pair has of each.
const RESERVES: u64 = 0xff_ffff;

/// Where the pair's code puts the arguments of its calls, behind the selector.
const ARGUMENTS: [u8; 3] = [4, 36, 68];

/// `mstore(at, what is on the stack)`.
fn store(at: u8) -> Vec<u8> {
    [push(U256::from(at)), vec![op::MSTORE]].concat()
}

/// The call of a token with arguments that are computed here, or lie on the stack; jumps if it does not return `true`.
fn call(token: Address, selector: [u8; 4], arguments: &[(&[u8], u8)], fail: u16) -> Vec<u8> {
    let mut code = push(U256::from_be_slice(&selector));
    code.extend([op::PUSH1, 224, op::SHL, op::PUSH0, op::MSTORE]);
    for (argument, at) in arguments {
        code.extend_from_slice(argument);
        code.extend(store(*at));
    }
    code.extend([op::PUSH1, 32, op::PUSH0]);
    code.extend(push(U256::from(4 + 32 * arguments.len())));
    code.extend([op::PUSH0, op::PUSH0]);
    code.extend(push(U256::from_be_slice(token.as_slice())));
    code.extend([op::GAS, op::CALL, op::PUSH0, op::MLOAD, op::AND, op::ISZERO]);
    code.extend(jump_if(fail));
    code
}

fn jump_if(target: u16) -> Vec<u8> {
    let [high, low] = target.to_be_bytes();
    vec![op::PUSH2, high, low, op::JUMPI]
}

/// Takes the amount in the calldata from the caller and gives for it what keeps the product of the reserves, less 0.3%.
fn code(fail: u16) -> Vec<u8> {
    const AMOUNT: [u8; 2] = [op::PUSH0, op::CALLDATALOAD];
    let [first, second, third] = ARGUMENTS;
    let taken = [
        (&[op::CALLER][..], first),
        (&[op::ADDRESS], second),
        (&AMOUNT, third),
    ];
    // The second argument is on the stack.
    let given = [(&[][..], second), (&[op::CALLER], first)];
    [
        call(TOKENS[0], Token::transferFromCall::SELECTOR, &taken, fail),
        // reserve 1, reserve 0
        vec![op::PUSH0, op::SLOAD, op::PUSH1, 1, op::SLOAD],
        // what is given, reserve 1, reserve 0
        AMOUNT.to_vec(),
        vec![op::PUSH2, 3, 229, op::MUL, op::DUP1, op::DUP3, op::MUL],
        vec![op::DUP2, op::DUP5, op::PUSH2, 3, 232, op::MUL, op::ADD],
        vec![op::SWAP1, op::DIV, op::SWAP1, op::POP],
        // new reserves, what is given, old reserves
        vec![op::DUP1, op::DUP3, op::SUB, op::DUP4],
        AMOUNT.to_vec(),
        vec![op::ADD],
        // The product must not shrink.
        vec![op::DUP2, op::DUP2, op::MUL, op::DUP6, op::DUP6, op::MUL],
        vec![op::GT],
        jump_if(fail),
        vec![op::PUSH0, op::SSTORE, op::PUSH1, 1, op::SSTORE],
        call(TOKENS[1], Token::transferCall::SELECTOR, &given, fail),
        vec![op::STOP, op::JUMPDEST, op::PUSH0, op::PUSH0, op::REVERT],
    ]
    .concat()
}

/// The code of the pair.
fn pair() -> Vec<u8> {
    // The same length whatever the target: the failure is four bytes before the end.
    let length = code(0).len();
    code(u16::try_from(length - 4).expect("a short code"))
}

/// Where a Solidity mapping at this slot has the value of a key.
fn mapped(key: Address, slot: [u8; 32]) -> [u8; 32] {
    keccak256([key.into_word().0, slot].concat()).0
}

fn number(slot: u8) -> [u8; 32] {
    U256::from(slot).to_be_bytes()
}

/// A value of three bytes in a trie of storage.
fn entry(slot: [u8; 32]) -> (alloy::primitives::B256, Vec<u8>) {
    let value = RESERVES.to_be_bytes();
    (keccak256(slot), [&[0x83][..], &value[5..]].concat())
}

/// A state with the pair, two tokens of this code, and somebody who lets the pair take its tokens.
pub(super) fn state(token: &[u8]) -> State {
    let mut witness = Witness::default();
    let trader = signer(1).address();
    let money = |balance: u64| Account {
        balance: U256::from(balance),
        ..Account::default()
    };
    let mut all = vec![(trader, money(u64::MAX)), (VAULT, money(1))];
    let mut add = |address, code: &[u8], slots: Vec<[u8; 32]>, witness: &mut Witness| {
        let entries = slots.into_iter().map(entry).collect();
        let account = Account {
            nonce: 1,
            storage_root: deep::Tree { witness }.root(entries),
            code_hash: keccak256(code),
            ..Account::default()
        };
        witness.codes.push(Bytes::copy_from_slice(code));
        all.push((address, account));
    };
    let balances = || vec![mapped(trader, number(0)), mapped(PAIR, number(0))];
    let allowance = mapped(PAIR, mapped(trader, number(1)));
    let slots = [balances(), vec![allowance]].concat();
    add(TOKENS[0], token, slots, &mut witness);
    // One more byte, so that the tokens' codes are two.
    add(TOKENS[1], &[token, &[0]].concat(), balances(), &mut witness);
    let reserves = vec![number(0), number(1)];
    add(PAIR, &pair(), reserves, &mut witness);
    let root = deep::accounts(&mut witness, &all);
    State::of(root, witness)
}
