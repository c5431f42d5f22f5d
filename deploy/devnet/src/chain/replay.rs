//! Running included transactions again.

use super::{
    block::Block,
    calls::PreparedCall,
    execute::{RecentHashes, transaction_env},
    ledger::Chain,
};

impl Chain {
    /// Gathers what the transaction at `index` of `block` met when it was included, so that
    /// running it gives the same result; nothing if there is none.
    pub(crate) fn replay(&self, block: &Block, index: usize) -> Option<PreparedCall> {
        let included = block.transactions.get(index)?;
        Some(PreparedCall {
            machine: self.machine().clone(),
            state: included.before.clone(),
            // A block holds one transaction, which so meets an empty list of recent programs.
            context: block.context(),
            hashes: RecentHashes::before(block.number(), self.blocks()),
            tx: transaction_env(&included.transaction),
            mode: included.mode,
        })
    }
}
