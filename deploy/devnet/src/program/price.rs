//! Ink that host functions charge (sheet of the VM, section 4.1).

/// Every host function.
pub(super) const HOST: u64 = 8400;
/// Every pointer it is given.
pub(super) const POINTER: u64 = 5040;
/// Leaving the virtual machine.
pub(super) const EVM_API: u64 = 59_673;
/// Division and remainder.
pub(super) const DIV: u64 = 20_000;
/// Modular multiplication.
pub(super) const MUL_MOD: u64 = 24_100;
/// Modular addition.
pub(super) const ADD_MOD: u64 = 21_000;

/// Writing `bytes` bytes to the program.
pub(super) fn write(bytes: u32) -> u64 {
    5040 + 30 * u64::from(bytes.saturating_sub(32))
}

/// Reading `bytes` bytes from the program.
pub(super) fn read(bytes: u32) -> u64 {
    16_381 + 55 * u64::from(bytes.saturating_sub(32))
}

/// Hashing `bytes` bytes.
pub(super) fn keccak(bytes: u32) -> u64 {
    let words = u64::from(bytes).div_ceil(32);
    121_800 + 21_000 * words.saturating_sub(2)
}

/// Raising to a power of `exponent_bytes` significant bytes.
pub(super) fn power(exponent_bytes: u64) -> u64 {
    3000 + 17_500 * (exponent_bytes + 1)
}
