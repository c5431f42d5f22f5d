//! The EVM with Stylus programs among its frames.
//!
//! A program that calls or creates yields to this loop and is resumed with the result, so nesting
//! costs no native stack.

use revm::{
    Database, Journal,
    context::{BlockEnv, CfgEnv, Context, FrameStack, TxEnv},
    context_interface::context::{ContextError, take_error},
    context_interface::local::OutFrame,
    handler::{
        EthFrame, EvmTr, FrameInitOrResult, FrameResult, ItemOrResult, evm::FrameInitResult,
        instructions::EthInstructions,
    },
    interpreter::{InterpreterAction, interpreter::EthInterpreter, interpreter_action::FrameInit},
};

use super::{chain::ChainContext, frame::Frame, report};
use crate::{arbos::ArbPrecompiles, program::Step};

/// The context of a transaction: environment, journal and what Arbitrum adds.
pub(crate) type ArbContext<'t, DB> =
    Context<BlockEnv, TxEnv, CfgEnv, DB, Journal<DB>, ChainContext<'t>>;

/// What can interrupt a transaction: the state database failed, or a custom error.
pub(crate) type Fault<DB> = ContextError<<DB as Database>::Error>;

/// Interpreter tables over that context.
pub(super) type ArbInstructions<'t, DB> = EthInstructions<EthInterpreter, ArbContext<'t, DB>>;

/// Everything that runs one transaction.
pub(super) struct ArbEvm<'t, DB: Database> {
    pub(super) ctx: ArbContext<'t, DB>,
    pub(super) instructions: ArbInstructions<'t, DB>,
    pub(super) precompiles: ArbPrecompiles,
    pub(super) frames: FrameStack<Frame>,
}

impl<DB: Database> ArbEvm<'_, DB> {
    /// Runs the innermost frame until it calls, creates or returns.
    fn step(&mut self) -> Result<InterpreterAction, Fault<DB>> {
        let frame = self.frames.get();
        if let Some(program) = &mut frame.program {
            return Ok(match program.run(&mut self.ctx)? {
                Step::Child(input) => InterpreterAction::NewFrame(input),
                Step::Done(result) => InterpreterAction::Return(result),
            });
        }
        let mut action = frame.eth.interpreter.run_plain(
            self.instructions.instruction_table(),
            self.instructions.gas_table(),
            &mut self.ctx,
        );
        let fragments = self.ctx.chain.rules.arbos.has_fragments();
        frame.check_created_code(&mut action, fragments);
        Ok(action)
    }
}

impl<'t, DB: Database> EvmTr for ArbEvm<'t, DB> {
    type Context = ArbContext<'t, DB>;
    type Instructions = ArbInstructions<'t, DB>;
    type Precompiles = ArbPrecompiles;
    type Frame = Frame;

    fn all(
        &self,
    ) -> (
        &Self::Context,
        &Self::Instructions,
        &Self::Precompiles,
        &FrameStack<Frame>,
    ) {
        (
            &self.ctx,
            &self.instructions,
            &self.precompiles,
            &self.frames,
        )
    }

    fn all_mut(
        &mut self,
    ) -> (
        &mut Self::Context,
        &mut Self::Instructions,
        &mut Self::Precompiles,
        &mut FrameStack<Frame>,
    ) {
        (
            &mut self.ctx,
            &mut self.instructions,
            &mut self.precompiles,
            &mut self.frames,
        )
    }

    fn frame_init(&mut self, init: FrameInit) -> Result<FrameInitResult<'_, Frame>, Fault<DB>> {
        report::enter(&mut self.ctx, &init)?;
        let is_first = self.frames.index().is_none();
        let mut slot = if is_first {
            self.frames.start_init()
        } else {
            self.frames.get_next()
        };
        let frame = slot.get(Frame::invalid);
        let started = EthFrame::init_with_context(
            OutFrame::new_init(&mut frame.eth),
            &mut self.ctx,
            &mut self.precompiles,
            init,
        )?;
        let result = match started {
            ItemOrResult::Item(_) => {
                frame.prepare();
                let counted = frame.counted_address();
                self.ctx.chain.push_frame(frame.caller(), counted);
                None
            }
            ItemOrResult::Result(result) => Some(result),
        };
        let token = slot.consume();
        if let Some(result) = result {
            report::exit(&mut self.ctx, &result);
            return Ok(ItemOrResult::Result(result));
        }
        // SAFETY: the token comes from this stack's own slot, which `slot.get` initialised.
        unsafe {
            if is_first {
                self.frames.end_init(token);
            } else {
                self.frames.push(token);
            }
        }
        Ok(ItemOrResult::Item(self.frames.get()))
    }

    fn frame_run(&mut self) -> Result<FrameInitOrResult<Frame>, Fault<DB>> {
        let action = self.step()?;
        let frame = self.frames.get();
        let next = frame
            .eth
            .process_next_action::<_, Fault<DB>>(&mut self.ctx, action)?;
        match next {
            ItemOrResult::Item(init) => Ok(ItemOrResult::Item(init)),
            ItemOrResult::Result(result) => {
                frame.eth.set_finished(true);
                frame.program = None;
                self.ctx.chain.pop_frame();
                report::exit(&mut self.ctx, &result);
                Ok(ItemOrResult::Result(result))
            }
        }
    }

    fn frame_return_result(
        &mut self,
        result: FrameResult,
    ) -> Result<Option<FrameResult>, Fault<DB>> {
        if self.frames.get().eth.is_finished() {
            self.frames.pop();
        }
        if self.frames.index().is_none() {
            return Ok(Some(result));
        }
        let frame = self.frames.get();
        match &mut frame.program {
            Some(program) => {
                frame.eth.interpreter.memory.free_child_context();
                take_error::<Fault<DB>, _>(&mut self.ctx.error)?;
                program.give(result);
            }
            None => frame
                .eth
                .return_result::<_, Fault<DB>>(&mut self.ctx, result)?,
        }
        Ok(None)
    }
}
