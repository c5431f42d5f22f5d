//! Every way in which the Treasury refuses. Meanings and units: see the interface.

use alloc::vec::Vec;

use interfaces::{contracts::ITreasury as abi, host::PeerError};
use stylus_sdk::{call::MethodError, prelude::*};

/// Every way in which the Treasury refuses; each variant holds the error of the interface.
#[derive(SolidityError, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the variants are the interface's errors, documented there"
)]
pub enum Error {
    NotWired(abi::NotWired),
    PeerFailed(abi::PeerFailed),
    ZeroAddress(abi::ZeroAddress),
    NotAContract(abi::NotAContract),
    NotDeployer(abi::NotDeployer),
    AlreadyWired(abi::AlreadyWired),
    UnknownKind(abi::UnknownKind),
    NotKeeper(abi::NotKeeper),
    ZeroAmount(abi::ZeroAmount),
    LockTooSmall(abi::LockTooSmall),
    LedgerOverflow(abi::LedgerOverflow),
    TransferRefused(abi::TransferRefused),
    WrongAmountReceived(abi::WrongAmountReceived),
    Insolvent(abi::Insolvent),
    CreditTooSmall(abi::CreditTooSmall),
    BadRecipient(abi::BadRecipient),
    NotGovernance(abi::NotGovernance),
    PotTooSmall(abi::PotTooSmall),
    NothingToSkim(abi::NothingToSkim),
    Token(TokenRefusal),
}

/// The token's own encoded error, passed on unchanged.
#[derive(Debug, PartialEq, Eq)]
pub struct TokenRefusal(pub Vec<u8>);

impl MethodError for TokenRefusal {
    fn encode(self) -> Vec<u8> {
        self.0
    }
}

impl From<PeerError> for Error {
    fn from(error: PeerError) -> Self {
        match error {
            PeerError::Refused(data) => TokenRefusal(data).into(),
            PeerError::Failed(peer) => abi::PeerFailed { peer }.into(),
        }
    }
}
