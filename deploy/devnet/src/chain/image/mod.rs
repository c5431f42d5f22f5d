//! The chain as it is written to a file.
//!
//! Headers are not written: they follow from the rest, and the hash of the head proves that they
//! came out as they were. Not part of it: snapshots and impersonated accounts.

mod block;
mod error;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use alloy::primitives::{B256, Bytes};
use alloy_rlp::{Decodable, Encodable, RlpDecodable, RlpEncodable};

use self::block::BlockImage;
pub(crate) use self::error::ImageError;
use super::{
    block::Block,
    clock::{TimeImage, Timekeeper},
    config::Config,
    ledger::Chain,
    state::{State, StateChange},
};

/// The chain at one moment. Taking it costs little; it is encoded without holding the chain.
#[derive(Debug)]
pub(crate) struct Moment {
    blocks: Vec<Arc<Block>>,
    state: State,
    time: TimeImage,
}

/// What is written.
#[derive(Debug, RlpEncodable, RlpDecodable)]
#[rlp(trailing)]
struct Image {
    time: TimeImage,
    /// Hash of the newest block.
    head: B256,
    codes: Vec<Bytes>,
    blocks: Vec<BlockImage>,
    /// What was changed by hand since the newest block.
    pending: Option<StateChange>,
}

impl Moment {
    /// The moment in bytes.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let codes = self.state.codes();
        let nothing = State::default();
        let mut before = &nothing;
        let mut blocks = Vec::with_capacity(self.blocks.len());
        for block in &self.blocks {
            blocks.push(BlockImage::of(block, before));
            before = &block.state;
        }
        let image = Image {
            time: self.time.clone(),
            head: self
                .blocks
                .last()
                .map(|block| block.hash())
                .unwrap_or_default(),
            codes,
            blocks,
            pending: self.state.change_since(before),
        };
        let mut bytes = Vec::with_capacity(image.length());
        image.encode(&mut bytes);
        bytes
    }
}

impl Chain {
    /// This moment, to be written.
    pub(crate) fn moment(&self) -> Moment {
        Moment {
            blocks: self.blocks.clone(),
            state: self.state.clone(),
            time: self.time.image(),
        }
    }

    /// The chain that was written, to go on with `config`: its clock and its accounts' keys. What
    /// the accounts hold is as it was written.
    ///
    /// # Errors
    /// [`ImageError`]: not what [`Moment::encode`] gives, or of another parent chain.
    pub(crate) fn restore(config: Config, bytes: &[u8]) -> Result<Self, ImageError> {
        let image = Image::decode(&mut &*bytes)?;
        let time = Timekeeper::restore(config.clock, config.parent_chain, &image.time)?;
        let mut state = State::with_codes(image.codes);
        let mut chain = Self::bare(config, state.clone(), time);
        for block in image.blocks {
            let parent = chain.blocks.last();
            let block = block.restore(parent.map(Arc::as_ref), &mut state)?;
            chain.push(block);
        }
        let head = chain.blocks.last().ok_or(ImageError::NoBlocks)?;
        if head.hash() != image.head {
            let (actual, stated) = (head.hash(), image.head);
            return Err(ImageError::Head { actual, stated });
        }
        state.check_roots()?;
        if let Some(change) = &image.pending {
            state.apply(change)?;
            state.check_roots()?;
        }
        chain.state = state;
        Ok(chain)
    }
}
