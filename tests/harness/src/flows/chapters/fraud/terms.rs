//! What a dispute is about in money, and in time.

use types::Blocks;

use crate::money::{Change, signed};
use crate::{
    error::FlowError,
    world::{Settings, World},
};

/// Amounts of a world, in base units, as differences are reckoned in.
#[derive(Clone, Copy, Debug)]
pub(in crate::flows) struct Terms {
    /// The bond of a challenger.
    pub(in crate::flows) bond: i128,
    /// The stake of a sequencer.
    pub(in crate::flows) stake: i128,
    /// The winner's share of it.
    pub(in crate::flows) reward: i128,
    per_reveal: i128,
}

impl Terms {
    /// What a challenger that loses, or whose batch is orphaned, pays for so many reveals.
    pub(in crate::flows) fn payment(&self, reveals: u32) -> i128 {
        (self.per_reveal * i128::from(reveals)).min(self.bond / 2)
    }

    /// Of a sequencer that has lied.
    pub(in crate::flows) fn slashed(&self) -> Change {
        Change {
            stake: -self.stake,
            ..Change::default()
        }
    }

    /// Of a challenger that has lost.
    pub(in crate::flows) fn bond_paid(&self) -> Change {
        Change {
            free: -self.bond,
            ..Change::default()
        }
    }
}

/// Those of this world, in which fraud costs the whole stake.
pub(in crate::flows) fn terms(world: &World) -> Result<Terms, FlowError> {
    let parameters = world.settings.network.parameters;
    let stake = parameters.slashing.fraud.of(parameters.stakes.sequencer);
    Ok(Terms {
        bond: signed(parameters.dispute.bond)?,
        stake: signed(stake)?,
        reward: signed(parameters.slashing.winner.of(stake))?,
        per_reveal: signed(parameters.dispute.payment_per_reveal)?,
    })
}

/// Clocks that are long enough for many disputes at once: on the devnet each transaction takes a block of them.
pub(in crate::flows) fn with_long_clocks(mut settings: Settings) -> Settings {
    let windows = &mut settings.network.parameters.windows;
    windows.dispute_clock = Blocks(200);
    windows.unbonding = Blocks(600);
    settings
}

/// As [`with_long_clocks`], with a challenge window in which many disputes can be opened one after the other.
pub(in crate::flows) fn with_long_windows(settings: Settings) -> Settings {
    let mut settings = with_long_clocks(settings);
    let windows = &mut settings.network.parameters.windows;
    windows.challenge = Blocks(300);
    windows.unbonding = Blocks(900);
    settings
}
