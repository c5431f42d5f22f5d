//! Construction, wiring, parameters, and what reaches no method.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, SolError, SolInterface};
use interfaces::{
    contracts::ISequencerPool::*,
    host::{PeerError, SetupError, ARB_SYS},
};
use motsu::prelude::*;

use super::world::{
    World, ALICE, DATA_AVAILABILITY, DEPLOYER, FRAUD_PROOF, GOVERNANCE, PARAMETERS, REGISTRY, START,
};
use crate::{dispatch, Error, SequencerPool, ROUTES};

fn raw(calldata: Vec<u8>) -> Result<Vec<u8>, Vec<u8>> {
    testing::send(dispatch, calldata)
}

#[test]
fn constructor_emits_constructed() {
    let world = World::unwired();
    world.pool.assert_emitted(&Constructed {
        deployer: DEPLOYER,
        clock: 1,
    });
    let pool = world.pool.sender(ALICE);
    assert_eq!(pool.deployer(), DEPLOYER);
    assert_eq!(pool.clock(), 1);
    assert_eq!(pool.current_block().motsu_unwrap(), START);
}

#[test]
fn constructor_reverts_when_an_argument_is_wrong() {
    let pool = Contract::<SequencerPool>::new();
    let mut caller = pool.sender(ALICE);
    let refused = caller.constructor(Address::ZERO, 0).motsu_unwrap_err();
    assert_eq!(refused, SetupError::ZeroAddress(0).into());
    for clock in [2, u8::MAX] {
        let refused = caller.constructor(DEPLOYER, clock).motsu_unwrap_err();
        assert_eq!(refused, SetupError::UnknownClock(clock).into());
    }
}

#[test]
fn current_block_is_the_hosts_with_clock_0() {
    let world = World::unwired();
    let pool = Contract::<SequencerPool>::new();
    pool.sender(ALICE).constructor(DEPLOYER, 0).motsu_unwrap();
    // The host's number is always 0 in these tests; the other clock stands at another block.
    assert_eq!(pool.sender(ALICE).current_block().motsu_unwrap(), 0);
    assert_eq!(
        world.pool.sender(ALICE).current_block().motsu_unwrap(),
        START
    );
}

#[test]
fn current_block_reverts_peer_failed_when_the_clock_shows_no_block() {
    let world = World::new();
    world.break_clock();
    let refused = world.pool.sender(ALICE).current_block().motsu_unwrap_err();
    let peer = ARB_SYS;
    assert_eq!(refused, PeerError::Failed(peer).into());
    assert_eq!(Vec::from(refused), PeerFailed { peer }.abi_encode());
}

#[test]
fn wire_emits_wired_and_sets_every_peer() {
    let world = World::wired();
    let treasury = world.treasury.address();
    world.pool.assert_emitted(&Wired {
        treasury,
        registry: REGISTRY,
        dataAvailability: DATA_AVAILABILITY,
        fraudProof: FRAUD_PROOF,
        governance: GOVERNANCE,
    });
    let pool = world.pool.sender(ALICE);
    assert_eq!(pool.treasury(), treasury);
    assert_eq!(pool.registry(), REGISTRY);
    assert_eq!(pool.data_availability(), DATA_AVAILABILITY);
    assert_eq!(pool.fraud_proof(), FRAUD_PROOF);
    assert_eq!(pool.governance(), GOVERNANCE);
}

#[test]
fn wire_reverts_for_strangers_the_second_time_and_without_a_treasury() {
    let world = World::unwired();
    let (zero, treasury) = (Address::ZERO, world.treasury.address());
    let mut stranger = world.pool.sender(ALICE);
    let refused = stranger
        .wire(treasury, zero, zero, zero, zero)
        .motsu_unwrap_err();
    assert_eq!(refused, SetupError::NotDeployer(ALICE).into());

    let mut deployer = world.pool.sender(DEPLOYER);
    let refused = deployer
        .wire(zero, zero, zero, zero, zero)
        .motsu_unwrap_err();
    assert_eq!(refused, SetupError::ZeroAddress(0).into());
    let refused = deployer
        .wire(ALICE, zero, zero, zero, zero)
        .motsu_unwrap_err();
    assert_eq!(refused, SetupError::NotAContract(ALICE).into());

    deployer
        .wire(treasury, zero, zero, zero, zero)
        .motsu_unwrap();
    let refused = deployer
        .wire(treasury, REGISTRY, zero, zero, zero)
        .motsu_unwrap_err();
    assert_eq!(refused, SetupError::AlreadyWired.into());
}

#[test]
fn guarded_methods_refuse_the_zero_address_when_the_peer_is_not_deployed() {
    let world = World::unwired();
    let zero = Address::ZERO;
    let mut deployer = world.pool.sender(DEPLOYER);
    deployer
        .wire(world.treasury.address(), zero, zero, zero, zero)
        .motsu_unwrap();
    let mut nobody = world.pool.sender(zero);
    let refused = nobody.set_parameters(PARAMETERS).motsu_unwrap_err();
    assert_eq!(refused, NotRegistry { caller: zero }.into());
    let refused = nobody.place_hold(ALICE).motsu_unwrap_err();
    assert_eq!(refused, MayNotHold { caller: zero }.into());
}

