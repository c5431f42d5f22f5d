//! Activation, keepalive, expiry and the program cache, with their gas.

use alloy::{
    sol,
    sol_types::{SolCall, SolError, SolEvent},
};
use revm::{
    context::result::ExecutionResult,
    primitives::{Address, B256, TxKind, U256, keccak256},
};

use super::{
    owner::become_owner,
    world::{ENOUGH, FEES, NOW, USER, World, execution_gas, packed},
};
use crate::{
    arbos::{ARB_OWNER, ARB_WASM, ARB_WASM_CACHE, ArbosVersion},
    evm::Outcome,
};

sol! {
    interface IWasm {
        function activateProgram(address program) external payable returns (uint16, uint256);
        function codehashKeepalive(bytes32 codehash) external payable;
        function codehashVersion(bytes32 codehash) external view returns (uint16);
        function codehashAsmSize(bytes32 codehash) external view returns (uint32);
        function programVersion(address program) external view returns (uint16);
        function programInitGas(address program) external view returns (uint64, uint64);
        function programMemoryFootprint(address program) external view returns (uint16);
        function programTimeLeft(address program) external view returns (uint64);
        function stylusVersion() external view returns (uint16);
        function activationGas() external view returns (uint64);

        function cacheProgram(address program) external;
        function evictCodehash(bytes32 codehash) external;
        function codehashIsCached(bytes32 codehash) external view returns (bool);
        function isCacheManager(address manager) external view returns (bool);
        function allCacheManagers() external view returns (address[]);
        function addWasmCacheManager(address manager) external;
        function setWasmActivationGas(uint64 gas) external;
        function setWasmExpiryDays(uint16 _days) external;
        function setMaxStylusContractFragments(uint8 count) external;

        event ProgramLifetimeExtended(bytes32 indexed codehash, uint256 dataFee);
        event UpdateProgramCache(address indexed manager, bytes32 indexed codehash, bool cached);

        error ProgramNotWasm();
        error ProgramNotActivated();
        error ProgramNeedsUpgrade(uint16 version, uint16 stylusVersion);
        error ProgramExpired(uint64 ageInSeconds);
        error ProgramUpToDate();
        error ProgramKeepaliveTooSoon(uint64 ageInSeconds);
        error ProgramInsufficientValue(uint256 have, uint256 want);
    }
}

const DAY: u64 = 24 * 3600;

/// Gas of an activation but for what depends on the file: steps 0 to 17 of the sheet's section 5.3
/// without 6 and 9.
const FIXED: u64 = (800 + 3)
    + 800
    + 1_659_168
    + 100
    + 800
    + 20_000
    + (5 * 800 + 2 * 20_000)
    + 20_000
    + 800
    + (375 + 2 * 375 + 8 * 128)
    + 6;

/// Returns seven.
const SEVEN: &str = r#"(module
    (import "vm_hooks" "write_result" (func $write_result (param i32 i32)))
    (memory (export "memory") 1 1)
    (func (export "user_entrypoint") (param i32) (result i32)
        (i32.store8 (i32.const 31) (i32.const 7))
        (call $write_result (i32.const 0) (i32.const 32))
        (i32.const 0)))"#;

fn wasm(text: &str) -> Vec<u8> {
    wat::parse_str(text).expect("valid text")
}

/// Microseconds of [`SEVEN`], item by item, times 28.
fn work_of_seven(file: &[u8]) -> u64 {
    let bytes = u64::try_from(file.len()).unwrap();
    // Seven instructions and `end`; blocks end at the call and at `end`.
    let instructions = 8 + 12 * 2 + 17;
    let items = [
        bytes * 31_733 / 100_000,
        17_263 / 100_000,
        0,
        0,
        2217,
        instructions * 535 / 1000,
    ];
    items.iter().sum::<u64>() * 28
}

fn data_of_activation(program: Address) -> Vec<u8> {
    IWasm::activateProgramCall { program }.abi_encode()
}

