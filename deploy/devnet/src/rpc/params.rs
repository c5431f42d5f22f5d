//! Reading parameters, and the blocks that they name.

use std::sync::Arc;

use alloy::eips::{BlockId, BlockNumberOrTag};
use jsonrpsee::types::{ErrorObjectOwned, ParamsSequence};
use serde::{Deserialize, de::DeserializeOwned};

use super::error::{RpcResult, header_not_found, invalid_params};
use crate::chain::{Block, Chain};

/// The positional parameters of a request.
pub(super) struct Args<'a>(ParamsSequence<'a>);

impl<'a> Args<'a> {
    pub(super) fn new(sequence: ParamsSequence<'a>) -> Self {
        Self(sequence)
    }

    /// The next parameter, which must be there.
    pub(super) fn next<T: DeserializeOwned>(&mut self) -> RpcResult<T> {
        self.0.next().map_err(named)
    }

    /// The next parameter; nothing if it is missing or null.
    pub(super) fn optional<T: DeserializeOwned>(&mut self) -> RpcResult<Option<T>> {
        self.0.optional_next().map_err(named)
    }

    /// The next parameter as a block; the head if it is missing.
    pub(super) fn block(&mut self) -> RpcResult<BlockId> {
        Ok(self.optional()?.unwrap_or_default())
    }

    /// The next parameter as an amount, or a default.
    pub(super) fn quantity_or(&mut self, default: u64) -> RpcResult<u64> {
        self.optional::<Quantity>()?
            .map_or(Ok(default), Quantity::value)
    }

    /// The next parameter as an amount, which must be there.
    pub(super) fn quantity(&mut self) -> RpcResult<u64> {
        self.next::<Quantity>()?.value()
    }
}

/// The message tells what is wrong: clients show it, and drop the data.
fn named(error: ErrorObjectOwned) -> ErrorObjectOwned {
    match error.data() {
        Some(data) => invalid_params(format!("invalid params: {}", data.get())),
        None => error,
    }
}

/// An amount as the methods for tests take it: a number, or text in hexadecimal or decimal.
#[derive(Deserialize)]
#[serde(untagged)]
enum Quantity {
    Number(u64),
    Text(String),
}

impl Quantity {
    fn value(self) -> RpcResult<u64> {
        match self {
            Self::Number(number) => Ok(number),
            Self::Text(text) => {
                let parsed = match text.strip_prefix("0x") {
                    Some(digits) => u64::from_str_radix(digits, 16),
                    None => text.parse(),
                };
                parsed.map_err(|error| invalid_params(format!("quantity {text:?}: {error}")))
            }
        }
    }
}

/// The block with this number or tag. Everything that is included is final.
pub(super) fn tagged(chain: &Chain, tag: BlockNumberOrTag) -> Option<&Arc<Block>> {
    match tag {
        BlockNumberOrTag::Number(number) => chain.block(number),
        BlockNumberOrTag::Earliest => chain.block(0),
        BlockNumberOrTag::Latest
        | BlockNumberOrTag::Pending
        | BlockNumberOrTag::Safe
        | BlockNumberOrTag::Finalized => Some(chain.head()),
    }
}

/// The block that an id names, if it is there.
pub(super) fn find(chain: &Chain, id: BlockId) -> Option<Arc<Block>> {
    match id {
        BlockId::Number(tag) => tagged(chain, tag).cloned(),
        BlockId::Hash(hash) => chain.block_by_hash(hash.block_hash).cloned(),
    }
}

/// The block that an id names, or the error of methods that need one.
pub(super) fn require(chain: &Chain, id: BlockId) -> RpcResult<Arc<Block>> {
    find(chain, id).ok_or_else(header_not_found)
}
