//! A built contract.

use alloy::primitives::{Address, B256, Bytes, address, keccak256};

use super::code::{DeployedCode, init_code, pack};
use super::error::BuildError;
use super::wasm::{canonical, check};
use crate::suite::Contract;

/// The CREATE2 factory that every public chain has; puts fragments where their content says.
pub const FACTORY: Address = address!("4e59b44847b379578588920cA78FbF26c0B4956C");

/// A contract, ready to be deployed.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// Which contract.
    pub contract: Contract,
    /// The canonical module, as the chain decompresses it.
    pub wasm: Vec<u8>,
    /// Length of the compressed module in bytes, without prefixes.
    pub compressed_size: usize,
    /// What accounts hold.
    pub code: DeployedCode,
}

impl Artifact {
    /// Post-processes, checks and compresses a module as cargo made it.
    ///
    /// # Errors
    ///
    /// [`BuildError::Invalid`] or [`BuildError::TooLarge`] if the chain would not take it.
    pub fn from_wasm(contract: Contract, raw: &[u8]) -> Result<Self, BuildError> {
        let wasm = canonical(raw)?;
        check(&wasm)?;
        let (code, compressed_size) = pack(&wasm)?;
        Ok(Self {
            contract,
            wasm,
            compressed_size,
            code,
        })
    }

    /// Length of the decompressed module in bytes.
    pub fn raw_size(&self) -> usize {
        self.wasm.len()
    }

    /// The addresses of the fragments: CREATE2 of the [`FACTORY`] with salt 0, so they depend on
    /// nothing but their content.
    pub fn fragment_addresses(&self) -> Vec<Address> {
        let place = |code: &Vec<u8>| FACTORY.create2_from_code(B256::ZERO, init_code(code));
        self.code.fragments().iter().map(place).collect()
    }

    /// The code of the account that is called.
    pub fn program(&self) -> Vec<u8> {
        let fragments: Vec<[u8; 20]> = self
            .fragment_addresses()
            .into_iter()
            .map(|address| address.into_array())
            .collect();
        self.code.program(&fragments)
    }

    /// The code hash of the account that is called: what the chain keys activation by.
    pub fn code_hash(&self) -> B256 {
        keccak256(self.program())
    }

    /// The init code of the account that is called.
    pub fn init_code(&self) -> Bytes {
        init_code(&self.program()).into()
    }
}

/// The built contracts, in the order of deployment.
#[derive(Clone, Debug)]
pub struct Artifacts(Vec<Artifact>);

impl Artifacts {
    /// The artifact of a contract, if it was built.
    pub fn get(&self, contract: Contract) -> Option<&Artifact> {
        self.0.iter().find(|artifact| artifact.contract == contract)
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Artifact> {
        self.0.iter()
    }
}

impl FromIterator<Artifact> for Artifacts {
    fn from_iter<I: IntoIterator<Item = Artifact>>(artifacts: I) -> Self {
        Self(artifacts.into_iter().collect())
    }
}

impl<'a> IntoIterator for &'a Artifacts {
    type Item = &'a Artifact;
    type IntoIter = std::slice::Iter<'a, Artifact>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