fn gas_of_activation(outcome: &Outcome, program: Address) -> u64 {
    assert!(outcome.result.is_success(), "{outcome:?}");
    execution_gas(outcome, &data_of_activation(program))
}

fn revert_data(result: &ExecutionResult) -> &[u8] {
    match result {
        ExecutionResult::Revert { output, .. } => output,
        other => panic!("no revert: {other:?}"),
    }
}

/// The program's code lies in fragments of at most `size` bytes.
fn fragments(world: &mut World, compressed: &[u8], size: usize) -> Vec<Address> {
    let parts = compressed.chunks(size);
    parts
        .map(|part| world.deployed(&[&[0xEF, 0xF0, 0x01], part].concat()))
        .collect()
}

fn root(world: &mut World, length: usize, fragments: &[Address]) -> Address {
    let mut code = vec![0xEF, 0xF0, 0x02, 0x00];
    code.extend(u32::try_from(length).unwrap().to_be_bytes());
    for fragment in fragments {
        code.extend(fragment);
    }
    world.deployed(&code)
}

/// A program too large for one account: its data does not compress.
fn large() -> Vec<u8> {
    let mut state = 1_u64;
    let bytes = (0..60_000).map(|_| {
        // Xorshift.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        format!("\\{:02x}", state.to_be_bytes()[0])
    });
    let text: String = bytes.collect();
    wasm(&SEVEN.replace(
        "(func (export",
        &format!("(data (i32.const 4096) \"{text}\") (func (export"),
    ))
}

fn compressed(file: &[u8]) -> Vec<u8> {
    packed(file)[4..].to_vec()
}

#[test]
fn activate_program_succeeds_with_the_sum_of_its_steps() {
    assert_eq!(FIXED, 1_748_626);
    let file = wasm(SEVEN);
    let mut world = World::new();
    let program = world.deployed(&packed(&file));
    let outcome = world.activate(program, ENOUGH);
    let gas = gas_of_activation(&outcome, program);
    assert_eq!(gas, FIXED + work_of_seven(&file));
}

#[test]
fn activate_program_succeeds_without_reading_activation_gas_before_59() {
    let file = wasm(SEVEN);
    let mut world = World::at(ArbosVersion::new(51).unwrap());
    let program = world.deployed(&packed(&file));
    let outcome = world.activate(program, ENOUGH);
    let gas = gas_of_activation(&outcome, program);
    assert_eq!(gas, FIXED - 800 + work_of_seven(&file));
    // Nor is there a method that reads it.
    let data = IWasm::activationGasCall {}.abi_encode();
    assert!(revert_data(&world.call(ARB_WASM, data)).is_empty());
}

#[test]
fn activate_program_succeeds_burning_the_activation_gas() {
    let file = wasm(SEVEN);
    let mut world = World::new();
    become_owner(&mut world);
    let data = IWasm::setWasmActivationGasCall { gas: 12_345 };
    world.succeed(ARB_OWNER, data.abi_encode());
    let program = world.deployed(&packed(&file));
    let outcome = world.activate(program, ENOUGH);
    let gas = gas_of_activation(&outcome, program);
    assert_eq!(gas, FIXED + work_of_seven(&file) + 12_345);
    let answer = world.call(ARB_WASM, IWasm::activationGasCall {}.abi_encode());
    assert_eq!(super::number(&answer), U256::from(12_345));
}

#[test]
fn activate_program_reverts_program_up_to_date_also_at_another_address() {
    let file = wasm(SEVEN);
    let mut world = World::new();
    world.program(SEVEN);
    let twin = world.deployed(&packed(&file));
    let outcome = world.activate(twin, ENOUGH);
    assert_eq!(
        revert_data(&outcome.result),
        IWasm::ProgramUpToDate::SELECTOR
    );
    let gas = execution_gas(&outcome, &data_of_activation(twin));
    assert_eq!(gas, 800 + 3 + 800 + 1_659_168 + 100 + 800 + 3);
    // The code runs there without an activation of its own.
    assert_eq!(super::number(&world.call(twin, Vec::new())), U256::from(7));
}

