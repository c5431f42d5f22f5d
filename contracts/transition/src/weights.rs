//! Weights of the two meters.
//!
//! The witness meter's are fixed by the protocol.
//!
//! The work meter's bound what an element may cost on Layer 1, whatever gas says. A unit is half a gas of the host:
//! what the compiled contract was measured to use, doubled (`tests/transition/bench.rs` measures and holds them).
//! Where a step keeps memory until the transaction ends, its weight is that of the memory if it is higher: a
//! program has 8 MiB, whose last third costs more gas than all the rest, so about 2 MiB are for all work together,
//! 15 units a byte.

use revm::bytecode::opcode as op;

/// Witness meter: bytes per distinct account.
pub const ACCOUNT_BYTES: u64 = 4_096;
/// Witness meter: bytes per distinct storage slot.
pub const SLOT_BYTES: u64 = 4_096;
/// Witness meter limit of one element in bytes: 1 MiB.
pub const WITNESS_LIMIT: u64 = 1 << 20;
/// Work meter limit of one element. At two units a gas, 16 million gas of Layer 1 at most are what the meter sees; the
/// rest of 20 million is for what it does not: the program's entry, the witness, the pages of memory.
pub const WORK_LIMIT: u64 = 32_000_000;

/// A transaction: signature recovery, validation, fee, and the roots afterwards.
pub const TRANSACTION: u64 = 60_000;
/// A word of the transaction's bytes: decoding and hashing; an access list takes the most.
pub const TRANSACTION_WORD: u64 = 200;
/// An opened frame: interpreter, journal checkpoint.
pub const FRAME: u64 = 800;
/// Frames may be nested to here without [`DEPTH`].
pub const FREE_DEPTH: usize = 8;
/// A frame deeper than all before it: a stack of 1,024 words, which stays for the frames after it.
pub const DEPTH: u64 = 500_000;
/// A word of fresh memory. The buffer doubles, and what it leaves behind is not used again.
pub const MEMORY_WORD: u64 = 2_000;
/// A hashed word: `KECCAK256`, `CREATE2`, deployed code.
pub const HASHED_WORD: u64 = 8;
/// A copied word: the `*COPY` opcodes.
pub const COPIED_WORD: u64 = 4;
/// A word that is kept: the data of `LOG*`, return data, deployed code.
pub const KEPT_WORD: u64 = 500;
/// A word of init code, kept and searched for jump destinations. (Other code is bounded by the witness meter.)
pub const CODE_WORD: u64 = 900;
/// A byte of the exponent of `EXP`.
pub const EXPONENT_BYTE: u64 = 4;
/// A key of a map that a lookup may have to be compared with.
///
/// A contract has no secret to seed a hasher with, so whoever writes an L2 program can choose addresses and slots that
/// collide. Every lookup therefore pays for the comparison with each key that the transaction has put into maps: its
/// accounts, slots, transient slots and access list.
pub const KEY: u64 = 24;

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
/// identity; gas by EIP-7883 for modular exponentiation; pairs for the pairing; rounds for BLAKE2.
pub const PRECOMPILES: [PrecompileWeight; 9] = [
    weight(7_200, 0),
    weight(700, 28),
    weight(1_800, 250),
    weight(700, 500),
    weight(3_000, 3),
    weight(2_000, 0),
    weight(14_000, 0),
    weight(210_000, 156_000),
    weight(1_200, 3),
];

const fn weight(base: u64, unit: u64) -> PrecompileWeight {
    PrecompileWeight { base, unit }
}

/// Work of each opcode beside its words; an undefined opcode ends the frame and costs the least.
pub const OPCODES: [u32; 256] = opcodes();

