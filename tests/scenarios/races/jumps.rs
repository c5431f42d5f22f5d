//! The clock jumps: blocks at which somebody might have acted never come.

use super::{STRANGER, Scene};
use crate::support::{Moment, attempt};
use alloy::{
    primitives::Bytes,
    sol_types::{SolCall, SolError},
};
use interfaces::client::{
    IBatchRegistry::{BatchContested, Verdict, WindowOpen, WindowOver, finalizeCall},
    IDataAvailability::{RequestStatus, TooLate, requestCall},
};

/// Blocks beyond a deadline at which the clock is seen again.
const JUMPS: [u64; 3] = [1, 1_000, 1 << 40];

/// Anybody tries to make the batch final.
async fn finalize(scene: &Scene) -> Result<(), Bytes> {
    let call = finalizeCall {
        headerHashes: vec![scene.batch.accepted.hash.0.into()],
    };
    let registry = scene.world.addresses().registry;
    attempt(&scene.world, STRANGER, registry, call.abi_encode())
        .await
        .map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn prop_expire_alone_is_possible_however_far_the_clock_jumps_over_the_deadline() {
    let scene = Box::pin(Scene::asked()).await;
    let deadline = scene.deadline().await;
    for jump in JUMPS {
        let moment = Moment::note(&scene.world).await;
        let current = deadline + jump;
        scene.at(current).await;
        let before = scene.outcome().await;
        // Not even what lies behind every window makes a batch final while it is asked for.
        let contested = BatchContested { index: 1 }.abi_encode();
        assert_eq!(finalize(&scene).await, Err(contested.into()), "{jump}");
        let until = deadline;
        let late = TooLate { until, current }.abi_encode();
        let answer = scene.tell(scene.author(), &scene.whole()).await.map(drop);
        assert_eq!(answer, Err(late.into()), "{jump}");
        assert_eq!(scene.outcome().await, before, "{jump}");

        let expired = scene.tell(STRANGER, &scene.expiry()).await;
        expired.unwrap_or_else(|error| panic!("{jump}: {}", deploy::explain(&error)));
        let outcome = scene.outcome().await;
        assert_eq!(outcome.request.status, RequestStatus::Defaulted, "{jump}");
        assert_eq!(outcome.verdict, (Verdict::Invalid, false), "{jump}");
        assert_eq!(outcome.secure, (true, u64::MAX), "{jump}");
        moment.restore(&scene.world).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn publish_succeeds_when_the_clock_jumps_to_the_deadline_and_grace_is_left() {
    let scene = Scene::new(1).await;
    let windows = scene.world.settings.network.parameters.windows;
    // Asked for in the last block of the window, so that only the grace keeps it open.
    let submitted = scene.batch.accepted.header.submitted_at.0;
    scene.at(submitted + u64::from(windows.challenge.0)).await;
    scene.request(&scene.batch.accepted).await;
    let deadline = scene.deadline().await;
    scene.at(deadline).await;
    let answered = scene.tell(STRANGER, &scene.whole()).await;
    answered.expect("the deadline is the last block at which it may be");
    let closes_at = deadline + u64::from(windows.grace.0);
    scene.at(closes_at).await;
    let open = WindowOpen {
        index: 1,
        closesAt: closes_at,
        current: closes_at,
    };
    assert_eq!(finalize(&scene).await, Err(open.abi_encode().into()));
    scene.at(closes_at + 1).await;
    finalize(&scene).await.expect("its time is over");
    assert_eq!(scene.outcome().await.verdict, (Verdict::Final, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn request_reverts_window_over_when_the_clock_jumps_over_the_window() {
    let scene = Scene::new(1).await;
    let windows = scene.world.settings.network.parameters.windows;
    let until = scene.batch.accepted.header.submitted_at.0 + u64::from(windows.challenge.0);
    for jump in JUMPS {
        let moment = Moment::note(&scene.world).await;
        let current = until + jump;
        scene.at(current).await;
        let header = scene.header();
        let asked = scene.tell(scene.verifier(), &requestCall { header }).await;
        let over = WindowOver { until, current }.abi_encode();
        assert_eq!(asked.map(drop), Err(over.into()), "{jump}");
        let late = TooLate { until, current }.abi_encode();
        let published = scene.tell(scene.author(), &scene.whole()).await;
        assert_eq!(published.map(drop), Err(late.into()), "{jump}");
        finalize(&scene).await.expect("nobody has asked");
        moment.restore(&scene.world).await;
    }
}
