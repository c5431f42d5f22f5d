//! `replay` with a run that is not what it should be: refused by name, and the replay is where it was.

use alloy::{
    primitives::{Bytes, U256, keccak256},
    sol_types::{SolCall, SolError},
};
use harness::{Execution, Run, Settings, World};
use interfaces::client::{
    IFraudProof::{
        ElementsNotProven, GapBefore, MalformedElements, NoElements, NothingNew, Replay,
        ReplayStatus, RunTooLong, WrongProofLength, replayCall,
    },
    IStateTransition::{MalformedWitness, MissingCode, MissingNode},
};
use transition::Witness;

use super::leaf::{STRANGER, staged, still_world};
use crate::support::{Posted, attempt, post_batch, small};

/// A replay of twenty elements that has come to the ninth.
struct Session {
    world: World,
    posted: Posted,
    execution: Execution,
    /// Six elements from there on.
    run: Run,
}

const CURSOR: u32 = 8;
const COUNT: u32 = 6;

impl Session {
    async fn new() -> Self {
        let settings = Settings {
            block_size: 10,
            ..small()
        };
        let mut world = still_world(settings).await;
        let posted = post_batch(&mut world).await;
        let (batch, elements) = (&posted.accepted, posted.batch.elements.clone());
        let verifier = &mut world.verifier;
        let published = verifier.publish(batch, &elements).await;
        published.expect("it can be published");
        verifier.examine(batch).await.expect("it has its parent");
        let execution = verifier.execution(batch, elements);
        let mut execution = execution.expect("its parent is followed");
        let begun = verifier.begin_replay(&execution).await;
        begun.expect("nobody has begun");
        let fed = verifier.feed(&mut execution, CURSOR).await;
        fed.expect("it is right").expect("the replay is running");
        let run = verifier.next_run(&execution, (CURSOR, 0), COUNT);
        let run = run.expect("there are enough");
        assert_eq!((run.first, run.count), (CURSOR, COUNT));
        Self {
            world,
            posted,
            execution,
            run,
        }
    }

    async fn call(&self, run: &Run) -> replayCall {
        let (staged, witness) = staged(&self.world, &run.witness).await;
        replayCall {
            header: (&self.posted.accepted.header).into(),
            first: run.first,
            elements: run.packed.clone().into(),
            proof: run.proof.iter().map(|hash| hash.0.into()).collect(),
            staged,
            witness,
        }
    }

    async fn with_witness(&self, witness: &Witness) -> replayCall {
        let run = Run {
            witness: witness.encode(),
            ..self.run.clone()
        };
        self.call(&run).await
    }

    async fn state(&self) -> Replay {
        let replay = self.world.anybody.replay_of(self.posted.accepted.hash);
        replay.await.expect("a view")
    }

    /// The call is refused, and the replay is where it was; gives the error.
    async fn refused(&self, what: &str, call: &replayCall) -> Bytes {
        let before = self.state().await;
        let to = self.world.addresses().fraud_proof;
        let input = call.abi_encode();
        let answer = attempt(&self.world, STRANGER, to, input).await;
        let after = self.state().await;
        assert_eq!(after, before, "{what}");
        assert_eq!(
            (after.cursor, after.status),
            (CURSOR, ReplayStatus::Running)
        );
        answer.map(drop).expect_err(what)
    }

    async fn assert_refused(&self, what: &str, call: &replayCall, error: &impl SolError) {
        let data = self.refused(what, call).await;
        let expected = Bytes::from(error.abi_encode());
        assert_eq!(data, expected, "{what}: {}", deploy::explain(&data));
    }

