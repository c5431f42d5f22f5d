//! The pool and the money behind it as plain lists and maps, written from the interfaces: the second
//! implementation, which shares no code with the rules.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, B256};
use interfaces::contracts::ISequencerPool::*;

use super::world::{DATA_AVAILABILITY, FRAUD_PROOF, FUNDS, GOVERNANCE, PARAMETERS, REGISTRY};
use crate::Error;

/// A call, with all that is chosen about it but the caller.
#[derive(Clone, Debug)]
pub(super) enum Action {
    SetParameters(PoolParameters),
    Join(Role, u128),
    AddStake(u128),
    RequestExit,
    ReleaseStake,
    PlaceHold(Address),
    LiftHold(Address),
    Submit(Address, u32),
    EndSlot,
    RotateIdle,
    Punish(Address, Offence, B256, u32, Address),
    Remove(Address, B256, Address, u128, u128),
    RotateFrom(Address),
    HeadContested(bool),
}

/// Members in the order of their turns, the first of them the one whose turn it is.
#[derive(Clone, Default)]
pub(super) struct Turns {
    pub(super) list: Vec<Address>,
    pub(super) slot: Slot,
}

/// What somebody expects who knows only the promises.
pub(super) struct Model {
    pub(super) now: u64,
    sets: Vec<PoolParameters>,
    pub(super) members: BTreeMap<Address, Member>,
    pub(super) sequencers: Turns,
    pub(super) producers: Turns,
    pub(super) verifiers: u32,
    punished: BTreeSet<(u8, B256)>,
    /// Tokens outside the Treasury; everybody begins with [`FUNDS`].
    pub(super) wallets: BTreeMap<Address, u128>,
    pub(super) credits: BTreeMap<Address, u128>,
    pub(super) pot: u128,
}

pub(super) fn nobody(epoch: u32, banned: bool) -> Member {
    Member {
        role: Role::None,
        status: Status::None,
        epoch,
        requestHolds: 0,
        disputeHolds: 0,
        proposalHolds: 0,
        banned,
        stake: 0,
        joinedAt: 0,
        exitRequestedAt: 0,
        lastSubmission: 0,
    }
}

impl Model {
    pub(super) fn new(now: u64) -> Self {
        Self {
            now,
            sets: vec![PARAMETERS],
            members: BTreeMap::new(),
            sequencers: Turns::default(),
            producers: Turns::default(),
            verifiers: 0,
            punished: BTreeSet::new(),
            wallets: BTreeMap::new(),
            credits: BTreeMap::new(),
            pot: 0,
        }
    }

    pub(super) fn member(&self, account: Address) -> Member {
        self.members
            .get(&account)
            .cloned()
            .unwrap_or_else(|| nobody(0, false))
    }

    pub(super) fn selected(&self, role: Role) -> Address {
        let slot = match role {
            Role::Sequencer => &self.sequencers.slot,
            Role::Producer => &self.producers.slot,
            _ => return Address::ZERO,
        };
        if self.now >= slot.startsAt {
            slot.holder
        } else {
            Address::ZERO
        }
    }

    /// What everybody could vote with if the block ended here.
    pub(super) fn votes(&self) -> BTreeMap<Address, u128> {
        let active = |member: &Member| member.status == Status::Active;
        let members = self.members.iter().filter(|(_, member)| active(member));
        members
            .map(|(account, member)| (*account, member.stake))
            .collect()
    }

    /// What is locked of everybody together.
    pub(super) fn locked(&self) -> u128 {
        self.members.values().map(|member| member.stake).sum()
    }

    /// What a call does, or why it is refused. A refused one has changed nothing.
    pub(super) fn play(&mut self, caller: Address, action: &Action) -> Result<(), Error> {
        match action.clone() {
            Action::SetParameters(set) => self.set_parameters(caller, set),
            Action::Join(role, stake) => self.join(caller, role, stake),
            Action::AddStake(amount) => self.add_stake(caller, amount),
            Action::RequestExit => self.request_exit(caller),
            Action::ReleaseStake => self.release_stake(caller),
            Action::PlaceHold(member) => self.place_hold(caller, member),
            Action::LiftHold(member) => self.lift_hold(caller, member),
            Action::Submit(member, elements) => self.submit(caller, member, elements),
            Action::EndSlot => self.end_slot(caller),
            Action::RotateIdle => self.rotate_idle(),
            Action::Punish(member, offence, object, set, beneficiary) => {
                self.punish(caller, member, offence, object, set, beneficiary)
            }
            Action::Remove(member, object, beneficiary, first, then) => {
                self.remove(caller, member, object, beneficiary, first, then)
            }
            Action::RotateFrom(member) => self.rotate_from(caller, member),
            Action::HeadContested(contested) => self.head_contested(caller, contested),
        }
    }

