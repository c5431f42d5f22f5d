//! A devnet, the built suite, and an account that pays.

use std::path::PathBuf;
use std::sync::OnceLock;

use alloy::primitives::B256;
use alloy::providers::Provider;
use alloy::signers::local::PrivateKeySigner;
use deploy::build::{Artifacts, Options, build};
use deploy::{Chain, DeployError, Deployment, Manifest, Network, silent};
use devnet::{Config, Devnet};

/// The suite, built once.
pub(crate) fn artifacts() -> &'static Artifacts {
    static ARTIFACTS: OnceLock<Artifacts> = OnceLock::new();
    ARTIFACTS.get_or_init(|| build(&Options::default(), &silent).unwrap())
}

pub(crate) struct World {
    pub(crate) devnet: Devnet,
    pub(crate) chain: Chain,
    pub(crate) signer: PrivateKeySigner,
    pub(crate) network: Network,
    directory: tempfile::TempDir,
}

impl World {
    pub(crate) async fn start() -> Self {
        let devnet = Devnet::start(Config::default()).unwrap();
        let chain = Chain::connect(&devnet.url()).await.unwrap();
        let key = devnet.accounts()[0].key;
        Self {
            chain,
            signer: PrivateKeySigner::from_bytes(&key).unwrap(),
            network: Network::parse(include_str!("../../config/devnet.toml")).unwrap(),
            directory: tempfile::tempdir().unwrap(),
            devnet,
        }
    }

    /// Where the manifest is kept.
    pub(crate) fn path(&self) -> PathBuf {
        self.directory.path().join("manifest.json")
    }

    /// Applies with a manifest.
    pub(crate) async fn apply(&self) -> Result<Manifest, DeployError> {
        let path = self.path();
        deploy::apply(
            &Deployment {
                manifest: Some(&path),
                ..self.deployment()
            },
            &silent,
        )
        .await
    }

    /// A deployment that keeps no manifest.
    pub(crate) fn deployment(&self) -> Deployment<'_> {
        Deployment {
            chain: &self.chain,
            signer: &self.signer,
            network: &self.network,
            artifacts: artifacts(),
            salt: B256::ZERO,
            manifest: None,
        }
    }

    /// How many transactions the deploying account has sent.
    pub(crate) async fn sent(&self) -> usize {
        let provider = self.chain.provider();
        let count = provider.get_transaction_count(self.signer.address()).await;
        usize::try_from(count.unwrap()).unwrap()
    }

    /// Applies until the run has begun its step number `step`, counted from 0, and dies there.
    pub(crate) async fn apply_until(&self, step: usize) {
        let (chain, signer) = (self.chain.clone(), self.signer.clone());
        let (network, path) = (self.network.clone(), self.path());
        let interrupted = tokio::spawn(async move {
            let seen = std::sync::atomic::AtomicUsize::new(0);
            let die = |_| {
                let number = seen.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                assert!(number < step, "interrupted");
            };
            let deployment = Deployment {
                chain: &chain,
                signer: &signer,
                network: &network,
                artifacts: artifacts(),
                salt: B256::ZERO,
                manifest: Some(&path),
            };
            deploy::apply(&deployment, &die).await.map(|_| ())
        });
        assert!(interrupted.await.unwrap_err().is_panic());
    }
}
