//! Construction, wiring, and what reaches no method.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError, SolInterface, SolValue};
use interfaces::{
    contracts::{IBatchRegistry, IGovernance::*},
    host::{PeerError, SetupError, ARB_SYS},
};
use motsu::prelude::*;
use stylus_sdk::{abi::CONSTRUCTOR_SELECTOR, storage::StorageType};

use super::world::{
    construction, removal, spending, World, ALICE, BOB, CAROL, DEPLOYER, SEQUENCERS, START, TERMS,
};
use crate::{dispatch, Error, Governance, ROUTES};

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
    let construction = construction();
    world.contract.assert_emitted(&Constructed { construction });
    let contract = world.contract.sender(ALICE);
    assert_eq!((contract.deployer(), contract.clock()), (DEPLOYER, 1));
    assert_eq!(contract.terms(), TERMS);
    assert_eq!(contract.current_block().motsu_unwrap(), START - 100);
    for peer in [contract.registry(), contract.pool(), contract.treasury()] {
        assert_eq!(peer, Address::ZERO);
    }
}

#[test]
fn constructor_reverts_ZeroAddress_and_UnknownClock() {
    let world = World::empty();
    let mut contract = world.contract.sender(DEPLOYER);
    let nobody = Construction {
        deployer: Address::ZERO,
        ..construction()
    };
    let error = contract.constructor(nobody).motsu_unwrap_err();
    assert_eq!(error, SetupError::ZeroAddress(0).into());
    let timeless = Construction {
        clock: 2,
        ..construction()
    };
    let error = contract.constructor(timeless).motsu_unwrap_err();
    assert_eq!(error, SetupError::UnknownClock(2).into());
}

#[test]
fn constructor_reverts_BadTerm_at_every_position() {
    let world = World::empty();
    let with = |position: u8, value: u32| {
        let mut terms = TERMS;
        match position {
            0 => terms.voting = value,
            1 => terms.timelock = value,
            2 => terms.expiry = value,
            3 => terms.spendingPeriod = value,
            _ => terms.spendingBps = value as u16,
        }
        let construction = Construction {
            terms,
            ..construction()
        };
        let mut contract = world.contract.sender(DEPLOYER);
        contract.constructor(construction).motsu_unwrap_err()
    };
    for position in 0..5 {
        let expected = BadTerm { position, value: 0 };
        assert_eq!(with(position, 0), expected.into());
    }
    let (position, value) = (4, 10_001);
    assert_eq!(with(4, 10_001), BadTerm { position, value }.into());
}

#[test]
fn wire_emits_wired() {
    let world = World::new();
    let [registry, pool, treasury, data_availability] = world.peers();
    world.contract.assert_emitted(&Wired {
        registry,
        pool,
        treasury,
        dataAvailability: data_availability,
    });
    let contract = world.contract.sender(ALICE);
    let found = [
        contract.registry(),
        contract.pool(),
        contract.treasury(),
        contract.data_availability(),
    ];
    assert_eq!(found, world.peers());
}

#[test]
fn wire_reverts_NotDeployer_and_AlreadyWired() {
    let world = World::unwired();
    let [registry, pool, treasury, data] = world.peers();
    let wire = |caller: Address| {
        let mut contract = world.contract.sender(caller);
        contract.wire(registry, pool, treasury, data).motsu_res()
    };
    assert_eq!(wire(ALICE), Err(SetupError::NotDeployer(ALICE).into()));
    wire(DEPLOYER).unwrap();
    assert_eq!(wire(DEPLOYER), Err(SetupError::AlreadyWired.into()));
}

#[test]
fn wire_reverts_ZeroAddress_and_NotAContract_at_every_position() {
    let world = World::unwired();
    for position in 0..4 {
        let with = |other| {
            let mut peers = world.peers();
            peers[position] = other;
            let [registry, pool, treasury, data] = peers;
            let mut deployer = world.contract.sender(DEPLOYER);
            let wired = deployer.wire(registry, pool, treasury, data);
            wired.motsu_unwrap_err()
        };
        let zero = SetupError::ZeroAddress(u8::try_from(position).unwrap());
        assert_eq!(with(Address::ZERO), zero.into());
        assert_eq!(with(BOB), SetupError::NotAContract(BOB).into());
    }
}

#[test]
fn every_writing_method_reverts_NotWired_before_wiring() {
    let world = World::unwired();
    let payload = spending(ALICE, 1);
    let kind = ProposalKind::SpendPot;
    let said = world.state(
        world.producers[0],
        payload[..32].try_into().unwrap(),
        [1; 32].into(),
        1,
    );
    let mut contract = world.contract.sender(ALICE);
    let refusals: [Error; 6] = [
        contract.propose(kind, &payload).motsu_unwrap_err(),
        contract.vote([0; 32].into(), true).motsu_unwrap_err(),
        contract.execute(1, kind, &payload).motsu_unwrap_err(),
        contract.close(1, kind, &payload).motsu_unwrap_err(),
        contract
            .compensate(1, kind, &payload, vec![])
            .motsu_unwrap_err(),
        contract
            .punish_equivocation([0; 32].into(), said.clone(), said)
            .motsu_unwrap_err(),
    ];
    for refusal in refusals {
        assert_eq!(refusal, SetupError::NotWired.into());
    }
}

