//! Windows and clocks, and the finality formula that is made of them.

use super::{ParameterError, ParameterField as Field};
use crate::{BlockNumber, Blocks};

/// The longest window, in blocks: a year of blocks of 12 seconds. Whoever waits for finality, or for the end
/// of a contest, must live to see it. On a clock of quarter seconds it still is the seven days of the default.
pub const MAX_WINDOW: Blocks = Blocks(365 * 7_200);

/// The longest unbonding, in blocks: the time in which a batch is decided under the longest windows, so that
/// all windows have an unbonding that outlives them, and no set keeps stake for much longer than that.
pub const MAX_UNBONDING: Blocks = Blocks(5 * MAX_WINDOW.0);

/// Windows and clocks, in blocks on the contracts' clock. A deadline is the last block at which acting is
/// allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Windows {
    /// W: how long after its submission a batch can be questioned; the withdrawal window of 7 days.
    pub challenge: Blocks,
    /// D: how long the sequencer has to answer a data request.
    pub data_request: Blocks,
    /// G: how long at least published data can be looked at before the batch closes.
    pub grace: Blocks,
    /// R: how long Layer 1 has to re-execute a halted batch.
    pub halted: Blocks,
    /// C: time of one side in a dispute, over all its moves.
    pub dispute_clock: Blocks,
    /// How long stake stays slashable after an exit and after the last submission.
    pub unbonding: Blocks,
    /// How long the host chain's sequencer can hold a transaction back: a fact of the host, by which the
    /// windows are judged.
    pub censorship_bound: Blocks,
}

impl Windows {
    /// The last block at which a batch can be questioned: submitted + W. Data requests are accepted
    /// up to it, and data published up to it counts.
    pub fn challenge_deadline(&self, submitted_at: BlockNumber) -> BlockNumber {
        submitted_at.after(self.challenge)
    }

    /// The last block at which a data request can be answered: requested + D.
    pub fn data_deadline(&self, requested_at: BlockNumber) -> BlockNumber {
        requested_at.after(self.data_request)
    }

    /// The last block at which Layer 1 can finish the re-execution of a halted batch: published + R,
    /// counted from the request where the data was there before.
    pub fn halted_deadline(&self, from: BlockNumber) -> BlockNumber {
        from.after(self.halted)
    }

    /// The finality formula (spec 4.1): closes_at = max(submitted + W, published + G). A batch without
    /// open contest may become final when now > closes_at.
    ///
    /// `published_at` is when the data was complete on chain, if that counts ([`Windows::counts`]).
    pub fn closes_at(
        &self,
        submitted_at: BlockNumber,
        published_at: Option<BlockNumber>,
    ) -> BlockNumber {
        let challenged = self.challenge_deadline(submitted_at);
        match published_at {
            Some(published_at) => challenged.max(published_at.after(self.grace)),
            None => challenged,
        }
    }

    /// Whether data complete at `now` counts as published: by submitted + W, or by the deadline of the
    /// open request, if there is one.
    ///
    /// Else anybody could hold finality back by publishing late, batch after batch.
    pub fn counts(
        &self,
        now: BlockNumber,
        submitted_at: BlockNumber,
        request_deadline: Option<BlockNumber>,
    ) -> bool {
        let in_window = !now.is_past(self.challenge_deadline(submitted_at));
        in_window || request_deadline.is_some_and(|deadline| !now.is_past(deadline))
    }

    /// How long after its submission every batch is decided, whatever anybody does:
    /// W + D + max(G, R) + 2C.
    pub fn decision_time(&self) -> u64 {
        let after_the_data = self.grace.max(self.halted);
        u64::from(self.challenge.0)
            + u64::from(self.data_request.0)
            + u64::from(after_the_data.0)
            + 2 * u64::from(self.dispute_clock.0)
    }

    /// The block by which a batch is decided, whatever anybody does (spec 4.1).
    pub fn decided_by(&self, submitted_at: BlockNumber) -> BlockNumber {
        BlockNumber(submitted_at.0.saturating_add(self.decision_time()))
    }

    /// Every window leaves twice the time for which a transaction can be held back (once for the act,
    /// once for its answer) and is over within [`MAX_WINDOW`], and stake outlives the decision of all that
    /// it vouches for.
    pub(super) fn check(&self) -> Result<(), ParameterError> {
        Field::CensorshipBound.check_range(self.censorship_bound.0, 1, MAX_WINDOW.0 / 2)?;
        let minimum = 2 * self.censorship_bound.0;
        let windows = [
            (Field::ChallengeWindow, self.challenge),
            (Field::DataRequestWindow, self.data_request),
            (Field::Grace, self.grace),
            (Field::HaltedWindow, self.halted),
            (Field::DisputeClock, self.dispute_clock),
        ];
        for (field, window) in windows {
            field.check_range(window.0, minimum, MAX_WINDOW.0)?;
        }
        Field::Unbonding.check_minimum(self.unbonding.0, self.decision_time())?;
        Field::Unbonding.check_maximum(self.unbonding.0, MAX_UNBONDING.0)
    }
}
