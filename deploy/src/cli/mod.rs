//! The command line.

mod arguments;
mod commands;
mod display;
mod tables;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// Runs the command that the arguments ask for.
pub(crate) fn run() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    match arguments.command {
        Command::Build(options) => commands::build(&options),
        Command::Plan(options) => commands::plan(&options),
        Command::Apply(options) => commands::apply(&options),
        Command::Verify(options) => commands::verify(&options),
    }
}
