use alloy::primitives::{Address, U256, address};
use alloy::providers::{Provider, ProviderBuilder};
use alloy::signers::local::PrivateKeySigner;
use deploy::build::{Artifacts, DeployedCode};
use deploy::{
    Chain, ChainError, Contract, DeployError, Deployment, Manifest, Token, plan, silent, verify,
};
use interfaces::client::ITreasury;

use crate::world::{World, artifacts};

const STRANGER: Address = address!("00000000000000000000000000000000deadbeef");

#[tokio::test]
async fn connect_refuses_when_nobody_listens_or_the_url_is_none() {
    // Bound and dropped: nobody listens there now.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = format!("http://127.0.0.1:{port}");
    let error = Chain::connect(&url).await.unwrap_err();
    assert!(matches!(error, ChainError::NoAnswer { .. }), "{error}");
    for url in ["", "127.0.0.1", "ftp://127.0.0.1"] {
        let error = Chain::connect(url).await.unwrap_err();
        assert!(matches!(error, ChainError::Url { .. }), "{error}");
    }
}

#[tokio::test]
async fn apply_refuses_another_chain() {
    let mut world = World::start().await;
    world.network.chain_id = 42_161;
    let error = world.apply().await.unwrap_err();
    let expected = matches!(
        error,
        DeployError::Chain(ChainError::WrongChain {
            actual: 412_346,
            expected: 42_161,
            ..
        })
    );
    assert!(expected, "{error}");
    assert_eq!(world.sent().await, 0);
}

#[tokio::test]
async fn apply_refuses_an_account_without_funds_before_it_sends() {
    let mut world = World::start().await;
    world.signer = PrivateKeySigner::from_bytes(&[7; 32].into()).unwrap();
    let account = world.signer.address();
    let error = world.apply().await.unwrap_err();
    let expected =
        matches!(error, DeployError::Chain(ChainError::Funds { account: a, .. }) if a == account);
    assert!(expected, "{error}");

    // What the plan asks for is enough.
    let cost = plan(&world.deployment()).await.unwrap().cost();
    world.devnet.set_balance(account, cost - U256::from(1));
    assert!(world.apply().await.is_err());
    assert_eq!(world.sent().await, 0);
    world.devnet.set_balance(account, cost);
    assert!(world.apply().await.unwrap().complete);
}

#[tokio::test]
async fn apply_refuses_what_the_operator_has_not_decided() {
    for open in 0..3 {
        let mut world = World::start().await;
        match open {
            0 => world.network.token = None,
            1 => world.network.fee_vault = None,
            _ => world.network.genesis = None,
        }
        let error = world.apply().await.unwrap_err();
        assert!(matches!(error, DeployError::Undecided { .. }), "{error}");
        assert_eq!(world.sent().await, 0);
    }
}

#[tokio::test]
async fn apply_refuses_a_token_without_code() {
    let mut world = World::start().await;
    world.network.token = Some(Token::Existing(STRANGER));
    let error = world.apply().await.unwrap_err();
    let expected = matches!(
        error,
        DeployError::Chain(ChainError::Missing {
            address: STRANGER,
            ..
        })
    );
    assert!(expected, "{error}");
}

#[tokio::test]
async fn apply_refuses_to_finish_when_a_contract_is_wired_to_a_stranger() {
    let world = World::start().await;
    world.apply_until(4).await;
    let treasury = Manifest::read(&world.path())
        .unwrap()
        .address(Contract::Treasury)
        .unwrap();
    let provider = ProviderBuilder::new()
        .wallet(world.signer.clone())
        .connect_http(world.devnet.url().parse().unwrap());
    let pool = Address::repeat_byte(2);
    let receipt = ITreasury::new(treasury, provider)
        .wire(STRANGER, pool, Address::ZERO, Address::ZERO, Address::ZERO)
        .send()
        .await
        .unwrap()
        .get_receipt()
        .await
        .unwrap();
    assert!(receipt.status());

    let error = world.apply().await.unwrap_err();
    let DeployError::Refuted {
        subject,
        what,
        found,
        ..
    } = error
    else {
        panic!("{error}");
    };
    assert_eq!(
        (subject.as_str(), what.as_str()),
        ("treasury", "registry()")
    );
    assert_eq!(found, STRANGER.to_string());
    assert!(!Manifest::read(&world.path()).unwrap().complete);
}