const fn opcodes() -> [u32; 256] {
    let mut table = [80; 256];
    set(&mut table, op::ADD, op::NOT, 20);
    set(&mut table, op::PUSH0, op::PUSH32, 32);
    set(&mut table, op::DUP1, op::DUP16, 20);
    set(&mut table, op::SWAP1, op::SWAP16, 28);
    table[op::JUMPDEST as usize] = 12;
    table[op::POP as usize] = 13;
    table[op::MUL as usize] = 42;
    table[op::DIV as usize] = 136;
    table[op::SDIV as usize] = 210;
    table[op::MOD as usize] = 136;
    table[op::SMOD as usize] = 210;
    table[op::ADDMOD as usize] = 150;
    table[op::MULMOD as usize] = 150;
    table[op::EXP as usize] = 136;
    table[op::SLT as usize] = 24;
    table[op::SGT as usize] = 24;
    table[op::SHL as usize] = 30;
    table[op::SHR as usize] = 30;
    table[op::SAR as usize] = 32;
    table[op::BYTE as usize] = 24;
    table[op::SIGNEXTEND as usize] = 32;
    table[op::KECCAK256 as usize] = 70;
    table[op::BALANCE as usize] = 240;
    table[op::SELFBALANCE as usize] = 240;
    table[op::EXTCODESIZE as usize] = 240;
    table[op::EXTCODECOPY as usize] = 300;
    table[op::EXTCODEHASH as usize] = 260;
    table[op::BLOCKHASH as usize] = 80;
    table[op::CALLDATACOPY as usize] = 110;
    table[op::CODECOPY as usize] = 110;
    table[op::RETURNDATACOPY as usize] = 120;
    table[op::MCOPY as usize] = 110;
    table[op::CALLDATALOAD as usize] = 32;
    table[op::MLOAD as usize] = 32;
    table[op::MSTORE as usize] = 30;
    table[op::MSTORE8 as usize] = 30;
    table[op::JUMP as usize] = 30;
    table[op::JUMPI as usize] = 34;
    table[op::SLOAD as usize] = 5_000;
    table[op::SSTORE as usize] = 20_000;
    table[op::TLOAD as usize] = 80;
    table[op::TSTORE as usize] = 7_000;
    table[op::LOG0 as usize] = 2_000;
    table[op::LOG1 as usize] = 2_500;
    table[op::LOG2 as usize] = 3_000;
    table[op::LOG3 as usize] = 3_500;
    table[op::LOG4 as usize] = 4_000;
    table[op::CREATE as usize] = 32_000;
    table[op::CREATE2 as usize] = 32_000;
    table[op::CALL as usize] = 4_500;
    table[op::CALLCODE as usize] = 4_500;
    table[op::DELEGATECALL as usize] = 1_100;
    table[op::STATICCALL as usize] = 1_100;
    table[op::SELFDESTRUCT as usize] = 5_000;
    table
}

/// Lookups that an opcode makes at most: its own, those of the frame that it opens, and those of the journal should it
/// be reverted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lookups {
    /// In maps of accounts.
    pub(crate) accounts: u8,
    /// In maps of slots or of the access list.
    pub(crate) slots: u8,
}

/// The same for an account that is new to the transaction: it is read, kept, and written in the end.
pub(crate) const NEW_ACCOUNT: Lookups = lookups_of(12, 1);

/// Of every opcode.
pub(crate) const LOOKUPS: [Lookups; 256] = lookups();

const fn lookups() -> [Lookups; 256] {
    let mut table = [lookups_of(0, 0); 256];
    table[op::BALANCE as usize] = lookups_of(3, 1);
    table[op::SELFBALANCE as usize] = lookups_of(3, 1);
    table[op::EXTCODESIZE as usize] = lookups_of(3, 1);
    table[op::EXTCODECOPY as usize] = lookups_of(3, 1);
    table[op::EXTCODEHASH as usize] = lookups_of(3, 1);
    table[op::SLOAD as usize] = lookups_of(4, 2);
    table[op::SSTORE as usize] = lookups_of(6, 4);
    table[op::TLOAD as usize] = lookups_of(1, 1);
    table[op::TSTORE as usize] = lookups_of(4, 2);
    table[op::CREATE as usize] = lookups_of(24, 1);
    table[op::CREATE2 as usize] = lookups_of(24, 1);
    table[op::CALL as usize] = lookups_of(10, 1);
    table[op::CALLCODE as usize] = lookups_of(10, 1);
    table[op::DELEGATECALL as usize] = lookups_of(6, 1);
    table[op::STATICCALL as usize] = lookups_of(6, 1);
    table[op::SELFDESTRUCT as usize] = lookups_of(8, 1);
    table
}

const fn lookups_of(accounts: u8, slots: u8) -> Lookups {
    Lookups { accounts, slots }
}

/// Sets the weight of a family of opcodes.
const fn set(table: &mut [u32; 256], first: u8, last: u8, weight: u32) {
    let mut opcode = first as usize;
    while opcode <= last as usize {
        table[opcode] = weight;
        opcode += 1;
    }
}
