//! Every way in which the Treasury refuses. Meanings and units: see the interface.

interfaces::errors!(ITreasury {
    UnknownKind,
    NotKeeper,
    ZeroAmount,
    LockTooSmall,
    LedgerOverflow,
    TransferRefused,
    WrongAmountReceived,
    Insolvent,
    CreditTooSmall,
    BadRecipient,
    NotGovernance,
    PotTooSmall,
    NotRepayable,
    NothingToSkim,
});
