//! Who has paid and who has got what in a flow.

use alloy::primitives::{Address, utils::format_ether};
use serde::{Serialize, Serializer};
use std::fmt::{self, Display};

use crate::{
    money::{Change, Money},
    world::World,
};

/// All tokens from the beginning of a flow to its end. Amounts are base units, in decimal.
#[derive(Clone, Debug, Serialize)]
pub struct MoneyReport {
    /// Everybody who can own tokens but the account that has handed them out.
    pub parties: Vec<PartyReport>,
    /// The pot.
    pub pot: Amounts,
    /// Locked for something else than stakes: fees and bonds.
    pub pledged: Amounts,
    /// The Treasury's tokens beyond what it owes.
    pub surplus: Amounts,
}

/// What one party had and has.
#[derive(Clone, Debug, Serialize)]
pub struct PartyReport {
    /// Its name.
    pub name: String,
    /// Its account.
    pub account: Address,
    /// Free tokens.
    pub free: Amounts,
    /// Its stake.
    pub stake: Amounts,
    /// Its credit in the Treasury.
    pub credit: Amounts,
}

/// An amount at the beginning and at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Amounts {
    /// At the beginning; 0 of those who came later.
    #[serde(serialize_with = "decimal")]
    pub before: i128,
    /// At the end.
    #[serde(serialize_with = "decimal")]
    pub after: i128,
}

impl MoneyReport {
    /// From the beginning to the end.
    pub(crate) fn new(world: &World, before: &Money, after: &Money) -> Self {
        let parties = world.parties().into_iter();
        let parties = parties.map(|(name, account)| {
            let of = |money: &Money| money.parties.get(&account).copied().unwrap_or_default();
            PartyReport::new(name, account, of(before), of(after))
        });
        Self {
            parties: parties.collect(),
            pot: amounts(before.pot, after.pot),
            pledged: amounts(before.pledged, after.pledged),
            surplus: amounts(before.surplus, after.surplus),
        }
    }
}

impl PartyReport {
    const fn new(name: String, account: Address, before: Change, after: Change) -> Self {
        Self {
            name,
            account,
            free: amounts(before.free, after.free),
            stake: amounts(before.stake, after.stake),
            credit: amounts(before.credit, after.credit),
        }
    }

    const fn is_as_before(&self) -> bool {
        self.free.change() == 0 && self.stake.change() == 0 && self.credit.change() == 0
    }
}

impl Amounts {
    /// By how much it has grown.
    pub const fn change(self) -> i128 {
        self.after - self.before
    }
}

const fn amounts(before: i128, after: i128) -> Amounts {
    Amounts { before, after }
}

fn decimal<S: Serializer>(amount: &i128, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(amount)
}

/// The changes, in tokens, one line for each that has paid or got something.
impl Display for MoneyReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (free, stake, credit) = ("free", "stake", "credit");
        write!(f, "  {:<18} {free:>14} {stake:>14} {credit:>14}", "tokens")?;
        for party in self.parties.iter().filter(|it| !it.is_as_before()) {
            let [free, stake, credit] =
                [party.free, party.stake, party.credit].map(|it| tokens(it.change()));
            write!(
                f,
                "\n  {:<18} {free:>14} {stake:>14} {credit:>14}",
                party.name
            )?;
        }
        for (name, amount) in [("the pot", self.pot), ("fees and bonds", self.pledged)] {
            write!(f, "\n  {name:<18} {:>14}", tokens(amount.change()))?;
        }
        Ok(())
    }
}

/// A change in tokens of 18 decimals, to the fourth, with its sign; nothing for nothing.
fn tokens(change: i128) -> String {
    if change == 0 {
        return "0".into();
    }
    let sign = if change < 0 { '-' } else { '+' };
    let units = format_ether(change.unsigned_abs());
    let (whole, decimals) = units.split_once('.').unwrap_or((&units, ""));
    let decimals = decimals.get(..4).unwrap_or(decimals);
    format!("{sign}{whole}.{decimals}")
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn tokens_shows_sign_and_four_decimals() {
        assert_eq!(tokens(0), "0");
        assert_eq!(tokens(-105 * 10i128.pow(18)), "-105.0000");
        assert_eq!(tokens(5_426_250_000_000_000_000), "+5.4262");
    }
}
