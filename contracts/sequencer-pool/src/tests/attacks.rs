//! What somebody would try for whom the stake, the order or the seat is worth it.

use alloy_primitives::{Address, B256, U256, U8};
use alloy_sol_types::SolError;
use interfaces::{
    contracts::{
        IMetisToken,
        ISequencerPool::*,
        ITreasury::{LockTooSmall, NotKeeper, WrongAmountReceived},
    },
    host::{call, PeerError, ARB_SYS},
    purpose::Kind,
};
use motsu::prelude::*;
use stylus_sdk::{
    prelude::*,
    storage::{StorageAddress, StorageMap, StorageU256, StorageU8},
};
use testing::ArbSys;
use treasury::Treasury;

use super::world::{
    World, ALICE, BOB, CAROL, DATA_AVAILABILITY, DAVE, DEPLOYER, FRAUD_PROOF, FUNDS, GOVERNANCE,
    PARAMETERS, REGISTRY, START,
};
use crate::{Error, SequencerPool};

/// Leaving before the slash: the exit is armed long before, and its time is over when the contest begins.
#[test]
fn release_stake_reverts_when_an_armed_exit_meets_a_contest_and_the_slash_takes_all() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    let member = ALICE;
    let mut alice = world.pool.sender(member);
    alice.request_exit().motsu_unwrap();
    // The last block of unbonding: from the next one on the stake would be free.
    world.at(START + 55);
    let mut contest = world.pool.sender(FRAUD_PROOF);
    contest.place_hold(member).motsu_unwrap();
    world.at(START + 10_000);
    let refused = alice.release_stake().motsu_unwrap_err();
    assert_eq!(refused, StakeHeld { member, holds: 1 }.into());
    assert_eq!(world.punish(member, Offence::Fraud, 1, DAVE), Ok((40, 60)));
    contest.lift_hold(member).motsu_unwrap();
    alice.release_stake().motsu_unwrap();
    assert_eq!(world.credit(member), 0);
}

/// A second exit must neither restart nor shorten the first, and none can be had by coming back.
#[test]
fn request_exit_reverts_the_second_time_and_no_stake_can_be_deposited_meanwhile() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    let member = ALICE;
    let mut alice = world.pool.sender(member);
    alice.request_exit().motsu_unwrap();
    world.at(START + 20);
    let exiting: Error = MemberExiting { member }.into();
    assert_eq!(alice.request_exit().motsu_unwrap_err(), exiting);
    assert_eq!(alice.add_stake(50).motsu_unwrap_err(), exiting);
    for role in [Role::Sequencer, Role::Producer, Role::Verifier] {
        let refused = alice.join(role, 100).motsu_unwrap_err();
        let role = Role::Sequencer;
        assert_eq!(refused, AlreadyMember { member, role }.into());
    }
    assert_eq!(world.member(member).exitRequestedAt, START + 5);
}

/// An exit just after the last batch of a false chain: unbonding counts from that batch.
#[test]
fn release_stake_counts_from_the_last_own_submission_when_it_is_later_than_the_exit() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    world.at(START + 8);
    world.submit(ALICE, 1);
    let mut alice = world.pool.sender(ALICE);
    alice.request_exit().motsu_unwrap();
    world.at(START + 58);
    let refused = alice.release_stake().motsu_unwrap_err();
    let (until, current) = (START + 58, START + 58);
    assert_eq!(refused, StillBonded { until, current }.into());
}

/// Grinding the order: whoever leaves and comes back is the last, and moves nobody.
#[test]
fn join_goes_to_the_tail_whenever_a_member_leaves_and_comes_back() {
    let world = World::with_sequencers(&[ALICE, BOB, CAROL, DAVE]);
    world.pool.sender(BOB).request_exit().motsu_unwrap();
    assert_eq!(world.queue(), [ALICE, CAROL, DAVE]);
    world.at(START + 56);
    let mut bob = world.pool.sender(BOB);
    bob.release_stake().motsu_unwrap();
    bob.join(Role::Sequencer, 100).motsu_unwrap();
    assert_eq!(world.queue(), [ALICE, CAROL, DAVE, BOB]);
    // At the front as well: ending one's own slot passes the turn, leaving gives the place away.
    world.pool.sender(ALICE).end_slot().motsu_unwrap();
    world.pool.sender(CAROL).request_exit().motsu_unwrap();
    assert_eq!(world.queue(), [DAVE, BOB, ALICE]);
    assert_eq!(world.selected(), DAVE);
}

