//! `stylusTracer`.

use alloy::{
    hex,
    network::TransactionBuilder,
    primitives::{Address, B256, U256, keccak256},
    providers::Provider,
    rpc::types::TransactionRequest,
};
use devnet::{BASE_FEE, CHAIN_ID, SEQUENCER};

use super::{
    CALL, DELEGATE_CALL, EVM_CALL, EVM_CALL_CODE, EVM_DELEGATE_CALL, EVM_STATIC_CALL, GAS, HOSTS,
    MAKER, RELAY, STATIC_CALL, Step, evm_relay, evm_relayed, program, relayed, relayed_with, send,
    send_with_gas, steps,
};
use crate::{
    program::{creation, deploy_code, deploy_program, program_code},
    world::{NOW, World},
};

/// Ink of a unit of gas.
const INK_PRICE: u64 = 10_000;

/// Ink of a last block that is one constant and the end of the function.
const LAST_BLOCK: u64 = 2450 + 2;

const DATA: [u8; 2] = hex!("0102");
const VALUE: u64 = 5;

fn word(value: u64) -> [u8; 32] {
    U256::from(value).to_be_bytes()
}

fn names(steps: &[Step]) -> Vec<&str> {
    steps.iter().map(|step| step.name.as_str()).collect()
}

/// What a call of the program that only asks `msg_reentrant` leaves.
const PLAIN: [&str; 3] = ["user_entrypoint", "msg_reentrant", "user_returned"];

async fn plain_program(world: &World) -> Address {
    deploy_program(world, &program("(drop (call $reentrant)) (i32.const 0)")).await
}

#[tokio::test]
async fn stylus_tracer_succeeds_with_arguments_and_results_of_all_host_functions() {
    let world = World::new();
    let hosts = deploy_program(&world, HOSTS).await;
    let request = TransactionRequest::default()
        .with_to(hosts)
        .with_input(DATA)
        .with_value(U256::from(VALUE))
        .with_gas_limit(GAS);
    let receipt = world.send(request).await;
    assert!(receipt.status());
    let steps = steps(&world, &receipt).await;

    let code = program_code(HOSTS);
    let user = world.account.address;
    let digest = keccak256("hello");
    let code_hash = keccak256(&code);
    let ink_at = |name: &str| {
        let step = steps.iter().find(|step| step.name == name).expect(name);
        step.end_ink
    };
    let ink_left = ink_at("evm_ink_left");
    let gas_left = ink_at("evm_gas_left") / INK_PRICE;
    let len = u32::try_from(code.len()).unwrap();
    let expected: &[(&str, &[u8], &[u8])] = &[
        ("user_entrypoint", &2_u32.to_be_bytes(), &[]),
        ("read_args", &[], &DATA),
        ("msg_sender", &[], user.as_slice()),
        ("msg_value", &[], &word(VALUE)),
        ("msg_reentrant", &[], &0_u32.to_be_bytes()),
        ("contract_address", &[], hosts.as_slice()),
        ("tx_origin", &[], user.as_slice()),
        ("tx_gas_price", &[], &word(BASE_FEE)),
        ("tx_ink_price", &[], &10_000_u32.to_be_bytes()),
        ("block_basefee", &[], &word(BASE_FEE)),
        ("block_coinbase", &[], SEQUENCER.as_slice()),
        ("block_gas_limit", &[], &(1_u64 << 50).to_be_bytes()),
        ("block_number", &[], &0_u64.to_be_bytes()),
        ("block_timestamp", &[], &NOW.to_be_bytes()),
        ("chainid", &[], &CHAIN_ID.to_be_bytes()),
        ("evm_gas_left", &[], &gas_left.to_be_bytes()),
        ("evm_ink_left", &[], &ink_left.to_be_bytes()),
        ("account_balance", hosts.as_slice(), &word(VALUE)),
        ("account_codehash", hosts.as_slice(), code_hash.as_slice()),
        ("account_code_size", hosts.as_slice(), &len.to_be_bytes()),
        (
            "account_code",
            &[hosts.as_slice(), &hex!("0000000100000003")].concat(),
            &code[1..4],
        ),
        ("math_div", &[word(7), word(3)].concat(), &word(2)),
        ("math_mod", &[word(5), word(3)].concat(), &word(2)),
        ("math_pow", &[word(2), word(3)].concat(), &word(8)),
        (
            "math_add_mod",
            &[word(8), word(3), word(3)].concat(),
            &word(2),
        ),
        (
            "math_mul_mod",
            &[word(2), word(3), word(2)].concat(),
            &word(0),
        ),
        ("native_keccak256", b"hello", digest.as_slice()),
        ("storage_cache_bytes32", &[word(3), digest.0].concat(), &[]),
        ("storage_flush_cache", &[0], &[]),
        ("storage_load_bytes32", &word(3), digest.as_slice()),
        ("storage_flush_cache", &[1], &[]),
        ("transient_store_bytes32", &[word(3), word(2)].concat(), &[]),
        ("transient_load_bytes32", &word(3), &word(2)),
        (
            "emit_log",
            &[&1_u32.to_be_bytes(), digest.as_slice(), &digest[..3]].concat(),
            &[],
        ),
        ("return_data_size", &[], &0_u32.to_be_bytes()),
        ("read_return_data", &hex!("0000000100000002"), &[]),
        ("pay_for_memory_grow", &0_u16.to_be_bytes(), &[]),
        ("pay_for_memory_grow", &1_u16.to_be_bytes(), &[]),
        ("console_log_text", b"hello", &[]),
        ("console_log", b"-3", &[]),
        ("write_result", b"hell", &[]),
        ("user_returned", &[], &0_u32.to_be_bytes()),
    ];
    for (step, expected) in steps.iter().zip(expected) {
        assert_eq!(step.parts(), *expected);
    }
    assert_eq!(steps.len(), expected.len());
}

