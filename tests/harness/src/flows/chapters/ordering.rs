//! The Block Producer compares its order with Layer 1's (seed: "What happens if the order of transactions created by the
//! Block Producer differ from what the Sequencer has posted to Layer 1?").

mod checking;
mod evidence;
mod kicking;
mod reordering;

pub(in crate::flows) use checking::{ORDER_AGREES, ORDER_DIFFERS, order_agrees, order_differs};
pub(in crate::flows) use evidence::{
    LATE_EVIDENCE_IS_REFUSED, PRODUCER_ATTESTS, late_evidence_is_refused, producer_attests,
};
pub(in crate::flows) use kicking::{
    KICK_IS_SKIPPED, ORDERING_IS_PUNISHED, kick_is_skipped, ordering_is_punished,
};
pub(in crate::flows) use reordering::{SEQUENCER_REORDERS, sequencer_reorders};

/// "The Block Producer downloads the Sequencer's MTTBR it sent in the batch to Layer 1".
const DOWNLOADS_ROOT: &str = "O.1";

/// "The Block Producer downloads the full transaction data from the Peer Network".
const DOWNLOADS_DATA: &str = "O.2";

/// "The Block Producer computes the MTTBR from the transaction data".
const COMPUTES: &str = "O.3";

/// "The Block Producer compares its own MTTBR with the Sequencer's MTTBR".
const COMPARES: &str = "O.4";

/// "The transactions are verified to be in the correct order".
const AGREES: &str = "O.4.A.1";

/// "The Block Producer reorganizes the Smart L2 to match what the Sequencer has submitted to Layer 1".
const REORGANISES: &str = "O.4.B.1";

/// "Block Producer sends a proposal to Governance Protocol to kick the malfunctioning Sequencer".
const ACCUSES: &str = "O.4.B.2";

/// "If the current Sequencer is the one who malfunctioned, then it gets rotated by Layer 1 [...] If not, then nothing
/// happens".
const ROTATES: &str = "O.4.B.3";

/// The Block Producer says on Layer 1 what is to follow a header (spec 4.6): evidence against who submits something else.
const ATTESTS: &str = "G.5";
