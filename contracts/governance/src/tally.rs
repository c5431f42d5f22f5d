//! Counting votes. No VM in here.

/// The quorum is the electorate divided by this.
const QUORUM: u128 = 5;

/// Votes of a proposal. Together they are never more than the electorate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) votes_for: u128,
    pub(crate) votes_against: u128,
}

impl Tally {
    /// After these votes.
    pub(crate) fn with(self, support: bool, votes: u128) -> Self {
        let Self {
            votes_for,
            votes_against,
        } = self;
        if support {
            let votes_for = votes_for.saturating_add(votes);
            Self { votes_for, ..self }
        } else {
            let votes_against = votes_against.saturating_add(votes);
            Self {
                votes_against,
                ..self
            }
        }
    }

    /// Whether at least a fifth of the electorate has voted, and anybody at all.
    pub(crate) fn has_quorum(self, electorate: u128) -> bool {
        let cast = self.votes_for.saturating_add(self.votes_against);
        cast != 0 && cast >= electorate.div_ceil(QUORUM)
    }

    /// Whether the quorum is reached, and more are for it than against it.
    pub(crate) fn has_passed(self, electorate: u128) -> bool {
        self.has_quorum(electorate) && self.votes_for > self.votes_against
    }
}
