//! `devnet`: an Arbitrum Stylus node on this machine.

mod cli;
mod files;
mod signals;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::Parser;
use devnet::Devnet;

use cli::Options;
use signals::Signals;

fn main() -> ExitCode {
    let options = Options::parse();
    let result = run(&options);
    if let Err(error) = result {
        eprintln!("devnet: {error:#}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn run(options: &Options) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    // Before anything that must not be cut off.
    let signals = runtime.block_on(async { Signals::listen() })?;
    files::raise_limit();
    let devnet = Devnet::start(options.config())?;
    if options.json {
        say(&format!("{}\n", cli::as_json(&devnet)));
    } else if !options.silent {
        say(&cli::as_text(&devnet));
    }
    runtime.block_on(signals.stop());
    devnet.stop()?;
    if !options.silent && !options.json {
        say("stopped\n");
    }
    Ok(())
}

/// Prints at once. That nobody reads it any more is no reason to stop.
fn say(text: &str) {
    let mut out = io::stdout().lock();
    drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}
