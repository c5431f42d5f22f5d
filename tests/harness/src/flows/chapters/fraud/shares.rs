//! Those who have fed a replay that found fraud take the winner's share, by elements.

use alloy::primitives::B256;
use interfaces::client::{
    IFraudProof::{NoShare, ShareClaimed, claimShareCall},
    ITreasury::Withdrawn,
};

use super::{super::Steps, SETTLES, parties::Who};
use crate::{
    error::FlowError,
    l2::Accepted,
    story::{Actor, Story},
    world::World,
};

/// The step of [`share_is_claimed`].
pub(in crate::flows) const SHARE_IS_CLAIMED: Steps = &[SETTLES];

/// A feeder of so many elements takes this amount, once; somebody who has fed none gets nothing.
pub(in crate::flows) async fn share_is_claimed(
    world: &World,
    story: &mut Story<'_>,
    who: Who,
    batch: &Accepted,
    (elements, amount): (u32, u128),
) -> Result<(), FlowError> {
    let (layer1, feeder) = (who.of(world).layer1(), who.account(world));
    let (hash, fraud_proof) = (B256::from(batch.hash.0), world.addresses().fraud_proof);
    let before = layer1.wealth(feeder).await?;
    let claimable = layer1.share_of(batch.hash, feeder).await?;
    let receipt = layer1.claim_share(batch.hash).await?;
    let after = layer1.wealth(feeder).await?;
    let left = layer1.share_of(batch.hash, feeder).await?;
    let again = claimShareCall {
        headerHash: hash,
        recipient: feeder,
    };
    let refused = layer1.refusal(fraud_proof, &again).await?;
    let stranger = world.anybody.refusal(fraud_proof, &again).await?;
    let no_share = |feeder| NoShare {
        headerHash: hash,
        feeder,
    };
    let what = format!(
        "{} takes {amount} base units for the {elements} elements that it has fed",
        who.name()
    );
    story
        .step(SETTLES, Actor::Verifier, what)
        .event::<ShareClaimed>(&receipt, fraud_proof, |event| {
            (event.headerHash, event.feeder) == (hash, feeder)
                && (event.recipient, event.amount) == (feeder, amount)
        })?
        .event::<Withdrawn>(&receipt, world.addresses().treasury, |event| {
            (event.owner, event.recipient, event.amount) == (fraud_proof, feeder, amount)
        })?
        .view(
            "FraudProof.shareOf(hash, feeder), before and after",
            &(claimable, left),
            &((elements, amount), (0, 0)),
        )?
        .fact(
            "it has that much more, to the last unit",
            after.0 == before.0 + alloy::primitives::U256::from(amount)
                && (after.1, after.2) == (before.1, before.2),
        )?
        .refusal(&refused, &no_share(feeder))?
        .refusal(&stranger, &no_share(world.anybody.account()))?
        .done()
}
