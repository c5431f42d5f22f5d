//! Instructions that touch nothing but their own frame, in a loop of their own.
//!
//! Nearly all steps of a program are such. The loop is not generic, so that it is compiled with this crate, for
//! speed, while what is generic is compiled with the contract, for size. Instructions of the stack are inlined, the
//! others called by a table of functions with one argument: cheapest by the host's prices.

#![expect(
    clippy::inline_always,
    reason = "a call is more than most of these bodies"
)]

use alloy_primitives::{KECCAK256_EMPTY, U256, keccak256};
use revm::{
    bytecode::opcode::{
        ADD, ADDRESS, AND, BYTE, CALLDATALOAD, CALLDATASIZE, CALLER, CALLVALUE, CODESIZE, DUP1, EQ,
        GAS, GT, ISZERO, JUMP, JUMPDEST, JUMPI, KECCAK256, LT, MLOAD, MSIZE, MSTORE, MSTORE8, MUL,
        NOT, OR, PC, POP, PUSH0, RETURNDATASIZE, SAR, SGT, SHL, SHR, SIGNEXTEND, SLT, SUB, SWAP1,
        XOR,
    },
    context_interface::cfg::GasParams,
    interpreter::{
        InstructionContext, InstructionExecResult, InstructionResult, Interpreter,
        instructions::{arithmetic, bitwise, control, gas_table_spec, memory, stack, system},
        interpreter::EthInterpreter,
        interpreter_types::{Immediates, Jumps, MemoryTr},
        num_words,
    },
};

use super::{SPEC, growth};
use crate::{meter::WorkMeter, weights};

/// A frame between two instructions that need more than the frame.
pub(super) struct Local<'a> {
    pub(super) interpreter: &'a mut Interpreter<EthInterpreter>,
    pub(super) gas_params: &'a GasParams,
    pub(super) meter: WorkMeter,
}