    fn parameters(&self) -> PoolParameters {
        self.sets.last().cloned().expect("a set")
    }

    fn only_registry(caller: Address) -> Result<(), Error> {
        if caller == REGISTRY {
            Ok(())
        } else {
            Err(NotRegistry { caller }.into())
        }
    }

    fn is_judge(caller: Address) -> bool {
        [DATA_AVAILABILITY, FRAUD_PROOF, GOVERNANCE].contains(&caller)
    }

    fn set_parameters(&mut self, caller: Address, set: PoolParameters) -> Result<(), Error> {
        Self::only_registry(caller)?;
        self.sets.push(set);
        Ok(())
    }

    fn pay(&mut self, payer: Address, amount: u128) {
        let wallet = self.wallets.entry(payer).or_insert(FUNDS);
        *wallet = wallet
            .checked_sub(amount)
            .expect("schedules ask for no more than there is");
    }

    /// What somebody still has.
    pub(super) fn wallet(&self, owner: Address) -> u128 {
        self.wallets.get(&owner).copied().unwrap_or(FUNDS)
    }

    fn join(&mut self, member: Address, role: Role, stake: u128) -> Result<(), Error> {
        let earlier = self.member(member);
        if earlier.banned {
            return Err(MemberBanned { member }.into());
        }
        if earlier.status != Status::None {
            let role = earlier.role;
            return Err(AlreadyMember { member, role }.into());
        }
        let set = self.parameters();
        let minimum = match role {
            Role::Sequencer => set.minSequencerStake,
            Role::Producer => set.minProducerStake,
            Role::Verifier => set.minVerifierStake,
            _ => return Err(BadRole { role }.into()),
        };
        if stake < minimum {
            return Err(StakeTooSmall { stake, minimum }.into());
        }
        let now = self.now;
        let joined = Member {
            role,
            status: Status::Active,
            stake,
            joinedAt: now,
            ..nobody(earlier.epoch + 1, false)
        };
        self.members.insert(member, joined);
        self.pay(member, stake);
        match role {
            Role::Sequencer => self.sequencers.join(member, now + u64::from(set.joinDelay)),
            Role::Producer => self.producers.join(member, now),
            _ => self.verifiers += 1,
        }
        Ok(())
    }

    fn active(&self, member: Address) -> Result<Role, Error> {
        let known = self.member(member);
        match known.status {
            Status::Active => Ok(known.role),
            Status::Exiting => Err(MemberExiting { member }.into()),
            _ => Err(NotMember { member }.into()),
        }
    }

    fn edit(&mut self, member: Address) -> &mut Member {
        self.members
            .entry(member)
            .or_insert_with(|| nobody(0, false))
    }

    fn add_stake(&mut self, member: Address, amount: u128) -> Result<(), Error> {
        self.active(member)?;
        if amount == 0 {
            return Err(ZeroAmount {}.into());
        }
        self.edit(member).stake += amount;
        self.pay(member, amount);
        Ok(())
    }

    fn request_exit(&mut self, member: Address) -> Result<(), Error> {
        let role = self.active(member)?;
        self.leave(member, role, false);
        Ok(())
    }

    /// Out of the queue, for good or for ill.
    fn leave(&mut self, member: Address, role: Role, vacating: bool) {
        let now = self.now;
        let known = self.edit(member);
        known.status = Status::Exiting;
        known.exitRequestedAt = now;
        match role {
            Role::Sequencer => self.sequencers.leave(member, now, vacating),
            Role::Producer => self.producers.leave(member, now, vacating),
            _ => self.verifiers -= 1,
        }
    }

