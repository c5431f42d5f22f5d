//! What all parties own, to the last unit, from the beginning of a flow to its end.

use alloy::primitives::Address;

use super::{super::Steps, ACCOUNTS};
use crate::{
    error::FlowError,
    money::{Change, Money, signed},
    story::{Actor, Story},
    world::World,
};

/// The step of [`money_is_accounted`].
pub(in crate::flows) const MONEY_IS_ACCOUNTED: Steps = &[ACCOUNTS];

/// Of somebody whose proposal has reached its quorum: the bond is its credit now.
pub(in crate::flows) fn bond_returned(world: &World) -> Result<Change, FlowError> {
    let bond = signed(world.settings.network.parameters.proposal_bond)?;
    Ok(Change {
        free: -bond,
        credit: bond,
        ..Change::default()
    })
}

/// Since `before` these accounts have gained and lost this, the pot has gained `pot`, and nobody else anything.
pub(in crate::flows) async fn money_is_accounted(
    world: &World,
    story: &mut Story<'_>,
    before: Money,
    changes: &[(Address, Change)],
    pot: i128,
) -> Result<(), FlowError> {
    let now = Money::note(world).await?;
    let expected = before.plus(changes, pot);
    let what = format!(
        "{} parties own what they have to, {pot} base units went to the pot",
        now.parties.len()
    );
    story
        .step(ACCOUNTS, Actor::Layer1, what)
        .view(
            "MetisToken.balanceOf, SequencerPool.member.stake, Treasury.creditOf of all; Treasury.pot()",
            &now,
            &expected,
        )?
        .fact("the Treasury holds just what it owes", now.surplus == 0)?
        .done()
}
