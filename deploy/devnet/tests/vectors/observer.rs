//! Collects the program frames of a transaction.

use std::collections::HashMap;

use devnet::{ProgramEnter, ProgramExit, TraceEvent, Tracer};
use revm::primitives::Address;

use super::case::Frame;

/// Program frames in the order in which they ended.
pub(crate) struct Observer<'a> {
    names: &'a HashMap<Address, String>,
    /// Where the code of each open frame lies.
    codes: Vec<Address>,
    open: Vec<Open>,
    pub(crate) frames: Vec<Frame>,
}

struct Open {
    enter: ProgramEnter,
    name: String,
    hosts: Vec<(String, u64)>,
}

impl<'a> Observer<'a> {
    pub(crate) fn new(names: &'a HashMap<Address, String>) -> Self {
        Self {
            names,
            codes: Vec::new(),
            open: Vec::new(),
            frames: Vec::new(),
        }
    }

    fn end(&mut self, exit: ProgramExit) {
        let Open { enter, name, hosts } = self.open.pop().expect("a program is open");
        self.frames.push(Frame {
            depth: self.open.len(),
            program: name,
            address: enter.address,
            outcome: format!("{:?}", exit.outcome),
            gas_limit: enter.gas_limit,
            page_gas: enter.page_gas,
            init_gas: enter.init_gas,
            cached: enter.cached,
            ink: exit.ink_used,
            gas: exit.gas_used,
            is_static: enter.is_static,
            reentrant: enter.reentrant,
            host_count: Some(hosts.len()),
            host_ink: Some(hosts.iter().map(|(_, ink)| ink).sum()),
            hosts: Some(hosts),
        });
    }
}

impl Tracer for Observer<'_> {
    fn event(&mut self, event: TraceEvent) {
        match event {
            TraceEvent::FrameEnter(frame) => self.codes.push(frame.code),
            TraceEvent::FrameExit(_) => {
                self.codes.pop();
            }
            TraceEvent::ProgramEnter(enter) => {
                let code = self.codes.last().expect("a frame is open");
                self.open.push(Open {
                    enter,
                    name: self.names.get(code).cloned().unwrap_or_default(),
                    hosts: Vec::new(),
                });
            }
            TraceEvent::Host(record) => {
                let open = self.open.last_mut().expect("a program is open");
                let ink = record.start_ink - record.end_ink;
                open.hosts.push((record.name.to_owned(), ink));
            }
            TraceEvent::ProgramExit(exit) => self.end(exit),
            TraceEvent::Log(_) | TraceEvent::SelfDestruct(_) => {}
        }
    }
}
