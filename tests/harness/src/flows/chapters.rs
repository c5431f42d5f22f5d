//! The chapters that flows are told in; each tells its steps in the seed's order.

use anyhow::Context;
use interfaces::client::IBatchRegistry::{BatchFinalized, BatchSubmitted, Verdict};

use crate::{
    actors::DataError,
    error::FlowError,
    l2::{Accepted, mttbr},
    layer1::b256,
    story::{Actor, Story},
    world::{World, instance_matches, short},
};

/// The full data of a batch, as a verifier downloaded it.
pub(super) type Elements = Vec<Vec<u8>>;

/// Steps 1 to 3: users send transactions, the Block Producer makes blocks of them.
pub(super) async fn users_transact(
    world: &mut World,
    story: &mut Story<'_>,
) -> Result<(), FlowError> {
    let timestamp = world.anybody.timestamp().await?;
    let mut sent = Vec::new();
    let mut blocks = Vec::new();
    for _ in 0..world.settings.blocks_per_batch {
        for _ in 0..world.settings.block_size {
            let intent = world.workload.next_intent();
            let user = intent.user;
            let transaction = world.users[user].sign(intent);
            sent.push(transaction.hash);
            world.producer.submit(transaction);
        }
        blocks.push(world.producer.produce_block(timestamp)?);
    }
    let (first, last) = match blocks.as_slice() {
        [first, .., last] => (first.number, last.number),
        _ => {
            return Err(
                anyhow::anyhow!("a batch of these flows has at least two L2 blocks").into(),
            );
        }
    };
    let included: usize = blocks.iter().map(|block| block.elements.len()).sum();

    story
        .step(
            "1",
            Actor::User,
            format!(
                "{} users sign and send {} transactions",
                world.users.len(),
                sent.len()
            ),
        )
        .fact(
            format!("the Block Producer took all {} transactions", sent.len()),
            included == sent.len(),
        )?
        .done()?;
    story
        .step(
            "2",
            Actor::BlockProducer,
            format!("produces L2 blocks {first} to {last}"),
        )
        .fact(
            format!(
                "its head is block {last}, state root {}",
                short(b256(world.producer.head().state_root))
            ),
            world.producer.head().l2_block == last,
        )?
        .done()?;
    story
        .step(
            "2.1",
            Actor::BlockProducer,
            format!(
                "propagates {} blocks through the Peer Network",
                blocks.len()
            ),
        )
        .fact("a peer that joins now has them all", {
            let mut peer = world.network.join();
            peer.receive();
            peer.newest() == blocks.last()
        })?
        .done()?;
    let confirmed: Vec<_> = sent
        .iter()
        .filter_map(|hash| world.producer.confirmation(*hash))
        .collect();
    let succeeded = confirmed
        .iter()
        .filter(|confirmation| confirmation.receipt.success)
        .count();
    story
        .step(
            "3",
            Actor::User,
            format!(
                "get {} confirmations, {succeeded} of success",
                confirmed.len()
            ),
        )
        .fact(
            format!("each is of a block from {first} to {last}"),
            confirmed.len() == sent.len()
                && confirmed
                    .iter()
                    .all(|it| it.block >= first && it.block <= last),
        )?
        .fact(
            "most transactions succeeded",
            succeeded * 10 > sent.len() * 9,
        )?
        .done()
}

