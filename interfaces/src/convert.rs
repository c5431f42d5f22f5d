//! Between the interface's structs and the values of the crate `types`.
//!
//! Both sets of bindings have structs of the same shape but not of the same type, so the conversions are
//! written once and made for each.

/// Makes the conversions of the header for one binding of an interface that has it.
macro_rules! header_conversions {
    ($($abi:ident)::+) => {
        mod header {
            use ::types::{
                Address, BatchIndex, BlockNumber, Fork, Hash, HeaderHash, InstanceId, L2Block,
                L2Timestamp, ParameterSetId,
            };
            use $($abi)::+ as abi;

            impl From<&abi::Header> for ::types::Header {
                fn from(header: &abi::Header) -> Self {
                    Self {
                        instance: InstanceId(header.instance.0),
                        fork: Fork(header.fork),
                        index: BatchIndex(header.index),
                        parent: HeaderHash(header.parent.0),
                        mttbr: Hash(header.mttbr.0),
                        mtsr: Hash(header.mtsr.0),
                        element_count: header.count,
                        data_length: header.dataLength,
                        last_l2_block: L2Block(header.lastL2Block),
                        last_l2_timestamp: L2Timestamp(header.lastL2Timestamp),
                        sequencer: Address(header.sequencer.0.0),
                        producer: Address(header.producer.0.0),
                        parameter_set: ParameterSetId(header.parameterSet),
                        submitted_at: BlockNumber(header.submittedAt),
                    }
                }
            }

            impl From<&::types::Header> for abi::Header {
                fn from(header: &::types::Header) -> Self {
                    Self {
                        instance: header.instance.0.into(),
                        fork: header.fork.0,
                        index: header.index.0,
                        parent: header.parent.0.into(),
                        mttbr: header.mttbr.0.into(),
                        mtsr: header.mtsr.0.into(),
                        count: header.element_count,
                        dataLength: header.data_length,
                        lastL2Block: header.last_l2_block.0,
                        lastL2Timestamp: header.last_l2_timestamp.0,
                        sequencer: header.sequencer.0.into(),
                        producer: header.producer.0.into(),
                        parameterSet: header.parameter_set.0,
                        submittedAt: header.submitted_at.0,
                    }
                }
            }
        }
    };
}

/// Makes the conversions of the state claim for one binding of an interface that has it.
macro_rules! claim_conversions {
    ($($abi:ident)::+) => {
        mod claim {
            use ::types::{Hash, L2Block, L2Timestamp};
            use $($abi)::+ as abi;

            impl From<&abi::StateClaim> for ::types::StateClaim {
                fn from(claim: &abi::StateClaim) -> Self {
                    Self {
                        state_root: Hash(claim.stateRoot.0),
                        l2_block: L2Block(claim.l2Block),
                        l2_timestamp: L2Timestamp(claim.l2Timestamp),
                    }
                }
            }

            impl From<&::types::StateClaim> for abi::StateClaim {
                fn from(claim: &::types::StateClaim) -> Self {
                    Self {
                        stateRoot: claim.state_root.0.into(),
                        l2Block: claim.l2_block.0,
                        l2Timestamp: claim.l2_timestamp.0,
                    }
                }
            }
        }
    };
}

