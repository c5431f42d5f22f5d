//! What a dispute on a large batch costs, move by move; what ends one otherwise; and what a replay costs.
//!
//! `UPDATE=1 cargo test --test scenarios gas` writes `tests/snapshots/dispute.json` and `replay.json`.

use super::{
    Bench, Snapshot, assert_committed, endings,
    publication::{Cost, of_calldata, put_into_cache},
};
use crate::support::suite;
use alloy::{
    consensus::Transaction, primitives::TxKind, providers::Provider, rpc::types::TransactionReceipt,
};
use harness::{
    Accepted, Checked, Execution, Move, SequencerFault, Settings, Verifier, World, send,
};
use std::collections::BTreeMap;
use types::{Blocks, Element};

/// Elements of the batch in dispute.
const ELEMENTS: usize = 3_000;

/// What is left of a whole dispute beside the witness in its calldata, at most.
const DISPUTE: u64 = 1_500_000;

/// Bytes of the longest part of a witness that is staged.
const PART: usize = 24_575;

/// What is done → what it costs.
pub(super) type Costs = BTreeMap<String, Cost>;

/// A world of two sequencers with so many elements in a batch, its programs in the host's cache or not.
pub(super) async fn bench(elements: usize, users: usize, is_cached: bool) -> Bench {
    let mut settings = Settings {
        sequencers: 2,
        users,
        block_size: elements / 2,
        blocks_per_batch: 2,
        ..Settings::default()
    };
    settings.network.parameters.windows.dispute_clock = Blocks(60);
    settings.network.parameters.windows.unbonding = Blocks(600);
    let world = World::build(suite(), settings).await;
    let bench = Bench {
        world: world.expect("a world can be built"),
        seen: Snapshot::new(),
    };
    if is_cached {
        put_into_cache(&bench).await;
    }
    bench
}

/// The selected sequencer posts a batch of new elements with this fault; gives which of them are token transfers.
pub(super) async fn post(
    world: &mut World,
    fault: impl Fn(&[usize]) -> SequencerFault,
) -> (Accepted, Vec<usize>) {
    let timestamp = world.anybody.timestamp().await.expect("the node answers");
    let (mut transfers, mut number) = (Vec::new(), 0);
    for _ in 0..world.settings.blocks_per_batch {
        for _ in 0..world.settings.block_size {
            let intent = world.workload.next_intent();
            if intent.to == TxKind::Call(world.workload.token()) {
                transfers.push(number);
            }
            number += 1;
            let transaction = world.users[intent.user].sign(intent);
            world.producer.submit(transaction);
        }
        let block = world.producer.produce_block(timestamp);
        block.expect("the transactions are executable");
    }
    let who = world.selected_sequencer().await.expect("one is selected");
    let fault = fault(&transfers);
    let sequencer = &mut world.sequencers[who];
    sequencer.follow().await.expect("what is there is right");
    sequencer.receive();
    sequencer.adopt(fault.policy());
    let batch = sequencer.compute().expect("the elements are executable");
    let submitted = sequencer.submit(&batch, None).await;
    (submitted.expect("it is selected").0, transfers)
}

/// Its elements and what they come to, published by who has executed them.
pub(super) async fn published(who: &mut Verifier, batch: &Accepted) -> (Vec<Vec<u8>>, Checked) {
    let examined = who.examine(batch).await.expect("the elements are there");
    let published = who.publish(batch, &examined.0).await;
    published.expect("they are the batch's");
    examined
}

/// What transactions have cost.
pub(super) async fn cost<'r>(
    world: &World,
    receipts: impl IntoIterator<Item = &'r TransactionReceipt>,
) -> Cost {
    let mut all = Cost::default();
    for receipt in receipts {
        let provider = world.anybody.provider();
        let transaction = provider
            .get_transaction_by_hash(receipt.transaction_hash)
            .await;
        let transaction = transaction.expect("the node answers").expect("it is mined");
        all = all.and(Cost::new(transaction.input(), receipt.gas_used));
    }
    all
}

/// A dispute on a batch that lies about a token transfer, from its opening to its proof.
async fn whole_dispute(is_cached: bool) -> Costs {
    let mut bench = bench(ELEMENTS, 24, is_cached).await;
    let world = &mut bench.world;
    let lie = |transfers: &[usize]| SequencerFault::Lying {
        at: transfers[transfers.len() / 2],
    };
    let (batch, transfers) = post(world, lie).await;
    let (elements, own) = published(&mut world.verifier, &batch).await;
    let element = Element::decode(&elements[transfers[transfers.len() / 2]]).expect("an element");
    let transfer = element.transaction.len();
    let verifier = &world.verifier;
    let mut contest = verifier
        .contest(&batch, elements, &own)
        .expect("its own claims");
    let opened = verifier
        .open(&contest, &batch.header)
        .await
        .expect("it is open to disputes");

    let mut costs = Costs::new();
    costs.insert("open".into(), cost(world, [&opened]).await);
    let dispute = world
        .anybody
        .disputes_on(batch.hash)
        .await
        .expect("the node answers")[0];
    let mut sum = costs["open"];
    for round in 1.. {
        let answer = world.sequencers[0]
            .answer(&dispute)
            .await
            .expect("its own tree");
        if let Move::Revealed(_, receipt) = &answer {
            let moved = cost(world, [receipt]).await;
            sum = sum.and(moved);
            costs.insert(format!("reveal {round}"), moved);
        }
        let evidence = verifier.evidence(&contest).ok();
        match verifier.advance(&mut contest).await.expect("it is right") {
            Move::Selected(_, receipt) => {
                let moved = cost(world, [&receipt]).await;
                sum = sum.and(moved);
                costs.insert(format!("select {round}"), moved);
            }
            Move::Proved(receipts) => {
                let moved = cost(world, &receipts).await;
                sum = sum.and(moved);
                let name = format!("prove a token transfer of {transfer} bytes");
                costs.insert(name, moved);
                let witness = evidence.expect("it has proved it").witness;
                let beyond = sum.gas - of_calldata(&witness);
                println!("cached {is_cached}: {beyond} gas beyond the witness's calldata");
                assert!(beyond <= DISPUTE, "{beyond} gas");
                costs.insert("the whole dispute".into(), sum);
                return costs;
            }
            other => panic!("{other:?} in round {round}"),
        }
    }
    costs
}

