//! What fits one transaction.

use crate::dispute::{MAX_GAS, MAX_PART, Pace, Run, longest_run, stage};

#[test]
fn stage_gives_all_bytes_in_order_and_as_few_parts_as_there_can_be() {
    for (length, rest, parts) in [
        (0, 100, 0),
        (100, 100, 0),
        (101, 100, 1),
        (100 + MAX_PART, 100, 1),
        (101 + MAX_PART, 100, 2),
        (1 << 20, 80_000, 40),
        (10, 0, 1),
    ] {
        let witness: Vec<u8> = (0..=250).cycle().take(length).collect();
        let staged = stage(&witness, rest);
        assert_eq!(staged.parts.len(), parts, "{length} {rest}");
        assert!(staged.rest.len() <= rest);
        assert!(
            staged
                .parts
                .iter()
                .all(|it| (1..=MAX_PART).contains(&it.len()))
        );
        assert_eq!([staged.parts.concat(), staged.rest].concat(), witness);
    }
}

/// A run of elements with 10 bytes each, on a witness of 50 bytes and 5 for each element.
fn run(count: u32) -> Run {
    let count_of = |each: u32| vec![0; (each * count) as usize];
    Run {
        first: 3,
        count,
        packed: count_of(10),
        proof: Vec::new(),
        witness: [vec![0; 50], count_of(5)].concat(),
    }
}

#[test]
fn longest_run_is_as_long_as_elements_and_bytes_allow() {
    for (most, room, expected) in [
        (9, 1_000, 9),
        (9, 50 + 9 * 15, 9),
        (9, 50 + 9 * 15 - 1, 8),
        (9, 50 + 2 * 15, 2),
        (9, 50 + 15, 1),
        (9, 3, 1),
        (1, 3, 1),
        (100, 50 + 77 * 15 + 7, 77),
    ] {
        let longest = longest_run(most, room, |count| Ok(run(count))).unwrap();
        assert_eq!(longest, run(expected), "{most} {room}");
    }
}

#[test]
fn longest_run_fails_with_the_first_error() {
    let fails = |_| Err(anyhow::anyhow!("no witness").into());
    let error = longest_run(5, 100, fails).unwrap_err();
    assert_eq!(error.to_string(), "no witness");
}

#[test]
fn most_is_what_fits_below_the_limit_and_at_least_one() {
    let pace = Pace::new();
    let elements = vec![100_000; 1_000];
    let most = pace.most(&elements);
    assert!(pace.expected(&elements[..most]) < MAX_GAS);
    assert!(pace.expected(&elements[..=most]) > MAX_GAS / 2);
    assert_eq!(pace.most(&[u64::MAX / 2; 2]), 1);
    assert_eq!(pace.most(&elements[..3]), 3);
    assert_eq!(pace.most(&[]), 1);
}

#[test]
fn most_counts_elements_that_are_not_executable_as_well() {
    let pace = Pace::new();
    assert_eq!(pace.expected(&[0; 4]), pace.expected(&[21_000; 4]));
    assert!(pace.most(&vec![0; 100_000]) < 1_000);
}

#[test]
fn learn_takes_dearer_at_once_and_cheaper_by_halves() {
    let (elements, mut pace) = ([1_000_000; 10], Pace::new());
    let first = pace.expected(&elements);
    pace.learn(&elements, 2 * first);
    assert_eq!(pace.expected(&elements), 2 * first);
    pace.learn(&elements, first);
    assert_eq!(pace.expected(&elements), first + first / 2);
    for _ in 0..40 {
        pace.learn(&elements, first / 10);
    }
    assert!(pace.expected(&elements) <= first / 10 + elements.len() as u64 * 1_000);
}

#[test]
fn slow_down_takes_half_as_many() {
    let (elements, mut pace) = (vec![100_000; 1_000], Pace::new());
    let before = pace.most(&elements);
    pace.slow_down();
    assert_eq!(pace.most(&elements), before / 2);
}
