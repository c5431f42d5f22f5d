//! What is fixed at construction: one storage word.

use alloy_primitives::{Address, B256};
use transition::Rules;

/// The arguments of the constructor.
///
/// Stored as `chain id u64 ‖ fee vault ‖ version u32`; never zero, because the vault is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Construction {
    pub(crate) chain_id: u64,
    pub(crate) fee_vault: Address,
    pub(crate) version: u32,
}

impl Construction {
    /// The storage word.
    pub(crate) fn pack(&self) -> B256 {
        let mut word = B256::ZERO;
        word[..8].copy_from_slice(&self.chain_id.to_be_bytes());
        word[8..28].copy_from_slice(self.fee_vault.as_slice());
        word[28..].copy_from_slice(&self.version.to_be_bytes());
        word
    }

    /// Reads the storage word; `None` if there was no construction.
    pub(crate) fn unpack(word: &B256) -> Option<Self> {
        let (chain_id, rest) = word.split_first_chunk()?;
        let (fee_vault, version) = rest.split_first_chunk::<20>()?;
        let construction = Self {
            chain_id: u64::from_be_bytes(*chain_id),
            fee_vault: fee_vault.into(),
            version: u32::from_be_bytes(version.try_into().ok()?),
        };
        (!construction.fee_vault.is_zero()).then_some(construction)
    }

    /// The rules of this L2, with the witness meter of a batch's parameter set.
    pub(crate) fn rules(&self, witness_meter: u32) -> Rules {
        let mut rules = Rules::new(self.chain_id, self.fee_vault);
        rules.limits.witness = witness_meter.into();
        rules
    }
}
