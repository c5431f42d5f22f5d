//! Ink of WASM instructions (sheet of the VM, section 3.3).

use wasmparser::Operator;

/// Ink added to every basic block.
pub(super) const BLOCK_HEADER_INK: u64 = 2450;

/// Ink for each byte that `memory.fill` and `memory.copy` move.
pub(super) const BULK_BYTE_INK: u64 = 100;

/// Ink of an instruction that is accepted but can never be paid for.
const UNPAYABLE: u64 = u64::MAX;

/// Ink of `op`, or `None` if Stylus does not accept the instruction.
///
/// `call_params` is the number of parameters of a `call_indirect`'s type and unused otherwise.
#[expect(clippy::match_same_arms, reason = "one arm per line of the table")]
pub(super) fn ink(op: &Operator<'_>, call_params: u64) -> Option<u64> {
    #[allow(clippy::enum_glob_use)] // 150 names
    use Operator::*;
    Some(match op {
        Unreachable
        | Return
        | Nop
        | I32Const { .. }
        | I64Const { .. }
        | Block { .. }
        | Loop { .. }
        | Else
        | End => 1,
        Drop => 9,
        Br { .. } | BrIf { .. } | If { .. } => 765,
        Select => 1250,
        Call { .. } => 3800,
        CallIndirect { .. } => 13_610 + 650 * call_params,
        BrTable { targets } => 2400 + 325 * u64::from(targets.len()),
        LocalGet { .. } | LocalTee { .. } => 75,
        LocalSet { .. } => 210,
        GlobalGet { .. } => 225,
        GlobalSet { .. } => 575,
        I32Load { .. }
        | I32Load8S { .. }
        | I32Load8U { .. }
        | I32Load16S { .. }
        | I32Load16U { .. } => 670,
        I64Load { .. }
        | I64Load8S { .. }
        | I64Load8U { .. }
        | I64Load16S { .. }
        | I64Load16U { .. }
        | I64Load32S { .. }
        | I64Load32U { .. } => 680,
        I32Store { .. } | I32Store8 { .. } | I32Store16 { .. } => 825,
        I64Store { .. } | I64Store8 { .. } | I64Store16 { .. } | I64Store32 { .. } => 950,
        MemorySize { .. } => 3000,
        MemoryGrow { .. } => 8050,
        MemoryCopy { .. } | MemoryFill { .. } => 950,
        I32Eqz | I32Eq | I32Ne | I32LtS | I32LtU | I32GtS | I32GtU | I32LeS | I32LeU | I32GeS
        | I32GeU => 170,
        I64Eqz | I64Eq | I64Ne | I64LtS | I64LtU | I64GtS | I64GtU | I64LeS | I64LeU | I64GeS
        | I64GeU => 225,
        I32Clz | I32Ctz | I64Clz | I64Ctz => 210,
        other => return arithmetic(other),
    })
}

/// Ink of what computes on one or two operands, and of floats.
#[expect(clippy::match_same_arms, reason = "one arm per line of the table")]
fn arithmetic(op: &Operator<'_>) -> Option<u64> {
    #[allow(clippy::enum_glob_use)]
    use Operator::*;
    Some(match op {
        I32Add | I32Sub | I32And | I32Or | I32Xor | I32Shl | I32ShrS | I32ShrU | I32Rotl
        | I32Rotr => 70,
        I64Add | I64Sub | I64And | I64Or | I64Xor | I64Shl | I64ShrS | I64ShrU | I64Rotl
        | I64Rotr => 100,
        I32Mul | I64Mul => 160,
        I32DivS | I32DivU | I32RemS | I32RemU => 1120,
        I64DivS | I64DivU | I64RemS | I64RemU => 1270,
        I32Popcnt => 2650,
        I64Popcnt => 6000,
        I32WrapI64 | I64ExtendI32S | I64ExtendI32U | I32Extend8S | I32Extend16S | I64Extend8S
        | I64Extend16S | I64Extend32S => 100,
        F32Const { .. }
        | F64Const { .. }
        | F32Load { .. }
        | F64Load { .. }
        | F32Store { .. }
        | F64Store { .. }
        | I32ReinterpretF32
        | I64ReinterpretF64
        | F32ReinterpretI32
        | F64ReinterpretI64 => UNPAYABLE,
        _ => return None,
    })
}

/// Whether `op` is the last of its basic block.
pub(super) fn ends_block(op: &Operator<'_>) -> bool {
    matches!(
        op,
        Operator::End
            | Operator::Else
            | Operator::Return
            | Operator::Loop { .. }
            | Operator::Br { .. }
            | Operator::BrTable { .. }
            | Operator::BrIf { .. }
            | Operator::If { .. }
            | Operator::Call { .. }
            | Operator::CallIndirect { .. }
    )
}
