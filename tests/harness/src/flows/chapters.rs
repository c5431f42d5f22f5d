//! The chapters that flows are told in; each tells its steps in the seed's order.

mod download;
mod finality;
mod posting;
mod users;
mod verification;

pub(super) use download::{
    DOWNLOAD_FROM_MEMOLABS, DOWNLOAD_FROM_PEERS, Elements, MEMOLABS_DOES_NOT_ANSWER,
    memolabs_does_not_answer, verifier_downloads_from_memolabs, verifier_downloads_from_peers,
};
pub(super) use finality::{BATCHES_BECOME_FINAL, batches_become_final};
pub(super) use posting::{SEQUENCER_POSTS, sequencer_posts};
pub(super) use users::{USERS_TRANSACT, users_transact};
pub(super) use verification::{VERIFIER_ACCEPTS, verifier_accepts};

/// The seed's steps that a chapter tells, in order.
pub(super) type Steps = &'static [&'static str];
