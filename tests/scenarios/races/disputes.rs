//! A move and the timeout of a dispute in one block, at the last block of the side whose turn it is and after it.

use alloy::{
    primitives::Bytes,
    rpc::types::TransactionReceipt,
    sol_types::{SolCall, SolError},
};
use harness::{Contest, Position, Settings, World};
use interfaces::client::{
    IBatchRegistry::Verdict,
    IFraudProof::{
        Dispute, DisputeStatus, NoOpenDispute, NotTimedOut, StaleMove, TooLate, revealCall,
        selectCall, timeoutCall,
    },
};
use types::BISECTION_LEVELS;

use super::STRANGER;
use crate::{
    disputes::still_world,
    support::{Moment, Posted, attempt, post_batch, small},
};

/// Whether something was done, or why not.
type Done = Result<(), Bytes>;

/// A dispute on a right batch, at its root.
struct Scene {
    world: World,
    posted: Posted,
    contest: Contest,
}

/// What has become of it.
#[derive(Debug, PartialEq)]
struct Outcome {
    dispute: Dispute,
    verdict: (Verdict, bool),
    standing: harness::Standing,
}

fn refused(error: &impl SolError) -> Done {
    Err(error.abi_encode().into())
}

impl Scene {
    async fn opened() -> Self {
        let settings = Settings {
            block_size: 10,
            ..small()
        };
        let mut world = still_world(settings).await;
        let posted = post_batch(&mut world).await;
        let batch = &posted.accepted;
        let challenger = &mut world.challengers[0];
        let published = challenger.publish(batch, &posted.batch.elements).await;
        published.expect("it can be published");
        let (elements, own) = challenger.examine(batch).await.expect("it has its parent");
        let contest = challenger.contest(batch, elements, &own);
        let contest = contest.expect("the trees have one size");
        let opened = challenger.open(&contest, &batch.header).await;
        opened.expect("it can be disputed");
        Self {
            world,
            posted,
            contest,
        }
    }

    /// The same, with the root revealed a block later.
    async fn revealed() -> Self {
        let scene = Box::pin(Self::opened()).await;
        let now = scene.now().await;
        scene.at(now + 1).await;
        scene.reveal().await.expect("it is the author's turn");
        scene
    }

    fn root(&self) -> Position {
        *self.contest.position()
    }

    fn frontier(&self) -> Vec<alloy::primitives::B256> {
        let states = self.posted.batch.states();
        let frontier = states.frontier(self.root().node, BISECTION_LEVELS);
        let frontier = frontier.expect("it has leaves below");
        frontier.into_iter().map(|hash| hash.0.into()).collect()
    }

    async fn tell(
        &self,
        from: alloy::primitives::Address,
        call: &impl SolCall,
    ) -> Result<TransactionReceipt, Bytes> {
        let to = self.world.addresses().fraud_proof;
        attempt(&self.world, from, to, call.abi_encode()).await
    }

    async fn reveal(&self) -> Done {
        let call = revealCall {
            size: self.root().node.size(),
            frontier: self.frontier(),
        };
        let author = self.world.sequencers[0].layer1().account();
        self.tell(author, &call).await.map(drop)
    }

    async fn select(&self) -> Done {
        let call = selectCall {
            headerHash: self.posted.accepted.hash.0.into(),
            position: (&self.root()).into(),
            frontier: self.frontier(),
            entry: 0,
        };
        self.tell(self.challenger(), &call).await.map(drop)
    }

    async fn timeout(&self) -> Done {
        let call = timeoutCall {
            header: (&self.posted.accepted.header).into(),
            challenger: self.challenger(),
            position: (&self.root()).into(),
        };
        self.tell(STRANGER, &call).await.map(drop)
    }

    fn challenger(&self) -> alloy::primitives::Address {
        self.world.challengers[0].layer1().account()
    }

    /// Whether it is the author's turn, and its last block.
    async fn turn(&self) -> (bool, u64) {
        let (batch, challenger) = (&self.posted.accepted, self.challenger());
        let standing = self.world.anybody.standing_of(batch, challenger).await;
        let standing = standing.expect("a view");
        (standing.author, standing.deadline)
    }

    async fn now(&self) -> u64 {
        self.world.anybody.current_block().await.expect("a view")
    }

    async fn at(&self, block: u64) {
        let waited = self.world.wait_for_block(block, "the scene goes on").await;
        waited.expect("the embedded chain can be told to jump");
        assert_eq!(self.now().await, block);
    }

