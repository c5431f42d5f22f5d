//! The actors and the story by themselves, without a chain.

use alloy::{
    primitives::{Address, B256, Bloom, Log, LogData},
    sol_types::{SolError, SolEvent},
};
use interfaces::client::ISequencerPool::{Kicked, NoSequencer, NotIdle, Role, RotationSkipped};
use merkle::Hash;
use transition::{Alloc, GenesisAccount, Rules, StateDb};
use types::{Attestation, Bounds, HeaderHash, InstanceId, L2Block};

use crate::{
    actors::{BlockProducer, DataError, PeerNetwork, User, download},
    error::FlowError,
    faults::MemolabsFault,
    flows::all,
    keys::key,
    l2::{Block, mttbr},
    layer1::{Layer1, Refusal},
    story::{Actor, Listener, Proof, Step, Story},
    workload::{Mix, Workload},
};

/// Counts the steps that it is told.
#[derive(Default)]
struct Counter(usize);

impl Listener for Counter {
    fn step(&mut self, _step: &Step) {
        self.0 += 1;
    }
}

#[test]
fn done_succeeds_and_tells_the_step_when_it_is_proved() {
    let mut counter = Counter::default();
    let mut story = Story::new(&mut counter);
    let step = story.step("9", Actor::Verifier, "computes");
    step.view("a.b()", &1, &1)
        .unwrap()
        .fact("it holds", true)
        .unwrap()
        .done()
        .unwrap();
    let steps = story.into_steps();
    assert_eq!(
        (steps.len(), steps[0].seed, steps[0].proofs.len()),
        (1, "9", 2)
    );
    assert_eq!(counter.0, 1);
}

#[test]
fn done_reverts_unmet_when_nothing_proves_the_step() {
    let mut story_listener = ();
    let mut story = Story::new(&mut story_listener);
    let error = story
        .step("9", Actor::Verifier, "computes")
        .done()
        .unwrap_err();
    assert!(
        matches!(error, FlowError::Unmet { seed: "9", .. }),
        "{error}"
    );
    assert!(story.steps().is_empty());
}

#[test]
fn view_and_fact_revert_unmet_naming_what_was_seen() {
    let mut listener = ();
    let mut story = Story::new(&mut listener);
    let seen = story
        .step("10", Actor::Verifier, "reads")
        .view("a.b()", &1, &2)
        .unwrap_err();
    assert!(
        seen.to_string().contains("a.b() is 1, expected 2"),
        "{seen}"
    );
    let seen = story
        .step("10", Actor::Verifier, "reads")
        .fact("it rains", false)
        .unwrap_err();
    assert!(seen.to_string().contains("it rains"), "{seen}");
    assert!(story.steps().is_empty());
}

/// A refusal with this error, whose transaction has this status.
fn refusal(error: &impl SolError, status: u8) -> Refusal {
    let (word, address, bloom) = (B256::ZERO, Address::ZERO, Bloom::ZERO);
    let receipt = serde_json::json!({
        "type": "0x2", "transactionHash": word, "transactionIndex": "0x0", "blockHash": word,
        "blockNumber": "0x7", "gasUsed": "0x5208", "cumulativeGasUsed": "0x5208",
        "effectiveGasPrice": "0x1", "from": address, "to": address, "contractAddress": null,
        "logs": [], "logsBloom": bloom, "status": format!("{status:#x}"),
    });
    Refusal {
        call: "submitBatch()",
        data: error.abi_encode().into(),
        receipt: serde_json::from_value(receipt).expect("it is a receipt"),
    }
}

