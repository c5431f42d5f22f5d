//! What the guilty lose: a part of the stake, the place in the queue, and the right to join again.

use alloy_primitives::{Address, B256, U128, U64, U8};
use interfaces::contracts::ISequencerPool::{
    AlreadyPunished, Kicked, MayNotPunish, Offence, Punished, Role, SlotEnd, Status,
    ZeroBeneficiary,
};
use stylus_sdk::prelude::*;

use crate::{guard::Judge, rules::Taken, Error, SequencerPool};

/// Who is punished, and for what.
struct Sentence {
    member: Address,
    offence: Offence,
    object: B256,
    beneficiary: Address,
}

/// What contests and Governance do to members.
impl SequencerPool {
    /// See `ISequencerPool.punish`.
    pub fn punish(
        &mut self,
        member: Address,
        offence: Offence,
        object: B256,
        set: u32,
        beneficiary: Address,
    ) -> Result<(u128, u128), Error> {
        self.only_judge_of(offence)?;
        let stake = self.members.getter(member).stake.get().to();
        let rewarded = !beneficiary.is_zero();
        let taken = Taken::by_share(stake, offence, rewarded, &self.parameters(set)?);
        // A removal has no share: Governance says amounts.
        let taken = taken.ok_or(MayNotPunish {
            caller: self.vm().msg_sender(),
            offence,
        })?;
        let sentence = Sentence {
            member,
            offence,
            object,
            beneficiary,
        };
        self.execute(&sentence, &taken)
    }

    /// See `ISequencerPool.remove`.
    pub fn remove(
        &mut self,
        member: Address,
        object: B256,
        beneficiary: Address,
        to_beneficiary: u128,
        to_pot: u128,
    ) -> Result<(u128, u128), Error> {
        let offence = Offence::Removal;
        self.only_judge_of(offence)?;
        if beneficiary.is_zero() && to_beneficiary != 0 {
            return Err(ZeroBeneficiary {
                toBeneficiary: to_beneficiary,
            }
            .into());
        }
        let stake = self.members.getter(member).stake.get().to();
        let taken = Taken::at_most(stake, to_beneficiary, to_pot);
        let sentence = Sentence {
            member,
            offence,
            object,
            beneficiary,
        };
        self.execute(&sentence, &taken)
    }

    /// Slashes, bans and kicks; the Treasury is called last of all.
    fn execute(&mut self, sentence: &Sentence, taken: &Taken) -> Result<(u128, u128), Error> {
        self.only_once(sentence.offence, sentence.object)?;
        let now = self.current_block()?;
        let member = sentence.member;
        let mut record = self.members.setter(member);
        let (role, was_active) = (record.role(), record.status() == Status::Active);
        let before: u128 = record.stake.get().to();
        let stake = before - taken.sum();
        record.stake.set(U128::from(stake));
        record.banned.set(true);
        if was_active {
            record.status.set(U8::from(Status::Exiting as u8));
            record.exit_requested_at.set(U64::from(now));
        }
        let event = Punished {
            member,
            offence: sentence.offence,
            object: sentence.object,
            beneficiary: sentence.beneficiary,
            toBeneficiary: taken.to_beneficiary,
            toPot: taken.to_pot,
            stake,
        };
        log(self.vm(), event);
        if was_active {
            self.count_total(before, 0, now);
            self.kick(role, member, sentence.offence, now)?;
        }
        if taken.sum() != 0 {
            self.seize(member, role, sentence.beneficiary, taken)?;
        }
        Ok((taken.to_beneficiary, taken.to_pot))
    }

    fn kick(
        &mut self,
        role: Role,
        member: Address,
        offence: Offence,
        now: u64,
    ) -> Result<(), Error> {
        let reason = match offence {
            Offence::Removal => SlotEnd::Removal,
            _ => SlotEnd::Kick,
        };
        let event = Kicked {
            member,
            role,
            kickedAt: now,
        };
        log(self.vm(), event);
        self.dequeue(role, member, reason, now)
    }

    fn only_judge_of(&self, offence: Offence) -> Result<(), Error> {
        let judge = match offence {
            Offence::DataWithheld => Judge::DataAvailability,
            Offence::Fraud => Judge::FraudProof,
            _ => Judge::Governance,
        };
        if self.judge()? != Some(judge) {
            let caller = self.vm().msg_sender();
            return Err(MayNotPunish { caller, offence }.into());
        }
        Ok(())
    }

    fn only_once(&mut self, offence: Offence, object: B256) -> Result<(), Error> {
        let bit = U8::from(1 << offence as u8);
        let done = self.punished.get(object);
        if done & bit == bit {
            return Err(AlreadyPunished { offence, object }.into());
        }
        self.punished.insert(object, done | bit);
        Ok(())
    }
}
