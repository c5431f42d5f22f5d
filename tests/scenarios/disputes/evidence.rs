//! `prove` with evidence that is not what it should be: refused by name, and the dispute goes on; or, if it only holds
//! too much, with the verdict that it has without that.

use alloy::{
    primitives::{B256, Bytes, U256, keccak256},
    sol_types::SolError,
};
use harness::{MAX_PART, ProvenClaim, ProvenElement};
use interfaces::client::{
    IFraudProof::{
        ClaimNotProven, DisputeStatus, ElementsNotProven, NoOpenDispute, NotParent, StaleMove,
        WrongProofLength, proveCall,
    },
    IStateTransition::{MalformedWitness, MissingCode, MissingNode, NotStaged},
};
use merkle::{Keccak, Run, leaf_hash};
use transition::Witness;

use super::leaf::{Leaf, Wrong, place};
use crate::support::Moment;

/// More than a node can be long, and than a transaction can.
const OVERSIZED: usize = 100_000;

/// What is wrong, the call, and the error that it must revert with.
type Bad = (String, proveCall, Vec<u8>);

/// What is there too much of, and the witness.
type Harmless = (&'static str, Witness);

fn missing_node(node: &Bytes) -> Vec<u8> {
    let node = keccak256(node);
    MissingNode { element: 0, node }.abi_encode()
}

fn missing_code(code: &Bytes) -> Vec<u8> {
    let code = keccak256(code);
    MissingCode { element: 0, code }.abi_encode()
}

/// The bytes with one bit of the middle one changed.
fn flipped(bytes: &Bytes) -> Bytes {
    let mut bytes = bytes.to_vec();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    bytes.into()
}

/// Each node and each code left out, changed, and grown beyond all measure.
async fn spoilt_contents(leaf: &Leaf) -> Vec<Bad> {
    let (witness, mut bad) = (leaf.witness(), Vec::new());
    for (number, node) in witness.nodes.iter().enumerate() {
        let error = missing_node(node);
        let mut without = witness.clone();
        without.nodes.remove(number);
        let call = leaf.proof_with(&without).await;
        bad.push((format!("node {number} is left out"), call, error.clone()));
        let mut changed = witness.clone();
        changed.nodes[number] = flipped(node);
        let call = leaf.proof_with(&changed).await;
        bad.push((format!("node {number} is changed"), call, error.clone()));
        let mut grown = witness.clone();
        grown.nodes[number] = [node, &vec![0; OVERSIZED][..]].concat().into();
        let call = leaf.proof_with(&grown).await;
        bad.push((format!("node {number} is oversized"), call, error));
    }
    for (number, code) in witness.codes.iter().enumerate() {
        let error = missing_code(code);
        let mut without = witness.clone();
        without.codes.remove(number);
        let call = leaf.proof_with(&without).await;
        bad.push((format!("code {number} is left out"), call, error.clone()));
        let mut changed = witness.clone();
        changed.codes[number] = flipped(code);
        let call = leaf.proof_with(&changed).await;
        bad.push((format!("code {number} is changed"), call, error));
    }
    bad
}

/// Bytes that encode no witness, and places where none was staged.
fn spoilt_encoding(leaf: &Leaf) -> Vec<Bad> {
    let bytes = &leaf.evidence.witness;
    let malformed = |what: &str, witness: Vec<u8>| {
        let witness = witness.into();
        let call = proveCall {
            witness,
            ..leaf.proof()
        };
        (what.into(), call, MalformedWitness {}.abi_encode())
    };
    let mut changed = bytes.clone();
    changed[0] ^= 1;
    let part = leaf.world.addresses().token;
    let elsewhere = proveCall {
        staged: vec![part],
        ..leaf.proof()
    };
    vec![
        malformed("no witness", Vec::new()),
        malformed("a byte too few", bytes[..bytes.len() - 1].to_vec()),
        malformed("a byte too many", [&bytes[..], &[0x80]].concat()),
        malformed("another head", changed),
        (
            "a program for a part".into(),
            elsewhere,
            NotStaged { part }.abi_encode(),
        ),
    ]
}

/// Another element, and the right one with the proof of another.
fn spoilt_elements(leaf: &Leaf) -> Vec<Bad> {
    let elements = &leaf.posted.batch.elements;
    let at = leaf.evidence.leaf.node.first();
    let right = &leaf.evidence.element;
    let other = ProvenElement::of(elements, at + 1).expect("it has a neighbour");
    let spoilt = |element: &[u8], proof: &[merkle::Hash]| ProvenElement {
        element: element.to_vec(),
        proof: proof.to_vec(),
    };
    let mut changed = right.element.clone();
    changed[20] ^= 1;
    let cases = [
        ("the proof of another element", other.clone()),
        ("another element", spoilt(&other.element, &right.proof)),
        ("another proof", spoilt(&right.element, &other.proof)),
        ("a changed element", spoilt(&changed, &right.proof)),
        ("no element", spoilt(&[], &right.proof)),
    ];
    let header = &leaf.posted.accepted.header;
    let run = Run::leaf(header.element_count, at).expect("it is there");
    let mut bad: Vec<Bad> = Vec::new();
    for (what, element) in cases {
        let hash = leaf_hash::<Keccak>(&element.element);
        let root = run.fold::<Keccak>([hash], &element.proof);
        let error = ElementsNotProven {
            root: root.expect("it has the right length").0.into(),
            mttbr: header.mttbr.0.into(),
        };
        let call = proveCall {
            element: (&element).into(),
            ..leaf.proof()
        };
        bad.push((what.into(), call, error.abi_encode()));
    }
    let short = &right.proof[1..];
    let call = proveCall {
        element: (&spoilt(&right.element, short)).into(),
        ..leaf.proof()
    };
    let error = wrong_length(short.len(), right.proof.len());
    bad.push(("a short proof".into(), call, error));
    bad
}

fn wrong_length(given: usize, expected: usize) -> Vec<u8> {
    let (given, expected) = (U256::from(given), U256::from(expected));
    WrongProofLength { given, expected }.abi_encode()
}

/// Claims before the element that are another's, or nobody's.
fn spoilt_claims(leaf: &Leaf) -> Vec<Bad> {
    let at = leaf.evidence.leaf.node.first();
    let (right, claims) = (&leaf.evidence.before, &leaf.posted.batch.claims);
    let states = leaf.posted.batch.states();
    let own = |index: u32| ProvenClaim {
        claim: claims[index as usize],
        proof: states.prove_leaf(index).expect("it is there"),
    };
    let mut later = right.clone();
    later.claim.l2_timestamp.0 += 1;
    let mut other = right.clone();
    other.claim = claims[at as usize - 2];
    let cases = [
        ("the claim before the last", own(at - 2)),
        ("the claim in dispute", own(at)),
        ("another claim with the right proof", other),
        ("another time", later),
    ];
    let header = &leaf.posted.accepted.header;
    let run = Run::leaf(header.element_count, at - 1).expect("it is there");
    let mut bad: Vec<Bad> = Vec::new();
    for (what, before) in cases {
        let hash = before.claim.leaf_hash::<Keccak>();
        let root = run.fold::<Keccak>([hash], &before.proof);
        let error = ClaimNotProven {
            root: root.expect("it has the right length").0.into(),
            mtsr: header.mtsr.0.into(),
        };
        let call = proveCall {
            before: (&before).into(),
            ..leaf.proof()
        };
        bad.push((what.into(), call, error.abi_encode()));
    }
    bad
}

/// Other batches, parents and leaves than those in dispute.
fn spoilt_places(leaf: &Leaf) -> Vec<Bad> {
    let batch = &leaf.posted.accepted;
    let (hash, challenger) = (batch.hash, leaf.challenger());
    let mut parent = leaf.proof();
    parent.parent = parent.header.clone();
    let not_parent = NotParent {
        given: hash.0.into(),
        expected: batch.header.parent.0.into(),
    };
    let mut header = batch.header;
    header.mtsr.0[0] ^= 1;
    let other = proveCall {
        header: (&header).into(),
        ..leaf.proof()
    };
    let unknown = NoOpenDispute {
        headerHash: B256::from(header.hash::<Keccak>().0),
        challenger,
        status: DisputeStatus::None,
    };
    let mut moved = leaf.proof();
    moved.leaf.first += 1;
    let mut position = leaf.evidence.leaf;
    position.node = merkle::Node::new(batch.header.element_count, position.node.first() + 1, 1)
        .expect("it has a neighbour");
    let stale = StaleMove {
        given: position.state(hash, challenger),
        current: leaf.evidence.leaf.state(hash, challenger),
    };
    vec![
        ("another parent".into(), parent, not_parent.abi_encode()),
        ("another batch".into(), other, unknown.abi_encode()),
        ("another leaf".into(), moved, stale.abi_encode()),
    ]
}

/// Witnesses that hold too much.
fn harmless(leaf: &Leaf) -> Vec<Harmless> {
    let witness = leaf.witness();
    let extra = |nodes: &[Bytes], codes: &[Bytes]| Witness {
        nodes: [&witness.nodes, nodes].concat(),
        codes: [&witness.codes, codes].concat(),
    };
    let oversized = Bytes::from(vec![0xb9; OVERSIZED]);
    let strange = Bytes::from_static(b"no node");
    let mut reversed = witness.clone();
    reversed.nodes.reverse();
    vec![
        ("each node twice", extra(&witness.nodes, &[])),
        ("each code twice", extra(&[], &witness.codes)),
        ("a strange node", extra(std::slice::from_ref(&strange), &[])),
        ("a strange code", extra(&[], &[strange])),
        (
            "an empty node and code",
            extra(&[Bytes::new()], &[Bytes::new()]),
        ),
        ("codes as nodes", extra(&witness.codes, &witness.nodes)),
        (
            "an oversized node",
            extra(std::slice::from_ref(&oversized), &[]),
        ),
        ("an oversized code", extra(&[], &[oversized])),
        ("nodes in another order", reversed),
    ]
}

async fn assert_refused(leaf: &Leaf, bad: Vec<Bad>) {
    let before = leaf.standing().await;
    for (what, call, error) in bad {
        let answer = leaf.tell(&call).await.map(drop);
        let data = answer.expect_err(&what);
        assert_eq!(
            data,
            Bytes::from(error),
            "{what}: {}",
            deploy::explain(&data)
        );
        leaf.assert_still(&before, &what).await;
    }
}

async fn refuses_all_and_decides(wrong: Wrong) {
    let leaf = Box::pin(Leaf::of_a_token_call(wrong)).await;
    assert!(!leaf.witness().codes.is_empty(), "it calls a contract");
    assert!(leaf.witness().nodes.len() > 4);
    assert_refused(&leaf, spoilt_contents(&leaf).await).await;
    assert_refused(&leaf, spoilt_encoding(&leaf)).await;
    assert_refused(&leaf, spoilt_elements(&leaf)).await;
    assert_refused(&leaf, spoilt_claims(&leaf)).await;
    assert_refused(&leaf, spoilt_places(&leaf)).await;
    for (what, witness) in harmless(&leaf) {
        let moment = Moment::note(&leaf.world).await;
        let call = leaf.proof_with(&witness).await;
        leaf.tell(&call).await.expect(what);
        leaf.assert_decided(what).await;
        moment.restore(&leaf.world).await;
    }
    let proved = leaf.tell(&leaf.proof()).await;
    proved.expect("it is all there");
    leaf.assert_decided("the right evidence").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn prove_refuses_bad_evidence_and_convicts_a_liar_by_the_right_one() {
    Box::pin(refuses_all_and_decides(Wrong::Author)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn prove_refuses_bad_evidence_and_clears_the_author_by_the_right_one() {
    Box::pin(refuses_all_and_decides(Wrong::Challenger)).await;
}

/// The attack: a witness is staged with a byte changed, and its place is named instead.
#[tokio::test(flavor = "multi_thread")]
async fn prove_reverts_missing_node_when_a_staged_part_was_changed() {
    let leaf = Box::pin(Leaf::of_a_token_call(Wrong::Author)).await;
    let (before, witness) = (leaf.standing().await, leaf.witness());
    let bytes = &leaf.evidence.witness;
    assert!(bytes.len() < MAX_PART);
    let whole = place(&leaf.world, bytes.clone()).await;
    let node = &witness.nodes[0];
    let start = bytes.windows(node.len()).position(|it| it == &node[..]);
    let mut changed = bytes.clone();
    changed[start.expect("it is encoded there") + node.len() - 1] ^= 1;
    let other = place(&leaf.world, changed).await;
    let from = |part| proveCall {
        staged: vec![part],
        witness: Bytes::new(),
        ..leaf.proof()
    };
    let answer = leaf.tell(&from(other)).await.map(drop);
    assert_eq!(answer, Err(missing_node(node).into()));
    leaf.assert_still(&before, "a changed part").await;
    leaf.tell(&from(whole)).await.expect("it is all there");
    leaf.assert_decided("a right part").await;
}
