use deploy::{Contract, Deployment, Manifest, Pending, Step, plan, silent, verify};

use crate::world::{World, artifacts};

/// Six contracts, four wirings, and the pieces of contracts that are too large for one account.
fn steps() -> usize {
    let pieces = artifacts().iter().map(|a| a.code.fragments().len());
    10 + pieces.sum::<usize>()
}

#[tokio::test]
async fn plan_predicts_what_apply_does_and_sends_nothing() {
    let world = World::start().await;
    let planned = plan(&world.deployment()).await.unwrap();
    assert_eq!(world.sent().await, 0);
    assert_eq!(planned.steps.len(), steps());
    assert!(planned.steps.iter().all(|step| !step.done && step.gas > 0));

    let manifest = world.apply().await.unwrap();
    for step in &planned.steps {
        let (contract, mined) = match step.step {
            Step::Deploy(contract) => (contract, manifest.contracts[&contract].created),
            Step::Wire(contract) => (contract, manifest.wired[&contract]),
            Step::Fragment(contract, index) => {
                let piece = manifest.contracts[&contract].fragments[index];
                assert_eq!(piece.address, step.address);
                continue;
            }
        };
        assert_eq!(manifest.address(contract), Some(step.address), "{contract}");
        let used = mined.unwrap().gas_used;
        assert!(used <= step.gas, "{}: {used} of {}", step.step, step.gas);
    }
}

#[tokio::test]
async fn apply_succeeds_and_verify_agrees() {
    let world = World::start().await;
    let before = world.devnet.block_number();
    let manifest = world.apply().await.unwrap();
    assert!(manifest.complete);
    assert_eq!(world.sent().await, steps());
    assert_eq!(Manifest::read(&world.path()).unwrap(), manifest);
    let first = manifest.contracts[&Contract::MetisToken].created.unwrap();
    assert_eq!(first.block, before + 1);

    let report = verify(&world.chain, &manifest, Some(artifacts()), &silent)
        .await
        .unwrap();
    report.require().unwrap();
    // Six contracts' code, local build and activation; every peer; every parameter; the genesis.
    assert!(report.checks.len() > 70, "{}", report.checks.len());
}

#[tokio::test]
async fn apply_sends_nothing_when_all_is_done() {
    let world = World::start().await;
    let first = world.apply().await.unwrap();
    assert_eq!(world.apply().await.unwrap(), first);
    // Nor without the record: the chain tells.
    let found = deploy::apply(&world.deployment(), &silent).await.unwrap();
    assert_eq!(world.sent().await, steps());
    for (contract, deployed) in &first.contracts {
        assert_eq!(found.address(*contract), Some(deployed.address));
    }
    let planned = plan(&world.deployment()).await.unwrap();
    assert!(planned.steps.iter().all(|step| step.done));
    assert!(planned.cost().is_zero());
}

#[tokio::test]
async fn apply_goes_on_when_interrupted_at_any_step() {
    let world = World::start().await;
    for step in 0..steps() {
        world.apply_until(step).await;
        assert_eq!(world.sent().await, step);
    }
    let manifest = world.apply().await.unwrap();
    assert!(manifest.complete);
    assert_eq!(world.sent().await, steps());
    assert!(
        manifest
            .contracts
            .values()
            .all(|deployed| deployed.created.is_some())
    );
    assert!(manifest.wired.values().all(Option::is_some));
}

#[tokio::test]
async fn apply_records_a_transaction_that_was_mined_while_nobody_looked() {
    let world = World::start().await;
    let whole = world.apply().await.unwrap();
    let mut cut = whole.clone();
    let treasury = cut.contracts.remove(&Contract::Treasury).unwrap();
    cut.pending = Some(Pending {
        step: Step::Deploy(Contract::Treasury),
        transaction: treasury.created.unwrap().transaction,
    });
    cut.complete = false;
    cut.write(&world.path()).unwrap();
    assert_eq!(world.apply().await.unwrap(), whole);
    assert_eq!(world.sent().await, steps());
}

#[tokio::test]
async fn apply_deploys_again_when_the_salt_differs() {
    let world = World::start().await;
    let first = world.apply().await.unwrap();
    let second = Deployment {
        salt: alloy::primitives::B256::repeat_byte(1),
        ..world.deployment()
    };
    let second = deploy::apply(&second, &silent).await.unwrap();
    for contract in Contract::ALL {
        assert_ne!(first.address(contract), second.address(contract));
    }
}
