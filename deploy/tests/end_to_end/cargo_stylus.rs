//! cargo-stylus on our own contracts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use alloy::dyn_abi::{DynSolValue, JsonAbiExt};
use alloy::hex;
use alloy::json_abi::Constructor;
use alloy::network::TransactionBuilder;
use alloy::primitives::{Address, Bytes, keccak256};
use alloy::providers::Provider;
use alloy::rpc::types::TransactionRequest;
use deploy::Contract;

use crate::tool::{Tool, after, said};
use crate::world::World;

/// The package from which cargo-stylus builds a contract.
struct Program {
    tool: Tool,
    folder: PathBuf,
    package: String,
}

impl Program {
    fn new(contract: Contract) -> Option<Self> {
        let contracts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../contracts");
        let folder = contracts.join(contract.package()).join("program");
        Some(Self {
            tool: Tool::find(&folder)?,
            folder,
            package: contract.package().replace('-', "_") + "_program",
        })
    }

    fn command(&self, subcommand: &str) -> Command {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cargo-stylus");
        let arguments = [subcommand, "--contract", &self.package];
        let mut command = self.tool.command(&self.folder, &arguments);
        command.env("CARGO_TARGET_DIR", target);
        command
    }

    fn constructor(&self) -> Constructor {
        let output = self.command("constructor").output().expect("it runs");
        let signature = String::from_utf8_lossy(&output.stdout);
        Constructor::parse(signature.trim()).expect("a signature")
    }

    /// Deploys it with these arguments; its address.
    fn deploy(&self, world: &World, arguments: &[String]) -> Address {
        let mut command = self.command("deploy");
        command
            .args(["--no-verify", "--endpoint", &world.devnet.url()])
            .args(["--private-key", &hex::encode(world.signer.to_bytes())])
            .arg("--constructor-args")
            .args(arguments);
        let said = said(&mut command).unwrap_or_else(|error| panic!("{error}"));
        let address = after(&said, "deployed code at address: ");
        address.parse().expect("an address")
    }
}

/// A value as it is typed on a command line.
fn typed(value: &DynSolValue) -> String {
    match value {
        DynSolValue::Address(address) => address.to_string(),
        DynSolValue::Uint(number, _) => number.to_string(),
        DynSolValue::FixedBytes(word, _) => word.to_string(),
        DynSolValue::Tuple(values) => {
            let values: Vec<_> = values.iter().map(typed).collect();
            format!("({})", values.join(","))
        }
        other => panic!("no constructor takes {other:?}"),
    }
}

/// What a contract answers that has kept an argument of its constructor.
async fn kept(world: &World, contract: Contract, address: Address) -> Bytes {
    let view = match contract {
        Contract::MetisToken => "totalSupply()",
        _ => "deployer()",
    };
    let call = TransactionRequest::default()
        .with_to(address)
        .with_input(keccak256(view)[..4].to_vec());
    world.chain.provider().call(call).await.expect("an answer")
}

/// With the arguments that our own deployer gave.
#[tokio::test]
async fn cargo_stylus_succeeds_deploying_every_contract() {
    let Some(programs) = programs() else { return };
    let world = World::start().await;
    let manifest = world.apply().await.unwrap();
    for (contract, program) in programs {
        let ours = &manifest.contracts[&contract];
        let constructor = program.constructor();
        let arguments = constructor.abi_decode_input(&ours.constructor_arguments);
        let arguments: Vec<_> = arguments.unwrap().iter().map(typed).collect();
        let address = program.deploy(&world, &arguments);
        assert_ne!(address, ours.address);
        assert_eq!(
            kept(&world, contract, address).await,
            kept(&world, contract, ours.address).await,
            "{contract}"
        );
    }
}

#[test]
fn cargo_stylus_succeeds_exporting_the_interface_itself() {
    for (contract, program) in programs().unwrap_or_default() {
        let output = program.command("export-abi").output().expect("it runs");
        let exported = String::from_utf8_lossy(&output.stdout);
        let name = program.package.trim_end_matches("_program");
        let interface: String = name.split('_').map(capitalised).collect();
        let file = program
            .folder
            .join(format!("../../interfaces/I{interface}.sol"));
        assert_eq!(exported, fs::read_to_string(file).unwrap(), "{contract}");
    }
}

fn capitalised(word: &str) -> String {
    let (initial, rest) = word.split_at(1);
    initial.to_uppercase() + rest
}

/// Every contract but StateTransition, which is not built on the SDK and is too large for the tool's own build; nothing
/// where the tool is missing.
fn programs() -> Option<Vec<(Contract, Program)>> {
    let contracts = Contract::ALL.into_iter();
    contracts
        .filter(|contract| *contract != Contract::StateTransition)
        .map(|contract| Some((contract, Program::new(contract)?)))
        .collect()
}
