//! The world as the EVM's database: every first reading is metered, the first reason to stop is kept.

use alloy_primitives::{Address, B256, U256};
use revm::{Database, bytecode::Bytecode, state::AccountInfo};

use super::World;
use crate::{
    NodeSource,
    error::{Stop, Stopped},
};

impl<S: NodeSource> World<S> {
    fn read_account(&mut self, address: Address) -> Result<Option<AccountInfo>, Stop<S::Error>> {
        self.witness.account(address)?;
        let account = self.account(address).map_err(Stop::State)?;
        Ok(account.map(|account| AccountInfo {
            balance: account.balance,
            nonce: account.nonce,
            code_hash: account.code_hash,
            account_id: None,
            code: None,
        }))
    }

    fn read_code(&mut self, hash: B256) -> Result<Bytecode, Stop<S::Error>> {
        let code = self.code(hash).map_err(Stop::State)?;
        self.witness.code(hash, code.len())?;
        Ok(code)
    }

    fn read_slot(&mut self, address: Address, slot: U256) -> Result<U256, Stop<S::Error>> {
        self.witness.slot(address, slot)?;
        self.slot(address, slot).map_err(Stop::State)
    }
}

impl<S: NodeSource> Database for World<S> {
    type Error = Stopped;

    fn basic(&mut self, address: Address) -> Result<Option<AccountInfo>, Stopped> {
        let account = self.read_account(address);
        self.keep_first(account)
    }

    fn code_by_hash(&mut self, hash: B256) -> Result<Bytecode, Stopped> {
        let code = self.read_code(hash);
        self.keep_first(code)
    }

    fn storage(&mut self, address: Address, slot: U256) -> Result<U256, Stopped> {
        let value = self.read_slot(address, slot);
        self.keep_first(value)
    }

    fn block_hash(&mut self, number: u64) -> Result<B256, Stopped> {
        Ok((self.block_hash)(number))
    }
}
