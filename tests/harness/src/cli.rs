//! `cargo flows`: arguments, progress, report, exit code.

use alloy::signers::local::PrivateKeySigner;
use clap::Parser;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::{
    coverage::declared,
    error::FlowError,
    flows::{self, Flow},
    report::{FlowReport, Report, Terminal, write_json},
    world::{Host, Settings, Suite},
};

/// Plays the flows of Smart L2 with real signed transactions against the real WASM contracts.
///
/// Without options: builds the contracts, and for every flow starts a Stylus chain in this
/// process, deploys the suite to it over JSON-RPC and plays the flow. The exit code is 0 only
/// if every step of every flow was seen with its events and views, and no step of the seed is
/// left without a flow that proves it.
#[derive(Debug, Parser)]
#[command(name = "cargo flows", bin_name = "cargo flows", version)]
pub(crate) struct Arguments {
    /// Play only this flow; may be given several times [default: all]
    #[arg(long = "flow", value_name = "NAME")]
    flows: Vec<String>,

    /// List the flows with the seed's steps that they play, and stop
    #[arg(long)]
    list: bool,

    /// List the seed's steps with the flows that play them, and stop
    #[arg(long, conflicts_with = "list")]
    coverage: bool,

    /// Write the whole report to FILE as JSON: per step of the seed the flows that prove it,
    /// per flow its steps, per batch its header, elements and state claims
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Play against the Stylus chain at URL instead of the embedded one; needs --key
    #[arg(long, value_name = "URL", requires = "key")]
    rpc: Option<String>,

    /// Private key (32 bytes, hex) of a funded account on that chain
    #[arg(
        long,
        value_name = "KEY",
        env = "SMART_L2_KEY",
        hide_env_values = true,
        requires = "rpc"
    )]
    key: Option<String>,

    /// Seed of all keys and of the users' transactions
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

/// Runs `cargo flows` with the process's arguments.
pub async fn run() -> ExitCode {
    match play(Arguments::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Plays what the arguments ask for; `true` if every flow passed and, of all flows, no step of the seed is unproven.
async fn play(arguments: Arguments) -> Result<bool, FlowError> {
    if arguments.list {
        for flow in flows::all() {
            println!("{flow}");
        }
        return Ok(true);
    }
    if arguments.coverage {
        print!("{}", declared(flows::all()));
        return Ok(true);
    }
    let host = host(&arguments)?;
    let mut chosen = flows::choose(&arguments.flows)?;
    if let Some(path) = &arguments.json {
        check_writable(path)?;
    }
    host.check(&Settings::default().network).await?;

    let mut terminal = Terminal::new();
    if arguments.flows.is_empty() && arguments.rpc.is_some() {
        for flow in chosen.extract_if(.., |flow| flow.needs_embedded()) {
            terminal.left_out(flow);
        }
    }
    let suite = Suite::build(&|event| terminal.building(&event))?;
    terminal.built(&suite);

    let mut reports = Vec::new();
    for flow in chosen {
        reports.push(play_one(flow, &suite, &host, arguments.seed, &mut terminal).await);
    }
    let report = Report::new(arguments.seed, reports);
    terminal.summary(&report);
    if let Some(path) = &arguments.json {
        write_json(path, &report)?;
        terminal.wrote(path);
    }
    Ok(report.passed())
}

async fn play_one(
    flow: &'static Flow,
    suite: &Suite,
    host: &Host,
    seed: u64,
    terminal: &mut Terminal,
) -> FlowReport {
    terminal.begin(flow);
    let settings = Settings {
        seed,
        host: host.clone(),
        ..flow.settings()
    };
    let report = flow.play(suite, settings, terminal).await;
    terminal.end(&report);
    report
}

/// Finds out before the flows are played whether their report can be written.
fn check_writable(path: &Path) -> Result<(), FlowError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if path.is_dir() || folder.is_some_and(|folder| !folder.is_dir()) {
        let path = path.display();
        return Err(anyhow::anyhow!("--json {path}: give a file in a folder that exists").into());
    }
    Ok(())
}

fn host(arguments: &Arguments) -> Result<Host, FlowError> {
    let (Some(url), Some(key)) = (&arguments.rpc, &arguments.key) else {
        return Ok(Host::Embedded);
    };
    let key: PrivateKeySigner = key.parse().map_err(|_| {
        anyhow::anyhow!(
            "--key is not a private key; give 32 bytes as 64 hex digits, for example 0x…"
        )
    })?;
    Ok(Host::External {
        url: url.clone(),
        key,
    })
}
