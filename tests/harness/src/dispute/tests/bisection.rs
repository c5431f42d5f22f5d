//! Any two trees: both sides together find the first difference, and what they prove there holds by `merkle`.

use alloy::primitives::Address;
use merkle::{Hash, Keccak, Node, Run, Tree};
use rand::{Rng, SeedableRng, seq::index};
use rand_chacha::ChaCha8Rng;
use types::{BISECTION_LEVELS, Header, HeaderHash, InstanceId, StateClaim};

use crate::dispute::{Challenge, DisputeError, Position};

const BATCH: HeaderHash = HeaderHash([7; 32]);

fn leaf(number: u64) -> Hash {
    merkle::leaf_hash::<Keccak>(&number.to_be_bytes())
}

/// A tree of so many leaves, which differ from those of another with the same `count` at these places only.
fn tree(count: u32, different: &[u32]) -> Tree {
    let mut leaves: Vec<_> = (0..u64::from(count)).map(leaf).collect();
    for place in different {
        leaves[*place as usize] = leaf(u64::from(*place) + (1 << 40));
    }
    Tree::new::<Keccak>(leaves).unwrap()
}

fn header(author: &Tree) -> Header {
    let claim = StateClaim::default();
    let genesis = Header::genesis::<Keccak>(InstanceId([1; 32]), &claim, 3.into());
    Header {
        element_count: author.leaves(),
        mtsr: author.root(),
        ..genesis
    }
}

/// What the author reveals of its tree.
fn reveal(author: &Tree, node: Node) -> Vec<Hash> {
    author.frontier(node, BISECTION_LEVELS).unwrap()
}

/// Plays a dispute to its leaf; returns the challenge there, and the number of rounds.
fn play(author: &Tree, own: &Tree) -> (Challenge, u32) {
    let mut challenge = Challenge::new(&header(author), own.clone()).unwrap();
    let mut rounds = 0;
    while !challenge.position().is_leaf() {
        let frontier = reveal(author, challenge.position().node);
        let entry = challenge.first_difference(&frontier).unwrap().unwrap();
        let selection = challenge.select(&frontier, entry).unwrap();
        assert_eq!(selection.to, *challenge.position());
        rounds += 1;
    }
    (challenge, rounds)
}

/// The most rounds that a tree of so many leaves takes: ceil(ceil(log2 n) / 4).
fn most_rounds(leaves: u32) -> u32 {
    leaves
        .next_power_of_two()
        .ilog2()
        .div_ceil(BISECTION_LEVELS)
}

fn assert_found(author: &Tree, own: &Tree, first: u32) {
    let (challenge, rounds) = play(author, own);
    let position = *challenge.position();
    assert_eq!(position.node, Node::new(own.leaves(), first, 1).unwrap());
    assert_eq!(position.hash, author.leaf_hashes()[first as usize]);
    assert!(rounds <= most_rounds(own.leaves()));
    let proof = challenge.proof_before().unwrap();
    assert_eq!(proof.is_none(), first == 0);
    if let Some(proof) = proof {
        let run = Run::leaf(own.leaves(), first - 1).unwrap();
        let before = own.leaf_hashes()[first as usize - 1];
        assert_eq!(
            run.verify::<Keccak>(&author.root(), [before], &proof),
            Ok(())
        );
        assert_eq!(proof, author.prove_leaf(first - 1).unwrap());
    }
}

#[test]
fn prop_bisection_ends_at_the_first_difference_with_proofs_that_verify() {
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    let sizes = (1..=70).chain([255, 256, 257, 511, 1_023, 2_048, 3_000, 4_095, 4_096]);
    let random: Vec<u32> = (0..40).map(|_| rng.random_range(1..=4_096)).collect();
    for count in sizes.chain(random) {
        let own = tree(count, &[]);
        for _ in 0..5 {
            // From one difference to all, most often few.
            let most = if rng.random_bool(0.2) {
                count
            } else {
                count.min(3)
            };
            let differ = rng.random_range(1..=most) as usize;
            let places = index::sample(&mut rng, count as usize, differ).into_vec();
            let places: Vec<_> = places
                .into_iter()
                .map(|it| u32::try_from(it).unwrap())
                .collect();
            let first = *places.iter().min().unwrap();
            assert_found(&tree(count, &places), &own, first);
        }
    }
}

