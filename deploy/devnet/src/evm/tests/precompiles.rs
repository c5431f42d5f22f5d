//! ArbSys, ArbInfo, ArbGasInfo, ArbStatistics and the host's own precompiles.

use alloy::{sol, sol_types::SolCall};
use revm::{
    context::result::ExecutionResult,
    primitives::{Address, TxKind, U256, address, hex},
};

use super::world::{BASE_FEE, USER, World};
use crate::arbos::{ARB_GAS_INFO, ARB_INFO, ARB_OWNER_PUBLIC, ARB_STATISTICS, ARB_SYS};

sol! {
    interface IPrecompiles {
        function isTopLevelCall() external view returns (bool);
        function myCallersAddressWithoutAliasing() external view returns (address);
        function mapL1SenderContractAddressToL2Alias(address sender, address unused)
            external pure returns (address);
        function getBalance(address account) external view returns (uint256);
        function getPricesInWei() external view
            returns (uint256, uint256, uint256, uint256, uint256, uint256);
        function getPricesInArbGas() external view returns (uint256, uint256, uint256);
        function getMaxBlockGasLimit() external view returns (uint64);
        function getStats() external view
            returns (uint256, uint256, uint256, uint256, uint256, uint256);
        function getParentGasFloorPerToken() external view returns (uint64);
        function rectifyChainOwner(address ownerToRectify) external;
    }
}

/// EVM code that calls `to` with its call data and returns or reverts with what came back.
fn forward(to: Address) -> Vec<u8> {
    let mut code = hex!("365f5f375f5f365f5f73").to_vec();
    code.extend(to);
    code.extend(hex!("5af1503d5f5f3e3d5ff3"));
    code
}

/// EVM code that calls `to` with four bytes and an address, and then returns the gas that
/// BALANCE of that address costs.
fn balance_gas_after(to: Address, data: &[u8], subject: Address) -> Vec<u8> {
    assert_eq!(data.len(), 36);
    let mut code = vec![0x7f];
    code.extend(&data[..32]);
    code.extend(hex!("5f5263"));
    code.extend(&data[32..]);
    // The last four bytes go to 28..32 of the second word, so move them to its start.
    code.extend(hex!("60e01b602052"));
    code.extend(hex!("5f5f60245f5f73"));
    code.extend(to);
    code.extend(hex!("5af150"));
    // GAS, PUSH20, BALANCE, POP, GAS, SWAP1, SUB, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN.
    code.push(0x5a);
    code.push(0x73);
    code.extend(subject);
    code.extend(hex!("31505a90035f5260205ff3"));
    code
}

#[test]
fn is_top_level_call_succeeds_with_true_only_for_the_target_and_its_sender() {
    let mut world = World::new();
    let first = world.deployed(&forward(ARB_SYS));
    let second = world.deployed(&forward(first));
    let data = IPrecompiles::isTopLevelCallCall {}.abi_encode();
    for (to, is_top) in [(ARB_SYS, 1), (first, 1), (second, 0)] {
        let (result, _) = world.query(to, &data);
        assert_eq!(super::number(&result), U256::from(is_top), "{to}");
    }
}

#[test]
fn my_callers_address_succeeds_with_who_called_the_caller() {
    let mut world = World::new();
    let first = world.deployed(&forward(ARB_SYS));
    let second = world.deployed(&forward(first));
    let data = IPrecompiles::myCallersAddressWithoutAliasingCall {}.abi_encode();
    for (to, caller) in [(ARB_SYS, Address::ZERO), (first, USER), (second, second)] {
        let (result, _) = world.query(to, &data);
        assert_eq!(
            super::number(&result),
            U256::from_be_slice(caller.as_slice()),
            "{to}"
        );
    }
}

#[test]
fn map_l1_sender_succeeds_adding_the_alias_and_charging_no_state() {
    let mut world = World::new();
    let call = IPrecompiles::mapL1SenderContractAddressToL2AliasCall {
        sender: Address::repeat_byte(0xff),
        unused: Address::ZERO,
    };
    let (result, gas) = world.query(ARB_SYS, &call.abi_encode());
    let alias = U256::from_be_slice(&hex!("1111000000000000000000000000000000001110"));
    assert_eq!(super::number(&result), alias);
    assert_eq!(gas, 2 * 3 + 3);
}

#[test]
fn get_balance_succeeds_leaving_the_account_cold() {
    let mut world = World::new();
    let account = Address::repeat_byte(0x44);
    let data = IPrecompiles::getBalanceCall { account }.abi_encode();
    let code = balance_gas_after(ARB_INFO, &data, account);
    let probe = world.deployed(&code);
    let (result, _) = world.query(probe, &[]);
    // GAS, PUSH20, POP beside the cold access.
    assert_eq!(super::number(&result), U256::from(2600 + 3 + 2 + 2));
    let (result, gas) = world.query(ARB_INFO, &data);
    assert_eq!(super::number(&result), U256::ZERO);
    assert_eq!(gas, 800 + 3 + 700 + 3);
}

