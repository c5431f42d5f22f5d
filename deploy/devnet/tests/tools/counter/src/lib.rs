//! A counter that can be told to count in another one.
#![cfg_attr(not(any(test, feature = "export-abi")), no_main)]

extern crate alloc;

use alloy_primitives::{Address, U256};
use alloy_sol_types::sol;
use stylus_sdk::{prelude::*, storage::StorageU256};

/// Bytes without a pattern in the program, which set the size of its code.
const NOISE: usize = if cfg!(feature = "large") { 30_000 } else { 32 };

static BYTES: [u8; NOISE] = noise();

sol! {
    event Increased(address indexed by, uint256 number);
    error TooLarge(uint256 number, uint256 by);
}

sol_interface! {
    interface ICounter {
        function increase(uint256 by) external returns (uint256);
    }
}

#[derive(SolidityError)]
pub enum Error {
    TooLarge(TooLarge),
}

#[storage]
#[entrypoint]
pub struct Counter {
    number: StorageU256,
}

#[public]
impl Counter {
    #[constructor]
    #[payable]
    pub fn constructor(&mut self, number: U256) {
        self.number.set(number);
    }

    pub fn number(&self) -> U256 {
        self.number.get()
    }

    pub fn increase(&mut self, by: U256) -> Result<U256, Error> {
        let number = self.number.get();
        let Some(sum) = number.checked_add(by) else {
            return Err(Error::TooLarge(TooLarge { number, by }));
        };
        self.number.set(sum);
        let by = self.vm().msg_sender();
        log(self.vm(), Increased { by, number: sum });
        Ok(sum)
    }

    /// Increases another counter; its refusal is passed on.
    pub fn increase_other(&mut self, other: Address, by: U256) -> Result<U256, Vec<u8>> {
        Ok(ICounter::new(other).increase(self, by)?)
    }

    /// The byte of the noise at a position, which wraps around.
    pub fn noise(&self, position: u32) -> u8 {
        BYTES[position as usize % NOISE]
    }
}

/// Bytes of a xorshift generator.
const fn noise() -> [u8; NOISE] {
    let mut bytes = [0; NOISE];
    let mut state: u32 = 1;
    let mut i = 0;
    while i < NOISE {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        bytes[i] = (state >> 24) as u8;
        i += 1;
    }
    bytes
}
