//! A StateTransition whose state is a chain of hashes, and which refuses when the witness tells it to.

use alloy_primitives::B256;
use alloy_sol_types::{SolCall, SolError, SolValue};
use interfaces::contracts::IStateTransition::{
    executeCall, MalformedWitness, MissingNode, NotStaged,
};
use stylus_sdk::prelude::*;
use types::{L2Block, L2Timestamp};

use super::batch::next;

/// What a witness makes it do, by its first byte; anything else, or none, lets it execute.
pub(super) const MISSING: u8 = 1;
pub(super) const MALFORMED: u8 = 2;
pub(super) const UNSTAGED: u8 = 3;
pub(super) const SILENT: u8 = 4;
pub(super) const SHORT: u8 = 5;
pub(super) const GARBAGE: u8 = 6;

#[storage]
pub(super) struct Transition {}

// SAFETY: the only storage of its contract.
unsafe impl TopLevelStorage for Transition {}

#[public]
#[allow(clippy::unused_self, reason = "the SDK's signature")]
impl Transition {
    #[fallback]
    fn fallback(&mut self, calldata: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
        // What does not decode strictly is refused with nothing.
        let call = executeCall::abi_decode(calldata, true).map_err(|_| Vec::new())?;
        let claims = execute(&call);
        match call.witness.first().copied() {
            Some(MISSING) => Err(missing().abi_encode()),
            Some(MALFORMED) => Err(MalformedWitness {}.abi_encode()),
            Some(UNSTAGED) => {
                let part = call.staged.first().copied().unwrap_or_default();
                Err(NotStaged { part }.abi_encode())
            }
            Some(SILENT) => Ok(Vec::new()),
            Some(SHORT) => Ok(claims[1..].to_vec().abi_encode()),
            Some(GARBAGE) => Ok(vec![1; 40]),
            _ => Ok(alloy_primitives::Bytes::from(claims).abi_encode()),
        }
    }
}

/// What a witness with a node too few is refused with.
pub(super) fn missing() -> MissingNode {
    MissingNode {
        element: 0,
        node: B256::repeat_byte(0x4e),
    }
}

fn execute(call: &executeCall) -> Vec<u8> {
    let before = &call.before;
    let mut claim = types::StateClaim {
        state_root: merkle::Hash(before.stateRoot.0),
        l2_block: L2Block(before.l2Block),
        l2_timestamp: L2Timestamp(before.l2Timestamp),
    };
    let (mut claims, mut rest) = (Vec::new(), &call.elements[..]);
    while let Some((length, behind)) = rest.split_first_chunk() {
        let (element, behind) = behind.split_at(u32::from_be_bytes(*length) as usize);
        // An element above the bounds changes nothing.
        if claim.l2_block.0 < call.bounds.lastL2Block {
            claim = next(&claim, element);
        }
        claims.extend(claim.encode());
        rest = behind;
    }
    claims
}
