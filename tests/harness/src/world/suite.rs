//! The built contracts, once for all worlds.

use alloy::primitives::B256;
use deploy::build::{Artifacts, Options, build};

use crate::error::FlowError;

/// The suite as it is deployed.
#[derive(Clone, Debug)]
pub struct Suite {
    artifacts: Artifacts,
}

/// One contract of the suite, in figures.
#[derive(Clone, Debug)]
pub struct BuiltContract {
    /// Its package.
    pub name: &'static str,
    /// Bytes of the module.
    pub raw: usize,
    /// Bytes of the compressed module.
    pub compressed: usize,
    /// keccak-256 of the code on chain.
    pub code_hash: B256,
}

impl Suite {
    /// Builds every contract to WASM, telling `observer` how far it is.
    ///
    /// # Errors
    ///
    /// [`FlowError::Other`] with the compiler's own words, or the line to type if the WASM target
    /// is missing.
    pub fn build(observer: deploy::Observer<'_>) -> Result<Self, FlowError> {
        let artifacts = build(&Options::default(), observer).map_err(anyhow::Error::from)?;
        Ok(Self { artifacts })
    }

    /// A suite of these artifacts.
    pub const fn of(artifacts: Artifacts) -> Self {
        Self { artifacts }
    }

    /// What is deployed.
    pub const fn artifacts(&self) -> &Artifacts {
        &self.artifacts
    }

    /// The contracts in figures, in the order of deployment.
    pub fn contracts(&self) -> impl Iterator<Item = BuiltContract> + '_ {
        self.artifacts.iter().map(|artifact| BuiltContract {
            name: artifact.contract.package(),
            raw: artifact.raw_size(),
            compressed: artifact.compressed_size,
            code_hash: artifact.code_hash(),
        })
    }
}
