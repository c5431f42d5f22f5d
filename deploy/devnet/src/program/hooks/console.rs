//! Printing, on debug chains only and free of ink. Everything goes to standard error.

use std::fmt::Display;

use crate::program::{escape::Escape, guest::Guest, request::Pointer};

/// Prints text.
pub(super) fn log_txt(guest: &mut Guest<'_>, text: Pointer, len: u32) -> Result<(), Escape> {
    let text = String::from_utf8_lossy(guest.read(text, len)?).into_owned();
    print(guest, &text);
    Ok(())
}

/// Prints a number.
pub(super) fn log(guest: &mut Guest<'_>, value: impl Display) {
    print(guest, &value.to_string());
}

/// Prints a number and returns it.
pub(super) fn tee<T: Display + Copy>(guest: &mut Guest<'_>, value: T) -> T {
    print(guest, &value.to_string());
    value
}

fn print(guest: &mut Guest<'_>, text: &str) {
    eprintln!("{}: {text}", guest.data().env.contract);
    guest.note(&[text.as_bytes()], &[]);
}
