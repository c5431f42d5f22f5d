//! The exponential function as ArbOS computes it.

/// Basis points of one.
pub(super) const ONE: u64 = 10_000;

/// e^x in basis points, by so many terms of its series, each rounded down.
pub(super) fn exponential(x: u64, terms: u64) -> u64 {
    let mut result = ONE.saturating_add(x / terms);
    for term in (1..terms).rev() {
        result = ONE.saturating_add(result.saturating_mul(x) / (term * ONE));
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential_succeeds_within_a_basis_point_of_the_value() {
        for x in [0, 1, 280, 10_000, 25_000] {
            let exact = (f64::from(u32::try_from(x).unwrap()) / 10_000.0).exp() * 10_000.0;
            let series = f64::from(u32::try_from(exponential(x, 12)).unwrap());
            // Each of the twelve terms is rounded down.
            assert!(
                (exact - series).abs() <= 1.0 + exact / 10_000.0,
                "{x}: {exact} {series}"
            );
        }
    }

    #[test]
    fn exponential_succeeds_with_the_polynomial_when_terms_are_four() {
        // 1 + 1 + 1/2 + 1/6 + 1/24, rounded down at each step.
        assert_eq!(exponential(10_000, 4), 27_083);
    }
}
