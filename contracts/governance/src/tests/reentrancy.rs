//! A token that lies, takes fees and calls back in the middle of `propose`, over the real contracts.
//!
//! Nothing in here refuses a call back into the running contract: what holds below holds by the order of its own steps.

use alloy_primitives::{Address, U256, U64, U8};
use alloy_sol_types::{SolCall, SolError};
use interfaces::{
    contracts::{
        IGovernance::{
            closeCall, compensateCall, executeCall, proposeCall, voteCall, Phase, ProposalKind,
        },
        IMetisToken::{balanceOfCall, transferFromCall},
        ISequencerPool::Role,
        ITreasury,
    },
    host::{call, view, PeerError},
};
use motsu::prelude::*;
use stylus_sdk::{
    prelude::*,
    storage::{StorageAddress, StorageBytes, StorageU64, StorageU8},
    stylus_core::calls::{CallContext, MutatingCallContext},
};

use super::{
    batch::Sample,
    world::{
        limits, removal, spending, Made, World, ALICE, BOB, CAROL, DEPLOYER, SEQUENCERS, STAKE,
    },
};
use crate::{motion, Error};

const GS: ProposalKind = ProposalKind::RemoveSequencer;
const SPEND: ProposalKind = ProposalKind::SpendPot;

/// What the token does with the next transfer.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Trick {
    None,
    /// Answers `false` and moves nothing.
    Refuse,
    /// The receiver gets one less.
    Fee,
    /// Answers that it has moved what it has not.
    Lie,
}

/// In front of the token: moves what others have approved to it, and sends what it is told to a contract meanwhile.
#[storage]
struct Hostile {
    token: StorageAddress,
    target: StorageAddress,
    callback: StorageBytes,
    trick: StorageU8,
    /// How often it was asked to move something.
    asked: StorageU64,
    /// 0: not tried; 1: refused; 2: done.
    outcome: StorageU8,
}

// SAFETY: the only storage of its contract.
unsafe impl TopLevelStorage for Hostile {}

#[public]
impl Hostile {
    fn balance_of(&self, account: Address) -> U256 {
        let balance = view(self.vm(), self.token.get(), &balanceOfCall { account });
        balance.expect("a balance")._0
    }

    fn transfer_from(&mut self, from: Address, to: Address, value: U256) -> bool {
        let asked = self.asked.get() + U64::from(1);
        self.asked.set(asked);
        let trick = self.trick.get();
        let is = |candidate: Trick| trick == U8::from(candidate as u8);
        if is(Trick::Refuse) || is(Trick::Lie) {
            return is(Trick::Lie);
        }
        let callback = self.callback.get_bytes();
        // What it calls must not play it again.
        self.callback.erase();
        if !callback.is_empty() {
            let target = self.target.get();
            let done = self.vm().call(&AllGas, target, &callback).is_ok();
            self.outcome.set(U8::from(1 + u8::from(done)));
        }
        let value = value - U256::from(u8::from(is(Trick::Fee)));
        let moving = transferFromCall { from, to, value };
        call(self.vm(), self.token.get(), &moving).is_ok()
    }
}

/// A call with all gas and no value.
struct AllGas;

impl CallContext for AllGas {
    fn gas(&self) -> u64 {
        u64::MAX
    }
}

// SAFETY: the token reads its storage anew after the call.
unsafe impl MutatingCallContext for AllGas {
    fn value(&self) -> U256 {
        U256::ZERO
    }
}

impl Hostile {
    fn stand_before(&mut self, token: Address, target: Address) {
        self.token.set(token);
        self.target.set(target);
    }

    fn prepare(&mut self, callback: &[u8], trick: Trick) {
        self.callback.set_bytes(callback);
        self.trick.set(U8::from(trick as u8));
        self.outcome.set(U8::ZERO);
    }

    fn outcome(&self) -> u8 {
        self.outcome.get().to()
    }

    fn asked(&self) -> u64 {
        self.asked.get().to()
    }
}

/// The whole suite on the hostile token, which is a verifier itself.
struct Trap {
    world: World,
    front: Contract<Hostile>,
}

impl Trap {
    fn new() -> Self {
        let front = Contract::<Hostile>::new();
        // It is asked as soon as the first member joins.
        let world = World::behind(front.address(), |world| {
            let mut hostile = front.sender(ALICE);
            hostile.stand_before(world.token.address(), world.contract.address());
        });
        world.join(front.address(), Role::Verifier, STAKE);
        world.wait(1);
        Self { world, front }
    }

