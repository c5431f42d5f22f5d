//! Disputes that both sides play by themselves to their end, whatever the other challengers of the batch do; and what
//! only real transactions show of their last move (`leaf`, `evidence`, `border`, `garbage`, `starved`), and of a replay's runs (`runs`).

mod border;
mod evidence;
mod garbage;
mod leaf;
mod runs;
mod starved;

pub(crate) use leaf::still_world;

use alloy::primitives::U256;
use harness::{
    ChallengerFault, Contest, Evidence, MAX_PART, SequencerFault, Settings, World, send,
};
use interfaces::client::{
    IBatchRegistry::Verdict,
    IFraudProof::DisputeStatus::{self, Lost, Won},
};
use transition::Witness;

use crate::support::{Posted, post_batch, small, suite};

/// Blocks that let every clock of the devnet run out.
const LONG: u64 = 25;

/// A batch of a sequencer with this fault, whose data is public, and a dispute of each of these challengers on it.
async fn disputed(
    fault: SequencerFault,
    challengers: &[ChallengerFault],
) -> (World, Posted, Vec<Contest>) {
    let settings = Settings {
        sequencers: 2,
        block_size: 10,
        ..small()
    };
    let world = World::build(suite(), settings).await;
    let mut world = world.expect("a world can be built");
    for _ in challengers {
        let added = world.add_challenger().await;
        added.expect("there is money for it");
    }
    world.sequencers[0].adopt(fault.policy());
    let posted = post_batch(&mut world).await;
    let (batch, elements) = (&posted.accepted, &posted.batch.elements);
    let published = world.challengers[0].publish(batch, elements).await;
    published.expect("it can be published");
    let mut contests = Vec::new();
    for (number, fault) in challengers.iter().enumerate() {
        let challenger = &mut world.challengers[number];
        let examined = challenger.examine(batch).await;
        let (elements, own) = examined.expect("its parent is the genesis");
        let contest = challenger.contest(batch, elements, &own);
        let mut contest = contest.expect("the trees have one size");
        contest.adopt(fault.tactics());
        let opened = challenger.open(&contest, &batch.header).await;
        opened.expect("it can be disputed");
        contests.push(contest);
    }
    (world, posted, contests)
}

async fn status(world: &World, contest: &Contest, who: usize) -> DisputeStatus {
    let challenger = world.challengers[who].layer1().account();
    let dispute = world.anybody.dispute_of(contest.batch.hash, challenger);
    dispute.await.expect("the view answers").status
}

async fn statuses(world: &World, contests: &[Contest]) -> Vec<DisputeStatus> {
    let mut statuses = Vec::new();
    for (who, contest) in contests.iter().enumerate() {
        statuses.push(status(world, contest, who).await);
    }
    statuses
}

/// Everybody does what there is to do; when there is nothing, time passes. Returns how the disputes have ended.
async fn play_out(world: &World, contests: &mut [Contest]) -> Vec<DisputeStatus> {
    for _ in 0..50 {
        let answers = world.sequencers[0].defend().await;
        let mut moves = answers.expect("the author can answer").len();
        for (who, contest) in contests.iter_mut().enumerate() {
            let played = world.challengers[who].play(contest).await;
            moves += played.expect("the challenger can play").len();
        }
        let statuses = statuses(world, contests).await;
        if !statuses.contains(&DisputeStatus::Open) {
            return statuses;
        }
        if moves == 0 {
            let passed = world.pass_blocks(LONG).await;
            assert!(passed.expect("the chain answers"));
        }
    }
    panic!("the disputes have no end");
}

/// What the Treasury holds is what it owes, and no bond is left in it.
async fn assert_solvent(world: &World, stakes: u128) {
    let treasury = world.addresses().treasury;
    let held = world.anybody.token().balanceOf(treasury).call().await;
    let (locked, credited, potted) = world.anybody.standing().await.expect("views").totals;
    assert_eq!(locked, stakes);
    let owed = U256::from(locked + credited + potted);
    assert_eq!(held.expect("the token answers"), owed);
}

async fn verdict(world: &World, posted: &Posted) -> Verdict {
    let verdict = world.anybody.verdict(&posted.accepted.header).await;
    verdict.expect("the view answers").0
}

