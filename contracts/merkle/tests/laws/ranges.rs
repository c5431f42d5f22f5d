//! Range proofs: what holds, and that nothing else does.

use merkle::{Hash, Keccak, ProofError, Run, RunError, RunFold, Tree};
use proptest::prelude::*;
use rand::Rng;

use crate::oracle::{flip, leaves, random, random_run, tree};

/// A run with all that is needed to verify it.
struct Case {
    run: Run,
    root: Hash,
    leaves: Vec<Hash>,
    proof: Vec<Hash>,
}

impl Case {
    fn new(tree: &Tree, first: u32, length: u32) -> Self {
        let range = first as usize..(first + length) as usize;
        Self {
            run: Run::new(tree.leaves(), first, length).unwrap(),
            root: tree.root(),
            leaves: tree.leaf_hashes()[range].to_vec(),
            proof: tree.prove(first, length).unwrap(),
        }
    }

    fn verify(&self) -> Result<(), ProofError> {
        self.run
            .verify::<Keccak>(&self.root, self.leaves.iter().copied(), &self.proof)
    }
}

/// Every run of a tree of so many leaves.
fn all_runs(leaves: u32) -> impl Iterator<Item = (u32, u32)> {
    (0..leaves).flat_map(move |first| (1..=leaves - first).map(move |length| (first, length)))
}

#[test]
fn verify_succeeds_for_every_run_of_every_size_to_40() {
    for count in 1..=40 {
        let tree = tree(count);
        for (first, length) in all_runs(count) {
            let case = Case::new(&tree, first, length);
            assert_eq!(case.proof.len(), case.run.proof_len(), "{:?}", case.run);
            assert_eq!(case.verify(), Ok(()), "{:?}", case.run);
        }
    }
}

#[test]
fn verify_succeeds_for_random_runs_of_large_trees() {
    let mut rng = random(2);
    for _ in 0..8 {
        let count = rng.random_range(41..=20_000);
        let tree = tree(count);
        for _ in 0..20 {
            let (first, length) = random_run(&mut rng, count);
            let case = Case::new(&tree, first, length);
            assert_eq!(case.verify(), Ok(()), "{:?}", case.run);
        }
    }
}

/// Nodes before the run, the run, nodes behind it: each leaf is covered once, by nodes of the tree.
#[test]
fn before_and_behind_cover_the_rest() {
    for count in 1..=64 {
        for (first, length) in all_runs(count) {
            let run = Run::new(count, first, length).unwrap();
            let covered = |nodes: Vec<merkle::Node>, mut at: u32| {
                for node in nodes {
                    assert_eq!(node.first(), at);
                    assert_eq!(
                        merkle::Node::new(count, node.first(), node.size()),
                        Ok(node)
                    );
                    at += node.size();
                }
                at
            };
            assert_eq!(covered(run.before().collect(), 0), run.first());
            assert_eq!(covered(run.behind().collect(), run.end()), run.leaves());
            assert_eq!(run.end() - run.first(), run.len());
        }
    }
}

#[test]
fn verify_reverts_root_when_any_bit_is_changed() {
    for count in [1, 2, 3, 5, 8, 11, 13] {
        let tree = tree(count);
        for (first, length) in all_runs(count) {
            let mut case = Case::new(&tree, first, length);
            assert_eq!(case.verify(), Ok(()));
            for bit in 0..256 {
                for entry in 0..case.proof.len() {
                    case.proof[entry] = flip(case.proof[entry], bit);
                    assert_root_error(&case);
                    case.proof[entry] = flip(case.proof[entry], bit);
                }
                for entry in 0..case.leaves.len() {
                    case.leaves[entry] = flip(case.leaves[entry], bit);
                    assert_root_error(&case);
                    case.leaves[entry] = flip(case.leaves[entry], bit);
                }
                case.root = flip(case.root, bit);
                assert_root_error(&case);
                case.root = flip(case.root, bit);
            }
            assert_eq!(case.verify(), Ok(()));
        }
    }
}

fn assert_root_error(case: &Case) {
    match case.verify() {
        Err(ProofError::Root { expected, computed }) => {
            assert_eq!(expected, case.root);
            assert_ne!(computed, expected);
        }
        other => panic!("{:?}: {other:?}", case.run),
    }
}

#[test]
fn verify_reverts_proof_length_when_it_is_any_other() {
    for count in 1..=20 {
        let tree = tree(count);
        for (first, length) in all_runs(count) {
            let mut case = Case::new(&tree, first, length);
            let right = std::mem::take(&mut case.proof);
            for actual in (0..right.len() + 70).filter(|actual| *actual != right.len()) {
                case.proof = right.iter().copied().cycle().take(actual).collect();
                // A proof without hashes has nothing to repeat.
                case.proof.resize(actual, case.root);
                let error = ProofError::ProofLength {
                    expected: right.len(),
                    actual,
                };
                assert_eq!(case.verify(), Err(error), "{:?}", case.run);
            }
        }
    }
}

