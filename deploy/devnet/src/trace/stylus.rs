//! `stylusTracer`: the host calls of all programs (sheet of the VM, section 8.1).

use revm::{
    interpreter::CallScheme,
    primitives::{Address, Bytes},
};
use serde::Serialize;

use super::{
    error::TraceError,
    tree::{Member, Tree},
};
use crate::evm::{
    FrameEnter, FrameKind, HostRecord, ProgramEnter, ProgramExit, SelfDestruct, TraceEvent, Tracer,
};

/// What names of calls and creations begin with, unless a program's own record takes their place.
const EVM: &str = "evm_";

/// Collects the host calls of a transaction, calls within calls.
#[derive(Debug, Default)]
pub(crate) struct StylusTracer {
    tree: Tree<Record>,
    /// Ink that each running program began with.
    inks: Vec<u64>,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    name: &'static str,
    args: Bytes,
    outs: Bytes,
    start_ink: u64,
    end_ink: u64,
    /// Account that was called; of calls, creations and self-destructions only.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<Address>,
}

impl Member for Record {
    fn list(&self, _is_empty: bool) -> Option<&'static str> {
        self.address.map(|_| "steps")
    }
}

impl StylusTracer {
    /// The records as a JSON array.
    ///
    /// # Errors
    /// They are more than a response can carry.
    pub(crate) fn text(&self) -> Result<String, TraceError> {
        Ok(format!("[{}]", self.tree.text()?))
    }

    fn program_enter(&mut self, enter: ProgramEnter) {
        self.inks.push(enter.ink);
        if enter.page_gas.saturating_add(enter.init_gas) > enter.gas_limit {
            // It never ran.
            return;
        }
        self.tree.add(Record {
            name: "user_entrypoint",
            args: enter.args_len.to_be_bytes().into(),
            start_ink: enter.ink,
            end_ink: enter.ink,
            ..Record::default()
        });
    }

    fn program_exit(&mut self, exit: ProgramExit) {
        let ink = self.inks.pop().unwrap_or_default();
        if let Some(status) = exit.status {
            self.tree.add(Record {
                name: "user_returned",
                outs: status.to_be_bytes().into(),
                start_ink: ink,
                end_ink: ink,
                ..Record::default()
            });
        }
    }

    /// A call's record takes the place of the frame's that it led to. One that led to none, since
    /// the gas did not suffice, is shown as a call without steps; Nitro's tracer gives up there.
    fn host(&mut self, host: HostRecord) {
        let mut record = Record {
            name: host.name,
            args: host.args.into(),
            outs: host.outs.into(),
            start_ink: host.start_ink,
            end_ink: host.end_ink,
            address: None,
        };
        if !is_call(host.name) {
            self.tree.add(record);
            return;
        }
        let last = self.tree.last_mut();
        if let Some(frame) = last.filter(|last| last.name.strip_prefix(EVM) == Some(host.name)) {
            record.address = frame.address;
            *frame = record;
        } else {
            let address = record.args.get(..Address::len_bytes());
            record.address = address.map(Address::from_slice);
            self.tree.add(record);
        }
    }
}

impl Tracer for StylusTracer {
    fn event(&mut self, event: TraceEvent) {
        let size = match &event {
            TraceEvent::Host(record) => record.size(),
            _ => HostRecord::default().size(),
        };
        self.tree.count(size);
        match event {
            // The transaction's own frame is the array itself.
            TraceEvent::FrameEnter(FrameEnter { depth: 0, .. }) | TraceEvent::Log(_) => {}
            TraceEvent::FrameEnter(frame) => self
                .tree
                .enter(evm_record(frame_name(frame.kind), frame.callee())),
            TraceEvent::FrameExit(_) => {
                self.tree.exit();
            }
            TraceEvent::SelfDestruct(SelfDestruct { beneficiary, .. }) => {
                self.tree.add(evm_record("evm_self_destruct", beneficiary));
            }
            TraceEvent::ProgramEnter(enter) => self.program_enter(enter),
            TraceEvent::Host(record) => self.host(record),
            TraceEvent::ProgramExit(exit) => self.program_exit(exit),
        }
    }

    fn is_full(&self) -> bool {
        self.tree.is_full()
    }
}

fn evm_record(name: &'static str, address: Address) -> Record {
    Record {
        name,
        address: Some(address),
        ..Record::default()
    }
}

fn frame_name(kind: FrameKind) -> &'static str {
    match kind {
        FrameKind::Call(CallScheme::Call) => "evm_call_contract",
        FrameKind::Call(CallScheme::CallCode) => "evm_call_code",
        FrameKind::Call(CallScheme::DelegateCall) => "evm_delegate_call_contract",
        FrameKind::Call(CallScheme::StaticCall) => "evm_static_call_contract",
        FrameKind::Create => "evm_create1",
        FrameKind::Create2 => "evm_create2",
    }
}

fn is_call(name: &str) -> bool {
    matches!(
        name,
        "call_contract" | "delegate_call_contract" | "static_call_contract"
    )
}