#[tokio::test]
async fn stylus_tracer_succeeds_with_ink_that_agrees_with_the_receipt() {
    let world = World::new();
    let hosts = deploy_program(&world, HOSTS).await;
    let receipt = send(&world, hosts, DATA).await;
    let steps = steps(&world, &receipt).await;
    let [first, hosts @ .., last] = steps.as_slice() else {
        panic!("{steps:?}")
    };
    assert_eq!(first.start_ink, first.end_ink);
    assert_eq!(
        (last.start_ink, last.end_ink),
        (first.start_ink, first.start_ink)
    );
    let mut ink = first.end_ink;
    for step in hosts {
        assert!(
            step.start_ink <= ink && step.end_ink <= step.start_ink,
            "{step:?}"
        );
        ink = step.end_ink;
    }
    // Printing is free, and so is the second page.
    let free = hosts.iter().filter(|step| step.start_ink == step.end_ink);
    assert_eq!(
        free.map(|step| step.name.as_str()).collect::<Vec<_>>(),
        ["pay_for_memory_grow", "console_log_text", "console_log"]
    );
    assert_eq!((ink - LAST_BLOCK) / INK_PRICE, GAS - receipt.gas_used);
}

#[tokio::test]
async fn stylus_tracer_succeeds_nesting_the_calls_of_a_program() {
    let world = World::new();
    let relay = deploy_program(&world, RELAY).await;
    let plain = plain_program(&world).await;
    let probe = *world.probe(7).await.address();
    for (kind, name) in [
        (CALL, "call_contract"),
        (DELEGATE_CALL, "delegate_call_contract"),
        (STATIC_CALL, "static_call_contract"),
    ] {
        for (to, inner) in [(plain, &PLAIN[..]), (probe, &[])] {
            let receipt = send(&world, relay, relayed(kind, to, &DATA)).await;
            let steps = steps(&world, &receipt).await;
            assert_eq!(
                names(&steps),
                [
                    "user_entrypoint",
                    "read_args",
                    name,
                    "read_return_data",
                    "write_result",
                    "user_returned"
                ]
            );
            let call = &steps[2];
            assert_eq!(call.address, Some(to));
            assert_eq!(names(call.inner()), inner);
            let value = if kind == CALL { &[0_u8; 32][..] } else { &[] };
            let gas = u64::MAX.to_be_bytes();
            assert_eq!(call.args, [to.as_slice(), &gas, value, &DATA].concat());
            // The probe has no function of this selector.
            let status = if to == plain { 0 } else { 2 };
            assert_eq!(call.outs[..], [0, 0, 0, 0, status]);
            assert!(call.end_ink < call.start_ink);
            for step in call.inner() {
                assert!(step.start_ink <= call.start_ink, "{step:?}");
            }
        }
    }
}