#[test]
fn every_writing_method_reverts_not_wired_before_wiring() {
    let world = World::unwired();
    let mut caller = world.pool.sender(REGISTRY);
    let (zero, object) = (Address::ZERO, B256::ZERO);
    let fraud = Offence::Fraud;
    let refusals: [Error; 14] = [
        caller.set_parameters(PARAMETERS).motsu_unwrap_err(),
        caller.join(Role::Sequencer, 100).motsu_unwrap_err(),
        caller.add_stake(1).motsu_unwrap_err(),
        caller.request_exit().motsu_unwrap_err(),
        caller.release_stake().motsu_unwrap_err(),
        caller.place_hold(ALICE).motsu_unwrap_err(),
        caller.lift_hold(ALICE).motsu_unwrap_err(),
        caller.record_submission(ALICE, 1).motsu_unwrap_err(),
        caller.end_slot().motsu_unwrap_err(),
        caller.rotate_idle().motsu_unwrap_err(),
        caller
            .punish(ALICE, fraud, object, 0, zero)
            .motsu_unwrap_err(),
        caller.remove(ALICE, object, zero, 0, 0).motsu_unwrap_err(),
        caller.rotate_from(ALICE).motsu_unwrap_err(),
        caller.set_head_contested(true).motsu_unwrap_err(),
    ];
    for refusal in refusals {
        assert_eq!(refusal, SetupError::NotWired.into());
    }
}

#[test]
fn set_parameters_emits_parameters_set_and_numbers_the_sets() {
    let world = World::new();
    let second = PoolParameters {
        idleLimit: 9,
        ..PARAMETERS
    };
    world.push(second.clone());
    for (set, parameters) in [(0, PARAMETERS), (1, second)] {
        let pool = world.pool.sender(ALICE);
        assert_eq!(pool.parameters(set).motsu_unwrap(), parameters);
        world
            .pool
            .assert_emitted(&ParametersSet { set, parameters });
    }
    let pool = world.pool.sender(ALICE);
    assert_eq!(pool.current_parameter_set().motsu_unwrap(), 1);
    for set in [2, u32::MAX] {
        let refused = pool.parameters(set).motsu_unwrap_err();
        assert_eq!(refused, UnknownParameterSet { set, count: 2 }.into());
    }
}

#[test]
fn set_parameters_reverts_not_registry_for_everybody_else() {
    let world = World::new();
    for caller in [ALICE, DEPLOYER, GOVERNANCE, Address::ZERO] {
        let mut pool = world.pool.sender(caller);
        let refused = pool.set_parameters(PARAMETERS).motsu_unwrap_err();
        assert_eq!(refused, NotRegistry { caller }.into());
    }
}

#[test]
fn join_reverts_no_parameters_before_the_first_set() {
    let world = World::wired();
    let mut alice = world.pool.sender(ALICE);
    let refused = alice.join(Role::Sequencer, 100).motsu_unwrap_err();
    assert_eq!(refused, NoParameters {}.into());
    let refused = alice.current_parameter_set().motsu_unwrap_err();
    assert_eq!(refused, NoParameters {}.into());
}

#[test]
fn dispatch_reverts_malformed_calldata_when_no_method_is_reached() {
    let world = World::new();
    let join = joinCall {
        role: Role::Verifier,
        stake: 20,
    }
    .abi_encode();
    let mut no_role = join.clone();
    no_role[35] = 4;
    let cases = [
        (vec![], [0; 4]),
        (vec![0xab, 0xcd], [0xab, 0xcd, 0, 0]),
        (vec![7; 36], [7; 4]),
        (join[..67].to_vec(), joinCall::SELECTOR),
        (no_role, joinCall::SELECTOR),
    ];
    world.pool.sender(ALICE).clock();
    for (calldata, selector) in cases {
        let refused = raw(calldata).unwrap_err();
        let expected = MalformedCalldata {
            selector: selector.into(),
        };
        assert_eq!(refused, expected.abi_encode());
    }
    raw(join).unwrap();
    let member = world.pool.sender(ALICE).member(ALICE);
    assert_eq!((member.role, member.stake), (Role::Verifier, 20));
}

#[test]
fn dispatch_reverts_value_refused_when_native_currency_is_sent() {
    let world = World::new();
    let value = U256::from(7);
    ALICE.fund(value);
    world.pool.sender_and_value(ALICE, value).clock();
    let refused = raw(rotateIdleCall {}.abi_encode()).unwrap_err();
    assert_eq!(refused, ValueRefused { value }.abi_encode());
}

#[test]
fn dispatch_succeeds_for_every_shape_of_argument_as_the_interface_has_it() {
    let world = World::wired();
    world.pool.sender(REGISTRY).clock();
    let parameters = PARAMETERS;
    raw(setParametersCall { parameters }.abi_encode()).unwrap();
    let answer = raw(parametersCall { set: 0 }.abi_encode()).unwrap();
    let set = parametersCall::abi_decode_returns(&answer, true).unwrap();
    assert_eq!(set._0, PARAMETERS);
    let role = Role::Sequencer;
    let answer = raw(slotCall { role }.abi_encode()).unwrap();
    let slot = slotCall::abi_decode_returns(&answer, true).unwrap();
    assert_eq!(slot._0, Slot::default());
    let call = queueCall {
        role,
        previous: Address::ZERO,
        limit: 1,
    };
    let answer = raw(call.abi_encode()).unwrap();
    let queue = queueCall::abi_decode_returns(&answer, true).unwrap();
    assert_eq!(queue._0, super::world::NONE);
    let account = ALICE;
    let answer = raw(memberCall { account }.abi_encode()).unwrap();
    let member = memberCall::abi_decode_returns(&answer, true).unwrap();
    assert_eq!((member._0.status, member._0.epoch), (Status::None, 0));
}

#[test]
fn routes_lead_to_the_methods_of_every_function() {
    testing::assert_routes(ROUTES, ISequencerPoolCalls::selectors());
}
