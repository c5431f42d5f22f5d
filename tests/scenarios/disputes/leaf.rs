//! A dispute that has come down to a leaf, on a parent chain that stands still: any number of transactions meet in one
//! of its blocks, so no clock runs out while they are tried.

use alloy::{
    primitives::{Address, Bytes},
    rpc::types::TransactionReceipt,
    sol_types::SolCall,
};
use deploy::{Clock, Network};
use harness::{Accepted, Contest, Evidence, Intent, SequencerFault, Settings, World, stage};
use interfaces::client::{
    IBatchRegistry::Verdict,
    IFraudProof::{Dispute, DisputeStatus, proveCall, stageCall},
};
use transition::Witness;

use crate::support::{Posted, attempt, batch_of, post, small, suite};

/// Anybody, without a part in the protocol.
pub(super) const STRANGER: Address = Address::repeat_byte(0x5f);

/// Most bytes of a witness that go with the call itself.
const ROOM: usize = 80_000;

/// Stands for the challenger's own view of an element that it takes for another one.
const NOTHING: &[u8] = b"nothing";

/// Who is wrong about the element in dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// The author has left it out.
    Author,
    /// The challenger takes it for one that does nothing.
    Challenger,
}

/// A dispute at its leaf, with what decides it.
pub(super) struct Leaf {
    pub(super) world: World,
    pub(super) parent: Accepted,
    pub(super) posted: Posted,
    pub(super) evidence: Evidence,
    wrong: Wrong,
}

/// What has become of the dispute, the batch and the suite.
#[derive(Debug, PartialEq)]
pub(super) struct Standing {
    dispute: Dispute,
    verdict: (Verdict, bool),
    suite: harness::Standing,
}

/// A world whose clock stands still, with one challenger.
pub(crate) async fn still_world(settings: Settings) -> World {
    let network = Network {
        clock: Clock::BlockNumber,
        ..settings.network.clone()
    };
    let settings = Settings {
        sequencers: 2,
        network,
        ..settings
    };
    let world = World::build(suite(), settings).await;
    let mut world = world.expect("a world can be built");
    let added = world.add_challenger().await;
    added.expect("there is money for it");
    world
}

impl Leaf {
    /// On the third of twenty elements, which calls the users' token.
    pub(super) async fn of_a_token_call(wrong: Wrong) -> Self {
        let settings = Settings {
            block_size: 10,
            ..small()
        };
        let mut world = still_world(settings).await;
        let mut block = || {
            let intents = (0..10).map(|_| world.workload.next_intent());
            intents.collect()
        };
        let blocks = vec![block(), block()];
        Box::pin(Self::of(world, blocks, 2, wrong)).await
    }

    /// On element `at` of a batch with these blocks.
    pub(super) async fn of(
        mut world: World,
        blocks: Vec<Vec<Intent>>,
        at: usize,
        wrong: Wrong,
    ) -> Self {
        if wrong == Wrong::Author {
            world.sequencers[0].adopt(SequencerFault::Lying { at }.policy());
        }
        let batch = batch_of(&mut world, blocks).await;
        let posted = post(&mut world, batch).await;
        Self::on(world, posted, at, (wrong, NOTHING)).await
    }

    /// On element `at` of a batch, which the challenger takes for another one if it is wrong.
    pub(super) async fn on(
        mut world: World,
        posted: Posted,
        at: usize,
        (wrong, instead): (Wrong, &[u8]),
    ) -> Self {
        let parent = posted.accepted.header.parent;
        let parent = world.anybody.batch_of(parent).await.expect("it is there");
        let instead = (wrong == Wrong::Challenger).then_some((at, instead));
        let contest = opened(&mut world, &posted, instead).await;
        let evidence = come_down(&world, contest).await;
        assert_eq!(evidence.leaf.node.first() as usize, at);
        Self {
            world,
            parent,
            posted,
            evidence,
            wrong,
        }
    }

    pub(super) fn challenger(&self) -> Address {
        self.world.challengers[0].layer1().account()
    }

    pub(super) fn witness(&self) -> Witness {
        let witness = Witness::decode(&self.evidence.witness);
        witness.expect("it was encoded so")
    }

    /// The call that decides the dispute.
    pub(super) fn proof(&self) -> proveCall {
        proveCall {
            header: (&self.posted.accepted.header).into(),
            parent: (&self.parent.header).into(),
            challenger: self.challenger(),
            leaf: (&self.evidence.leaf).into(),
            element: (&self.evidence.element).into(),
            before: (&self.evidence.before).into(),
            staged: Vec::new(),
            witness: self.evidence.witness.clone().into(),
        }
    }

