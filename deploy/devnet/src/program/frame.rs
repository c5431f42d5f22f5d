//! A call of a program: runs until it needs another frame, is resumed with that one's result,
//! ends.

use std::mem;

use revm::{
    Database,
    bytecode::Bytecode,
    context_interface::{ContextTr, JournalTr, LocalContextTr},
    handler::FrameResult,
    interpreter::{CallInput, CallInputs, FrameInput, Gas, InstructionResult, InterpreterResult},
    primitives::{Address, B256, Bytes, U256},
};
use wasmi::{Error, ResumableCall, ResumableCallHostTrap, Val};

use super::{
    entry::{self, Entry},
    escape::Escape,
    hooks::{Interrupt, Pending, Reply, serve},
    instance::Instance,
    outcome::ProgramOutcome,
};
use crate::evm::{ArbContext, Fault, ProgramEnter, ProgramExit, TraceEvent};

/// What a program frame does next.
pub(crate) enum Step {
    /// Another frame must run first; its result comes by [`ProgramFrame::give`].
    Child(FrameInput),
    /// It ended.
    Done(InterpreterResult),
}

/// One call of a program.
pub(crate) struct ProgramFrame {
    call: Call,
    stage: Stage,
}

/// What is known of the call from outside.
pub(super) struct Call {
    pub(super) address: Address,
    pub(super) sender: Address,
    pub(super) value: U256,
    pub(super) input: CallInput,
    code_hash: B256,
    code: Bytecode,
    gas_limit: u64,
    pub(super) is_static: bool,
}

enum Stage {
    /// Nothing was charged yet.
    New,
    /// Suspended in a host call that waits for another frame.
    Waiting(Box<Waiting>),
    /// Over, or being run right now.
    Gone,
}

struct Waiting {
    instance: Instance,
    trap: ResumableCallHostTrap,
    host: HostCall,
    pending: Pending,
    result: Option<FrameResult>,
}

/// The host call that is being served.
#[derive(Clone, Copy)]
struct HostCall {
    name: &'static str,
    start_ink: u64,
}

/// How the interpreter ended.
enum End {
    Status(u32),
    Trap,
}

impl ProgramFrame {
    /// The call that `inputs` describe.
    pub(crate) fn new(inputs: &CallInputs) -> Self {
        Self {
            call: Call {
                address: inputs.target_address,
                sender: inputs.caller,
                value: inputs.value.get(),
                input: inputs.input.clone(),
                code_hash: inputs.known_bytecode.0,
                code: inputs.known_bytecode.1.clone(),
                gas_limit: inputs.gas_limit,
                is_static: inputs.is_static,
            },
            stage: Stage::New,
        }
    }

    /// Hands over the result of the frame asked for by [`Step::Child`].
    pub(crate) fn give(&mut self, result: FrameResult) {
        if let Stage::Waiting(waiting) = &mut self.stage {
            waiting.result = Some(result);
        }
    }

    /// Runs until the next [`Step`].
    ///
    /// # Errors
    /// The state database's.
    pub(crate) fn run<DB: Database>(
        &mut self,
        ctx: &mut ArbContext<'_, DB>,
    ) -> Result<Step, Fault<DB>> {
        match mem::replace(&mut self.stage, Stage::Gone) {
            Stage::New => self.begin(ctx),
            Stage::Waiting(waiting) => self.resume(ctx, *waiting),
            Stage::Gone => Err(Fault::<DB>::Custom("program frame is over".to_owned())),
        }
    }

    /// Pays for the entry and runs the program from its first instruction.
    fn begin<DB: Database>(&mut self, ctx: &mut ArbContext<'_, DB>) -> Result<Step, Fault<DB>> {
        let entry = match entry::enter(ctx, self.call.code_hash)? {
            Ok(entry) => entry,
            Err(reason) => {
                if ctx.journal().depth() == 1 {
                    let text = format!("error {reason}");
                    ctx.local_mut().set_precompile_error_context(text);
                }
                let result = InstructionResult::PrecompileError;
                return Ok(Step::Done(self.lost(result)));
            }
        };
        let cost = entry.page_gas.saturating_add(entry.init_gas);
        let Some(gas) = self.call.gas_limit.checked_sub(cost) else {
            self.report_entry(ctx, &entry, 0);
            let result = self.lost(InstructionResult::OutOfGas);
            self.report_exit(ctx, ProgramOutcome::OutOfGasAtInit, None, 0, &result);
            return Ok(Step::Done(result));
        };
        let module = entry::module(ctx, &entry, &self.call.code)?;
        let ink = gas.saturating_mul(entry.params.ink_price.into());
        self.report_entry(ctx, &entry, ink);
        let mut instance = Instance::new(ctx, &module, &self.call, &entry, ink)?;
        instance.open_pages = ctx.chain.pages.open();
        ctx.chain.pages.add(entry.footprint);
        let mut status = [Val::I32(0)];
        let progress = instance.start(&mut status);
        self.drive(ctx, instance, progress, status)
    }