/// Steps 4 to 7: the Sequencer makes a batch, stores its data and tells Layer 1.
pub(super) async fn sequencer_posts(
    world: &mut World,
    story: &mut Story<'_>,
) -> Result<Accepted, FlowError> {
    let received = world.sequencer.receive();
    story
        .step(
            "4",
            Actor::Sequencer,
            format!("receives {received} blocks from the Peer Network"),
        )
        .fact(
            "they are the blocks of this batch",
            received == world.settings.blocks_per_batch,
        )?
        .done()?;

    let batch = world.sequencer.compute()?;
    let (mttbr, mtsr) = (batch.mttbr(), batch.mtsr());
    story
        .step(
            "5",
            Actor::Sequencer,
            format!(
                "computes a batch of {} elements: MTTBR {}, MTSR {}",
                batch.elements.len(),
                short(b256(mttbr)),
                short(b256(mtsr))
            ),
        )
        .fact(
            "its last state root is the Block Producer's",
            batch.claims.last() == Some(&world.producer.head()),
        )?
        .done()?;

    let stored = world.sequencer.store(&batch);
    story
        .step(
            "6",
            Actor::Sequencer,
            format!("gives {} bytes of data to Memolabs", batch.data_length()),
        )
        .fact("Memolabs took them under the MTTBR", stored.is_ok())?
        .done()?;

    let previous = world.sequencer.parent().header.last_l2_block;
    let signature = world
        .producer
        .attest(&world.sequencer.attestation(&batch), previous)
        .context("the Block Producer does not attest the batch")?;
    let (accepted, receipt) = world.sequencer.submit(&batch, Some(signature)).await?;
    let registry = world.sequencer.layer1().registry();
    let head = registry.head().call().await.context("BatchRegistry.head")?;
    story
        .step(
            "7",
            Actor::Sequencer,
            format!(
                "submits both roots of batch {} to Layer 1",
                accepted.header.index.0
            ),
        )
        .event::<BatchSubmitted>(&receipt, world.addresses().registry, |event| {
            event.headerHash.0 == accepted.hash.0
                && event.header.mttbr == b256(mttbr)
                && event.header.mtsr == b256(mtsr)
                && event.header.producer == world.producer.address()
        })?
        .view(
            "BatchRegistry.head()",
            &head.headerHash,
            &accepted.hash.0.into(),
        )?
        .fact(
            "the header names this deployment",
            instance_matches(&accepted.header, world.chain_id(), world.addresses()),
        )?
        .done()?;
    world.record(accepted.clone(), batch);
    Ok(accepted)
}

/// Step 8: the Verifier downloads from Memolabs.
pub(super) async fn verifier_downloads_from_memolabs(
    world: &mut World,
    story: &mut Story<'_>,
    posted: &Accepted,
) -> Result<Elements, FlowError> {
    let header = world.verifier.header(posted.header.index.0).await?.header;
    let elements = world.verifier.download_from_memolabs(header.mttbr)?;
    story
        .step(
            "8",
            Actor::Verifier,
            format!(
                "downloads {} elements from Memolabs by the MTTBR on Layer 1",
                elements.len()
            ),
        )
        .view(
            "BatchSubmitted.header.mttbr",
            &header.mttbr,
            &posted.header.mttbr,
        )?
        .fact(
            "there are as many as the header says",
            elements.len() == header.element_count as usize,
        )?
        .done()?;
    Ok(elements)
}

/// Step 8, when Memolabs does not answer.
pub(super) async fn memolabs_does_not_answer(
    world: &mut World,
    story: &mut Story<'_>,
    posted: &Accepted,
) -> Result<(), FlowError> {
    let header = world.verifier.header(posted.header.index.0).await?.header;
    let answer = world.verifier.download_from_memolabs(header.mttbr);
    story
        .step(
            "8",
            Actor::Verifier,
            "tries to download from Memolabs: the data is not available",
        )
        .view(
            "BatchSubmitted.header.mttbr",
            &header.mttbr,
            &posted.header.mttbr,
        )?
        .fact(
            "Memolabs does not answer",
            answer == Err(DataError::Unavailable),
        )?
        .done()
}

/// Step 8.1.1: the Verifier downloads from the Peer Network.
pub(super) fn verifier_downloads_from_peers(
    world: &mut World,
    story: &mut Story<'_>,
    posted: &Accepted,
) -> Result<Elements, FlowError> {
    let elements = world.verifier.download_from_peers(posted);
    story
        .step(
            "8.1.1",
            Actor::Verifier,
            format!(
                "downloads {} elements from the Peer Network",
                elements.len()
            ),
        )
        .fact(
            "there are as many as the header says",
            elements.len() == posted.header.element_count as usize,
        )?
        .done()?;
    Ok(elements)
}

