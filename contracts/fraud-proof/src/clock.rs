//! The chess clock of a dispute.

use interfaces::contracts::IFraudProof::{NotTimedOut, TooLate};
use types::{BlockNumber, Blocks};

/// Who is to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The author of the batch, who reveals.
    Author,
    /// The challenger, who selects, and proves at a leaf.
    Challenger,
}

/// Both clocks, before the turn at hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clocks {
    /// Block of the last selection, or of the opening.
    pub(crate) since: BlockNumber,
    /// What the author has used before.
    pub(crate) author_used: Blocks,
    /// What the challenger has used before.
    pub(crate) challenger_used: Blocks,
    /// What each side has in all.
    pub(crate) allowance: Blocks,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    /// Who is to move.
    pub(crate) side: Side,
    /// Since when.
    pub(crate) since: BlockNumber,
    /// Last block at which it may.
    pub(crate) deadline: BlockNumber,
}

impl Clocks {
    /// The turn over a node: a leaf waits for its proof, any other for its reveal, and, if that came in the author's time,
    /// for the next selection. A reveal that came later does not count.
    pub(crate) fn turn(&self, is_leaf: bool, revealed: Option<BlockNumber>) -> Turn {
        let author_until = self.since.after(self.left(self.author_used));
        let in_time = |at: &BlockNumber| !at.is_past(author_until);
        let answered = if is_leaf {
            Some(self.since)
        } else {
            revealed.filter(in_time)
        };
        match answered {
            Some(at) => self.challengers(at.max(self.since)),
            None => Turn {
                side: Side::Author,
                since: self.since,
                deadline: author_until,
            },
        }
    }

    /// After a selection of the challenger in its turn.
    pub(crate) fn after_selection(&self, turn: &Turn, now: BlockNumber) -> Self {
        Self {
            since: now,
            author_used: spent(self.author_used, self.since, turn.since),
            challenger_used: spent(self.challenger_used, turn.since, now),
            allowance: self.allowance,
        }
    }

    fn challengers(&self, since: BlockNumber) -> Turn {
        Turn {
            side: Side::Challenger,
            since,
            deadline: since.after(self.left(self.challenger_used)),
        }
    }

    fn left(&self, used: Blocks) -> Blocks {
        Blocks(self.allowance.0.saturating_sub(used.0))
    }
}

impl Turn {
    /// Checks that the side may still move.
    ///
    /// # Errors
    ///
    /// `TooLate`: exactly when [`Turn::require_over`] passes.
    pub(crate) fn require_running(&self, now: BlockNumber) -> Result<(), TooLate> {
        if now.is_past(self.deadline) {
            return Err(TooLate {
                deadline: self.deadline.0,
                current: now.0,
            });
        }
        Ok(())
    }

    /// Checks that the side has run out of time.
    ///
    /// # Errors
    ///
    /// `NotTimedOut`.
    pub(crate) fn require_over(&self, now: BlockNumber) -> Result<(), NotTimedOut> {
        if now.is_past(self.deadline) {
            return Ok(());
        }
        Err(NotTimedOut {
            deadline: self.deadline.0,
            current: now.0,
        })
    }
}

fn spent(before: Blocks, from: BlockNumber, to: BlockNumber) -> Blocks {
    let blocks = u32::try_from(to.0.saturating_sub(from.0)).unwrap_or(u32::MAX);
    Blocks(before.0.saturating_add(blocks))
}
