//! The calls of the contract, by anybody.

use alloy_primitives::{Address, B256};
use interfaces::contracts::IFraudProof::Position;
use motsu::prelude::*;

use super::{
    super::batch::Sample,
    world::{World, DAVE},
};
use crate::Error;

impl World {
    pub(super) fn open(&self, who: Address, batch: &Sample) -> Result<(), Error> {
        let header = batch.header.clone();
        let mut contract = self.contract.sender(who);
        contract.open(header.clone(), header).motsu_res()
    }

    pub(super) fn reveal(&self, size: u32, frontier: Vec<B256>) -> Result<B256, Error> {
        self.contract
            .sender(DAVE)
            .reveal(size, frontier)
            .motsu_res()
    }

    pub(super) fn select(
        &self,
        who: Address,
        batch: &Sample,
        position: &Position,
        entry: u32,
    ) -> Result<(), Error> {
        let frontier = batch.frontier(position);
        let mut contract = self.contract.sender(who);
        contract
            .select(batch.hash(), position.clone(), frontier, entry)
            .motsu_res()
    }

    pub(super) fn prove(
        &self,
        challenger: Address,
        batch: &Sample,
        leaf: &Position,
    ) -> Result<(), Error> {
        let mut contract = self.contract.sender(DAVE);
        contract
            .prove(
                batch.header.clone(),
                batch.parent.clone(),
                challenger,
                leaf.clone(),
                batch.element(leaf.first),
                batch.claim_before(leaf.first),
                vec![],
                &[],
            )
            .motsu_res()
    }

    pub(super) fn timeout(
        &self,
        challenger: Address,
        batch: &Sample,
        position: &Position,
    ) -> Result<(), Error> {
        let mut contract = self.contract.sender(DAVE);
        contract
            .timeout(batch.header.clone(), challenger, position.clone())
            .motsu_res()
    }

    pub(super) fn settle(
        &self,
        challenger: Address,
        batch: &Sample,
        position: &Position,
    ) -> Result<(), Error> {
        let mut contract = self.contract.sender(DAVE);
        contract
            .settle(batch.header.clone(), challenger, position.clone())
            .motsu_res()
    }

    pub(super) fn begin_replay(&self, batch: &Sample) -> Result<(), Error> {
        let (header, parent) = (batch.header.clone(), batch.parent.clone());
        let mut contract = self.contract.sender(DAVE);
        contract
            .begin_replay(header, parent, batch.claim_before(0))
            .motsu_res()
    }

    pub(super) fn feed(
        &self,
        who: Address,
        batch: &Sample,
        first: u32,
        end: u32,
    ) -> Result<(), Error> {
        let (elements, proof) = batch.run(first, end);
        let header = batch.header.clone();
        let mut contract = self.contract.sender(who);
        contract
            .replay(header, first, &elements, proof, vec![], &[])
            .motsu_res()
    }

    pub(super) fn claim_share(&self, who: Address, batch: &Sample) -> Result<u128, Error> {
        let mut contract = self.contract.sender(who);
        contract.claim_share(batch.hash(), who).motsu_res()
    }

    /// Reveals and selects down to a leaf, without a block between.
    pub(super) fn descend(&self, who: Address, batch: &Sample, leaf: u32) -> Position {
        let mut position = batch.root();
        while position.size > 1 {
            // Another dispute may have come by.
            let _ = self.reveal(position.size, batch.frontier(&position));
            let (entry, below) = batch.entry(&position, leaf);
            self.select(who, batch, &position, entry).unwrap();
            position = below;
        }
        position
    }
}
