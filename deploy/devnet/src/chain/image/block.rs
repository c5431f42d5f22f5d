//! One block of an image.

use alloy::{
    consensus::{TxEnvelope, transaction::Recovered},
    eips::eip2718::{Decodable2718, Encodable2718},
    primitives::{Address, B256, Bytes, Log},
};
use alloy_rlp::{RlpDecodable, RlpEncodable};

use super::ImageError;
use crate::{
    chain::{
        TransactionError,
        block::{Block, Ending, Included},
        state::{State, StateChange},
    },
    evm::{BlockContext, Mode},
};

/// What a block is made from.
#[derive(Clone, Debug, PartialEq, Eq, RlpEncodable, RlpDecodable)]
#[rlp(trailing)]
pub(super) struct BlockImage {
    timestamp: u64,
    l1_number: u64,
    base_fee: u64,
    transactions: Vec<IncludedImage>,
    /// From what the last transaction met, or else from the parent's state, to this block's;
    /// nothing if they are equal.
    change: Option<StateChange>,
}

#[derive(Clone, Debug, PartialEq, Eq, RlpEncodable, RlpDecodable)]
#[rlp(trailing)]
struct IncludedImage {
    /// EIP-2718 encoding.
    transaction: Bytes,
    /// Not always the signer: an impersonated account signs nothing.
    sender: Address,
    is_impersonated: bool,
    is_success: bool,
    gas_used: u64,
    logs: Vec<Log>,
    /// What was changed by hand before it.
    by_hand: Option<StateChange>,
}

impl BlockImage {
    /// `before` is the state of the parent.
    pub(super) fn of<'a>(block: &'a Block, mut before: &'a State) -> Self {
        let mut transactions = Vec::with_capacity(block.transactions.len());
        for included in &block.transactions {
            transactions.push(IncludedImage::of(included, before));
            before = &included.before;
        }
        Self {
            timestamp: block.header.timestamp,
            l1_number: block.l1_number(),
            base_fee: block.context().base_fee,
            transactions,
            change: block.state.change_since(before),
        }
    }

    /// The block on top of `parent`, and its state in `state`, which was the parent's.
    pub(super) fn restore(
        self,
        parent: Option<&Block>,
        state: &mut State,
    ) -> Result<Block, ImageError> {
        let mut transactions = Vec::with_capacity(self.transactions.len());
        for included in self.transactions {
            transactions.push(included.restore(state)?);
        }
        if let Some(change) = &self.change {
            state.apply(change)?;
        }
        let number = parent.map_or(0, |parent| parent.number() + 1);
        let context = BlockContext::new(number, self.l1_number, self.timestamp, self.base_fee);
        let root = state.root();
        Ok(Block::seal(
            parent.map(|parent| parent.header.inner()),
            parent.map_or(B256::ZERO, Block::hash),
            &context,
            transactions,
            state.clone(),
            root,
        ))
    }
}

impl IncludedImage {
    /// `before` is the state that the transaction would have met without changes by hand.
    fn of(included: &Included, before: &State) -> Self {
        Self {
            transaction: included.transaction.inner().encoded_2718().into(),
            sender: included.transaction.signer(),
            is_impersonated: included.mode == Mode::Impersonated,
            is_success: included.receipt.status(),
            gas_used: included.gas_used,
            logs: included.receipt.logs().to_vec(),
            by_hand: included.before.change_since(before),
        }
    }

    /// The transaction, and the state that it met in `state`.
    fn restore(self, state: &mut State) -> Result<Included, ImageError> {
        let envelope = TxEnvelope::decode_2718_exact(&self.transaction)
            .map_err(|error| TransactionError::Malformed(error.to_string()))?;
        let transaction = Recovered::new_unchecked(envelope, self.sender);
        if let Some(change) = &self.by_hand {
            state.apply(change)?;
        }
        let mode = if self.is_impersonated {
            Mode::Impersonated
        } else {
            Mode::Transaction
        };
        let ending = Ending {
            is_success: self.is_success,
            gas_used: self.gas_used,
            logs: self.logs,
        };
        Ok(Included::new(transaction, mode, state.clone(), ending))
    }
}
