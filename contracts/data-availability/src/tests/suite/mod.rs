//! The contract over the real registry, pool, Treasury and token: what a request, its end and its money do to all of
//! them. FraudProof and Governance are addresses that say what they will.

mod attacks;
mod ends;
mod halted;
mod model;
mod reentrancy;
mod schedule;
mod ways;
mod world;
