//! Tells the observer about frames.

use revm::{
    Database,
    context_interface::{ContextTr, CreateScheme, JournalTr},
    handler::FrameResult,
    interpreter::{CallInputs, CreateInputs, FrameInput, interpreter_action::FrameInit},
    primitives::{Address, U256},
};

use super::{
    executor::ArbContext,
    trace::{FrameEnter, FrameExit, FrameKind, SelfDestruct, TraceEvent},
};

/// A frame is about to begin.
///
/// # Errors
/// The state database's.
pub(super) fn enter<DB: Database>(
    ctx: &mut ArbContext<'_, DB>,
    init: &FrameInit,
) -> Result<(), DB::Error> {
    if !ctx.chain.is_traced() {
        return Ok(());
    }
    logs(ctx);
    let event = match &init.frame_input {
        FrameInput::Call(inputs) => call(ctx, inputs, init.depth),
        FrameInput::Create(inputs) => creation(ctx, inputs, init.depth)?,
        FrameInput::Empty => return Ok(()),
    };
    ctx.chain.trace(|| TraceEvent::FrameEnter(event));
    Ok(())
}

/// The frame begun last ended.
pub(super) fn exit<DB: Database>(ctx: &mut ArbContext<'_, DB>, result: &FrameResult) {
    logs(ctx);
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

/// SELFDESTRUCT of `address` moved `balance` wei to `beneficiary`.
pub(super) fn self_destruct<DB: Database>(
    ctx: &mut ArbContext<'_, DB>,
    address: Address,
    beneficiary: Address,
    balance: U256,
) {
    logs(ctx);
    ctx.chain.trace(|| {
        TraceEvent::SelfDestruct(SelfDestruct {
            address,
            beneficiary,
            balance,
        })
    });
}

/// Tells the logs that came up since the last event, all of them the innermost frame's.
fn logs<DB: Database>(ctx: &mut ArbContext<'_, DB>) {
    if !ctx.chain.is_traced() {
        return;
    }
    // There are fewer if a frame was reverted.
    let fresh = ctx.journal_ref().logs().get(ctx.chain.told_logs..);
    for log in fresh.unwrap_or_default().to_vec() {
        ctx.chain.trace(|| TraceEvent::Log(log));
    }
    ctx.chain.told_logs = ctx.journal_ref().logs().len();
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

fn creation<DB: Database>(
    ctx: &mut ArbContext<'_, DB>,
    inputs: &CreateInputs,
    depth: usize,
) -> Result<FrameEnter, DB::Error> {
    // The creator is running, so it is loaded and warm already.
    let creator = ctx.journal_mut().load_account(inputs.caller())?;
    let address = inputs.created_address(creator.info.nonce);
    Ok(FrameEnter {
        kind: match inputs.scheme() {
            CreateScheme::Create2 { .. } => FrameKind::Create2,
            CreateScheme::Create | CreateScheme::Custom { .. } => FrameKind::Create,
        },
        depth,
        from: inputs.caller(),
        to: address,
        code: address,
        value: inputs.value(),
        gas: inputs.gas_limit(),
        input: inputs.init_code().clone(),
        is_static: false,
    })
}
