//! An author whose tree has garbage in the place of a node: what it reveals above folds, and it can open nothing below.

use alloy::{
    primitives::B256,
    sol_types::{SolCall, SolEvent},
};
use harness::{Accepted, Contest, Move, Settings, World};
use interfaces::client::{
    IBatchRegistry::{BatchSubmitted, Verdict, submitBatchCall},
    IFraudProof::{DisputeStatus, revealCall},
};
use merkle::{Hash, Keccak, Node};
use types::BISECTION_LEVELS;

use super::leaf::still_world;
use crate::support::{attempt, next_batch, small, submission_of};

/// Elements of the batch: its root has twelve entries below, eight of two leaves and four leaves.
const ELEMENTS: u32 = 20;

/// A dispute on a batch with such a tree.
struct Garbage {
    world: World,
    batch: Accepted,
    frontier: Vec<Hash>,
    contest: Contest,
}

impl Garbage {
    /// With garbage at this entry below the root, and what is true at the others.
    async fn at(entry: usize) -> Self {
        let settings = Settings {
            block_size: 10,
            ..small()
        };
        let mut world = still_world(settings).await;
        let batch = next_batch(&mut world).await;
        let root = Node::root(ELEMENTS).expect("it has leaves");
        let frontier = batch.states().frontier(root, BISECTION_LEVELS);
        let mut frontier = frontier.expect("it has leaves below");
        frontier[entry] = Hash([0x6a; 32]);
        let mtsr = root.fold_frontier::<Keccak>(BISECTION_LEVELS, &frontier);
        let submission = submitBatchCall {
            mtsr: mtsr.expect("it has the right length").0.into(),
            ..submission_of(&world.genesis.0.header, &batch)
        };
        let accepted = submit(&world, &submission).await;
        let contest = opened(&mut world, &accepted, &batch.elements).await;
        Self {
            world,
            batch: accepted,
            frontier,
            contest,
        }
    }

    /// The author shows what would lie below a node.
    async fn reveal(&self, size: u32, frontier: &[Hash]) -> B256 {
        let frontier = frontier.iter().map(|hash| hash.0.into()).collect();
        let reveal = revealCall { size, frontier };
        let to = self.world.addresses().fraud_proof;
        let author = self.world.sequencers[0].layer1().account();
        let revealed = attempt(&self.world, author, to, reveal.abi_encode()).await;
        let revealed = revealed.expect("every reveal is true of some node");
        revealed.logs()[0].topics()[1]
    }

    async fn advance(&mut self) -> Move {
        let moved = self.world.challengers[0].advance(&mut self.contest).await;
        moved.expect("the challenger is right")
    }

    async fn assert_convicted(&self) {
        let (layer1, batch) = (&self.world.anybody, &self.batch);
        let challenger = self.world.challengers[0].layer1().account();
        let dispute = layer1.dispute_of(batch.hash, challenger).await;
        assert_eq!(dispute.expect("a view").status, DisputeStatus::Won);
        let verdict = layer1.verdict(&batch.header).await;
        assert_eq!(verdict.expect("a view"), (Verdict::Invalid, false));
        let author = self.world.sequencers[0].layer1().account();
        let (_, stake) = layer1.holdings(author).await.expect("views");
        assert_eq!(stake, 0);
    }
}

async fn submit(world: &World, submission: &submitBatchCall) -> Accepted {
    let author = world.sequencers[0].layer1().account();
    let to = world.addresses().registry;
    let receipt = attempt(world, author, to, submission.abi_encode()).await;
    let receipt = receipt.expect("nobody sees what the root stands for");
    let mut logs = receipt.logs().iter();
    let submitted = logs.find_map(|log| BatchSubmitted::decode_log(&log.inner).ok());
    Accepted::new((&submitted.expect("it is emitted").data.header).into())
}

async fn opened(world: &mut World, batch: &Accepted, elements: &[Vec<u8>]) -> Contest {
    let challenger = &mut world.challengers[0];
    let published = challenger.publish(batch, elements).await;
    published.expect("it can be published");
    let (elements, own) = challenger.examine(batch).await.expect("it has its parent");
    let contest = challenger.contest(batch, elements, &own);
    let contest = contest.expect("the trees have one size");
    let opened = challenger.open(&contest, &batch.header).await;
    opened.expect("it can be disputed");
    contest
}

#[tokio::test(flavor = "multi_thread")]
async fn timeout_convicts_who_reveals_a_node_that_it_cannot_open() {
    for entry in [0, 5, 7] {
        let mut scene = Box::pin(Garbage::at(entry)).await;
        let frontier = scene.frontier.clone();
        let root = scene.reveal(ELEMENTS, &frontier).await;
        assert_eq!(root, B256::from(scene.batch.header.mtsr.0));
        assert!(matches!(scene.advance().await, Move::Selected(..)));
        let position = *scene.contest.position();
        assert_eq!((position.hash, position.node.size()), (frontier[entry], 2));
        // Whatever it shows is below another node.
        let other = scene.reveal(2, &[Hash([1; 32]), Hash([2; 32])]).await;
        assert_ne!(other, B256::from(position.hash.0));
        assert!(scene.advance().await.is_none(), "it is the author's turn");
        let challenger = scene.world.challengers[0].layer1().account();
        let standing = scene.world.anybody.standing_of(&scene.batch, challenger);
        let standing = standing.await.expect("a view");
        assert!(standing.author);
        let waited = scene
            .world
            .wait_for_block(standing.deadline + 1, "it is over");
        waited
            .await
            .expect("the embedded chain can be told to jump");
        assert!(matches!(scene.advance().await, Move::TimedOut(_)));
        scene.assert_convicted().await;
    }
}

/// What stands for a leaf is no claim's hash; the claim before it is still proved against the root.
#[tokio::test(flavor = "multi_thread")]
async fn prove_convicts_who_reveals_garbage_for_a_leaf() {
    for entry in [8, 11] {
        let mut scene = Box::pin(Garbage::at(entry)).await;
        let frontier = scene.frontier.clone();
        scene.reveal(ELEMENTS, &frontier).await;
        assert!(matches!(scene.advance().await, Move::Selected(..)));
        assert!(scene.contest.position().is_leaf());
        assert!(matches!(scene.advance().await, Move::Proved(_)));
        scene.assert_convicted().await;
    }
}