#[test]
fn setup_errors_are_encoded_as_the_interfaces_own() {
    let (peer, caller, account) = (BOB, BOB, BOB);
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
            SetupError::NotDeployer(caller).into(),
            NotDeployer { caller }.abi_encode(),
        ),
        (
            SetupError::NotAContract(account).into(),
            NotAContract { account }.abi_encode(),
        ),
        (
            SetupError::ZeroAddress(2).into(),
            ZeroAddress { position: 2 }.abi_encode(),
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
    assert_eq!(error.motsu_unwrap_err(), PeerError::Failed(ARB_SYS).into());
}

#[test]
fn dispatch_plays_a_proposal_from_raw_calldata() {
    let world = World::new();
    let batch = world.answered(&world.genesis, BOB);
    world.wait(1);
    let (kind, payload) = (
        ProposalKind::RemoveSequencer,
        removal(SEQUENCERS[0], &[&batch]),
    );
    let propose = proposeCall {
        kind,
        payload: payload.clone().into(),
    };
    let answer = raw(&world, 0, propose.abi_encode()).unwrap();
    let made = proposeCall::abi_decode_returns(&answer, true).unwrap();
    assert_eq!(made.number, 1);
    let id = made.id;
    let support = true;
    let vote = voteCall { id, support }.abi_encode();
    assert_eq!(raw(&world, 0, vote), Ok(vec![]));
    let mut second = world.contract.sender(SEQUENCERS[1]);
    second.vote(id, true).motsu_unwrap();
    world.wait(31);
    let execute = executeCall {
        number: 1,
        kind,
        payload: payload.clone().into(),
    };
    assert_eq!(raw(&world, 0, execute.abi_encode()), Ok(vec![]));
    let header = Header::abi_decode(&batch.header.abi_encode(), true).unwrap();
    let compensate = compensateCall {
        number: 1,
        kind,
        payload: payload.into(),
        headers: vec![header],
    };
    assert_eq!(raw(&world, 0, compensate.abi_encode()), Ok(vec![]));
    let answer = raw(&world, 0, proposalOfCall { id }.abi_encode()).unwrap();
    let routed = proposalOfCall::abi_decode_returns(&answer, true).unwrap();
    assert_eq!(routed._0.phase, Phase::Executed);
    assert_eq!(world.credit(BOB), world.fee(&batch));
}

#[test]
fn dispatch_answers_the_views() {
    let world = World::new();
    let made = world.passing(ProposalKind::SpendPot, spending(ALICE, 1));
    let (id, kind) = (made.id, made.kind);
    let ask = |calldata: Vec<u8>| raw(&world, 0, calldata).unwrap();
    let account = SEQUENCERS[1];
    let voted = ask(hasVotedCall { id, account }.abi_encode());
    assert_eq!(voted, true.abi_encode());
    let open = ask(openProposalCall { kind, subject: BOB }.abi_encode());
    assert_eq!(open, id.0);
    let of = idOfCall {
        number: 1,
        kind,
        payload: made.payload.into(),
    };
    assert_eq!(ask(of.abi_encode()), id.0);
    assert_eq!(ask(termsCall {}.abi_encode()), TERMS.abi_encode());
    assert_eq!(ask(proposalsCall {}.abi_encode()), 1u64.abi_encode());
}

#[test]
fn dispatch_reverts_MalformedCalldata_when_no_method_is_reached() {
    let world = World::new();
    let propose = proposeCall {
        kind: ProposalKind::SpendPot,
        payload: spending(ALICE, 1).into(),
    };
    let encoded = propose.abi_encode();
    let mut bad_kind = encoded.clone();
    bad_kind[35] = 6;
    let mut cases = vec![vec![], vec![1, 2], vec![9; 40], bad_kind];
    cases.extend([4, 36, 68, encoded.len() - 1].map(|length| encoded[..length].to_vec()));
    for calldata in cases {
        let selector = interfaces::host::selector(&calldata).into();
        let expected = MalformedCalldata { selector }.abi_encode();
        assert_eq!(raw(&world, 0, calldata), Err(expected));
    }
    assert_eq!(world.contract.sender(ALICE).proposals(), 0);
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
    calldata.extend(construction().abi_encode());
    assert_eq!(raw(&world, 0, calldata.clone()), Ok(vec![]));
    assert_eq!(world.contract.sender(CAROL).deployer(), DEPLOYER);
    let selector = interfaces::host::selector(&calldata).into();
    let expected = MalformedCalldata { selector }.abi_encode();
    assert_eq!(raw(&world, 0, calldata), Err(expected));
}

#[test]
fn routes_lead_to_the_methods_of_every_function() {
    testing::assert_routes(ROUTES, IGovernanceCalls::selectors());
}

#[test]
fn storage_takes_as_many_slots_as_the_layout_says() {
    let layout = include_str!("../../../../interfaces/storage/Governance.md");
    testing::assert_slots(layout, Governance::REQUIRED_SLOTS);
}

#[test]
fn header_has_the_fields_of_the_registrys() {
    let world = World::new();
    let own = Header::abi_decode(&world.genesis.abi_encode(), true).unwrap();
    let back = IBatchRegistry::Header::abi_decode(&own.abi_encode(), true).unwrap();
    assert_eq!(back, world.genesis);
}
