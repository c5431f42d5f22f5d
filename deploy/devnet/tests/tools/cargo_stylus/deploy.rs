//! `cargo stylus deploy`, `activate` and `verify`.

use std::fs;

use alloy::{
    network::TransactionBuilder, primitives::U256, providers::Provider,
    rpc::types::TransactionRequest,
};
use devnet::STYLUS_DEPLOYER;

use super::{project::Project, tool::after};

/// The module of `contracts/register.wat` as a file; its path.
fn register(project: &Project) -> String {
    let module = wat::parse_str(include_str!("../../contracts/register.wat")).expect("valid text");
    let file = project.folder().join("register.wasm");
    fs::write(&file, module).expect("a writable folder");
    file.to_str().expect("text").to_owned()
}

#[tokio::test]
async fn deploy_succeeds_running_the_constructor() {
    let Some(project) = Project::new() else {
        return;
    };
    let value = ["--constructor-value", "0.25"];
    let deployed = project.deploy(&value).await;
    // One transaction does all.
    assert_eq!(project.world.devnet.block_number(), 1);
    assert_eq!(deployed.receipt.to, Some(STYLUS_DEPLOYER));
    let counter = &deployed.counter;
    assert_eq!(counter.number().call().await.unwrap(), U256::from(7));
    let balance = project.world.provider.get_balance(*counter.address());
    assert_eq!(
        balance.await.unwrap(),
        U256::from(250_000_000_000_000_000_u64)
    );

    let call = counter.increase(U256::from(5));
    let receipt = call.send().await.unwrap().get_receipt().await.unwrap();
    assert_eq!(receipt.logs().len(), 1);
    assert_eq!(counter.number().call().await.unwrap(), U256::from(12));
}

#[tokio::test]
async fn deploy_succeeds_with_fragments_when_the_code_is_large() {
    let Some(project) = Project::new() else {
        return;
    };
    let deployed = project.deploy(&["--features", "large"]).await;
    // Two fragments, then the root by the deployer.
    assert_eq!(project.world.devnet.block_number(), 3);
    let provider = &project.world.provider;
    let root = provider
        .get_code_at(*deployed.counter.address())
        .await
        .unwrap();
    assert_eq!(root[..4], [0xef, 0xf0, 0x02, 0x00]);
    assert_eq!(root.len(), 4 + 4 + 2 * 20);
    let number = deployed.counter.number().call().await.unwrap();
    assert_eq!(number, U256::from(7));
    // The last byte of the data is in the second fragment.
    let last = deployed.counter.noise(29_999).call().await.unwrap();
    assert_eq!(last, noise(29_999));
}

/// The counter's noise, by its generator.
fn noise(position: u32) -> u8 {
    let state = (0..=position).fold(1_u32, |state, _| {
        let state = state ^ (state << 13);
        let state = state ^ (state >> 17);
        state ^ (state << 5)
    });
    state.to_be_bytes()[0]
}

#[tokio::test]
async fn deploy_succeeds_with_a_wasm_file() {
    let Some(project) = Project::new() else {
        return;
    };
    let said = project.signed(&["deploy", "--no-verify", "--wasm-file", &register(&project)]);
    assert!(said.contains("successfully activated contract"), "{said}");
    let address = after(&said, "deployed code at address: ").parse().unwrap();
    let read = TransactionRequest::default().with_to(address);
    let word = [0x42; 32];
    let write = read.clone().with_input(word.to_vec());
    assert!(project.world.send(write).await.status());
    assert_eq!(
        project.world.provider.call(read).await.unwrap().to_vec(),
        word
    );
}

#[tokio::test]
async fn activate_succeeds_after_a_deployment_without_it() {
    let Some(project) = Project::new() else {
        return;
    };
    let file = register(&project);
    let said = project.signed(&[
        "deploy",
        "--no-verify",
        "--no-activate",
        "--wasm-file",
        &file,
    ]);
    let address = after(&said, "deployed code at address: ");
    let read = TransactionRequest::default().with_to(address.parse().unwrap());
    project.world.provider.call(read.clone()).await.unwrap_err();
    project.signed(&["activate", "--estimate-gas", "--address", address]);
    project.world.provider.call(read.clone()).await.unwrap_err();
    project.signed(&["activate", "--address", address]);
    project.world.provider.call(read).await.unwrap();
}

#[tokio::test]
async fn deploy_succeeds_estimating_gas_without_a_transaction() {
    let Some(project) = Project::new() else {
        return;
    };
    project.signed(&["deploy", "--no-verify", "--estimate-gas"]);
    assert_eq!(project.world.devnet.block_number(), 0);
}

#[tokio::test]
async fn verify_succeeds_only_for_the_same_code() {
    let Some(project) = Project::new() else {
        return;
    };
    let deployed = project.deploy(&[]).await;
    let hash = deployed.receipt.transaction_hash.to_string();
    let verify = ["verify", "--no-verify", "--skip-clean", "--deployment-tx"];
    let said = project.run(&[&verify[..], &[&hash]].concat());
    assert!(said.contains("Verification successful"), "{said}");
    let deployed = project.deploy(&["--features", "large"]).await;
    let hash = deployed.receipt.transaction_hash.to_string();
    let said = project.fails(&[&verify[..], &[&hash]].concat());
    assert!(said.contains("Verification failed"), "{said}");
}