    /// Lets Alice propose while the token plays a trick.
    fn propose(&self, kind: ProposalKind, payload: Vec<u8>, trick: Trick) -> Result<Made, Error> {
        self.front.sender(ALICE).prepare(&[], trick);
        let made = self.world.propose(ALICE, kind, payload);
        self.front.sender(ALICE).prepare(&[], Trick::None);
        made
    }

    /// Lets Alice propose while the token calls back; gives whether that was done.
    fn propose_during(
        &self,
        kind: ProposalKind,
        payload: Vec<u8>,
        callback: &[u8],
    ) -> (Result<Made, Error>, bool) {
        let mut front = self.front.sender(ALICE);
        front.prepare(callback, Trick::None);
        let made = self.world.propose(ALICE, kind, payload);
        (made, front.outcome() == 2)
    }

    fn assert_nothing_is_proposed(&self, subject: Address) {
        let contract = self.world.contract.sender(CAROL);
        assert_eq!(contract.proposals(), 0);
        for kind in [GS, SPEND] {
            for who in [subject, ALICE, self.front.address()] {
                assert!(contract.open_proposal(kind, who).is_zero());
            }
        }
        assert_eq!(self.world.member(subject).proposalHolds, 0);
        let id = motion::id_of(1, GS, &removal(subject, &[]));
        let proposal = contract.proposal_of(id).motsu_unwrap();
        assert_eq!(proposal.phase, Phase::None);
        self.world.assert_solvent();
    }
}

#[test]
fn propose_reverts_and_nothing_is_proposed_when_the_token_pays_wrongly() {
    for trick in [Trick::Refuse, Trick::Fee, Trick::Lie] {
        let trap = Trap::new();
        let payload = removal(SEQUENCERS[0], &[]);
        let error = trap.propose(GS, payload.clone(), trick).unwrap_err();
        assert!(matches!(error, Error::Peer(PeerError::Refused(_))));
        trap.assert_nothing_is_proposed(SEQUENCERS[0]);
        let made = trap.propose(GS, payload, Trick::None).unwrap();
        assert_eq!(trap.world.bond(&made, ALICE), limits().proposal_bond);
    }
}

/// The Treasury owes the first bond already, and has not got it: a second one is not taken on top.
#[test]
fn propose_by_the_token_is_refused_while_the_first_bond_is_on_its_way() {
    let trap = Trap::new();
    let inner = proposeCall {
        kind: SPEND,
        payload: spending(CAROL, 1).into(),
    };
    let payload = removal(SEQUENCERS[0], &[]);
    let (made, done) = trap.propose_during(GS, payload, &inner.abi_encode());
    made.unwrap();
    assert!(!done);
    let contract = trap.world.contract.sender(CAROL);
    assert_eq!(contract.proposals(), 1);
    let second = contract.open_proposal(SPEND, trap.front.address());
    assert!(second.is_zero());
    trap.world.assert_solvent();
}

/// With tokens of strangers in the Treasury the second bond is there, and the first must not pass for it.
#[test]
fn propose_reverts_with_the_treasurys_own_error_when_two_bonds_share_one_payment() {
    let trap = Trap::new();
    let world = &trap.world;
    let stray = U256::from(limits().proposal_bond);
    let mut bank = world.token.sender(DEPLOYER);
    let treasury = world.treasury.address();
    bank.transfer(treasury, stray).motsu_unwrap();
    let inner = proposeCall {
        kind: SPEND,
        payload: spending(CAROL, 1).into(),
    };
    let payload = removal(SEQUENCERS[0], &[]);
    let (made, _) = trap.propose_during(GS, payload, &inner.abi_encode());
    let Err(Error::Peer(PeerError::Refused(error))) = made else {
        panic!("{made:?}");
    };
    assert_eq!(error[..4], ITreasury::WrongAmountReceived::SELECTOR);
    world.treasury.sender(CAROL).skim().motsu_unwrap();
    trap.assert_nothing_is_proposed(SEQUENCERS[0]);
}

