//! The data of a batch of a halted L2 does not come.

use alloy::{primitives::B256, rpc::types::TransactionReceipt};
use interfaces::client::{
    IBatchRegistry::{BatchInvalidated, Verdict},
    IDataAvailability::RequestDefaulted,
    ISequencerPool::{Kicked, Offence, Punished, SlotStarted},
};

use super::super::Steps;
use crate::{
    error::FlowError,
    l2::Accepted,
    story::{Actor, Story},
    world::World,
};

/// "The MTTBR and MTSR that the Sequencer submitted gets marked invalid by Layer 1".
const INVALIDATES: &str = "P.3.B.2.B.1";

/// "The Sequencer gets rotated by Layer 1".
const ROTATES: &str = "P.3.B.2.B.2";

/// The steps of [`halted_data_is_withheld`].
pub(in crate::flows) const HALTED_DATA_IS_WITHHELD: Steps = &[INVALIDATES, ROTATES];

/// The time to answer is over, and anybody ends the request: the roots are invalid, the Sequencer is rotated. The Block
/// Producer is rotated behind it, in the same transaction, whose receipt this returns.
pub(in crate::flows) async fn halted_data_is_withheld(
    world: &mut World,
    story: &mut Story<'_>,
    batch: &Accepted,
    next: usize,
) -> Result<TransactionReceipt, FlowError> {
    let request = world.anybody.request_of(batch.hash).await?;
    let what = "a request without an answer can be ended";
    world.wait_for_block(request.deadline + 1, what).await?;
    let receipt = world.anybody.expire(&batch.header).await?;
    let (addresses, index) = (*world.addresses(), batch.header.index.0);
    let (hash, author) = (B256::from(batch.hash.0), batch.header.sequencer.0.into());
    world.cut(batch);
    let slashing = world.settings.network.parameters.slashing;
    let slash = slashing
        .data_withheld
        .of(world.settings.network.parameters.stakes.sequencer);
    let bounty = slashing.bounty.of(slash);
    let credit = world.anybody.credit(request.requester).await?;
    let verdict = world.anybody.verdict(&batch.header).await?;
    let mut told = 0;
    let what = format!("batch {index} is invalid with both its roots, its author is punished");
    story
        .step(INVALIDATES, Actor::Layer1, what)
        .next_event::<Punished>(&receipt, addresses.pool, &mut told, |event| {
            (event.member, event.offence, event.object) == (author, Offence::DataWithheld, hash)
                && (event.beneficiary, event.toBeneficiary) == (request.requester, bounty)
        })?
        .next_event::<Kicked>(&receipt, addresses.pool, &mut told, |event| {
            event.member == author
        })?
        .next_event::<BatchInvalidated>(&receipt, addresses.registry, &mut told, |event| {
            (event.index, event.headerHash) == (index, hash)
        })?
        .event::<RequestDefaulted>(&receipt, addresses.data_availability, |event| {
            event.headerHash == hash
                && (event.requester, event.fee, event.bounty)
                    == (request.requester, request.fee, bounty)
        })?
        .view(
            "BatchRegistry.verdict(header)",
            &verdict,
            &(Verdict::Invalid, false),
        )?
        .view(
            "Treasury.creditOf(verifier): the fee and the bounty",
            &credit,
            &(request.fee + bounty),
        )?
        .done()?;

    let successor = world.sequencers[next].layer1().account();
    let selected = world.anybody.selected_sequencer().await?;
    story
        .step(
            ROTATES,
            Actor::Layer1,
            format!("rotates: sequencer {} is next", next + 1),
        )
        .next_event::<SlotStarted>(&receipt, addresses.pool, &mut told, |event| {
            event.holder == successor
        })?
        .view("SequencerPool.selectedSequencer()", &selected, &successor)?
        .done()?;
    Ok(receipt)
}
