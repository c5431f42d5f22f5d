//! Where all money must be, by how disputes have ended (spec 4.4).

use alloy_primitives::Address;
use interfaces::contracts::IFraudProof::DisputeStatus;

use super::{
    super::{
        batch::Sample,
        world::{bond, payment},
    },
    world::{World, ALICE, PEOPLE, REWARD, SEQUENCERS, STAKE},
};

impl World {
    /// What the author earns by the reveals of a dispute.
    fn earned(&self, batch: &Sample, who: Address) -> u128 {
        let contract = self.contract.sender(ALICE);
        let reveals = contract.dispute_of(batch.hash(), who).reveals;
        (u128::from(reveals) * payment()).min(bond() / 2)
    }

    /// Of a bond: what stays locked, what comes back, what the author and what the pot gets.
    fn parts(&self, batch: &Sample, who: Address) -> [u128; 4] {
        let earned = self.earned(batch, who);
        match self.status(who, batch) {
            DisputeStatus::Open => [bond(), 0, 0, 0],
            DisputeStatus::Won => [0, bond(), 0, 0],
            DisputeStatus::Orphaned => [0, bond() - earned, earned, 0],
            DisputeStatus::Lost => [0, 0, earned, bond() - earned],
            _ => [0; 4],
        }
    }

    /// Checks locks, credits and pot to the last unit. Authors are slashed wholly or not at all, and the share is
    /// `winner`'s.
    pub(super) fn assert_ledger(&self, batches: &[&Sample], winner: Address) {
        let slashed = |who: &Address| self.member(*who).stake == 0;
        let convicted = SEQUENCERS.iter().filter(|who| slashed(who)).count() as u128;
        let (mut pot, mut locked) = (0, (SEQUENCERS.len() as u128 - convicted) * STAKE);
        for who in PEOPLE {
            let parts = batches.iter().map(|batch| self.parts(batch, who));
            let reward = if who == winner { convicted * REWARD } else { 0 };
            let returned: u128 = parts.clone().map(|parts| parts[1]).sum();
            assert_eq!(self.credit(who), returned + reward);
            locked += parts.clone().map(|parts| parts[0]).sum::<u128>();
            pot += parts.map(|parts| parts[3]).sum::<u128>();
        }
        for author in SEQUENCERS {
            let own = batches
                .iter()
                .filter(|batch| batch.header.sequencer == author);
            let earned = own.flat_map(|batch| PEOPLE.map(|who| self.parts(batch, who)[2]));
            assert_eq!(self.credit(author), earned.sum::<u128>());
        }
        pot += convicted * (STAKE - REWARD);
        assert_eq!(self.pot(), pot);
        assert_eq!(self.treasury.sender(ALICE).totals().0, locked);
        assert_eq!(self.credit(self.contract.address()), 0);
        self.assert_solvent();
    }
}
