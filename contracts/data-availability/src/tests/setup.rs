//! Construction, wiring, and what reaches no method.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError, SolInterface, SolValue};
use interfaces::{
    contracts::IDataAvailability::*,
    host::{PeerError, SetupError},
};
use motsu::prelude::*;
use stylus_sdk::{abi::CONSTRUCTOR_SELECTOR, storage::StorageType};

use super::{
    batch::Sample,
    world::{World, ALICE, AUTHOR, BOB, DEPLOYER, GOVERNANCE, START},
};
use crate::{dispatch, DataAvailability, Error, ROUTES};

/// Sends raw calldata from Alice, as the entry point would.
fn raw(world: &World, value: u64, calldata: Vec<u8>) -> Result<Vec<u8>, Vec<u8>> {
    let value = U256::from(value);
    ALICE.fund(value);
    let call = world.contract.sender_and_value(ALICE, value);
    // Sets caller, value and contract for what follows on this thread.
    let _ = &*call;
    testing::send(dispatch, calldata)
}

#[test]
fn constructor_emits_constructed() {
    let world = World::unwired();
    world.contract.assert_emitted(&Constructed {
        deployer: DEPLOYER,
        clock: 1,
    });
    let contract = world.contract.sender(ALICE);
    assert_eq!((contract.deployer(), contract.clock()), (DEPLOYER, 1));
    assert_eq!(contract.current_block().motsu_unwrap(), START);
    for peer in [contract.registry(), contract.pool(), contract.treasury()] {
        assert_eq!(peer, Address::ZERO);
    }
}

#[test]
fn constructor_reverts_ZeroAddress_and_UnknownClock() {
    let world = World::empty();
    let mut contract = world.contract.sender(DEPLOYER);
    let error = contract.constructor(Address::ZERO, 1).motsu_unwrap_err();
    assert_eq!(error, SetupError::ZeroAddress(0).into());
    let error = contract.constructor(DEPLOYER, 2).motsu_unwrap_err();
    assert_eq!(error, SetupError::UnknownClock(2).into());
}

#[test]
fn wire_emits_wired() {
    let world = World::unwired();
    let peer = world.peers.address();
    let mut contract = world.contract.sender(DEPLOYER);
    contract.wire(peer, peer, peer, GOVERNANCE).motsu_unwrap();
    world.contract.assert_emitted(&Wired {
        registry: peer,
        pool: peer,
        treasury: peer,
        governance: GOVERNANCE,
    });
    let found = [contract.registry(), contract.pool(), contract.treasury()];
    assert_eq!(found, [peer; 3]);
    assert_eq!(contract.governance(), GOVERNANCE);
}

#[test]
fn wire_reverts_NotDeployer_and_AlreadyWired() {
    let world = World::unwired();
    let peer = world.peers.address();
    let mut stranger = world.contract.sender(ALICE);
    let error = stranger
        .wire(peer, peer, peer, GOVERNANCE)
        .motsu_unwrap_err();
    assert_eq!(error, SetupError::NotDeployer(ALICE).into());
    let mut deployer = world.contract.sender(DEPLOYER);
    deployer.wire(peer, peer, peer, GOVERNANCE).motsu_unwrap();
    let error = deployer
        .wire(peer, peer, peer, GOVERNANCE)
        .motsu_unwrap_err();
    assert_eq!(error, SetupError::AlreadyWired.into());
}

#[test]
fn wire_reverts_ZeroAddress_and_NotAContract_at_every_position() {
    let world = World::unwired();
    for position in 0..3 {
        let with = |other| {
            let mut peers = [world.peers.address(); 3];
            peers[position] = other;
            let [registry, pool, treasury] = peers;
            let mut deployer = world.contract.sender(DEPLOYER);
            deployer
                .wire(registry, pool, treasury, GOVERNANCE)
                .motsu_unwrap_err()
        };
        let zero = SetupError::ZeroAddress(u8::try_from(position).unwrap());
        assert_eq!(with(Address::ZERO), zero.into());
        assert_eq!(with(BOB), SetupError::NotAContract(BOB).into());
    }
}

#[test]
fn every_writing_method_reverts_NotWired_before_wiring() {
    let world = World::unwired();
    let batch = Sample::of(AUTHOR, &[1, 2]);
    let mut governance = world.contract.sender(GOVERNANCE);
    let refusals: [Error; 8] = [
        governance.compensate(batch.hash()).motsu_unwrap_err(),
        world.request_halted(ALICE, &batch).motsu_unwrap_err(),
        world.settle_halted(ALICE, &batch).motsu_unwrap_err(),
        world
            .publish(ALICE, &batch, batch.whole())
            .motsu_unwrap_err(),
        world.request(ALICE, &batch).motsu_unwrap_err(),
        world.expire(ALICE, &batch).motsu_unwrap_err(),
        world.settle_orphan(ALICE, &batch).motsu_unwrap_err(),
        world.claim_fee(ALICE, &batch).motsu_unwrap_err(),
    ];
    for refusal in refusals {
        assert_eq!(refusal, SetupError::NotWired.into());
    }
}

