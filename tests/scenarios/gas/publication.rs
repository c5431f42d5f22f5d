//! Batches of any elements, which nobody has executed; and what it costs to publish, answer and expire them.
//!
//! `UPDATE=1 cargo test --test scenarios gas` writes `tests/snapshots/publication.json`.

use super::{Bench, Snapshot, assert_committed, call, newcomer};
use crate::support::{call_as, small_world};
use alloy::{
    primitives::{Address, B256, Bytes, U256},
    providers::Provider,
    sol,
    sol_types::{SolCall, SolEvent},
};
use deploy::Contract;
use devnet::CACHE_MANAGER;
use interfaces::client::{
    IBatchRegistry::{self as Registry, BatchSubmitted},
    IDataAvailability::{self as Data, Header},
    ISequencerPool::{self as Pool, Role},
};
use merkle::{Keccak, Tree};
use serde::Serialize;
use std::{collections::BTreeMap, ops::Range};

sol! {
    function placeBid(address program) external payable;
}

const DATA: Contract = Contract::DataAvailability;

/// What Nitro takes as one transaction, in bytes.
const TRANSACTION: usize = 95_000;

/// Gas that every transaction costs.
const BASE: u64 = 21_000;

/// A batch with elements of the test's choice.
pub(super) struct Synthetic {
    pub(super) header: Header,
    elements: Vec<Vec<u8>>,
    tree: Tree,
}

impl Synthetic {
    /// Lets the selected sequencer submit elements of these lengths on `parent`.
    pub(super) async fn submit(bench: &Bench, parent: &Header, lengths: &[usize]) -> Self {
        let elements = lengths.iter().enumerate();
        let elements: Vec<_> = elements.map(|(i, length)| element(i, *length)).collect();
        let tree = Tree::of_data::<Keccak, _>(&elements).expect("few elements");
        let parent = types::Header::from(parent);
        let count = |number: usize| u32::try_from(number).expect("small");
        let registry = bench.world.anybody.registry();
        let set = registry.currentParameterSet().call().await;
        let submit = Registry::submitBatchCall {
            parent: (&parent).into(),
            mttbr: tree.root().0.into(),
            mtsr: B256::repeat_byte(3),
            count: count(elements.len()),
            dataLength: count(elements.iter().map(Vec::len).sum()),
            lastL2Block: parent.last_l2_block.0,
            lastL2Timestamp: parent.last_l2_timestamp.0,
            parameterSet: set.expect("a view"),
            producerSignature: Bytes::new(),
        };
        let selected = bench.world.anybody.pool().selectedSequencer().call().await;
        let author = selected.expect("a view");
        let registry = bench.world.addresses().registry;
        let receipt = call_as(&bench.world, author, registry, submit.abi_encode()).await;
        let submitted = receipt.logs().iter().find_map(|log| {
            let event = BatchSubmitted::decode_log(&log.inner).ok()?;
            Some(types::Header::from(&event.header))
        });
        let header = submitted.expect("the batch is taken");
        Self {
            header: (&header).into(),
            elements,
            tree,
        }
    }

    pub(super) fn hash(&self) -> B256 {
        let header = types::Header::from(&self.header);
        header.hash::<Keccak>().0.into()
    }

    /// The call that publishes a part of it.
    pub(super) fn publish(&self, part: Range<usize>) -> Data::publishCall {
        let first = u32::try_from(part.start).expect("small");
        let length = u32::try_from(part.len()).expect("small");
        let proof = self.tree.prove(first, length).expect("it is a part");
        let mut packed = Vec::new();
        for element in &self.elements[part] {
            let length = u32::try_from(element.len()).expect("small");
            packed.extend(length.to_be_bytes());
            packed.extend(element);
        }
        Data::publishCall {
            header: self.header.clone(),
            first,
            elements: packed.into(),
            proof: proof.iter().map(|hash| hash.0.into()).collect(),
        }
    }

    pub(super) fn whole(&self) -> Data::publishCall {
        self.publish(0..self.elements.len())
    }