#[test]
fn propose_of_the_same_by_the_token_is_refused_and_the_first_stands() {
    let trap = Trap::new();
    let payload = removal(SEQUENCERS[0], &[]);
    let inner = proposeCall {
        kind: GS,
        payload: payload.clone().into(),
    };
    let (made, done) = trap.propose_during(GS, payload, &inner.abi_encode());
    let made = made.unwrap();
    assert!(!done);
    let world = &trap.world;
    assert_eq!(world.contract.sender(CAROL).proposals(), 1);
    assert_eq!(world.member(SEQUENCERS[0]).proposalHolds, 1);
    assert_eq!(world.bond(&made, ALICE), limits().proposal_bond);
    world.assert_solvent();
}

/// The proposal stands before the token is called: to vote on it is all that can be done, once.
#[test]
fn propose_may_be_voted_on_by_the_token_once() {
    let trap = Trap::new();
    let payload = removal(SEQUENCERS[0], &[]);
    let id = motion::id_of(1, GS, &payload);
    let inner = voteCall { id, support: true };
    let (made, done) = trap.propose_during(GS, payload, &inner.abi_encode());
    let made = made.unwrap();
    assert!(done);
    assert_eq!(trap.world.proposal(&made).votesFor, STAKE);
    let twice = trap.world.vote(trap.front.address(), &made, true);
    assert!(matches!(twice, Err(Error::AlreadyVoted(_))));
}

#[test]
fn propose_can_neither_be_executed_closed_nor_compensated_by_the_token() {
    let payload = removal(SEQUENCERS[0], &[]);
    let (number, kind) = (1, GS);
    let ends = [
        executeCall {
            number,
            kind,
            payload: payload.clone().into(),
        }
        .abi_encode(),
        closeCall {
            number,
            kind,
            payload: payload.clone().into(),
        }
        .abi_encode(),
        compensateCall {
            number,
            kind,
            payload: payload.clone().into(),
            headers: Vec::new(),
        }
        .abi_encode(),
    ];
    for end in ends {
        let trap = Trap::new();
        let (made, done) = trap.propose_during(GS, payload.clone(), &end);
        assert!(!done);
        let made = made.unwrap();
        assert_eq!(trap.world.phase(&made), Phase::Voting);
        assert_eq!(trap.world.bond(&made, ALICE), limits().proposal_bond);
        assert_eq!(trap.world.member(SEQUENCERS[0]).proposalHolds, 1);
    }
}

/// An older proposal of the token's is executed in the middle of another's bond: the one is done, the other stands.
#[test]
fn execute_of_another_proposal_in_the_middle_moves_each_amount_once() {
    let trap = Trap::new();
    let world = &trap.world;
    world.fill_pot(1_000);
    let spend = world.passed(SPEND, spending(CAROL, 100));
    let inner = executeCall {
        number: spend.number,
        kind: SPEND,
        payload: spend.payload.clone().into(),
    };
    let (made, done) = trap.propose_during(GS, removal(SEQUENCERS[0], &[]), &inner.abi_encode());
    assert!(done);
    assert_eq!(world.phase(&spend), Phase::Executed);
    assert_eq!((world.credit(CAROL), world.pot()), (100, 900));
    assert_eq!(world.credit(BOB), limits().proposal_bond);
    let bond = world.bond(&made.unwrap(), ALICE);
    assert_eq!(bond, limits().proposal_bond);
    world.assert_solvent();
    assert!(world.execute(&spend).is_err());
}

/// Nothing but `propose` runs the token's code: no end of a proposal depends on it.
#[test]
fn execute_close_and_compensate_never_ask_the_token() {
    let trap = Trap::new();
    let world = &trap.world;
    let batch: Sample = world.answered(&world.genesis, ALICE);
    world.fill_pot(1_000);
    let closed = world
        .propose(ALICE, SPEND, spending(CAROL, 1))
        .expect("a proposal");
    let spend = world.passing(SPEND, spending(CAROL, 1));
    let gs = world.passing(GS, removal(SEQUENCERS[0], &[&batch]));
    let gv = world.passing(ProposalKind::RemoveVerifier, removal(ALICE, &[&batch]));
    let asked = trap.front.sender(ALICE).asked();
    trap.front.sender(ALICE).prepare(&[], Trick::Refuse);
    world.wait(101);
    world.execute(&spend).unwrap();
    for made in [&gs, &gv] {
        world.execute(made).unwrap();
        world.compensate(made, &[&batch]).unwrap();
    }
    world.close(&closed).unwrap();
    assert_eq!(trap.front.sender(ALICE).asked(), asked);
    world.assert_solvent();
}
