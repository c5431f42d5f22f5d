//! Every opcode with the operands that cost the most.

use std::collections::BTreeMap;

use alloy::primitives::{Address, U256};
use revm::bytecode::{OpCode, opcode as op};

use super::{Bench, TARGET, push};

/// An account that is not there.
const NOBODY: Address = Address::repeat_byte(0xaa);

/// Tenths of gas of each opcode by its byte, without those that end a frame.
pub(super) fn measure(bench: &mut Bench) -> BTreeMap<u8, u64> {
    let mut seen = BTreeMap::new();
    for opcode in op::PUSH0..=op::PUSH32 {
        let length = usize::from(opcode - op::PUSH0);
        seen.insert(
            opcode,
            bench.tenths(&[&[opcode], &vec![0xff; length][..]].concat()),
        );
    }
    let pair = bench.tenths(&[op::PUSH0, op::POP]);
    let pop = pair - seen[&op::PUSH0];
    seen.insert(op::POP, pop);
    seen.insert(op::JUMPDEST, bench.tenths(&[op::JUMPDEST]));
    for opcode in (0..=u8::MAX).filter_map(OpCode::new) {
        if seen.contains_key(&opcode.get()) || is_left_out(opcode.get()) {
            continue;
        }
        let operands = operands(opcode);
        let mut helpers = u64::from(opcode.outputs()) * pop;
        let mut piece = Vec::new();
        for operand in operands.iter().rev() {
            let code = push(*operand);
            helpers += seen[&code[0]];
            piece.extend(code);
        }
        piece.push(opcode.get());
        piece.extend(vec![op::POP; opcode.outputs().into()]);
        let pieces: Vec<Vec<u8>> = if opcode.get() == op::CREATE2 {
            // Each with a salt of its own.
            let salted = |salt: u16| {
                let salt = push(U256::from(0x100 + salt));
                [&salt[..], &[op::PUSH0; 3], &[op::CREATE2, op::POP]].concat()
            };
            helpers += seen[&op::PUSH2] - seen[&op::PUSH0];
            (0..400).map(salted).collect()
        } else {
            vec![piece.clone(); super::COPIES.min(super::CODE / piece.len())]
        };
        let all = bench.tenths_of(&pieces);
        seen.insert(opcode.get(), all.saturating_sub(helpers));
    }
    jumps(bench, pop, &mut seen);
    seen
}

/// What ends a frame, what Cancun does not have, and what is measured apart.
fn is_left_out(opcode: u8) -> bool {
    matches!(
        opcode,
        op::STOP | op::RETURN | op::REVERT | op::INVALID | op::SELFDESTRUCT | op::JUMP | op::JUMPI
    ) || matches!(
        opcode,
        op::CLZ | op::SLOTNUM | op::DUPN | op::SWAPN | op::EXCHANGE
    )
}

fn operands(opcode: OpCode) -> Vec<U256> {
    let top = U256::MAX - U256::from(12_345);
    let half = (U256::MAX >> 120) - U256::from(777);
    let nobody = U256::from_be_slice(NOBODY.as_slice());
    let target = U256::from_be_slice(TARGET.as_slice());
    let count = usize::from(opcode.inputs());
    match opcode.get() {
        op::ADDMOD | op::MULMOD => vec![top, top, half],
        op::SHL | op::SHR | op::SAR => vec![U256::from(77), top],
        op::BYTE | op::SIGNEXTEND => vec![U256::from(13), top],
        op::SDIV | op::SMOD => vec![top << 30, half],
        op::EXP => vec![top, U256::from(255)],
        op::ADD..=op::XOR | op::NOT => vec![top, half][..count].to_vec(),
        op::BALANCE | op::EXTCODEHASH | op::EXTCODESIZE => vec![target],
        op::EXTCODECOPY => vec![target, U256::ZERO, U256::ZERO, U256::ZERO],
        op::CALL | op::CALLCODE => {
            let mut operands = vec![U256::ZERO; 7];
            (operands[0], operands[1], operands[2]) = (U256::MAX, nobody, U256::from(1));
            operands
        }
        op::DELEGATECALL | op::STATICCALL => {
            let mut operands = vec![U256::ZERO; 6];
            (operands[0], operands[1]) = (U256::MAX, nobody);
            operands
        }
        _ => vec![U256::ZERO; count],
    }
}

/// `JUMP` and `JUMPI` to what follows them.
fn jumps(bench: &mut Bench, pop: u64, seen: &mut BTreeMap<u8, u64>) {
    let _ = pop;
    for (opcode, before) in [(op::JUMP, &[][..]), (op::JUMPI, &[op::PUSH0, op::NOT])] {
        let length = before.len() + 5;
        // The run of pieces stands at 0 when it is executed.
        let pieces: Vec<Vec<u8>> = (0..super::COPIES)
            .map(|index| {
                let target = u16::try_from(index * length + length - 1).expect("short code");
                let [high, low] = target.to_be_bytes();
                [before, &[op::PUSH2, high, low, opcode, op::JUMPDEST]].concat()
            })
            .collect();
        let helpers: u64 = before
            .iter()
            .chain(&[op::PUSH2, op::JUMPDEST])
            .map(|opcode| seen[opcode])
            .sum();
        let all = bench.tenths_of(&pieces);
        seen.insert(opcode, all - helpers);
    }
}
