//! cargo-stylus, in the project of a user: `../counter`.

mod cache;
mod check;
mod deploy;
mod project;
mod tool;
mod trace;
