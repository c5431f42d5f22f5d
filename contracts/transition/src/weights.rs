//! Weights of the two meters.
//!
//! The witness meter's are fixed by the protocol. The work meter's are provisional: shaped after the
//! gas of each opcode, raised where compiled WASM is known to be slower than gas says; they are set
//! for good by measuring the compiled contract, doubled.

use revm::bytecode::opcode as op;

/// Witness meter: bytes per distinct account.
pub const ACCOUNT_BYTES: u64 = 4_096;
/// Witness meter: bytes per distinct storage slot.
pub const SLOT_BYTES: u64 = 4_096;
/// Witness meter limit of one element in bytes: 1 MiB.
pub const WITNESS_LIMIT: u64 = 1 << 20;
/// Work meter limit of one element, until measured.
pub const WORK_LIMIT: u64 = 2_000_000;

/// A transaction: signature recovery, validation, fee, and the roots afterwards.
pub const TRANSACTION: u64 = 20_000;
/// A word of the transaction's bytes: decoding and hashing.
pub const TRANSACTION_WORD: u64 = 12;
/// An opened frame: stack, memory context, journal checkpoint.
pub const FRAME: u64 = 700;
/// A word of fresh memory.
pub const MEMORY_WORD: u64 = 3;
/// A hashed word: `KECCAK256`, `CREATE2`, deployed code.
pub const HASHED_WORD: u64 = 6;
/// A copied word: the `*COPY` opcodes, `LOG*`, return data taken over by the caller.
pub const COPIED_WORD: u64 = 3;
/// A word of init code, searched for jump destinations. (Other code is bounded by the witness meter.)
pub const CODE_WORD: u64 = 6;
/// A byte of the exponent of `EXP`.
pub const EXPONENT_BYTE: u64 = 50;

/// Work of one precompile call: `base + unit × units`.
#[derive(Clone, Copy, Debug)]
pub struct PrecompileWeight {
    /// Per call.
    pub base: u64,
    /// Per unit: word, pair, round or unit of gas, see [`PRECOMPILES`].
    pub unit: u64,
}

/// Work of the precompiles 1 to 9, in this order.
///
/// Units: none for recovery, curve addition and multiplication; input words for SHA-256, RIPEMD-160 and
/// identity; gas for modular exponentiation; pairs for the pairing; rounds for BLAKE2.
pub const PRECOMPILES: [PrecompileWeight; 9] = [
    PrecompileWeight {
        base: 3_000,
        unit: 0,
    },
    PrecompileWeight { base: 60, unit: 12 },
    PrecompileWeight {
        base: 600,
        unit: 120,
    },
    PrecompileWeight { base: 15, unit: 3 },
    PrecompileWeight { base: 200, unit: 2 },
    PrecompileWeight { base: 500, unit: 0 },
    PrecompileWeight {
        base: 6_000,
        unit: 0,
    },
    PrecompileWeight {
        base: 45_000,
        unit: 34_000,
    },
    PrecompileWeight { base: 100, unit: 2 },
];

/// Work of each opcode beside its words; an undefined opcode ends the frame and costs the least.
pub const OPCODES: [u32; 256] = opcodes();

const fn opcodes() -> [u32; 256] {
    let mut table = [4; 256];
    table[op::MUL as usize] = 8;
    table[op::DIV as usize] = 20;
    table[op::SDIV as usize] = 24;
    table[op::MOD as usize] = 20;
    table[op::SMOD as usize] = 24;
    table[op::ADDMOD as usize] = 32;
    table[op::MULMOD as usize] = 48;
    table[op::EXP as usize] = 40;
    table[op::SHL as usize] = 10;
    table[op::SHR as usize] = 10;
    table[op::SAR as usize] = 16;
    table[op::SIGNEXTEND as usize] = 10;
    table[op::KECCAK256 as usize] = 30;
    table[op::JUMP as usize] = 8;
    table[op::JUMPI as usize] = 10;
    table[op::JUMPDEST as usize] = 2;
    table[op::BALANCE as usize] = 100;
    table[op::SELFBALANCE as usize] = 60;
    table[op::EXTCODESIZE as usize] = 100;
    table[op::EXTCODECOPY as usize] = 100;
    table[op::EXTCODEHASH as usize] = 100;
    table[op::SLOAD as usize] = 100;
    table[op::SSTORE as usize] = 1_000;
    table[op::TLOAD as usize] = 60;
    table[op::TSTORE as usize] = 100;
    table[op::LOG0 as usize] = 100;
    table[op::LOG1 as usize] = 120;
    table[op::LOG2 as usize] = 140;
    table[op::LOG3 as usize] = 160;
    table[op::LOG4 as usize] = 180;
    table[op::CREATE as usize] = 500;
    table[op::CREATE2 as usize] = 500;
    table[op::CALL as usize] = 150;
    table[op::CALLCODE as usize] = 150;
    table[op::DELEGATECALL as usize] = 150;
    table[op::STATICCALL as usize] = 150;
    table[op::SELFDESTRUCT as usize] = 500;
    table
}
