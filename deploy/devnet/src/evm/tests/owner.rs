//! ArbOwner.

use alloy::{
    sol,
    sol_types::{SolCall, SolEvent},
};
use revm::{
    context::result::ExecutionResult,
    primitives::{Address, TxKind, U256},
};

use super::world::{FEES, USER, World, execution_gas};
use crate::arbos::{ARB_DEBUG, ARB_GAS_INFO, ARB_OWNER, ARB_OWNER_PUBLIC, ArbosVersion};

sol! {
    interface IOwner {
        function becomeChainOwner() external;
        function setInkPrice(uint32 price) external;
        function setWasmActivationGas(uint64 gas) external;
        function setCollectTips(bool collectTips) external;
        function setMaxStylusContractFragments(uint8 count) external;
        function removeWasmCacheManager(address manager) external;
        function addChainOwner(address newOwner) external;
        function removeChainOwner(address ownerToRemove) external;
        function setMinimumL2BaseFee(uint256 priceInWei) external;
        function setL2BaseFee(uint256 priceInWei) external;
        function setSpeedLimit(uint64 limit) external;
        function setMaxTxGasLimit(uint64 limit) external;
        function setInfraFeeAccount(address account) external;
        function setCalldataPriceIncrease(bool enable) external;
        function setL1PricePerUnit(uint256 pricePerUnit) external;
        function scheduleArbOSUpgrade(uint64 newVersion, uint64 timestamp) external;
        function isChainOwner(address account) external view returns (bool);
        function getMinimumGasPrice() external view returns (uint256);
        function getMaxTxGasLimit() external view returns (uint256);
        function getGasAccountingParams() external view returns (uint256, uint256, uint256);

        event OwnerActs(bytes4 indexed method, address indexed owner, bytes data);
        event ChainOwnerAdded(address indexed owner);
        event ChainOwnerRemoved(address indexed owner);
    }
}

pub(super) fn become_owner(world: &mut World) {
    world.succeed(ARB_DEBUG, IOwner::becomeChainOwnerCall {}.abi_encode());
}

pub(super) fn set_ink_price(world: &mut World, price: u32) {
    world.succeed(ARB_OWNER, IOwner::setInkPriceCall { price }.abi_encode());
}

fn owned() -> World {
    let mut world = World::new();
    become_owner(&mut world);
    world
}

fn send(world: &mut World, data: Vec<u8>, gas: u64) -> ExecutionResult {
    let tx = world.tx(TxKind::Call(ARB_OWNER), data, gas);
    world.send(tx).result
}

#[test]
fn owner_reverts_with_all_gas_for_anybody_else_whatever_is_called() {
    let mut world = World::new();
    for data in [
        IOwner::setInkPriceCall { price: 5 }.abi_encode(),
        vec![1, 2, 3, 4],
    ] {
        let result = send(&mut world, data, 100_000);
        assert!(result.is_halt(), "{result:?}");
        assert_eq!(result.tx_gas_used(), 100_000);
    }
}

#[test]
fn owner_succeeds_free_of_gas_and_emits_owner_acts() {
    let mut world = owned();
    let data = IOwner::setInkPriceCall { price: 5 }.abi_encode();
    let tx = world.tx(TxKind::Call(ARB_OWNER), data.clone(), 100_000);
    let outcome = world.send(tx);
    assert_eq!(execution_gas(&outcome, &data), 0);
    let log = &outcome.result.logs()[0];
    let event = IOwner::OwnerActs::decode_log_data(&log.data).unwrap();
    assert_eq!(event.owner, USER);
    assert_eq!(event.method.as_slice(), &data[..4]);
    assert_eq!(event.data, data);
}

#[test]
fn owner_reverts_without_charge_when_the_method_is_unknown_or_refuses() {
    let mut world = owned();
    let upgrade = IOwner::scheduleArbOSUpgradeCall {
        newVersion: 61,
        timestamp: 0,
    };
    let price = IOwner::setL1PricePerUnitCall {
        pricePerUnit: U256::ONE,
    };
    let stranger = IOwner::removeWasmCacheManagerCall {
        manager: Address::repeat_byte(9),
    };
    for data in [
        vec![1, 2, 3, 4],
        IOwner::setInkPriceCall { price: 0 }.abi_encode(),
        IOwner::setInkPriceCall { price: 1 << 24 }.abi_encode(),
        IOwner::setSpeedLimitCall { limit: 0 }.abi_encode(),
        IOwner::setMaxTxGasLimitCall { limit: 0 }.abi_encode(),
        upgrade.abi_encode(),
        price.abi_encode(),
        stranger.abi_encode(),
    ] {
        let tx = world.tx(TxKind::Call(ARB_OWNER), data.clone(), 100_000);
        let outcome = world.send(tx);
        assert!(
            matches!(outcome.result, ExecutionResult::Revert { .. }),
            "{data:?}: {outcome:?}"
        );
        assert_eq!(execution_gas(&outcome, &data), 0, "{data:?}");
    }
}

#[test]
fn owner_reverts_numbers_beyond_their_type_and_ignores_what_follows_the_arguments() {
    let mut world = owned();
    let data = IOwner::setInkPriceCall { price: 5 }.abi_encode();
    let mut wide = data.clone();
    wide[4] = 1;
    let result = send(&mut world, wide, 100_000);
    assert!(
        matches!(result, ExecutionResult::Revert { .. }),
        "{result:?}"
    );
    let long = [data, vec![0xff; 3]].concat();
    assert!(send(&mut world, long, 100_000).is_success());
}

#[test]
fn owner_reverts_when_the_gas_for_the_writes_is_not_brought() {
    let mut world = owned();
    let data = IOwner::setInkPriceCall { price: 5 }.abi_encode();
    let result = send(&mut world, data, 40_000);
    assert!(
        matches!(result, ExecutionResult::Revert { .. }),
        "{result:?}"
    );
}

