//! What all parties own, to the last unit, from the beginning of a flow to its end.

use alloy::primitives::{Address, U256};
use anyhow::Context;
use std::collections::BTreeMap;

use super::{super::Steps, ACCOUNTS};
use crate::{
    error::FlowError,
    story::{Actor, Story},
    world::World,
};

/// The step of [`money_is_accounted`].
pub(in crate::flows) const MONEY_IS_ACCOUNTED: Steps = &[ACCOUNTS];

/// What an account owns in tokens, in base units; or by how much that has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::flows) struct Change {
    /// Free tokens.
    pub(in crate::flows) free: i128,
    /// Its stake.
    pub(in crate::flows) stake: i128,
    /// Its credit in the Treasury.
    pub(in crate::flows) credit: i128,
}

impl Change {
    /// Of somebody whose proposal has reached its quorum: the bond is its credit now.
    pub(in crate::flows) fn bond_returned(world: &World) -> Result<Self, FlowError> {
        let bond = signed(world.settings.network.parameters.proposal_bond)?;
        Ok(Self {
            free: -bond,
            credit: bond,
            ..Self::default()
        })
    }
}

/// What all parties own, and the pot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::flows) struct Money {
    parties: BTreeMap<Address, Change>,
    pot: i128,
    /// The Treasury's tokens, less what it owes.
    surplus: i128,
}

impl Money {
    /// What they own now.
    pub(in crate::flows) async fn note(world: &World) -> Result<Self, FlowError> {
        let mut parties = BTreeMap::new();
        for account in accounts(world) {
            let (free, stake, credit) = world.anybody.wealth(account).await?;
            let owns = Change {
                free: signed(free)?,
                stake: signed(stake)?,
                credit: signed(credit)?,
            };
            parties.insert(account, owns);
        }
        let treasury = world.addresses().treasury;
        let held = world.anybody.token().balanceOf(treasury).call().await;
        let held = held.context("MetisToken.balanceOf(treasury)")?;
        let (locked, credited, potted) = world.anybody.standing().await?.totals;
        let owed = U256::from(locked) + U256::from(credited) + U256::from(potted);
        Ok(Self {
            parties,
            pot: signed(potted)?,
            surplus: signed(held)? - signed(owed)?,
        })
    }

    fn plus(mut self, changes: &[(Address, Change)], pot: i128) -> Self {
        for (account, change) in changes {
            let owns = self.parties.entry(*account).or_default();
            owns.free += change.free;
            owns.stake += change.stake;
            owns.credit += change.credit;
        }
        self.pot += pot;
        self
    }
}

/// Everybody with tokens but who has handed them out.
fn accounts(world: &World) -> Vec<Address> {
    let sequencers = world.sequencers.iter().map(|it| it.layer1().account());
    let challengers = world.challengers.iter().map(|it| it.layer1().account());
    let producers = world.waiting_producers.iter().map(|it| it.address());
    let others = [world.verifier.layer1().account(), world.producer.address()];
    let members = sequencers.chain(challengers).chain(producers);
    members.chain(others).collect()
}

/// An amount that can be taken from another one.
pub(in crate::flows) fn signed<T>(amount: T) -> Result<i128, FlowError>
where
    T: TryInto<i128>,
    T::Error: std::error::Error + Send + Sync + 'static,
{
    Ok(amount.try_into().map_err(anyhow::Error::from)?)
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