#[tokio::test]
async fn stylus_tracer_succeeds_with_evm_names_when_evm_code_calls() {
    let world = World::new();
    let plain = plain_program(&world).await;
    for (opcode, name) in [
        (EVM_CALL, "evm_call_contract"),
        (EVM_CALL_CODE, "evm_call_code"),
        (EVM_DELEGATE_CALL, "evm_delegate_call_contract"),
        (EVM_STATIC_CALL, "evm_static_call_contract"),
    ] {
        let relay = deploy_code(&world, &evm_relay(opcode)).await;
        let receipt = send(&world, relay, evm_relayed(plain, &[])).await;
        assert!(receipt.status());
        let steps = steps(&world, &receipt).await;
        assert_eq!(names(&steps), [name]);
        assert_eq!(steps[0].address, Some(plain));
        assert_eq!((steps[0].start_ink, steps[0].end_ink), (0, 0));
        assert_eq!(names(steps[0].inner()), PLAIN);
    }
}

#[tokio::test]
async fn stylus_tracer_succeeds_when_both_kinds_of_code_call_each_other() {
    let world = World::new();
    let plain = plain_program(&world).await;
    let wasm = deploy_program(&world, RELAY).await;
    let evm = deploy_code(&world, &evm_relay(EVM_CALL)).await;
    let inner = relayed(CALL, plain, &[]);
    let data = evm_relayed(wasm, &relayed(CALL, evm, &evm_relayed(wasm, &inner)));
    let receipt = send(&world, evm, data).await;
    assert!(receipt.status());
    let outer = steps(&world, &receipt).await;
    let mut steps = outer.as_slice();
    for (depth, name, address) in [
        (0, "evm_call_contract", wasm),
        (1, "call_contract", evm),
        (2, "evm_call_contract", wasm),
        (3, "call_contract", plain),
    ] {
        let call = steps
            .iter()
            .find(|step| step.address.is_some())
            .expect("a call");
        assert_eq!(
            (call.name.as_str(), call.address),
            (name, Some(address)),
            "{depth}"
        );
        steps = call.inner();
    }
    assert_eq!(names(steps), PLAIN);
}

#[tokio::test]
async fn stylus_tracer_succeeds_with_two_records_for_a_creation() {
    let world = World::new();
    let maker = deploy_program(&world, MAKER).await;
    let code = [0x60, 0x01];
    let init = creation(&code);
    let salt = B256::repeat_byte(0x11);
    for (kind, name) in [(1, "create1"), (2, "create2")] {
        let nonce = world.provider.get_transaction_count(maker).await.unwrap();
        let receipt = send(&world, maker, [&[kind], init.as_ref()].concat()).await;
        let steps = steps(&world, &receipt).await;
        let evm_name = format!("evm_{name}");
        assert_eq!(
            names(&steps),
            [
                "user_entrypoint",
                "read_args",
                &evm_name,
                name,
                "write_result",
                "user_returned"
            ]
        );
        let (address, salt) = match kind {
            1 => (maker.create(nonce), &[][..]),
            _ => (maker.create2(salt, keccak256(&init)), salt.as_slice()),
        };
        assert_eq!(world.provider.get_code_at(address).await.unwrap()[..], code);
        assert_eq!(steps[2].address, Some(address));
        assert_eq!(steps[3].args, [&[0; 32], salt, &init].concat());
        assert_eq!(steps[3].outs, [address.as_slice(), &[0; 4]].concat());
        assert!(steps[2].inner().is_empty());
    }
}