    /// Goes on with the result of a call or creation.
    fn resume<DB: Database>(
        &mut self,
        ctx: &mut ArbContext<'_, DB>,
        waiting: Waiting,
    ) -> Result<Step, Fault<DB>> {
        let Waiting {
            mut instance,
            trap,
            host,
            pending,
            result,
        } = waiting;
        let mut guest = instance.guest();
        let completed = result
            .ok_or(Escape::Failure)
            .and_then(|result| pending.complete(&mut guest, result));
        match completed {
            Ok(value) => {
                guest.record(host.name, host.start_ink);
                let mut status = [Val::I32(0)];
                let progress = proceed(&mut instance, trap, value, &mut status);
                self.drive(ctx, instance, progress, status)
            }
            Err(_) => Ok(self.end(ctx, instance, &End::Trap)),
        }
    }

    /// Serves host calls until the program ends or waits.
    fn drive<DB: Database>(
        &mut self,
        ctx: &mut ArbContext<'_, DB>,
        mut instance: Instance,
        mut progress: Result<ResumableCall, Error>,
        mut status: [Val; 1],
    ) -> Result<Step, Fault<DB>> {
        loop {
            instance.report(ctx);
            let trap = match progress {
                Ok(ResumableCall::HostTrap(trap)) => trap,
                Ok(ResumableCall::Finished) => {
                    let status = match status {
                        [Val::I32(status)] => status.cast_unsigned(),
                        _ => return Ok(self.end(ctx, instance, &End::Trap)),
                    };
                    return Ok(self.end(ctx, instance, &End::Status(status)));
                }
                Ok(ResumableCall::OutOfFuel(_)) | Err(_) => {
                    return Ok(self.end(ctx, instance, &End::Trap));
                }
            };
            let request = match trap.host_error().downcast_ref() {
                Some(Escape::Request(request)) => *request,
                Some(Escape::Exit(status)) => {
                    let status = *status;
                    return Ok(self.end(ctx, instance, &End::Status(status)));
                }
                _ => return Ok(self.end(ctx, instance, &End::Trap)),
            };
            let mut guest = instance.guest();
            let host = HostCall {
                name: request.name(),
                start_ink: guest.ink_left(),
            };
            let value = match serve(&mut guest, ctx, request) {
                Ok(Reply::Done) => None,
                Ok(Reply::Value(value)) => Some(value),
                Ok(Reply::Child(input, pending)) => {
                    self.stage = Stage::Waiting(Box::new(Waiting {
                        instance,
                        trap,
                        host,
                        pending,
                        result: None,
                    }));
                    return Ok(Step::Child(input));
                }
                Err(Interrupt::Escape) => return Ok(self.end(ctx, instance, &End::Trap)),
                Err(Interrupt::Fault(fault)) => return Err(fault),
            };
            guest.record(host.name, host.start_ink);
            progress = proceed(&mut instance, trap, value, &mut status);
        }
    }