type Function = fn(&mut Local<'_>) -> InstructionExecResult;

/// An opcode: what it costs beside its data, and its function if that needs no more than the frame.
#[derive(Clone, Copy)]
struct Entry {
    work: u32,
    gas: u16,
    function: Option<Function>,
}

static TABLE: [Entry; 256] = table();

const fn table() -> [Entry; 256] {
    let gas = gas_table_spec(SPEC);
    let mut table = [Entry {
        work: 0,
        gas: 0,
        function: None,
    }; 256];
    let mut opcode = 0;
    while opcode < 256 {
        table[opcode].work = weights::OPCODES[opcode];
        table[opcode].gas = gas[opcode];
        opcode += 1;
    }
    /// Takes instructions of `revm` that need no host.
    macro_rules! set {
        ($($opcode:ident => $function:path),* $(,)?) => {
            $(table[$opcode as usize].function = Some(|local| {
                $function(InstructionContext {
                    interpreter: local.interpreter,
                    host: &mut (),
                })
            });)*
        };
    }
    set! {
        ADD => arithmetic::add, MUL => arithmetic::mul, SUB => arithmetic::sub,
        SIGNEXTEND => arithmetic::signextend,
        LT => bitwise::lt, GT => bitwise::gt, SLT => bitwise::slt, SGT => bitwise::sgt,
        EQ => bitwise::eq, ISZERO => bitwise::iszero, AND => bitwise::bitand, OR => bitwise::bitor,
        XOR => bitwise::bitxor, NOT => bitwise::not, BYTE => bitwise::byte, SHL => bitwise::shl,
        SHR => bitwise::shr, SAR => bitwise::sar,
        ADDRESS => system::address, CALLER => system::caller, CALLVALUE => system::callvalue,
        CALLDATALOAD => system::calldataload, CALLDATASIZE => system::calldatasize,
        CODESIZE => system::codesize, RETURNDATASIZE => system::returndatasize,
        JUMP => control::jump, JUMPI => control::jumpi, PC => control::pc, MSIZE => memory::msize,
        GAS => system::gas, POP => stack::pop, JUMPDEST => control::jumpdest,
    }
    table[KECCAK256 as usize].function = Some(|local| local.keccak256());
    table[MLOAD as usize].function = Some(|local| local.mload());
    table[MSTORE as usize].function = Some(|local| local.mstore());
    table[MSTORE8 as usize].function = Some(|local| local.mstore8());
    table
}

impl Local<'_> {
    /// Runs up to the next instruction that needs more than the frame; how the frame ended, if it did.
    ///
    /// The caller looks at the meter first: when that is over its limit, nothing else counts.
    pub(super) fn run(&mut self) -> Option<InstructionResult> {
        loop {
            let opcode = self.interpreter.bytecode.opcode();
            let entry = &TABLE[usize::from(opcode)];
            let ended = if opcode.wrapping_sub(PUSH0) < SWAP1 + 16 - PUSH0 {
                self.begin(entry).and_then(|()| self.run_on_stack(opcode))
            } else {
                let function = entry.function?;
                self.begin(entry).and_then(|()| function(self))
            };
            if let Err(result) = ended {
                return Some(result);
            }
        }
    }

    /// Charges an instruction and goes to what follows its opcode. One branch for both meters: each costs.
    #[inline(always)]
    fn begin(&mut self, entry: &Entry) -> InstructionExecResult {
        self.interpreter.bytecode.relative_jump(1);
        self.meter.add(entry.work.into());
        let lacks_gas = self.interpreter.gas.record_cost_unsafe(entry.gas.into());
        if lacks_gas | self.meter.is_over() {
            return Err(InstructionResult::OutOfGas);
        }
        Ok(())
    }

    /// Fails when the work meter is over its limit.
    #[inline(always)]
    fn require_rest(&self) -> InstructionExecResult {
        if self.meter.is_over() {
            return Err(InstructionResult::OutOfGas);
        }
        Ok(())
    }

    /// `PUSH`, `DUP` and `SWAP`.
    #[inline(always)]
    fn run_on_stack(&mut self, opcode: u8) -> InstructionExecResult {
        if opcode < DUP1 {
            return self.push_immediate(usize::from(opcode - PUSH0));
        }
        let stack = &mut self.interpreter.stack;
        let is_there = if opcode < SWAP1 {
            stack.dup(usize::from(opcode - DUP1) + 1)
        } else {
            stack.swap(usize::from(opcode - SWAP1) + 1)
        };
        is_there
            .then_some(())
            .ok_or(InstructionResult::StackUnderflow)
    }

    #[inline(always)]
    fn push_immediate(&mut self, length: usize) -> InstructionExecResult {
        let number = number(self.interpreter.bytecode.read_slice(length));
        #[expect(clippy::cast_possible_wrap, reason = "at most 32")]
        self.interpreter.bytecode.relative_jump(length as isize);
        self.push(number)
    }

    /// Grows the memory and charges the work of it.
    fn grow(&mut self, offset: usize, length: usize) -> InstructionExecResult {
        let end = offset.saturating_add(length);
        if end <= self.interpreter.memory.size() {
            return Ok(());
        }
        growth::refuse(self.interpreter, self.gas_params, end, &mut self.meter);
        self.require_rest()?;
        let before = self.interpreter.memory.size();
        self.interpreter
            .resize_memory(self.gas_params, offset, length)?;
        let grown = num_words(self.interpreter.memory.size() - before);
        self.meter.add(grown as u64 * weights::MEMORY_WORD);
        Ok(())
    }

    fn mload(&mut self) -> InstructionExecResult {
        let offset = offset(self.interpreter.stack.peek(0)?)?;
        self.grow(offset, 32)?;
        let word = self.interpreter.memory.slice_len(offset, 32);
        let word = number(&word);
        self.interpreter.stack.set(0, word)
    }

    fn mstore(&mut self) -> InstructionExecResult {
        let [at, value] = self.pop_two()?;
        let offset = offset(at)?;
        self.grow(offset, 32)?;
        self.interpreter
            .memory
            .set(offset, &value.to_be_bytes::<32>());
        Ok(())
    }

    fn mstore8(&mut self) -> InstructionExecResult {
        let [at, value] = self.pop_two()?;
        let offset = offset(at)?;
        self.grow(offset, 1)?;
        self.interpreter.memory.set(offset, &[value.byte(0)]);
        Ok(())
    }

    fn keccak256(&mut self) -> InstructionExecResult {
        let [at, length] = self.pop_two()?;
        let length = offset(length)?;
        let gas = self.gas_params.keccak256_cost(length);
        if !self.interpreter.gas.record_regular_cost(gas) {
            return Err(InstructionResult::OutOfGas);
        }
        let hash = if length == 0 {
            KECCAK256_EMPTY
        } else {
            let offset = offset(at)?;
            self.grow(offset, length)?;
            // Its gas is paid.
            self.meter
                .add(num_words(length) as u64 * weights::HASHED_WORD);
            self.require_rest()?;
            keccak256(&*self.interpreter.memory.slice_len(offset, length))
        };
        self.push(hash.into())
    }

    fn pop_two(&mut self) -> Result<[U256; 2], InstructionResult> {
        let popped = self.interpreter.stack.popn();
        popped.ok_or(InstructionResult::StackUnderflow)
    }

    fn push(&mut self, number: U256) -> InstructionExecResult {
        let pushed = self.interpreter.stack.push(number);
        pushed.then_some(()).ok_or(InstructionResult::StackOverflow)
    }
}

/// An operand that is a place or a length in memory.
fn offset(number: U256) -> Result<usize, InstructionResult> {
    usize::try_from(number).map_err(|_| InstructionResult::InvalidOperandOOG)
}

/// At most 32 big-endian bytes.
#[inline(always)]
fn number(bytes: &[u8]) -> U256 {
    let head = |bytes: &[u8]| {
        let fold = |head, byte: &u8| (head << 8) | u64::from(*byte);
        bytes.iter().fold(0, fold)
    };
    if bytes.len() <= 8 {
        return U256::from(head(bytes));
    }
    let (first, chunks) = bytes.as_rchunks::<8>();
    let mut limbs = [0; 4];
    for (limb, chunk) in limbs.iter_mut().zip(chunks.iter().rev()) {
        *limb = u64::from_be_bytes(*chunk);
    }
    if let Some(limb) = limbs.get_mut(chunks.len()) {
        *limb = head(first);
    }
    U256::from_limbs(limbs)
}
