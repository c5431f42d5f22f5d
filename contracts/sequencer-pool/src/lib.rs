//! SequencerPool: stake, selection, rotation and slashing (spec 4.2).
//!
//! - **Role**: who may act for the L2, with what stake, and whose turn it is.
//! - **Callers**: members for themselves; the registry for parameters and submissions; contests and
//!   Governance for holds, punishments and rotations; anyone for an idle sequencer.
//! - **Invariants**: an address has one role; the members of a queue are the active ones of its role, in the
//!   order of joining; one of them is selected, or the queue is empty, or the join delay runs, or the seat
//!   is vacant between a punishment and its rotation; each is selected within as many rotations as there
//!   are members; a member's stake is its lock in the Treasury; who was punished never joins again.
//! - **Dangers**: `join` and `addStake` run the token's code, at their very end. Punishing does not: it only
//!   moves amounts within the Treasury.
//!
//! | caller | may |
//! |---|---|
//! | deployer | `wire`, once |
//! | anyone | `join`, `rotateIdle` |
//! | member | `addStake`, `requestExit`, `releaseStake`; if selected, `endSlot` |
//! | registry | `setParameters`, `recordSubmission`, `setHeadContested` |
//! | DataAvailability, FraudProof, Governance | `placeHold`, `liftHold`, each its own; `rotateFrom` |
//! | DataAvailability, FraudProof | `punish`, each for its own offence |
//! | Governance | `remove` |
//!
//! Functions, events, errors and units: see `ISequencerPool`.
#![cfg_attr(target_arch = "wasm32", no_std)]
#![allow(
    clippy::needless_pass_by_value,
    reason = "public methods get what the router decoded"
)]

extern crate alloc;

mod deposit;
mod error;
mod guard;
mod holds;
mod membership;
mod punishment;
mod queue;
mod rotation;
mod rules;
mod selection;
mod storage;
mod views;
mod votes;
mod voting;

#[cfg(test)]
mod tests;

use alloc::{vec, vec::Vec};

use alloy_primitives::{Address, B256, U32, U8};
use interfaces::{
    contracts::ISequencerPool::{self, Constructed, ParametersSet, PoolParameters, Wired},
    host::{require_address, require_contract, require_wirable, Clock},
};
use stylus_sdk::{
    prelude::*,
    storage::{StorageAddress, StorageBool, StorageMap, StorageU32, StorageU8, StorageVec},
};

pub use error::Error;
pub use storage::{CheckpointRecord, MemberRecord, Seat, VotesRecord};
use storage::{Members, ParameterSet};

interfaces::entrypoint!(SequencerPool, ISequencerPool, constructor(deployer, clock), {
    wireCall => wire(treasury, registry, data_availability, fraud_proof, governance),
    setParametersCall => set_parameters(parameters),
    joinCall => join(role, stake),
    addStakeCall => add_stake(amount),
    requestExitCall => request_exit(),
    releaseStakeCall => release_stake(),
    placeHoldCall => place_hold(member),
    liftHoldCall => lift_hold(member),
    punishCall => punish(member, offence, object, set, beneficiary),
    removeCall => remove(member, object, beneficiary, to_beneficiary, to_pot),
    rotateFromCall => rotate_from(member),
    recordSubmissionCall => record_submission(member, elements),
    endSlotCall => end_slot(),
    rotateIdleCall => rotate_idle(),
    setHeadContestedCall => set_head_contested(contested),
    selectedCall => selected(role),
    selectedSequencerCall => selected_sequencer(),
    selectedProducerCall => selected_producer(),
    phaseCall => phase(),
    slotCall => slot(role),
    idleDeadlineCall => idle_deadline(),
    queueCall => queue(role, previous, limit),
    memberCall => member(account),
    activeMembersCall => active_members(role),
    parametersCall => parameters(set),
    currentParameterSetCall => current_parameter_set(),
    votesAtCall => votes_at(account, at),
    ballotAtCall => ballot_at(account, at),
    totalVotesAtCall => total_votes_at(at),
    clockCall => clock(),
    currentBlockCall => current_block(),
    deployerCall => deployer(),
    treasuryCall => treasury(),
    registryCall => registry(),
    dataAvailabilityCall => data_availability(),
    fraudProofCall => fraud_proof(),
    governanceCall => governance(),
});

/// See `ISequencerPool`.
#[storage]
pub struct SequencerPool {
    deployer: StorageAddress,
    clock: StorageU8,
    wired: StorageBool,
    /// The longest time of unbonding of all sets, blocks.
    unbonding: StorageU32,
    /// Active verifiers.
    verifiers: StorageU32,
    treasury: StorageAddress,
    registry: StorageAddress,
    data_availability: StorageAddress,
    fraud_proof: StorageAddress,
    governance: StorageAddress,
    sequencers: Seat,
    producers: Seat,
    members: Members,
    /// Offences by object for which somebody was punished, a bit each.
    punished: StorageMap<B256, StorageU8>,
    sets: StorageVec<ParameterSet>,
    /// Of all members together.
    votes: VotesRecord,
}

/// Set-up.
impl SequencerPool {
    /// Names who may wire, and the clock.
    ///
    /// # Errors
    ///
    /// `ZeroAddress`, `UnknownClock`.
    pub fn constructor(&mut self, deployer: Address, clock: u8) -> Result<(), Error> {
        require_address(deployer, 0)?;
        Clock::from_u8(clock)?;
        self.deployer.set(deployer);
        self.clock.set(U8::from(clock));
        log(self.vm(), Constructed { deployer, clock });
        Ok(())
    }

    /// See `ISequencerPool.wire`.
    pub fn wire(
        &mut self,
        treasury: Address,
        registry: Address,
        data_availability: Address,
        fraud_proof: Address,
        governance: Address,
    ) -> Result<(), Error> {
        require_wirable(self.vm(), self.deployer.get(), self.wired.get())?;
        require_address(treasury, 0)?;
        require_contract(self.vm(), treasury)?;
        self.wired.set(true);
        self.treasury.set(treasury);
        self.registry.set(registry);
        self.data_availability.set(data_availability);
        self.fraud_proof.set(fraud_proof);
        self.governance.set(governance);
        let event = Wired {
            treasury,
            registry,
            dataAvailability: data_availability,
            fraudProof: fraud_proof,
            governance,
        };
        log(self.vm(), event);
        Ok(())
    }

    /// See `ISequencerPool.setParameters`.
    pub fn set_parameters(&mut self, parameters: PoolParameters) -> Result<(), Error> {
        self.only_registry()?;
        let set = self.set_count();
        self.sets.grow().write(&parameters);
        let longest = self.unbonding.get().max(U32::from(parameters.unbonding));
        self.unbonding.set(longest);
        log(self.vm(), ParametersSet { set, parameters });
        Ok(())
    }
}