#[test]
fn refusal_succeeds_only_with_the_expected_error_and_a_reverted_transaction() {
    let not_idle = |until| NotIdle { until, current: 5 };
    let mut listener = ();
    let mut story = Story::new(&mut listener);
    let mut tell = |refusal: &Refusal, expected: &NotIdle| {
        let step = story.step("R.2", Actor::Layer1, "refuses");
        step.refusal(refusal, expected)?.done()
    };
    tell(&refusal(&not_idle(7), 0), &not_idle(7)).unwrap();

    let error = tell(&refusal(&not_idle(8), 0), &not_idle(7)).unwrap_err();
    assert!(error.to_string().contains("until: 8"), "{error}");
    let error = tell(&refusal(&NoSequencer {}, 0), &not_idle(7)).unwrap_err();
    assert!(
        error.to_string().contains("refused by NoSequencer"),
        "{error}"
    );
    let error = tell(&refusal(&not_idle(7), 1), &not_idle(7)).unwrap_err();
    assert!(error.to_string().contains("did something"), "{error}");

    let steps = story.into_steps();
    assert_eq!(steps.len(), 1);
    assert!(matches!(
        &steps[0].proofs[..],
        [Proof::Refusal { error, block: 7, .. }] if error.contains("until: 7")
    ));
}

#[test]
fn next_event_succeeds_only_in_the_order_of_the_receipt() {
    let pool = Address::repeat_byte(5);
    let log = |event: LogData| alloy::rpc::types::Log {
        inner: Log {
            address: pool,
            data: event,
        },
        ..Default::default()
    };
    let kicked = Kicked {
        member: pool,
        role: Role::Sequencer,
        kickedAt: 1,
    };
    let skipped = RotationSkipped {
        member: pool,
        role: Role::Sequencer,
    };
    let mut receipt = serde_json::to_value(refusal(&NoSequencer {}, 1).receipt).unwrap();
    let logs = [
        log(kicked.encode_log_data()),
        log(skipped.encode_log_data()),
    ];
    receipt["logs"] = serde_json::to_value(logs).unwrap();
    let receipt = serde_json::from_value(receipt).expect("it is a receipt");

    let mut listener = ();
    let mut story = Story::new(&mut listener);
    let (mut from, mut behind) = (0, 0);
    story
        .step("R.2", Actor::Layer1, "kicks, then rotates nobody")
        .next_event::<Kicked>(&receipt, pool, &mut from, |_| true)
        .unwrap()
        .next_event::<RotationSkipped>(&receipt, pool, &mut from, |_| true)
        .unwrap()
        .done()
        .unwrap();
    assert_eq!(from, 2);
    let error = story
        .step("R.2", Actor::Layer1, "the other way round")
        .next_event::<RotationSkipped>(&receipt, pool, &mut behind, |_| true)
        .unwrap()
        .next_event::<Kicked>(&receipt, pool, &mut behind, |_| true)
        .unwrap_err();
    assert!(error.to_string().contains("Kicked"), "{error}");
}

#[test]
fn download_gives_only_what_the_root_commits_to() {
    let elements = vec![vec![1, 2, 3], vec![4]];
    let root = mttbr(&elements);
    let unknown = Hash([7; 32]);
    for (fault, expected) in [
        (MemolabsFault::None, Ok(elements.clone())),
        (MemolabsFault::Down, Err(DataError::Unavailable)),
        (
            MemolabsFault::Tampering,
            Err(DataError::Different {
                asked: root,
                given: mttbr(&[vec![1, 2, 3], vec![5]]),
            }),
        ),
    ] {
        let store = fault.store();
        store.put(root, elements.clone()).unwrap();
        assert_eq!(download(store.as_ref(), root), expected, "{fault:?}");
    }
    let store = MemolabsFault::None.store();
    assert_eq!(
        download(store.as_ref(), unknown),
        Err(DataError::Unknown(unknown))
    );
    // Whoever stores something else under a root fools nobody.
    store.put(root, vec![vec![9]]).unwrap();
    assert!(matches!(
        download(store.as_ref(), root),
        Err(DataError::Different { .. })
    ));
}