    fn release_stake(&mut self, member: Address) -> Result<(), Error> {
        let known = self.member(member);
        match known.status {
            Status::Exiting => {}
            Status::Active => return Err(NotExiting { member }.into()),
            _ => return Err(NotMember { member }.into()),
        }
        let holds = known.requestHolds + known.disputeHolds + known.proposalHolds;
        if holds != 0 {
            return Err(StakeHeld { member, holds }.into());
        }
        let longest = self.sets.iter().map(|set| set.unbonding).max().unwrap_or(0);
        let from = known.exitRequestedAt.max(known.lastSubmission);
        let (until, current) = (from + u64::from(longest), self.now);
        if current <= until {
            return Err(StillBonded { until, current }.into());
        }
        *self.credits.entry(member).or_default() += known.stake;
        self.members
            .insert(member, nobody(known.epoch, known.banned));
        Ok(())
    }

    fn holds(known: &mut Member, caller: Address) -> &mut u32 {
        if caller == DATA_AVAILABILITY {
            &mut known.requestHolds
        } else if caller == FRAUD_PROOF {
            &mut known.disputeHolds
        } else {
            &mut known.proposalHolds
        }
    }

    fn place_hold(&mut self, caller: Address, member: Address) -> Result<(), Error> {
        if !Self::is_judge(caller) {
            return Err(MayNotHold { caller }.into());
        }
        if self.member(member).status == Status::None {
            return Err(NotMember { member }.into());
        }
        *Self::holds(self.edit(member), caller) += 1;
        Ok(())
    }

    fn lift_hold(&mut self, caller: Address, member: Address) -> Result<(), Error> {
        if !Self::is_judge(caller) {
            return Err(MayNotHold { caller }.into());
        }
        let mut known = self.member(member);
        if *Self::holds(&mut known, caller) == 0 {
            return Err(NoHold { member, caller }.into());
        }
        *Self::holds(self.edit(member), caller) -= 1;
        Ok(())
    }

    fn submit(&mut self, caller: Address, member: Address, elements: u32) -> Result<(), Error> {
        Self::only_registry(caller)?;
        let selected = self.selected(Role::Sequencer);
        if selected.is_zero() || member != selected {
            return Err(NotSelected { member, selected }.into());
        }
        let (now, set) = (self.now, self.parameters());
        self.edit(member).lastSubmission = now;
        let slot = &mut self.sequencers.slot;
        slot.elements += u64::from(elements);
        slot.batches += 1;
        slot.activeAt = now;
        slot.contestedSince = 0;
        if slot.elements > u64::from(set.slotElements) || slot.batches >= set.slotBatches {
            self.sequencers.pass(now);
        }
        Ok(())
    }

    fn end_slot(&mut self, member: Address) -> Result<(), Error> {
        let role = self.member(member).role;
        match role {
            Role::None => return Err(NotMember { member }.into()),
            Role::Verifier => return Err(NoQueue { role }.into()),
            _ => {}
        }
        let selected = self.selected(role);
        if selected != member {
            return Err(NotSelected { member, selected }.into());
        }
        self.pass(role);
        Ok(())
    }

    fn pass(&mut self, role: Role) {
        let now = self.now;
        match role {
            Role::Sequencer => self.sequencers.pass(now),
            _ => self.producers.pass(now),
        }
    }

    fn rotate_idle(&mut self) -> Result<(), Error> {
        let (now, limit) = (self.now, u64::from(self.parameters().idleLimit));
        let slot = &self.sequencers.slot;
        if slot.vacatedBy != Address::ZERO {
            self.sequencers.fill(now);
            return Ok(());
        }
        if self.selected(Role::Sequencer).is_zero() {
            return Err(NoSequencer {}.into());
        }
        if slot.contestedSince != 0 {
            let stopped = IdleLimitStopped {
                contestedSince: slot.contestedSince,
            };
            return Err(stopped.into());
        }
        let (until, current) = (slot.activeAt + limit, now);
        if current <= until {
            return Err(NotIdle { until, current }.into());
        }
        self.sequencers.pass(now);
        Ok(())
    }

    fn punish(
        &mut self,
        caller: Address,
        member: Address,
        offence: Offence,
        object: B256,
        set: u32,
        beneficiary: Address,
    ) -> Result<(), Error> {
        let mine = match offence {
            Offence::DataWithheld => caller == DATA_AVAILABILITY,
            Offence::Fraud => caller == FRAUD_PROOF,
            _ => false,
        };
        let governance_asks = caller == GOVERNANCE && offence == Offence::Removal;
        if !mine && !governance_asks {
            return Err(MayNotPunish { caller, offence }.into());
        }
        let count = u32::try_from(self.sets.len()).expect("few");
        let Some(chosen) = self.sets.get(set as usize) else {
            return Err(UnknownParameterSet { set, count }.into());
        };
        if governance_asks {
            return Err(MayNotPunish { caller, offence }.into());
        }
        let (share, reward) = if offence == Offence::Fraud {
            (chosen.fraudBps, chosen.winnerBps)
        } else {
            (chosen.dataWithheldBps, chosen.bountyBps)
        };
        // Small numbers: the plain product fits.
        let taken = self.member(member).stake * u128::from(share) / 10_000;
        let mut first = taken * u128::from(reward) / 10_000;
        if beneficiary.is_zero() {
            first = 0;
        }
        self.take(member, offence, object, beneficiary, first, taken - first)
    }

