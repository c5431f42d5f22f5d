//! What every scenario needs: the suite, built once, small worlds, and short ways to act in them.

use alloy::{
    primitives::{Address, B256, Bytes, U256},
    providers::Provider,
    rpc::types::{TransactionReceipt, TransactionRequest},
};
use harness::{Accepted, Batch, FlowReport, Intent, Settings, Suite, World, choose};
use interfaces::client::IBatchRegistry::{self, submitBatchCall};
use merkle::{Keccak, Tree};
use std::sync::OnceLock;
use types::Header;

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

/// The report of a flow in another world than it expects.
pub(crate) async fn play(name: &str, change: fn(&mut Settings)) -> FlowReport {
    let flow = choose(&[name.into()]).expect("the flow is there")[0];
    let mut settings = flow.settings();
    change(&mut settings);
    flow.play(suite(), settings, &mut ()).await
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
    rpc(world, "anvil_impersonateAccount", serde_json::json!([from])).await;
    let balance = U256::from(10u128.pow(20));
    rpc(
        world,
        "anvil_setBalance",
        serde_json::json!([from, balance]),
    )
    .await;
    let transaction = TransactionRequest::default()
        .from(from)
        .to(to)
        .input(Bytes::from(input).into())
        .gas_limit(gas);
    let hash = rpc(
        world,
        "eth_sendTransaction",
        serde_json::json!([transaction]),
    )
    .await;
    let hash: B256 = serde_json::from_value(hash).expect("a transaction hash");
    world
        .anybody
        .provider()
        .get_transaction_receipt(hash)
        .await
        .expect("a receipt")
        .expect("it is mined at once")
}

/// Asks the embedded chain something that only a development chain knows.
pub(crate) async fn rpc(
    world: &World,
    method: &'static str,
    parameters: serde_json::Value,
) -> serde_json::Value {
    let provider = world.anybody.provider();
    let answer = provider.raw_request(method.into(), parameters).await;
    answer.expect(method)
}

/// Sends a call as [`call_as`] does, refused or not: the receipt, or the error.
///
/// The error is what the call answers on the newest block. In a transaction it is the same as long as the suite's
/// clock stands still.
pub(crate) async fn attempt(
    world: &World,
    from: Address,
    to: Address,
    input: Vec<u8>,
) -> Result<TransactionReceipt, Bytes> {
    let error = revert_data(world, from, to, input.clone()).await;
    let receipt = call_as(world, from, to, input).await;
    assert_eq!(receipt.status(), error.is_none(), "{error:?}");
    error.map_or(Ok(receipt), Err)
}

/// The revert data of a call, or `None` if it succeeds.
pub(crate) async fn revert_data(
    world: &World,
    from: Address,
    to: Address,
    input: Vec<u8>,
) -> Option<Bytes> {
    let request = TransactionRequest::default()
        .from(from)
        .to(to)
        .input(Bytes::from(input).into());
    match world.anybody.provider().call(request).await {
        Ok(_) => None,
        Err(error) => {
            let answer = error.as_error_resp().expect("the node answers");
            Some(answer.as_revert_data().expect("a revert has data"))
        }
    }
}

/// A moment of the embedded chain to come back to, once.
pub(crate) struct Moment(serde_json::Value);

impl Moment {
    /// Now.
    pub(crate) async fn note(world: &World) -> Self {
        Self(rpc(world, "evm_snapshot", serde_json::json!([])).await)
    }

    /// Forgets all that has happened since, on the chain: not what actors know by themselves.
    pub(crate) async fn restore(self, world: &World) {
        let restored = rpc(world, "evm_revert", serde_json::json!([self.0])).await;
        assert_eq!(restored, true, "the moment was forgotten");
    }
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
    post(world, batch).await
}

/// The sequencer posts a batch with the producer's signature, unless that one has signed another order for the parent
/// before, at a moment that was come back to.
pub(crate) async fn post(world: &mut World, batch: Batch) -> Posted {
    let previous = world.sequencers[0].parent().header.last_l2_block;
    let attestation = world.sequencers[0].attestation(&batch);
    let signature = world.producer.attest(&attestation, previous);
    let other = world.producer.signed(attestation.parent);
    let signed_other = other.is_some_and(|it| it.mttbr != attestation.mttbr);
    assert!(signature.is_some() || signed_other, "it is its own order");
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
    let mut blocks = Vec::new();
    for _ in 0..world.settings.blocks_per_batch {
        let intents = (0..world.settings.block_size).map(|_| world.workload.next_intent());
        blocks.push(intents.collect());
    }
    batch_of(world, blocks).await
}

/// The users transact this, block by block, and the sequencer computes the batch.
pub(crate) async fn batch_of(world: &mut World, blocks: Vec<Vec<Intent>>) -> Batch {
    let timestamp = world.anybody.timestamp().await.expect("the node answers");
    for block in blocks {
        for intent in block {
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

/// The submission of a batch on a parent, without the producer's signature.
pub(crate) fn submission_of(parent: &Header, batch: &Batch) -> submitBatchCall {
    let count = |length: usize| u32::try_from(length).expect("a small batch");
    submitBatchCall {
        parent: parent.into(),
        mttbr: B256::from(batch.mttbr().0),
        mtsr: B256::from(batch.mtsr().0),
        count: count(batch.elements.len()),
        dataLength: count(batch.data_length()),
        lastL2Block: batch.last_l2_block.0,
        lastL2Timestamp: batch.last_l2_timestamp.0,
        parameterSet: parent.parameter_set.0,
        producerSignature: Bytes::new(),
    }
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
