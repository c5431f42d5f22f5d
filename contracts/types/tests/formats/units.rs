//! Numbers and byte strings.

use proptest::prelude::*;
use types::{Address, BasisPoints, BatchIndex, BlockNumber, Blocks, Verdict};

use crate::strategies::shares;

#[test]
fn basis_points_new_is_none_above_the_whole() {
    assert_eq!(BasisPoints::new(10_000), Some(BasisPoints::WHOLE));
    assert_eq!(BasisPoints::new(10_001), None);
    assert_eq!(BasisPoints::percent(100), Some(BasisPoints::WHOLE));
    assert_eq!(BasisPoints::percent(101), None);
    assert_eq!(BasisPoints::percent(255), None);
}

#[test]
fn basis_points_of_rounds_down() {
    let third = BasisPoints::new(3_333).unwrap();
    assert_eq!(third.of(10_000), 3_333);
    assert_eq!(third.of(9_999), 3_332);
    assert_eq!(third.of(3), 0);
    assert_eq!(BasisPoints::WHOLE.of(u128::MAX), u128::MAX);
}

#[test]
fn is_past_only_behind_the_deadline() {
    let deadline = BlockNumber(7);
    assert!(!BlockNumber(6).is_past(deadline));
    assert!(!BlockNumber(7).is_past(deadline));
    assert!(BlockNumber(8).is_past(deadline));
}

#[test]
fn after_stops_at_the_last_block() {
    assert_eq!(BlockNumber(1).after(Blocks(u32::MAX)), BlockNumber(1 << 32));
    assert_eq!(
        BlockNumber(u64::MAX - 1).after(Blocks(2)),
        BlockNumber(u64::MAX)
    );
}

#[test]
fn display_succeeds_for_people() {
    assert_eq!(BasisPoints::new(1_205).unwrap().to_string(), "12.05%");
    assert_eq!(BatchIndex(12).to_string(), "12");
    let address = Address([0xab; 20]);
    assert_eq!(address.to_string(), format!("0x{}", "ab".repeat(20)));
    assert_eq!(format!("{address:?}"), address.to_string());
}

#[test]
fn verdicts_are_canonical_or_settled_as_documented() {
    use Verdict::{Final, Invalid, Orphaned, Pending, Proven, Unknown};
    let all = [Unknown, Pending, Proven, Final, Invalid, Orphaned];
    for (number, verdict) in (0u8..).zip(all) {
        assert_eq!(u8::from(verdict), number);
        assert_eq!(
            verdict.is_canonical(),
            [Pending, Proven, Final].contains(&verdict)
        );
        assert_eq!(
            verdict.is_settled(),
            [Final, Invalid, Orphaned].contains(&verdict)
        );
    }
}

proptest! {
    /// Against the exact quotient, in parts that cannot overflow.
    #[test]
    fn prop_basis_points_of_is_the_floor(share in shares(), amount in 0..u128::MAX / 10_000) {
        prop_assert_eq!(share.of(amount), amount * u128::from(share.get()) / 10_000);
    }

    /// Shares that sum up to at most the whole never take more than there is.
    #[test]
    fn prop_basis_points_of_never_exceeds(share in shares(), amount: u128) {
        let rest = BasisPoints::new(10_000 - share.get()).unwrap();
        let taken = share.of(amount).checked_add(rest.of(amount));
        prop_assert!(taken.is_some_and(|taken| taken <= amount && amount - taken <= 1));
    }
}