/// Steps 9 to 11.A.3.A.1: the Verifier finds both roots to be its own.
pub(super) async fn verifier_accepts(
    world: &mut World,
    story: &mut Story<'_>,
    posted: &Accepted,
    elements: Elements,
) -> Result<(), FlowError> {
    let own = mttbr(&elements);
    story
        .step(
            "9",
            Actor::Verifier,
            format!("computes its own MTTBR {}", short(b256(own))),
        )
        .fact(
            format!(
                "it is the root of the {} elements downloaded",
                elements.len()
            ),
            elements.len() == posted.header.element_count as usize,
        )?
        .done()?;

    let on_layer1 = world.verifier.header(posted.header.index.0).await?;
    story
        .step(
            "10",
            Actor::Verifier,
            "downloads the Sequencer's MTTBR from Layer 1",
        )
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

    let checked = world.verifier.execute(&on_layer1, &elements)?;
    story
        .step(
            "11.A.1",
            Actor::Verifier,
            format!("computes its own MTSR {}", short(b256(checked.mtsr()))),
        )
        .fact(
            format!("it executed {} elements", elements.len()),
            checked.claims.len() == elements.len(),
        )?
        .done()?;
    let mtsr = world
        .verifier
        .header(posted.header.index.0)
        .await?
        .header
        .mtsr;
    story
        .step(
            "11.A.2",
            Actor::Verifier,
            "downloads the Sequencer's MTSR from Layer 1",
        )
        .view("BatchSubmitted.header.mtsr", &mtsr, &posted.header.mtsr)?
        .done()?;
    story
        .step("11.A.3", Actor::Verifier, "compares the MTSRs: equal")
        .view("BatchSubmitted.header.mtsr", &mtsr, &checked.mtsr())?
        .done()?;

    let accepted = world.verifier.accept(&on_layer1, &checked);
    let verdict = world.verifier.layer1().verdict(&on_layer1.header).await?;
    let state = world
        .verifier
        .layer1()
        .registry()
        .systemState()
        .call()
        .await;
    let state = state.context("BatchRegistry.systemState")?;
    story
        .step(
            "11.A.3.A.1",
            Actor::Verifier,
            "the transactions and the state are valid",
        )
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

/// Step 11.A.3.A.1, seen from its end: nobody objected within the window, the batches are final.
pub(super) async fn batches_become_final(
    world: &mut World,
    story: &mut Story<'_>,
) -> Result<(), FlowError> {
    let last = world
        .batches
        .last()
        .context("no batch was posted")?
        .0
        .clone();
    let layer1 = world.anybody.clone();
    let closes_at = layer1.closes_at(last.hash).await?;
    let now = layer1
        .registry()
        .currentBlock()
        .call()
        .await
        .context("BatchRegistry.currentBlock")?;
    if !world
        .pass_blocks((closes_at + 1).saturating_sub(now))
        .await?
    {
        return Err(anyhow::anyhow!(
            "the batches are valid, but their window closes only at block {closes_at} (now {now}) and this \
             chain cannot be told to mine; finalize them then"
        )
        .into());
    }
    let hashes: Vec<_> = world.batches.iter().map(|(batch, _)| batch.hash).collect();
    let receipt = layer1.finalize(&hashes).await?;
    let verdict = layer1.verdict(&last.header).await?;
    let final_head = layer1
        .registry()
        .finalHead()
        .call()
        .await
        .context("BatchRegistry.finalHead")?;
    let root = layer1
        .final_state(&last, &world.batches[world.batches.len() - 1].1)
        .await?;
    let mut step = story.step(
        "11.A.3.A.1",
        Actor::Layer1,
        format!("the window is over, {} batches are final", hashes.len()),
    );
    for hash in &hashes {
        step = step.event::<BatchFinalized>(&receipt, world.addresses().registry, |event| {
            event.headerHash.0 == hash.0
        })?;
    }
    step.view(
        "BatchRegistry.finalHead()",
        &final_head.headerHash,
        &last.hash.0.into(),
    )?
    .view(
        "BatchRegistry.verdict(header)",
        &verdict,
        &(Verdict::Final, false),
    )?
    .view(
        "BatchRegistry.verifyFinalState(header, claim, proof)",
        &root,
        &b256(world.producer.head().state_root),
    )?
    .done()
}
