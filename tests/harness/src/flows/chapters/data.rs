//! Data availability: a batch whose data is nowhere, from the first doubt to the end of the request
//! (seed steps 8.1.1 and 11.B.1 to 11.B.2.B.4).

mod answers;
mod borders;
mod costs;
mod exit;
mod expiry;
mod long_chain;
mod orphans;
mod parts;
mod requests;
mod state;
mod withholding;

pub(super) use answers::publish_all;
pub(in crate::flows) use answers::{
    DATA_IS_ANSWERED, Publisher, data_is_answered, sequencer_answers,
};
pub(super) use withholding::computes_more;

pub(in crate::flows) use borders::{
    ANSWER_COMES_TOO_LATE, EXPIRY_COMES_TOO_EARLY, EXPIRY_WAS_IN_FIRST_BLOCK,
    FINALITY_KEEPS_ITS_BOUND, FINALITY_WAITS_FOR_GRACE, REQUEST_COMES_TOO_LATE,
    answer_comes_too_late, expiry_comes_too_early, expiry_was_in_first_block,
    finality_keeps_its_bound, finality_waits_for_grace, request_comes_too_late,
};
pub(in crate::flows) use costs::{LEDGER_TELLS_COSTS, ledger_tells_costs, purse};
pub(in crate::flows) use exit::{
    SEQUENCER_ANSWERS_LAST, STAKE_IS_HELD, VERIFIER_REQUESTS_LAST, own_after_slash,
    sequencer_answers_last, stake_is_held, stake_stays_held, verifier_requests_last,
};
pub(in crate::flows) use expiry::{DATA_IS_WITHHELD, data_is_withheld, leaver_has_withheld};
pub(in crate::flows) use long_chain::{
    EXPIRY_COSTS_THE_SAME, SEQUENCER_POSTS_EACH_BLOCK, cost_of_expiry, expiry_costs_the_same,
    sequencer_posts_each_block,
};
pub(in crate::flows) use orphans::{
    COUNTING_IS_NOT_SETTLED, ORPHAN_IS_SETTLED, ORPHAN_TAKES_NO_DATA, counting_is_not_settled,
    orphan_is_settled, orphan_takes_no_data,
};
pub(in crate::flows) use parts::{PART_IS_PUBLISHED, part_is_published};
pub(in crate::flows) use requests::{VERIFIER_REQUESTS, verifier_requests};
pub(in crate::flows) use withholding::{
    FINDS_OTHER_ROOT, MEMOLABS_HAS_NOTHING, SEQUENCER_WITHHOLDS, memolabs_has_nothing,
    sequencer_withholds, verifier_finds_other_root,
};
