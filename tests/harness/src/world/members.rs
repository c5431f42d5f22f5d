//! The members of a world, as the community that governs it.

use alloy::primitives::Address;
use anyhow::Context;

use super::World;
use crate::{
    actors::{BlockProducer, Member, Sequencer, Verifier},
    error::FlowError,
    layer1::Layer1,
};

/// Each with what it is called, counted from 1.
fn numbered<'l>(
    role: &'static str,
    accounts: impl Iterator<Item = &'l Layer1>,
) -> impl Iterator<Item = (String, &'l Layer1)> {
    accounts
        .enumerate()
        .map(move |(number, layer1)| (format!("{role} {}", number + 1), layer1))
}

impl World {
    /// Everybody with stake: the sequencers and the block producers in the order of joining, the verifier.
    pub fn members(&self) -> Vec<Member> {
        let sequencers = self.sequencers.iter().map(Sequencer::layer1);
        let producers = self.producers().into_iter().map(BlockProducer::layer1);
        let verifier = [("Verifier".to_owned(), self.verifier.layer1())];
        numbered("Sequencer", sequencers)
            .chain(numbered("Block Producer", producers))
            .chain(verifier)
            .map(|(name, layer1)| Member::new(name, layer1.clone()))
            .collect()
    }

    /// Everybody who can own tokens but the account that has handed them out, by name.
    pub fn parties(&self) -> Vec<(String, Address)> {
        let members = self.members().into_iter();
        let members = members.map(|it| (it.name.clone(), it.account()));
        let challengers = self.challengers.iter().map(Verifier::layer1);
        let challengers =
            numbered("Challenger", challengers).map(|(name, layer1)| (name, layer1.account()));
        let contract = ("FraudProof".to_owned(), self.addresses().fraud_proof);
        members.chain(challengers).chain([contract]).collect()
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
        Member::new("Block Producer".into(), self.producer.layer1().clone())
    }

    /// The verifier as a member.
    pub fn verifier_as_member(&self) -> Member {
        Member::new("Verifier".into(), Verifier::layer1(&self.verifier).clone())
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
