//! What ordinary transactions cost: gas of Layer 1 for an element beside the gas that it uses on the L2.

use std::collections::BTreeMap;

use alloy::{
    primitives::{Address, Bytes, U256},
    sol,
    sol_types::{SolCall, SolConstructor},
};
use transition::{Alloc, Effect, Limits, weights};

use super::{Bench, deep};
use crate::l2::{Run, State, environment, rich, signer, transaction};

sol! {
    interface Token {
        constructor(string name, string symbol, uint256 supply, address holder);
        function transfer(address to, uint256 amount) external returns (bool);
    }
}

const TOKEN: &str = include_str!("../../harness/artifacts/ERC20PresetFixedSupply.hex");
const FRIEND: Address = Address::repeat_byte(0xf1);

/// Gas on Layer 1, gas on the L2 and work, by name. The state is `deep::DEPTH` levels deep.
pub(super) fn measure(bench: &mut Bench) -> BTreeMap<String, u64> {
    let mut seen = BTreeMap::new();
    let key = signer(1);
    let limits = Limits {
        witness: weights::WITNESS_LIMIT,
        work: weights::WORK_LIMIT,
    };
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
        ];
        for (what, figure) in figures {
            seen.insert(format!("{name}: {what}"), figure);
        }
    };
    let run = |state: &State, to: Option<Address>, input: Bytes| {
        let transaction = transaction(&key, 0, 4_000_000, to, input);
        state.run(&environment(4_000_000), limits, &transaction)
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
    seen
}