#[test]
fn activate_program_reverts_program_not_wasm_when_there_is_no_program() {
    let mut world = World::new();
    let evm = world.deployed(&[0x00]);
    for program in [Address::repeat_byte(0x99), evm] {
        let result = world.activate(program, ENOUGH).result;
        assert_eq!(revert_data(&result), IWasm::ProgramNotWasm::SELECTOR);
    }
}

#[test]
fn activate_program_reverts_without_data_when_code_is_not_wasm_before_60() {
    let mut world = World::at(ArbosVersion::new(51).unwrap());
    let evm = world.deployed(&[0x00]);
    let result = world.activate(evm, ENOUGH).result;
    assert!(revert_data(&result).is_empty());
    let result = world.activate(Address::repeat_byte(0x99), ENOUGH).result;
    assert_eq!(revert_data(&result), IWasm::ProgramNotWasm::SELECTOR);
}

#[test]
fn activate_program_halts_when_the_file_breaks_a_rule() {
    let mut world = World::new();
    let file = wasm(r#"(module (memory (export "memory") 1 1))"#);
    let program = world.deployed(&packed(&file));
    let result = world.activate(program, ENOUGH).result;
    assert!(result.is_halt(), "{result:?}");
    assert_eq!(result.tx_gas_used(), 30_000_000);
}

#[test]
fn activate_program_reverts_without_data_when_it_cannot_be_unpacked() {
    let mut world = World::new();
    for code in [
        // Not brotli, and a dictionary that does not exist.
        vec![0xEF, 0xF0, 0x00, 0x00, 0xFF, 0xFF],
        vec![0xEF, 0xF0, 0x00, 0x02, 0x3B],
    ] {
        let program = world.deployed(&code);
        let outcome = world.activate(program, ENOUGH);
        assert!(revert_data(&outcome.result).is_empty());
        let gas = execution_gas(&outcome, &data_of_activation(program));
        assert_eq!(gas, 800 + 3 + 800 + 1_659_168 + 100 + 800);
    }
}

#[test]
fn activate_program_succeeds_with_fragments_and_a_root() {
    let file = large();
    let compressed = compressed(&file);
    assert!(compressed.len() > 2 * 24_573, "{}", compressed.len());
    let mut world = World::new();
    let parts = fragments(&mut world, &compressed, 24_573);
    assert_eq!(parts.len(), 3);
    let program = root(&mut world, file.len(), &parts);
    let outcome = world.activate(program, ENOUGH);
    assert!(outcome.result.is_success(), "{outcome:?}");
    assert_eq!(
        super::number(&world.call(program, Vec::new())),
        U256::from(7)
    );
}

#[test]
fn activate_program_succeeds_charging_each_fragment_as_the_evm_would() {
    let file = wasm(SEVEN);
    let compressed = compressed(&file);
    let half = compressed.len().div_ceil(2);
    let words = |bytes: usize| u64::try_from((bytes + 3).div_ceil(32)).unwrap();
    let reading = 3 * (words(half) + words(compressed.len() - half));
    for (warm, access) in [(0, 2600 + 2600), (1, 2600 + 100), (2, 100 + 100)] {
        let mut world = World::new();
        let parts = fragments(&mut world, &compressed, half);
        let program = root(&mut world, file.len(), &parts);
        let data = data_of_activation(program);
        let mut tx = world.tx(TxKind::Call(ARB_WASM), data.clone(), 30_000_000);
        tx.value = U256::from(ENOUGH);
        tx.tx_type = 1;
        let listed = parts.iter().take(warm);
        tx.access_list = listed
            .map(|address| alloy::eips::eip2930::AccessListItem {
                address: *address,
                storage_keys: Vec::new(),
            })
            .collect::<Vec<_>>()
            .into();
        let outcome = world.send(tx);
        assert!(outcome.result.is_success(), "{outcome:?}");
        let listing = 2400 * u64::try_from(warm).unwrap();
        let gas = execution_gas(&outcome, &data) - listing;
        assert_eq!(gas, FIXED + work_of_seven(&file) + access + reading);
    }
}

#[test]
fn activate_program_reverts_without_data_when_fragments_do_not_fit_the_root() {
    let file = wasm(SEVEN);
    let compressed = compressed(&file);
    let mut world = World::new();
    let parts = fragments(&mut world, &compressed, compressed.len().div_ceil(2));
    let fifths = fragments(&mut world, &compressed, compressed.len().div_ceil(5));
    assert_eq!(fifths.len(), 5);
    let reversed: Vec<_> = parts.iter().rev().copied().collect();
    let missing = [parts[0], Address::repeat_byte(0x55)];
    for (length, addresses) in [
        (file.len(), reversed.as_slice()),
        (file.len(), &parts[..1]),
        (file.len(), &missing),
        (file.len(), &[]),
        (file.len(), &fifths),
        (file.len() - 1, &parts),
        (file.len() + 1, &parts),
        (262_145, &parts),
    ] {
        let program = root(&mut world, length, addresses);
        let result = world.activate(program, ENOUGH).result;
        assert!(revert_data(&result).is_empty(), "{length} {addresses:?}");
    }
    // A root that is cut off, and one of its fragments.
    let cut = world.deployed(&[0xEF, 0xF0, 0x02, 0x00]);
    for program in [cut, parts[0]] {
        let result = world.activate(program, ENOUGH).result;
        assert!(revert_data(&result).is_empty(), "{program}");
    }
    // With five allowed, five do.
    become_owner(&mut world);
    let data = IWasm::setMaxStylusContractFragmentsCall { count: 5 };
    world.succeed(ARB_OWNER, data.abi_encode());
    let program = root(&mut world, file.len(), &fifths);
    assert!(world.activate(program, ENOUGH).result.is_success());
}

#[test]
fn activate_program_reverts_with_all_gas_when_a_full_fragment_could_not_be_read() {
    let file = wasm(SEVEN);
    let compressed = compressed(&file);
    let mut world = World::new();
    let parts = fragments(&mut world, &compressed, compressed.len());
    let program = root(&mut world, file.len(), &parts);
    let data = data_of_activation(program);
    let intrinsic = {
        let bytes = data.iter().map(|byte| if *byte == 0 { 4 } else { 16 });
        21_000 + bytes.sum::<u64>()
    };
    let before = 800 + 3 + 800 + 1_659_168 + 100 + 800;
    // One less than a cold access and a full account's code.
    let gas = intrinsic + before + 2600 + 3 * 24_576 / 32 - 1;
    let mut tx = world.tx(TxKind::Call(ARB_WASM), data, gas);
    tx.value = U256::from(ENOUGH);
    let result = world.send(tx).result;
    assert!(revert_data(&result).is_empty());
    assert_eq!(result.tx_gas_used(), gas);
}

#[test]
fn call_halts_when_a_fragment_is_executed() {
    let mut world = World::new();
    let fragment = world.deployed(&[0xEF, 0xF0, 0x01, 0x00]);
    let tx = world.tx(TxKind::Call(fragment), Vec::new(), 100_000);
    let result = world.send(tx).result;
    assert!(result.is_halt(), "{result:?}");
    assert_eq!(result.tx_gas_used(), 100_000);
}

#[test]
fn activation_reverts_insufficient_value_and_takes_the_exact_fee() {
    let file = wasm(SEVEN);
    let mut world = World::new();
    let program = world.deployed(&packed(&file));
    let result = world.activate(program, 0).result;
    let error = IWasm::ProgramInsufficientValue::abi_decode(revert_data(&result)).unwrap();
    assert_eq!(error.have, U256::ZERO);
    // The demand is the estimate alone: nothing was activated before.
    let bytes = u64::try_from(file.len()).unwrap();
    let asm = 512_000 + 996_829 / 1000 + 2 * 11_416 / 1000 + bytes * 62_628 / 10_000;
    let exponent = 10_000 * asm / 21_360_419;
    let mut multiplier = 10_000 + exponent / 12;
    for term in (1..12).rev() {
        multiplier = 10_000 + multiplier * exponent / (term * 10_000);
    }
    let fee = 82_928_201 * multiplier / 10_000 * asm;
    assert_eq!(error.want, U256::from(fee));
    let short = world.activate(program, fee - 1).result;
    assert!(matches!(short, ExecutionResult::Revert { .. }));
    let paid = world.balance(FEES);
    let outcome = world.activate(program, fee);
    assert!(outcome.result.is_success());
    let gas = U256::from(outcome.result.tx_gas_used()) * U256::from(super::BASE_FEE);
    assert_eq!(world.balance(FEES) - paid, U256::from(fee) + gas);
}

#[test]
fn data_fee_succeeds_rising_with_demand_and_falling_with_time() {
    let fee = |world: &mut World, value: u32| {
        let text = SEVEN.replace("(i32.const 7)", &format!("(i32.const {value})"));
        let program = world.deployed(&packed(&wasm(&text)));
        let outcome = world.activate(program, ENOUGH);
        let output = outcome.result.output().unwrap();
        IWasm::activateProgramCall::abi_decode_returns(output)
            .unwrap()
            ._1
    };
    let mut world = World::new();
    let first = fee(&mut world, 1);
    let second = fee(&mut world, 2);
    assert!(second > first);
    // All of that demand decays within a minute.
    world.now += 60;
    assert_eq!(fee(&mut world, 3), first);
}

#[test]
fn keepalive_reverts_too_soon_and_expired_and_succeeds_between() {
    let mut world = World::new();
    let program = world.program(SEVEN);
    let codehash = keccak256(packed(&wasm(SEVEN)));
    let keepalive = IWasm::codehashKeepaliveCall { codehash }.abi_encode();
    let send = |world: &mut World| {
        let mut tx = world.tx(TxKind::Call(ARB_WASM), keepalive.clone(), 1_000_000);
        tx.value = U256::from(ENOUGH);
        world.send(tx)
    };
    // Ages count from the full hour.
    let activated = NOW - NOW % 3600;
    world.now = activated + 31 * DAY - 1;
    let result = send(&mut world).result;
    let error = IWasm::ProgramKeepaliveTooSoon::abi_decode(revert_data(&result)).unwrap();
    assert_eq!(error.ageInSeconds, 31 * DAY - 1);

    world.now = activated + 31 * DAY;
    let outcome = send(&mut world);
    assert!(outcome.result.is_success(), "{outcome:?}");
    let event =
        IWasm::ProgramLifetimeExtended::decode_log_data(&outcome.result.logs()[0].data).unwrap();
    assert_eq!(event.codehash, codehash);
    // Open, argument, parameters, program, pricer, program, fee account, event.
    let gas = 800 + 3 + 100 + 800 + (5 * 800 + 2 * 20_000) + 20_000 + 800 + (375 + 750 + 8 * 32);
    assert_eq!(execution_gas(&outcome, &keepalive), gas);
    let left = IWasm::programTimeLeftCall { program }.abi_encode();
    assert_eq!(
        super::number(&world.call(ARB_WASM, left)),
        U256::from(365 * DAY)
    );

    // The last second of its life, and the one after.
    world.now += 365 * DAY;
    assert!(world.call(program, Vec::new()).is_success());
    world.now += 1;
    assert!(world.call(program, Vec::new()).is_halt());
    let result = send(&mut world).result;
    let error = IWasm::ProgramExpired::abi_decode(revert_data(&result)).unwrap();
    assert_eq!(error.ageInSeconds, 365 * DAY + 1);
    // It may be activated again, and then lives again.
    assert!(world.activate(program, ENOUGH).result.is_success());
    assert!(world.call(program, Vec::new()).is_success());
}

#[test]
fn codehash_keepalive_reverts_insufficient_value() {
    let mut world = World::new();
    world.program(SEVEN);
    let codehash = keccak256(packed(&wasm(SEVEN)));
    world.now += 40 * DAY;
    let data = IWasm::codehashKeepaliveCall { codehash }.abi_encode();
    let tx = world.tx(TxKind::Call(ARB_WASM), data, 1_000_000);
    let result = world.send(tx).result;
    let error = IWasm::ProgramInsufficientValue::abi_decode(revert_data(&result)).unwrap();
    assert_eq!(error.have, U256::ZERO);
}

/// What a method answers, and its gas.
fn query(world: &mut World, to: Address, data: &[u8]) -> (Vec<u8>, u64) {
    let (result, gas) = world.query(to, data);
    (result.output().cloned().unwrap_or_default().to_vec(), gas)
}

#[test]
fn views_succeed_with_their_gas() {
    let mut world = World::new();
    let program = world.program(SEVEN);
    let codehash = keccak256(packed(&wasm(SEVEN)));
    let by_hash = 800 + 3 + 100 + 800 + 3;
    let by_address = by_hash + 2600;
    let parameter = 800 + 100 + 3;
    for (data, gas) in [
        (
            IWasm::codehashVersionCall { codehash }.abi_encode(),
            by_hash,
        ),
        (
            IWasm::codehashAsmSizeCall { codehash }.abi_encode(),
            by_hash,
        ),
        (
            IWasm::programVersionCall { program }.abi_encode(),
            by_address,
        ),
        (
            IWasm::programInitGasCall { program }.abi_encode(),
            by_address + 3,
        ),
        (
            IWasm::programMemoryFootprintCall { program }.abi_encode(),
            by_address,
        ),
        (
            IWasm::programTimeLeftCall { program }.abi_encode(),
            by_address,
        ),
        (IWasm::stylusVersionCall {}.abi_encode(), parameter),
        (IWasm::activationGasCall {}.abi_encode(), 800 + 800 + 3),
    ] {
        let (output, used) = query(&mut world, ARB_WASM, &data);
        assert!(!output.is_empty());
        assert_eq!(used, gas, "{:02x?}", &data[..4]);
    }
    let unknown = IWasm::codehashVersionCall {
        codehash: B256::ZERO,
    };
    let (output, gas) = query(&mut world, ARB_WASM, &unknown.abi_encode());
    assert_eq!(output, IWasm::ProgramNotActivated::SELECTOR);
    assert_eq!(gas, by_hash);
}

#[test]
fn cache_succeeds_with_its_gas_and_its_price() {
    let mut world = World::new();
    let program = world.program(SEVEN);
    let file = wasm(SEVEN);
    let codehash = keccak256(packed(&file));
    let init = 8252 / 1000 + 2 * 1059 / 1000 + u64::try_from(file.len()).unwrap() * 1286 / 10_000;
    become_owner(&mut world);
    let data = IWasm::addWasmCacheManagerCall { manager: USER };
    world.succeed(ARB_OWNER, data.abi_encode());
    let before = {
        let tx = world.tx(TxKind::Call(program), Vec::new(), 1_000_000);
        world.send(tx).result.tx_gas_used()
    };

    let data = IWasm::cacheProgramCall { program }.abi_encode();
    let tx = world.tx(TxKind::Call(ARB_WASM_CACHE), data.clone(), 1_000_000);
    let outcome = world.send(tx);
    let event = IWasm::UpdateProgramCache::decode_log_data(&outcome.result.logs()[0].data).unwrap();
    assert_eq!((event.codehash, event.cached), (codehash, true));
    let lookup = 800 + 3 + 2600 + 800 + 100 + 800;
    let change = (375 + 1125 + 256) + init + 800 + 20_000;
    assert_eq!(execution_gas(&outcome, &data), lookup + change);
    // Once more changes nothing.
    assert_eq!(query(&mut world, ARB_WASM_CACHE, &data).1, lookup);

    let after = {
        let tx = world.tx(TxKind::Call(program), Vec::new(), 1_000_000);
        world.send(tx).result.tx_gas_used()
    };
    assert_eq!(before - after, 69 * 128 + init);
    let cached = IWasm::codehashIsCachedCall { codehash }.abi_encode();
    let (output, gas) = query(&mut world, ARB_WASM_CACHE, &cached);
    assert_eq!(
        (U256::from_be_slice(&output), gas),
        (U256::ONE, 800 + 3 + 800 + 3)
    );

    let evict = IWasm::evictCodehashCall { codehash }.abi_encode();
    let gas = query(&mut world, ARB_WASM_CACHE, &evict).1;
    assert_eq!(gas, 800 + 3 + 800 + 100 + 800 + change);
}

#[test]
fn cache_succeeds_for_owners_and_reverts_with_all_gas_for_others() {
    let mut world = World::new();
    let program = world.program(SEVEN);
    let data = IWasm::cacheProgramCall { program }.abi_encode();
    let tx = world.tx(TxKind::Call(ARB_WASM_CACHE), data.clone(), 1_000_000);
    let result = world.send(tx).result;
    assert!(revert_data(&result).is_empty());
    assert_eq!(result.tx_gas_used(), 1_000_000);
    become_owner(&mut world);
    world.succeed(ARB_WASM_CACHE, data);
}

#[test]
fn cache_program_reverts_needs_upgrade_when_it_was_never_activated() {
    let mut world = World::new();
    become_owner(&mut world);
    let program = world.deployed(&packed(&wasm(SEVEN)));
    let data = IWasm::cacheProgramCall { program }.abi_encode();
    let (output, _) = query(&mut world, ARB_WASM_CACHE, &data);
    let error = IWasm::ProgramNeedsUpgrade::abi_decode(&output).unwrap();
    assert_eq!((error.version, error.stylusVersion), (0, 3));
}

#[test]
fn cache_program_reverts_expired_and_eviction_does_not() {
    let mut world = World::new();
    become_owner(&mut world);
    let program = world.program(SEVEN);
    let codehash = keccak256(packed(&wasm(SEVEN)));
    let cache = IWasm::cacheProgramCall { program }.abi_encode();
    world.succeed(ARB_WASM_CACHE, cache.clone());
    world.now += 366 * DAY;
    let (output, _) = query(&mut world, ARB_WASM_CACHE, &cache);
    assert!(IWasm::ProgramExpired::abi_decode(&output).is_ok());
    let evict = IWasm::evictCodehashCall { codehash }.abi_encode();
    world.succeed(ARB_WASM_CACHE, evict);
}

#[test]
fn activation_succeeds_keeping_a_cached_program_cached() {
    let file = wasm(SEVEN);
    let mut world = World::new();
    become_owner(&mut world);
    let program = world.program(SEVEN);
    let codehash = keccak256(packed(&file));
    let cache = IWasm::cacheProgramCall { program }.abi_encode();
    world.succeed(ARB_WASM_CACHE, cache);
    world.now += 366 * DAY;
    let outcome = world.activate(program, ENOUGH);
    // The hash of the module that leaves the cache is read.
    let gas = gas_of_activation(&outcome, program);
    assert_eq!(gas, FIXED + work_of_seven(&file) + 800);
    let cached = IWasm::codehashIsCachedCall { codehash }.abi_encode();
    let (output, _) = query(&mut world, ARB_WASM_CACHE, &cached);
    assert_eq!(U256::from_be_slice(&output), U256::ONE);
}

#[test]
fn managers_succeed_being_listed_with_their_gas() {
    let mut world = World::new();
    become_owner(&mut world);
    let data = IWasm::addWasmCacheManagerCall { manager: USER };
    world.succeed(ARB_OWNER, data.abi_encode());
    let (output, gas) = query(
        &mut world,
        ARB_WASM_CACHE,
        &IWasm::allCacheManagersCall {}.abi_encode(),
    );
    let managers = IWasm::allCacheManagersCall::abi_decode_returns(&output).unwrap();
    assert_eq!(managers, [USER]);
    assert_eq!(gas, 800 + 2 * 800 + 3 * 3);
    let data = IWasm::isCacheManagerCall { manager: USER }.abi_encode();
    let (output, gas) = query(&mut world, ARB_WASM_CACHE, &data);
    assert_eq!(U256::from_be_slice(&output), U256::ONE);
    assert_eq!(gas, 800 + 3 + 800 + 3);
}
