//! Every way in which the registry refuses. Meanings and units: see the interface.

use alloy_primitives::U256;
use interfaces::contracts::IBatchRegistry as abi;
use types::ParameterError;

interfaces::errors!(IBatchRegistry {
    ParentMoved,
    ParameterSetMoved,
    NoSequencer,
    NotSelected,
    EmptyBatch,
    TooManyElements,
    TooMuchData,
    L2BlockBelowParent,
    L2TimestampBelowParent,
    L2BlockAhead,
    L2TimestampAhead,
    BadSignatureLength,
    BadSignatureForm,
    BadProducerSignature,
    NothingToFinalize,
    UnknownIndex,
    NotNextToFinalize,
    BatchContested,
    WindowOpen,
    NotDataAvailability,
    MayNotInvalidate,
    NotCanonical,
    AlreadyFinal,
    AlreadyInvalid,
    AlreadyPublished,
    RequestAlreadyOpen,
    NoOpenRequest,
    WindowOver,
    NotFraudProof,
    NotPublished,
    AlreadyProven,
    NoOpenDispute,
    TooManyDisputes,
    NotAncestor,
    DisputeWindowOver,
    ProducerSigned,
    NotProducer,
    EmptyAttestation,
    AlreadyAttested,
    NotGovernance,
    UnknownParameterSet,
    ParameterBelowMinimum,
    ParameterAboveMaximum,
    UnknownHeader,
    IndexOutOfRange,
    WrongProofLength,
    NotFinal,
    ClaimNotProven,
});

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
