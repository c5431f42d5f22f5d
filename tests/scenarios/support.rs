//! What every scenario needs: the suite, built once, small worlds, and short ways to act in them.

use alloy::{
    primitives::{Address, B256, Bytes, U256},
    providers::Provider,
    rpc::types::{TransactionReceipt, TransactionRequest},
};
use harness::{Accepted, Batch, Settings, Suite, World};
use interfaces::client::IBatchRegistry;
use merkle::{Keccak, Tree};
use std::sync::OnceLock;

/// The suite, built once for all tests of this binary.
pub(crate) fn suite() -> &'static Suite {
    static SUITE: OnceLock<Suite> = OnceLock::new();
    SUITE.get_or_init(|| Suite::build(&deploy::silent).expect("the contracts build"))
}

/// Few users, small batches: for scenarios that are not about the L2's load.
pub(crate) fn small() -> Settings {
    Settings {
        users: 3,
        block_size: 4,
        blocks_per_batch: 2,
        ..Settings::default()
    }
}

/// A small world on the embedded chain.
pub(crate) async fn small_world() -> World {
    World::build(suite(), small())
        .await
        .expect("a world can be built")
}

/// Sends a transaction as any account, which need not have a key: only the embedded chain lets one.
pub(crate) async fn call_as(
    world: &World,
    from: Address,
    to: Address,
    input: Vec<u8>,
) -> TransactionReceipt {
    call_with_gas(world, from, to, input, 20_000_000).await
}

/// As [`call_as`], with a gas limit.
pub(crate) async fn call_with_gas(
    world: &World,
    from: Address,
    to: Address,
    input: Vec<u8>,
    gas: u64,
) -> TransactionReceipt {
    let provider = world.anybody.provider();
    let request = |method: &'static str, parameters: serde_json::Value| async move {
        provider
            .raw_request::<_, serde_json::Value>(method.into(), parameters)
            .await
            .expect(method)
    };
    request("anvil_impersonateAccount", serde_json::json!([from])).await;
    request(
        "anvil_setBalance",
        serde_json::json!([from, U256::from(10u128.pow(20))]),
    )
    .await;
    let transaction = TransactionRequest::default()
        .from(from)
        .to(to)
        .input(Bytes::from(input).into())
        .gas_limit(gas);
    let hash = request("eth_sendTransaction", serde_json::json!([transaction])).await;
    let hash: B256 = serde_json::from_value(hash).expect("a transaction hash");
    provider
        .get_transaction_receipt(hash)
        .await
        .expect("a receipt")
        .expect("it is mined at once")
}

/// A batch on Layer 1, with all that proves its parts.
pub(crate) struct Posted {
    pub(crate) accepted: Accepted,
    pub(crate) batch: Batch,
    pub(crate) gas: u64,
}

/// The users transact, and the sequencer posts the batch with the producer's signature.
pub(crate) async fn post_batch(world: &mut World) -> Posted {
    let batch = next_batch(world).await;
    let previous = world.sequencers[0].parent().header.last_l2_block;
    let signature = world
        .producer
        .attest(&world.sequencers[0].attestation(&batch), previous);
    let signature = Some(signature.expect("the producer attests its own order"));
    let (accepted, receipt) = world.sequencers[0]
        .submit(&batch, signature)
        .await
        .expect("it is taken");
    Posted {
        accepted,
        batch,
        gas: receipt.gas_used,
    }
}

/// The users transact, and the sequencer computes the batch.
pub(crate) async fn next_batch(world: &mut World) -> Batch {
    let timestamp = world.anybody.timestamp().await.expect("the node answers");
    for _ in 0..world.settings.blocks_per_batch {
        for _ in 0..world.settings.block_size {
            let intent = world.workload.next_intent();
            let transaction = world.users[intent.user].sign(intent);
            world.producer.submit(transaction);
        }
        world
            .producer
            .produce_block(timestamp)
            .expect("the transactions are executable");
    }
    world.sequencers[0].receive();
    world.sequencers[0]
        .compute()
        .expect("the elements are executable")
}

impl Posted {
    /// The header, as the ABI has it.
    pub(crate) fn header(&self) -> IBatchRegistry::Header {
        (&self.accepted.header).into()
    }

    /// A proof of the first element.
    pub(crate) fn includes_element(&self) -> IBatchRegistry::includesElementCall {
        let tree = Tree::of_data::<Keccak, _>(&self.batch.elements).expect("few elements");
        IBatchRegistry::includesElementCall {
            header: self.header(),
            index: 0,
            element: self.batch.elements[0].clone().into(),
            proof: proof(&tree, 0),
        }
    }

    /// A proof of the first claim.
    pub(crate) fn includes_claim(&self) -> IBatchRegistry::includesClaimCall {
        IBatchRegistry::includesClaimCall {
            header: self.header(),
            index: 0,
            claim: (&self.batch.claims[0]).into(),
            proof: proof(&self.claims(), 0),
        }
    }

    /// A proof of the last claim.
    pub(crate) fn verify_final_state(&self) -> IBatchRegistry::verifyFinalStateCall {
        let last = self.batch.claims.len() - 1;
        IBatchRegistry::verifyFinalStateCall {
            header: self.header(),
            claim: (&self.batch.claims[last]).into(),
            proof: proof(&self.claims(), u32::try_from(last).expect("few claims")),
        }
    }

    fn claims(&self) -> Tree {
        let leaves = self.batch.claims.iter().map(|claim| claim.encode());
        Tree::of_data::<Keccak, _>(leaves).expect("few claims")
    }
}

/// The inclusion proof of a leaf, as the ABI has it.
fn proof(tree: &Tree, leaf: u32) -> Vec<B256> {
    let hashes = tree.prove(leaf, 1).expect("the leaf is there");
    hashes.into_iter().map(|hash| B256::from(hash.0)).collect()
}
