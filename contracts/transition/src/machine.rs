//! `revm` at Cancun rules with the closed precompile set and the work meter in its loop.

mod division;
mod growth;
mod handler;
mod instructions;
mod local;
#[cfg(test)]
mod tests;

use alloy_primitives::Bytes;
use revm::{
    Context, Journal,
    bytecode::opcode as op,
    context::{BlockEnv, CfgEnv, ContextTr, Evm, FrameStack, JournalTr, TxEnv},
    context_interface::cfg::GasParams,
    handler::{
        EthFrame, EvmTr, FrameData, FrameInitOrResult, FrameResult, ItemOrResult,
        evm::{ContextDbError, FrameInitResult},
        instructions::EthInstructions,
    },
    interpreter::{
        CreateOutcome, FrameInput, Gas, InstructionResult, Interpreter, InterpreterAction,
        InterpreterResult,
        instructions::{GasTable, InstructionTable, gas_table_spec},
        interpreter::EthInterpreter,
        interpreter_action::FrameInit,
        interpreter_types::{Jumps, LoopControl, MemoryTr},
    },
    primitives::hardfork::SpecId,
};

use crate::{
    Arithmetic, EMPTY_ROOT, NodeSource,
    error::{Stop, Stopped},
    meter::WorkMeter,
    precompiles::Precompiles,
    weights,
    world::World,
};

pub(crate) use self::handler::Course;
use self::local::Local;

/// The rules of every L2 transaction.
pub(crate) const SPEC: SpecId = SpecId::CANCUN;

/// The EVM's context over a world, with somebody's arithmetic.
pub(crate) type MachineContext<'w, S, A> =
    Context<BlockEnv, TxEnv, CfgEnv, &'w mut World<S>, Journal<&'w mut World<S>>, &'w A>;

type Instructions<'w, S, A> = EthInstructions<EthInterpreter, MachineContext<'w, S, A>>;

/// `revm` with all that is ours in it.
type Engine<'w, S, A> =
    Evm<MachineContext<'w, S, A>, (), Instructions<'w, S, A>, Precompiles<'w, A>, EthFrame>;

/// An EVM whose every step is metered.
pub(crate) struct Machine<'w, S: NodeSource, A> {
    evm: Engine<'w, S, A>,
}

impl<'w, S: NodeSource, A: Arithmetic> Machine<'w, S, A> {
    pub(crate) fn new(context: MachineContext<'w, S, A>) -> Self {
        let precompiles = Precompiles::new(context.chain);
        let instructions = EthInstructions::new(instructions::table(), gas_table_spec(SPEC), SPEC);
        Self {
            evm: Evm::new(context, instructions, precompiles),
        }
    }
}

impl<S: NodeSource, A: Arithmetic> Machine<'_, S, A> {
    /// Whether the creation just opened is on an account that has storage: a collision by EIP-7610, which
    /// holds for all forks and which the EVM library leaves to its user.
    fn creates_on_storage(&mut self) -> Result<bool, Stopped> {
        let FrameData::Create(creation) = &self.evm.frame_stack.get().data else {
            return Ok(false);
        };
        let address = creation.created_address;
        let world = self.evm.ctx.db_mut();
        let account = world.account(address).map_err(Stop::State);
        let has_storage = account
            .map(|account| account.is_some_and(|account| account.storage_root != EMPTY_ROOT));
        world.keep_first(has_storage)
    }

    /// Takes back the frame just opened; its gas is lost, as in every collision.
    fn refuse_creation(&mut self, gas: Gas) -> FrameResult {
        let checkpoint = self.evm.frame_stack.get().checkpoint;
        self.evm.frame_stack.pop();
        self.evm.ctx.journal_mut().checkpoint_revert(checkpoint);
        let result = InterpreterResult::new(InstructionResult::CreateCollision, Bytes::new(), gas);
        FrameResult::Create(CreateOutcome::new(result, None))
    }
}

impl<'w, S: NodeSource, A: Arithmetic> EvmTr for Machine<'w, S, A> {
    type Context = MachineContext<'w, S, A>;
    type Instructions = Instructions<'w, S, A>;
    type Precompiles = Precompiles<'w, A>;
    type Frame = EthFrame;

