//! Printing, on debug chains only and free of ink. Everything goes to standard error.

use std::fmt::Display;

use crate::program::{escape::Escape, guest::Guest, request::Pointer};

/// Prints text.
pub(super) fn log_txt(guest: &mut Guest<'_>, text: Pointer, len: u32) -> Result<(), Escape> {
    let text = String::from_utf8_lossy(guest.read(text, len)?).into_owned();
    print(guest, &text)
}

/// Prints a number.
pub(super) fn log(guest: &mut Guest<'_>, value: impl Display) -> Result<(), Escape> {
    print(guest, &value.to_string())
}

/// Prints a number and returns it.
pub(super) fn tee<T: Display + Copy>(guest: &mut Guest<'_>, value: T) -> Result<T, Escape> {
    print(guest, &value.to_string())?;
    Ok(value)
}

fn print(guest: &mut Guest<'_>, text: &str) -> Result<(), Escape> {
    eprintln!("{}: {text}", guest.data().env.contract);
    guest.note(&[text.as_bytes()], &[]);
    Ok(())
}