#[tokio::test]
async fn apply_refuses_a_manifest_of_another_deployment() {
    let mut world = World::start().await;
    world.apply().await.unwrap();
    world.network.parameters.slot.elements += 1;
    let error = world.apply().await.unwrap_err();
    let DeployError::OtherDeployment {
        what,
        recorded,
        given,
    } = error
    else {
        panic!("{error}");
    };
    assert_eq!(what, "parameter slot.elements");
    assert_eq!((recorded.as_str(), given.as_str()), ("3000", "3001"));
}

#[tokio::test]
async fn apply_refuses_a_manifest_whose_contracts_are_gone() {
    let old = World::start().await;
    let manifest = old.apply().await.unwrap();
    let new = World::start().await;
    manifest.write(&new.path()).unwrap();
    let error = new.apply().await.unwrap_err();
    assert!(matches!(error, DeployError::Vanished { .. }), "{error}");
    assert_eq!(new.sent().await, 0);
}

#[tokio::test]
async fn apply_says_what_a_constructor_refuses() {
    let mut world = World::start().await;
    // The host's ArbSys has code but is no token.
    world.network.parameters.slot.elements = 0;
    let error = world.apply().await.unwrap_err().to_string();
    assert!(error.contains("ParameterBelowMinimum"), "{error}");
}

#[tokio::test]
async fn verify_reports_a_local_build_that_differs() {
    let world = World::start().await;
    let manifest = world.apply().await.unwrap();
    let changed: Artifacts = artifacts()
        .iter()
        .cloned()
        .map(|mut artifact| {
            if artifact.contract == Contract::Treasury
                && let DeployedCode::Whole(code) = &mut artifact.code
            {
                *code.last_mut().unwrap() ^= 1;
            }
            artifact
        })
        .collect();
    let report = verify(&world.chain, &manifest, Some(&changed), &silent)
        .await
        .unwrap();
    let failed: Vec<_> = report
        .failed()
        .map(|check| (&*check.subject, &*check.what))
        .collect();
    assert_eq!(failed, [("treasury", "code hash of the local build")]);
}

#[tokio::test]
async fn verify_reports_every_value_that_the_manifest_has_otherwise() {
    let world = World::start().await;
    let mut manifest = world.apply().await.unwrap();
    manifest.deployer = STRANGER;
    manifest.l2.genesis_block += 1;
    manifest.governance.voting += 1;
    manifest.parameters.insert("slot.idle".into(), "31".into());
    manifest
        .contracts
        .get_mut(&Contract::SequencerPool)
        .unwrap()
        .code_hash
        .0[0] ^= 1;
    let report = verify(&world.chain, &manifest, None, &silent)
        .await
        .unwrap();
    let failed: Vec<_> = report
        .failed()
        .map(|check| format!("{} {}", check.subject, check.what))
        .collect();
    let expected = [
        "treasury deployer()",
        "sequencer-pool code hash",
        "batch-registry deployer()",
        "batch-registry parameter slot.idle",
        "batch-registry genesis claim",
        "data-availability deployer()",
        "fraud-proof deployer()",
        "governance deployer()",
        "governance terms",
    ];
    assert_eq!(failed, expected);
}

#[tokio::test]
async fn plan_says_why_a_program_would_not_be_activated() {
    let world = World::start().await;
    let broken: Artifacts = artifacts()
        .iter()
        .cloned()
        .map(|mut artifact| {
            // A compressed stream that ends early.
            artifact.code = DeployedCode::Whole(vec![0xef, 0xf0, 0, 0, 1, 2, 3]);
            artifact
        })
        .collect();
    let deployment = Deployment {
        artifacts: &broken,
        ..world.deployment()
    };
    let error = plan(&deployment).await.unwrap_err().to_string();
    assert!(error.contains("activating metis-token"), "{error}");
    assert_eq!(
        world.chain.provider().get_block_number().await.unwrap(),
        world.devnet.block_number()
    );
}