#[test]
fn verify_reverts_when_leaves_are_missing_or_too_many() {
    for count in 1..=20 {
        let tree = tree(count);
        for (first, length) in all_runs(count) {
            let mut case = Case::new(&tree, first, length);
            case.leaves.push(case.root);
            let excess = ProofError::ExcessLeaf { expected: length };
            assert_eq!(case.verify(), Err(excess), "{:?}", case.run);
            for actual in (0..length).rev() {
                case.leaves = tree.leaf_hashes()[first as usize..][..actual as usize].to_vec();
                let missing = ProofError::MissingLeaves {
                    expected: length,
                    actual,
                };
                assert_eq!(case.verify(), Err(missing), "{:?}", case.run);
            }
        }
    }
}

/// Neither another place nor another order of the same leaves passes.
#[test]
fn verify_reverts_when_the_run_is_another() {
    for count in 2..=16 {
        let tree = tree(count);
        for (first, length) in all_runs(count) {
            let mut case = Case::new(&tree, first, length);
            for other in (0..=count - length).filter(|other| *other != first) {
                case.run = Run::new(count, other, length).unwrap();
                assert!(
                    case.verify().is_err(),
                    "{first} taken for {other} of {count}"
                );
            }
            case.run = Run::new(count, first, length).unwrap();
            if length > 1 {
                case.leaves.swap(0, length as usize - 1);
                assert_root_error(&case);
            }
        }
    }
}

/// Why a root must come with its number of leaves, as the crate's documentation warns.
#[test]
fn verify_succeeds_when_another_size_has_the_same_proof() {
    let case = Case::new(&tree(4), 0, 1);
    let smaller = Run::leaf(3, 0).unwrap();
    let leaves = case.leaves.iter().copied();
    assert_eq!(
        smaller.verify::<Keccak>(&case.root, leaves, &case.proof),
        Ok(())
    );
}

#[test]
fn run_new_reverts_when_the_tree_has_no_such_run() {
    assert_eq!(Run::new(5, 3, 0), Err(RunError::Empty { first: 3 }));
    assert_eq!(Run::new(0, 0, 0), Err(RunError::Empty { first: 0 }));
    for (leaves, first, length) in [
        (0, 0, 1),
        (5, 5, 1),
        (5, 4, 2),
        (5, 0, 6),
        (5, u32::MAX, u32::MAX),
    ] {
        let error = RunError::OutOfBounds {
            first,
            end: u64::from(first) + u64::from(length),
            leaves,
        };
        assert_eq!(Run::new(leaves, first, length), Err(error));
    }
}

#[test]
fn run_fold_gives_the_root_when_leaves_come_one_by_one() {
    let tree = tree(11);
    let proof = tree.prove(3, 5).unwrap();
    let mut fold = RunFold::new(Run::new(11, 3, 5).unwrap(), &proof).unwrap();
    for leaf in &tree.leaf_hashes()[3..8] {
        fold.push::<Keccak>(*leaf).unwrap();
    }
    let excess = ProofError::ExcessLeaf { expected: 5 };
    assert_eq!(fold.push::<Keccak>(Hash::ZERO), Err(excess));
    assert_eq!(fold.finish::<Keccak>(), Ok(tree.root()));
}

prop_compose! {
    fn any_run()(leaves in 1u32..1_500)(leaves in Just(leaves), first in 0..leaves, cut in any::<u32>())
        -> (u32, u32, u32)
    {
        (leaves, first, 1 + cut % (leaves - first))
    }
}

proptest! {
    #[test]
    fn prop_verify_succeeds_for_the_proof_and_for_no_other_hash(
        (count, first, length) in any_run(),
        place: prop::sample::Index,
        bit in 0usize..256,
    ) {
        let mut case = Case::new(&tree(count), first, length);
        prop_assert_eq!(case.verify(), Ok(()));
        let mut hashes: Vec<&mut Hash> = case.proof.iter_mut().chain(&mut case.leaves).collect();
        let place = place.index(hashes.len());
        *hashes[place] = flip(*hashes[place], bit);
        let refused = matches!(case.verify(), Err(ProofError::Root { .. }));
        prop_assert!(refused);
    }

    #[test]
    fn prop_verify_never_panics_and_refuses_what_is_random(
        leaves: u32,
        first: u32,
        length in 0u32..200,
        given in 0u32..200,
        proof in prop::collection::vec(any::<[u8; 32]>(), 0..70),
    ) {
        if let Ok(run) = Run::new(leaves, first, length) {
            let proof: Vec<Hash> = proof.into_iter().map(Hash).collect();
            prop_assert!(run.proof_len() <= 62);
            prop_assert!(run.verify::<Keccak>(&Hash::ZERO, self::leaves(given), &proof).is_err());
        }
    }

    #[test]
    fn prop_verify_refuses_random_hashes_of_the_right_number(
        (count, first, length) in any_run(),
        filling: [u8; 32],
    ) {
        let mut case = Case::new(&tree(count), first, length);
        case.proof.fill(Hash(filling));
        prop_assert_eq!(case.verify().is_ok(), case.proof.is_empty());
    }
}
