//! Every way in which the pool refuses. Meanings and units: see the interface.

interfaces::errors!(ISequencerPool {
    NotRegistry,
    NoParameters,
    UnknownParameterSet,
    BadRole,
    AlreadyMember,
    NotMember,
    MemberExiting,
    NotExiting,
    StakeTooSmall,
    ZeroAmount,
    StakeOverflow,
    StillBonded,
    StakeHeld,
    MayNotHold,
    NoHold,
    NoQueue,
    NotQueued,
    NotSelected,
    NoSequencer,
    NotIdle,
});