#[test]
fn prices_succeed_with_the_blocks_base_fee_also_in_free_calls() {
    let mut world = World::new();
    let data = IPrecompiles::getPricesInWeiCall {}.abi_encode();
    let result = world.call(ARB_GAS_INFO, data.clone());
    let prices =
        IPrecompiles::getPricesInWeiCall::abi_decode_returns(result.output().unwrap()).unwrap();
    let price = U256::from(BASE_FEE);
    assert_eq!((prices._0, prices._1), (U256::ZERO, U256::ZERO));
    assert_eq!(prices._2, price * U256::from(20_000));
    assert_eq!(
        (prices._3, prices._4, prices._5),
        (price, U256::ZERO, price)
    );
    let (_, gas) = world.query(ARB_GAS_INFO, &data);
    assert_eq!(gas, 800 + 2 * 800 + 6 * 3);

    let data = IPrecompiles::getPricesInArbGasCall {}.abi_encode();
    let (result, gas) = world.query(ARB_GAS_INFO, &data);
    let prices = IPrecompiles::getPricesInArbGasCall::abi_decode_returns(result.output().unwrap());
    assert_eq!(prices.unwrap()._2, U256::from(20_000));
    assert_eq!(gas, 800 + 800 + 3 * 3);

    let data = IPrecompiles::getMaxBlockGasLimitCall {}.abi_encode();
    let (result, _) = world.query(ARB_GAS_INFO, &data);
    assert_eq!(super::number(&result), U256::from(32_000_000));
}

#[test]
fn get_stats_succeeds_with_the_height() {
    let mut world = World::new();
    let (result, gas) = world.query(ARB_STATISTICS, &IPrecompiles::getStatsCall {}.abi_encode());
    let stats = IPrecompiles::getStatsCall::abi_decode_returns(result.output().unwrap()).unwrap();
    assert_eq!((stats._0, stats._5), (U256::ONE, U256::ZERO));
    assert_eq!(gas, 800 + 6 * 3);
}

#[test]
fn precompile_halts_when_its_state_cannot_be_opened_and_reverts_when_more_is_missing() {
    let mut world = World::new();
    let data = IPrecompiles::getStatsCall {}.abi_encode();
    let intrinsic = 21_000 + 4 * 16;
    for (gas, halts) in [(799, true), (800, false)] {
        let tx = world.tx(TxKind::Call(ARB_STATISTICS), data.clone(), intrinsic + gas);
        let result = world.send(tx).result;
        assert_eq!(result.is_halt(), halts, "{result:?}");
        assert_eq!(result.tx_gas_used(), intrinsic + gas);
    }
}

#[test]
fn owner_public_succeeds_with_what_is_never_set_and_reverts_needless_repairs() {
    let mut world = World::new();
    let data = IPrecompiles::getParentGasFloorPerTokenCall {}.abi_encode();
    let (result, gas) = world.query(ARB_OWNER_PUBLIC, &data);
    assert_eq!(super::number(&result), U256::ZERO);
    assert_eq!(gas, 800 + 800 + 3);
    let data = IPrecompiles::rectifyChainOwnerCall {
        ownerToRectify: Address::ZERO,
    };
    let (result, _) = world.query(ARB_OWNER_PUBLIC, &data.abi_encode());
    assert!(matches!(result, ExecutionResult::Revert { .. }));
}

/// Call data of modexp: base, exponent and modulus of these lengths, all ones but for the last
/// bytes of the modulus.
fn modexp(base: usize, exponent: usize, modulus: usize) -> Vec<u8> {
    let mut data = Vec::new();
    for len in [base, exponent, modulus] {
        data.extend(U256::from(len).to_be_bytes::<32>());
    }
    data.extend(vec![0x01; base + exponent + modulus]);
    data
}

#[test]
fn modexp_succeeds_at_the_price_of_osaka_and_up_to_1024_bytes() {
    let address = Address::with_last_byte(5);
    let mut world = World::new();
    // EIP-7883: 500 at least.
    let (result, gas) = world.query(address, &modexp(1, 1, 1));
    assert!(result.is_success());
    assert_eq!(gas, 500);
    // Two times the square of 128 words of eight bytes, for each of the exponent 0x0101's eight
    // bits below the highest.
    let (result, gas) = world.query(address, &modexp(1024, 2, 1024));
    assert!(result.is_success());
    assert_eq!(gas, 2 * 128 * 128 * 8);
    for (base, exponent, modulus) in [(1025, 1, 1), (1, 1025, 1), (1, 1, 1025)] {
        let (result, _) = world.query(address, &modexp(base, exponent, modulus));
        assert!(!result.is_success(), "{base} {exponent} {modulus}");
    }
}

#[test]
fn p256verify_succeeds_with_one_for_6900_gas() {
    let verifier = address!("0000000000000000000000000000000000000100");
    let mut world = World::new();
    // First vector of EIP-7951's test set.
    let data = hex!(
        "4cee90eb86eaa050036147a12d49004b6b9c72bd725d39d4785011fe190f0b4d"
        "a73bd4903f0ce3b639bbbf6e8e80d16931ff4bcf5993d58468e8fb19086e8cac"
        "36dbcd03009df8c59286b162af3bd7fcc0450c9aa81be5d10d312af6c66b1d60"
        "4aebd3099c618202fcfe16ae7770b0c49ab5eadf74b754204a3bb6060e44eff3"
        "7618b065f9832de4ca6ca971a7a1adc826d0f7c00181a5fb2ddf79ae00b4e10e"
    );
    let (result, gas) = world.query(verifier, &data);
    assert_eq!(super::number(&result), U256::ONE);
    assert_eq!(gas, 6900);
    // A wrong signature is not an error.
    let mut wrong = data;
    wrong[0] ^= 1;
    let (result, gas) = world.query(verifier, &wrong);
    assert_eq!(result.output().map(|output| output.len()), Some(0));
    assert_eq!(gas, 6900);
}
