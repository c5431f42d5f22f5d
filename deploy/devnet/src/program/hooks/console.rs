//! Printing, on debug chains only and free of ink. Everything goes to standard error.

use crate::program::{escape::Escape, guest::Guest, request::Pointer};

/// Prints text.
pub(super) fn log_txt(guest: &mut Guest<'_>, text: Pointer, len: u32) -> Result<(), Escape> {
    let text = guest.read_bytes(text, len)?;
    print(guest, &String::from_utf8_lossy(&text));
    guest.note(&[&text], &[]);
    Ok(())
}

/// Prints a number.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the table of host functions asks all for one signature"
)]
pub(super) fn log(guest: &mut Guest<'_>, value: &impl ToString) -> Result<(), Escape> {
    let text = value.to_string();
    print(guest, &text);
    guest.note(&[text.as_bytes()], &[]);
    Ok(())
}

/// Prints a line under the program's address.
pub(super) fn print(guest: &Guest<'_>, text: &str) {
    eprintln!("{}: {text}", guest.data().env.contract);
}
