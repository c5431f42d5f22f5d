//! What somebody knows who has only read the registry's events.

use std::collections::HashMap;

use alloy_primitives::{LogData, B256};
use alloy_sol_types::SolEvent;
use interfaces::contracts::IBatchRegistry as abi;

use super::world::World;

const SECURE: (bool, u64) = (true, u64::MAX);

pub(crate) struct Mirror {
    /// How many events were read.
    read: usize,
    windows: Vec<abi::Windows>,
    records: HashMap<B256, abi::Record>,
    chain: Vec<B256>,
    finals: u64,
    fork: u32,
    /// By the rule in the text of `SystemStateChanged`.
    state: (bool, u64),
    /// An invalidation has made the system secure, and the event is still to come.
    due: bool,
}

impl Mirror {
    pub(crate) fn new() -> Self {
        Self {
            read: 0,
            windows: Vec::new(),
            records: HashMap::new(),
            chain: Vec::new(),
            finals: 0,
            fork: 0,
            state: SECURE,
            due: false,
        }
    }

    /// Reads what was emitted since.
    pub(crate) fn catch_up(&mut self, world: &World) {
        let events = world.registry.all_events();
        for log in &events[self.read..] {
            let known = self.read_of_chain(log) || self.read_of_contests(log);
            assert!(known || abi::Wired::decode_log_data(log, true).is_ok() || is_constructed(log));
        }
        self.read = events.len();
    }

    fn read_of_chain(&mut self, log: &LogData) -> bool {
        if let Ok(event) = abi::ParameterSetAdded::decode_log_data(log, true) {
            self.windows.push(event.parameters.windows);
        } else if let Ok(event) = abi::BatchSubmitted::decode_log_data(log, true) {
            self.submit(&event);
        } else if let Ok(event) = abi::BatchFinalized::decode_log_data(log, true) {
            assert_eq!(event.index, self.finals + 1);
            self.finals = event.index;
        } else if let Ok(event) = abi::BatchInvalidated::decode_log_data(log, true) {
            self.invalidate(&event);
        } else {
            return false;
        }
        true
    }

    fn read_of_contests(&mut self, log: &LogData) -> bool {
        if let Ok(event) = abi::RequestOpened::decode_log_data(log, true) {
            self.record(event.headerHash).openRequest = true;
        } else if let Ok(event) = abi::RequestClosed::decode_log_data(log, true) {
            self.record(event.headerHash).openRequest = false;
        } else if let Ok(event) = abi::BatchPublished::decode_log_data(log, true) {
            let record = self.record(event.headerHash);
            record.publishedAt = event.publishedAt;
            record.closesAt = event.closesAt;
        } else if let Ok(event) = abi::DisputeOpened::decode_log_data(log, true) {
            let record = self.record(event.headerHash);
            assert_eq!(event.openDisputes, record.openDisputes + 1);
            record.openDisputes = event.openDisputes;
        } else if let Ok(event) = abi::DisputeClosed::decode_log_data(log, true) {
            let record = self.record(event.headerHash);
            assert_eq!(event.openDisputes + 1, record.openDisputes);
            record.openDisputes = event.openDisputes;
        } else if let Ok(event) = abi::BatchProven::decode_log_data(log, true) {
            self.record(event.headerHash).proven = true;
        } else if let Ok(event) = abi::SystemStateChanged::decode_log_data(log, true) {
            let state = (event.secure, event.lowestInsecure);
            // It is news: to somebody who has read of the cuts, or to somebody who has not.
            assert!(state != self.state || self.due, "said twice: {event:?}");
            (self.state, self.due) = (state, false);
        } else {
            return false;
        }
        true
    }

    fn record(&mut self, hash: B256) -> &mut abi::Record {
        self.records.get_mut(&hash).expect("a known batch")
    }

    fn submit(&mut self, event: &abi::BatchSubmitted) {
        let (index, header) = (place(event.index), &event.header);
        assert_eq!(index, self.chain.len());
        assert_eq!(header.fork, self.fork);
        let window = self.windows[header.parameterSet as usize].challenge;
        // The genesis is final at once.
        let window = if index == 0 { 0 } else { window };
        let record = abi::Record {
            known: true,
            closesAt: header.submittedAt + u64::from(window),
            publishedAt: 0,
            openDisputes: 0,
            openRequest: false,
            proven: false,
            invalid: false,
        };
        let before = self.records.insert(event.headerHash, record);
        assert_eq!(before, None, "a hash is used again");
        self.chain.push(event.headerHash);
    }

    fn invalidate(&mut self, event: &abi::BatchInvalidated) {
        assert_eq!(place(event.oldHead), self.chain.len() - 1);
        assert_eq!(event.fork, self.fork + 1);
        self.fork = event.fork;
        let record = self.record(event.headerHash);
        (record.invalid, record.proven) = (true, false);
        self.chain.truncate(place(event.index));
        if !self.state.0 && event.index <= self.state.1 {
            (self.state, self.due) = (SECURE, true);
        }
    }

    pub(crate) fn assert_equals(&self, world: &World) {
        let registry = world.registry.sender(world.stranger);
        let head = self.chain.len() - 1;
        assert_eq!(registry.head(), (head as u64, self.chain[head]));
        assert_eq!(registry.final_head().0, self.finals);
        assert_eq!(registry.fork(), self.fork);
        assert_eq!(registry.system_state(), self.state);
        for (hash, record) in &self.records {
            assert_eq!(registry.record_of(*hash), *record);
        }
        // The event is due only for as long as there is a request whose closing will bring it.
        let open = self.records.values().any(|record| record.openRequest);
        assert!(open || !self.due);
    }
}

fn place(index: u64) -> usize {
    index.try_into().expect("a short chain")
}

fn is_constructed(log: &LogData) -> bool {
    abi::Constructed::decode_log_data(log, true).is_ok()
}
