//! `devnet`: an Arbitrum Stylus node on this machine.

mod cli;

use std::process::ExitCode;

use clap::Parser;
use devnet::Devnet;

use cli::Options;

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
    let devnet = Devnet::start(options.config())?;
    if options.json {
        println!("{}", cli::as_json(&devnet));
    } else if !options.silent {
        print!("{}", cli::as_text(&devnet));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(stop_signal())?;
    drop(devnet);
    if !options.silent && !options.json {
        println!("stopped");
    }
    Ok(())
}

/// Resolves at SIGINT or SIGTERM.
#[cfg(unix)]
async fn stop_signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result,
        _ = terminate.recv() => Ok(()),
    }
}

/// Resolves at an interrupt from the keyboard.
#[cfg(not(unix))]
async fn stop_signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
