//! Every way in which the contract refuses. Meanings and units: see the interface.

interfaces::errors!(IDataAvailability {
    NotPending,
    AlreadyPublished,
    TooLate,
    ElementsMissing,
    NothingNew,
    BeyondBatch,
    MalformedElements,
    WrongProofLength,
    ElementsNotProven,
    NotVerifier,
    AlreadyRequested,
    NoOpenRequest,
    StillAnswerable,
    NotOrphaned,
    NotAnswered,
    NotGovernance,
    NotInvalid,
    NotHalted,
    NotPublished,
    VerdictPending,
});