    /// Settles a program that ended.
    fn end<DB: Database>(
        &self,
        ctx: &mut ArbContext<'_, DB>,
        mut instance: Instance,
        end: &End,
    ) -> Step {
        instance.report(ctx);
        ctx.chain.pages.restore(instance.open_pages);
        let guest = instance.guest();
        let status = match end {
            End::Status(status) => Some(*status),
            End::Trap => None,
        };
        let mut outcome = match end {
            End::Status(0) => ProgramOutcome::Success,
            End::Status(_) => ProgramOutcome::Revert,
            End::Trap if guest.is_out_of_stack() => ProgramOutcome::OutOfStack,
            End::Trap if guest.is_out_of_ink() => ProgramOutcome::OutOfInk,
            End::Trap => ProgramOutcome::Failure,
        };
        let ink_left = match outcome {
            ProgramOutcome::OutOfInk => 0,
            _ => guest.ink_left(),
        };
        let mut gas_left = ink_left / u64::from(guest.data().env.ink_price);
        let mut output = match outcome {
            ProgramOutcome::Success | ProgramOutcome::Revert => guest.data().output.clone(),
            _ => Bytes::new(),
        };
        if !output.is_empty() {
            if let Some(most) = self.call.gas_limit.checked_sub(data_gas(output.len())) {
                gas_left = gas_left.min(most);
            } else {
                outcome = ProgramOutcome::OutOfGasForReturnData;
                output = Bytes::new();
            }
        }
        let result = match outcome {
            ProgramOutcome::Success => {
                let refund = guest.data().refund;
                self.kept(InstructionResult::Return, gas_left, output, refund)
            }
            ProgramOutcome::Revert | ProgramOutcome::Failure => {
                self.kept(InstructionResult::Revert, gas_left, output, 0)
            }
            ProgramOutcome::OutOfStack => self.lost(InstructionResult::CallTooDeep),
            ProgramOutcome::OutOfInk
            | ProgramOutcome::OutOfGasAtInit
            | ProgramOutcome::OutOfGasForReturnData => self.lost(InstructionResult::OutOfGas),
        };
        let ink_used = instance.ink - ink_left;
        self.report_exit(ctx, outcome, status, ink_used, &result);
        Step::Done(result)
    }

    /// A result that keeps `gas_left`.
    fn kept(
        &self,
        result: InstructionResult,
        gas_left: u64,
        output: Bytes,
        refund: i64,
    ) -> InterpreterResult {
        let mut gas = Gas::new(self.call.gas_limit);
        gas.set_remaining(gas_left);
        gas.record_refund(refund);
        InterpreterResult::new(result, output, gas)
    }

    /// A result that loses all gas.
    fn lost(&self, result: InstructionResult) -> InterpreterResult {
        let mut gas = Gas::new(self.call.gas_limit);
        gas.spend_all();
        InterpreterResult::new(result, Bytes::new(), gas)
    }

    fn report_entry<DB: Database>(&self, ctx: &mut ArbContext<'_, DB>, entry: &Entry, ink: u64) {
        if !ctx.chain.is_traced() {
            return;
        }
        let event = ProgramEnter {
            address: self.call.address,
            code_hash: self.call.code_hash,
            gas_limit: self.call.gas_limit,
            page_gas: entry.page_gas,
            init_gas: entry.init_gas,
            cached: entry.is_cached,
            is_static: self.call.is_static,
            reentrant: ctx.chain.is_reentrant(self.call.address),
            ink,
            args_len: u32::try_from(self.call.input.len()).unwrap_or(u32::MAX),
        };
        ctx.chain.trace(|| TraceEvent::ProgramEnter(event));
    }

    fn report_exit<DB: Database>(
        &self,
        ctx: &mut ArbContext<'_, DB>,
        outcome: ProgramOutcome,
        status: Option<u32>,
        ink_used: u64,
        result: &InterpreterResult,
    ) {
        ctx.chain.trace(|| {
            TraceEvent::ProgramExit(ProgramExit {
                outcome,
                status,
                ink_used,
                gas_used: self.call.gas_limit - result.gas.remaining(),
            })
        });
    }
}

/// Lets the interpreter go on after a host call that returned `value`.
fn proceed(
    instance: &mut Instance,
    trap: ResumableCallHostTrap,
    value: Option<u32>,
    status: &mut [Val; 1],
) -> Result<ResumableCall, Error> {
    match value {
        Some(value) => {
            let value = [Val::I32(value.cast_signed())];
            trap.resume(&mut instance.store, &value, status)
        }
        None => trap.resume(&mut instance.store, &[], status),
    }
}

/// Gas that output of `len` bytes costs at least: what EVM memory of that size would.
fn data_gas(len: usize) -> u64 {
    let words = u64::try_from(len.div_ceil(32)).unwrap_or(u64::MAX >> 32);
    3 * words + words * words / 512
}
