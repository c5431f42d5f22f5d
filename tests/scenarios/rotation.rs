//! Sequencers in turn: nobody builds on what it did not execute, and a flow notices a rotation that fails.

use crate::support::{next_batch, play, small, small_world, suite};
use harness::{Batch, FlowError, Settings, World};
use types::L2Timestamp;

/// A small world with two sequencers in the pool, the first of them selected.
async fn two_sequencers() -> World {
    let settings = Settings {
        sequencers: 2,
        ..small()
    };
    World::build(suite(), settings)
        .await
        .expect("a world can be built")
}

/// The first sequencer posts a batch, right or wrong, without the Block Producer's signature.
async fn post(world: &mut World, batch: &Batch) {
    let posted = world.sequencers[0].submit(batch, None).await;
    posted.expect("Layer 1 does not look into a batch");
}

/// The second sequencer refuses to follow, because of this field, and stays on the genesis.
async fn assert_not_followed(world: &mut World, because: &str) {
    let genesis = world.genesis.0.hash;
    let error = world.sequencers[1].follow().await;
    match error.expect_err("it is not what this one executes") {
        FlowError::NotFollowed {
            index: 1,
            difference,
        } => assert_eq!(difference.field, because),
        other => panic!("{other}"),
    }
    assert_eq!(world.sequencers[1].parent().hash, genesis);
}

#[tokio::test(flavor = "multi_thread")]
async fn follow_succeeds_and_goes_on_from_the_head_of_another_sequencer() {
    let mut world = two_sequencers().await;
    let batch = next_batch(&mut world).await;
    post(&mut world, &batch).await;
    let followed = world.sequencers[1].follow().await.expect("it is right");
    let head = world.sequencers[0].parent().hash;
    assert_eq!(followed.len(), 1);
    assert_eq!(world.sequencers[1].parent().hash, head);
    let again = world.sequencers[1].follow().await.expect("it is there");
    assert!(again.is_empty());
}

/// The attack: the selected sequencer posts a state that the elements do not lead to.
#[tokio::test(flavor = "multi_thread")]
async fn follow_reverts_not_followed_when_a_state_is_false() {
    let mut world = two_sequencers().await;
    let mut batch = next_batch(&mut world).await;
    let last = batch.claims.last_mut().expect("it has elements");
    last.state_root.0[0] ^= 1;
    post(&mut world, &batch).await;
    assert_not_followed(&mut world, "MTSR").await;
}

/// The attack: another order than the Peer Network's, executed rightly.
#[tokio::test(flavor = "multi_thread")]
async fn follow_reverts_not_followed_when_the_order_is_another() {
    let mut world = two_sequencers().await;
    let mut batch = next_batch(&mut world).await;
    batch.elements.reverse();
    post(&mut world, &batch).await;
    assert_not_followed(&mut world, "MTTBR").await;
}

/// The attack: bounds below the blocks', under which the same elements are not executable.
#[tokio::test(flavor = "multi_thread")]
async fn follow_reverts_not_followed_when_the_bounds_are_too_low() {
    let mut world = two_sequencers().await;
    let mut batch = next_batch(&mut world).await;
    batch.last_l2_timestamp = L2Timestamp(world.genesis.1.l2_timestamp.0);
    post(&mut world, &batch).await;
    assert_not_followed(&mut world, "MTSR").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn submit_in_vain_reverts_not_refused_when_layer_1_takes_the_batch() {
    let mut world = small_world().await;
    let batch = next_batch(&mut world).await;
    let before = world.anybody.standing().await.expect("views");
    let error = world.sequencers[0].submit_in_vain(&batch, None).await;
    assert!(matches!(error, Err(FlowError::NotRefused { .. })));
    assert_eq!(world.anybody.standing().await.expect("views"), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn rotation_elements_fails_at_the_rotation_when_slots_are_longer() {
    let report = play("rotation-elements", |settings| {
        (settings.users, settings.block_size) = (3, 2);
    })
    .await;
    assert!(!report.passed);
    assert_eq!(report.steps.last().map(|step| step.seed), Some("7"));
    let error = report.error.expect("a failed flow says why");
    assert!(
        error.contains("R.2") && error.contains("SlotEnded"),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rotation_batches_fails_when_slots_are_shorter() {
    let report = play("rotation-batches", |settings| {
        settings.network.parameters.slot.batches = 1;
    })
    .await;
    assert!(!report.passed);
    let error = report.error.expect("a failed flow says why");
    assert_eq!(report.batches.len(), 1);
    assert!(
        error.contains("step 4") && error.contains("blocks of this batch"),
        "{error}"
    );
}
