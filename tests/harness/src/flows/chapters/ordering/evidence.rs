//! What the Block Producer has said on Layer 1, before a batch or after it.

use interfaces::client::{IBatchRegistry::Attested, IGovernance::AttestedTooLate};

use super::{ACCUSES, ATTESTS};
use crate::{
    error::FlowError,
    flows::chapters::Steps,
    l2::Accepted,
    layer1::{Motion, b256},
    story::{Actor, Story},
    world::{World, short},
};

/// The step of [`producer_attests`].
pub(in crate::flows) const PRODUCER_ATTESTS: Steps = &[ATTESTS];

/// The step of [`late_evidence_is_refused`].
pub(in crate::flows) const LATE_EVIDENCE_IS_REFUSED: Steps = &[ACCUSES];

/// The Block Producer says on Layer 1 in which order its newest blocks are to follow a header.
pub(in crate::flows) async fn producer_attests(
    world: &World,
    story: &mut Story<'_>,
    parent: &Accepted,
) -> Result<(), FlowError> {
    let (root, receipt) = world.producer.attest_on_layer1(parent).await?;
    let (account, root) = (world.producer.address(), b256(root));
    let known = world.anybody.attestation_of(account, parent.hash).await?;
    let at = receipt.block_number.unwrap_or_default();
    let what = format!("says on Layer 1 that {} is to follow batch {}", short(root), parent.header.index);
    story
        .step(ATTESTS, Actor::BlockProducer, what)
        .event::<Attested>(&receipt, world.addresses().registry, |event| {
            (event.producer, event.parent, event.mttbr) == (account, parent.hash.0.into(), root)
        })?
        .view("BatchRegistry.attestationOf(producer, parent)", &known, &(root, at))?
        .done()
}

/// What it says only when it has seen the batch is no evidence.
pub(in crate::flows) async fn late_evidence_is_refused(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<(), FlowError> {
    let proposer = world.producer_as_member();
    let account = proposer.account();
    let accused = world.anybody.member(batch.header.sequencer.0.into()).await?;
    let motion = Motion::kick_for_ordering(accused.epoch, batch, account);
    let parent = types::HeaderHash(batch.header.parent.0);
    let (attested, submitted) = (
        world.anybody.attestation_of(account, parent).await?.1,
        batch.header.submitted_at.0,
    );
    let refusal = proposer.layer1().proposal_refused(motion).await?;
    let late = AttestedTooLate {
        attestedAt: attested,
        submittedAt: submitted,
    };
    let what = format!("accuses the author of batch {} by what it has said later, in vain", batch.header.index);
    story
        .step(ACCUSES, Actor::BlockProducer, what)
        .refusal(&refusal, &late)?
        .fact("it was said later", attested >= submitted)?
        .done()
}
