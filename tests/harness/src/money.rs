//! All tokens of a world: who owns what, at one moment and from the beginning of a flow to its end (spec 6, invariant 1).

use alloy::primitives::{Address, U256};
use anyhow::Context;
use std::collections::BTreeMap;

use crate::{error::FlowError, world::World};

/// What an account owns in tokens, in base units; or by how much that has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Free tokens.
    pub free: i128,
    /// Its stake.
    pub stake: i128,
    /// Its credit in the Treasury.
    pub credit: i128,
}

/// What all parties own, and what the Treasury holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// Everybody with tokens but who has handed them out.
    pub parties: BTreeMap<Address, Change>,
    /// The pot.
    pub pot: i128,
    /// Locked for something else than stakes: fees and bonds.
    pub pledged: i128,
    /// The Treasury's tokens, less what it owes.
    pub surplus: i128,
}

impl Money {
    /// What they own now.
    ///
    /// # Errors
    ///
    /// [`FlowError::Unaccounted`] if tokens were lost or made, or the Treasury owes more than it holds; or
    /// [`FlowError::Other`] if a view fails.
    pub async fn note(world: &World) -> Result<Self, FlowError> {
        let (mut parties, mut sum) = (BTreeMap::new(), Change::default());
        for (_, account) in world.parties() {
            let (free, stake, credit) = world.anybody.wealth(account).await?;
            let owns = Change {
                free: signed(free)?,
                stake: signed(stake)?,
                credit: signed(credit)?,
            };
            sum = sum.plus(owns);
            parties.insert(account, owns);
        }
        let (locked, credited, potted) = world.anybody.standing().await?.totals;
        let owed = signed(locked)? + signed(credited)? + signed(potted)?;
        let held = balance(world, world.addresses().treasury).await?;
        let others = balance(world, world.anybody.account()).await?;
        let supply = world.anybody.token().totalSupply().call().await;
        let supply = signed(supply.context("MetisToken.totalSupply")?)?;
        must_be("all tokens", sum.free + others + held, supply)?;
        must_be("all credits", sum.credit, signed(credited)?)?;
        let (pledged, surplus) = (signed(locked)? - sum.stake, held - owed);
        must_be("what is locked beside all stakes", pledged.max(0), pledged)?;
        must_be(
            "the Treasury's tokens beyond what it owes",
            surplus.max(0),
            surplus,
        )?;
        Ok(Self {
            parties,
            pot: signed(potted)?,
            pledged,
            surplus,
        })
    }

    /// After these changes of accounts and the pot.
    pub(crate) fn plus(mut self, changes: &[(Address, Change)], pot: i128) -> Self {
        for (account, change) in changes {
            let owns = self.parties.entry(*account).or_default();
            *owns = owns.plus(*change);
        }
        self.pot += pot;
        self
    }
}

impl Change {
    /// This and another one.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            free: self.free + other.free,
            stake: self.stake + other.stake,
            credit: self.credit + other.credit,
        }
    }
}

/// An amount that can be taken from another one.
///
/// # Errors
///
/// [`FlowError::Other`] if it is 2^127 or more.
pub(crate) fn signed<T>(amount: T) -> Result<i128, FlowError>
where
    T: TryInto<i128>,
    T::Error: std::error::Error + Send + Sync + 'static,
{
    Ok(amount.try_into().map_err(anyhow::Error::from)?)
}

async fn balance(world: &World, account: Address) -> Result<i128, FlowError> {
    let held: Result<U256, _> = world.anybody.token().balanceOf(account).call().await;
    signed(held.context("MetisToken.balanceOf")?)
}

fn must_be(what: &'static str, seen: i128, expected: i128) -> Result<(), FlowError> {
    if seen == expected {
        return Ok(());
    }
    Err(FlowError::Unaccounted {
        what,
        seen,
        expected,
    })
}
