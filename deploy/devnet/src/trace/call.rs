//! Geth's `callTracer`: the tree of calls and creations.

use alloy::primitives::U64;
use revm::{
    interpreter::{CallScheme, InstructionResult},
    primitives::{Address, B256, Bytes, Log, U256},
};
use serde::{Deserialize, Serialize};

use super::{
    error::TraceError,
    failure::error_text,
    tree::{Member, Tree},
};
use crate::evm::{
    FrameEnter, FrameExit, FrameKind, SelfDestruct, TraceEvent, Tracer, revert_reason,
};

/// What a call or log takes of a trace beside its data, in bytes.
const REST: usize = 256;

/// What the tracer shows.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct CallConfig {
    /// Not the calls within the transaction's own.
    only_top_call: bool,
    /// The logs of each call that was not reverted.
    with_log: bool,
}

/// Collects the calls of a transaction.
#[derive(Debug)]
pub(crate) struct CallTracer {
    config: CallConfig,
    tree: Tree<Call>,
    /// Calls under way, shown or not.
    depth: usize,
    /// Logs not reverted so far, with the call that emitted each.
    logs: Vec<(usize, CallLog)>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Call {
    #[serde(rename = "type")]
    kind: &'static str,
    from: Address,
    /// Nothing for a creation that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Address>,
    /// Nothing for static calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<U256>,
    gas: U64,
    gas_used: U64,
    input: Bytes,
    #[serde(skip_serializing_if = "<[u8]>::is_empty")]
    output: Bytes,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revert_reason: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logs: Vec<CallLog>,
    /// Logs of the transaction before this call.
    #[serde(skip)]
    logs_before: usize,
}

impl Member for Call {
    fn list(&self, is_empty: bool) -> Option<&'static str> {
        (!is_empty).then_some("calls")
    }
}

#[derive(Debug, Serialize)]
struct CallLog {
    address: Address,
    topics: Vec<B256>,
    data: Bytes,
    /// Calls within the same call before it.
    position: U64,
}

impl CallTracer {
    /// A tracer that has seen nothing yet.
    pub(crate) fn new(config: CallConfig) -> Self {
        Self {
            config,
            tree: Tree::default(),
            depth: 0,
            logs: Vec::new(),
        }
    }

    /// The transaction's own call as a JSON object. `gas_limit` and `gas_used` are the whole
    /// transaction's.
    ///
    /// # Errors
    /// It is more than a response can carry.
    pub(crate) fn text(mut self, gas_limit: u64, gas_used: u64) -> Result<String, TraceError> {
        if let Some(own) = self.tree.get_mut(0) {
            own.gas = U64::from(gas_limit);
            own.gas_used = U64::from(gas_used);
        }
        for (index, log) in self.logs {
            if let Some(call) = self.tree.get_mut(index) {
                call.logs.push(log);
            }
        }
        self.tree.text()
    }

    /// Whether calls at the present depth are shown.
    fn is_shown(&self) -> bool {
        self.depth <= 1 || !self.config.only_top_call
    }

    fn enter(&mut self, frame: FrameEnter) {
        self.depth += 1;
        if !self.is_shown() {
            return;
        }
        self.tree.count(REST + frame.input.len());
        self.tree.enter(Call {
            kind: frame_name(frame.kind),
            from: frame.caller(),
            to: Some(frame.callee()),
            value: (frame.kind != FrameKind::Call(CallScheme::StaticCall)).then_some(frame.value),
            gas: U64::from(frame.gas),
            gas_used: U64::ZERO,
            input: frame.input,
            output: Bytes::new(),
            error: None,
            revert_reason: None,
            logs: Vec::new(),
            logs_before: self.logs.len(),
        });
    }

    fn exit(&mut self, exit: FrameExit) {
        let is_shown = self.is_shown();
        self.depth = self.depth.saturating_sub(1);
        if !is_shown {
            return;
        }
        self.tree.count(exit.output.len());
        let Some(call) = self.tree.exit() else {
            return;
        };
        call.gas_used = U64::from(exit.gas_used);
        call.error = error_text(exit.result);
        if call.error.is_some() {
            self.logs.truncate(call.logs_before);
            if matches!(call.kind, "CREATE" | "CREATE2") {
                call.to = None;
            }
            call.revert_reason = revert_reason(&exit.output);
        }
        if exit.result.is_ok() || exit.result == InstructionResult::Revert {
            call.output = exit.output;
        }
    }

    fn self_destruct(&mut self, end: SelfDestruct) {
        if self.config.only_top_call {
            return;
        }
        self.tree.count(REST);
        let logs_before = self.logs.len();
        self.tree.add(Call {
            kind: "SELFDESTRUCT",
            from: end.address,
            to: Some(end.beneficiary),
            value: Some(end.balance),
            gas: U64::ZERO,
            gas_used: U64::ZERO,
            input: Bytes::new(),
            output: Bytes::new(),
            error: None,
            revert_reason: None,
            logs: Vec::new(),
            logs_before,
        });
    }

    fn log(&mut self, log: Log) {
        if !self.config.with_log || !self.is_shown() {
            return;
        }
        self.tree.count(REST + log.data.data.len());
        let Some((call, position)) = self.tree.innermost() else {
            return;
        };
        let (topics, data) = log.data.split();
        self.logs.push((
            call,
            CallLog {
                address: log.address,
                topics,
                data,
                position: U64::from(position),
            },
        ));
    }
}

impl Tracer for CallTracer {
    fn event(&mut self, event: TraceEvent) {
        match event {
            TraceEvent::FrameEnter(frame) => self.enter(frame),
            TraceEvent::FrameExit(exit) => self.exit(exit),
            TraceEvent::Log(log) => self.log(log),
            TraceEvent::SelfDestruct(end) => self.self_destruct(end),
            TraceEvent::ProgramEnter(_) | TraceEvent::Host(_) | TraceEvent::ProgramExit(_) => {}
        }
    }

    fn is_full(&self) -> bool {
        self.tree.is_full()
    }
}

fn frame_name(kind: FrameKind) -> &'static str {
    match kind {
        FrameKind::Call(CallScheme::Call) => "CALL",
        FrameKind::Call(CallScheme::CallCode) => "CALLCODE",
        FrameKind::Call(CallScheme::DelegateCall) => "DELEGATECALL",
        FrameKind::Call(CallScheme::StaticCall) => "STATICCALL",
        FrameKind::Create => "CREATE",
        FrameKind::Create2 => "CREATE2",
    }
}