/// Stakes of both sequencers, the producer and the verifier.
fn stakes(world: &World, sequencers: u128) -> u128 {
    let stakes = world.settings.network.parameters.stakes;
    sequencers * stakes.sequencer + stakes.producer + stakes.verifier
}

#[tokio::test(flavor = "multi_thread")]
async fn play_wins_every_honest_dispute_beside_shams_and_silent_ones() {
    let kinds = [
        ChallengerFault::Sham { seed: 3 },
        ChallengerFault::Silent { after: 1 },
        ChallengerFault::None,
        ChallengerFault::None,
    ];
    for fault in [
        SequencerFault::Lying { at: 19 },
        SequencerFault::Lying { at: 0 },
        SequencerFault::ClaimingNothing { at: 7 },
    ] {
        let (world, posted, mut contests) = disputed(fault, &kinds).await;
        let ended = play_out(&world, &mut contests).await;
        assert_eq!(ended[2..], [Won, Won], "{fault:?}");
        assert_eq!(verdict(&world, &posted).await, Verdict::Invalid);
        let liar = world.sequencers[0].layer1().account();
        let (_, stake) = world.anybody.holdings(liar).await.expect("views");
        assert_eq!(stake, 0);
        assert_solvent(&world, stakes(&world, 1)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn defend_wins_every_dispute_on_a_right_batch() {
    let kinds = [
        ChallengerFault::Sham { seed: 3 },
        ChallengerFault::Silent { after: 0 },
        ChallengerFault::Silent { after: 1 },
        ChallengerFault::Sham { seed: 4 },
    ];
    let (world, posted, mut contests) = disputed(SequencerFault::None, &kinds).await;
    let ended = play_out(&world, &mut contests).await;
    assert_eq!(ended, [Lost; 4]);
    assert_eq!(verdict(&world, &posted).await, Verdict::Pending);
    assert_solvent(&world, stakes(&world, 2)).await;

    let hash = posted.accepted.hash;
    let closes_at = world.anybody.closes_at(hash).await.expect("views");
    let waited = world.wait_for_block(closes_at + 1, "it can be final").await;
    waited.expect("the chain can be told to mine");
    world
        .anybody
        .finalize(&[hash])
        .await
        .expect("nothing is open");
    assert_eq!(verdict(&world, &posted).await, Verdict::Final);
}

/// The evidence of a challenger, whose witness has so many bytes more, which nothing needs.
fn padded(evidence: &Evidence, bytes: usize) -> Evidence {
    let witness = Witness::decode(&evidence.witness);
    let mut witness = witness.expect("it was encoded so");
    witness.codes.push(vec![7; bytes].into());
    Evidence {
        witness: witness.encode(),
        ..evidence.clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn prove_stages_what_does_not_fit_the_transaction_and_stages_nothing_twice() {
    let fault = SequencerFault::Lying { at: 7 };
    let (world, posted, mut contests) = disputed(fault, &[ChallengerFault::None]).await;
    let (challenger, contest) = (&world.challengers[0], &mut contests[0]);
    while !contest.position().is_leaf() {
        let answers = world.sequencers[0].defend().await;
        answers.expect("the author can answer");
        let moved = challenger.advance(contest).await;
        assert!(!moved.expect("the challenger can select").is_none());
    }
    let evidence = challenger.evidence(contest).expect("it is at a leaf");
    let evidence = padded(&evidence, 120_000);
    let first = evidence.witness[..MAX_PART].to_vec();
    let fraud_proof = world.anybody.fraud_proof();
    let staged = send("stage", fraud_proof.stage(first.into())).await;
    staged.expect("anybody stages");

    let (header, parent) = (&posted.accepted.header, &world.genesis.0.header);
    let layer1 = challenger.layer1();
    let receipts = layer1.prove(header, parent, layer1.account(), &evidence);
    let receipts = receipts.await.expect("the element is executed");
    // 120,000 bytes and more are two parts and what fits the transaction; the first was there.
    assert_eq!(receipts.len(), 2);
    assert_eq!(verdict(&world, &posted).await, Verdict::Invalid);
    assert_eq!(status(&world, contest, 0).await, Won);
}
