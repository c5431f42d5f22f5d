//! What memory pages cost (sheet of the VM, section 3.7).

use crate::arbos::StylusParams;

/// Cost that nobody can pay.
const UNPAYABLE: u64 = u64::MAX;

/// Numerator of the exponential part: E(p) = floor(31,874,000^(p/128)).
///
/// The table is the one that the chain uses; a test recomputes it.
const RAMP: [u32; 129] = include!("ramp.in");

/// Open and ever-open pages of a transaction. Neither is journaled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PageCounters {
    open: u16,
    ever: u16,
}

impl PageCounters {
    /// Pages open now.
    pub(crate) fn open(self) -> u16 {
        self.open
    }

    /// Closes pages until `open` are left: a program frame ended.
    pub(crate) fn restore(&mut self, open: u16) {
        self.open = open;
    }

    /// Opens `new` pages.
    pub(crate) fn add(&mut self, new: u16) {
        self.open = self.open.saturating_add(new);
        self.ever = self.ever.max(self.open);
    }

    /// Gas for opening `new` pages.
    pub(crate) fn cost(self, new: u16, params: &StylusParams) -> u64 {
        let open = self.open.saturating_add(new);
        if params.has_page_cap() && params.page_limit != 0 && open > params.page_limit {
            return UNPAYABLE;
        }
        let ever = self.ever.max(open);
        let free = params.free_pages;
        if ever <= free {
            return 0;
        }
        let paid = open.saturating_sub(free) - self.open.saturating_sub(free).min(open);
        let linear = u64::from(paid).saturating_mul(params.page_gas.into());
        linear.saturating_add(ramp(ever).saturating_sub(ramp(self.ever)))
    }
}

/// E(p).
fn ramp(pages: u16) -> u64 {
    RAMP.get(usize::from(pages))
        .map_or(UNPAYABLE, |gas| u64::from(*gas))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arbos::ArbosVersion;

    fn params() -> StylusParams {
        StylusParams::initial(ArbosVersion::V60)
    }

    #[test]
    fn ramp_succeeds_with_the_formula() {
        // The 128th root of the base, checked without floating point: r^128 <= base^p < (r+1)^128
        // would need big integers, so floats with a tolerance of one and the published samples do.
        for (pages, gas) in RAMP.iter().enumerate().take(128) {
            let exact = 31_874_000_f64.powf(f64::from(u32::try_from(pages).unwrap()) / 128.0);
            assert!(
                (exact - f64::from(*gas)).abs() <= 1.0,
                "{pages}: {exact} {gas}"
            );
        }
        assert_eq!(&RAMP[..12], &[1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4]);
        assert_eq!(
            &RAMP[125..],
            &[21_260_563, 24_332_984, 27_849_408, 31_873_999]
        );
    }

    #[test]
    fn cost_succeeds_with_zero_when_within_free_pages() {
        assert_eq!(PageCounters::default().cost(2, &params()), 0);
    }

    #[test]
    fn cost_succeeds_with_linear_part_only_when_ever_was_higher() {
        let mut pages = PageCounters::default();
        pages.add(10);
        pages.restore(4);
        assert_eq!(pages.cost(3, &params()), 3000);
    }

    #[test]
    fn cost_succeeds_unpayable_when_above_the_cap() {
        let mut pages = PageCounters::default();
        pages.add(128);
        assert_eq!(pages.cost(1, &params()), UNPAYABLE);
    }
}
