//! The storage words of a parameter set.

use super::{
    BatchCaps, DisputeBonds, MinimumStakes, Parameters, ReferenceCosts, RequestFees, Slashing,
    SlotLimits, Windows,
};
use crate::{
    Address, BasisPoints, Blocks, DecodeError,
    codec::{Reader, Writer},
};

/// Number of storage words of a parameter set.
pub const PARAMETER_WORDS: usize = 10;

const LEN: usize = 32 * PARAMETER_WORDS;

impl Parameters {
    /// The storage words, big-endian. What is read together lies together; unnamed bytes are zero.
    ///
    /// | word | fields |
    /// |---|---|
    /// | 0 | u32 each: W, D, G, R, C, unbonding, censorship bound |
    /// | 1 | u32 each: slot elements, slot batches, idle limit, join delay; u16 each: slash for data withheld, slash for fraud, bounty, winner's share; u32: witness meter limit |
    /// | 2 | state transition address; u32 each: batch elements, batch data length, element length |
    /// | 3 | u128 each: request base, request per byte |
    /// | 4 | u128 each: halted surcharge, proposal bond |
    /// | 5 | u128 each: dispute bond, payment per reveal |
    /// | 6 | u128 each: stake of a sequencer, of a block producer |
    /// | 7 | u128 each: stake of a verifier, reference cost of an answer |
    /// | 8 | u128 each: reference cost of an answered byte, of a request |
    /// | 9 | u128 each: reference cost of a reveal, of a challenge |
    pub fn pack(&self) -> [[u8; 32]; PARAMETER_WORDS] {
        let bytes: [u8; LEN] = Writer::new()
            .put(&self.windows.pack())
            .u32(self.slot.elements)
            .u32(self.slot.batches)
            .u32(self.slot.idle.0)
            .u32(self.slot.join_delay.0)
            .u16(self.slashing.data_withheld.get())
            .u16(self.slashing.fraud.get())
            .u16(self.slashing.bounty.get())
            .u16(self.slashing.winner.get())
            .u32(self.batch.witness_meter)
            .put(&[0; 4])
            .put(&self.state_transition.0)
            .u32(self.batch.elements)
            .u32(self.batch.data_length)
            .u32(self.batch.element_length)
            .u128(self.request.base)
            .u128(self.request.per_byte)
            .u128(self.request.halted_surcharge)
            .u128(self.proposal_bond)
            .u128(self.dispute.bond)
            .u128(self.dispute.payment_per_reveal)
            .u128(self.stakes.sequencer)
            .u128(self.stakes.producer)
            .u128(self.stakes.verifier)
            .u128(self.costs.answer_base)
            .u128(self.costs.answer_per_byte)
            .u128(self.costs.request)
            .u128(self.costs.reveal)
            .u128(self.costs.challenge)
            .finish();
        let mut words = [[0; 32]; PARAMETER_WORDS];
        words.as_flattened_mut().copy_from_slice(&bytes);
        words
    }

    /// Reads the storage words. Does not validate.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Reserved`] or [`DecodeError::BasisPoints`] for words that [`Parameters::pack`]
    /// never gives.
    pub fn unpack(words: &[[u8; 32]; PARAMETER_WORDS]) -> Result<Self, DecodeError> {
        let mut reader = Reader::<LEN>::new(words.as_flattened())?;
        let windows = Windows::unpack(&reader.take())?;
        let slot = SlotLimits {
            elements: reader.u32(),
            batches: reader.u32(),
            idle: Blocks(reader.u32()),
            join_delay: Blocks(reader.u32()),
        };
        let slashing = Slashing {
            data_withheld: share(reader.u16())?,
            fraud: share(reader.u16())?,
            bounty: share(reader.u16())?,
            winner: share(reader.u16())?,
        };
        let witness_meter = reader.u32();
        reader.reserved::<4>()?;
        let state_transition = Address(reader.take());
        let batch = BatchCaps {
            elements: reader.u32(),
            data_length: reader.u32(),
            element_length: reader.u32(),
            witness_meter,
        };
        let request = RequestFees {
            base: reader.u128(),
            per_byte: reader.u128(),
            halted_surcharge: reader.u128(),
        };
        let proposal_bond = reader.u128();
        let dispute = DisputeBonds {
            bond: reader.u128(),
            payment_per_reveal: reader.u128(),
        };
        let stakes = MinimumStakes {
            sequencer: reader.u128(),
            producer: reader.u128(),
            verifier: reader.u128(),
        };
        let costs = ReferenceCosts {
            answer_base: reader.u128(),
            answer_per_byte: reader.u128(),
            request: reader.u128(),
            reveal: reader.u128(),
            challenge: reader.u128(),
        };
        Ok(Self {
            windows,
            slot,
            batch,
            slashing,
            request,
            dispute,
            proposal_bond,
            stakes,
            costs,
            state_transition,
        })
    }
}

impl Windows {
    /// Word 0 of [`Parameters::pack`].
    pub fn pack(&self) -> [u8; 32] {
        Writer::new()
            .u32(self.challenge.0)
            .u32(self.data_request.0)
            .u32(self.grace.0)
            .u32(self.halted.0)
            .u32(self.dispute_clock.0)
            .u32(self.unbonding.0)
            .u32(self.censorship_bound.0)
            .put(&[0; 4])
            .finish()
    }

    /// Reads word 0 of a parameter set alone: all that finality needs.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Reserved`] for a word that [`Windows::pack`] never gives.
    pub fn unpack(word: &[u8; 32]) -> Result<Self, DecodeError> {
        let mut reader = Reader::<32>::new(word)?;
        let windows = Self {
            challenge: Blocks(reader.u32()),
            data_request: Blocks(reader.u32()),
            grace: Blocks(reader.u32()),
            halted: Blocks(reader.u32()),
            dispute_clock: Blocks(reader.u32()),
            unbonding: Blocks(reader.u32()),
            censorship_bound: Blocks(reader.u32()),
        };
        reader.reserved::<4>()?;
        Ok(windows)
    }
}

fn share(points: u16) -> Result<BasisPoints, DecodeError> {
    BasisPoints::new(points).ok_or(DecodeError::BasisPoints { points })
}
