//! Instruments one function: ink per basic block, stack depth, bulk memory and memory growth
//! (sheet of the VM, sections 3.2 to 3.7).

use std::ops::Range;

use wasm_encoder::{BlockType, Function, InstructionSink};
use wasmparser::{FunctionBody, Operator};

use super::{
    depth::{Arity, OperandStack},
    error::{WasmError, at_most},
    module::{Module, invalid},
    price::{BLOCK_HEADER_INK, BULK_BYTE_INK, ends_block, ink},
};

const MAX_LOCALS: u64 = 348;
const MAX_INSTRUCTIONS: u64 = 65_536;
const MAX_FRAME_WORDS: u64 = 10 * 1024;
const MAX_OPERANDS: u64 = 4096;

/// Indices of the globals that instrumentation adds.
#[derive(Clone, Copy)]
pub(super) struct Globals {
    /// Ink left, i64.
    pub(super) ink: u32,
    /// 1 when the ink ran out, i32.
    pub(super) status: u32,
    /// Holds an operand for a moment, i32.
    pub(super) scratch: u32,
    /// Words of stack left, i32.
    pub(super) stack: u32,
}

impl Globals {
    /// The four that follow `existing` ones, in the order of the sheet.
    pub(super) fn after(existing: u32) -> Self {
        Self {
            ink: existing,
            status: existing + 1,
            scratch: existing + 2,
            stack: existing + 3,
        }
    }
}

/// An instrumented function.
pub(super) struct Metered {
    pub(super) code: Function,
    /// Instructions that Nitro's instrumentation would leave: what activation is charged for.
    /// Ours need not have as many.
    pub(super) instructions: u64,
}

/// What is known of a function after walking through it once.
struct Survey {
    blocks: Vec<Block>,
    frame: u32,
    instructions: u64,
    locals: Vec<(u32, wasmparser::ValType)>,
}

/// A run of instructions that is paid for at once.
struct Block {
    ink: u64,
    instructions: Vec<Piece>,
}

/// One instruction, by its bytes.
struct Piece {
    bytes: Range<u64>,
    kind: Kind,
}

/// What instrumentation does around an instruction.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Bulk,
    Grow,
    /// `return` and the function's last `end`.
    Exit,
}

/// Instruments `body`. `hook` is the index of the function that pays for memory growth.
///
/// # Errors
/// Unsupported instructions, and functions over the limits.
pub(super) fn instrument(
    module: &Module<'_>,
    wasm: &[u8],
    body: &FunctionBody<'_>,
    globals: Globals,
    hook: Option<u32>,
) -> Result<Metered, WasmError> {
    let survey = survey(module, body, hook.is_some())?;
    let locals = survey
        .locals
        .iter()
        .map(|(count, ty)| {
            Ok((
                *count,
                wasm_encoder::ValType::try_from(*ty).map_err(invalid)?,
            ))
        })
        .collect::<Result<Vec<_>, WasmError>>()?;
    let mut code = Function::new(locals);
    enter_frame(&mut code.instructions(), globals, survey.frame);
    for block in &survey.blocks {
        charge(&mut code.instructions(), globals, block.ink);
        for piece in &block.instructions {
            let mut sink = code.instructions();
            match piece.kind {
                Kind::Plain => {}
                Kind::Bulk => charge_bulk(&mut sink, globals),
                Kind::Grow => {
                    if let Some(hook) = hook {
                        pay_growth(&mut sink, globals, hook);
                    }
                }
                Kind::Exit => leave_frame(&mut sink, globals, survey.frame),
            }
            code.raw(slice(wasm, &piece.bytes)?.iter().copied());
        }
    }
    Ok(Metered {
        code,
        instructions: survey.instructions,
    })
}

fn survey(module: &Module<'_>, body: &FunctionBody<'_>, hooked: bool) -> Result<Survey, WasmError> {
    let mut locals = Vec::new();
    let mut local_count = 0_u32;
    for group in body.get_locals_reader().map_err(invalid)? {
        let (count, ty) = group.map_err(invalid)?;
        local_count = local_count.saturating_add(count);
        locals.push((count, ty));
    }
    at_most(
        "locals",
        local_count.try_into().unwrap_or(usize::MAX),
        MAX_LOCALS,
    )?;

    let mut reader = body.get_operators_reader().map_err(invalid)?;
    let mut stack = OperandStack::new();
    let mut blocks: Vec<Block> = Vec::new();
    let mut begins = true;
    let mut count = Counter { hooked, total: 0 };
    while !reader.eof() {
        let start = reader.original_position();
        let op = reader.read().map_err(invalid)?;
        let callee = callee(module, &op);
        let cost = ink(&op, callee.map_or(0, |arity| arity.params.into())).ok_or_else(|| {
            WasmError::UnsupportedInstruction {
                name: format!("{op:?}"),
                offset: start,
            }
        })?;
        if begins {
            stack.begin_block();
            blocks.push(Block {
                ink: BLOCK_HEADER_INK,
                instructions: Vec::new(),
            });
        }
        stack.pass(&op, callee);
        begins = ends_block(&op);
        count.add(&op, begins);
        let kind = kind(&op, reader.eof());
        if let Some(block) = blocks.last_mut() {
            block.ink = block.ink.saturating_add(cost);
            block.instructions.push(Piece {
                bytes: start..reader.original_position(),
                kind,
            });
        }
    }
    let frame = stack.frame_size(local_count);
    at_most("operands", as_usize(stack.worst()), MAX_OPERANDS)?;
    at_most("words of stack frame", as_usize(frame), MAX_FRAME_WORDS)?;
    let instructions = count.finish();
    at_most(
        "instructions",
        usize::try_from(instructions).unwrap_or(usize::MAX),
        MAX_INSTRUCTIONS,
    )?;
    Ok(Survey {
        blocks,
        frame,
        instructions,
        locals,
    })
}

