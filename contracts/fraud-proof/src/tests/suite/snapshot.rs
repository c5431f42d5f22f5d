//! All that the suite's views say, to be compared before and after a call.

use alloy_primitives::Address;

use super::{
    super::batch::Sample,
    world::{World, ALICE, PEOPLE, SEQUENCERS},
};

/// What everybody sees, a line a view.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Snapshot(Vec<String>);

impl Snapshot {
    /// Of these batches, and of all people.
    pub(super) fn of(world: &World, batches: &[&Sample]) -> Self {
        let mut lines = Vec::new();
        for batch in batches {
            world.write_batch(batch, &mut lines);
        }
        for who in everybody(world) {
            world.write_account(who, &mut lines);
        }
        let (registry, treasury) = (world.registry.sender(ALICE), world.treasury.sender(ALICE));
        lines.push(format!("{:?}", (registry.head(), registry.final_head())));
        lines.push(format!("{:?}", (registry.fork(), registry.system_state())));
        lines.push(format!("{:?}", (treasury.totals(), world.selected())));
        Self(lines)
    }
}

fn everybody(world: &World) -> impl Iterator<Item = Address> {
    let contracts = [world.contract.address(), world.treasury.address()];
    PEOPLE.into_iter().chain(SEQUENCERS).chain(contracts)
}

impl World {
    fn write_batch(&self, batch: &Sample, lines: &mut Vec<String>) {
        let (hash, contract) = (batch.hash(), self.contract.sender(ALICE));
        for who in PEOPLE.into_iter().chain(SEQUENCERS) {
            let dispute = contract.dispute_of(hash, who);
            let locked = self.locked(batch, who);
            lines.push(format!("{who} {dispute:?} {locked}"));
            lines.push(format!("{:?}", contract.share_of(hash, who)));
        }
        let on = (contract.disputes_on(hash), contract.replay_of(hash));
        lines.push(format!("{on:?}"));
        let root = contract.reveal_of(batch.header.mtsr, batch.count());
        let record = self.registry.sender(ALICE).record_of(hash);
        lines.push(format!("{root} {record:?} {:?}", self.verdict(batch)));
    }

    fn write_account(&self, who: Address, lines: &mut Vec<String>) {
        let (credit, balance) = (self.credit(who), self.balance(who));
        let member = self.member(who);
        lines.push(format!("{who} {credit} {balance} {member:?}"));
    }
}