    /// The same call with another witness, of which that is staged which does not fit.
    pub(super) async fn proof_with(&self, witness: &Witness) -> proveCall {
        let (staged, rest) = staged(&self.world, &witness.encode()).await;
        proveCall {
            staged,
            witness: rest,
            ..self.proof()
        }
    }

    /// A stranger calls FraudProof.
    pub(super) async fn tell(&self, call: &impl SolCall) -> Result<TransactionReceipt, Bytes> {
        let to = self.world.addresses().fraud_proof;
        attempt(&self.world, STRANGER, to, call.abi_encode()).await
    }

    pub(super) async fn standing(&self) -> Standing {
        let (layer1, batch) = (&self.world.anybody, &self.posted.accepted);
        let dispute = layer1.dispute_of(batch.hash, self.challenger()).await;
        Standing {
            dispute: dispute.expect("a view"),
            verdict: layer1.verdict(&batch.header).await.expect("a view"),
            suite: layer1.standing().await.expect("views"),
        }
    }

    /// The dispute is where it was, and nothing else has changed.
    pub(super) async fn assert_still(&self, before: &Standing, what: &str) {
        let now = self.standing().await;
        assert_eq!(now.dispute.status, DisputeStatus::Open, "{what}");
        assert_eq!(now, *before, "{what}");
    }

    /// Whoever is wrong has lost, and nobody else has lost anything.
    pub(super) async fn assert_decided(&self, what: &str) {
        let Standing {
            dispute, verdict, ..
        } = self.standing().await;
        let (ended, verdict_then) = match self.wrong {
            Wrong::Author => (DisputeStatus::Won, Verdict::Invalid),
            Wrong::Challenger => (DisputeStatus::Lost, Verdict::Pending),
        };
        assert_eq!(dispute.status, ended, "{what}");
        assert_eq!(verdict, (verdict_then, false), "{what}");
        let author = self.world.sequencers[0].layer1().account();
        let (_, stake) = self.world.anybody.holdings(author).await.expect("views");
        let whole = self.world.settings.network.parameters.stakes.sequencer;
        let left = if self.wrong == Wrong::Author {
            0
        } else {
            whole
        };
        assert_eq!(stake, left, "{what}");
    }
}

/// The dispute of somebody who has executed the batch, or the batch with this element `instead`.
async fn opened(world: &mut World, posted: &Posted, instead: Option<(usize, &[u8])>) -> Contest {
    let (batch, elements) = (&posted.accepted, &posted.batch.elements);
    let challenger = &mut world.challengers[0];
    let published = challenger.publish(batch, elements).await;
    published.expect("it can be published");
    let (elements, mut own) = challenger.examine(batch).await.expect("it has its parent");
    if let Some((at, instead)) = instead {
        let mut other = elements.clone();
        other[at] = instead.to_vec();
        let executed = challenger.execute(batch, &other);
        own = executed.expect("every element gives a claim");
    }
    let contest = challenger.contest(batch, elements, &own);
    let contest = contest.expect("the trees have one size");
    let opened = challenger.open(&contest, &batch.header).await;
    opened.expect("it can be disputed");
    contest
}

/// Both sides play down to the leaf; gives what decides the dispute there.
async fn come_down(world: &World, mut contest: Contest) -> Evidence {
    let challenger = &world.challengers[0];
    while !contest.position().is_leaf() {
        let answers = world.sequencers[0].defend().await;
        answers.expect("the author can answer");
        let moved = challenger.advance(&mut contest).await;
        assert!(!moved.expect("the challenger can select").is_none());
    }
    challenger.evidence(&contest).expect("it is at a leaf")
}

/// Stages of a witness what does not fit a call; gives where, and the rest.
pub(super) async fn staged(world: &World, witness: &[u8]) -> (Vec<Address>, Bytes) {
    let (pieces, mut places) = (stage(witness, ROOM), Vec::new());
    for part in pieces.parts {
        places.push(place(world, part).await);
    }
    (places, pieces.rest.into())
}

/// Where a part is, written there if it was not.
pub(super) async fn place(world: &World, part: Vec<u8>) -> Address {
    let part = Bytes::from(part);
    let fraud_proof = world.anybody.fraud_proof();
    let place = fraud_proof.partAddress(part.clone()).call().await;
    let place = place.expect("a view");
    if !place.staged {
        let input = stageCall { part }.abi_encode();
        let to = world.addresses().fraud_proof;
        let written = attempt(world, STRANGER, to, input).await;
        written.expect("anybody stages");
    }
    place.at
}
