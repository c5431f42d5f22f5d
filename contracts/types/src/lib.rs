//! The data formats of Smart L2 (spec sections 2, 4.1 and 5): header, element, state claim, parameters,
//! verdicts. Plain values with exact encodings; no virtual machine, no allocation but in
//! [`Element::encode`].
#![no_std]

extern crate alloc;

mod attestation;
mod bounds;
mod bytes;
mod claim;
mod codec;
mod element;
mod header;
mod parameters;
mod record;
mod units;
mod verdict;

pub use attestation::Attestation;
pub use bounds::{Bounds, MAX_GENESIS_L2_BLOCK, MAX_L2_BLOCK_RISE, MAX_SECONDS_AHEAD};
pub use bytes::{Address, HeaderHash, InstanceId};
pub use claim::StateClaim;
pub use codec::DecodeError;
pub use element::{Element, MAX_ELEMENT_LEN};
pub use header::Header;
pub use merkle::Hash;
pub use parameters::{
    BISECTION_LEVELS, BatchCaps, DisputeBonds, FAN_OUT, MAX_AMOUNT, MAX_BATCH_DATA,
    MAX_BATCH_ELEMENTS, MAX_PAUSE, MAX_UNBONDING, MAX_WINDOW, MAX_WITNESS_METER, MIN_WITNESS_METER,
    MinimumStakes, PARAMETER_WORDS, ParameterError, ParameterField, Parameters, ReferenceCosts,
    RequestFees, Slashing, SlotLimits, Windows,
};
pub use record::{Record, Ruling};
pub use units::{
    BasisPoints, BatchIndex, BlockNumber, Blocks, ElementIndex, Fork, L2Block, L2Timestamp,
    ParameterSetId,
};
pub use verdict::Verdict;
