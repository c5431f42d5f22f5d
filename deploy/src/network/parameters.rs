//! Parameter set 0: a preset, scaled to the clock.

use std::collections::BTreeMap;

use serde::Deserialize;
use types::{Address, Blocks, Parameters};

use super::{GovernanceTerms, NetworkError};

/// A parameter set to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// [`Parameters::ethereum`]: clocks of 24 hours.
    Ethereum,
    /// [`Parameters::arbitrum`]: clocks of three days.
    Arbitrum,
    /// [`Parameters::devnet`]: clocks of a few blocks.
    Devnet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ParametersFile {
    preset: Preset,
    /// The clock's blocks per block of 12 seconds: every number of blocks is multiplied by it.
    #[serde(default = "one")]
    scale: u32,
}

const fn one() -> u32 {
    1
}

impl ParametersFile {
    pub(super) fn resolve(&self) -> Result<Parameters, NetworkError> {
        // A deployment puts its own there.
        let state_transition = Address::ZERO;
        let mut parameters = match self.preset {
            Preset::Ethereum => Parameters::ethereum(state_transition),
            Preset::Arbitrum => Parameters::arbitrum(state_transition),
            Preset::Devnet => Parameters::devnet(state_transition),
        };
        for blocks in durations(&mut parameters) {
            *blocks = Blocks(self.scaled(blocks.0)?);
        }
        parameters.validate()?;
        Ok(parameters)
    }

    /// The terms of Governance, scaled alike.
    pub(super) fn governance(&self) -> Result<GovernanceTerms, NetworkError> {
        let mut terms = GovernanceTerms::of(self.preset);
        for blocks in terms.durations() {
            *blocks = self.scaled(*blocks)?;
        }
        Ok(terms)
    }

    fn scaled(&self, blocks: u32) -> Result<u32, NetworkError> {
        let scaled = blocks.checked_mul(self.scale);
        let scaled = scaled.filter(|scaled| *scaled > 0);
        scaled.ok_or_else(|| NetworkError::Value {
            key: "parameters.scale",
            value: self.scale.to_string(),
            remedy: "give the clock's blocks per 12 seconds, 1 or more",
        })
    }
}

/// Every parameter that is a number of blocks.
fn durations(parameters: &mut Parameters) -> [&mut Blocks; 9] {
    let windows = &mut parameters.windows;
    [
        &mut windows.challenge,
        &mut windows.data_request,
        &mut windows.grace,
        &mut windows.halted,
        &mut windows.dispute_clock,
        &mut windows.unbonding,
        &mut windows.censorship_bound,
        &mut parameters.slot.idle,
        &mut parameters.slot.join_delay,
    ]
}

/// Every parameter by name, as a manifest lists them: blocks, counts, bytes, basis points, base
/// units, addresses.
pub fn describe_parameters(p: &Parameters) -> BTreeMap<String, String> {
    let state_transition = alloy::primitives::Address::from(p.state_transition.0);
    let entries: [(&str, &dyn ToString); 34] = [
        ("windows.challenge", &p.windows.challenge.0),
        ("windows.data-request", &p.windows.data_request.0),
        ("windows.grace", &p.windows.grace.0),
        ("windows.halted", &p.windows.halted.0),
        ("windows.dispute-clock", &p.windows.dispute_clock.0),
        ("windows.unbonding", &p.windows.unbonding.0),
        ("windows.censorship-bound", &p.windows.censorship_bound.0),
        ("slot.elements", &p.slot.elements),
        ("slot.batches", &p.slot.batches),
        ("slot.idle", &p.slot.idle.0),
        ("slot.join-delay", &p.slot.join_delay.0),
        ("batch.elements", &p.batch.elements),
        ("batch.data-length", &p.batch.data_length),
        ("batch.element-length", &p.batch.element_length),
        ("batch.witness-meter", &p.batch.witness_meter),
        ("slashing.data-withheld", &p.slashing.data_withheld.get()),
        ("slashing.fraud", &p.slashing.fraud.get()),
        ("slashing.bounty", &p.slashing.bounty.get()),
        ("slashing.winner", &p.slashing.winner.get()),
        ("request.base", &p.request.base),
        ("request.per-byte", &p.request.per_byte),
        ("request.halted-surcharge", &p.request.halted_surcharge),
        ("dispute.bond", &p.dispute.bond),
        ("dispute.payment-per-reveal", &p.dispute.payment_per_reveal),
        ("proposal-bond", &p.proposal_bond),
        ("stakes.sequencer", &p.stakes.sequencer),
        ("stakes.producer", &p.stakes.producer),
        ("stakes.verifier", &p.stakes.verifier),
        ("costs.answer-base", &p.costs.answer_base),
        ("costs.answer-per-byte", &p.costs.answer_per_byte),
        ("costs.request", &p.costs.request),
        ("costs.reveal", &p.costs.reveal),
        ("costs.challenge", &p.costs.challenge),
        ("state-transition", &state_transition),
    ];
    entries
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_string()))
        .collect()
}
