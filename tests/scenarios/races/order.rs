//! Who comes first within one block.

use super::{STRANGER, Scene};
use crate::support::{Moment, submission_of};
use alloy::{
    primitives::Bytes,
    sol_types::{SolCall, SolError, SolEvent},
};
use harness::Accepted;
use interfaces::client::{
    IBatchRegistry::{BatchSubmitted, ParentMoved, Verdict},
    IDataAvailability::{
        self as data, ElementsNotProven, NoOpenRequest, NotPending, NothingNew, RequestStatus,
        StillAnswerable, TooLate,
    },
};
use types::Header;

fn refused<T>(error: &impl SolError) -> Result<T, Bytes> {
    Err(error.abi_encode().into())
}

/// The answer and the expiry, in this order: whether each was done, or why not.
async fn race(scene: &Scene, answer_first: bool) -> [Result<(), Bytes>; 2] {
    let (author, stranger) = (scene.author(), STRANGER);
    let answer = async || scene.tell(author, &scene.whole()).await.map(drop);
    let expiry = async || scene.tell(stranger, &scene.expiry()).await.map(drop);
    if answer_first {
        let answered = answer().await;
        [answered, expiry().await]
    } else {
        let expired = expiry().await;
        [answer().await, expired]
    }
}

/// What the race comes to by the rule alone: the answer up to the deadline, the expiry from then on.
fn promised(
    scene: &Scene,
    (current, deadline): (u64, u64),
    answer_first: bool,
) -> [Result<(), Bytes>; 2] {
    let hash = scene.batch.accepted.hash.0.into();
    let in_time = current <= deadline;
    match (in_time, answer_first) {
        (true, true) => {
            let status = RequestStatus::Answered;
            [
                Ok(()),
                refused(&NoOpenRequest {
                    headerHash: hash,
                    status,
                }),
            ]
        }
        (true, false) => [Ok(()), refused(&StillAnswerable { deadline, current })],
        (false, true) => {
            let until = deadline;
            [refused(&TooLate { until, current }), Ok(())]
        }
        (false, false) => {
            let verdict = data::Verdict::Invalid;
            [
                refused(&NotPending {
                    headerHash: hash,
                    verdict,
                }),
                Ok(()),
            ]
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn prop_answer_and_expiry_in_one_block_come_to_the_same_in_either_order() {
    let scene = Box::pin(Scene::asked()).await;
    let deadline = scene.deadline().await;
    for block in [deadline - 1, deadline, deadline + 1, deadline + 2] {
        scene.at(block).await;
        let mut outcomes = Vec::new();
        for answer_first in [true, false] {
            let moment = Moment::note(&scene.world).await;
            let seen = race(&scene, answer_first).await;
            let expected = promised(&scene, (block, deadline), answer_first);
            assert_eq!(
                seen, expected,
                "at {block}, the answer first: {answer_first}"
            );
            assert_eq!(scene.now().await, block, "all of it is one block");
            outcomes.push(scene.outcome().await);
            moment.restore(&scene.world).await;
        }
        assert_eq!(outcomes[0], outcomes[1], "at {block}");
        let status = outcomes[0].request.status;
        let answered = block <= deadline;
        assert_eq!(status == RequestStatus::Answered, answered, "at {block}");
        assert_eq!(status == RequestStatus::Defaulted, !answered, "at {block}");
    }
}

/// The attack: whoever sees the author's call sends a copy of it ahead, in the same block.
#[tokio::test(flavor = "multi_thread")]
async fn publish_succeeds_for_the_author_when_a_copy_of_its_chunk_ran_ahead() {
    let scene = Box::pin(Scene::asked()).await;
    let (author, count) = (scene.author(), scene.count());
    let half = count / 2;
    let chunk = scene.publication(0..half);
    let copied = scene.tell(STRANGER, &chunk).await;
    copied.expect("anyone may publish");
    let (end, next) = (half.into(), half);
    let again = scene.tell(author, &chunk).await.map(drop);
    assert_eq!(again, refused(&NothingNew { end, next }));
    // The author goes on as if nothing were there: what is there is skipped.
    let rest = scene.tell(author, &scene.whole()).await;
    rest.expect("a call may overlap");

    let outcome = scene.outcome().await;
    let fee = outcome.request.fee;
    assert_eq!(outcome.request.status, RequestStatus::Answered);
    assert_eq!(outcome.verdict, (Verdict::Pending, false));
    // The ledger keeps apart who has published what; a copy earns nothing.
    let elements = &scene.batch.batch.elements[half as usize..];
    let own: usize = elements.iter().map(Vec::len).sum();
    assert_eq!(outcome.publication.authorLength as usize, own);
    assert_eq!(outcome.credits, (0, 0));
    assert_eq!(outcome.standing.totals.2, fee, "the fee is in the pot");
}

/// The attack: the copy is changed, so that the author's own is taken for a repetition.
#[tokio::test(flavor = "multi_thread")]
async fn publish_reverts_elements_not_proven_when_a_copy_was_changed() {
    let scene = Box::pin(Scene::asked()).await;
    let before = scene.outcome().await;
    let honest = scene.whole();
    let mut changed = honest.clone();
    let mut bytes = changed.elements.to_vec();
    *bytes.last_mut().expect("there are elements") ^= 1;
    changed.elements = bytes.into();
    let answer = scene.tell(STRANGER, &changed).await;
    let error = answer.expect_err("it is not what the root commits to");
    let error = ElementsNotProven::abi_decode(&error).expect("the typed error");
    assert_eq!(error.mttbr, honest.header.mttbr);
    assert_eq!(scene.outcome().await, before);
    let answered = scene.tell(scene.author(), &honest).await;
    answered.expect("nothing has changed for it");
}

/// A batch of the second sequencer on the first one's, whose request is over in this block.
struct Fork {
    scene: Scene,
    submission: Vec<u8>,
    genesis: Header,
}

impl Fork {
    async fn new() -> Self {
        let mut scene = Scene::new(2).await;
        let first = &scene.world.sequencers[0];
        first.end_slot().await.expect("it is its own slot");
        let batch = crate::support::next_batch(&mut scene.world).await;
        let followed = scene.world.sequencers[1].follow().await;
        followed.expect("the first batch is right");
        let parent = &scene.world.sequencers[1].parent().header;
        let submission = submission_of(parent, &batch).abi_encode();
        scene.request(&scene.batch.accepted).await;
        let deadline = scene.deadline().await;
        scene.at(deadline + 1).await;
        let genesis = scene.world.genesis.0.header;
        Self {
            scene,
            submission,
            genesis,
        }
    }

    /// The second sequencer submits what it has built on the first one's batch.
    async fn submit(&self) -> Result<Accepted, Bytes> {
        let world = &self.scene.world;
        let (from, to) = (self.second(), world.addresses().registry);
        let receipt = crate::support::attempt(world, from, to, self.submission.clone()).await?;
        let mut logs = receipt.logs().iter();
        let submitted = logs.find_map(|log| BatchSubmitted::decode_log(&log.inner).ok());
        let header = &submitted.expect("it is emitted").data.header;
        Ok(Accepted::new(header.into()))
    }

    async fn expire(&self) {
        let expired = self.scene.tell(STRANGER, &self.scene.expiry()).await;
        expired.expect("the deadline is over");
    }

    fn second(&self) -> alloy::primitives::Address {
        self.scene.world.sequencers[1].layer1().account()
    }

    /// The second sequencer has lost nothing, and goes on from what is left of the chain.
    async fn assert_second_goes_on(mut self) {
        let stakes = self.scene.world.settings.network.parameters.stakes;
        let layer1 = self.scene.world.sequencers[1].layer1().clone();
        let selected = layer1.selected_sequencer().await.expect("a view");
        assert_eq!(selected, self.second());
        let (_, stake) = layer1.holdings(self.second()).await.expect("views");
        assert_eq!(stake, stakes.sequencer);
        let batch = &self.scene.batch.batch;
        self.submission = submission_of(&self.genesis, batch).abi_encode();
        let again = self.submit().await.expect("it stands on the head");
        assert_eq!((again.header.index.0, again.header.fork.0), (1, 1));
        assert_ne!(again.hash, self.scene.batch.accepted.hash);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn submit_batch_reverts_parent_moved_when_the_parent_expired_just_before() {
    let fork = Box::pin(Fork::new()).await;
    let now = fork.scene.now().await;
    fork.expire().await;
    let (given, head) = (
        fork.scene.batch.accepted.hash.0,
        fork.scene.world.genesis.0.hash.0,
    );
    let expected = ParentMoved {
        given: given.into(),
        head: head.into(),
    };
    assert_eq!(fork.submit().await.map(drop), refused(&expected));
    assert_eq!(fork.scene.now().await, now, "all of it is one block");
    fork.assert_second_goes_on().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn expire_orphans_the_batch_that_was_submitted_just_before() {
    let fork = Box::pin(Fork::new()).await;
    let now = fork.scene.now().await;
    let child = fork.submit().await.expect("the parent still stands");
    // Within the block it is even asked for.
    fork.scene.request(&child).await;
    fork.expire().await;
    let layer1 = &fork.scene.world.anybody;
    let verdict = layer1.verdict(&child.header).await.expect("a view");
    assert_eq!(verdict, (Verdict::Orphaned, false));
    let before = layer1.credit(fork.scene.verifier()).await.expect("a view");
    let settled = fork.scene.tell(STRANGER, &Scene::settlement(&child)).await;
    settled.expect("it is an orphan");
    let request = layer1.request_of(child.hash).await.expect("a view");
    assert_eq!(request.status, RequestStatus::Orphaned);
    let credit = layer1.credit(fork.scene.verifier()).await.expect("a view");
    assert_eq!(credit - before, request.fee, "the fee went back");
    assert_eq!(fork.scene.now().await, now, "all of it is one block");
    fork.assert_second_goes_on().await;
}