    fn all(
        &self,
    ) -> (
        &Self::Context,
        &Self::Instructions,
        &Self::Precompiles,
        &FrameStack<EthFrame>,
    ) {
        self.evm.all()
    }

    fn all_mut(
        &mut self,
    ) -> (
        &mut Self::Context,
        &mut Self::Instructions,
        &mut Self::Precompiles,
        &mut FrameStack<EthFrame>,
    ) {
        self.evm.all_mut()
    }

    fn frame_init(
        &mut self,
        init: FrameInit,
    ) -> Result<FrameInitResult<'_, EthFrame>, ContextDbError<Self::Context>> {
        let mut work = weights::FRAME;
        if self.ctx().db_mut().deepens(init.depth) {
            work += weights::DEPTH;
        }
        let mut create_gas = None;
        if let FrameInput::Create(inputs) = &init.frame_input {
            // Init code is kept, searched for jump destinations, and hashed by CREATE2.
            work += words(inputs.init_code().len()) * (weights::CODE_WORD + weights::HASHED_WORD);
            create_gas = Some(Gas::new_with_regular_gas_and_reservoir(
                inputs.gas_limit(),
                inputs.reservoir(),
            ));
        }
        self.ctx().db_mut().charge_work(work)?;
        if let ItemOrResult::Result(result) = self.evm.frame_init(init)? {
            return Ok(ItemOrResult::Result(result));
        }
        if let Some(gas) = create_gas
            && self.creates_on_storage()?
        {
            return Ok(ItemOrResult::Result(self.refuse_creation(gas)));
        }
        Ok(ItemOrResult::Item(self.evm.frame_stack.get()))
    }

    fn frame_run(&mut self) -> Result<FrameInitOrResult<EthFrame>, ContextDbError<Self::Context>> {
        let evm = &mut self.evm;
        let frame = evm.frame_stack.get();
        let action = run_metered(
            &mut frame.interpreter,
            evm.instruction.instruction_table(),
            evm.instruction.gas_table(),
            &mut evm.ctx,
        )?;
        let next =
            frame.process_next_action::<_, ContextDbError<Self::Context>>(&mut evm.ctx, action)?;
        if let ItemOrResult::Result(result) = &next {
            frame.set_finished(true);
            evm.ctx.db_mut().charge_work(output_work(result))?;
        }
        Ok(next)
    }

    fn frame_return_result(
        &mut self,
        result: FrameResult,
    ) -> Result<Option<FrameResult>, ContextDbError<Self::Context>> {
        self.evm.frame_return_result(result)
    }
}

/// Runs a frame until it ends or opens another one, charging every step.
fn run_metered<'w, S: NodeSource, A: Arithmetic>(
    interpreter: &mut Interpreter<EthInterpreter>,
    instructions: &InstructionTable<EthInterpreter, MachineContext<'w, S, A>>,
    gas: &GasTable,
    context: &mut MachineContext<'w, S, A>,
) -> Result<InterpreterAction, Stopped> {
    let mut meter = context.db_mut().work();
    let ended = loop {
        let local = run_local(interpreter, &context.cfg.gas_params, &mut meter);
        let ended = local.and_then(|ended| match ended {
            Some(result) => Ok(Err(result)),
            None => step_metered(interpreter, instructions, gas, context, &mut meter),
        });
        match ended {
            Ok(Ok(())) => {}
            Ok(Err(result)) => break Ok(result),
            Err(stop) => break Err(stop),
        }
    };
    let world = context.db_mut();
    world.set_work(meter);
    let result = world.keep_first(ended)?;
    if interpreter.bytecode.action().is_none() {
        interpreter.halt(result);
    }
    Ok(interpreter.take_next_action())
}

/// Runs up to the next instruction that needs more than the frame; how the frame ended, if it did.
fn run_local<E>(
    interpreter: &mut Interpreter<EthInterpreter>,
    gas_params: &GasParams,
    meter: &mut WorkMeter,
) -> Result<Option<InstructionResult>, Stop<E>> {
    let mut local = Local {
        interpreter,
        gas_params,
        meter: *meter,
    };
    let ended = local.run();
    *meter = local.meter;
    meter.check()?;
    Ok(ended)
}

