//! Tells the observer about frames.

use revm::{
    Database,
    context_interface::CreateScheme,
    handler::FrameResult,
    interpreter::{CallInputs, CreateInputs, FrameInput, interpreter_action::FrameInit},
    primitives::Address,
};

use super::{
    executor::ArbContext,
    trace::{FrameEnter, FrameExit, FrameKind, TraceEvent},
};

/// A frame is about to begin.
pub(super) fn enter<DB: Database>(ctx: &mut ArbContext<'_, DB>, init: &FrameInit) {
    if !ctx.chain.is_traced() {
        return;
    }
    let event = match &init.frame_input {
        FrameInput::Call(inputs) => call(ctx, inputs, init.depth),
        FrameInput::Create(inputs) => creation(inputs, init.depth),
        FrameInput::Empty => return,
    };
    ctx.chain.trace(|| TraceEvent::FrameEnter(event));
}

/// The frame begun last ended.
pub(super) fn exit<DB: Database>(ctx: &mut ArbContext<'_, DB>, result: &FrameResult) {
    ctx.chain.trace(|| {
        let (outcome, created) = match result {
            FrameResult::Call(call) => (&call.result, None),
            FrameResult::Create(create) => (&create.result, create.address),
        };
        let gas_used = if outcome.result.is_halt() {
            outcome.gas.limit()
        } else {
            outcome.gas.total_gas_spent()
        };
        TraceEvent::FrameExit(FrameExit {
            result: outcome.result,
            gas_used,
            output: outcome.output.clone(),
            created: created.filter(|_| outcome.result.is_ok()),
        })
    });
}

fn call<DB: Database>(ctx: &ArbContext<'_, DB>, inputs: &CallInputs, depth: usize) -> FrameEnter {
    FrameEnter {
        kind: FrameKind::Call(inputs.scheme),
        depth,
        from: inputs.caller,
        to: inputs.target_address,
        code: inputs.bytecode_address,
        value: inputs.value.get(),
        gas: inputs.gas_limit,
        input: inputs.input.bytes(ctx),
        is_static: inputs.is_static,
    }
}

fn creation(inputs: &CreateInputs, depth: usize) -> FrameEnter {
    FrameEnter {
        kind: match inputs.scheme() {
            CreateScheme::Create2 { .. } => FrameKind::Create2,
            CreateScheme::Create | CreateScheme::Custom { .. } => FrameKind::Create,
        },
        depth,
        from: inputs.caller(),
        to: Address::ZERO,
        code: Address::ZERO,
        value: inputs.value(),
        gas: inputs.gas_limit(),
        input: inputs.init_code().clone(),
        is_static: false,
    }
}
