//! The block producers of a world: how one is added, and takes its turn.

use anyhow::Context;
use interfaces::client::ISequencerPool::Role;

use super::{World, build};
use crate::{actors::BlockProducer, error::FlowError, keys::key};

impl World {
    /// A new block producer at the genesis, which joins the pool and waits for its turn.
    ///
    /// # Errors
    ///
    /// [`FlowError`] if Layer 1 refuses its funds or its stake, or its database cannot be made.
    pub async fn add_producer(&mut self) -> Result<(), FlowError> {
        let number = self.waiting_producers.len() + 1;
        let stake = self.settings.network.parameters.stakes.producer;
        let key = key(self.settings.seed, "producer", number);
        let layer1 = build::fund(&self.host, &self.anybody, key.clone(), stake).await?;
        layer1.join(Role::Producer, stake).await?;
        let (db, claim) = self.nodes.database(&format!("producer-{number}"))?;
        let (rules, network) = (self.nodes.rules.clone(), self.network.clone());
        self.waiting_producers
            .push(BlockProducer::new(layer1, key, rules, db, claim, network));
        Ok(())
    }

    /// All of them, in the order of joining, whoever produces now.
    pub fn producers(&self) -> Vec<&BlockProducer> {
        let mut producers: Vec<_> = self.waiting_producers.iter().collect();
        producers.push(&self.producer);
        let count = producers.len();
        let joined = |it: &&BlockProducer| {
            let is_its = |number: &usize| {
                let key = key(self.settings.seed, "producer", *number);
                key.address() == it.address()
            };
            (0..count).find(is_its)
        };
        producers.sort_by_cached_key(joined);
        producers
    }

    /// The one that waits longest produces from now on, from the head of the Peer Network; the other one waits. Returns
    /// how many blocks it has taken over.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if nobody waits; or as [`BlockProducer::take_over`].
    pub fn next_producer(&mut self) -> Result<usize, FlowError> {
        let waits = self.waiting_producers.first_mut();
        let next = waits.context("no block producer waits")?;
        let blocks = next.take_over()?;
        std::mem::swap(&mut self.producer, next);
        self.waiting_producers.rotate_left(1);
        Ok(blocks)
    }
}
