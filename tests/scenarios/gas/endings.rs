//! The ends of disputes that the author wins or that nobody does; and that the end of one costs the same however many
//! others there are.

use super::{
    Bench, Snapshot,
    disputes::{Costs, bench, cost, post, published},
    fraud_proof::{open, position},
    publication::Cost,
};
use crate::{
    disputes::still_world,
    support::{call_as, small},
};
use alloy::{primitives::Address, sol_types::SolCall};
use harness::{Accepted, Contest, Move, SequencerFault};
use interfaces::client::{
    IBatchRegistry::Verdict,
    IFraudProof::{DisputeStatus, settleCall, timeoutCall},
};

/// Elements of each batch.
const ELEMENTS: usize = 20;

/// More blocks than either side has.
const LONG: u64 = 61;

/// A stranger calls FraudProof.
async fn tell(bench: &Bench, input: Vec<u8>) -> Cost {
    let to = bench.world.addresses().fraud_proof;
    let from = Address::repeat_byte(0x5f);
    let receipt = call_as(&bench.world, from, to, input.clone()).await;
    assert!(receipt.status());
    Cost::new(&input, receipt.gas_used)
}

/// Ends a dispute that stands at the root because somebody has run out of time.
async fn time_out(bench: &Bench, batch: &Accepted, challenger: Address) -> Cost {
    let call = timeoutCall {
        header: (&batch.header).into(),
        challenger,
        position: position(batch),
    };
    tell(bench, call.abi_encode()).await
}

/// Settles a dispute that stands at the root; gives also how it has ended.
async fn settle(bench: &Bench, batch: &Accepted, challenger: Address) -> (Cost, DisputeStatus) {
    let call = settleCall {
        header: (&batch.header).into(),
        challenger,
        position: position(batch),
    };
    let cost = tell(bench, call.abi_encode()).await;
    let dispute = bench.world.anybody.dispute_of(batch.hash, challenger).await;
    (cost, dispute.expect("a view").status)
}

/// On a right batch: one challenger is proved wrong, one runs out of time, one is settled once the batch is proven.
pub(super) async fn lost(is_cached: bool) -> Costs {
    let mut bench = bench(ELEMENTS, 3, is_cached).await;
    let mut costs = Costs::new();
    let (batch, _) = post(&mut bench.world, |_| SequencerFault::None).await;
    let (elements, _) = published(&mut bench.world.verifier, &batch).await;
    let (wrong, contest) = wrong_about_an_element(&mut bench, &batch, &elements).await;
    let proved = proof_without_fraud(&bench, wrong, contest).await;
    costs.insert("prove without fraud".into(), proved);
    let silent = open(&mut bench, &batch).await;
    let last = open(&mut bench, &batch).await;
    bench.pass_blocks(LONG).await;
    let ended = time_out(&bench, &batch, silent).await;
    costs.insert("timeout of the challenger".into(), ended);
    let verifier = &bench.world.verifier;
    let execution = verifier.execution(&batch, elements);
    let mut execution = execution.expect("its parent is followed");
    verifier
        .begin_replay(&execution)
        .await
        .expect("nobody has begun");
    let fed = verifier.replay(&mut execution, &mut |_, _| ()).await;
    fed.expect("it is all there");
    let (settled, status) = settle(&bench, &batch, last).await;
    assert_eq!(status, DisputeStatus::Lost);
    costs.insert("settle of a lost dispute".into(), settled);
    costs
}

/// A challenger that takes an element for one that does nothing, with its dispute.
async fn wrong_about_an_element(
    bench: &mut Bench,
    batch: &Accepted,
    elements: &[Vec<u8>],
) -> (usize, Contest) {
    let number = bench.world.add_challenger().await.expect("it has funds");
    let challenger = &mut bench.world.challengers[number];
    challenger
        .examine(batch)
        .await
        .expect("its parent is there");
    let mut other = elements.to_vec();
    other[3] = b"nothing".to_vec();
    let own = challenger.execute(batch, &other);
    let own = own.expect("every element gives a claim");
    let contest = challenger.contest(batch, elements.to_vec(), &own);
    let contest = contest.expect("the trees have one size");
    let opened = challenger.open(&contest, &batch.header).await;
    opened.expect("it is open to disputes");
    (number, contest)
}

async fn proof_without_fraud(bench: &Bench, number: usize, mut contest: Contest) -> Cost {
    let challenger = &bench.world.challengers[number];
    while !contest.position().is_leaf() {
        let answers = bench.world.sequencers[0].defend().await;
        answers.expect("its own tree");
        let selected = challenger.advance(&mut contest).await;
        assert!(!selected.expect("the node is revealed").is_none());
    }
    let proved = challenger.advance(&mut contest).await;
    let Move::Proved(receipts) = proved.expect("it is all there") else {
        panic!("it is at a leaf");
    };
    let (batch, who) = (&contest.batch, challenger.layer1().account());
    let dispute = bench.world.anybody.dispute_of(batch.hash, who).await;
    assert_eq!(dispute.expect("a view").status, DisputeStatus::Lost);
    cost(&bench.world, &receipts).await
}

/// On a batch that is cut with the false one below it.
pub(super) async fn orphaned(is_cached: bool) -> Costs {
    let mut bench = bench(ELEMENTS, 3, is_cached).await;
    let lie = SequencerFault::Lying { at: 3 };
    let (parent, _) = post(&mut bench.world, |_| lie).await;
    published(&mut bench.world.verifier, &parent).await;
    let (child, _) = post(&mut bench.world, |_| SequencerFault::None).await;
    let received = bench.world.verifier.download_from_peers(&child);
    let own = &received[received.len() - child.header.element_count as usize..];
    let data = bench.world.verifier.publish(&child, own).await;
    data.expect("they are the child's");
    let of_the_parent = open(&mut bench, &parent).await;
    let of_the_child = open(&mut bench, &child).await;
    bench.pass_blocks(LONG).await;
    time_out(&bench, &parent, of_the_parent).await;
    let (settled, status) = settle(&bench, &child, of_the_child).await;
    assert_eq!(status, DisputeStatus::Orphaned);
    Costs::from([("settle of an orphaned dispute".into(), settled)])
}

/// What the conviction of a batch with so many open disputes, and two more, costs by the first of them; and then the
/// settlement of the second. Both without their calldata, which has more or fewer zeros.
async fn conviction(others: usize) -> [u64; 2] {
    // While they are opened, no block passes.
    let mut bench = Bench {
        world: still_world(small()).await,
        seen: Snapshot::new(),
    };
    let lie = SequencerFault::Lying { at: 3 };
    let (batch, _) = post(&mut bench.world, |_| lie).await;
    published(&mut bench.world.verifier, &batch).await;
    let first = open(&mut bench, &batch).await;
    let second = open(&mut bench, &batch).await;
    for _ in 0..others {
        open(&mut bench, &batch).await;
    }
    bench.pass_blocks(LONG).await;
    let convicted = time_out(&bench, &batch, first).await;
    let verdict = bench.world.anybody.verdict(&batch.header).await;
    assert_eq!(verdict.expect("a view").0, Verdict::Invalid);
    let (settled, status) = settle(&bench, &batch, second).await;
    assert_eq!(status, DisputeStatus::Won);
    [convicted.gas_beyond_calldata, settled.gas_beyond_calldata]
}

#[tokio::test(flavor = "multi_thread")]
async fn gas_of_a_conviction_and_a_settlement_does_not_grow_with_other_disputes() {
    let one = Box::pin(conviction(1)).await;
    assert_eq!(Box::pin(conviction(25)).await, one);
}
