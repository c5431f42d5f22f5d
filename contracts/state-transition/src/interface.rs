//! The interface for this crate.
// What `sol!` writes around the documented items (calls, containers) has no text of its own.
#![allow(missing_docs, clippy::pedantic)]

alloy_sol_types::sol! {
    #![sol(all_derives)]
    "../interfaces/IStateTransition.sol"
}
