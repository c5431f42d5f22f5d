//! `debug_trace…`.

use std::sync::Arc;

use alloy::{
    eips::{BlockId, BlockNumberOrTag},
    primitives::B256,
    rpc::types::{BlockOverrides, TransactionRequest, state::StateOverride},
};
use jsonrpsee::types::ErrorObjectOwned;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{
    Value,
    value::{RawValue, to_raw_value},
};

use super::{
    error::{RpcResult, invalid_params, server_error},
    params::{Args, find, require},
};
use crate::{
    chain::{Block, Overrides, PreparedCall},
    node::Node,
    trace::{CallConfig, CallTracer, PrestateConfig, StylusTracer, TraceError, prestate},
};

/// The tracers, as a refusal lists them.
const NAMES: &str = "stylusTracer, callTracer, prestateTracer";

/// Most characters that a refusal repeats of a tracer's name, which may be a whole program.
const MAX_NAME: usize = 40;

/// Last parameter of all methods. What only concerns geth's own ways to trace is not read.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Options {
    tracer: Option<String>,
    tracer_config: Option<Value>,
    /// Of `debug_traceCall` only, as is the next.
    state_overrides: Option<StateOverride>,
    block_overrides: Option<BlockOverrides>,
}

/// A tracer with its configuration.
enum Kind {
    Stylus,
    Call(CallConfig),
    Prestate(PrestateConfig),
}

/// A transaction of a block with its trace.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OfBlock {
    tx_hash: B256,
    result: Box<RawValue>,
}

pub(super) fn trace_transaction(node: &Node, args: &mut Args<'_>) -> RpcResult<Box<RawValue>> {
    let hash: B256 = args.next()?;
    let kind = options(args)?.kind()?;
    let call = node.read(|chain| {
        let (number, index) = chain.position(hash)?;
        chain.replay(chain.block(number)?, index)
    });
    let call = call.ok_or_else(|| server_error(format!("transaction {hash} not found")))?;
    kind.trace(&call)
}

pub(super) fn trace_call(node: &Node, args: &mut Args<'_>) -> RpcResult<Box<RawValue>> {
    let request: TransactionRequest = args.next()?;
    let id = args.block()?;
    let options = options(args)?;
    let kind = options.kind()?;
    let overrides = Overrides {
        state: options.state_overrides,
        block: options.block_overrides,
    };
    let call = node.read(|chain| {
        let block = require(chain, id)?;
        RpcResult::Ok(chain.prepare(&block, &request, &overrides)?)
    })?;
    kind.trace(&call)
}

pub(super) fn trace_block_by_number(node: &Node, args: &mut Args<'_>) -> RpcResult<Box<RawValue>> {
    let tag: BlockNumberOrTag = args.next()?;
    trace_block(node, tag.into(), args)
}

pub(super) fn trace_block_by_hash(node: &Node, args: &mut Args<'_>) -> RpcResult<Box<RawValue>> {
    let hash: B256 = args.next()?;
    trace_block(node, hash.into(), args)
}

fn trace_block(node: &Node, id: BlockId, args: &mut Args<'_>) -> RpcResult<Box<RawValue>> {
    let kind = options(args)?.kind()?;
    let (block, calls): (Arc<Block>, Vec<PreparedCall>) = node.read(|chain| {
        let block = find(chain, id).ok_or_else(|| server_error("block not found"))?;
        let indices = 0..block.transactions.len();
        let calls = indices
            .filter_map(|index| chain.replay(&block, index))
            .collect();
        RpcResult::Ok((block, calls))
    })?;
    if block.number() == 0 {
        return Err(server_error("genesis is not traceable"));
    }
    let mut traces = Vec::new();
    for (included, call) in block.transactions.iter().zip(&calls) {
        traces.push(OfBlock {
            tx_hash: *included.transaction.tx_hash(),
            result: kind.trace(call)?,
        });
    }
    raw(to_raw_value(&traces))
}

fn options(args: &mut Args<'_>) -> RpcResult<Options> {
    Ok(args.optional()?.unwrap_or_default())
}

impl Options {
    fn kind(&self) -> RpcResult<Kind> {
        match self.tracer.as_deref() {
            Some("stylusTracer") => Ok(Kind::Stylus),
            Some("callTracer") => self.config().map(Kind::Call),
            Some("prestateTracer") => self.config().map(Kind::Prestate),
            Some(name) => {
                let name: String = name.chars().take(MAX_NAME).collect();
                Err(invalid_params(format!(
                    "there is no tracer {name:?}, nor any in JavaScript: use one of {NAMES}"
                )))
            }
            None => Err(invalid_params(format!(
                "no tracer is named, and there is no tracer of opcodes: use one of {NAMES}"
            ))),
        }
    }

    fn config<T: DeserializeOwned + Default>(&self) -> RpcResult<T> {
        let Some(config) = &self.tracer_config else {
            return Ok(T::default());
        };
        T::deserialize(config).map_err(|error| invalid_params(format!("tracerConfig: {error}")))
    }
}

impl Kind {
    fn trace(&self, call: &PreparedCall) -> RpcResult<Box<RawValue>> {
        let text = match self {
            Self::Stylus => {
                let mut tracer = StylusTracer::default();
                call.trace(Some(&mut tracer))?;
                tracer.text()?
            }
            Self::Call(config) => {
                let mut tracer = CallTracer::new(*config);
                let outcome = call.trace(Some(&mut tracer))?;
                tracer.text(call.gas_limit(), outcome.result.tx_gas_used())?
            }
            Self::Prestate(config) => {
                let outcome = call.trace(None)?;
                prestate(call.state(), &outcome.state, *config)?
            }
        };
        raw(RawValue::from_string(text))
    }
}

fn raw(value: serde_json::Result<Box<RawValue>>) -> RpcResult<Box<RawValue>> {
    value.map_err(|error| ErrorObjectOwned::from(TraceError::from(error)))
}
