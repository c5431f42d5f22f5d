//! Layer 1 gas of the contract per unit of work, against the weights of the work meter.

mod deep;
mod exchange;
mod figures;
mod opcodes;
mod programs;
mod words;
mod worst;

use alloy::primitives::{Address, Bytes, U256};
use revm::bytecode::opcode as op;
use transition::{Alloc, GenesisAccount, Limits};

use crate::{
    chain::Chain,
    l2::{MUCH, Run, State, contract, environment, rich, signer, transaction},
};

const TARGET: Address = Address::repeat_byte(0xc0);
/// Length of every measured code, so that what depends on it is always the same.
const CODE: usize = 12_000;
/// Most copies of a piece of code, which may leave two words each on the stack.
const COPIES: usize = 400;

pub(crate) use crate::random::push;
pub(crate) use figures::assert_committed;
pub(crate) use worst::LIMITS;

/// A chain on which code is measured.
pub(super) struct Bench {
    chain: Chain,
    /// Accounts of the state beside the sender and the code that is called.
    accounts: Alloc,
    /// Calldata of the transaction.
    input: Bytes,
}

impl Bench {
    pub(super) fn new() -> Self {
        Self {
            chain: Chain::open(),
            accounts: Alloc::new(),
            input: Bytes::new(),
        }
    }

    /// One transaction that runs this code, by the crate and by the contract; its gas.
    fn run(&mut self, code: Vec<u8>, limits: Limits) -> (Run, u64) {
        let mut account = contract(code);
        account.balance = U256::from(1_000_000_000);
        self.run_account(account, limits)
    }

    fn run_account(&mut self, account: GenesisAccount, limits: Limits) -> (Run, u64) {
        let key = signer(1);
        let mut alloc = self.accounts.clone();
        alloc.extend([(key.address(), rich()), (TARGET, account)]);
        let input = self.input.clone();
        let transaction = transaction(&key, 0, MUCH, Some(TARGET), input);
        let run = State::new(&alloc).run(&environment(MUCH), limits, &transaction);
        let (outcome, gas) = self.chain.call_open(&run.call);
        assert_eq!(outcome.as_ref(), Ok(&run.outcome), "{:?}", run.effect);
        (run, gas)
    }

    fn gas(&mut self, code: Vec<u8>) -> u64 {
        self.run(code, Limits::NONE).1
    }

    /// Tenths of gas of a piece of code, by many copies of it.
    fn tenths(&mut self, piece: &[u8]) -> u64 {
        self.tenths_of(&vec![piece.to_vec(); COPIES.min(CODE / piece.len())])
    }

    /// The same for pieces that are not all alike.
    fn tenths_of(&mut self, pieces: &[Vec<u8>]) -> u64 {
        // The same bytes with a STOP before them or after: what depends on the code is the same.
        let stop = vec![op::STOP; 33];
        let base = self.gas([&stop[..], &pieces.concat()].concat());
        let full = self.gas([&pieces.concat()[..], &stop].concat());
        10 * (full - base) / pieces.len() as u64
    }
}
