//! Data availability: a batch whose data is nowhere, from the first doubt to the end of the request
//! (seed steps 8.1.1 and 11.B.1 to 11.B.2.B.4).

mod answers;
mod exit;
mod expiry;
mod long_chain;
mod requests;
mod withholding;

pub(in crate::flows) use answers::{
    DATA_IS_ANSWERED, Publisher, data_is_answered, sequencer_answers,
};
pub(in crate::flows) use exit::{
    SEQUENCER_ANSWERS_LAST, STAKE_IS_HELD, VERIFIER_REQUESTS_LAST, own_after_slash,
    sequencer_answers_last, stake_is_held, stake_stays_held, verifier_requests_last,
};
pub(in crate::flows) use expiry::{DATA_IS_WITHHELD, data_is_withheld, leaver_has_withheld};
pub(in crate::flows) use long_chain::{
    EXPIRY_COSTS_THE_SAME, SEQUENCER_POSTS_EACH_BLOCK, cost_of_expiry, expiry_costs_the_same,
    sequencer_posts_each_block,
};
pub(in crate::flows) use requests::{VERIFIER_REQUESTS, verifier_requests};
pub(in crate::flows) use withholding::{
    FINDS_OTHER_ROOT, SEQUENCER_WITHHOLDS, sequencer_withholds, verifier_finds_other_root,
};

/// The lowest insecure batch while there is none.
const NONE_INSECURE: u64 = u64::MAX;
