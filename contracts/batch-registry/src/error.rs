//! Every way in which the registry refuses. Meanings and units: see the interface.

use alloc::vec::Vec;

use alloy_primitives::U256;
use interfaces::{contracts::IBatchRegistry as abi, host::PeerError};
use stylus_sdk::{call::MethodError, prelude::*};
use types::ParameterError;

/// Every way in which the registry refuses; each variant holds the error of the interface.
#[derive(SolidityError, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the variants are the interface's errors, documented there"
)]
pub enum Error {
    NotWired(abi::NotWired),
    UnknownClock(abi::UnknownClock),
    ZeroAddress(abi::ZeroAddress),
    NoCode(abi::NoCode),
    NotDeployer(abi::NotDeployer),
    AlreadyWired(abi::AlreadyWired),
    ParentMoved(abi::ParentMoved),
    NoSequencer(abi::NoSequencer),
    NotSelected(abi::NotSelected),
    EmptyBatch(abi::EmptyBatch),
    TooManyElements(abi::TooManyElements),
    TooMuchData(abi::TooMuchData),
    L2BlockBelowParent(abi::L2BlockBelowParent),
    L2TimestampBelowParent(abi::L2TimestampBelowParent),
    L2TimestampAhead(abi::L2TimestampAhead),
    BadSignatureLength(abi::BadSignatureLength),
    BadSignatureForm(abi::BadSignatureForm),
    BadProducerSignature(abi::BadProducerSignature),
    NothingToFinalize(abi::NothingToFinalize),
    UnknownIndex(abi::UnknownIndex),
    NotNextToFinalize(abi::NotNextToFinalize),
    BatchContested(abi::BatchContested),
    WindowOpen(abi::WindowOpen),
    NotGovernance(abi::NotGovernance),
    UnknownParameterSet(abi::UnknownParameterSet),
    ParameterBelowMinimum(abi::ParameterBelowMinimum),
    ParameterAboveMaximum(abi::ParameterAboveMaximum),
    UnknownHeader(abi::UnknownHeader),
    IndexOutOfRange(abi::IndexOutOfRange),
    WrongProofLength(abi::WrongProofLength),
    NotFinal(abi::NotFinal),
    ClaimNotProven(abi::ClaimNotProven),
    PeerFailed(abi::PeerFailed),
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

impl From<ParameterError> for Error {
    fn from(error: ParameterError) -> Self {
        match error {
            ParameterError::BelowMinimum {
                field,
                value,
                minimum,
            } => abi::ParameterBelowMinimum {
                field: field.into(),
                value: U256::from(value),
                minimum: U256::from(minimum),
            }
            .into(),
            ParameterError::AboveMaximum {
                field,
                value,
                maximum,
            } => abi::ParameterAboveMaximum {
                field: field.into(),
                value: U256::from(value),
                maximum: U256::from(maximum),
            }
            .into(),
        }
    }
}
