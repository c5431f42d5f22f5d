//! Ways in which a challenger fails: it disputes what is right, or it does not go on.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::actors::policy::{FirstDifference, Tactics};

/// How a challenger behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChallengerFault {
    /// As it should.
    #[default]
    None,
    /// It disputes whatever it is, and names entries at random.
    Sham {
        /// Of its choices.
        seed: u64,
    },
    /// It goes on for so many moves, and then does nothing.
    Silent {
        /// How many.
        after: u32,
    },
}

impl ChallengerFault {
    /// What a challenger with this fault does.
    pub fn tactics(self) -> Box<dyn Tactics> {
        match self {
            Self::None => Box::new(FirstDifference),
            Self::Sham { seed } => Box::new(Sham(ChaCha8Rng::seed_from_u64(seed))),
            Self::Silent { after } => Box::new(Silent { moves: after }),
        }
    }
}

/// Names any entry, and proves nothing: what it would prove is that the author is right.
#[derive(Clone, Debug)]
pub struct Sham(ChaCha8Rng);

impl Tactics for Sham {
    fn selects(&mut self, _difference: Option<u32>, entries: u32) -> Option<u32> {
        Some(self.0.random_range(0..entries))
    }

    fn proves(&self) -> bool {
        false
    }
}

/// Names what differs, or else the first entry, as long as it goes on.
#[derive(Clone, Copy, Debug)]
pub struct Silent {
    /// How many moves are left.
    pub moves: u32,
}

impl Tactics for Silent {
    fn selects(&mut self, difference: Option<u32>, _entries: u32) -> Option<u32> {
        self.moves = self.moves.checked_sub(1)?;
        difference.or(Some(0))
    }

    fn proves(&self) -> bool {
        self.moves > 0
    }
}

#[cfg(test)]
mod tests {
    use super::ChallengerFault;

    #[test]
    fn selects_the_first_difference_when_there_is_no_fault() {
        let mut tactics = ChallengerFault::None.tactics();
        assert_eq!(tactics.selects(Some(3), 16), Some(3));
        assert_eq!(tactics.selects(None, 16), None);
        assert!(tactics.proves());
    }

    #[test]
    fn selects_any_entry_and_proves_nothing_when_sham() {
        let mut tactics = ChallengerFault::Sham { seed: 1 }.tactics();
        let chosen: Vec<_> = (0..200).filter_map(|_| tactics.selects(None, 16)).collect();
        assert_eq!(chosen.len(), 200);
        assert!((0..16).all(|entry| chosen.contains(&entry)));
        assert!(!tactics.proves());
    }

    #[test]
    fn selects_nothing_after_its_moves_when_silent() {
        let mut tactics = ChallengerFault::Silent { after: 2 }.tactics();
        assert_eq!(tactics.selects(Some(5), 16), Some(5));
        assert!(tactics.proves());
        assert_eq!(tactics.selects(None, 16), Some(0));
        assert_eq!(tactics.selects(Some(5), 16), None);
        assert!(!tactics.proves());
    }
}
