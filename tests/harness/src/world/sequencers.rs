//! The sequencers of a world: who is selected, and how one is added.

use anyhow::Context;
use std::thread;
use tokio::{runtime::Handle, task::block_in_place};

use super::{World, build};
use crate::{actors::Sequencer, error::FlowError, keys::key, l2::Batch};

impl World {
    /// Which of the sequencers Layer 1 has selected; `None` if there is none.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if a stranger is selected, or the view fails.
    pub async fn selected(&self) -> Result<Option<usize>, FlowError> {
        let selected = self.anybody.selected_sequencer().await?;
        if selected.is_zero() {
            return Ok(None);
        }
        let is_selected = |it: &Sequencer| it.layer1().account() == selected;
        let number = self.sequencers.iter().position(is_selected);
        let number = number.with_context(|| format!("a stranger is selected: {selected}"))?;
        Ok(Some(number))
    }

    /// The selected sequencer, of which there must be one.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if there is none, or a stranger.
    pub async fn selected_sequencer(&self) -> Result<usize, FlowError> {
        let selected = self.selected().await?;
        Ok(selected.context("no sequencer is selected")?)
    }

    /// What a sequencer makes of the blocks that it has received: up to where the Block Producer has signed an order for
    /// the same parent, if it has, as it signs no other; else all of them.
    ///
    /// # Errors
    ///
    /// As of [`Sequencer::compute`].
    pub fn compute(&self, who: usize) -> Result<Batch, FlowError> {
        let sequencer = &self.sequencers[who];
        match self.producer.signed(sequencer.parent().hash) {
            Some(signed) => sequencer.compute_within(&signed.bounds),
            None => sequencer.compute(),
        }
    }

    /// The Block Producer's signature over a batch of a sequencer; `None` if that is not what it produced, or if it has
    /// signed something else to follow the same parent.
    pub fn attest(&mut self, who: usize, batch: &Batch) -> Option<[u8; 65]> {
        let sequencer = &self.sequencers[who];
        let previous = sequencer.parent().header.last_l2_block;
        self.producer
            .attest(&sequencer.attestation(batch), previous)
    }

    /// All sequencers follow the chain to Layer 1's head at the same time, each by itself; returns how many
    /// batches each has followed.
    ///
    /// # Errors
    ///
    /// The first error of [`Sequencer::follow`].
    ///
    /// # Panics
    ///
    /// On a Tokio runtime of one thread.
    pub fn follow(&mut self) -> Result<Vec<usize>, FlowError> {
        let runtime = Handle::current();
        let follow =
            |it: &mut Sequencer| runtime.block_on(it.follow()).map(|followed| followed.len());
        let follow = &follow;
        block_in_place(|| {
            thread::scope(|scope| {
                let threads: Vec<_> = self
                    .sequencers
                    .iter_mut()
                    .map(|it| scope.spawn(move || follow(it)))
                    .collect();
                threads
                    .into_iter()
                    .map(|thread| thread.join().expect("following does not panic"))
                    .collect()
            })
        })
    }

    /// A new sequencer at the genesis, with money for gas and this stake, not in the pool yet.
    ///
    /// # Errors
    ///
    /// [`FlowError`] if Layer 1 refuses its funds, or its database cannot be made.
    pub async fn add_sequencer(&mut self, stake: u128) -> Result<usize, FlowError> {
        let number = self.sequencers.len();
        let key = key(self.settings.seed, "sequencer", number);
        let layer1 = build::fund(&self.host, &self.anybody, key, stake).await?;
        let name = format!("sequencer-{number}");
        let node = self.nodes.node(layer1, &name, &self.genesis)?;
        self.sequencers.push(Sequencer::new(node));
        Ok(number)
    }
}