    /// The calls that publish all of it, each as large as a transaction may be.
    fn calls(&self) -> Vec<Data::publishCall> {
        let mut calls = Vec::new();
        let mut start = 0;
        while start < self.elements.len() {
            let fits = |end: &usize| self.publish(start..*end).abi_encode().len() < TRANSACTION;
            let sizes = self.elements[start..]
                .iter()
                .map(|element| element.len() + 4);
            let sums = sizes.scan(0, |sum, size| {
                *sum += size;
                Some(*sum)
            });
            // A first guess that is too large by little; then down to what fits.
            let most = start + sums.take_while(|sum| *sum < TRANSACTION).count();
            let end = (start + 1..=most).rev().find(fits);
            let end = end.expect("an element fits a transaction");
            calls.push(self.publish(start..end));
            start = end;
        }
        calls
    }
}

/// Bytes without zeros, as those of signed transactions mostly are.
fn element(index: usize, length: usize) -> Vec<u8> {
    let byte = |at: usize| u8::try_from((index * 31 + at * 7) % 255 + 1).expect("at most 255");
    (0..length).map(byte).collect()
}

/// A verifier with money for fees, approved to the Treasury.
pub(super) async fn verifier(bench: &Bench) -> Address {
    let minimum = bench.world.settings.network.parameters.stakes.verifier;
    let member = newcomer(&bench.world, 0xda, 1_000 * minimum).await;
    let (role, stake) = (Role::Verifier, minimum);
    let join = call(&Pool::joinCall { role, stake });
    bench.send(Contract::SequencerPool, member, join).await;
    member
}

/// Lets another sequencer join, who is selected when those before are kicked.
pub(super) async fn next_sequencer(bench: &Bench, tag: u8) {
    let stake = bench.world.settings.network.parameters.stakes.sequencer;
    let member = newcomer(&bench.world, tag, stake).await;
    let role = Role::Sequencer;
    let join = call(&Pool::joinCall { role, stake });
    bench.send(Contract::SequencerPool, member, join).await;
}

/// The genesis, on which batches can be submitted.
async fn genesis(bench: &Bench) -> Header {
    let genesis = bench.world.anybody.accepted(0).await;
    (&genesis.expect("it is there").header).into()
}

/// What transactions cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Cost {
    transactions: u64,
    calldata_bytes: usize,
    /// All of it.
    pub(super) gas: u64,
    /// Without what any transaction pays for being there with its calldata.
    pub(super) gas_beyond_calldata: u64,
}

impl Cost {
    /// Of a transaction with this calldata that has used so much gas.
    pub(super) fn new(input: &[u8], gas: u64) -> Self {
        Self {
            transactions: 1,
            calldata_bytes: input.len(),
            gas,
            gas_beyond_calldata: gas - BASE - of_calldata(input),
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            transactions: self.transactions + other.transactions,
            calldata_bytes: self.calldata_bytes + other.calldata_bytes,
            gas: self.gas + other.gas,
            gas_beyond_calldata: self.gas_beyond_calldata + other.gas_beyond_calldata,
        }
    }
}

/// Sends a call to `DataAvailability`, which has to succeed.
async fn cost<C: SolCall>(bench: &Bench, from: Address, call: &C) -> Cost {
    let input = call.abi_encode();
    let at = bench.world.addresses().data_availability;
    let receipt = call_as(&bench.world, from, at, input.clone()).await;
    assert!(receipt.status(), "{}", C::SIGNATURE);
    Cost::new(&input, receipt.gas_used)
}

/// What each transaction pays for these bytes in its calldata, in gas.
pub(super) fn of_calldata(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .map(|byte| if *byte == 0 { 4 } else { 16 })
        .sum()
}

/// Asks for a batch and answers in as many calls as it takes; gives the costs of asking and of answering.
async fn answer(
    bench: &Bench,
    verifier: Address,
    parent: &Header,
    lengths: &[usize],
) -> (Header, [Cost; 2]) {
    let batch = Synthetic::submit(bench, parent, lengths).await;
    let header = batch.header.clone();
    let asking = cost(bench, verifier, &Data::requestCall { header }).await;
    let mut answering = Cost::default();
    for publish in batch.calls() {
        answering = answering.and(cost(bench, batch.header.sequencer, &publish).await);
    }
    let data = bench.world.anybody.data_availability();
    let entry = data.requestOf(batch.hash()).call().await.expect("a view");
    assert_eq!(entry.status, Data::RequestStatus::Answered);
    (batch.header, [asking, answering])
}

