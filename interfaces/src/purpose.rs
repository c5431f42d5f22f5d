//! The purpose of a lock in the Treasury: what the money is for, and so who keeps it (`ITreasury`).

/// What kind of thing a lock is the deposit of; the first byte of its purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// A member's stake, kept by SequencerPool. Object: the role.
    Stake = 1,
    /// The fee of a data request, kept by DataAvailability. Object: the header hash.
    RequestFee = 2,
    /// The bond of a dispute, kept by FraudProof. Object: the dispute's id.
    DisputeBond = 3,
    /// The bond of a proposal, kept by Governance. Object: the proposal's id.
    ProposalBond = 4,
}

impl Kind {
    /// The kind of a purpose, `None` if its first byte names none.
    pub const fn of(purpose: &[u8; 32]) -> Option<Self> {
        match purpose[0] {
            1 => Some(Self::Stake),
            2 => Some(Self::RequestFee),
            3 => Some(Self::DisputeBond),
            4 => Some(Self::ProposalBond),
            _ => None,
        }
    }

    /// The purpose of this kind for an object: the kind, then the low 31 bytes of the object's id.
    pub const fn purpose(self, mut object: [u8; 32]) -> [u8; 32] {
        object[0] = self as u8;
        object
    }

    /// The purpose of the stake of a member with a role (`ISequencerPool.Role`).
    pub const fn stake(role: u8) -> [u8; 32] {
        let mut object = [0; 32];
        object[31] = role;
        Self::Stake.purpose(object)
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn of_succeeds_for_every_purpose_made_of_a_kind() {
        let kinds = [
            Kind::Stake,
            Kind::RequestFee,
            Kind::DisputeBond,
            Kind::ProposalBond,
        ];
        for kind in kinds {
            assert_eq!(Kind::of(&kind.purpose([0xff; 32])), Some(kind));
        }
        for byte in [0, 5, 0xff] {
            assert_eq!(Kind::of(&[byte; 32]), None);
        }
    }

    #[test]
    fn purpose_keeps_the_low_31_bytes_of_the_object() {
        let mut expected = [0xab; 32];
        expected[0] = 3;
        assert_eq!(Kind::DisputeBond.purpose([0xab; 32]), expected);
    }

    #[test]
    fn stake_differs_by_role() {
        let mut expected = [0; 32];
        (expected[0], expected[31]) = (1, 2);
        assert_eq!(Kind::stake(2), expected);
    }
}