/// The ends of disputes that Layer 1 executes nothing for, on a small batch.
async fn other_ends(is_cached: bool) -> Costs {
    let mut bench = bench(20, 3, is_cached).await;
    let world = &mut bench.world;
    let mut costs = Costs::new();
    let number = world.add_challenger().await.expect("it has funds");
    let (batch, _) = post(world, |_| SequencerFault::Lying { at: 3 }).await;
    let (elements, own) = published(&mut world.verifier, &batch).await;
    let mut disputes = Vec::new();
    for who in [&world.verifier, &world.challengers[number]] {
        let contest = who.contest(&batch, elements.clone(), &own);
        let contest = contest.expect("its own claims");
        who.open(&contest, &batch.header)
            .await
            .expect("it is open to disputes");
        disputes.push(contest);
    }
    world
        .pass_blocks(61)
        .await
        .expect("the embedded chain mines");
    let ended = world.verifier.advance(&mut disputes[0]).await;
    let Move::TimedOut(ended) = ended.expect("the author is silent") else {
        panic!("it has not timed out");
    };
    costs.insert("timeout of the author".into(), cost(world, [&ended]).await);
    let settled = world.challengers[number].advance(&mut disputes[1]).await;
    let Move::Settled(settled) = settled.expect("it is decided") else {
        panic!("it is not settled");
    };
    costs.insert("settle".into(), cost(world, [&settled]).await);
    let fraud_proof = world.verifier.layer1().fraud_proof();
    let staged = send("FraudProof.stage", fraud_proof.stage(vec![7; PART].into())).await;
    let staged = staged.expect("a part is staged");
    costs.insert("stage of 24,575 bytes".into(), cost(world, [&staged]).await);
    costs
}

/// A replay of a batch, right or false, fed by the verifier.
async fn replay(world: &mut World, fault: SequencerFault) -> (Execution, Costs) {
    let (batch, _) = post(world, |_| fault).await;
    let (elements, _) = published(&mut world.verifier, &batch).await;
    let count = elements.len();
    let execution = world.verifier.execution(&batch, elements);
    let mut execution = execution.expect("its parent is followed");
    let begun = world
        .verifier
        .begin_replay(&execution)
        .await
        .expect("nobody has begun");
    let mut runs = Vec::new();
    let mut progress = |done: u32, all: u32| println!("{done} of {all} elements executed");
    let fed = world.verifier.replay(&mut execution, &mut progress).await;
    for run in fed.expect("the elements are the batch's") {
        runs.extend(run.receipts);
    }
    let all = cost(world, &runs).await;
    println!(
        "{count} elements: {} gas each, {all:?}",
        all.gas / count as u64
    );
    let costs = Costs::from([
        ("begin a replay".into(), cost(world, [&begun]).await),
        (format!("replay of {count} elements"), all),
    ]);
    (execution, costs)
}

/// A replay that agrees, and one that finds fraud, whose share is claimed.
async fn replays(is_cached: bool) -> Costs {
    let mut bench = bench(60, 3, is_cached).await;
    let (_, mut costs) = replay(&mut bench.world, SequencerFault::None).await;
    let (execution, _) = replay(&mut bench.world, SequencerFault::Lying { at: 5 }).await;
    let world = &bench.world;
    let claimed = world
        .verifier
        .layer1()
        .claim_share(execution.batch.hash)
        .await;
    let claimed = claimed.expect("it has fed all");
    costs.insert("claim a share".into(), cost(world, [&claimed]).await);
    costs
}

#[tokio::test(flavor = "multi_thread")]
async fn gas_of_a_dispute_is_little_beyond_its_witness() {
    let mut seen = BTreeMap::new();
    for (name, is_cached) in [("cached", true), ("not cached", false)] {
        let mut costs = Box::pin(whole_dispute(is_cached)).await;
        costs.extend(Box::pin(other_ends(is_cached)).await);
        costs.extend(Box::pin(replays(is_cached)).await);
        costs.extend(Box::pin(endings::lost(is_cached)).await);
        costs.extend(Box::pin(endings::orphaned(is_cached)).await);
        seen.insert(name, costs);
    }
    assert_committed("dispute.json", &seen);
}

/// A batch of the size that ends a slot, executed by Layer 1 from end to end, its programs in the host's cache.
#[tokio::test(flavor = "multi_thread")]
async fn gas_of_a_replay_of_3_000_elements() {
    let mut bench = bench(ELEMENTS, 24, true).await;
    let (execution, costs) = replay(&mut bench.world, SequencerFault::None).await;
    let batch = &execution.batch;
    let finalized = bench.world.anybody.finalize(&[batch.hash]).await;
    let finalized = finalized.expect("a proven batch waits for no window");
    assert!(finalized.status());
    let whole = &costs[&format!("replay of {ELEMENTS} elements")];
    let per_element = whole.gas / ELEMENTS as u64;
    let seen = serde_json::json!({ "whole batch": costs, "gas per element": per_element });
    assert_committed("replay.json", &seen);
}
