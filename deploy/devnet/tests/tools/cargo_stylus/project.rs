//! The command in its project, and the node that it talks to.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, MutexGuard, PoisonError},
};

use alloy::{
    primitives::{Address, B256},
    providers::{DynProvider, Provider},
    rpc::types::TransactionReceipt,
    sol,
};
use devnet::Config;

use super::tool::{Tool, after, said};
use crate::{folder, world::World};

/// The tests share one build folder.
static TURN: Mutex<()> = Mutex::new(());

sol! {
    #[sol(rpc)]
    contract Counter {
        event Increased(address indexed by, uint256 number);
        error TooLarge(uint256 number, uint256 by);
        function number() external view returns (uint256);
        function increase(uint256 by) external returns (uint256);
        function increaseOther(address other, uint256 by) external returns (uint256);
        function noise(uint32 position) external view returns (uint8);
    }
}

pub(super) struct Project {
    tool: Tool,
    folder: PathBuf,
    pub(super) world: World,
    _turn: MutexGuard<'static, ()>,
}

impl Project {
    /// The project with a node of its own; nothing, after saying so, where cargo-stylus is not installed.
    pub(super) fn new() -> Option<Self> {
        // A test that failed leaves nothing behind that harms the next.
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = folder::copied("counter").expect("a writable target directory");
        Some(Self {
            tool: Tool::find(&folder)?,
            folder,
            world: World::with(Config::default()),
            _turn: turn,
        })
    }

    /// Where the project is.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// `cargo stylus` with these arguments and the node's URL.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.tool.command(&self.folder, arguments);
        command
            .args(["--endpoint", &self.world.devnet.url()])
            // Where its `replay` looks.
            .env("CARGO_TARGET_DIR", self.folder.join("target"));
        command
    }

    /// What it prints.
    pub(super) fn run(&self, arguments: &[&str]) -> String {
        said(&mut self.command(arguments)).unwrap_or_else(|error| panic!("{error}"))
    }

    /// What it says when it fails.
    pub(super) fn fails(&self, arguments: &[&str]) -> String {
        said(&mut self.command(arguments)).expect_err("it should fail")
    }

    /// As `run`, with the key of the account that pays.
    pub(super) fn signed(&self, arguments: &[&str]) -> String {
        self.run(&[arguments, &["--private-key", &self.key()]].concat())
    }

    /// The key of the account that pays.
    pub(super) fn key(&self) -> String {
        self.world.account.key.to_string()
    }

    /// Deploys the counter with 7 in it.
    pub(super) async fn deploy(&self, options: &[&str]) -> Deployed {
        // With a space in the place of `=`, all that follows would be an argument of the constructor.
        let deploy = ["deploy", "--no-verify", "--constructor-args=7"];
        let said = self.signed(&[&deploy, options].concat());
        let transaction: B256 = after(&said, "deployment tx hash: ")
            .parse()
            .expect("a hash");
        let provider = self.world.provider.clone();
        let receipt = provider.get_transaction_receipt(transaction).await;
        let address: Address = after(&said, "deployed code at address: ")
            .parse()
            .expect("an address");
        Deployed {
            counter: Counter::new(address, provider),
            receipt: receipt.expect("an answer").expect("a receipt"),
        }
    }
}

/// What a deployment left behind.
pub(super) struct Deployed {
    pub(super) counter: Counter::CounterInstance<DynProvider>,
    pub(super) receipt: TransactionReceipt,
}
