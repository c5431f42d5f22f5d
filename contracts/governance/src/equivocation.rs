//! A block producer that has signed two orders for one parent.

use alloy_primitives::{keccak256, Address, B256};
use interfaces::{
    contracts::{
        IGovernance::{BadSignature, NotMember, SameOrder, SignersDiffer, Statement, WrongRole},
        ISequencerPool::{Role, Status as Standing},
    },
    host::{recover, HostKeccak},
};
use stylus_sdk::prelude::*;
use types::{Bounds, Hash, HeaderHash, InstanceId};

use crate::{error::Error, Governance};

impl Governance {
    /// See `IGovernance.punishEquivocation`.
    pub fn punish_equivocation(
        &mut self,
        parent: B256,
        first: Statement,
        second: Statement,
    ) -> Result<(), Error> {
        self.now_if_wired()?;
        let mttbr = first.mttbr;
        if mttbr == second.mttbr {
            return Err(SameOrder { mttbr }.into());
        }
        let instance = self.instance()?;
        let producer = self.signer(instance, parent, &first)?;
        let other = self.signer(instance, parent, &second)?;
        if producer != other {
            return Err(SignersDiffer {
                first: producer,
                second: other,
            }
            .into());
        }
        self.require_producer(producer)?;
        let object = keccak256([parent, producer.into_word()].concat());
        let slashed = self.remove(producer, object, u128::MAX)?;
        self.rotate_from(producer)?;
        self.emit_equivocation(producer, parent, [&first, &second], slashed);
        Ok(())
    }

    /// Who has signed a statement on a parent.
    #[inline(never)]
    fn signer(&self, instance: B256, parent: B256, said: &Statement) -> Result<Address, Error> {
        let attestation = types::Attestation {
            instance: InstanceId(instance.0),
            parent: HeaderHash(parent.0),
            mttbr: Hash(said.mttbr.0),
            bounds: Bounds {
                last_l2_block: said.lastL2Block.into(),
                last_l2_timestamp: said.lastL2Timestamp.into(),
            },
        };
        let digest = attestation.digest::<HostKeccak>().0.into();
        let signer = recover(self.vm(), digest, said.v, said.r, said.s)?;
        if signer.is_zero() {
            return Err(BadSignature { digest }.into());
        }
        Ok(signer)
    }

    /// One whose stake is still there, active or leaving.
    fn require_producer(&self, account: Address) -> Result<(), Error> {
        let known = self.member(account)?;
        if known.status == Standing::None as u8 {
            return Err(NotMember { account }.into());
        }
        if known.role != Role::Producer as u8 {
            let (member, role) = (account, known.role);
            return Err(WrongRole { member, role }.into());
        }
        Ok(())
    }
}
