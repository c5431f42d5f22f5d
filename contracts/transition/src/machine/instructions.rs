//! The instructions of Cancun: `revm`'s, but for those of division, which the [`Arithmetic`] computes.
//!
//! Listed one by one, so that what is not listed is not in the compiled contract.

use revm::{
    bytecode::opcode::{
        ADD, ADDMOD, ADDRESS, AND, BALANCE, BASEFEE, BLOBBASEFEE, BLOBHASH, BLOCKHASH, BYTE, CALL,
        CALLCODE, CALLDATACOPY, CALLDATALOAD, CALLDATASIZE, CALLER, CALLVALUE, CHAINID, CODECOPY,
        CODESIZE, COINBASE, CREATE, CREATE2, DELEGATECALL, DIFFICULTY, DIV, DUP1, EQ, EXP,
        EXTCODECOPY, EXTCODEHASH, EXTCODESIZE, GAS, GASLIMIT, GASPRICE, GT, INVALID, ISZERO, JUMP,
        JUMPDEST, JUMPI, KECCAK256, LOG0, LOG1, LOG2, LOG3, LOG4, LT, MCOPY, MLOAD, MOD, MSIZE,
        MSTORE, MSTORE8, MUL, MULMOD, NOT, NUMBER, OR, ORIGIN, PC, POP, PUSH0, PUSH1, RETURN,
        RETURNDATACOPY, RETURNDATASIZE, REVERT, SAR, SDIV, SELFBALANCE, SELFDESTRUCT, SGT, SHL,
        SHR, SIGNEXTEND, SLOAD, SLT, SMOD, SSTORE, STATICCALL, STOP, SUB, SWAP1, TIMESTAMP, TLOAD,
        TSTORE, XOR,
    },
    interpreter::{
        Instruction,
        instructions::{
            InstructionTable, arithmetic, bitwise, block_info, contract, control, host, memory,
            stack, system, tx_info,
        },
        interpreter::EthInterpreter,
    },
};

use super::{MachineContext, division};
use crate::{Arithmetic, NodeSource};

/// The instruction of every opcode; those that Cancun does not have end the frame.
pub(super) const fn table<'w, S: NodeSource, A: Arithmetic>()
-> InstructionTable<EthInterpreter, MachineContext<'w, S, A>> {
    let mut table = [Instruction::unknown(); 256];
    /// Sets the instruction of each opcode.
    macro_rules! set {
        ($($opcode:expr => $function:expr),* $(,)?) => {
            $(table[$opcode as usize] = Instruction::new($function);)*
        };
    }
    /// Sets a family of instructions by their numbers.
    macro_rules! set_all {
        ($first:ident => $module:ident::$function:ident: $($number:literal)*) => {
            $(table[$first as usize + $number - 1] =
                Instruction::new($module::$function::<$number, _, _>);)*
        };
    }
    set! {
        STOP => control::stop, ADD => arithmetic::add, MUL => arithmetic::mul,
        SUB => arithmetic::sub, DIV => division::div, SDIV => division::sdiv,
        MOD => division::rem, SMOD => division::smod, ADDMOD => division::addmod,
        MULMOD => division::mulmod, EXP => division::exp, SIGNEXTEND => arithmetic::signextend,
        LT => bitwise::lt, GT => bitwise::gt, SLT => bitwise::slt, SGT => bitwise::sgt,
        EQ => bitwise::eq, ISZERO => bitwise::iszero, AND => bitwise::bitand, OR => bitwise::bitor,
        XOR => bitwise::bitxor, NOT => bitwise::not, BYTE => bitwise::byte, SHL => bitwise::shl,
        SHR => bitwise::shr, SAR => bitwise::sar,
        KECCAK256 => system::keccak256, ADDRESS => system::address, BALANCE => host::balance,
        ORIGIN => tx_info::origin, CALLER => system::caller, CALLVALUE => system::callvalue,
        CALLDATALOAD => system::calldataload, CALLDATASIZE => system::calldatasize,
        CALLDATACOPY => system::calldatacopy, CODESIZE => system::codesize,
        CODECOPY => system::codecopy, GASPRICE => tx_info::gasprice,
        EXTCODESIZE => host::extcodesize, EXTCODECOPY => host::extcodecopy,
        RETURNDATASIZE => system::returndatasize, RETURNDATACOPY => system::returndatacopy,
        EXTCODEHASH => host::extcodehash,
        BLOCKHASH => host::blockhash, COINBASE => block_info::coinbase,
        TIMESTAMP => block_info::timestamp, NUMBER => block_info::block_number,
        DIFFICULTY => block_info::difficulty, GASLIMIT => block_info::gaslimit,
        CHAINID => block_info::chainid, SELFBALANCE => host::selfbalance,
        BASEFEE => block_info::basefee, BLOBHASH => tx_info::blob_hash,
        BLOBBASEFEE => block_info::blob_basefee,
        POP => stack::pop, MLOAD => memory::mload, MSTORE => memory::mstore,
        MSTORE8 => memory::mstore8, SLOAD => host::sload, SSTORE => host::sstore,
        JUMP => control::jump, JUMPI => control::jumpi, PC => control::pc, MSIZE => memory::msize,
        GAS => system::gas, JUMPDEST => control::jumpdest, TLOAD => host::tload,
        TSTORE => host::tstore, MCOPY => memory::mcopy, PUSH0 => stack::push0,
        LOG0 => host::log::<0, _>, LOG1 => host::log::<1, _>, LOG2 => host::log::<2, _>,
        LOG3 => host::log::<3, _>, LOG4 => host::log::<4, _>,
        CREATE => contract::create::<false, _, _>, CALL => contract::call::<CALL, _, _>,
        CALLCODE => contract::call::<CALLCODE, _, _>, RETURN => control::ret,
        DELEGATECALL => contract::call::<DELEGATECALL, _, _>,
        CREATE2 => contract::create::<true, _, _>,
        STATICCALL => contract::call::<STATICCALL, _, _>, REVERT => control::revert,
        INVALID => control::invalid, SELFDESTRUCT => host::selfdestruct,
    }
    set_all!(PUSH1 => stack::push:
        1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32);
    set_all!(DUP1 => stack::dup: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16);
    set_all!(SWAP1 => stack::swap: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16);
    table
}
