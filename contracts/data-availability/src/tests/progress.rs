//! The rule of progress.

use interfaces::contracts::IDataAvailability::{BeyondBatch, ElementsMissing, Fault, NothingNew};
use merkle::Hash;

use crate::{
    chunk::Chunk,
    progress::{Finding, Progress, Promise},
};

const HALF: Progress = Progress {
    elements: 3,
    length: 60,
    author_length: 20,
};

const PROMISE: Promise = Promise {
    count: 5,
    length: 100,
    element_cap: 40,
};

#[test]
fn run_succeeds_from_anywhere_up_to_the_next_element_and_with_something_new() {
    for first in 0..=3 {
        for end in 4..=5 {
            let run = HALF.run(first, end - first, 5).unwrap();
            assert_eq!((run.first(), run.end(), run.leaves()), (first, end, 5));
        }
    }
}

#[test]
fn run_reverts_ElementsMissing_when_it_begins_behind_the_next_element() {
    let expected = ElementsMissing { first: 4, next: 3 };
    assert_eq!(HALF.run(4, 1, 5).unwrap_err(), expected.into());
}

#[test]
fn run_reverts_NothingNew_when_all_is_there_or_nothing_is_given() {
    for (first, given) in [(0, 3), (2, 1), (0, 0), (3, 0)] {
        let end = u64::from(first + given);
        let expected = NothingNew { end, next: 3 };
        assert_eq!(HALF.run(first, given, 5).unwrap_err(), expected.into());
    }
}

#[test]
fn run_reverts_BeyondBatch_when_it_ends_behind_the_last_element() {
    for given in [3, u32::MAX] {
        let end = 3 + u64::from(given);
        let expected = BeyondBatch { end, count: 5 };
        assert_eq!(HALF.run(3, given, 5).unwrap_err(), expected.into());
    }
}

#[test]
fn after_adds_the_bytes_to_the_authors_only_if_the_author_has_published_them() {
    let chunk = Chunk {
        root: Hash::ZERO,
        elements: 2,
        length: 40,
        longest: 25,
    };
    let by_another = HALF.after(&chunk, false);
    assert_eq!((by_another.elements, by_another.length), (5, 100));
    assert_eq!(by_another.author_length, 20);
    assert_eq!(HALF.after(&chunk, true).author_length, 60);
}

#[test]
fn finding_succeeds_at_the_bounds_and_shows_each_fault_one_behind_them() {
    let all = |length| Progress {
        elements: 5,
        length,
        author_length: 0,
    };
    let broken = |fault, found, expected| Finding::Broken(fault, found, expected);
    assert_eq!(HALF.finding(40, &PROMISE), Finding::Incomplete);
    assert_eq!(
        HALF.finding(41, &PROMISE),
        broken(Fault::ElementTooLong, 41, 40)
    );
    assert_eq!(all(100).finding(40, &PROMISE), Finding::Complete);
    assert_eq!(
        all(99).finding(40, &PROMISE),
        broken(Fault::TooFewBytes, 99, 100)
    );
    assert_eq!(
        all(101).finding(40, &PROMISE),
        broken(Fault::TooManyBytes, 101, 100)
    );
    let early = Progress {
        length: 101,
        ..HALF
    };
    assert_eq!(
        early.finding(40, &PROMISE),
        broken(Fault::TooManyBytes, 101, 100)
    );
}
