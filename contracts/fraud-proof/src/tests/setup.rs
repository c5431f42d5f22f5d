//! Construction, wiring, and what reaches no method.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, SolError, SolInterface, SolValue};
use interfaces::{
    abi::decode,
    contracts::{IFraudProof as abi, IFraudProof::*},
    host::{PeerError, SetupError},
};
use motsu::prelude::*;
use stylus_sdk::{abi::CONSTRUCTOR_SELECTOR, storage::StorageType};

use super::{
    batch::Sample,
    world::{World, ALICE, AUTHOR, BOB, DEPLOYER, START},
};
use crate::{dispatch, Error, FraudProof, ROUTES};

/// Sends raw calldata from Alice, as the entry point would.
fn raw(world: &World, value: u64, calldata: Vec<u8>) -> Result<Vec<u8>, Vec<u8>> {
    let value = U256::from(value);
    ALICE.fund(value);
    let call = world.contract.sender_and_value(ALICE, value);
    // Sets caller, value and contract for what follows on this thread.
    let _ = &*call;
    testing::send(dispatch, calldata)
}

/// A header as this contract's own interface has it.
fn own(header: &interfaces::contracts::IBatchRegistry::Header) -> abi::Header {
    abi::Header::abi_decode(&header.abi_encode(), true).unwrap()
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
    contract.wire(peer, peer, peer).motsu_unwrap();
    world.contract.assert_emitted(&Wired {
        registry: peer,
        pool: peer,
        treasury: peer,
    });
    let found = [contract.registry(), contract.pool(), contract.treasury()];
    assert_eq!(found, [peer; 3]);
}

#[test]
fn wire_reverts_NotDeployer_and_AlreadyWired() {
    let world = World::unwired();
    let peer = world.peers.address();
    let mut stranger = world.contract.sender(ALICE);
    let error = stranger.wire(peer, peer, peer).motsu_unwrap_err();
    assert_eq!(error, SetupError::NotDeployer(ALICE).into());
    let mut deployer = world.contract.sender(DEPLOYER);
    deployer.wire(peer, peer, peer).motsu_unwrap();
    let error = deployer.wire(peer, peer, peer).motsu_unwrap_err();
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
            deployer.wire(registry, pool, treasury).motsu_unwrap_err()
        };
        let zero = SetupError::ZeroAddress(u8::try_from(position).unwrap());
        assert_eq!(with(Address::ZERO), zero.into());
        assert_eq!(with(BOB), SetupError::NotAContract(BOB).into());
    }
}