#[test]
fn setup_errors_are_encoded_as_the_interfaces_own() {
    let peer = BOB;
    let cases = [
        (Error::from(SetupError::NotWired), NotWired {}.abi_encode()),
        (
            SetupError::AlreadyWired.into(),
            AlreadyWired {}.abi_encode(),
        ),
        (
            SetupError::UnknownClock(3).into(),
            UnknownClock { clock: 3 }.abi_encode(),
        ),
        (
            PeerError::Failed(peer).into(),
            PeerFailed { peer }.abi_encode(),
        ),
    ];
    for (error, expected) in cases {
        assert_eq!(Vec::from(error), expected);
    }
}

#[test]
fn current_block_reverts_PeerFailed_when_the_clock_is_beyond_64_bits() {
    let world = World::new();
    world.break_clock();
    let error = world.contract.sender(ALICE).current_block();
    let expected = PeerError::Failed(interfaces::host::ARB_SYS);
    assert_eq!(error.motsu_unwrap_err(), expected.into());
}

#[test]
fn dispatch_publishes_from_raw_calldata() {
    let (world, batch) = World::with_batch();
    let whole = batch.whole();
    let header = types::Header::from(&batch.header);
    let call = publishCall {
        header: as_own(&header),
        first: whole.first,
        elements: whole.elements.0.into(),
        proof: whole.proof,
    };
    assert_eq!(raw(&world, 0, call.abi_encode()), Ok(vec![]));
    assert!(world.publication(&batch).complete);
    let of = publicationOfCall {
        headerHash: batch.hash(),
    };
    let answer = raw(&world, 0, of.abi_encode()).unwrap();
    let routed = publicationOfCall::abi_decode_returns(&answer, true).unwrap();
    assert_eq!(routed._0, world.publication(&batch));
}

#[test]
fn dispatch_answers_with_the_ledger() {
    let (world, batch) = World::with_request();
    let of = requestOfCall {
        headerHash: batch.hash(),
    };
    let answer = raw(&world, 0, of.abi_encode()).unwrap();
    let routed = requestOfCall::abi_decode_returns(&answer, true).unwrap();
    assert_eq!(routed._0, world.request_of(&batch));
}

#[test]
fn dispatch_reverts_MalformedCalldata_when_no_method_is_reached() {
    let (world, batch) = World::with_batch();
    let whole = batch.whole();
    let call = publishCall {
        header: as_own(&types::Header::from(&batch.header)),
        first: 0,
        elements: whole.elements.0.into(),
        proof: whole.proof,
    };
    let encoded = call.abi_encode();
    let mut cases = vec![vec![], vec![1, 2], vec![9; 40]];
    cases.extend([4, 5, 460, 484, encoded.len() - 1].map(|length| encoded[..length].to_vec()));
    for calldata in cases {
        let selector = interfaces::host::selector(&calldata).into();
        let expected = MalformedCalldata { selector }.abi_encode();
        assert_eq!(raw(&world, 0, calldata), Err(expected));
    }
    assert_eq!(world.publication(&batch), Publication::default());
}

#[test]
fn dispatch_reverts_ValueRefused() {
    let world = World::new();
    let expected = ValueRefused {
        value: U256::from(3),
    };
    let answer = raw(&world, 3, clockCall {}.abi_encode());
    assert_eq!(answer, Err(expected.abi_encode()));
}

#[test]
fn dispatch_constructs_once() {
    let world = World::empty();
    let mut calldata = CONSTRUCTOR_SELECTOR.to_be_bytes().to_vec();
    calldata.extend((DEPLOYER, U256::from(1)).abi_encode_params());
    assert_eq!(raw(&world, 0, calldata.clone()), Ok(vec![]));
    assert_eq!(world.contract.sender(ALICE).deployer(), DEPLOYER);
    let selector = interfaces::host::selector(&calldata).into();
    let expected = MalformedCalldata { selector }.abi_encode();
    assert_eq!(raw(&world, 0, calldata), Err(expected));
}

#[test]
fn routes_lead_to_the_methods_of_every_function() {
    testing::assert_routes(ROUTES, IDataAvailabilityCalls::selectors());
}

#[test]
fn storage_takes_as_many_slots_as_the_layout_says() {
    let layout = include_str!("../../../../interfaces/storage/DataAvailability.md");
    testing::assert_slots(layout, DataAvailability::REQUIRED_SLOTS);
}

/// A header as this contract's own interface has it.
fn as_own(header: &types::Header) -> Header {
    Header {
        instance: header.instance.0.into(),
        fork: header.fork.0,
        index: header.index.0,
        parent: header.parent.0.into(),
        mttbr: header.mttbr.0.into(),
        mtsr: header.mtsr.0.into(),
        count: header.element_count,
        dataLength: header.data_length,
        lastL2Block: header.last_l2_block.0,
        lastL2Timestamp: header.last_l2_timestamp.0,
        sequencer: header.sequencer.0.into(),
        producer: header.producer.0.into(),
        parameterSet: header.parameter_set.0,
        submittedAt: header.submitted_at.0,
    }
}
