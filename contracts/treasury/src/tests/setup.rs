//! Construction, wiring, and what reaches no method.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError, SolInterface};
use interfaces::{contracts::ITreasury::*, host::SetupError};
use motsu::prelude::*;

use super::world::{
    fee, stake, World, ALICE, DATA_AVAILABILITY, DEPLOYER, FRAUD_PROOF, GOVERNANCE, POOL, REGISTRY,
};
use crate::{dispatch, Error, Treasury, ROUTES};

fn raw(calldata: Vec<u8>) -> Result<Vec<u8>, Vec<u8>> {
    testing::send(dispatch, calldata)
}

#[test]
fn constructor_emits_constructed() {
    let world = World::unwired();
    let token = world.token.address();
    world.treasury.assert_emitted(&Constructed {
        token,
        deployer: DEPLOYER,
    });
    assert_eq!(world.treasury.sender(ALICE).token(), token);
    assert_eq!(world.treasury.sender(ALICE).deployer(), DEPLOYER);
}

#[test]
fn constructor_reverts_not_a_contract_when_the_token_has_no_code() {
    let treasury = Contract::<Treasury>::new();
    let refused = treasury
        .sender(DEPLOYER)
        .constructor(ALICE, DEPLOYER)
        .motsu_unwrap_err();
    assert_eq!(refused, SetupError::NotAContract(ALICE).into());
}

#[test]
fn constructor_reverts_zero_address_when_the_deployer_is_zero() {
    let world = World::unwired();
    let treasury = Contract::<Treasury>::new();
    let refused = treasury
        .sender(DEPLOYER)
        .constructor(world.token.address(), Address::ZERO)
        .motsu_unwrap_err();
    assert_eq!(refused, SetupError::ZeroAddress(1).into());
}

#[test]
fn wire_emits_wired_and_sets_every_peer() {
    let world = World::new();
    world.treasury.assert_emitted(&Wired {
        registry: REGISTRY,
        pool: POOL,
        dataAvailability: DATA_AVAILABILITY,
        fraudProof: FRAUD_PROOF,
        governance: GOVERNANCE,
    });
    let treasury = world.treasury.sender(ALICE);
    assert_eq!(treasury.registry(), REGISTRY);
    assert_eq!(treasury.pool(), POOL);
    assert_eq!(treasury.data_availability(), DATA_AVAILABILITY);
    assert_eq!(treasury.fraud_proof(), FRAUD_PROOF);
    assert_eq!(treasury.governance(), GOVERNANCE);
}

#[test]
fn wire_reverts_not_deployer_for_a_stranger() {
    let world = World::unwired();
    let refused = world
        .treasury
        .sender(ALICE)
        .wire(ALICE, ALICE, ALICE, ALICE, ALICE)
        .motsu_unwrap_err();
    assert_eq!(refused, SetupError::NotDeployer(ALICE).into());
}

#[test]
fn wire_reverts_already_wired_the_second_time() {
    // The first wiring is with no peers at all, and closes nevertheless.
    let world = World::unwired();
    let zero = Address::ZERO;
    let mut deployer = world.treasury.sender(DEPLOYER);
    deployer.wire(zero, zero, zero, zero, zero).motsu_unwrap();
    let refused = deployer
        .wire(REGISTRY, POOL, zero, zero, zero)
        .motsu_unwrap_err();
    assert_eq!(refused, SetupError::AlreadyWired.into());
}

#[test]
fn every_writing_method_reverts_not_wired_before_wiring() {
    let world = World::unwired();
    let mut caller = world.treasury.sender(POOL);
    let refusals: [Error; 8] = [
        caller.lock(ALICE, stake(), 1).motsu_unwrap_err(),
        caller.release(ALICE, stake(), 1).motsu_unwrap_err(),
        caller.seize(ALICE, stake(), ALICE, 1, 0).motsu_unwrap_err(),
        caller.withdraw(ALICE, 1).motsu_unwrap_err(),
        caller.spend_pot(ALICE, 1).motsu_unwrap_err(),
        caller.repay(ALICE, fee(), 1).motsu_unwrap_err(),
        caller.forfeit_credit(ALICE).motsu_unwrap_err(),
        caller.skim().motsu_unwrap_err(),
    ];
    for refusal in refusals {
        assert_eq!(refusal, SetupError::NotWired.into());
    }
}

#[test]
fn dispatch_reverts_malformed_calldata_when_no_method_is_reached() {
    let world = World::new();
    let truncated = lockCall {
        owner: ALICE,
        purpose: stake(),
        amount: 1,
    }
    .abi_encode();
    let too_large = [&truncated[..truncated.len() - 32], &[0xff; 32]].concat();
    let cases = [
        (vec![], [0; 4]),
        (vec![0xab, 0xcd], [0xab, 0xcd, 0, 0]),
        (vec![1, 2, 3, 4, 5], [1, 2, 3, 4]),
        (truncated[..40].to_vec(), lockCall::SELECTOR),
        (too_large, lockCall::SELECTOR),
    ];
    world.treasury.sender(POOL).pot();
    for (calldata, selector) in cases {
        let refused = raw(calldata).unwrap_err();
        let expected = MalformedCalldata {
            selector: selector.into(),
        };
        assert_eq!(refused, expected.abi_encode());
    }
}

#[test]
fn dispatch_reverts_value_refused_when_native_currency_is_sent() {
    let world = World::new();
    ALICE.fund(U256::from(7));
    world.treasury.sender_and_value(ALICE, U256::from(7)).pot();
    let refused = raw(skimCall {}.abi_encode()).unwrap_err();
    let value = U256::from(7);
    assert_eq!(refused, ValueRefused { value }.abi_encode());
}

#[test]
fn dispatch_succeeds_with_the_answer_of_a_view() {
    let world = World::with_stake(5);
    world.treasury.sender(ALICE).pot();
    let answer = raw(totalsCall {}.abi_encode()).unwrap();
    let totals = totalsCall::abi_decode_returns(&answer, true).unwrap();
    assert_eq!((totals.locked, totals.credited, totals.potted), (5, 0, 0));
}

#[test]
fn routes_lead_to_the_methods_of_every_function() {
    testing::assert_routes(ROUTES, ITreasuryCalls::selectors());
}
