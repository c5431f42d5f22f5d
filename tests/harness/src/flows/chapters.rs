//! The chapters that flows are told in; each tells its steps in the seed's order.

mod data;
mod download;
mod finality;
mod fraud;
mod governance;
mod halted;
mod ordering;
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
pub(super) use finality::{
    BATCHES_BECOME_FINAL, PROVEN_BECOMES_FINAL, batches_become_final, proven_becomes_final,
};
pub(super) use fraud::{
    AUTHOR_IS_SILENT, AUTHOR_REVEALS, BATCH_IS_CHALLENGEABLE, CHALLENGE_FAILS,
    CHALLENGER_IS_SILENT, DECIDES, DISPUTE_IS_BISECTED, DISPUTE_IS_OPENED, DISPUTE_IS_SETTLED,
    FINDS_OTHER_STATE, FOOLED_POSTS, FRAUD_IS_PROVEN, Lie, MONEY_IS_ACCOUNTED, OPENS, Place,
    Portion, REPLAY_AGREES, REPLAY_BEGINS, REPLAY_FINDS_FRAUD, REPLAY_IS_FED,
    SEQUENCER_ADDS_INVALID, SEQUENCER_LIES, SHARE_IS_CLAIMED, Who, author_is_silent,
    author_reveals, batch_is_challengeable, bond_returned, challenge_fails, challenger_is_silent,
    dispute_is_bisected, dispute_is_opened, dispute_is_settled, examined, fooled_posts,
    fraud_is_proven, money_is_accounted, replay_agrees, replay_begins, replay_finds_fraud,
    replay_is_fed, sequencer_adds_invalid, sequencer_is_fooled, sequencer_lies, share_is_claimed,
    takes_for_executed, takes_for_other, terms, verifier_finds_other_state, with_long_clocks,
    with_long_windows,
};
pub(super) use governance::{
    AUTHORS_ARE_COMPENSATED, EQUIVOCATION_IS_PUNISHED, IS_DEFEATED, IS_EXPIRED, OLD_SET_STAYS,
    OUTDATED_SUBMISSION_IS_REFUSED, POT_IS_SPENT, PRODUCER_IS_PUNISHED, PRODUCER_IS_REPLACED,
    Purpose, REQUESTERS_ARE_COMPENSATED, SEQUENCER_IS_REMOVED, SET_IS_ADDED, SIGNS_TWO_ORDERS,
    SPENDING_IS_CAPPED, VERIFIER_IS_REMOVED, WAITS_FOR_TIMELOCK, authors_are_compensated,
    equivocation_is_punished, fees_of, is_defeated, is_expired, is_proposed, is_rejected, is_voted,
    old_set_stays, outdated_submission_is_refused, period_is_young, pot_is_spent,
    producer_is_punished, requesters_are_compensated, sequencer_is_removed, set_is_added,
    signs_two_orders, spending_is_capped, verifier_is_removed, waits_for_timelock,
};
pub(super) use halted::{
    DATA_COMES, FALSE, HALTED_DATA_IS_WITHHELD, L2_GOES_ON, LAYER1_AGREES, LAYER1_DISAGREES,
    PRODUCER_IS_ROTATED, PRODUCER_STOPS, RIGHT, SEQUENCER_POSTS_NOTHING, SEQUENCER_POSTS_UNSIGNED,
    Unsigned, VERIFIER_REQUESTS_VERDICT, VOTED, WITHHELD, data_comes, halted_data_is_withheld,
    l2_goes_on, layer1_agrees, layer1_disagrees, producer_is_rotated, producer_stops,
    sequencer_posts_nothing, sequencer_posts_unsigned, verifier_requests_verdict,
};
pub(super) use ordering::{
    KICK_IS_SKIPPED, LATE_EVIDENCE_IS_REFUSED, ORDER_AGREES, ORDER_DIFFERS, ORDERING_IS_PUNISHED,
    PRODUCER_ATTESTS, SEQUENCER_REORDERS, kick_is_skipped, late_evidence_is_refused, order_agrees,
    order_differs, ordering_is_punished, producer_attests, sequencer_reorders,
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
pub(super) use users::{USERS_TRANSACT, users_send, users_transact};
pub(super) use verification::{VERIFIER_ACCEPTS, verifier_accepts};

/// The seed's steps that a chapter tells, in order.
pub(super) type Steps = &'static [&'static str];