/// The same tokens for two locks: what is locked is gone from the wallet.
#[test]
fn add_stake_reverts_when_the_tokens_are_locked_already() {
    let world = World::new();
    let mut alice = world.pool.sender(ALICE);
    alice.join(Role::Verifier, FUNDS).motsu_unwrap();
    let refused = alice.add_stake(1).motsu_unwrap_err();
    let expected = IMetisToken::ERC20InsufficientBalance {
        sender: ALICE,
        balance: U256::ZERO,
        needed: U256::from(1),
    };
    assert_eq!(refused, PeerError::Refused(expected.abi_encode()).into());
    assert_eq!(world.member(ALICE).stake, FUNDS);
    assert_eq!(world.locked(ALICE, Role::Verifier), FUNDS);
}

/// A slash above the stake, by a set that the registry would never have pushed and by Governance's amounts.
#[test]
fn punishments_take_at_most_the_stake() {
    let world = World::with_sequencers(&[ALICE, BOB]);
    world.push(PoolParameters {
        fraudBps: u16::MAX,
        ..PARAMETERS
    });
    let mut judge = world.pool.sender(FRAUD_PROOF);
    let taken = judge.punish(ALICE, Offence::Fraud, B256::ZERO, 1, DAVE);
    assert_eq!(taken.motsu_unwrap(), (40, 60));
    let mut governance = world.pool.sender(GOVERNANCE);
    let most = u128::MAX;
    let taken = governance.remove(BOB, B256::ZERO, DAVE, most, most);
    assert_eq!(taken.motsu_unwrap(), (100, 0));
    assert_eq!((world.credit(DAVE), world.pot()), (140, 60));
}

/// Two roles at once would let one stake answer for two offices.
#[test]
fn join_reverts_already_member_for_every_second_role() {
    let roles = [Role::Sequencer, Role::Producer, Role::Verifier];
    for first in roles {
        let world = World::new();
        world.join(ALICE, first);
        for second in roles {
            let mut alice = world.pool.sender(ALICE);
            let refused = alice.join(second, 100).motsu_unwrap_err();
            let (member, role) = (ALICE, first);
            assert_eq!(refused, AlreadyMember { member, role }.into());
        }
        assert_eq!(world.locked(ALICE, first), 100);
    }
}

/// Stakes are the pool's: no other keeper, and no member, gets at them in the Treasury itself.
#[test]
fn the_treasury_refuses_a_stake_to_everybody_but_the_pool() {
    let world = World::new();
    world.join(ALICE, Role::Verifier);
    let purpose: B256 = Kind::stake(Role::Verifier as u8).into();
    for caller in [ALICE, REGISTRY, DATA_AVAILABILITY, FRAUD_PROOF, GOVERNANCE] {
        let mut treasury = world.treasury.sender(caller);
        let expected: treasury::Error = NotKeeper { caller, purpose }.into();
        let refused = treasury.release(ALICE, purpose, 1).motsu_unwrap_err();
        assert_eq!(refused, expected);
        let refused = treasury.seize(ALICE, purpose, caller, 1, 0);
        assert_eq!(refused.motsu_unwrap_err(), expected);
    }
    // Nor does the pool itself get more than is there.
    let mut pool = world.treasury.sender(world.pool.address());
    let refused = pool.release(ALICE, purpose, 101).motsu_unwrap_err();
    let expected = LockTooSmall {
        owner: ALICE,
        purpose,
        locked: 100,
        asked: U256::from(101),
    };
    assert_eq!(refused, expected.into());
}

/// What the token does when the Treasury pulls a stake.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Trick {
    None,
    /// Answers `false`.
    Refuse,
    /// The Treasury gets one less.
    Fee,
    /// Joins as a verifier itself, in the middle.
    Join,
    /// Leaves, in the middle: it is a verifier.
    Exit,
}

#[storage]
struct Hostile {
    balances: StorageMap<Address, StorageU256>,
    trick: StorageU8,
    pool: StorageAddress,
}

// SAFETY: the only storage of its contract.
unsafe impl TopLevelStorage for Hostile {}

#[public]
impl Hostile {
    fn balance_of(&self, account: Address) -> U256 {
        self.balances.get(account)
    }