    async fn outcome(&self) -> Outcome {
        let (layer1, batch) = (&self.world.anybody, &self.posted.accepted);
        let dispute = layer1.dispute_of(batch.hash, self.challenger()).await;
        Outcome {
            dispute: dispute.expect("a view"),
            verdict: layer1.verdict(&batch.header).await.expect("a view"),
            standing: layer1.standing().await.expect("views"),
        }
    }

    /// The dispute is over.
    fn ended(&self, status: DisputeStatus) -> NoOpenDispute {
        NoOpenDispute {
            headerHash: self.posted.accepted.hash.0.into(),
            challenger: self.challenger(),
            status,
        }
    }

    /// Both in one block, in either order: what each came to, the move first, and what has become of the dispute. Nothing
    /// of it stays.
    async fn race(&self, block: u64, moves: Moves, move_first: bool) -> ([Done; 2], Outcome) {
        let moment = Moment::note(&self.world).await;
        let done = if move_first {
            let mined = self.do_move(moves).await;
            [mined, self.timeout().await]
        } else {
            let ended = self.timeout().await;
            [self.do_move(moves).await, ended]
        };
        assert_eq!(self.now().await, block, "all of it is one block");
        let outcome = self.outcome().await;
        moment.restore(&self.world).await;
        (done, outcome)
    }

    async fn do_move(&self, moves: Moves) -> Done {
        match moves {
            Moves::Reveal => self.reveal().await,
            Moves::Select => self.select().await,
        }
    }
}

#[derive(Clone, Copy)]
enum Moves {
    Reveal,
    Select,
}

#[tokio::test(flavor = "multi_thread")]
async fn prop_reveal_and_timeout_in_one_block_come_to_the_same_in_either_order() {
    let scene = Box::pin(Scene::opened()).await;
    let (is_authors, deadline) = scene.turn().await;
    assert!(is_authors);
    let allowance = deadline - scene.now().await;
    for current in [deadline - 1, deadline, deadline + 1, deadline + 2] {
        scene.at(current).await;
        let (first, one) = scene.race(current, Moves::Reveal, true).await;
        let (last, other) = scene.race(current, Moves::Reveal, false).await;
        assert_eq!(one, other, "at {current}");
        if current <= deadline {
            // The turn is the challenger's from the reveal on.
            let challengers = NotTimedOut {
                deadline: current + allowance,
                current,
            };
            assert_eq!(first, [Ok(()), refused(&challengers)]);
            let authors = NotTimedOut { deadline, current };
            assert_eq!(last, [Ok(()), refused(&authors)]);
            assert_eq!(one.dispute.status, DisputeStatus::Open);
        } else {
            // A reveal is true of its node for ever; here it comes too late.
            assert_eq!([first, last], [[Ok(()), Ok(())], [Ok(()), Ok(())]]);
            assert_eq!(one.dispute.status, DisputeStatus::Won);
            assert_eq!(one.verdict, (Verdict::Invalid, false));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn prop_select_and_timeout_in_one_block_come_to_the_same_in_either_order() {
    let scene = Box::pin(Scene::revealed()).await;
    let (is_authors, deadline) = scene.turn().await;
    assert!(!is_authors);
    let root = scene.root();
    let (hash, challenger) = (scene.posted.accepted.hash, scene.challenger());
    let selected = {
        let frontier = scene.posted.batch.states();
        let frontier = frontier.frontier(root.node, BISECTION_LEVELS);
        root.entry(&frontier.expect("it has leaves below"), 0)
    };
    let stale = StaleMove {
        given: root.state(hash, challenger),
        current: selected.expect("there is a first").state(hash, challenger),
    };
    for current in [deadline - 1, deadline, deadline + 1, deadline + 2] {
        scene.at(current).await;
        let (first, one) = scene.race(current, Moves::Select, true).await;
        let (last, other) = scene.race(current, Moves::Select, false).await;
        assert_eq!(one, other, "at {current}");
        if current <= deadline {
            assert_eq!(first, [Ok(()), refused(&stale)]);
            let running = NotTimedOut { deadline, current };
            assert_eq!(last, [Ok(()), refused(&running)]);
            assert_eq!(one.dispute.status, DisputeStatus::Open);
        } else {
            let late = TooLate { deadline, current };
            assert_eq!(first, [refused(&late), Ok(())]);
            let ended = scene.ended(DisputeStatus::Lost);
            assert_eq!(last, [refused(&ended), Ok(())]);
            assert_eq!(one.dispute.status, DisputeStatus::Lost);
            assert_eq!(one.verdict, (Verdict::Pending, false));
        }
    }
}
