//! DataAvailability.

use super::{
    Bench, call,
    publication::{Synthetic, next_sequencer, verifier},
};
use alloy::primitives::Address;
use deploy::Contract;
use interfaces::client::{
    IBatchRegistry as Registry,
    IDataAvailability::{self as Data, Header},
};

const DATA: Contract = Contract::DataAvailability;

/// Every way that a request can go, on batches of three elements. The last of them has the first sequencer kicked.
pub(super) async fn measure(bench: &mut Bench, parent: &Header) {
    let verifier = verifier(bench).await;
    next_sequencer(bench, 0xdb).await;
    let answered = Synthetic::submit(bench, parent, &[110; 3]).await;
    let (header, author) = (answered.header.clone(), answered.header.sequencer);
    let request = |batch: &Synthetic| {
        let header = batch.header.clone();
        call(&Data::requestCall { header })
    };
    bench.measure(DATA, verifier, [request(&answered)]).await;
    bench.measure(DATA, author, [call(&answered.whole())]).await;
    // As FraudProof would.
    let invalidate = Registry::invalidateCall {
        header: (&types::Header::from(&header)).into(),
    };
    let own = bench.address(DATA);
    bench
        .send(Contract::BatchRegistry, own, call(&invalidate))
        .await;
    bench
        .measure(DATA, verifier, [call(&Data::claimFeeCall { header })])
        .await;

    let parent = &measure_compensation(bench, verifier, parent).await;
    let parent = &measure_halted(bench, verifier, parent).await;
    let withheld = Synthetic::submit(bench, parent, &[110; 3]).await;
    let orphan = Synthetic::submit(bench, &withheld.header, &[110; 3]).await;
    for batch in [&withheld, &orphan] {
        bench.send(DATA, verifier, request(batch)).await;
    }
    let windows = &bench.world.settings.network.parameters.windows;
    let window = u64::from(windows.data_request.0);
    bench.pass_blocks(window + 1).await;
    let ends = [
        call(&Data::expireCall {
            header: withheld.header.clone(),
        }),
        call(&Data::settleOrphanCall {
            header: orphan.header.clone(),
        }),
    ];
    bench.measure(DATA, verifier, ends).await;
    measure_views(bench, &answered).await;
}

/// An answered request that Governance settles. Gives the header of the batch.
async fn measure_compensation(bench: &mut Bench, verifier: Address, parent: &Header) -> Header {
    let batch = Synthetic::submit(bench, parent, &[110; 3]).await;
    let header = batch.header.clone();
    let request = Data::requestCall {
        header: header.clone(),
    };
    bench.send(DATA, verifier, call(&request)).await;
    bench.send(DATA, verifier, call(&batch.whole())).await;
    let header_hash = batch.hash();
    let governance = bench.world.addresses().governance;
    let settle = call(&Data::compensateCall {
        headerHash: header_hash,
    });
    bench.measure(DATA, governance, [settle]).await;
    header
}

/// A batch of a halted L2 that Layer 1 finds right; the block producer is rotated. Gives its header.
async fn measure_halted(bench: &mut Bench, verifier: Address, parent: &Header) -> Header {
    let batch = Synthetic::submit(bench, parent, &[110; 3]).await;
    let header = batch.header.clone();
    let request = call(&Data::requestHaltedCall {
        header: header.clone(),
    });
    bench.measure(DATA, verifier, [request]).await;
    bench.send(DATA, verifier, call(&batch.whole())).await;
    let proven = call(&Registry::markProvenCall {
        header: (&types::Header::from(&header)).into(),
    });
    let fraud_proof = bench.world.addresses().fraud_proof;
    bench
        .send(Contract::BatchRegistry, fraud_proof, proven)
        .await;
    let settle = call(&Data::settleHaltedCall {
        header: header.clone(),
    });
    bench.measure(DATA, verifier, [settle]).await;
    header
}

async fn measure_views(bench: &mut Bench, batch: &Synthetic) {
    let (header, hash) = (batch.header.clone(), batch.hash());
    let views = [
        call(&Data::requestOfCall { headerHash: hash }),
        call(&Data::publicationOfCall { headerHash: hash }),
        call(&Data::requestFeeCall {
            header: header.clone(),
        }),
        call(&Data::haltedRequestFeeCall {
            header: header.clone(),
        }),
        call(&Data::publishableUntilCall { header }),
        call(&Data::clockCall {}),
        call(&Data::currentBlockCall {}),
        call(&Data::deployerCall {}),
        call(&Data::registryCall {}),
        call(&Data::poolCall {}),
        call(&Data::treasuryCall {}),
        call(&Data::governanceCall {}),
    ];
    let caller = bench.world.anybody.account();
    bench.measure(DATA, caller, views).await;
}
