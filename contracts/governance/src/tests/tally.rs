//! Counting votes.

use crate::tally::Tally;

fn tally(votes_for: u128, votes_against: u128) -> Tally {
    Tally {
        votes_for,
        votes_against,
    }
}

#[test]
fn with_adds_to_the_side_that_is_named() {
    let counted = Tally::default().with(true, 3).with(false, 4).with(true, 5);
    assert_eq!(counted, tally(8, 4));
}

#[test]
fn has_quorum_succeeds_from_a_fifth_on_rounded_up() {
    for (electorate, least) in [(1, 1), (5, 1), (6, 2), (100, 20), (101, 21)] {
        assert!(tally(least, 0).has_quorum(electorate), "{electorate}");
        assert!(tally(0, least).has_quorum(electorate), "{electorate}");
        assert!(!tally(least - 1, 0).has_quorum(electorate), "{electorate}");
    }
    let most = u128::MAX / 5;
    assert!(tally(most, 0).has_quorum(u128::MAX));
    assert!(!tally(most - 1, 0).has_quorum(u128::MAX));
}

#[test]
fn has_quorum_fails_when_nobody_voted_and_nobody_could() {
    assert!(!Tally::default().has_quorum(0));
    assert!(!Tally::default().has_passed(0));
}

#[test]
fn has_passed_needs_more_for_than_against_and_the_quorum() {
    assert!(tally(11, 10).has_passed(100));
    assert!(!tally(10, 10).has_passed(100));
    assert!(!tally(10, 11).has_passed(100));
    assert!(!tally(19, 0).has_passed(100));
    assert!(tally(20, 0).has_passed(100));
}
