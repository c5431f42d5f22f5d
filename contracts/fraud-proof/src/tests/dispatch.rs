//! Calls as they arrive: each function from raw calldata, and what reaches none.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, SolError, SolValue};
use interfaces::{
    abi::decode,
    contracts::{IFraudProof as abi, IFraudProof::*},
};
use motsu::prelude::*;
use stylus_sdk::abi::CONSTRUCTOR_SELECTOR;

use super::world::{World, ALICE, BOB, DEPLOYER, START};
use crate::dispatch;

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
