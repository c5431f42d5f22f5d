//! Size of a function's stack frame (sheet of the VM, section 3.4).
//!
//! A linear simulation of the operand height, in words. It does not follow jumps, so it is not the
//! true height in unreachable code; the sum that is charged is defined by it all the same.

use wasmparser::{BlockType, FuncType, Operator};

/// Words that every frame costs beside operands and locals.
const FRAME_WORDS: u32 = 4;

/// Operands that the ink check at the start of a basic block needs.
const BLOCK_CHECK_WORDS: u32 = 2;

/// Operands that the ink charge of a bulk memory instruction needs.
const BULK_CHARGE_WORDS: u32 = 3;

/// Number of parameters and results.
#[derive(Clone, Copy)]
pub(super) struct Arity {
    pub(super) params: u32,
    pub(super) results: u32,
}

impl Arity {
    pub(super) fn of(ty: &FuncType) -> Self {
        let count = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        Self {
            params: count(ty.params().len()),
            results: count(ty.results().len()),
        }
    }
}

/// Heights while walking through one function.
pub(super) struct OperandStack {
    height: u32,
    worst: u32,
    scopes: Vec<u32>,
}

impl OperandStack {
    pub(super) fn new() -> Self {
        Self {
            height: 0,
            worst: 0,
            scopes: vec![0],
        }
    }

    /// Greatest height so far.
    pub(super) fn worst(&self) -> u32 {
        self.worst
    }

    /// Size of the frame of the function walked through, with `locals` declared locals.
    pub(super) fn frame_size(&self, locals: u32) -> u32 {
        self.worst
            .saturating_add(locals)
            .saturating_add(FRAME_WORDS)
    }

    /// A basic block begins.
    pub(super) fn begin_block(&mut self) {
        self.transient(BLOCK_CHECK_WORDS);
    }

    /// Passes `op`. `callee` is the arity of a call's function or of a block's function type.
    pub(super) fn pass(&mut self, op: &Operator<'_>, callee: Option<Arity>) {
        #[allow(clippy::enum_glob_use)]
        use Operator::*;
        match op {
            Block { blockty } | Loop { blockty } => self.open(*blockty, callee),
            If { blockty } => {
                self.pop(1);
                self.open(*blockty, callee);
            }
            Else => self.height = self.scopes.last().copied().unwrap_or_default(),
            End => self.height = self.scopes.pop().unwrap_or_default(),
            Call { .. } => self.call(callee),
            CallIndirect { .. } => {
                self.call(callee);
                self.pop(1);
            }
            MemoryFill { .. } | MemoryCopy { .. } => {
                self.transient(BULK_CHARGE_WORDS);
                self.pop(3);
            }
            LocalGet { .. }
            | GlobalGet { .. }
            | MemorySize { .. }
            | I32Const { .. }
            | I64Const { .. }
            | F32Const { .. }
            | F64Const { .. } => self.push(1),
            Select
            | I32Store { .. }
            | I32Store8 { .. }
            | I32Store16 { .. }
            | I64Store { .. }
            | I64Store8 { .. }
            | I64Store16 { .. }
            | I64Store32 { .. }
            | F32Store { .. }
            | F64Store { .. } => self.pop(2),
            other if is_binary(other) => self.pop(1),
            _ => {}
        }
    }

    fn open(&mut self, ty: BlockType, arity: Option<Arity>) {
        match (ty, arity) {
            (BlockType::Empty, _) => {}
            (BlockType::FuncType(_), Some(arity)) => {
                self.push(arity.results);
                self.pop(arity.params);
            }
            (BlockType::Type(_) | BlockType::FuncType(_), _) => self.push(1),
        }
        self.scopes.push(self.height);
    }

    fn call(&mut self, callee: Option<Arity>) {
        if let Some(arity) = callee {
            self.push(arity.results);
            self.pop(arity.params);
        }
    }

    fn transient(&mut self, words: u32) {
        self.worst = self.worst.max(self.height.saturating_add(words));
    }

    fn push(&mut self, words: u32) {
        self.height = self.height.saturating_add(words);
        self.worst = self.worst.max(self.height);
    }

    fn pop(&mut self, words: u32) {
        self.height = self.height.saturating_sub(words);
    }
}

/// Whether `op` leaves one operand fewer.
fn is_binary(op: &Operator<'_>) -> bool {
    #[allow(clippy::enum_glob_use)]
    use Operator::*;
    matches!(
        op,
        Drop | BrIf { .. }
            | BrTable { .. }
            | LocalSet { .. }
            | GlobalSet { .. }
            | I32Eq
            | I32Ne
            | I32LtS
            | I32LtU
            | I32GtS
            | I32GtU
            | I32LeS
            | I32LeU
            | I32GeS
            | I32GeU
            | I64Eq
            | I64Ne
            | I64LtS
            | I64LtU
            | I64GtS
            | I64GtU
            | I64LeS
            | I64LeU
            | I64GeS
            | I64GeU
            | I32Add
            | I32Sub
            | I32Mul
            | I32DivS
            | I32DivU
            | I32RemS
            | I32RemU
            | I32And
            | I32Or
            | I32Xor
            | I32Shl
            | I32ShrS
            | I32ShrU
            | I32Rotl
            | I32Rotr
            | I64Add
            | I64Sub
            | I64Mul
            | I64DivS
            | I64DivU
            | I64RemS
            | I64RemU
            | I64And
            | I64Or
            | I64Xor
            | I64Shl
            | I64ShrS
            | I64ShrU
            | I64Rotl
            | I64Rotr
    )
}
