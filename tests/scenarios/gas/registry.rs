//! BatchRegistry.

use super::{Bench, call, publication::Synthetic};
use crate::support::{Posted, post_batch};
use deploy::Contract;
use interfaces::client::IBatchRegistry as Registry;

pub(super) async fn measure(bench: &mut Bench) -> Posted {
    let posted = post_batch(&mut bench.world).await;
    bench.note(Contract::BatchRegistry, "submitBatch", posted.gas);
    measure_contests(bench, &posted).await;
    let anybody = &bench.world.anybody;
    let closes_at = anybody.closes_at(posted.accepted.hash).await;
    let parameters = anybody.registry().parameters(0).call().await;
    let calls = [
        call(&Registry::finalizeCall {
            headerHashes: vec![posted.accepted.hash.0.into()],
        }),
        call(&Registry::addParameterSetCall {
            parameters: parameters.expect("a view"),
        }),
    ];
    let caller = anybody.account();
    bench.pass_blocks(closes_at.expect("a view") + 1).await;
    bench.measure(Contract::BatchRegistry, caller, calls).await;
    posted
}

/// What DataAvailability says of a batch, and of one on top of it.
async fn measure_contests(bench: &mut Bench, posted: &Posted) {
    let own = bench.world.addresses().data_availability;
    let header = posted.header();
    let of_the_batch = [
        call(&Registry::openRequestCall {
            header: header.clone(),
        }),
        call(&Registry::markPublishedCall {
            header: header.clone(),
        }),
        call(&Registry::closeRequestCall { header }),
    ];
    let parent = (&posted.accepted.header).into();
    let child = Synthetic::submit(bench, &parent, &[110]).await;
    let of_the_child = [call(&Registry::invalidateCall {
        header: (&types::Header::from(&child.header)).into(),
    })];
    let registry = Contract::BatchRegistry;
    bench.measure(registry, own, of_the_child).await;
    bench.measure(registry, own, of_the_batch).await;
}

pub(super) async fn measure_views(bench: &mut Bench, posted: &Posted) {
    let header = posted.header();
    let header_hash = posted.accepted.hash.0.into();
    let views = [
        call(&Registry::headCall {}),
        call(&Registry::finalHeadCall {}),
        call(&Registry::headerHashCall { index: 1 }),
        call(&Registry::hashHeaderCall {
            header: header.clone(),
        }),
        call(&Registry::forkCall {}),
        call(&Registry::verdictCall { header }),
        call(&Registry::recordOfCall {
            headerHash: header_hash,
        }),
        call(&Registry::systemStateCall {}),
        call(&posted.includes_element()),
        call(&posted.includes_claim()),
        call(&posted.verify_final_state()),
        call(&Registry::parametersCall { set: 0 }),
        call(&Registry::currentParameterSetCall {}),
        call(&Registry::instanceCall {}),
        call(&Registry::clockCall {}),
        call(&Registry::currentBlockCall {}),
        call(&Registry::deployerCall {}),
        call(&Registry::poolCall {}),
        call(&Registry::treasuryCall {}),
        call(&Registry::dataAvailabilityCall {}),
        call(&Registry::fraudProofCall {}),
        call(&Registry::governanceCall {}),
    ];
    let caller = bench.world.anybody.account();
    bench.measure(Contract::BatchRegistry, caller, views).await;
}
