//! Time and the parent chain's block number.

use std::time::{SystemTime, UNIX_EPOCH};

use alloy_rlp::{RlpDecodable, RlpEncodable};

use super::image::ImageError;

/// Where block timestamps come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The machine's clock, plus what `increase_time` added.
    System,
    /// Stands still at these seconds since the Unix epoch until it is moved: the same
    /// transactions then give the same blocks on every run.
    Fixed(u64),
}

/// What NUMBER and the host function `block_number` answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParentChain {
    /// No parent chain is followed: the number stays 0, as with `nitro --dev`.
    Absent,
    /// The number advances by one per 12 seconds of chain time since genesis, and contracts see
    /// the one that was current `lag` parent blocks earlier. It never decreases, and it can be
    /// set ahead.
    Following {
        /// Number at genesis.
        start: u64,
        /// How many blocks the chain's view is behind.
        lag: u64,
    },
}

/// Seconds between two blocks of the parent chain.
const PARENT_BLOCK_SECONDS: u64 = 12;

/// The clock of a running chain.
#[derive(Clone, Debug)]
pub(super) struct Timekeeper {
    clock: Clock,
    /// Seconds by which the chain's clock was moved by hand: no more than a timestamp holds.
    offset: i128,
    /// Timestamp ordered for the next block.
    next: Option<u64>,
    parent_chain: ParentChain,
    /// Parent blocks added by hand.
    parent_jump: u64,
}

/// A clock as it is written to a file. Where its time comes from is not part of it.
#[derive(Clone, Debug, PartialEq, Eq, RlpEncodable, RlpDecodable)]
#[rlp(trailing)]
pub(super) struct TimeImage {
    is_following: bool,
    parent_start: u64,
    parent_lag: u64,
    parent_jump: u64,
    /// Seconds by which the clock was moved forward, or back, by hand.
    ahead: u64,
    behind: u64,
    next: Option<u64>,
}

impl Timekeeper {
    /// The clock to be written.
    pub(super) fn image(&self) -> TimeImage {
        let (is_following, parent_start, parent_lag) = match self.parent_chain {
            ParentChain::Absent => (false, 0, 0),
            ParentChain::Following { start, lag } => (true, start, lag),
        };
        TimeImage {
            is_following,
            parent_start,
            parent_lag,
            parent_jump: self.parent_jump,
            ahead: magnitude(self.offset),
            behind: magnitude(-self.offset),
            next: self.next,
        }
    }

    /// The clock that was written.
    ///
    /// # Errors
    /// It followed another parent chain than `parent_chain`: contracts would see the number jump.
    pub(super) fn restore(
        clock: Clock,
        parent_chain: ParentChain,
        image: &TimeImage,
    ) -> Result<Self, ImageError> {
        let stated = if image.is_following {
            ParentChain::Following {
                start: image.parent_start,
                lag: image.parent_lag,
            }
        } else {
            ParentChain::Absent
        };
        if stated != parent_chain {
            let asked = parent_chain;
            return Err(ImageError::ParentChain { stated, asked });
        }
        Ok(Self {
            clock,
            offset: i128::from(image.ahead) - i128::from(image.behind),
            next: image.next,
            parent_chain,
            parent_jump: image.parent_jump,
        })
    }

    pub(super) fn new(clock: Clock, parent_chain: ParentChain) -> Self {
        Self {
            clock,
            offset: 0,
            next: None,
            parent_chain,
            parent_jump: 0,
        }
    }

    /// Seconds since the Unix epoch by this clock.
    pub(super) fn now(&self) -> u64 {
        magnitude(i128::from(self.machine_time()) + self.offset)
    }

    /// Moves the clock forward by `seconds`, at most to the last timestamp that there is; returns
    /// by how much it is off the machine's now.
    pub(super) fn increase(&mut self, seconds: u64) -> i128 {
        self.offset = (self.offset + i128::from(seconds)).min(u64::MAX.into());
        self.offset
    }

    /// Sets the clock to a time, from which it goes on; returns by how much it is off the
    /// machine's now.
    pub(super) fn set(&mut self, timestamp: u64) -> i128 {
        self.offset = i128::from(timestamp) - i128::from(self.machine_time());
        self.offset
    }

    /// The next block gets this timestamp, and the clock goes on from there.
    pub(super) fn set_next(&mut self, timestamp: u64) {
        self.next = Some(timestamp);
    }

