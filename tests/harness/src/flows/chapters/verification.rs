//! Steps 9 to 11.A.3.A.1: the Verifier finds both roots to be its own.

use anyhow::Context;
use interfaces::client::IBatchRegistry::Verdict;

use super::{Elements, Steps};
use crate::{
    actors::Checked,
    error::FlowError,
    l2::{Accepted, mttbr},
    layer1::b256,
    story::{Actor, Story},
    world::{World, short},
};

/// The steps of [`verifier_accepts`].
pub(in crate::flows) const VERIFIER_ACCEPTS: Steps =
    &["9", "10", "11", "11.A.1", "11.A.2", "11.A.3", "11.A.3.A.1"];

/// Steps 9 to 11.A.3.A.1, for one batch whose data was downloaded.
pub(in crate::flows) async fn verifier_accepts(
    world: &mut World,
    story: &mut Story<'_>,
    posted: &Accepted,
    elements: Elements,
) -> Result<(), FlowError> {
    let on_layer1 = orders_agree(world, story, posted, &elements).await?;
    let checked = states_agree(world, story, &on_layer1, &elements).await?;
    batch_is_valid(world, story, &on_layer1, &checked).await
}

/// Steps 9 to 11: returns the batch as Layer 1 has it.
pub(super) async fn orders_agree(
    world: &World,
    story: &mut Story<'_>,
    posted: &Accepted,
    elements: &Elements,
) -> Result<Accepted, FlowError> {
    let own = mttbr(elements);
    let what = format!("computes its own MTTBR {}", short(b256(own)));
    story
        .step("9", Actor::Verifier, what)
        .fact(
            format!(
                "it is the root of the {} elements downloaded",
                elements.len()
            ),
            elements.len() == posted.header.element_count as usize,
        )?
        .done()?;

    let on_layer1 = world.verifier.header(posted.header.index.0).await?;
    let what = "downloads the Sequencer's MTTBR from Layer 1";
    story
        .step("10", Actor::Verifier, what)
        .view(
            "BatchRegistry.headerHash(index)",
            &on_layer1.hash,
            &posted.hash,
        )?
        .done()?;
    story
        .step("11", Actor::Verifier, "compares the MTTBRs: equal")
        .view("BatchSubmitted.header.mttbr", &on_layer1.header.mttbr, &own)?
        .done()?;
    Ok(on_layer1)
}

/// Steps 11.A.1 to 11.A.3: returns what the Verifier computed.
async fn states_agree(
    world: &World,
    story: &mut Story<'_>,
    on_layer1: &Accepted,
    elements: &Elements,
) -> Result<Checked, FlowError> {
    let checked = world.verifier.execute(on_layer1, elements)?;
    let what = format!("computes its own MTSR {}", short(b256(checked.mtsr())));
    story
        .step("11.A.1", Actor::Verifier, what)
        .fact(
            format!("it executed {} elements", elements.len()),
            checked.claims.len() == elements.len(),
        )?
        .done()?;

    let index = on_layer1.header.index.0;
    let mtsr = world.verifier.header(index).await?.header.mtsr;
    let what = "downloads the Sequencer's MTSR from Layer 1";
    story
        .step("11.A.2", Actor::Verifier, what)
        .view("BatchSubmitted.header.mtsr", &mtsr, &on_layer1.header.mtsr)?
        .done()?;
    story
        .step("11.A.3", Actor::Verifier, "compares the MTSRs: equal")
        .view("BatchSubmitted.header.mtsr", &mtsr, &checked.mtsr())?
        .done()?;
    Ok(checked)
}

/// Step 11.A.3.A.1.
async fn batch_is_valid(
    world: &mut World,
    story: &mut Story<'_>,
    batch: &Accepted,
    checked: &Checked,
) -> Result<(), FlowError> {
    let accepted = world.verifier.accept(batch, checked);
    let layer1 = world.verifier.layer1();
    let verdict = layer1.verdict(&batch.header).await?;
    let state = layer1.registry().systemState().call().await;
    let state = state.context("BatchRegistry.systemState")?;
    let what = "the transactions and the state are valid";
    story
        .step("11.A.3.A.1", Actor::Verifier, what)
        .fact(
            "both roots are the Verifier's own, on a parent that it holds valid",
            accepted,
        )?
        .view(
            "BatchRegistry.verdict(header)",
            &verdict,
            &(Verdict::Pending, false),
        )?
        .view("BatchRegistry.systemState().secure", &state.secure, &true)?
        .done()
}
