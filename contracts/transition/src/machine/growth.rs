//! Growth of a frame's memory, looked at before it happens: the meter must stop what a program on chain has no
//! memory for, not find out afterwards.

use alloy_primitives::U256;
use revm::{
    bytecode::opcode as op,
    context_interface::cfg::GasParams,
    interpreter::{
        Interpreter, interpreter::EthInterpreter, interpreter_types::MemoryTr, num_words,
    },
};

use crate::{meter::WorkMeter, weights};

type Frame = Interpreter<EthInterpreter>;

/// Work of growing the memory to this end in bytes, if the frame can pay its gas; else it fails by itself.
pub(super) fn work(frame: &Frame, gas_params: &GasParams, end: usize) -> u64 {
    let (size, end) = (num_words(frame.memory.size()), num_words(end));
    if end <= size {
        return 0;
    }
    let price = gas_params.memory_cost(end) - gas_params.memory_cost(size);
    if price > frame.gas.remaining() {
        return 0;
    }
    (end - size) as u64 * weights::MEMORY_WORD
}

/// Charges that work if it is too much; if it is not, it is charged when the memory has grown.
pub(super) fn refuse(frame: &Frame, gas_params: &GasParams, end: usize, meter: &mut WorkMeter) {
    let work = work(frame, gas_params, end);
    if meter.lacks(work) {
        meter.add(work);
    }
}

/// Where the memory must reach for the next instruction, by its operands; of those that run beside their frame.
pub(super) fn end(frame: &Frame, opcode: u8) -> usize {
    let ranges: &[(usize, usize)] = match opcode {
        op::CALLDATACOPY | op::CODECOPY | op::RETURNDATACOPY => &[(0, 2)],
        op::EXTCODECOPY => &[(1, 3)],
        op::MCOPY => &[(0, 2), (1, 2)],
        op::LOG0..=op::LOG4 | op::RETURN | op::REVERT => &[(0, 1)],
        op::CREATE | op::CREATE2 => &[(1, 2)],
        op::CALL | op::CALLCODE => &[(3, 4), (5, 6)],
        op::DELEGATECALL | op::STATICCALL => &[(2, 3), (4, 5)],
        _ => &[],
    };
    let reach = |&(offset, length): &(usize, usize)| {
        // Without the operand the step fails.
        let operand = |at| frame.stack.peek(at).unwrap_or(U256::ZERO);
        match operand(length).saturating_to::<usize>() {
            0 => 0,
            length => operand(offset)
                .saturating_to::<usize>()
                .saturating_add(length),
        }
    };
    ranges.iter().map(reach).max().unwrap_or_default()
}
