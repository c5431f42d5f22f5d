//! The two sides against each other, without a chain.

mod bisection;
mod limits;
