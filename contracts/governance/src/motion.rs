//! What is proposed, read from its payload.

use alloc::vec::Vec;

use alloy_primitives::{keccak256, Address, B256, U256};
use interfaces::{
    abi::decode,
    contracts::{
        IBatchRegistry::Header,
        IGovernance::{BadSpending, MalformedPayload, ProposalKind, TooManyRequests},
        ISequencerPool::Role,
    },
};

use crate::{error::Error, words};

/// Most requests that one proposal may name: what is compensated in one transaction.
pub(crate) const MAX_REQUESTS: usize = 64;

/// What is proposed. See the table of the interface.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Motion {
    Remove(Vec<B256>),
    PunishProducer { kick: bool, slash: u128 },
    KickForOrdering { header: Header, producer: Address },
    AddParameterSet,
    SpendPot { beneficiary: Address, amount: u128 },
}

/// A member, as the proposal knew it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Accused {
    pub(crate) member: Address,
    pub(crate) epoch: u32,
    /// That a member must have to be accused of this.
    pub(crate) role: Role,
}

/// Whom it is against, if anybody, and what it is.
pub(crate) type Decoded = (Option<Accused>, Motion);

/// Reads a payload.
///
/// # Errors
///
/// `MalformedPayload`, `TooManyRequests`, `BadSpending`.
pub(crate) fn read(kind: ProposalKind, payload: &[u8]) -> Result<Decoded, Error> {
    let read = match kind {
        ProposalKind::RemoveSequencer => removal(payload, Role::Sequencer),
        ProposalKind::RemoveVerifier => removal(payload, Role::Verifier),
        ProposalKind::PunishProducer => punishment(payload),
        ProposalKind::KickForOrdering => kick(payload),
        ProposalKind::AddParameterSet => parameters(payload),
        _ => spending(payload),
    };
    let (accused, motion) = read.ok_or(MalformedPayload { kind })?;
    match &motion {
        Motion::Remove(requests) => require_few(requests)?,
        Motion::SpendPot {
            beneficiary,
            amount,
        } => require_spending(*beneficiary, *amount)?,
        _ => {}
    }
    Ok((accused, motion))
}

fn removal(payload: &[u8], role: Role) -> Option<Decoded> {
    let (member, epoch, requests) = decode(payload)?;
    Some((accused(member, epoch, role), Motion::Remove(requests)))
}

fn punishment(payload: &[u8]) -> Option<Decoded> {
    let (member, epoch, kick, slash) = decode(payload)?;
    let motion = Motion::PunishProducer { kick, slash };
    Some((accused(member, epoch, Role::Producer), motion))
}

fn kick(payload: &[u8]) -> Option<Decoded> {
    let (member, epoch, header, producer) = decode(payload)?;
    let motion = Motion::KickForOrdering { header, producer };
    Some((accused(member, epoch, Role::Sequencer), motion))
}

/// The registry gets the payload as it is, and reads it.
fn parameters(payload: &[u8]) -> Option<Decoded> {
    let is_set = payload.len() == 32 * words::parameters::WORDS;
    is_set.then_some((None, Motion::AddParameterSet))
}

fn spending(payload: &[u8]) -> Option<Decoded> {
    let (beneficiary, amount) = decode(payload)?;
    let motion = Motion::SpendPot {
        beneficiary,
        amount,
    };
    Some((None, motion))
}

#[allow(clippy::unnecessary_wraps, reason = "what a decoded payload has")]
fn accused(member: Address, epoch: u32, role: Role) -> Option<Accused> {
    Some(Accused {
        member,
        epoch,
        role,
    })
}

fn require_few(requests: &[B256]) -> Result<(), TooManyRequests> {
    if requests.len() <= MAX_REQUESTS {
        return Ok(());
    }
    Err(TooManyRequests {
        given: U256::from(requests.len()),
        most: U256::from(MAX_REQUESTS),
    })
}

fn require_spending(beneficiary: Address, amount: u128) -> Result<(), BadSpending> {
    if beneficiary.is_zero() || amount == 0 {
        return Err(BadSpending {
            beneficiary,
            amount,
        });
    }
    Ok(())
}

/// The id of a proposal.
pub(crate) fn id_of(number: u64, kind: ProposalKind, payload: &[u8]) -> B256 {
    let mut named = [0; 41];
    named[..8].copy_from_slice(&number.to_be_bytes());
    named[8] = kind as u8;
    named[9..].copy_from_slice(keccak256(payload).as_slice());
    keccak256(named)
}
