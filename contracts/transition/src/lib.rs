//! The L2 state transition: one Ethereum transaction on a witness.