    /// Whatever is left is executed, and the batch is proven.
    async fn assert_goes_on(mut self) {
        let mut progress = |_, _| ();
        let fed = self
            .world
            .verifier
            .replay(&mut self.execution, &mut progress);
        assert!(!fed.await.expect("all of it is right").is_empty());
        assert_eq!(self.state().await.status, ReplayStatus::Agreed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn replay_reverts_missing_node_or_code_and_goes_on_with_the_right_witness() {
    let session = Box::pin(Session::new()).await;
    let witness = Witness::decode(&session.run.witness).expect("it was encoded so");
    assert!(!witness.codes.is_empty(), "the run calls contracts");
    for (number, node) in witness.nodes.iter().enumerate() {
        let what = format!("node {number}");
        let mut without = witness.clone();
        without.nodes.remove(number);
        let mut changed = witness.clone();
        let mut bytes = node.to_vec();
        *bytes.last_mut().expect("no node is empty") ^= 1;
        changed.nodes[number] = bytes.into();
        for witness in [without, changed] {
            let call = session.with_witness(&witness).await;
            let data = session.refused(&what, &call).await;
            let error = MissingNode::abi_decode(&data).expect(&what);
            assert_eq!(error.node, keccak256(node), "{what}");
            assert!(error.element < COUNT, "{what}");
        }
    }
    for (number, code) in witness.codes.iter().enumerate() {
        let mut without = witness.clone();
        without.codes.remove(number);
        let call = session.with_witness(&without).await;
        let data = session.refused("a code", &call).await;
        let error = MissingCode::abi_decode(&data).expect("a code");
        assert_eq!(error.code, keccak256(code), "code {number}");
    }
    let empty = Run {
        witness: Vec::new(),
        ..session.run.clone()
    };
    let call = session.call(&empty).await;
    session
        .assert_refused("no witness", &call, &MalformedWitness {})
        .await;
    session.assert_goes_on().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn replay_reverts_elements_that_are_not_the_batchs_next() {
    let session = Box::pin(Session::new()).await;
    let right = session.call(&session.run).await;
    let spoil = |change: &dyn Fn(&mut replayCall)| {
        let mut call = right.clone();
        change(&mut call);
        call
    };

    let swapped = spoil(&|call| {
        let mut bytes = call.elements.to_vec();
        *bytes.last_mut().expect("there are elements") ^= 1;
        call.elements = bytes.into();
    });
    let data = session.refused("a changed element", &swapped).await;
    let error = ElementsNotProven::abi_decode(&data).expect("the typed error");
    assert_eq!(error.mttbr, right.header.mttbr);

    // The right elements as if they stood one further to the left.
    let shifted = spoil(&|call| call.first -= 1);
    let data = session.refused("elements of another place", &shifted).await;
    let is_typed =
        ElementsNotProven::abi_decode(&data).is_ok() || WrongProofLength::abi_decode(&data).is_ok();
    assert!(is_typed, "{}", deploy::explain(&data));

    let gap = spoil(&|call| call.first += 1);
    let expected = GapBefore {
        first: CURSOR + 1,
        cursor: CURSOR,
    };
    session.assert_refused("a gap", &gap, &expected).await;

    let done = session
        .world
        .verifier
        .next_run(&session.execution, (0, 0), CURSOR);
    let done = session.call(&done.expect("they are there")).await;
    let expected = NothingNew {
        end: CURSOR,
        cursor: CURSOR,
    };
    session
        .assert_refused("nothing new", &done, &expected)
        .await;

    let none = spoil(&|call| call.elements = Bytes::new());
    session.assert_refused("none", &none, &NoElements {}).await;

    let cut = spoil(&|call| call.elements = call.elements.slice(..call.elements.len() - 1));
    let data = session.refused("half an element", &cut).await;
    MalformedElements::abi_decode(&data).expect("the typed error");

    let last = session.posted.accepted.header.element_count;
    let beyond = spoil(&|call| {
        let nothing = vec![0; 4 * (last - CURSOR + 1) as usize];
        call.elements = nothing.into();
    });
    let expected = RunTooLong {
        end: u64::from(last) + 1,
        count: last,
    };
    session.assert_refused("too many", &beyond, &expected).await;

    let short = spoil(&|call| call.proof.truncate(right.proof.len() - 1));
    let expected = WrongProofLength {
        given: U256::from(right.proof.len() - 1),
        expected: U256::from(right.proof.len()),
    };
    session
        .assert_refused("a short proof", &short, &expected)
        .await;
    session.assert_goes_on().await;
}

/// What nothing needs changes nothing: the replay comes to the claim that it would have come to.
#[tokio::test(flavor = "multi_thread")]
async fn replay_succeeds_with_nodes_twice_and_strange_ones() {
    let session = Box::pin(Session::new()).await;
    let mut witness = Witness::decode(&session.run.witness).expect("it was encoded so");
    witness.nodes.extend(witness.nodes.clone());
    witness.codes.extend(witness.codes.clone());
    witness.nodes.push(vec![0xb9; 100_000].into());
    let call = session.with_witness(&witness).await;
    assert!(!call.staged.is_empty(), "it does not fit one transaction");
    let to = session.world.addresses().fraud_proof;
    let input = call.abi_encode();
    let fed = attempt(&session.world, STRANGER, to, input).await;
    fed.expect("what is needed is there");
    let (state, claims) = (session.state().await, &session.posted.batch.claims);
    assert_eq!(state.cursor, CURSOR + COUNT);
    let own = &claims[(CURSOR + COUNT) as usize - 1];
    assert_eq!(state.claim, own.into());
    session.assert_goes_on().await;
}
