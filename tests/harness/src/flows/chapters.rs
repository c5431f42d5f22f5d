//! The chapters that flows are told in; each tells its steps in the seed's order.

mod data;
mod download;
mod finality;
mod fraud;
mod posting;
mod rotation;
mod users;
mod verification;

pub(super) use data::{
    ANSWER_COMES_TOO_LATE, COUNTING_IS_NOT_SETTLED, EXPIRY_COMES_TOO_EARLY,
    EXPIRY_WAS_IN_FIRST_BLOCK, FINALITY_KEEPS_ITS_BOUND, FINALITY_WAITS_FOR_GRACE,
    LEDGER_TELLS_COSTS, MEMOLABS_HAS_NOTHING, ORPHAN_IS_SETTLED, ORPHAN_TAKES_NO_DATA,
    PART_IS_PUBLISHED, REQUEST_COMES_TOO_LATE, answer_comes_too_late, counting_is_not_settled,
    expiry_comes_too_early, expiry_was_in_first_block, finality_keeps_its_bound,
    finality_waits_for_grace, ledger_tells_costs, memolabs_has_nothing, orphan_is_settled,
    orphan_takes_no_data, part_is_published, purse, request_comes_too_late,
};
pub(super) use data::{
    DATA_IS_ANSWERED, DATA_IS_WITHHELD, EXPIRY_COSTS_THE_SAME, FINDS_OTHER_ROOT, Publisher,
    SEQUENCER_ANSWERS_LAST, SEQUENCER_POSTS_EACH_BLOCK, SEQUENCER_WITHHOLDS, STAKE_IS_HELD,
    VERIFIER_REQUESTS, VERIFIER_REQUESTS_LAST, cost_of_expiry, data_is_answered, data_is_withheld,
    expiry_costs_the_same, leaver_has_withheld, own_after_slash, sequencer_answers,
    sequencer_answers_last, sequencer_posts_each_block, sequencer_withholds, stake_is_held,
    stake_stays_held, verifier_finds_other_root, verifier_requests, verifier_requests_last,
};
pub(super) use download::{
    DOWNLOAD_FROM_MEMOLABS, DOWNLOAD_FROM_PEERS, Elements, MEMOLABS_DOES_NOT_ANSWER,
    memolabs_does_not_answer, verifier_downloads_from_memolabs, verifier_downloads_from_peers,
};
pub(super) use finality::{BATCHES_BECOME_FINAL, batches_become_final};
pub(super) use fraud::{
    AUTHOR_IS_SILENT, AUTHOR_REVEALS, BATCH_IS_CHALLENGEABLE, CHALLENGE_FAILS,
    CHALLENGER_IS_SILENT, Change, DISPUTE_IS_BISECTED, DISPUTE_IS_OPENED, DISPUTE_IS_SETTLED,
    FINDS_OTHER_STATE, FOOLED_POSTS, FRAUD_IS_PROVEN, Lie, MONEY_IS_ACCOUNTED, Money, Place,
    SEQUENCER_LIES, Who, author_is_silent, author_reveals, batch_is_challengeable, challenge_fails,
    challenger_is_silent, dispute_is_bisected, dispute_is_opened, dispute_is_settled, examined,
    fooled_posts, fraud_is_proven, money_is_accounted, sequencer_is_fooled, sequencer_lies, terms,
    verifier_finds_other_state, with_long_clocks,
};
pub(super) use posting::{SEQUENCER_POSTS, sequencer_posts};
pub(super) use rotation::{
    HOLDER_ENDS_SLOT, IDLE_IS_NOT_ROTATED_EARLY, IDLE_IS_ROTATED, NEW_SEQUENCER_JOINS,
    NO_SEQUENCER_IS_LEFT, ORPHANED_GOES_ON, OTHERS_FOLLOW, SELECTED_GOES_ON, SEQUENCER_LEAVES,
    SLOT_ENDS, STAKE_IS_PAID_BACK, UNSELECTED_IS_REFUSED, holder_ends_slot,
    idle_is_not_rotated_early, idle_is_rotated, new_sequencer_joins, no_sequencer_is_left,
    orphaned_goes_on, others_follow, selected_goes_on, sequencer_leaves, slot_ends,
    stake_is_paid_back, unselected_is_refused,
};
pub(super) use users::{USERS_TRANSACT, users_transact};
pub(super) use verification::{VERIFIER_ACCEPTS, verifier_accepts};

/// The seed's steps that a chapter tells, in order.
pub(super) type Steps = &'static [&'static str];
