//! What each command does.

use std::error::Error;
use std::future::Future;
use std::process::ExitCode;

use deploy::build::{Artifacts, Options, build as build_contracts};
use deploy::{Chain, Deployment, Manifest, Network, Snapshot};

use super::arguments::{BuildOptions, DeploymentOptions, VerifyOptions, directory};
use super::display::Display;
use super::tables;

type Outcome = Result<ExitCode, Box<dyn Error>>;

pub(super) fn build(options: &BuildOptions) -> Outcome {
    let mut build = Options {
        root: options.root.clone(),
        ..Options::default()
    };
    if !options.contracts.is_empty() {
        build.contracts.clone_from(&options.contracts);
    }
    let artifacts = artifacts(&build)?;
    let snapshot = Snapshot::of(&artifacts);
    if options.json {
        print_json(&snapshot)?;
    } else {
        tables::print_artifacts(&artifacts);
    }
    let path = directory("records").join("sizes.toml");
    if options.update_snapshot {
        std::fs::write(&path, snapshot.render()?)
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn plan(options: &DeploymentOptions) -> Outcome {
    let (network, signer) = (options.network()?, options.signer()?);
    block_on(async {
        let chain = connect(&network).await?;
        let artifacts = artifacts(&Options::default())?;
        let plan = deploy::plan(&Deployment {
            chain: &chain,
            signer: &signer,
            network: &network,
            artifacts: &artifacts,
            salt: options.salt,
            manifest: None,
        })
        .await?;
        if options.target.json {
            print_json(&plan)?;
        } else {
            tables::print_plan(&plan);
        }
        plan.require_funds()?;
        Ok(ExitCode::SUCCESS)
    })
}

pub(super) fn apply(options: &DeploymentOptions) -> Outcome {
    let (network, signer) = (options.network()?, options.signer()?);
    let path = options.target.manifest(&network);
    block_on(async {
        let chain = connect(&network).await?;
        let artifacts = artifacts(&Options::default())?;
        let display = Display::new();
        let deployment = Deployment {
            chain: &chain,
            signer: &signer,
            network: &network,
            artifacts: &artifacts,
            salt: options.salt,
            manifest: Some(&path),
        };
        let manifest = deploy::apply(&deployment, &|event| display.show(&event)).await;
        display.finish();
        let manifest = manifest?;
        if options.target.json {
            print_json(&manifest)?;
        } else {
            tables::print_manifest(&manifest, &path);
        }
        Ok(ExitCode::SUCCESS)
    })
}

pub(super) fn verify(options: &VerifyOptions) -> Outcome {
    let network = options.target.network()?;
    let manifest = Manifest::read(&options.target.manifest(&network))?;
    block_on(async {
        let chain = connect(&network).await?;
        let artifacts = if options.no_build {
            None
        } else {
            Some(artifacts(&Options::default())?)
        };
        let report = deploy::verify(&chain, &manifest, artifacts.as_ref(), &deploy::silent).await?;
        if options.target.json {
            print_json(&report)?;
        } else {
            tables::print_report(&report);
        }
        report.require()?;
        if !manifest.complete {
            return Err("the manifest is not complete: run `apply` again".into());
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// The chain, refused before anything is built if it is the wrong one.
async fn connect(network: &Network) -> Result<Chain, deploy::ChainError> {
    let chain = Chain::connect(&network.rpc).await?;
    chain.require_id(network.chain_id)?;
    Ok(chain)
}

fn artifacts(options: &Options) -> Result<Artifacts, deploy::build::BuildError> {
    let display = Display::new();
    let artifacts = build_contracts(options, &|event| display.show(&event));
    display.finish();
    artifacts
}

fn block_on(work: impl Future<Output = Outcome>) -> Outcome {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(work)
}

fn print_json(value: &impl serde::Serialize) -> Result<(), serde_json::Error> {
    println!("{}", serde_json::to_string_pretty(value)?);
    Ok(())
}
