//! Calls without a signature, for wallets and block producers: they change nothing.

use alloy_primitives::{Address, Bytes, TxKind, U256};
use revm::context::TxEnv;
use types::StateClaim;

use super::{DbError, StateDb, root_of};
use crate::{
    Effect, Library, Rules,
    transact::{receipt, run},
    world::World,
};

/// A call, or with `to` left out a creation, from an account that need not sign it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// Who calls; an account without code.
    pub from: Address,
    /// Who is called, `None` to create a contract.
    pub to: Option<Address>,
    /// Value in wei, which `from` must own.
    pub value: U256,
    /// Input, or init code.
    pub data: Bytes,
}

impl StateDb {
    /// What a call would come to, in the block and at the time of this claim, with all the gas of one
    /// transaction and no fee.
    ///
    /// # Errors
    /// The claim was never computed here, or the store failed.
    pub fn call(&self, rules: &Rules, claim: &StateClaim, call: &Call) -> Result<Effect, DbError> {
        self.call_with_gas(rules, claim, call, rules.gas_limit)
    }

    /// The least gas limit with which a call ends well; as an error the effect with all gas, if even
    /// that does not.
    ///
    /// # Errors
    /// The claim was never computed here, or the store failed.
    pub fn estimate_gas(
        &self,
        rules: &Rules,
        claim: &StateClaim,
        call: &Call,
    ) -> Result<Result<u64, Effect>, DbError> {
        let mut enough = rules.gas_limit;
        let mut too_little = match self.call_with_gas(rules, claim, call, enough)? {
            // Below what was used after refunds it cannot end well.
            Effect::Executed(receipt) if receipt.success => receipt.gas_used.saturating_sub(1),
            failed => return Ok(Err(failed)),
        };
        while enough - too_little > 1 {
            let middle = too_little + (enough - too_little) / 2;
            match self.call_with_gas(rules, claim, call, middle)? {
                Effect::Executed(receipt) if receipt.success => enough = middle,
                _ => too_little = middle,
            }
        }
        Ok(Ok(enough))
    }

    fn call_with_gas(
        &self,
        rules: &Rules,
        claim: &StateClaim,
        call: &Call,
        gas_limit: u64,
    ) -> Result<Effect, DbError> {
        let mut world = World::new(root_of(claim), self.snapshot()?);
        let nonce = world.account(call.from)?.map_or(0, |account| account.nonce);
        let transaction = TxEnv {
            caller: call.from,
            gas_limit,
            gas_price: 0,
            kind: call.to.map_or(TxKind::Create, TxKind::Call),
            value: call.value,
            data: call.data.clone(),
            nonce,
            chain_id: Some(rules.chain_id),
            ..TxEnv::default()
        };
        let environment = rules.environment(claim.l2_block.0, claim.l2_timestamp.0);
        let length = call.data.len();
        let ran = run(
            &mut world,
            &environment,
            rules.limits,
            transaction,
            length,
            &Library,
        )?;
        Ok(match ran {
            Ok((result, _)) => Effect::Executed(receipt(call.from, result, world.readings())),
            Err(reason) => Effect::NotExecutable(reason),
        })
    }
}
