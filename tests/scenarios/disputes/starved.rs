//! `prove` with too little gas: whoever sends it decides how much the host's precompile gets, and must not decide the
//! dispute by that.

use alloy::sol_types::SolCall;
use harness::{Settings, kinds};

use super::leaf::{Leaf, STRANGER, Wrong, still_world};
use crate::support::{Moment, call_with_gas, small};

/// How many gas limits are tried, up to what a successful call uses.
const LIMITS: u64 = 150;

/// A dispute on an element that has the host compute a pairing (precompile 8).
async fn of_a_pairing(wrong: Wrong) -> Leaf {
    let settings = Settings {
        users: 1,
        ..small()
    };
    let world = still_world(settings).await;
    let all = kinds(0, &world.users[0]);
    let mut kinds = all.kinds.into_iter();
    let pairing = kinds.find(|kind| kind.name == "a call of precompile 8");
    let pairing = pairing.expect("there is such a kind").intent;
    let at = all.before.len();
    Box::pin(Leaf::of(world, vec![all.before, vec![pairing]], at, wrong)).await
}

/// Tries limits from a quarter of what the call uses to a quarter above.
async fn decides_rightly_or_nothing(wrong: Wrong) {
    let leaf = Box::pin(of_a_pairing(wrong)).await;
    let before = leaf.standing().await;
    let moment = Moment::note(&leaf.world).await;
    let used = leaf.tell(&leaf.proof()).await.expect("it has enough");
    let used = used.gas_used;
    moment.restore(&leaf.world).await;
    let to = leaf.world.addresses().fraud_proof;
    let input = leaf.proof().abi_encode();
    let (mut refused, mut decided) = (0, 0);
    for number in LIMITS / 4..LIMITS * 5 / 4 {
        let gas = used * number / LIMITS;
        let moment = Moment::note(&leaf.world).await;
        let receipt = call_with_gas(&leaf.world, STRANGER, to, input.clone(), gas).await;
        let what = format!("{gas} gas of {used}");
        if receipt.status() {
            decided += 1;
            leaf.assert_decided(&what).await;
        } else {
            refused += 1;
            assert!(receipt.logs().is_empty(), "{what}");
            leaf.assert_still(&before, &what).await;
        }
        moment.restore(&leaf.world).await;
    }
    assert!(refused > LIMITS / 2, "the scan began too high: {refused}");
    assert!(decided > 0, "the scan ended too low");
    leaf.tell(&leaf.proof()).await.expect("it has enough");
    leaf.assert_decided("with enough gas").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn prove_never_condemns_an_honest_author_by_a_precompile_that_was_starved() {
    Box::pin(decides_rightly_or_nothing(Wrong::Challenger)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn prove_never_clears_a_liar_by_a_precompile_that_was_starved() {
    Box::pin(decides_rightly_or_nothing(Wrong::Author)).await;
}
