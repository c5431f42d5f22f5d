//! The base fee from block to block.

use alloy::{
    network::TransactionBuilder,
    primitives::{Address, U256, address},
    providers::Provider,
    rpc::types::TransactionRequest,
    sol,
    sol_types::SolCall,
};
use devnet::{ARB_DEBUG, ARB_GAS_INFO, ARB_OWNER, BASE_FEE, Config};
use serde_json::json;

use crate::world::{World, transfer};

sol! {
    function becomeChainOwner() external;
    function setGasBacklog(uint64 backlog) external;
    function getGasBacklog() external view returns (uint64);
}

/// Gas for which the price is e times the minimum: ten seconds at the speed limit cost nothing,
/// 102 more do this.
const E_FOLD: u64 = 112 * 7_000_000;
/// By a series of four terms.
const E_TIMES_BASE_FEE: u64 = 270_830_000;

const NOBODY: Address = address!("0000000000000000000000000000000000c0ffee");

async fn set_backlog(world: &World, backlog: u64) {
    for (to, data) in [
        (ARB_DEBUG, becomeChainOwnerCall {}.abi_encode()),
        (ARB_OWNER, setGasBacklogCall { backlog }.abi_encode()),
    ] {
        let request = TransactionRequest::default().with_to(to).with_input(data);
        assert!(world.send(request).await.status());
    }
}

/// Mines an empty block so many seconds after the head.
async fn mine_after(world: &World, seconds: u64) {
    let head = world
        .provider
        .get_block(alloy::eips::BlockId::latest())
        .await;
    let timestamp = head.unwrap().unwrap().header.timestamp + seconds;
    world
        .rpc("evm_setNextBlockTimestamp", json!([timestamp]))
        .await
        .unwrap();
    world.rpc("evm_mine", json!([])).await.unwrap();
}

#[tokio::test]
async fn base_fee_succeeds_rising_with_the_backlog_and_falling_with_time() {
    let world = World::with(Config::default());
    set_backlog(&world, E_FOLD).await;
    mine_after(&world, 0).await;
    let price = world.provider.get_gas_price().await.unwrap();
    assert_eq!(price, u128::from(E_TIMES_BASE_FEE));
    // The provider's filler looks at the block before only.
    let request = transfer(NOBODY, 1).with_gas_price(price);
    let receipt = world.send(request).await;
    assert_eq!(receipt.effective_gas_price, u128::from(E_TIMES_BASE_FEE));
    let history = world
        .provider
        .get_fee_history(1, alloy::eips::BlockNumberOrTag::Latest, &[])
        .await
        .unwrap();
    assert_eq!(history.base_fee_per_gas[0], u128::from(E_TIMES_BASE_FEE));

    mine_after(&world, 112).await;
    assert_eq!(
        world.provider.get_gas_price().await.unwrap(),
        u128::from(BASE_FEE)
    );
    let backlog = TransactionRequest::default()
        .with_to(ARB_GAS_INFO)
        .with_input(getGasBacklogCall {}.abi_encode());
    let left = world.provider.call(backlog).await.unwrap();
    // No more than the gas of the three transactions.
    assert!(U256::from_be_slice(&left) < U256::from(200_000));
}

#[tokio::test]
async fn base_fee_succeeds_staying_at_the_minimum_when_the_clock_stands_still() {
    let world = World::new();
    set_backlog(&world, E_FOLD).await;
    mine_after(&world, 0).await;
    assert_eq!(
        world.provider.get_gas_price().await.unwrap(),
        u128::from(BASE_FEE)
    );
}