#[test]
fn owner_reverts_methods_of_later_versions() {
    let later: [(u64, Vec<u8>); 3] = [
        (59, IOwner::setWasmActivationGasCall { gas: 1 }.abi_encode()),
        (
            60,
            IOwner::setCollectTipsCall { collectTips: true }.abi_encode(),
        ),
        (
            60,
            IOwner::setMaxStylusContractFragmentsCall { count: 1 }.abi_encode(),
        ),
    ];
    for (since, data) in later {
        for version in [since - 1, since] {
            let mut world = World::at(ArbosVersion::new(version).unwrap());
            become_owner(&mut world);
            let result = send(&mut world, data.clone(), 100_000);
            assert_eq!(result.is_success(), version == since, "{version}");
        }
    }
}

#[test]
fn add_chain_owner_emits_chain_owner_added_since_60() {
    let owner = Address::repeat_byte(7);
    for (version, events) in [(59, 1), (60, 2)] {
        let mut world = World::at(ArbosVersion::new(version).unwrap());
        become_owner(&mut world);
        let data = IOwner::addChainOwnerCall { newOwner: owner }.abi_encode();
        let result = send(&mut world, data, 200_000);
        assert_eq!(result.logs().len(), events);
        if events == 2 {
            let event = IOwner::ChainOwnerAdded::decode_log_data(&result.logs()[0].data);
            assert_eq!(event.unwrap().owner, owner);
        }
        let data = IOwner::isChainOwnerCall { account: owner }.abi_encode();
        assert_eq!(
            super::number(&world.call(ARB_OWNER_PUBLIC, data)),
            U256::ONE
        );
        let data = IOwner::removeChainOwnerCall {
            ownerToRemove: owner,
        };
        let result = send(&mut world, data.abi_encode(), 200_000);
        assert_eq!(result.logs().len(), events);
    }
}

#[test]
fn set_max_tx_gas_limit_succeeds_holding_back_more() {
    let mut world = owned();
    let data = IOwner::setMaxTxGasLimitCall { limit: 1_000_000 }.abi_encode();
    world.succeed(ARB_OWNER, data);
    let answer = world.call(ARB_GAS_INFO, IOwner::getMaxTxGasLimitCall {}.abi_encode());
    assert_eq!(super::number(&answer), U256::from(1_000_000));
    // An endless loop: JUMPDEST, PUSH0, JUMP.
    let endless = world.deployed(&[0x5b, 0x5f, 0x56]);
    let tx = world.tx(TxKind::Call(endless), Vec::new(), 3_000_000);
    assert_eq!(world.send(tx).result.tx_gas_used(), 1_000_000);
}

#[test]
fn set_infra_fee_account_succeeds_splitting_the_base_fee() {
    let mut world = owned();
    let infra = Address::repeat_byte(0x66);
    let data = IOwner::setInfraFeeAccountCall { account: infra }.abi_encode();
    world.succeed(ARB_OWNER, data);
    let data = IOwner::setMinimumL2BaseFeeCall {
        priceInWei: U256::from(30_000_000),
    };
    world.succeed(ARB_OWNER, data.abi_encode());
    let (infra_before, network_before) = (world.balance(infra), world.balance(FEES));
    world.succeed(USER, Vec::new());
    assert_eq!(
        world.balance(infra) - infra_before,
        U256::from(21_000_u64 * 30_000_000)
    );
    assert_eq!(
        world.balance(FEES) - network_before,
        U256::from(21_000_u64 * 70_000_000)
    );
}

#[test]
fn set_collect_tips_succeeds_letting_the_network_take_them() {
    let mut world = owned();
    let tipped = |world: &World| {
        let mut tx = world.tx(TxKind::Call(USER), Vec::new(), 21_000);
        tx.tx_type = 2;
        tx.gas_price = 300_000_000;
        tx.gas_priority_fee = Some(50_000_000);
        tx
    };
    for (collect, price) in [(false, 100_000_000_u64), (true, 150_000_000)] {
        let data = IOwner::setCollectTipsCall {
            collectTips: collect,
        };
        world.succeed(ARB_OWNER, data.abi_encode());
        let before = world.balance(FEES);
        let tx = tipped(&world);
        world.send(tx);
        assert_eq!(
            world.balance(FEES) - before,
            U256::from(21_000) * U256::from(price)
        );
    }
}

#[test]
fn set_calldata_price_increase_succeeds_with_a_floor_of_forty_gas_a_byte() {
    let mut world = owned();
    let data = vec![1; 1000];
    let used = |world: &mut World| {
        let tx = world.tx(TxKind::Call(USER), data.clone(), 1_000_000);
        world.send(tx).result.tx_gas_used()
    };
    assert_eq!(used(&mut world), 21_000 + 16_000);
    let enable = IOwner::setCalldataPriceIncreaseCall { enable: true };
    world.succeed(ARB_OWNER, enable.abi_encode());
    assert_eq!(used(&mut world), 21_000 + 40_000);
}

#[test]
fn set_speed_limit_succeeds_and_is_answered() {
    let mut world = owned();
    let data = IOwner::setSpeedLimitCall { limit: 5 }.abi_encode();
    world.succeed(ARB_OWNER, data);
    let answer = world.call(
        ARB_GAS_INFO,
        IOwner::getGasAccountingParamsCall {}.abi_encode(),
    );
    let output = answer.output().unwrap();
    let params = IOwner::getGasAccountingParamsCall::abi_decode_returns(output).unwrap();
    assert_eq!(params._0, U256::from(5));
    assert_eq!(params._1, U256::from(32_000_000));
}