fn as_usize(words: u32) -> usize {
    usize::try_from(words).unwrap_or(usize::MAX)
}

fn slice<'a>(wasm: &'a [u8], range: &Range<u64>) -> Result<&'a [u8], WasmError> {
    let bounds = usize::try_from(range.start)
        .ok()
        .zip(usize::try_from(range.end).ok());
    bounds
        .and_then(|(start, end)| wasm.get(start..end))
        .ok_or_else(|| invalid("instruction outside the file"))
}

/// Parameters and results of what `op` calls or opens.
fn callee(module: &Module<'_>, op: &Operator<'_>) -> Option<Arity> {
    let ty = match op {
        Operator::Call { function_index } => module.function_type(*function_index),
        Operator::CallIndirect { type_index, .. } => module.ty(*type_index),
        Operator::Block { blockty } | Operator::Loop { blockty } | Operator::If { blockty } => {
            match blockty {
                wasmparser::BlockType::FuncType(index) => module.ty(*index),
                wasmparser::BlockType::Empty | wasmparser::BlockType::Type(_) => None,
            }
        }
        _ => None,
    };
    ty.map(Arity::of)
}

fn kind(op: &Operator<'_>, is_last: bool) -> Kind {
    match op {
        Operator::MemoryFill { .. } | Operator::MemoryCopy { .. } => Kind::Bulk,
        Operator::MemoryGrow { .. } => Kind::Grow,
        Operator::Return => Kind::Exit,
        Operator::End if is_last => Kind::Exit,
        _ => Kind::Plain,
    }
}

/// Counts instructions as Nitro's instrumentation would leave them (section 3.6).
struct Counter {
    hooked: bool,
    total: u64,
}

impl Counter {
    const BLOCK: u64 = 12;
    const BULK: u64 = 17;
    const RETURN: u64 = 4;
    const GROW: u64 = 4;
    const FUNCTION: u64 = 17;

    fn add(&mut self, op: &Operator<'_>, ends_block: bool) {
        self.total += 1;
        if ends_block {
            self.total += Self::BLOCK;
        }
        match op {
            Operator::MemoryFill { .. } | Operator::MemoryCopy { .. } => self.total += Self::BULK,
            Operator::Return => self.total += Self::RETURN,
            Operator::MemoryGrow { .. } if self.hooked => self.total += Self::GROW,
            _ => {}
        }
    }

    fn finish(&self) -> u64 {
        self.total + Self::FUNCTION
    }
}

/// Pays `ink` or traps with the status set.
fn charge(sink: &mut InstructionSink<'_>, globals: Globals, ink: u64) {
    let ink = ink.cast_signed();
    sink.global_get(globals.ink).i64_const(ink).i64_lt_u();
    trap_exhausted(sink, globals);
    sink.global_get(globals.ink)
        .i64_const(ink)
        .i64_sub()
        .global_set(globals.ink);
}

/// Consumes a condition: if it holds, the ink is exhausted.
fn trap_exhausted(sink: &mut InstructionSink<'_>, globals: Globals) {
    sink.if_(BlockType::Empty)
        .i32_const(1)
        .global_set(globals.status)
        .unreachable()
        .end();
}

/// Pays for the bytes that a bulk memory instruction is about to move; the count is on top of the
/// stack and stays there.
fn charge_bulk(sink: &mut InstructionSink<'_>, globals: Globals) {
    let per_byte = BULK_BYTE_INK.cast_signed();
    let bytes_ink = |sink: &mut InstructionSink<'_>| {
        sink.global_get(globals.scratch)
            .i64_extend_i32_u()
            .i64_const(per_byte)
            .i64_mul();
    };
    sink.global_set(globals.scratch).global_get(globals.ink);
    bytes_ink(sink);
    sink.i64_lt_u();
    trap_exhausted(sink, globals);
    sink.global_get(globals.ink);
    bytes_ink(sink);
    sink.i64_sub()
        .global_set(globals.ink)
        .global_get(globals.scratch);
}

/// Pays for the pages that `memory.grow` is about to ask for.
fn pay_growth(sink: &mut InstructionSink<'_>, globals: Globals, hook: u32) {
    sink.global_set(globals.scratch)
        .global_get(globals.scratch)
        .call(hook)
        .global_get(globals.scratch);
}

/// Takes a frame of `size` words or traps with no stack left.
fn enter_frame(sink: &mut InstructionSink<'_>, globals: Globals, size: u32) {
    let size = size.cast_signed();
    sink.global_get(globals.stack)
        .i32_const(size)
        .i32_le_u()
        .if_(BlockType::Empty)
        .i32_const(0)
        .global_set(globals.stack)
        .unreachable()
        .end()
        .global_get(globals.stack)
        .i32_const(size)
        .i32_sub()
        .global_set(globals.stack);
}

/// Gives a frame back. A branch to the function's own label does not come here: that frame stays
/// taken, as on Nitro.
fn leave_frame(sink: &mut InstructionSink<'_>, globals: Globals, size: u32) {
    sink.global_get(globals.stack)
        .i32_const(size.cast_signed())
        .i32_add()
        .global_set(globals.stack);
}
