//! BatchRegistry.

use super::{Bench, call, publication::Synthetic};
use crate::support::{Posted, post_batch};
use alloy::primitives::{Address, B256};
use deploy::Contract;
use interfaces::client::IBatchRegistry as Registry;

pub(super) async fn measure(bench: &mut Bench) -> Posted {
    let posted = post_batch(&mut bench.world).await;
    bench.note(Contract::BatchRegistry, "submitBatch", posted.gas);
    measure_contests(bench, &posted).await;
    let anybody = &bench.world.anybody;
    let closes_at = anybody.closes_at(posted.accepted.hash).await;
    let parameters = anybody.registry().parameters(0).call().await;
    let by_anybody = [call(&Registry::finalizeCall {
        headerHashes: vec![posted.accepted.hash.0.into()],
    })];
    let by_governance = [call(&Registry::addParameterSetCall {
        parameters: parameters.expect("a view"),
    })];
    let (caller, governance) = (anybody.account(), anybody.addresses().governance);
    bench.pass_blocks(closes_at.expect("a view") + 1).await;
    let registry = Contract::BatchRegistry;
    bench.measure(registry, caller, by_anybody).await;
    bench.measure(registry, governance, by_governance).await;
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
    measure_judgement(bench, posted).await;
}

/// The world's own block producer: the only one.
async fn selected_producer(bench: &Bench) -> Address {
    let selected = bench.world.anybody.pool().selectedProducer().call().await;
    selected.expect("a view")
}

/// What a block producer says, and then FraudProof of a batch that is asked about as of a halted L2.
async fn measure_judgement(bench: &mut Bench, posted: &Posted) {
    let registry = Contract::BatchRegistry;
    let addresses = *bench.world.addresses();
    let producer = selected_producer(bench).await;
    let attest = call(&Registry::attestCall {
        parent: posted.accepted.hash.0.into(),
        mttbr: B256::repeat_byte(7),
    });
    bench.measure(registry, producer, [attest]).await;
    let parent = (&posted.accepted.header).into();
    let child = Synthetic::submit(bench, &parent, &[110]).await;
    let header: Registry::Header = (&types::Header::from(&child.header)).into();
    let data_availability = addresses.data_availability;
    let publish = call(&Registry::markPublishedCall {
        header: header.clone(),
    });
    bench.send(registry, data_availability, publish).await;
    let ask = call(&Registry::openHaltedRequestCall {
        header: header.clone(),
    });
    bench.measure(registry, data_availability, [ask]).await;
    let judgement = [
        call(&Registry::openDisputeCall {
            header: header.clone(),
            ancestor: posted.header(),
        }),
        call(&Registry::markProvenCall {
            header: header.clone(),
        }),
        call(&Registry::closeDisputeCall {
            header: header.clone(),
        }),
    ];
    let fraud_proof = addresses.fraud_proof;
    bench.measure(registry, fraud_proof, judgement).await;
    // The posted batch is to be the head again.
    let invalidate = call(&Registry::invalidateCall {
        header: header.clone(),
    });
    bench.send(registry, fraud_proof, invalidate).await;
    let close = call(&Registry::closeRequestCall { header });
    bench.send(registry, data_availability, close).await;
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
        call(&Registry::attestationOfCall {
            parent: header_hash,
            producer: selected_producer(bench).await,
        }),
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
