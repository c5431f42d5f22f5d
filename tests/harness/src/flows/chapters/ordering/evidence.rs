//! What the Block Producer has said on Layer 1, before a batch or after it.

use alloy::primitives::B256;
use interfaces::client::{
    IBatchRegistry::{Attested, ParentMoved, attestCall},
    IGovernance::NotAttested,
};

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
    let what = format!(
        "says on Layer 1 that {} is to follow batch {}",
        short(root),
        parent.header.index
    );
    story
        .step(ATTESTS, Actor::BlockProducer, what)
        .event::<Attested>(&receipt, world.addresses().registry, |event| {
            (event.producer, event.parent, event.mttbr) == (account, parent.hash.0.into(), root)
        })?
        .view(
            "BatchRegistry.attestationOf(producer, parent)",
            &known,
            &(root, at),
        )?
        .done()
}

/// What it would say only when it has seen the batch: Layer 1 does not hear it, and it is no evidence.
pub(in crate::flows) async fn late_evidence_is_refused(
    world: &World,
    story: &mut Story<'_>,
    batch: &Accepted,
) -> Result<(), FlowError> {
    let (proposer, before) = (
        world.producer_as_member(),
        world.anybody.accepted(batch.header.index.0 - 1).await?,
    );
    let (layer1, producer) = (proposer.layer1(), proposer.account());
    let (parent, root) = (
        B256::from(before.hash.0),
        world.producer.root_after(before.header.last_l2_block),
    );
    let attestation = attestCall {
        parent,
        mttbr: b256(root),
    };
    let attested = layer1
        .refusal(world.addresses().registry, &attestation)
        .await?;
    let moved = ParentMoved {
        given: parent,
        head: layer1.head().await?.1,
    };
    let accused = layer1.member(batch.header.sequencer.0.into()).await?;
    let motion = Motion::kick_for_ordering(accused.epoch, batch, producer);
    let accusation = layer1.proposal_refused(motion).await?;
    let what = format!(
        "says what was to come when batch {} is there, and accuses its author, in vain",
        batch.header.index
    );
    story
        .step(ACCUSES, Actor::BlockProducer, what)
        .refusal(&attested, &moved)?
        .refusal(&accusation, &NotAttested { parent, producer })?
        .done()
}