#[tokio::test]
async fn stylus_tracer_succeeds_with_no_address_in_the_record_of_a_failed_creation() {
    let world = World::new();
    let maker = deploy_program(&world, MAKER).await;
    // PUSH1 3, PUSH0, REVERT.
    let receipt = send(&world, maker, hex!("0160035ffd")).await;
    let steps = steps(&world, &receipt).await;
    assert_eq!(
        (steps[2].name.as_str(), steps[2].address),
        ("evm_create1", Some(maker.create(1)))
    );
    assert_eq!(steps[3].outs, [&[0; 20][..], &3_u32.to_be_bytes()].concat());
}

#[tokio::test]
async fn stylus_tracer_succeeds_with_creations_and_destructions_of_evm_code() {
    let world = World::new();
    // Creates a contract of the calldata: CREATE, and CREATE2 with salt 0.
    for (salt, opcode, name) in [
        (&[][..], 0xf0, "evm_create1"),
        (&[0x5f], 0xf5, "evm_create2"),
    ] {
        let code = [&hex!("365f5f37")[..], salt, &hex!("365f5f"), &[opcode]].concat();
        let creator = deploy_code(&world, &code).await;
        // CALLER, SELFDESTRUCT while it is being created.
        let receipt = send(&world, creator, hex!("33ff")).await;
        let steps = steps(&world, &receipt).await;
        assert_eq!(names(&steps), [name]);
        assert_eq!(names(steps[0].inner()), ["evm_self_destruct"]);
        assert_eq!(steps[0].inner()[0].address, Some(creator));
        assert!(steps[0].inner()[0].inner().is_empty());
    }
}

#[tokio::test]
async fn stylus_tracer_succeeds_with_a_return_only_when_the_program_returned() {
    let world = World::new();
    for (body, status) in [
        ("(drop (call $reentrant)) (i32.const 1)", Some(1_u32)),
        (
            "(drop (call $reentrant)) (call $exit_early (i32.const 0)) unreachable",
            Some(0),
        ),
        (
            "(drop (call $reentrant)) (call $exit_early (i32.const 7)) unreachable",
            Some(7),
        ),
        ("(drop (call $reentrant)) unreachable", None),
        ("(drop (call $reentrant)) (loop (br 0)) unreachable", None),
        (
            "(drop (call $reentrant)) (call $recurse) (i32.const 0)",
            None,
        ),
    ] {
        let address = deploy_program(&world, &program(body)).await;
        let receipt = send_with_gas(&world, address, [], 300_000).await;
        assert_eq!(receipt.status(), status == Some(0), "{body}");
        let steps = steps(&world, &receipt).await;
        let mut expected = vec!["user_entrypoint", "msg_reentrant"];
        if body.contains("exit_early") {
            expected.push("exit_early");
        }
        expected.extend(status.map(|_| "user_returned"));
        assert_eq!(names(&steps), expected, "{body}");
        if let Some(status) = status {
            let last = steps.last().unwrap();
            assert_eq!(last.outs[..], status.to_be_bytes());
            assert_eq!(last.end_ink, steps[0].start_ink);
        }
    }
}

#[tokio::test]
async fn stylus_tracer_succeeds_showing_a_call_that_never_began_without_steps() {
    let world = World::new();
    let relay = deploy_program(&world, RELAY).await;
    let outer = deploy_code(&world, &evm_relay(EVM_STATIC_CALL)).await;
    // A static frame may not send value.
    let to = Address::repeat_byte(0x99);
    let data = evm_relayed(relay, &relayed_with(CALL, to, 1, &[]));
    let receipt = send(&world, outer, data).await;
    assert!(!receipt.status());
    let steps = steps(&world, &receipt).await;
    let call = &steps[0].inner()[2];
    assert_eq!(
        (call.name.as_str(), call.address),
        ("call_contract", Some(to))
    );
    assert!(call.inner().is_empty());
    assert_eq!(call.outs[..], [0, 0, 0, 0, 2]);
}

#[tokio::test]
async fn stylus_tracer_succeeds_with_nothing_when_no_program_ran() {
    let world = World::new();
    let plain = plain_program(&world).await;
    let receipt = send(&world, *world.probe(1).await.address(), []).await;
    assert!(steps(&world, &receipt).await.is_empty());
    // Too little gas for the entry.
    let receipt = send_with_gas(&world, plain, [], 22_000).await;
    assert!(!receipt.status());
    assert!(steps(&world, &receipt).await.is_empty());
}