/// Makes the conversions for one set of bindings of `IBatchRegistry`.
macro_rules! conversions {
    ($abi:path) => {
        use ::types::{Address, BasisPoints, BlockNumber, Blocks, ParameterError, ParameterField};
        use $abi as abi;

        impl From<::types::Verdict> for abi::Verdict {
            fn from(verdict: ::types::Verdict) -> Self {
                match verdict {
                    ::types::Verdict::Unknown => Self::Unknown,
                    ::types::Verdict::Pending => Self::Pending,
                    ::types::Verdict::Proven => Self::Proven,
                    ::types::Verdict::Final => Self::Final,
                    ::types::Verdict::Invalid => Self::Invalid,
                    ::types::Verdict::Orphaned => Self::Orphaned,
                }
            }
        }

        /// All zero stands for a header that was never accepted.
        impl From<Option<&::types::Record>> for abi::Record {
            fn from(record: Option<&::types::Record>) -> Self {
                let known = record.is_some();
                let record = record
                    .copied()
                    .unwrap_or(::types::Record::new(BlockNumber(0)));
                Self {
                    known,
                    closesAt: record.closes_at.0,
                    publishedAt: record.published_at.unwrap_or_default().0,
                    openDisputes: record.open_disputes,
                    openRequest: record.open_request,
                    proven: record.ruling == ::types::Ruling::Proven,
                    invalid: record.ruling == ::types::Ruling::Invalid,
                }
            }
        }

        impl From<&::types::Parameters> for abi::Parameters {
            fn from(set: &::types::Parameters) -> Self {
                Self {
                    windows: abi::Windows {
                        challenge: set.windows.challenge.0,
                        dataRequest: set.windows.data_request.0,
                        grace: set.windows.grace.0,
                        halted: set.windows.halted.0,
                        disputeClock: set.windows.dispute_clock.0,
                        unbonding: set.windows.unbonding.0,
                        censorshipBound: set.windows.censorship_bound.0,
                    },
                    slot: abi::SlotLimits {
                        elements: set.slot.elements,
                        batches: set.slot.batches,
                        idle: set.slot.idle.0,
                        joinDelay: set.slot.join_delay.0,
                    },
                    batch: abi::BatchCaps {
                        elements: set.batch.elements,
                        dataLength: set.batch.data_length,
                        elementLength: set.batch.element_length,
                        witnessMeter: set.batch.witness_meter,
                    },
                    slashing: abi::Slashing {
                        dataWithheldBps: set.slashing.data_withheld.get(),
                        fraudBps: set.slashing.fraud.get(),
                        bountyBps: set.slashing.bounty.get(),
                        winnerBps: set.slashing.winner.get(),
                    },
                    request: abi::RequestFees {
                        base: set.request.base,
                        perByte: set.request.per_byte,
                        haltedSurcharge: set.request.halted_surcharge,
                    },
                    dispute: abi::DisputeBonds {
                        bond: set.dispute.bond,
                        paymentPerReveal: set.dispute.payment_per_reveal,
                    },
                    proposalBond: set.proposal_bond,
                    stakes: abi::MinimumStakes {
                        sequencer: set.stakes.sequencer,
                        producer: set.stakes.producer,
                        verifier: set.stakes.verifier,
                    },
                    costs: abi::ReferenceCosts {
                        answerBase: set.costs.answer_base,
                        answerPerByte: set.costs.answer_per_byte,
                        request: set.costs.request,
                        reveal: set.costs.reveal,
                        challenge: set.costs.challenge,
                    },
                    stateTransition: set.state_transition.0.into(),
                }
            }
        }

        /// A share above the whole has no value in `types`; everything else is left to `validate`.
        impl TryFrom<&abi::Parameters> for ::types::Parameters {
            type Error = ParameterError;

            fn try_from(set: &abi::Parameters) -> Result<Self, ParameterError> {
                Ok(Self {
                    windows: ::types::Windows {
                        challenge: Blocks(set.windows.challenge),
                        data_request: Blocks(set.windows.dataRequest),
                        grace: Blocks(set.windows.grace),
                        halted: Blocks(set.windows.halted),
                        dispute_clock: Blocks(set.windows.disputeClock),
                        unbonding: Blocks(set.windows.unbonding),
                        censorship_bound: Blocks(set.windows.censorshipBound),
                    },
                    slot: ::types::SlotLimits {
                        elements: set.slot.elements,
                        batches: set.slot.batches,
                        idle: Blocks(set.slot.idle),
                        join_delay: Blocks(set.slot.joinDelay),
                    },
                    batch: ::types::BatchCaps {
                        elements: set.batch.elements,
                        data_length: set.batch.dataLength,
                        element_length: set.batch.elementLength,
                        witness_meter: set.batch.witnessMeter,
                    },
                    slashing: ::types::Slashing {
                        data_withheld: share(
                            ParameterField::DataWithheldSlash,
                            set.slashing.dataWithheldBps,
                        )?,
                        fraud: share(ParameterField::FraudSlash, set.slashing.fraudBps)?,
                        bounty: share(ParameterField::Bounty, set.slashing.bountyBps)?,
                        winner: share(ParameterField::WinnerShare, set.slashing.winnerBps)?,
                    },
                    request: ::types::RequestFees {
                        base: set.request.base,
                        per_byte: set.request.perByte,
                        halted_surcharge: set.request.haltedSurcharge,
                    },
                    dispute: ::types::DisputeBonds {
                        bond: set.dispute.bond,
                        payment_per_reveal: set.dispute.paymentPerReveal,
                    },
                    proposal_bond: set.proposalBond,
                    stakes: ::types::MinimumStakes {
                        sequencer: set.stakes.sequencer,
                        producer: set.stakes.producer,
                        verifier: set.stakes.verifier,
                    },
                    costs: ::types::ReferenceCosts {
                        answer_base: set.costs.answerBase,
                        answer_per_byte: set.costs.answerPerByte,
                        request: set.costs.request,
                        reveal: set.costs.reveal,
                        challenge: set.costs.challenge,
                    },
                    state_transition: Address(set.stateTransition.0.0),
                })
            }
        }

        fn share(field: ParameterField, points: u16) -> Result<BasisPoints, ParameterError> {
            BasisPoints::new(points).ok_or(ParameterError::AboveMaximum {
                field,
                value: points.into(),
                maximum: BasisPoints::WHOLE.get().into(),
            })
        }
    };
}

