//! Tests whose tool is not on this machine.

use std::{
    env,
    io::{self, Write},
    thread,
};

/// Says why the current test does not run, past the harness, which shows only what failing tests print.
///
/// # Panics
///
/// `DEVNET_TOOLS` is `required`.
pub(crate) fn skip(reason: &str) {
    let current = thread::current();
    let test = current.name().unwrap_or("a test");
    assert!(
        env::var_os("DEVNET_TOOLS").is_none_or(|wish| wish != "required"),
        "{test} cannot run: {reason}"
    );
    // If standard error is closed, nobody reads it.
    let _ = writeln!(io::stderr(), "skipped {test}: {reason}");
}