    fn machine_time(&self) -> u64 {
        match self.clock {
            Clock::Fixed(seconds) => seconds,
            Clock::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |elapsed| elapsed.as_secs()),
        }
    }

    /// Timestamp that a block on top of one with `parent` seconds gets: never below that, and
    /// equal is allowed, as on Nitro.
    pub(super) fn next_timestamp(&self, parent: u64) -> u64 {
        self.next.unwrap_or_else(|| self.now()).max(parent)
    }

    /// Notes that the block with this timestamp was built. An order is fulfilled by it.
    pub(super) fn built(&mut self, timestamp: u64) {
        if self.next.take().is_some() {
            self.set(timestamp);
        }
    }

    /// Seconds for which a block on top of one with `parent` seconds pays off used gas. A clock
    /// that stands still would pay off none and let the price rise for ever, so with it all gas is
    /// paid off.
    pub(super) fn paid_off(&self, parent: u64, timestamp: u64) -> u64 {
        match self.clock {
            Clock::Fixed(_) => u64::MAX,
            Clock::System => timestamp.saturating_sub(parent),
        }
    }

    /// Parent-chain block number for a block at `timestamp`, never below `parent`, the number
    /// that the block before it had.
    pub(super) fn parent_number(&self, genesis: u64, timestamp: u64, parent: u64) -> u64 {
        match self.parent_chain {
            ParentChain::Absent => 0,
            ParentChain::Following { start, lag } => {
                let passed = timestamp.saturating_sub(genesis) / PARENT_BLOCK_SECONDS;
                let current = start
                    .saturating_add(passed)
                    .saturating_add(self.parent_jump);
                current.saturating_sub(lag).max(parent)
            }
        }
    }

    /// Lets the parent chain jump ahead by `blocks`; false where none is followed.
    pub(super) fn jump_parent(&mut self, blocks: u64) -> bool {
        self.parent_jump = self.parent_jump.saturating_add(blocks);
        self.parent_chain != ParentChain::Absent
    }
}

/// A number of seconds, zero for a negative one.
fn magnitude(seconds: i128) -> u64 {
    u64::try_from(seconds.max(0)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(parent_chain: ParentChain) -> Timekeeper {
        Timekeeper::new(Clock::Fixed(1_000), parent_chain)
    }

    #[test]
    fn next_timestamp_succeeds_with_the_parents_when_the_clock_is_behind() {
        assert_eq!(fixed(ParentChain::Absent).next_timestamp(2_000), 2_000);
    }

    #[test]
    fn next_timestamp_succeeds_with_the_ordered_one_and_goes_on_from_it() {
        let mut time = fixed(ParentChain::Absent);
        time.set_next(5_000);
        assert_eq!(time.next_timestamp(1_000), 5_000);
        time.built(5_000);
        time.increase(7);
        assert_eq!(time.next_timestamp(5_000), 5_007);
    }

    #[test]
    fn increase_succeeds_up_to_the_last_timestamp() {
        let mut time = fixed(ParentChain::Absent);
        for _ in 0..3 {
            assert!(time.increase(u64::MAX) > 0);
            assert_eq!(time.next_timestamp(0), u64::MAX);
        }
        time.set_next(u64::MAX);
        time.built(u64::MAX);
        assert_eq!(time.now(), u64::MAX);
    }

    #[test]
    fn restore_succeeds_with_the_clock_that_was_written() {
        let parent_chain = ParentChain::Following { start: 100, lag: 3 };
        let mut time = fixed(parent_chain);
        time.set_next(10);
        time.built(10);
        time.jump_parent(u64::MAX);
        time.set_next(7_000);
        let image = time.image();
        assert_eq!((image.ahead, image.behind), (0, 990));
        let again = Timekeeper::restore(Clock::Fixed(1_000), parent_chain, &image).unwrap();
        assert_eq!(again.image(), image);
        assert_eq!(again.now(), 10);
        assert_eq!(again.next_timestamp(0), 7_000);
    }

    #[test]
    fn restore_refuses_another_parent_chain() {
        let image = fixed(ParentChain::Absent).image();
        let asked = ParentChain::Following { start: 1, lag: 1 };
        let stated = ParentChain::Absent;
        let error = Timekeeper::restore(Clock::System, asked, &image).unwrap_err();
        assert_eq!(error, ImageError::ParentChain { stated, asked });
    }

    #[test]
    fn parent_number_succeeds_with_zero_when_absent() {
        assert_eq!(fixed(ParentChain::Absent).parent_number(0, 1_000_000, 0), 0);
    }

    #[test]
    fn parent_number_succeeds_lagging_and_never_decreases() {
        let mut time = fixed(ParentChain::Following { start: 100, lag: 3 });
        assert_eq!(time.parent_number(1_000, 1_000, 0), 97);
        assert_eq!(time.parent_number(1_000, 1_023, 97), 98);
        assert!(time.jump_parent(50));
        assert_eq!(time.parent_number(1_000, 1_024, 98), 149);
        assert_eq!(time.parent_number(1_000, 1_000, 149), 149);
    }
}
