//! Data on Layer 1: what the Verifier reads there is what was published, and the flows of data availability notice
//! when something fails.

use crate::support::{next_batch, play, small_world};
use deploy::Clock;
use harness::{Accepted, Batch, FlowReport, Proof, SequencerFault, World, cut, mttbr};

/// A small world with a batch that holds an element which nobody else has.
async fn withheld() -> (World, Accepted, Batch) {
    let mut world = small_world().await;
    let fault = SequencerFault::Withholding { own: 1 };
    world.sequencers[0].adopt(fault.policy());
    let batch = next_batch(&mut world).await;
    let posted = world.sequencers[0].submit(&batch, None).await;
    let posted = posted.expect("Layer 1 does not look into a batch").0;
    (world, posted, batch)
}

#[tokio::test(flavor = "multi_thread")]
async fn published_elements_gives_overlapping_parts_once_and_in_order() {
    let (world, posted, batch) = withheld().await;
    let count = posted.header.element_count;
    assert_eq!(count, 9);
    for run in [0..4, 2..5, 0..8] {
        let end = run.end as usize;
        for chunk in cut(&batch.elements, run).expect("they fit") {
            let published = world.anybody.publish(&posted.header, chunk).await;
            published.expect("each has something new");
        }
        let read = world.verifier.published_elements(&posted).await;
        assert_eq!(read.expect("it is there"), batch.elements[..end]);
    }
    let chunk = cut(&batch.elements, 8..count).expect("they fit").remove(0);
    let sequencer = world.sequencers[0].layer1();
    let last = sequencer.publish(&posted.header, chunk).await;
    last.expect("the last one is missing");
    let read = world.verifier.published_elements(&posted).await;
    assert_eq!(mttbr(&read.expect("all is there")), posted.header.mttbr);
    let publication = world.anybody.publication_of(posted.hash).await;
    let author = publication.expect("a view").authorLength as usize;
    assert_eq!(author, batch.elements[8].len());
}

#[tokio::test(flavor = "multi_thread")]
async fn follow_reads_layer_1_when_the_peer_network_lacks_an_element() {
    let (mut world, posted, batch) = withheld().await;
    let stake = world.settings.network.parameters.stakes.sequencer;
    let late = world.add_sequencer(stake).await.expect("it gets its funds");
    let refused = world.sequencers[late].follow().await;
    assert!(refused.is_err(), "nobody has the data yet");

    let all = 0..posted.header.element_count;
    for chunk in cut(&batch.elements, all).expect("they fit") {
        let published = world.anybody.publish(&posted.header, chunk).await;
        published.expect("it is new");
    }
    let followed = world.sequencers[late].follow().await;
    assert_eq!(followed.expect("all is on Layer 1").len(), 1);
    assert_eq!(world.sequencers[late].parent().hash, posted.hash);
}

/// Where a flow that fails has come to, and why it did not go on.
fn failure(report: FlowReport) -> (Option<&'static str>, String) {
    let last = report.steps.last().map(|step| step.seed);
    (last, report.error.expect("it fails"))
}

#[tokio::test(flavor = "multi_thread")]
async fn data_withheld_long_chain_fails_when_a_slot_is_shorter_than_the_chain() {
    let report = play("data-withheld-long-chain", |settings| {
        settings.later_batches = 30;
        settings.network.parameters.slot.batches = 16;
    });
    let (last, error) = failure(report.await);
    assert_eq!(last, Some("4"));
    assert!(error.contains("NotSelected"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn griefing_sequencer_fails_at_the_rotation_when_slots_are_longer() {
    let report = play("griefing-sequencer", |settings| {
        settings.network.parameters.slot.batches = 17;
    });
    let (last, error) = failure(report.await);
    assert_eq!(
        last,
        Some("11.A.3.A.1"),
        "the last batch of the slot is valid"
    );
    assert!(
        error.contains("R.2") && error.contains("SlotEnded"),
        "{error}"
    );
}

/// The second request comes a block behind the window.
#[tokio::test(flavor = "multi_thread")]
async fn request_at_the_borders_fails_when_each_transaction_has_a_block_of_its_own() {
    let report = play("request-at-the-borders", |settings| {
        settings.network.clock = Clock::ArbSys;
    });
    let (last, error) = failure(report.await);
    assert_eq!(last, Some("11.B.2"), "the first request is taken");
    assert!(error.contains("WindowOver"), "{error}");
}

/// How many transactions a step of a flow tells.
pub(crate) fn transactions(report: &FlowReport, seed: &str) -> usize {
    let steps = report.steps.iter().filter(|step| step.seed == seed);
    let proofs = steps.flat_map(|step| &step.proofs);
    proofs
        .filter(|proof| matches!(proof, Proof::Transaction { .. }))
        .count()
}