#[test]
fn receive_gives_every_peer_every_block_once() {
    let network = PeerNetwork::new();
    let mut early = network.join();
    let block = |number, timestamp, element: &[u8]| {
        Block::new(
            L2Block(number),
            types::L2Timestamp(timestamp),
            &[element.to_vec()],
        )
        .unwrap()
    };
    network.broadcast(block(1, 10, b"a"));
    network.broadcast(block(2, 11, b"b"));
    let mut late = network.join();
    assert_eq!((early.receive(), late.receive(), late.receive()), (2, 2, 0));
    network.broadcast(block(3, 12, b"c"));
    assert_eq!((early.receive(), late.receive()), (1, 1));
    let expected = [block(2, 11, b"b").elements, block(3, 12, b"c").elements].concat();
    assert_eq!(late.elements(L2Block(1), L2Block(3)), expected);
    assert_eq!(
        (late.blocks_after(L2Block(1)), late.blocks_after(L2Block(3))),
        (2, 0)
    );
    assert_eq!(early.newest(), Some(&block(3, 12, b"c")));
    network.broadcast(block(2, 13, b"d"));
    assert_eq!((early.receive(), late.receive()), (1, 1));
    assert_eq!(early.newest(), Some(&block(2, 13, b"d")));
    assert_eq!((early.blocks_after(L2Block(0)), late.receive()), (2, 0));
}

#[test]
fn reorganise_puts_other_elements_in_place_of_its_own_and_later_ones_on_top() {
    let (mut producer, mut user, mut workload) = producer();
    let mut blocks = Vec::new();
    for time in 5..8 {
        producer.submit(user.sign(workload.next_intent()));
        producer.submit(user.sign(workload.next_intent()));
        blocks.push(producer.produce_block(time).unwrap());
    }
    let head = producer.head();
    let header = |block: &Block| types::Header {
        last_l2_block: block.number,
        last_l2_timestamp: block.timestamp,
        ..types::Header::genesis::<merkle::Keccak>(InstanceId([1; 32]), &head, 3.into())
    };
    let (parent, batch) = (header(&blocks[0]), header(&blocks[1]));
    let same = producer.reorganise(&parent, &batch, &blocks[1].elements);
    assert_eq!(same.unwrap(), 2);
    assert_eq!(producer.head(), head);

    // Without the first transaction of the second block nothing after it has the right nonce.
    let other = &blocks[1].elements[1..];
    assert_eq!(producer.reorganise(&parent, &batch, other).unwrap(), 2);
    let (own, kept) = (producer.head(), producer.state_after(blocks[0].number));
    assert_eq!(kept.map(|it| it.state_root), Some(own.state_root));
    let lost = [&blocks[1], &blocks[2]].map(|it| it.elements.iter());
    for element in lost.into_iter().flatten() {
        let element = types::Element::decode(element).unwrap();
        let hash = alloy::primitives::keccak256(element.transaction);
        assert!(producer.confirmation(hash).is_none());
    }
    let root = mttbr(&[other, &blocks[2].elements].concat());
    assert_eq!(
        mttbr(&producer.download(&parent, &header(&blocks[2]))),
        root
    );
}

/// A block producer, a user with money and what it wants.
fn producer() -> (BlockProducer, User, Workload) {
    let rules = Rules::new(7, Address::repeat_byte(0xfe));
    let user = User::new(key(1, "user", 0), rules.chain_id);
    let account = GenesisAccount {
        balance: alloy::primitives::U256::from(10u128.pow(18)),
        ..GenesisAccount::default()
    };
    let db = StateDb::in_memory().unwrap();
    let genesis = db
        .genesis(&Alloc::from([(user.address(), account)]), 0)
        .unwrap();
    let workload = Workload::new(1, Mix::All, vec![user.address()]);
    let own = key(1, "producer", 0);
    let producer = BlockProducer::new(
        Layer1::offline(&own),
        own,
        rules,
        db,
        genesis,
        PeerNetwork::new(),
    );
    (producer, user, workload)
}

#[test]
fn produce_block_confirms_what_it_executes() {
    let (mut producer, mut user, mut workload) = producer();
    let transaction = user.sign(workload.next_intent());
    producer.submit(transaction.clone());
    assert!(producer.confirmation(transaction.hash).is_none());
    let block = producer.produce_block(5).unwrap();
    let confirmation = producer.confirmation(transaction.hash).unwrap();
    assert_eq!(
        (confirmation.block, confirmation.receipt.success),
        (block.number, true)
    );
    assert_eq!(confirmation.receipt.created, Some(workload.token()));
}

