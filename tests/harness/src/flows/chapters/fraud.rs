//! Fraud proofs: a batch whose state root is disputed, from the doubt to the last token (seed steps 11.A.3.B.1 and
//! 11.A.3.B.2).
//!
//! The seed says that the process is that "of a regular Optimistic Rollup hereafter", and has no numbers for it. Here
//! its steps have those below 11.A.3.B.2; the chapters use them by name.

mod bisection;
mod endings;
mod finding;
mod invalid;
mod lies;
mod money;
mod opening;
mod parties;
mod replay;
mod rulings;
mod shares;
mod terms;
mod timeouts;
mod verdict;

pub(in crate::flows) use bisection::{
    AUTHOR_REVEALS, DISPUTE_IS_BISECTED, author_reveals, dispute_is_bisected,
};
pub(in crate::flows) use endings::{DISPUTE_IS_SETTLED, dispute_is_settled};
pub(in crate::flows) use finding::{
    BATCH_IS_CHALLENGEABLE, FINDS_OTHER_STATE, batch_is_challengeable, verifier_finds_other_state,
};
pub(in crate::flows) use invalid::{
    SEQUENCER_ADDS_INVALID, sequencer_adds_invalid, takes_for_executed, takes_for_other,
};
pub(super) use lies::computes_falsely;
pub(in crate::flows) use lies::{
    FOOLED_POSTS, Lie, Place, SEQUENCER_LIES, fooled_posts, sequencer_is_fooled, sequencer_lies,
};
pub(in crate::flows) use money::{MONEY_IS_ACCOUNTED, bond_returned, money_is_accounted};
pub(in crate::flows) use opening::{DISPUTE_IS_OPENED, dispute_is_opened};
pub(in crate::flows) use parties::{Who, examined};
pub(in crate::flows) use replay::{
    Portion, REPLAY_AGREES, REPLAY_BEGINS, REPLAY_FINDS_FRAUD, REPLAY_IS_FED, replay_agrees,
    replay_begins, replay_finds_fraud, replay_is_fed,
};
pub(super) use replay::{last, replay_disagrees};
pub(in crate::flows) use rulings::{
    CHALLENGE_FAILS, FRAUD_IS_PROVEN, challenge_fails, fraud_is_proven,
};
pub(in crate::flows) use shares::{SHARE_IS_CLAIMED, share_is_claimed};
pub(in crate::flows) use terms::{terms, with_long_clocks, with_long_windows};
pub(in crate::flows) use timeouts::{
    AUTHOR_IS_SILENT, CHALLENGER_IS_SILENT, author_is_silent, challenger_is_silent,
};

/// "The Verifier submits the transaction data [...] to Layer 1 and marks them challengeable".
const CHALLENGEABLE: &str = "11.A.3.B.1";

/// "The Verifier can submit a Fraud Proof": it opens a dispute, with a bond.
pub(in crate::flows) const OPENS: &str = "11.A.3.B.2";

/// Author and challenger come down to one element of the batch.
const NARROWS: &str = "11.A.3.B.2.1";

/// Layer 1 executes that element, or a side has run out of time.
pub(in crate::flows) const DECIDES: &str = "11.A.3.B.2.2";

/// The author loses its stake and is kicked.
const PUNISHES: &str = "11.A.3.B.2.3";

/// Both roots are invalid, and all batches after them are cut.
const INVALIDATES: &str = "11.A.3.B.2.4";

/// The next sequencer is selected.
const ROTATES: &str = "11.A.3.B.2.5";

/// A dispute ends: its bond is spent.
const SETTLES: &str = "11.A.3.B.2.6";

/// What all parties have gained and lost, to the last unit.
const ACCOUNTS: &str = "11.A.3.B.2.7";
