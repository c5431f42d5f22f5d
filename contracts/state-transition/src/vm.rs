//! The program: entry point, heap and the host's functions (module `vm_hooks`).
#![allow(
    unsafe_code,
    reason = "the host's functions are C functions over linear memory"
)]

use alloc::{vec, vec::Vec};
use alloy_primitives::{Address, B256, U256};
use core::arch::wasm32;

use crate::{Heap, Host, dispatch};

#[link(wasm_import_module = "vm_hooks")]
unsafe extern "C" {
    fn read_args(dest: *mut u8);
    fn write_result(data: *const u8, len: usize);
    fn msg_value(value: *mut u8);
    fn storage_load_bytes32(key: *const u8, dest: *mut u8);
    fn storage_cache_bytes32(key: *const u8, value: *const u8);
    fn storage_flush_cache(clear: bool);
    fn emit_log(data: *const u8, len: usize, topics: usize);
    fn account_code_size(address: *const u8) -> usize;
    fn account_code(address: *const u8, offset: usize, size: usize, dest: *mut u8) -> usize;
    fn static_call_contract(
        contract: *const u8,
        data: *const u8,
        data_len: usize,
        gas: u64,
        return_data_len: *mut usize,
    ) -> u8;
    fn read_return_data(dest: *mut u8, offset: usize, size: usize) -> usize;
    fn math_div(value: *mut u8, divisor: *const u8);
    fn math_mod(value: *mut u8, modulus: *const u8);
    fn math_add_mod(value: *mut u8, addend: *const u8, modulus: *const u8);
    fn math_mul_mod(value: *mut u8, factor: *const u8, modulus: *const u8);
    fn math_pow(value: *mut u8, exponent: *const u8);
    fn pay_for_memory_grow(pages: u16);
}

#[global_allocator]
static HEAP: Heap = Heap::new();

#[panic_handler]
fn panic(_info: &core::panic::PanicInfo<'_>) -> ! {
    wasm32::unreachable()
}

/// The host reads this import of every program whose memory can grow; growing calls it by itself.
#[unsafe(no_mangle)]
extern "C" fn mark_used() {
    unsafe { pay_for_memory_grow(0) };
    wasm32::unreachable()
}

/// Runs one call: 0 with its answer, 1 with an encoded error.
#[unsafe(no_mangle)]
extern "C" fn user_entrypoint(length: usize) -> usize {
    let mut calldata = vec![0; length];
    unsafe { read_args(calldata.as_mut_ptr()) };
    let result = dispatch(&mut Vm, &calldata);
    let status = usize::from(result.is_err());
    let data = match result {
        Ok(data) | Err(data) => data,
    };
    unsafe { write_result(data.as_ptr(), data.len()) };
    status
}

/// Compares by eight bytes: the compiler's own goes byte by byte, and keys of maps are compared all the time.
#[unsafe(no_mangle)]
unsafe extern "C" fn memcmp(left: *const u8, right: *const u8, length: usize) -> i32 {
    let mut at = 0;
    while at + 8 <= length {
        let (ours, theirs) = unsafe {
            (
                left.add(at).cast::<u64>().read_unaligned(),
                right.add(at).cast::<u64>().read_unaligned(),
            )
        };
        if ours != theirs {
            return if ours.swap_bytes() < theirs.swap_bytes() {
                -1
            } else {
                1
            };
        }
        at += 8;
    }
    while at < length {
        let (ours, theirs) = unsafe { (*left.add(at), *right.add(at)) };
        if ours != theirs {
            return i32::from(ours) - i32::from(theirs);
        }
        at += 1;
    }
    0
}

/// The same, where only equality counts.
#[unsafe(no_mangle)]
unsafe extern "C" fn bcmp(left: *const u8, right: *const u8, length: usize) -> i32 {
    unsafe { memcmp(left, right, length) }
}

/// The key of the only storage word.
const SLOT: [u8; 32] = [0; 32];

/// The host that the program runs on.
struct Vm;

impl Host for Vm {
    fn value(&self) -> U256 {
        let mut value = [0; 32];
        unsafe { msg_value(value.as_mut_ptr()) };
        U256::from_be_bytes(value)
    }

    fn load(&self) -> B256 {
        let mut word = B256::ZERO;
        unsafe { storage_load_bytes32(SLOT.as_ptr(), word.as_mut_ptr()) };
        word
    }

    fn store(&mut self, word: &B256) {
        unsafe {
            storage_cache_bytes32(SLOT.as_ptr(), word.as_ptr());
            storage_flush_cache(false);
        }
    }

    fn emit(&mut self, topics: &[B256], data: &[u8]) {
        let mut log = Vec::with_capacity(32 * topics.len() + data.len());
        for topic in topics {
            log.extend_from_slice(topic.as_slice());
        }
        log.extend_from_slice(data);
        unsafe { emit_log(log.as_ptr(), log.len(), topics.len()) };
    }

    fn code_length(&self, account: &Address) -> usize {
        unsafe { account_code_size(account.as_ptr()) }
    }

    fn read_code(&self, account: &Address, offset: usize, out: &mut [u8]) {
        unsafe { account_code(account.as_ptr(), offset, out.len(), out.as_mut_ptr()) };
    }

    fn precompile(&self, number: u8, input: &[u8], gas: u64) -> Option<Vec<u8>> {
        let address = Address::with_last_byte(number);
        let mut length = 0;
        let status = unsafe {
            static_call_contract(
                address.as_ptr(),
                input.as_ptr(),
                input.len(),
                gas,
                &raw mut length,
            )
        };
        if status != 0 {
            return None;
        }
        let mut output = vec![0; length];
        if length > 0 {
            unsafe { read_return_data(output.as_mut_ptr(), 0, length) };
        }
        Some(output)
    }

    fn div(&self, value: &mut [u8; 32], divisor: &[u8; 32]) {
        unsafe { math_div(value.as_mut_ptr(), divisor.as_ptr()) };
    }

    fn rem(&self, value: &mut [u8; 32], modulus: &[u8; 32]) {
        unsafe { math_mod(value.as_mut_ptr(), modulus.as_ptr()) };
    }

    fn add_mod(&self, value: &mut [u8; 32], addend: &[u8; 32], modulus: &[u8; 32]) {
        unsafe { math_add_mod(value.as_mut_ptr(), addend.as_ptr(), modulus.as_ptr()) };
    }

    fn mul_mod(&self, value: &mut [u8; 32], factor: &[u8; 32], modulus: &[u8; 32]) {
        unsafe { math_mul_mod(value.as_mut_ptr(), factor.as_ptr(), modulus.as_ptr()) };
    }

    fn pow(&self, value: &mut [u8; 32], exponent: &[u8; 32]) {
        unsafe { math_pow(value.as_mut_ptr(), exponent.as_ptr()) };
    }

    fn out_of_gas(&self) -> ! {
        // What is left is less than what was needed: it burns quickly.
        loop {
            core::hint::spin_loop();
        }
    }
}
