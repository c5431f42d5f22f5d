//! The laws of the tree, against an independent implementation of RFC 6962 and against its text.

mod accumulator;
mod boundaries;
mod frontiers;
mod hashing;
mod oracle;
mod ranges;
mod structure;
