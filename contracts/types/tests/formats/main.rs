//! The encodings and rules of every type, by example and by law.

mod element;
mod header;
mod parameters;
mod record;
mod strategies;
mod units;
mod validation;
mod windows;