    fn remove(
        &mut self,
        caller: Address,
        member: Address,
        object: B256,
        beneficiary: Address,
        first: u128,
        then: u128,
    ) -> Result<(), Error> {
        let offence = Offence::Removal;
        if caller != GOVERNANCE {
            return Err(MayNotPunish { caller, offence }.into());
        }
        if beneficiary.is_zero() && first > 0 {
            return Err(ZeroBeneficiary {
                toBeneficiary: first,
            }
            .into());
        }
        let stake = self.member(member).stake;
        let first = first.min(stake);
        let then = then.min(stake - first);
        self.take(member, offence, object, beneficiary, first, then)
    }

    fn take(
        &mut self,
        member: Address,
        offence: Offence,
        object: B256,
        beneficiary: Address,
        first: u128,
        then: u128,
    ) -> Result<(), Error> {
        if !self.punished.insert((offence as u8, object)) {
            return Err(AlreadyPunished { offence, object }.into());
        }
        let known = self.edit(member);
        known.banned = true;
        known.stake -= first + then;
        let (role, was_active) = (known.role, known.status == Status::Active);
        *self.credits.entry(beneficiary).or_default() += first;
        self.pot += then;
        if was_active {
            self.leave(member, role, true);
        }
        Ok(())
    }

    fn rotate_from(&mut self, caller: Address, member: Address) -> Result<(), Error> {
        if !Self::is_judge(caller) {
            return Err(MayNotRotate { caller }.into());
        }
        let now = self.now;
        let role = self.member(member).role;
        if !member.is_zero() && self.selected(role) == member {
            self.pass(role);
        }
        for turns in [&mut self.sequencers, &mut self.producers] {
            if !member.is_zero() && turns.slot.vacatedBy == member {
                turns.fill(now);
            }
        }
        Ok(())
    }

    fn head_contested(&mut self, caller: Address, contested: bool) -> Result<(), Error> {
        Self::only_registry(caller)?;
        let now = self.now;
        let slot = &mut self.sequencers.slot;
        let since = slot.contestedSince;
        if contested && since == 0 {
            slot.contestedSince = now;
        }
        if !contested && since != 0 {
            slot.contestedSince = 0;
            if !slot.holder.is_zero() && slot.activeAt < now {
                // Of the limit only the blocks up to the contest have passed.
                let passed = since.saturating_sub(slot.activeAt);
                slot.activeAt = now - passed;
            }
        }
        Ok(())
    }
}

impl Turns {
    fn start(&mut self, starts_at: u64) {
        self.slot = Slot {
            number: self.slot.number + 1,
            holder: self.list[0],
            startsAt: starts_at,
            activeAt: starts_at,
            contestedSince: self.slot.contestedSince,
            ..Slot::default()
        };
    }

    fn join(&mut self, member: Address, first_start: u64) {
        self.list.push(member);
        if self.list.len() == 1 {
            self.start(first_start);
        }
    }

    /// The first goes to the end.
    fn pass(&mut self, now: u64) {
        self.list.rotate_left(1);
        self.start(now);
    }

    fn fill(&mut self, now: u64) {
        self.start(now.max(self.slot.startsAt));
    }

    fn leave(&mut self, member: Address, now: u64, vacating: bool) {
        self.list.retain(|other| *other != member);
        let held = self.slot.holder == member;
        if self.list.is_empty() {
            self.slot = Slot {
                number: self.slot.number,
                contestedSince: self.slot.contestedSince,
                ..Slot::default()
            };
        } else if held && vacating {
            self.slot = Slot {
                number: self.slot.number,
                startsAt: self.slot.startsAt,
                vacatedBy: member,
                contestedSince: self.slot.contestedSince,
                ..Slot::default()
            };
        } else if held {
            self.fill(now);
        }
    }
}