#[test]
fn produce_block_reverts_not_taken_when_a_nonce_is_skipped() {
    let (mut producer, mut user, mut workload) = producer();
    let before = producer.head();
    user.sign(workload.next_intent());
    let second = user.sign(workload.next_intent());
    producer.submit(second.clone());
    let error = producer.produce_block(5).unwrap_err();
    assert!(
        matches!(error, FlowError::NotTaken { hash, .. } if hash == second.hash),
        "{error}"
    );
    assert_eq!(producer.head(), before);
}

/// A producer with one block of two transactions at time 5, and the right attestation of it.
fn attested() -> (BlockProducer, Block, Attestation) {
    let (mut producer, mut user, mut workload) = producer();
    producer.submit(user.sign(workload.next_intent()));
    producer.submit(user.sign(workload.next_intent()));
    let block = producer.produce_block(5).unwrap();
    let attestation = Attestation {
        instance: InstanceId([1; 32]),
        parent: HeaderHash([2; 32]),
        mttbr: mttbr(&block.elements),
        bounds: Bounds {
            last_l2_block: block.number,
            last_l2_timestamp: block.timestamp,
        },
    };
    (producer, block, attestation)
}

#[test]
fn attest_signs_only_the_order_that_it_produced() {
    let (mut producer, block, mut attestation) = attested();
    assert!(producer.attest(&attestation, L2Block(0)).is_some());
    let reversed: Vec<_> = block.elements.iter().rev().cloned().collect();
    attestation.mttbr = mttbr(&reversed);
    assert!(producer.attest(&attestation, L2Block(0)).is_none());
}

#[test]
fn attest_signs_one_order_for_a_header_whatever_comes_of_it() {
    let (mut producer, block, first) = attested();
    let signature = producer.attest(&first, L2Block(0));
    assert!(signature.is_some());
    let next = producer.produce_block(6).unwrap();
    let mut more = first;
    more.bounds.last_l2_block = next.number;
    more.bounds.last_l2_timestamp = next.timestamp;
    // A block without transactions: the order is the same, only the bounds are later.
    assert!(producer.attest(&more, L2Block(0)).is_some());
    more.mttbr = mttbr(&[]);
    assert!(producer.attest(&more, block.number).is_none());
    more.parent = HeaderHash([3; 32]);
    assert!(producer.attest(&more, block.number).is_some());
    assert_eq!(producer.attest(&first, L2Block(0)), signature);
}

#[test]
fn attest_signs_only_the_bounds_that_it_produced() {
    let (mut producer, block, attestation) = attested();
    let (number, time) = (block.number.0, block.timestamp.0);
    for (last_l2_block, last_l2_timestamp) in [
        (number, time - 1),
        (number, time + 1),
        (number + 1, time),
        (u64::MAX, u64::MAX),
    ] {
        let bounds = Bounds {
            last_l2_block: last_l2_block.into(),
            last_l2_timestamp: last_l2_timestamp.into(),
        };
        let other = Attestation {
            bounds,
            ..attestation
        };
        assert!(producer.attest(&other, L2Block(0)).is_none(), "{bounds:?}");
    }
}

#[test]
fn next_intent_is_the_same_for_the_same_seed_only() {
    let stream = |seed| {
        let users = vec![Address::repeat_byte(1), Address::repeat_byte(2)];
        let mut workload = Workload::new(seed, Mix::All, users);
        (0..50)
            .map(|_| format!("{:?}", workload.next_intent()))
            .collect::<Vec<_>>()
    };
    assert_eq!(stream(1), stream(1));
    assert_ne!(stream(1), stream(2));
}

#[test]
fn needs_embedded_only_when_a_flow_counts_the_blocks_of_a_parent_chain() {
    let embedded = all().iter().filter(|flow| flow.needs_embedded());
    let names: Vec<_> = embedded.map(|flow| flow.name).collect();
    assert_eq!(names, ["request-at-the-borders"]);
}
