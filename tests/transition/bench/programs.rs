//! What ordinary transactions cost: gas of Layer 1 for an element beside the gas that it uses on the L2.

use std::collections::BTreeMap;

use alloy::{
    primitives::{Address, Bytes, U256},
    sol,
    sol_types::{SolCall, SolConstructor},
};
use transition::{Alloc, Effect, GAS_LIMIT};

use super::{Bench, deep, exchange, worst};
use crate::l2::{Run, State, environment, rich, signer, transaction};

sol! {
    interface Token {
        constructor(string name, string symbol, uint256 supply, address holder);
        function transfer(address to, uint256 amount) external returns (bool);
    }
}

const TOKEN: &str = include_str!("../../harness/artifacts/ERC20PresetFixedSupply.hex");
const RATIO: &str = "gas of Layer 1 for 100 of the L2";
const FRIEND: Address = Address::repeat_byte(0xf1);

/// Gas on Layer 1, gas on the L2 and work, by name. The state is `deep::DEPTH` levels deep.
pub(super) fn measure(bench: &mut Bench) -> BTreeMap<String, u64> {
    let mut seen = BTreeMap::new();
    let key = signer(1);
    let mut note = |name: &str, run: &Run, bench: &mut Bench| {
        let (outcome, gas) = bench.chain.call_open(&run.call);
        assert_eq!(outcome.as_ref(), Ok(&run.outcome));
        let Effect::Executed(receipt) = &run.effect else {
            panic!("{name}: {:?}", run.effect)
        };
        assert!(receipt.success, "{name}");
        let figures = [
            ("gas of Layer 1", gas),
            ("gas of the L2", receipt.gas_used),
            ("work", receipt.work),
            ("bytes of witness", run.call.witness.len() as u64),
            (RATIO, hundredths(gas, receipt.gas_used)),
        ];
        for (what, figure) in figures {
            seen.insert(format!("{name}: {what}"), figure);
        }
    };
    let run = |state: &State, to: Option<Address>, input: Bytes| {
        let transaction = transaction(&key, 0, 4_000_000, to, input);
        state.run(&environment(4_000_000), worst::LIMITS, &transaction)
    };
    let plain = deep::ordinary(None);
    note("payment", &run(&plain, Some(FRIEND), Bytes::new()), bench);

    let code = alloy::hex::decode(TOKEN.trim()).expect("hex digits");
    let arguments = Token::constructorCall {
        name: "Token".into(),
        symbol: "TKN".into(),
        supply: U256::from(1_000_000),
        holder: key.address(),
    };
    // In a trie that is only known in part there is no place for a new account.
    let small = State::new(&Alloc::from([(key.address(), rich())]));
    let creation = run(&small, None, [code, arguments.abi_encode()].concat().into());
    note("creation of an ERC-20 in a small state", &creation, bench);
    let Effect::Executed(receipt) = &creation.effect else {
        panic!("{:?}", creation.effect)
    };
    let token = deep::ordinary(Some(&receipt.output));
    let transfer = Token::transferCall {
        to: FRIEND,
        amount: U256::from(7),
    };
    let call = run(&token, Some(deep::TOKEN), transfer.abi_encode().into());
    note("transfer of an ERC-20", &call, bench);

    let exchange = exchange::state(&receipt.output);
    let amount = U256::from(1_000).to_be_bytes::<32>();
    let call = run(&exchange, Some(exchange::PAIR), amount.into());
    note("swap of a constant-product pair", &call, bench);
    seen
}

/// Gas on Layer 1 for each hundred units of gas on the L2, of loops that use up all their gas. Those that a meter stops
/// have none.
pub(super) fn loops(bench: &mut Bench) -> BTreeMap<String, u64> {
    const GAS: u64 = 500_000;
    let mut seen = BTreeMap::new();
    for (name, code) in worst::loops() {
        let state = worst::state(code, Alloc::new());
        let transaction = transaction(&signer(1), 0, GAS, Some(super::TARGET), Bytes::new());
        let run = state.run(&environment(GAS_LIMIT), worst::LIMITS, &transaction);
        let (outcome, gas) = bench.chain.call_open(&run.call);
        assert_eq!(outcome.as_ref(), Ok(&run.outcome), "{name}");
        let Effect::Executed(receipt) = &run.effect else {
            continue;
        };
        seen.insert(
            format!("loop, {name}: {RATIO}"),
            hundredths(gas, receipt.gas_used),
        );
    }
    seen
}

fn hundredths(of_layer1: u64, of_l2: u64) -> u64 {
    100 * of_layer1 / of_l2
}
