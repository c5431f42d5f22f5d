//! Every way in which the pool refuses. Meanings and units: see the interface.

use alloc::vec::Vec;

use interfaces::{contracts::ISequencerPool as abi, host::PeerError};
use stylus_sdk::{call::MethodError, prelude::*};

/// Every way in which the pool refuses; each variant holds the error of the interface.
#[derive(SolidityError, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the variants are the interface's errors, documented there"
)]
pub enum Error {
    NotWired(abi::NotWired),
    PeerFailed(abi::PeerFailed),
    UnknownClock(abi::UnknownClock),
    ZeroAddress(abi::ZeroAddress),
    NotAContract(abi::NotAContract),
    NotDeployer(abi::NotDeployer),
    AlreadyWired(abi::AlreadyWired),
    NotRegistry(abi::NotRegistry),
    NoParameters(abi::NoParameters),
    UnknownParameterSet(abi::UnknownParameterSet),
    BadRole(abi::BadRole),
    AlreadyMember(abi::AlreadyMember),
    NotMember(abi::NotMember),
    MemberExiting(abi::MemberExiting),
    NotExiting(abi::NotExiting),
    StakeTooSmall(abi::StakeTooSmall),
    ZeroAmount(abi::ZeroAmount),
    StakeOverflow(abi::StakeOverflow),
    StillBonded(abi::StillBonded),
    StakeHeld(abi::StakeHeld),
    MayNotHold(abi::MayNotHold),
    NoHold(abi::NoHold),
    NoQueue(abi::NoQueue),
    NotQueued(abi::NotQueued),
    NotSelected(abi::NotSelected),
    NoSequencer(abi::NoSequencer),
    NotIdle(abi::NotIdle),
    Peer(PeerRefusal),
}

/// A peer's own encoded error, passed on unchanged.
#[derive(Debug, PartialEq, Eq)]
pub struct PeerRefusal(pub Vec<u8>);

impl MethodError for PeerRefusal {
    fn encode(self) -> Vec<u8> {
        self.0
    }
}

impl From<PeerError> for Error {
    fn from(error: PeerError) -> Self {
        match error {
            PeerError::Refused(data) => PeerRefusal(data).into(),
            PeerError::Failed(peer) => abi::PeerFailed { peer }.into(),
        }
    }
}
