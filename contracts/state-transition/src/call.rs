//! The calls of the interface.

use alloc::vec::Vec;
use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use types::{Bounds, Hash, L2Block, L2Timestamp, StateClaim};

use crate::{
    IStateTransition::{
        chainIdCall, executeCall, feeVaultCall, gasLimitCall, versionCall, workLimitCall,
    },
    abi::{Malformed, Reader},
    construction::Construction,
};

/// `stylus_constructor()`: the selector of every constructor, whatever its arguments.
pub(crate) const CONSTRUCTOR: [u8; 4] = [0x55, 0x85, 0x25, 0x8d];

/// Words before the dynamic arguments of `execute`: claim, bounds, three offsets.
const EXECUTE_HEAD: usize = 9;

/// A decoded call.
#[derive(Debug)]
pub(crate) enum Call<'a> {
    Constructor(Construction),
    Execute(Execute<'a>),
    ChainId,
    FeeVault,
    Version,
    GasLimit,
    WorkLimit,
}

/// The arguments of `execute`.
#[derive(Debug)]
pub(crate) struct Execute<'a> {
    pub(crate) before: StateClaim,
    pub(crate) bounds: Bounds,
    /// Limit of the witness meter in bytes.
    pub(crate) witness_meter: u32,
    pub(crate) elements: &'a [u8],
    pub(crate) staged: Vec<Address>,
    pub(crate) witness: &'a [u8],
}

impl<'a> Call<'a> {
    /// Reads a call.
    pub(crate) fn decode(calldata: &'a [u8]) -> Result<Self, Malformed> {
        let (selector, arguments) = calldata.split_first_chunk().ok_or(Malformed)?;
        match *selector {
            CONSTRUCTOR => construction(arguments).map(Self::Constructor),
            executeCall::SELECTOR => execute(arguments).map(Self::Execute),
            chainIdCall::SELECTOR => view(arguments, Self::ChainId),
            feeVaultCall::SELECTOR => view(arguments, Self::FeeVault),
            versionCall::SELECTOR => view(arguments, Self::Version),
            gasLimitCall::SELECTOR => view(arguments, Self::GasLimit),
            workLimitCall::SELECTOR => view(arguments, Self::WorkLimit),
            _ => Err(Malformed),
        }
    }
}

fn view<'a>(arguments: &[u8], call: Call<'a>) -> Result<Call<'a>, Malformed> {
    Reader::new(arguments, 0).finish().map(|()| call)
}

fn construction(arguments: &[u8]) -> Result<Construction, Malformed> {
    let mut reader = Reader::new(arguments, 3);
    let construction = Construction {
        chain_id: reader.u64()?,
        fee_vault: reader.address()?,
        version: reader.u32()?,
    };
    reader.finish()?;
    Ok(construction)
}

fn execute(arguments: &[u8]) -> Result<Execute<'_>, Malformed> {
    let mut reader = Reader::new(arguments, EXECUTE_HEAD);
    let execute = Execute {
        before: StateClaim {
            state_root: Hash(reader.hash()?.0),
            l2_block: L2Block(reader.u64()?),
            l2_timestamp: L2Timestamp(reader.u64()?),
        },
        bounds: Bounds {
            last_l2_block: L2Block(reader.u64()?),
            last_l2_timestamp: L2Timestamp(reader.u64()?),
        },
        witness_meter: reader.u32()?,
        elements: reader.bytes()?,
        staged: reader.addresses()?,
        witness: reader.bytes()?,
    };
    reader.finish()?;
    Ok(execute)
}