/// A world whose programs are in the host's cache, as those of a suite in use are.
async fn cached() -> Bench {
    let bench = Bench {
        world: small_world().await,
        seen: Snapshot::new(),
    };
    put_into_cache(&bench).await;
    bench
}

/// Lets the host cache all programs.
pub(super) async fn put_into_cache(bench: &Bench) {
    for contract in Contract::ALL {
        let program = bench.address(contract);
        let bid = placeBidCall { program }.abi_encode();
        let receipt = call_as(&bench.world, program, CACHE_MANAGER, bid).await;
        assert!(receipt.status(), "{contract}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn gas_of_an_answer_is_little_beyond_its_calldata() {
    let bench = cached().await;
    let verifier = verifier(&bench).await;
    let mut seen = BTreeMap::new();
    let mut parent = genesis(&bench).await;
    let cases = [
        ("1 element of 10 bytes", vec![10; 1], 160_000),
        ("2 elements of 45,000 bytes", vec![45_000; 2], 150_000),
        ("789 elements of 110 bytes", vec![110; 789], 200_000),
        (
            "3,000 elements of 110 bytes, in all calls",
            vec![110; 3_000],
            410_000,
        ),
    ];
    for (name, lengths, most) in cases {
        let (header, [asking, answering]) = answer(&bench, verifier, &parent, &lengths).await;
        assert!(
            answering.gas_beyond_calldata <= most,
            "{name}: {answering:?}"
        );
        seen.insert(
            name,
            BTreeMap::from([("request", asking), ("answer", answering)]),
        );
        parent = header;
    }
    assert_committed("publication.json", &seen);
}

/// Lets so many more batches seem to stand on the head, of which the registry would have only the number: see
/// `next` in `interfaces/storage/BatchRegistry.md`.
async fn simulate_descendants(bench: &Bench, number: u64) {
    let registry = bench.world.addresses().registry;
    let provider = bench.world.anybody.provider();
    let (head, slot) = (bench.world.anybody.registry(), U256::from(1));
    let before = head.head().call().await.expect("a view").index;
    let word = provider.get_storage_at(registry, slot).await;
    let word = B256::from(word.expect("the node answers") + U256::from(number));
    let set = serde_json::json!([registry, slot, word]);
    let _: serde_json::Value = provider
        .raw_request("anvil_setStorageAt".into(), set)
        .await
        .expect("the embedded chain lets one");
    let after = head.head().call().await.expect("a view").index;
    assert_eq!(after, before + number);
}

/// What expiring a batch costs on which others stand, some of them simulated: first in a world without pot and
/// credits, then again.
async fn expiries(descendants: usize, simulated: u64) -> BTreeMap<&'static str, Cost> {
    let bench = cached().await;
    let verifier = verifier(&bench).await;
    for tag in [0xdb, 0xdc] {
        next_sequencer(&bench, tag).await;
    }
    let parent = genesis(&bench).await;
    let mut costs = BTreeMap::new();
    for time in ["the first expiry", "the second expiry"] {
        let batch = Synthetic::submit(&bench, &parent, &[110]).await;
        let header = batch.header.clone();
        bench
            .send(DATA, verifier, call(&Data::requestCall { header }))
            .await;
        let mut head = batch.header.clone();
        for _ in 0..descendants {
            head = Synthetic::submit(&bench, &head, &[110]).await.header;
        }
        simulate_descendants(&bench, simulated).await;
        let windows = &bench.world.settings.network.parameters.windows;
        let window = u64::from(windows.data_request.0);
        bench.pass_blocks(window + 1).await;
        let header = batch.header.clone();
        let expire = Data::expireCall { header };
        costs.insert(time, cost(&bench, verifier, &expire).await);
    }
    costs
}

#[tokio::test(flavor = "multi_thread")]
async fn gas_of_an_expiry_does_not_grow_with_what_stands_on_the_batch() {
    let costs = Box::pin(expiries(1, 0)).await;
    // With the batch itself one less than ends a slot, so that the same is rotated.
    assert_eq!(Box::pin(expiries(14, 0)).await, costs);
    assert_eq!(Box::pin(expiries(1, 100_000)).await, costs);
    assert_committed("expiry.json", &costs);
}
