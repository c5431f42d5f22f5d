//! What reaches no method is refused with a typed error, too.

use alloy_primitives::{B256, U256};
use alloy_sol_types::{SolCall, SolError, SolInterface, SolValue};
use interfaces::contracts::IBatchRegistry as abi;
use motsu::prelude::*;
use stylus_sdk::abi::CONSTRUCTOR_SELECTOR;

use super::world::{World, START};
use crate::{dispatch, ROUTES};

/// Sends raw calldata to the registry, as the entry point would.
fn send(world: &World, value: u64, calldata: Vec<u8>) -> Result<Vec<u8>, Vec<u8>> {
    world.stranger.fund(U256::from(value));
    let call = world
        .registry
        .sender_and_value(world.stranger, U256::from(value));
    // Sets caller, value and contract for what follows on this thread.
    let _ = &*call;
    testing::send(dispatch, calldata)
}

fn malformed(calldata: &[u8]) -> Vec<u8> {
    let selector = interfaces::host::selector(calldata).into();
    abi::MalformedCalldata { selector }.abi_encode()
}

#[test]
fn dispatch_succeeds_with_a_call() {
    let world = World::new();
    let answer = send(&world, 0, abi::clockCall {}.abi_encode()).unwrap();
    assert_eq!(
        abi::clockCall::abi_decode_returns(&answer, true)
            .unwrap()
            ._0,
        1
    );
}

#[test]
fn dispatch_reverts_MalformedCalldata_when_there_is_no_such_function() {
    let world = World::new();
    for calldata in [
        vec![],
        vec![1],
        vec![1, 2, 3],
        vec![0xde, 0xad, 0xbe, 0xef],
        vec![9; 500],
    ] {
        let expected = malformed(&calldata);
        assert_eq!(send(&world, 0, calldata), Err(expected));
    }
}

#[test]
fn dispatch_reverts_MalformedCalldata_when_the_arguments_do_not_decode() {
    let world = World::new();
    let finalize = abi::finalizeCall {
        headerHashes: vec![B256::ZERO; 2],
    };
    let whole = finalize.abi_encode();
    for length in [4, 5, 36, 67, whole.len() - 1] {
        let cut = whole[..length].to_vec();
        let expected = malformed(&cut);
        assert_eq!(send(&world, 0, cut), Err(expected));
    }
    // A list whose length points far behind the calldata.
    let mut huge = whole.clone();
    huge[36..68].fill(0xff);
    assert_eq!(send(&world, 0, huge), Err(malformed(&whole)));
}

#[test]
fn dispatch_reverts_MalformedCalldata_when_a_number_is_too_wide() {
    let world = World::new();
    let mut wide = abi::headerHashCall { index: 0 }.abi_encode();
    wide[4] = 1;
    let expected = malformed(&wide);
    assert_eq!(send(&world, 0, wide), Err(expected));
}

#[test]
fn dispatch_reverts_ValueRefused() {
    let world = World::new();
    let expected = abi::ValueRefused {
        value: U256::from(3),
    };
    let answer = send(&world, 3, abi::clockCall {}.abi_encode());
    assert_eq!(answer, Err(expected.abi_encode()));
}

#[test]
fn dispatch_passes_on_the_error_of_a_method() {
    let world = World::new();
    let set = 5;
    let answer = send(&world, 0, abi::parametersCall { set }.abi_encode());
    let expected = abi::UnknownParameterSet { set, count: 1 };
    assert_eq!(answer, Err(expected.abi_encode()));
}

#[test]
fn dispatch_succeeds_with_lists_and_structs() {
    let mut world = World::new();
    let header = world.append(&world.genesis(), START + 1);
    let includes = abi::includesElementCall {
        header: (&header).into(),
        index: 1,
        element: vec![7; 33].into(),
        proof: vec![B256::repeat_byte(1), B256::repeat_byte(2)],
    };
    let direct = world.registry.sender(world.stranger).includes_element(
        (&header).into(),
        1,
        vec![7; 33].into(),
        includes.proof.clone(),
    );
    let answer = send(&world, 0, includes.abi_encode()).unwrap();
    let routed = abi::includesElementCall::abi_decode_returns(&answer, true).unwrap();
    assert_eq!(Ok(routed._0), direct);

    let answer = send(&world, 0, abi::parametersCall { set: 0 }.abi_encode()).unwrap();
    let routed = abi::parametersCall::abi_decode_returns(&answer, true).unwrap();
    assert_eq!(routed._0, (&World::limits()).into());
}

#[test]
fn dispatch_succeeds_once_with_the_constructor() {
    let world = World::empty();
    let construction = world.construction();
    let mut calldata = CONSTRUCTOR_SELECTOR.to_be_bytes().to_vec();
    calldata.extend(construction.abi_encode());
    assert_eq!(send(&world, 0, calldata.clone()), Ok(Vec::new()));
    let registry = world.registry.sender(world.stranger);
    assert_eq!(registry.deployer(), world.deployer.address());
    assert_eq!(send(&world, 0, calldata.clone()), Err(malformed(&calldata)));
}

#[test]
fn routes_lead_to_the_methods_of_every_function() {
    testing::assert_routes(ROUTES, abi::IBatchRegistryCalls::selectors());
}
