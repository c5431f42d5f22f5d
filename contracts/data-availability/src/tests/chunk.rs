//! Folding a chunk.

use merkle::{Keccak, ProofError, Run, Tree};
use proptest::prelude::*;

use super::batch::pack;
use crate::chunk::{fold, Chunk};

proptest! {
    #[test]
    fn prop_fold_gives_the_root_and_counts_only_what_is_new(
        lengths in proptest::collection::vec(0..50usize, 1..40),
        (start, end, known) in (any::<u32>(), any::<u32>(), any::<u32>()),
    ) {
        let elements: Vec<_> = lengths.iter().map(|length| vec![*length as u8; *length]).collect();
        let count = elements.len() as u32;
        let start = start % count;
        let end = start + 1 + end % (count - start);
        let known = known % (end - start);
        let tree = Tree::of_data::<Keccak, _>(&elements).unwrap();
        let proof = tree.prove(start, end - start).unwrap();
        let mut packed = pack(&elements[start as usize..end as usize]).0;
        let before = packed.clone();
        let run = Run::new(count, start, end - start).unwrap();
        let chunk = fold::<Keccak>(run, known, &mut packed, &proof).unwrap();
        let new = &lengths[(start + known) as usize..end as usize];
        prop_assert_eq!(chunk, Chunk {
            root: tree.root(),
            elements: new.len() as u32,
            length: new.iter().sum::<usize>() as u32,
            longest: *lengths[start as usize..end as usize].iter().max().unwrap() as u32,
        });
        // The byte that is borrowed for the prefix is put back.
        prop_assert_eq!(packed, before);
    }
}

#[test]
fn fold_fails_when_the_proof_has_another_length() {
    let elements = [vec![1], vec![2], vec![3]];
    let tree = Tree::of_data::<Keccak, _>(&elements).unwrap();
    let mut proof = tree.prove(1, 1).unwrap();
    let run = Run::new(3, 1, 1).unwrap();
    proof.pop();
    let error = fold::<Keccak>(run, 0, &mut pack(&elements[1..2]).0, &proof).unwrap_err();
    let expected = ProofError::ProofLength {
        expected: 2,
        actual: 1,
    };
    assert_eq!(error, expected);
}
