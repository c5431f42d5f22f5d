//! The command in its project, and the node that it talks to.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
};

use alloy::{
    primitives::{Address, B256},
    providers::{DynProvider, Provider},
    rpc::types::TransactionReceipt,
    sol,
};
use devnet::Config;

use crate::{folder, skip::skip, world::World};

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
    tool: OsString,
    folder: PathBuf,
    pub(super) world: World,
    _turn: MutexGuard<'static, ()>,
}

impl Project {
    /// The project with a node of its own; nothing, after saying so, where cargo-stylus is not installed.
    pub(super) fn new() -> Option<Self> {
        // A test that failed leaves nothing behind that harms the next.
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let tool = env::var_os("CARGO_STYLUS").unwrap_or_else(|| "cargo-stylus".into());
        let folder = folder::copied("counter").expect("a writable target directory");
        if let Some(lacking) = lacking(&tool, &folder) {
            skip(&lacking);
            return None;
        }
        Some(Self {
            tool,
            folder,
            world: World::with(Config::default()),
            _turn: turn,
        })
    }

    /// Where the project is.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// `cargo stylus` with these arguments, in the project.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.tool);
        command
            .arg("stylus")
            .args(arguments)
            .args(["--endpoint", &self.world.devnet.url()])
            .current_dir(&self.folder)
            // Where its `replay` looks.
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .stdin(Stdio::null());
        command
    }

    /// What it prints, without colours.
    pub(super) fn run(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().expect("it runs");
        let said = said(&output);
        assert!(
            output.status.success(),
            "cargo stylus {arguments:?}: {said}"
        );
        said
    }

    /// What it says when it fails.
    pub(super) fn fails(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().expect("it runs");
        let said = said(&output);
        assert!(
            !output.status.success(),
            "cargo stylus {arguments:?}: {said}"
        );
        said
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

/// What this machine would need.
fn lacking(tool: &OsString, folder: &Path) -> Option<String> {
    let version = Command::new(tool).args(["stylus", "--version"]).output();
    if version.is_err() {
        return Some("install cargo-stylus, or name it in CARGO_STYLUS".to_owned());
    }
    let mut rustc = Command::new("rustc");
    rustc
        .args([
            "--print",
            "target-libdir",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .current_dir(folder);
    let library = rustc.output().expect("rustc runs, as it built this test");
    let library = String::from_utf8_lossy(&library.stdout).trim().to_owned();
    (!Path::new(&library).is_dir()).then(|| "rustup target add wasm32-unknown-unknown".to_owned())
}

/// The first word after a text that the tool printed.
pub(super) fn after<'a>(said: &'a str, text: &str) -> &'a str {
    let rest = said.split_once(text).map(|(_, rest)| rest);
    let word = rest.and_then(|rest| rest.split_whitespace().next());
    word.unwrap_or_else(|| panic!("no {text:?} in: {said}"))
}

/// Both streams, without the escape sequences of colours.
fn said(output: &Output) -> String {
    let text = [output.stdout.as_slice(), &output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    let mut pieces = text.split("\x1b[");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |said, piece| {
        said + piece.split_once('m').map_or(piece, |(_, rest)| rest)
    })
}