#[test]
fn bisection_ends_at_the_first_difference_wherever_it_is() {
    for count in [1, 2, 3, 15, 16, 17, 31, 33, 100] {
        let own = tree(count, &[]);
        for first in 0..count {
            assert_found(&tree(count, &[first]), &own, first);
            let rest: Vec<_> = (first..count).collect();
            assert_found(&tree(count, &rest), &own, first);
        }
    }
}

#[test]
fn first_difference_gives_none_when_the_trees_are_the_same() {
    let own = tree(40, &[]);
    let challenge = Challenge::new(&header(&own), own.clone()).unwrap();
    let frontier = reveal(&own, challenge.position().node);
    assert_eq!(challenge.first_difference(&frontier), Ok(None));
}

#[test]
fn select_reverts_frontier_when_it_is_that_of_another_node() {
    let (own, author) = (tree(40, &[]), tree(40, &[7]));
    let mut challenge = Challenge::new(&header(&author), own.clone()).unwrap();
    let (before, other) = (*challenge.position(), reveal(&own, Node::root(40).unwrap()));
    for frontier in [&other[..], &other[1..], &[]] {
        let error = challenge.select(frontier, 0).unwrap_err();
        assert!(matches!(error, DisputeError::Frontier(_)), "{error}");
        assert!(challenge.first_difference(frontier).is_err());
    }
    let frontier = reveal(&author, before.node);
    let entries = u32::try_from(frontier.len()).unwrap();
    assert!(challenge.select(&frontier, entries).is_err());
    assert_eq!(*challenge.position(), before);
}

#[test]
fn new_reverts_leaves_when_the_trees_have_different_sizes() {
    let error = Challenge::new(&header(&tree(9, &[])), tree(8, &[])).unwrap_err();
    assert_eq!(error, DisputeError::Leaves { author: 9, own: 8 });
}

#[test]
fn proof_before_reverts_not_at_leaf_before_the_end() {
    let author = tree(40, &[7]);
    let challenge = Challenge::new(&header(&author), tree(40, &[])).unwrap();
    let error = challenge.proof_before().unwrap_err();
    assert_eq!(error, DisputeError::NotAtLeaf(*challenge.position()));
}

#[test]
fn proof_before_reverts_not_proven_when_an_earlier_difference_was_passed_over() {
    let (own, author) = (tree(16, &[]), tree(16, &[3, 9]));
    let mut challenge = Challenge::new(&header(&author), own).unwrap();
    let frontier = reveal(&author, challenge.position().node);
    challenge.select(&frontier, 9).unwrap();
    let error = challenge.proof_before().unwrap_err();
    assert!(matches!(error, DisputeError::NotProven { .. }), "{error}");
}

#[test]
fn entry_reverts_at_leaf_when_there_is_nothing_below() {
    let author = tree(1, &[0]);
    let root = Position::root(&header(&author)).unwrap();
    assert!(root.is_leaf());
    assert_eq!(root.entry(&[], 0), Err(DisputeError::AtLeaf(0)));
}

#[test]
fn state_names_batch_challenger_and_node() {
    let author = tree(5, &[]);
    let root = Position::root(&header(&author)).unwrap();
    let below = root.entry(&reveal(&author, root.node), 2).unwrap();
    let (one, other) = (Address::repeat_byte(1), Address::repeat_byte(2));
    let mut bytes = vec![7; 32];
    bytes.extend([1; 20]);
    bytes.extend([0, 0, 0, 2, 0, 0, 0, 1]);
    bytes.extend(author.leaf_hashes()[2].0);
    assert_eq!(below.state(BATCH, one), alloy::primitives::keccak256(bytes));
    assert_ne!(below.state(BATCH, one), below.state(BATCH, other));
    assert_ne!(below.state(BATCH, one), root.state(BATCH, one));
}
