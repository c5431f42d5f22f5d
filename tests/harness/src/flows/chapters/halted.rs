//! The Block Producer stops, alone or united with the Sequencer (seed: "What if the Block Producer unites with Sequencer
//! to stop the system?"), in the branch where the Sequencer submits a batch (P.3.B).

mod ends;
mod requests;
mod restart;
mod stop;
mod verdicts;

pub(in crate::flows) use ends::{HALTED_DATA_IS_WITHHELD, halted_data_is_withheld};
pub(in crate::flows) use requests::{
    DATA_COMES, VERIFIER_REQUESTS_VERDICT, data_comes, verifier_requests_verdict,
};
pub(in crate::flows) use restart::{
    L2_GOES_ON, PRODUCER_IS_ROTATED, l2_goes_on, producer_is_rotated,
};
pub(in crate::flows) use stop::{
    PRODUCER_STOPS, SEQUENCER_POSTS_NOTHING, SEQUENCER_POSTS_UNSIGNED, Unsigned, producer_stops,
    sequencer_posts_nothing, sequencer_posts_unsigned,
};
pub(in crate::flows) use verdicts::{
    LAYER1_AGREES, LAYER1_DISAGREES, layer1_agrees, layer1_disagrees,
};

/// "The Smart L2 stops since it does not receive the blocks from the Block Producer".
const STOPS: &str = "P.1";

/// "The User gets notified that the transaction has failed".
const FAILS: &str = "P.2";

/// "The Sequencer may post an invalid batch".
const POSTS: &str = "P.3";

/// "The Verifier requests the Sequencer to post the transaction data on Layer 1".
const REQUESTS: &str = "P.3.B.1";

/// "The System enters the insecure transaction state".
const INSECURE: &str = "P.3.B.2";

/// "Layer 1 computes a batch from the newly posted transaction data".
const COMPUTES: &str = "P.3.B.2.A.1";

/// "Layer 1 compares the computed MTSR and the Sequencer submitted MTSR".
const COMPARES: &str = "P.3.B.2.A.2";

/// How a stopped L2 is taken up again, by seed step: what ends the request, and what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::flows) struct Ending {
    /// "The Block Producer gets rotated by Layer 1".
    pub(in crate::flows) rotates: &'static str,
    /// "The Smart L2 gets re-enabled. User has to resend the transaction".
    pub(in crate::flows) enabled: &'static str,
}

/// The computed MTSR is the submitted one.
pub(in crate::flows) const RIGHT: Ending = Ending {
    rotates: "P.3.B.2.A.2.A.1",
    enabled: "P.3.B.2.A.2.A.2",
};

/// It is another one.
pub(in crate::flows) const FALSE: Ending = Ending {
    rotates: "P.3.B.2.A.2.B.3",
    enabled: "P.3.B.2.A.2.B.4",
};

/// The data did not come.
pub(in crate::flows) const WITHHELD: Ending = Ending {
    rotates: "P.3.B.2.B.3",
    enabled: "P.3.B.2.B.4",
};

/// The Block Producer was punished by a vote.
pub(in crate::flows) const VOTED: Ending = Ending {
    rotates: "P.3.A.3",
    enabled: "P.3.A.4",
};
