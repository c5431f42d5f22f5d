//! The members of a world, as the community that governs it.

use anyhow::Context;

use super::World;
use crate::{
    actors::{BlockProducer, Member, Verifier},
    error::FlowError,
};

impl World {
    /// Everybody with stake: the sequencers in the order of joining, the block producers from the one that produces on,
    /// the verifier.
    pub fn members(&self) -> Vec<Member> {
        let sequencers = self.sequencers.iter().map(|it| it.layer1());
        let producers = std::iter::once(&self.producer).chain(&self.waiting_producers);
        let producers = producers.map(BlockProducer::layer1);
        let called = |kind| move |(number, layer1)| (format!("{kind} {}", number + 1), layer1);
        let verifier = [("the Verifier".to_owned(), self.verifier.layer1())];
        sequencers
            .enumerate()
            .map(called("Sequencer"))
            .chain(producers.enumerate().map(called("Block Producer")))
            .chain(verifier)
            .map(|(name, layer1)| Member::new(name, layer1.clone()))
            .collect()
    }

    /// A sequencer as a member.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] if there is none of this number.
    pub fn sequencer_as_member(&self, who: usize) -> Result<Member, FlowError> {
        let sequencer = self
            .sequencers
            .get(who)
            .context("there is no such sequencer")?;
        let name = format!("Sequencer {}", who + 1);
        Ok(Member::new(name, sequencer.layer1().clone()))
    }

    /// The selected block producer as a member.
    pub fn producer_as_member(&self) -> Member {
        Member::new("the Block Producer".into(), self.producer.layer1().clone())
    }

    /// The verifier as a member.
    pub fn verifier_as_member(&self) -> Member {
        Member::new(
            "the Verifier".into(),
            Verifier::layer1(&self.verifier).clone(),
        )
    }

    /// Gives a member the tokens for the bond of one proposal.
    ///
    /// # Errors
    ///
    /// [`FlowError::Refused`] with the token's error.
    pub async fn give_bond(&self, member: &Member) -> Result<(), FlowError> {
        let bond = self.settings.network.parameters.proposal_bond;
        self.anybody.give_tokens(member.account(), bond).await
    }
}
