//! The two sides of a dispute.

use alloy::primitives::{Address, B256, keccak256};
use anyhow::Context;
use interfaces::purpose::Kind;
use types::HeaderHash;

use super::super::Elements;
use crate::{
    actors::{Checked, Contest, Sequencer, Verifier},
    error::FlowError,
    l2::Accepted,
    layer1::Opened,
    world::World,
};

/// Who disputes a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::flows) enum Who {
    /// The Verifier.
    Verifier,
    /// One of the world's challengers.
    Challenger(usize),
}

/// A dispute that a flow plays.
#[derive(Debug)]
pub(in crate::flows) struct Disputed {
    /// Whose.
    pub(in crate::flows) who: Who,
    /// Its challenger's side.
    pub(in crate::flows) contest: Contest,
}

impl Who {
    /// The actor.
    pub(in crate::flows) fn of(self, world: &World) -> &Verifier {
        match self {
            Self::Verifier => &world.verifier,
            Self::Challenger(number) => &world.challengers[number],
        }
    }

    /// Its account.
    pub(in crate::flows) fn account(self, world: &World) -> Address {
        self.of(world).layer1().account()
    }

    /// How it is called.
    pub(super) fn name(self) -> String {
        match self {
            Self::Verifier => "the Verifier".into(),
            Self::Challenger(number) => format!("challenger {}", number + 1),
        }
    }
}

impl Disputed {
    /// The batch in dispute.
    pub(super) const fn batch(&self) -> &Accepted {
        &self.contest.batch
    }

    /// As Layer 1 told of its opening.
    pub(super) async fn opened(&self, world: &World) -> Result<Opened, FlowError> {
        let own = self.who.account(world);
        let opened = world.anybody.disputes_on(self.batch().hash).await?;
        let mut opened = opened.into_iter();
        let found = opened.find(|it| it.challenger == own);
        Ok(found.context("the dispute was not opened")?)
    }
}

/// A challenger executes a batch by itself, with all that it needs for it.
pub(in crate::flows) async fn examined(
    world: &mut World,
    who: usize,
    batch: &Accepted,
) -> Result<(Elements, Checked), FlowError> {
    world.challengers[who].examine(batch).await
}

/// The sequencer that has submitted a batch.
pub(super) fn author<'w>(world: &'w World, batch: &Accepted) -> Result<&'w Sequencer, FlowError> {
    let account = account_of_author(batch);
    let mut sequencers = world.sequencers.iter();
    let author = sequencers.find(|it| it.layer1().account() == account);
    Ok(author.context("the batch is of no sequencer of this world")?)
}

/// Its account.
pub(super) fn account_of_author(batch: &Accepted) -> Address {
    batch.header.sequencer.0.into()
}

/// The purpose of the bond of a dispute.
pub(super) fn purpose(batch: HeaderHash, challenger: Address) -> B256 {
    let id = keccak256([&batch.0[..], challenger.as_slice()].concat());
    Kind::DisputeBond.purpose(id.0).into()
}
