//! Events of included transactions.

use alloy::rpc::types::{Filter, Log};

use super::{block::Block, ledger::Chain};

impl Block {
    /// The logs of one transaction as clients see them.
    pub(crate) fn logs_of(&self, index: usize) -> Vec<Log> {
        let Some(included) = self.transactions.get(index) else {
            return Vec::new();
        };
        let before = self.logs_before(index);
        let transaction_hash = *included.transaction.tx_hash();
        let logs = included.receipt.logs().iter().enumerate();
        logs.map(|(position, log)| Log {
            inner: log.clone(),
            block_hash: Some(self.hash()),
            block_number: Some(self.number()),
            block_timestamp: Some(self.header.timestamp),
            transaction_hash: Some(transaction_hash),
            transaction_index: Some(index as u64),
            log_index: Some((before + position) as u64),
            removed: false,
        })
        .collect()
    }

    /// The logs of the block that pass the filter's addresses and topics.
    pub(crate) fn logs_matching(&self, filter: &Filter) -> Vec<Log> {
        if !filter.matches_bloom(self.header.logs_bloom) {
            return Vec::new();
        }
        (0..self.transactions.len())
            .flat_map(|index| self.logs_of(index))
            .filter(|log| filter.matches_address(log.address()))
            .filter(|log| filter.matches_topics(log.topics()))
            .collect()
    }
}

impl Chain {
    /// The logs in blocks `from..=to` that pass the filter's addresses and topics.
    pub(crate) fn logs(&self, filter: &Filter, from: u64, to: u64) -> Vec<Log> {
        let to = to.min(self.head().number());
        (from..=to)
            .filter_map(|number| self.block(number))
            .flat_map(|block| block.logs_matching(filter))
            .collect()
    }
}
