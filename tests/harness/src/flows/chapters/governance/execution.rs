//! What has passed is executed, by anybody.

use alloy::rpc::types::TransactionReceipt;
use interfaces::client::{
    IGovernance::{Executed, Phase, Proposal},
    ITreasury::Released,
};

use super::proposals::bond_of;
use crate::{error::FlowError, layer1::Proposition, story::StepInProgress, world::World};

/// A proposal that is executed.
pub(in crate::flows::chapters) struct Passed {
    pub(in crate::flows::chapters) receipt: TransactionReceipt,
    proposal: Proposition,
    before: Proposal,
    after: Proposal,
}

/// Waits until a proposal can be executed, and executes it.
pub(in crate::flows::chapters) async fn passes(
    world: &World,
    proposal: &Proposition,
) -> Result<Passed, FlowError> {
    let (anybody, id) = (&world.anybody, proposal.id);
    let from = anybody.proposal(id).await?.executableFrom;
    world
        .wait_for_block(from, "what has passed can be executed")
        .await?;
    let before = anybody.proposal(id).await?;
    let receipt = anybody.execute(proposal).await?;
    Ok(Passed {
        receipt,
        proposal: proposal.clone(),
        before,
        after: anybody.proposal(id).await?,
    })
}

impl Passed {
    /// Proves that it was executed, that its bond is its proposer's again, and that it stands there now.
    pub(in crate::flows::chapters) fn proves<'s, 'a>(
        &self,
        world: &World,
        step: StepInProgress<'s, 'a>,
        phase: Phase,
    ) -> Result<StepInProgress<'s, 'a>, FlowError> {
        let (addresses, id) = (world.addresses(), self.proposal.id);
        let (proposer, bond) = (self.before.proposer, self.before.bond);
        step.view(
            "Governance.proposalOf(id).phase, before",
            &self.before.phase,
            &Phase::Executable,
        )?
        .event::<Executed>(&self.receipt, addresses.governance, |event| {
            (event.id, event.kind) == (id, self.proposal.motion.kind)
        })?
        .event::<Released>(&self.receipt, addresses.treasury, |event| {
            (event.owner, event.purpose, event.amount) == (proposer, bond_of(id), bond)
        })?
        .view("Governance.proposalOf(id).phase", &self.after.phase, &phase)
    }

    /// What of the pot is kept back for its compensations.
    pub(in crate::flows::chapters) const fn reserved(&self) -> u128 {
        self.after.reserved
    }
}