    fn transfer_from(&mut self, from: Address, to: Address, value: U256) -> bool {
        let trick = self.trick.get();
        // A trick is played once: what it calls must not play it again.
        self.trick.set(U8::ZERO);
        let is = |candidate: Trick| trick == U8::from(candidate as u8);
        if is(Trick::Refuse) {
            return false;
        }
        let received = value - U256::from(u8::from(is(Trick::Fee)));
        let rest = self.balances.get(from) - value;
        self.balances.insert(from, rest);
        let more = self.balances.get(to) + received;
        self.balances.insert(to, more);
        if is(Trick::Join) {
            let (role, stake) = (Role::Verifier, 20);
            let _refused = call(self.vm(), self.pool.get(), &joinCall { role, stake });
        }
        if is(Trick::Exit) {
            let _refused = call(self.vm(), self.pool.get(), &requestExitCall {});
        }
        true
    }
}

impl Hostile {
    fn prepare(&mut self, pool: Address) {
        self.pool.set(pool);
        for account in [ALICE, self.vm().contract_address()] {
            self.balances.insert(account, U256::from(FUNDS));
        }
    }

    fn play(&mut self, trick: Trick) {
        self.trick.set(U8::from(trick as u8));
    }
}

/// A pool whose stakes are of the hostile token.
struct Trap {
    pool: Contract<SequencerPool>,
    treasury: Contract<Treasury>,
    token: Contract<Hostile>,
    _arb_sys: Contract<ArbSys>,
}

impl Trap {
    fn new() -> Self {
        let trap = Self {
            pool: Contract::new(),
            treasury: Contract::new(),
            token: Contract::new(),
            _arb_sys: Contract::new_at(ARB_SYS),
        };
        let (pool, token) = (trap.pool.address(), trap.token.address());
        trap.token.sender(ALICE).prepare(pool);
        let zero = Address::ZERO;
        let mut deployer = trap.treasury.sender(DEPLOYER);
        deployer.constructor(token, DEPLOYER).motsu_unwrap();
        deployer.wire(zero, pool, zero, zero, zero).motsu_unwrap();
        let treasury = trap.treasury.address();
        let mut deployer = trap.pool.sender(DEPLOYER);
        deployer.constructor(DEPLOYER, 1).motsu_unwrap();
        deployer
            .wire(treasury, REGISTRY, zero, zero, zero)
            .motsu_unwrap();
        let mut registry = trap.pool.sender(REGISTRY);
        registry.set_parameters(PARAMETERS).motsu_unwrap();
        trap
    }

    fn join(&self, trick: Trick) -> Result<(), Error> {
        self.token.sender(ALICE).play(trick);
        let mut alice = self.pool.sender(ALICE);
        alice.join(Role::Sequencer, 100).motsu_res()
    }

    fn assert_nobody_joined(&self) {
        let pool = self.pool.sender(ALICE);
        for account in [ALICE, self.token.address()] {
            assert_eq!(pool.member(account).status, Status::None);
        }
        assert_eq!(pool.slot(Role::Sequencer), Slot::default());
        assert_eq!(self.treasury.sender(ALICE).totals(), (0, 0, 0));
    }
}

#[test]
fn join_reverts_and_nobody_is_a_member_when_the_token_pays_wrongly_or_joins_itself() {
    for trick in [Trick::Refuse, Trick::Fee, Trick::Join] {
        let trap = Trap::new();
        let refused = trap.join(trick).unwrap_err();
        assert!(
            matches!(refused, Error::Peer(PeerError::Refused(_))),
            "{refused:?}"
        );
        trap.assert_nobody_joined();
    }
}

#[test]
fn join_reverts_with_the_treasurys_own_error_when_two_joins_share_one_payment() {
    let trap = Trap::new();
    let expected = WrongAmountReceived {
        expected: 100,
        balanceBefore: U256::ZERO,
        balanceAfter: U256::from(120),
    };
    let refused = PeerError::Refused(expected.abi_encode());
    assert_eq!(trap.join(Trick::Join), Err(refused.into()));
}

#[test]
fn join_succeeds_when_a_member_leaves_in_the_middle_of_it() {
    let trap = Trap::new();
    let token = trap.token.address();
    trap.token.sender(ALICE).play(Trick::None);
    let mut member = trap.pool.sender(token);
    member.join(Role::Verifier, 20).motsu_unwrap();
    trap.join(Trick::Exit).unwrap();
    let pool = trap.pool.sender(ALICE);
    assert_eq!(pool.member(token).status, Status::Exiting);
    assert_eq!(pool.member(ALICE).status, Status::Active);
    assert_eq!(trap.treasury.sender(ALICE).totals(), (120, 0, 0));
}