#[test]
fn every_writing_method_reverts_NotWired_before_wiring() {
    let world = World::unwired();
    let batch = Sample::honest(AUTHOR, 5);
    let (root, leaf) = (batch.root(), batch.position(2, 1));
    let contract = || world.contract.sender(ALICE);
    let refusals: [Error; 10] = [
        world.open(ALICE, &batch).motsu_unwrap_err(),
        world.reveal(&batch, &root).motsu_unwrap_err(),
        world.select(ALICE, &batch, &root, 2).motsu_unwrap_err(),
        world.prove(ALICE, &batch, &leaf, &[]).motsu_unwrap_err(),
        world.timeout(ALICE, &batch, &root).motsu_unwrap_err(),
        world.settle(ALICE, &batch, &root).motsu_unwrap_err(),
        world.begin_replay(&batch).motsu_unwrap_err(),
        world.feed(ALICE, &batch, 0, 5).motsu_unwrap_err(),
        contract()
            .claim_share(batch.hash(), ALICE)
            .motsu_unwrap_err(),
        contract().stage(&[1]).motsu_unwrap_err(),
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
fn dispatch_plays_a_dispute_from_raw_calldata() {
    let (world, batch) = World::lying(5, 3);
    let (header, root) = (own(&batch.header), batch.root());
    let open = openCall {
        header: header.clone(),
        ancestor: header.clone(),
    };
    assert_eq!(raw(&world, 0, open.abi_encode()), Ok(vec![]));
    let reveal = revealCall {
        size: 5,
        frontier: batch.frontier(&root),
    };
    let answer = raw(&world, 0, reveal.abi_encode()).unwrap();
    assert_eq!(answer, batch.header.mtsr.0);
    let select = selectCall {
        headerHash: batch.hash(),
        position: root.clone(),
        frontier: batch.frontier(&root),
        entry: 3,
    };
    assert_eq!(raw(&world, 0, select.abi_encode()), Ok(vec![]));
    let of = disputeOfCall {
        headerHash: batch.hash(),
        challenger: ALICE,
    };
    let answer = raw(&world, 0, of.abi_encode()).unwrap();
    let routed = disputeOfCall::abi_decode_returns(&answer, true).unwrap();
    assert_eq!(routed._0, world.dispute_of(&batch, ALICE));
    let element = batch.element(3);
    let prove = proveCall {
        header,
        parent: own(&batch.parent),
        challenger: ALICE,
        leaf: batch.position(3, 1),
        element: abi::ProvenElement {
            element: element.element.to_vec().into(),
            proof: element.proof,
        },
        before: batch.claim_before(3),
        staged: vec![BOB],
        witness: vec![0xaa; 40].into(),
    };
    assert_eq!(raw(&world, 0, prove.abi_encode()), Ok(vec![]));
    assert_eq!(world.status(&batch, ALICE), DisputeStatus::Won);
}

#[test]
fn dispatch_plays_a_replay_from_raw_calldata() {
    let (world, batch) = World::lying(5, 3);
    let begin = beginReplayCall {
        header: own(&batch.header),
        parent: own(&batch.parent),
        before: batch.claim_before(0),
    };
    assert_eq!(raw(&world, 0, begin.abi_encode()), Ok(vec![]));
    let (elements, proof) = batch.run(0, 5);
    let replay = replayCall {
        header: own(&batch.header),
        first: 0,
        elements: elements.into(),
        proof,
        staged: vec![],
        witness: Bytes::new(),
    };
    assert_eq!(raw(&world, 0, replay.abi_encode()), Ok(vec![]));
    let of = replayOfCall {
        headerHash: batch.hash(),
    };
    let answer = raw(&world, 0, of.abi_encode()).unwrap();
    let routed = replayOfCall::abi_decode_returns(&answer, true).unwrap();
    assert_eq!(routed._0, world.replay_of(&batch));
    assert_eq!(routed._0.status, ReplayStatus::Fraud);
    let claim = claimShareCall {
        headerHash: batch.hash(),
        recipient: BOB,
    };
    let answer = raw(&world, 0, claim.abi_encode()).unwrap();
    assert_eq!(decode::<(u128,)>(&answer), Some((8_000,)));
}

#[test]
fn dispatch_answers_the_views() {
    let (world, batch) = World::honest(5);
    world.open(ALICE, &batch).motsu_unwrap();
    world.reveal(&batch, &batch.root()).motsu_unwrap();
    let headerHash = batch.hash();
    let on = disputesOnCall { headerHash }.abi_encode();
    let answer = raw(&world, 0, on).unwrap();
    assert_eq!(decode::<(u32, Address)>(&answer), Some((1, ALICE)));
    let turn = turnCall {
        headerHash,
        challenger: ALICE,
        position: batch.root(),
    };
    let answer = raw(&world, 0, turn.abi_encode()).unwrap();
    let deadline = START + super::world::clock();
    assert_eq!(decode::<(bool, u64)>(&answer), Some((false, deadline)));
    let node = batch.header.mtsr;
    let answer = raw(&world, 0, revealOfCall { node, size: 5 }.abi_encode()).unwrap();
    assert_eq!(decode::<(u64,)>(&answer), Some((START,)));
    let part = Bytes::from(vec![1, 2]);
    let answer = raw(&world, 0, partAddressCall { part }.abi_encode()).unwrap();
    let contract = world.contract.sender(ALICE);
    let expected = contract.part_address(&[1, 2]).motsu_unwrap();
    assert_eq!(decode::<(Address, bool)>(&answer), Some(expected));
    let feeder = ALICE;
    let share = shareOfCall { headerHash, feeder }.abi_encode();
    let answer = raw(&world, 0, share).unwrap();
    assert_eq!(decode::<(u32, u128)>(&answer), Some((0, 0)));
}

#[test]
fn dispatch_reverts_MalformedCalldata_when_no_method_is_reached() {
    let (world, batch) = World::honest(5);
    let reveal = revealCall {
        size: 5,
        frontier: batch.frontier(&batch.root()),
    };
    let encoded = reveal.abi_encode();
    let mut cases = vec![vec![], vec![1, 2], vec![9; 40]];
    cases.extend([4, 5, 36, 68, encoded.len() - 1].map(|length| encoded[..length].to_vec()));
    for calldata in cases {
        let selector = interfaces::host::selector(&calldata).into();
        let expected = MalformedCalldata { selector }.abi_encode();
        assert_eq!(raw(&world, 0, calldata), Err(expected));
    }
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
    testing::assert_routes(ROUTES, IFraudProofCalls::selectors());
}

#[test]
fn storage_takes_as_many_slots_as_the_layout_says() {
    let layout = include_str!("../../../../interfaces/storage/FraudProof.md");
    testing::assert_slots(layout, FraudProof::REQUIRED_SLOTS);
}
