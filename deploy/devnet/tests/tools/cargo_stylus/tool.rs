//! The command itself. The deployer's tests use it, too, on our own contracts.

use std::{
    env,
    ffi::OsString,
    path::Path,
    process::{Command, Output, Stdio},
};

use crate::skip::skip;

/// cargo-stylus, as it is installed on this machine.
pub(crate) struct Tool(OsString);

impl Tool {
    /// Looks for it; nothing, after saying so, where it or the WASM target of `folder`'s toolchain is missing.
    pub(crate) fn find(folder: &Path) -> Option<Self> {
        let tool = env::var_os("CARGO_STYLUS").unwrap_or_else(|| "cargo-stylus".into());
        let version = Command::new(&tool).args(["stylus", "--version"]).output();
        if version.is_err() {
            skip("install cargo-stylus, or name it in CARGO_STYLUS");
            return None;
        }
        if !has_wasm_target(folder) {
            skip("rustup target add wasm32-unknown-unknown");
            return None;
        }
        Some(Self(tool))
    }

    /// `cargo stylus` with these arguments in a folder.
    pub(crate) fn command(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.0);
        command
            .arg("stylus")
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::null());
        command
    }
}

fn has_wasm_target(folder: &Path) -> bool {
    let mut rustc = Command::new("rustc");
    let target = ["--target", "wasm32-unknown-unknown"];
    rustc
        .args(["--print", "target-libdir"])
        .args(target)
        .current_dir(folder);
    let library = rustc
        .output()
        .expect("rustc runs, as it built this test")
        .stdout;
    Path::new(String::from_utf8_lossy(&library).trim()).is_dir()
}

/// What a command prints on both streams, without colours, if it succeeds; else the same as an error.
pub(crate) fn said(command: &mut Command) -> Result<String, String> {
    let output = command.output().expect("it runs");
    let Output {
        status,
        stdout,
        stderr,
    } = output;
    let text = [stdout, stderr].concat();
    let text = without_colours(&String::from_utf8_lossy(&text));
    if status.success() {
        Ok(text)
    } else {
        Err(format!("{command:?}: {text}"))
    }
}

/// Without the escape sequences that terminals take for colours.
fn without_colours(text: &str) -> String {
    let mut pieces = text.split("\x1b[");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |said, piece| {
        said + piece.split_once('m').map_or(piece, |(_, rest)| rest)
    })
}

/// The first word after a text that the tool printed.
pub(crate) fn after<'a>(said: &'a str, text: &str) -> &'a str {
    let rest = said.split_once(text).map(|(_, rest)| rest);
    let word = rest.and_then(|rest| rest.split_whitespace().next());
    word.unwrap_or_else(|| panic!("no {text:?} in: {said}"))
}
