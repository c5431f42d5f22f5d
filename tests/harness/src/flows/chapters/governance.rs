//! The Governance Protocol: the members of the pool propose, vote with their stake and execute.
//!
//! The seed gives the steps of "The Governance Flow", for a sequencer and for a verifier, no numbers. Here they have
//! these, with the prefixes that spec section 1 assigns; what spec 4.6 adds has `G`.

mod closing;
mod compensations;
mod equivocation;
mod execution;
mod parameters;
mod producers;
mod proposals;
mod removals;
mod spending;
mod votes;

pub(in crate::flows) use closing::{IS_DEFEATED, IS_EXPIRED, is_defeated, is_expired};
pub(in crate::flows) use compensations::{
    AUTHORS_ARE_COMPENSATED, REQUESTERS_ARE_COMPENSATED, authors_are_compensated, fees_of,
    requesters_are_compensated,
};
pub(in crate::flows) use equivocation::{
    EQUIVOCATION_IS_PUNISHED, SIGNS_TWO_ORDERS, equivocation_is_punished, signs_two_orders,
};
pub(in crate::flows) use parameters::{
    OLD_SET_STAYS, OUTDATED_SUBMISSION_IS_REFUSED, SET_IS_ADDED, WAITS_FOR_TIMELOCK, old_set_stays,
    outdated_submission_is_refused, set_is_added, waits_for_timelock,
};
pub(in crate::flows) use producers::{
    PRODUCER_IS_PUNISHED, PRODUCER_IS_REPLACED, producer_is_punished,
};
pub(in crate::flows) use proposals::{Purpose, is_proposed};
pub(in crate::flows) use removals::{
    SEQUENCER_IS_REMOVED, VERIFIER_IS_REMOVED, sequencer_is_removed, verifier_is_removed,
};
pub(in crate::flows) use spending::{
    POT_IS_SPENT, SPENDING_IS_CAPPED, period_is_young, pot_is_spent, spending_is_capped,
};
pub(in crate::flows) use votes::{is_rejected, is_voted};

pub(super) use execution::passes;

/// "A proposal is submitted to the Governance Protocol to remove the Sequencer".
const ACCUSES_SEQUENCER: &str = "GS.1";

/// "The affected Verifiers can get compensated by any lost transaction fees through the data requests made by the
/// Sequencer".
const COMPENSATES_VERIFIERS: &str = "GS.2";

/// "If the Governance Protocol succeeds, the Sequencer gets removed from the Sequencer pool. The Sequencer will also lose a
/// portion of their funds that are present in Layer 1".
const REMOVES_SEQUENCER: &str = "GS.3";

/// "A Sequencer rotation is executed".
const ROTATES: &str = "GS.4";

/// "A proposal is submitted to the Governance Protocol to remove the Verifier".
const ACCUSES_VERIFIER: &str = "GV.1";

/// "The Sequencer can get compensated by any lost transaction fees through the data requests made by the Verifier".
const COMPENSATES_SEQUENCERS: &str = "GV.2";

/// "The Verifier gets banned from making requests to the Sequencer. The Verifier will also lose any funds that are present
/// in Layer 1. There is no rotation needed since other Verifiers work asynchronously".
const REMOVES_VERIFIER: &str = "GV.3";

/// "Block Producer sends a proposal to Governance Protocol to kick the malfunctioning Sequencer".
const ACCUSES_OF_ORDERING: &str = "O.4.B.2";

/// "The community (can be Sequencers / Verifiers / Block Producers) submits a proposal to the Governance Protocol to punish
/// the Block Producer".
const ACCUSES_PRODUCER: &str = "P.3.A.1";

/// "The Block Producer may get kicked by Layer 1 if the proposal passes".
const KICKS_PRODUCER: &str = "P.3.A.2";

/// "Block Producer gets rotated by Layer 1".
const ROTATES_PRODUCER: &str = "P.3.A.3";

/// After a halted batch: "Both Sequencer and Block Producer may get kicked and rotated".
const AFTER_HALT: &str = "P.3.B.1";

/// Something else is proposed and voted (spec 4.6).
const PROPOSES_TERMS: &str = "G.1";

/// A proposal ends: it is executed, refused or closed.
const ENDS: &str = "G.2";

/// What an executed one has changed, and what not.
const HOLDS: &str = "G.3";

/// Two orders signed for one parent, punished without a vote.
const EQUIVOCATES: &str = "G.4";
