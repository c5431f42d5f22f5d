//! The rotation flow: whose turn it is, and how turns change.
//!
//! The seed gives the steps of "The Rotation Flow" no numbers. Here they have these, with the prefix that
//! spec section 1 assigns; the chapters use them by name.

mod empty;
mod exit;
mod following;
mod idle;
mod selection;
mod slots;

pub(in crate::flows) use empty::{
    NEW_SEQUENCER_JOINS, NO_SEQUENCER_IS_LEFT, new_sequencer_joins, no_sequencer_is_left,
};
pub(in crate::flows) use exit::{
    SEQUENCER_LEAVES, STAKE_IS_PAID_BACK, sequencer_leaves, stake_is_paid_back,
};
pub(in crate::flows) use following::{OTHERS_FOLLOW, others_follow};
pub(in crate::flows) use idle::{
    IDLE_IS_NOT_ROTATED_EARLY, IDLE_IS_ROTATED, idle_is_not_rotated_early, idle_is_rotated,
};
pub(in crate::flows) use selection::{
    ORPHANED_GOES_ON, SELECTED_GOES_ON, UNSELECTED_IS_REFUSED, orphaned_goes_on, selected_goes_on,
    unselected_is_refused,
};
pub(in crate::flows) use slots::{HOLDER_ENDS_SLOT, SLOT_ENDS, holder_ends_slot, slot_ends};

pub(super) use exit::bonded_until;

/// "The Sequencer checks if it is selected by Layer 1 for the current rotation".
const CHECKS: &str = "R.1";

/// "If the Sequencer is the current selected Sequencer: The Sequencer continues with the regular flow, in this
/// case they download the transaction data from the Peer Network". Steps 4 to 7 follow under their own numbers.
const GOES_ON: &str = "R.A.1";

/// "If the Sequencer is NOT the current selected Sequencer: The Sequencer waits for the selection into the next
/// slot on Layer 1".
const WAITS: &str = "R.B.1";

/// "What is the process for Sequencer Rotation?": "The Sequencer would go out of rotation if the amount of
/// transactions that the Sequencer has posted would be greater than 3000". The other ends of a slot that spec
/// 4.2 adds have the same number.
const ROTATES: &str = "R.2";

/// A sequencer leaves the pool (spec 4.2), until "there would no longer be any Sequencers on the network".
const LEAVES: &str = "R.3.1";

/// "no longer [...] any Sequencers on the network to process transactions, halting the network".
const HALTS: &str = "R.3.2";

/// "until a new Sequencer is rotated".
const JOINS: &str = "R.3.3";

/// Whoever has left gets its stake back (spec 4.2).
const IS_PAID_BACK: &str = "R.3.4";

/// How a sequencer is called, counted from 1 in the order of joining.
fn name(who: usize) -> String {
    format!("Sequencer {}", who + 1)
}
