//! Registry, pool and Treasury in one contract, which answers as it is told and writes down every call that is not
//! a view.

use alloy_primitives::{Address, FixedBytes, B256, U256, U64, U8};
use alloy_sol_types::{SolCall, SolValue};
use interfaces::contracts::{
    IBatchRegistry,
    IDataAvailability::Verdict,
    ISequencerPool::{self, Member, Role, Slot, Status},
};
use stylus_sdk::{
    prelude::*,
    storage::{
        StorageAddress, StorageB256, StorageBytes, StorageFixedBytes, StorageMap, StorageU32,
        StorageU64, StorageU8, StorageVec,
    },
};
use types::Parameters;

/// What a refusal carries.
pub(super) const REFUSAL: [u8; 4] = [0xba, 0xd0, 0xba, 0xd0];

/// What a punishment brings the beneficiary.
pub(super) const BOUNTY: u128 = 77;

#[storage]
pub(super) struct Peers {
    verdicts: StorageMap<B256, StorageU8>,
    members: StorageMap<Address, StorageB256>,
    refused: StorageFixedBytes<4>,
    /// The running slot of the block producers.
    holder: StorageAddress,
    number: StorageU64,
    starts_at: StorageU64,
    /// What its holder has attested, whatever the parent, and the fork then.
    attested: StorageB256,
    fork: StorageU32,
    journal: StorageVec<StorageBytes>,
}

// SAFETY: the only storage of its contract.
unsafe impl TopLevelStorage for Peers {}

#[public]
impl Peers {
    #[fallback]
    fn fallback(&mut self, calldata: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
        let selector: [u8; 4] = *calldata.first_chunk().ok_or(Vec::new())?;
        if selector == self.refused.get().0 {
            return Err(REFUSAL.to_vec());
        }
        match selector {
            IBatchRegistry::verdictCall::SELECTOR => Ok(self.verdict(calldata)),
            IBatchRegistry::parametersCall::SELECTOR => {
                let set = IBatchRegistry::Parameters::from(&limits());
                Ok(IBatchRegistry::parametersCall::abi_encode_returns(&(set,)))
            }
            ISequencerPool::memberCall::SELECTOR => Ok(self.member(calldata)),
            ISequencerPool::slotCall::SELECTOR => Ok(self.slot(calldata)),
            IBatchRegistry::attestationOfCall::SELECTOR => Ok(self.attestation(calldata)),
            ISequencerPool::punishCall::SELECTOR => {
                self.journal.grow().set_bytes(calldata);
                Ok((BOUNTY, 1_000 - BOUNTY).abi_encode_params())
            }
            _ => {
                self.journal.grow().set_bytes(calldata);
                Ok(Vec::new())
            }
        }
    }
}

impl Peers {
    fn verdict(&self, calldata: &[u8]) -> Vec<u8> {
        let header = IBatchRegistry::verdictCall::abi_decode(calldata, true)
            .unwrap()
            .header;
        let hash = types::Header::from(&header).hash::<merkle::Keccak>();
        let verdict: u8 = self.verdicts.get(hash.0.into()).to();
        (U256::from(verdict), false).abi_encode_params()
    }

    fn member(&self, calldata: &[u8]) -> Vec<u8> {
        let account = ISequencerPool::memberCall::abi_decode(calldata, true)
            .unwrap()
            .account;
        let [role, status, banned, ..] = self.members.get(account).0;
        let member = Member {
            role: Role::try_from(role).unwrap(),
            status: Status::try_from(status).unwrap(),
            banned: banned != 0,
            epoch: 1,
            requestHolds: 0,
            disputeHolds: 0,
            proposalHolds: 0,
            stake: 100,
            joinedAt: 7,
            exitRequestedAt: 0,
            lastSubmission: 0,
        };
        ISequencerPool::memberCall::abi_encode_returns(&(member,))
    }

    fn slot(&self, calldata: &[u8]) -> Vec<u8> {
        let call = ISequencerPool::slotCall::abi_decode(calldata, true).unwrap();
        assert!(call.role == Role::Producer);
        let slot = Slot {
            number: self.number.get().to(),
            holder: self.holder.get(),
            startsAt: self.starts_at.get().to(),
            ..Slot::default()
        };
        ISequencerPool::slotCall::abi_encode_returns(&(slot,))
    }

    fn attestation(&self, calldata: &[u8]) -> Vec<u8> {
        let call = IBatchRegistry::attestationOfCall::abi_decode(calldata, true).unwrap();
        assert_eq!(call.producer, self.holder.get());
        assert_eq!(call.parent, B256::repeat_byte(0x01));
        let fork: u32 = self.fork.get().to();
        (self.attested.get(), fork, 7u64).abi_encode_params()
    }

    /// A slot of the block producers: number, holder, first block.
    pub(super) fn set_slot(&mut self, number: u64, holder: Address, starts_at: u64) {
        self.number.set(U64::from(number));
        self.holder.set(holder);
        self.starts_at.set(U64::from(starts_at));
    }

    pub(super) fn attest(&mut self, root: B256, fork: u32) {
        self.attested.set(root);
        self.fork.set(fork.try_into().unwrap());
    }

    pub(super) fn set_verdict(&mut self, hash: B256, verdict: Verdict) {
        self.verdicts.insert(hash, U8::from(verdict as u8));
    }

    pub(super) fn set_member(
        &mut self,
        account: Address,
        role: Role,
        status: Status,
        banned: bool,
    ) {
        let mut word = B256::ZERO;
        word.0[..3].copy_from_slice(&[role as u8, status as u8, u8::from(banned)]);
        self.members.insert(account, word);
    }

    /// Refuses a function from now on.
    pub(super) fn refuse(&mut self, selector: [u8; 4]) {
        self.refused.set(FixedBytes(selector));
    }

    /// All calls so far, in their order.
    pub(super) fn calls(&self) -> Vec<Vec<u8>> {
        let calls = (0..self.journal.len()).map(|index| self.journal.get(index).unwrap());
        calls.map(|call| call.get_bytes()).collect()
    }
}

/// Parameter set 0: the devnet's, with elements of at most 200 bytes.
pub(super) fn limits() -> Parameters {
    let mut limits = Parameters::devnet(types::Address::ZERO);
    limits.batch.element_length = 200;
    limits
}