/// One step. Words are charged only when the step went well, for then their gas is paid.
fn step_metered<'w, S: NodeSource, A: Arithmetic>(
    interpreter: &mut Interpreter<EthInterpreter>,
    instructions: &InstructionTable<EthInterpreter, MachineContext<'w, S, A>>,
    gas: &GasTable,
    context: &mut MachineContext<'w, S, A>,
    meter: &mut WorkMeter,
) -> Result<Result<(), InstructionResult>, Stop<S::Error>> {
    let opcode = interpreter.bytecode.opcode();
    meter.charge(weights::OPCODES[usize::from(opcode)].into())?;
    let data = data_work(interpreter, opcode);
    let memory = interpreter.memory.size();
    let end = growth::end(interpreter, opcode);
    growth::refuse(interpreter, &context.cfg.gas_params, end, meter);
    meter.check()?;
    let lookups = weights::LOOKUPS[usize::from(opcode)];
    let result = if lookups.accounts == 0 {
        interpreter.step(instructions, gas, context)
    } else {
        let accounts = context.journaled_state.state.len();
        meter.charge_lookups(lookups, accounts)?;
        let slots = slots(interpreter, opcode, context);
        let result = interpreter.step(instructions, gas, context);
        meter.add_slots(self::slots(interpreter, opcode, context).saturating_sub(slots));
        let there = context.journaled_state.state.len();
        if there > accounts {
            meter.charge_lookups(weights::NEW_ACCOUNT, there)?;
        }
        result
    };

    let grown = words(interpreter.memory.size().saturating_sub(memory));
    meter.charge(grown * weights::MEMORY_WORD)?;
    if result.is_ok() {
        meter.charge(data)?;
    }
    Ok(result)
}

/// Slots in the map of a contract that a step may put another one into.
fn slots<S: NodeSource, A>(
    interpreter: &Interpreter<EthInterpreter>,
    opcode: u8,
    context: &MachineContext<'_, S, A>,
) -> usize {
    let journal = &context.journaled_state;
    let contract = &interpreter.input.target_address;
    match opcode {
        op::SLOAD | op::SSTORE => journal.state.get(contract).map_or(0, |it| it.storage.len()),
        op::TSTORE => journal
            .transient_storage
            .get(contract)
            .map_or(0, |it| it.len()),
        _ => 0,
    }
}

/// Work in the data that the next step hashes or copies, by its operands.
fn data_work(interpreter: &Interpreter<EthInterpreter>, opcode: u8) -> u64 {
    let (operand, word) = match opcode {
        op::KECCAK256 => (1, weights::HASHED_WORD),
        op::CALLDATACOPY | op::CODECOPY | op::RETURNDATACOPY | op::MCOPY => {
            (2, weights::COPIED_WORD)
        }
        op::EXTCODECOPY => (3, weights::COPIED_WORD),
        op::LOG0..=op::LOG4 => (1, weights::KEPT_WORD),
        op::EXP => (1, weights::EXPONENT_BYTE),
        _ => return 0,
    };
    // Without the operand the step fails and nothing is charged.
    let Ok(value) = interpreter.stack.peek(operand) else {
        return 0;
    };
    if opcode == op::EXP {
        return value.byte_len() as u64 * word;
    }
    words(value.saturating_to()).saturating_mul(word)
}

/// Work in what a finished frame hands over: kept by its caller; hashed and searched when it becomes code.
fn output_work(result: &FrameResult) -> u64 {
    let outcome = result.interpreter_result();
    let word = match result {
        FrameResult::Create(_) if outcome.is_ok() => {
            weights::KEPT_WORD + weights::HASHED_WORD + weights::CODE_WORD
        }
        _ => weights::KEPT_WORD,
    };
    words(outcome.output.len()) * word
}

fn words(bytes: usize) -> u64 {
    bytes.div_ceil(32) as u64
}