#[cfg(feature = "client")]
mod client {
    conversions!(crate::client::IBatchRegistry);
    header_conversions!(crate::client::IBatchRegistry);
    claim_conversions!(crate::client::IBatchRegistry);

    mod data_availability {
        header_conversions!(crate::client::IDataAvailability);
    }

    mod fraud_proof {
        header_conversions!(crate::client::IFraudProof);
        claim_conversions!(crate::client::IFraudProof);
    }

    mod governance {
        header_conversions!(crate::client::IGovernance);
    }
}

#[cfg(feature = "contracts")]
mod contracts {
    conversions!(crate::contracts::IBatchRegistry);
    header_conversions!(crate::contracts::IBatchRegistry);
    claim_conversions!(crate::contracts::IBatchRegistry);
}

#[cfg(all(test, feature = "contracts"))]
mod tests {
    use stylus_sol_types::{SolStruct, SolType};
    use types::{Address, ParameterError, ParameterField, Parameters};

    use crate::contracts::{
        IBatchRegistry as abi, IDataAvailability, IFraudProof, IStateTransition,
    };

    #[test]
    fn parameters_survive_the_way_to_the_interface_and_back() {
        let set = Parameters::arbitrum(Address([7; 20]));
        let there = abi::Parameters::from(&set);
        assert_eq!(Parameters::try_from(&there), Ok(set));
    }

    #[test]
    fn parameters_are_refused_when_a_share_is_above_the_whole() {
        let mut set = abi::Parameters::from(&Parameters::ethereum(Address::ZERO));
        set.slashing.bountyBps = 10_001;
        let refused = ParameterError::AboveMaximum {
            field: ParameterField::Bounty,
            value: 10_001,
            maximum: 10_000,
        };
        assert_eq!(Parameters::try_from(&set), Err(refused));
    }

    #[test]
    fn header_is_the_same_in_every_interface() {
        // Names and types of the fields, in their order: contracts decode one as the other.
        let registry = abi::Header::eip712_root_type();
        assert_eq!(IDataAvailability::Header::eip712_root_type(), registry);
        assert_eq!(IFraudProof::Header::eip712_root_type(), registry);
        let size = <abi::Header as SolType>::ENCODED_SIZE;
        assert_eq!(<IDataAvailability::Header as SolType>::ENCODED_SIZE, size);
        assert_eq!(<IFraudProof::Header as SolType>::ENCODED_SIZE, size);
    }

    #[test]
    fn state_claim_is_the_same_in_every_interface() {
        let registry = abi::StateClaim::eip712_root_type();
        assert_eq!(IFraudProof::StateClaim::eip712_root_type(), registry);
        assert_eq!(IStateTransition::StateClaim::eip712_root_type(), registry);
    }

    #[test]
    fn verdict_is_the_same_in_every_interface() {
        for number in 0..=u8::MAX {
            let name = |verdict| format!("{verdict:?}");
            let registry = abi::Verdict::try_from(number).map(name).ok();
            let repeated = IDataAvailability::Verdict::try_from(number).map(|v| format!("{v:?}"));
            assert_eq!(repeated.ok(), registry);
            let repeated = IFraudProof::Verdict::try_from(number).map(|v| format!("{v:?}"));
            assert_eq!(repeated.ok(), registry);
        }
    }
}
