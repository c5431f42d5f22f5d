//! Whatever a program does: no panic, gas is conserved, the same input gives the same story, and
//! what fails leaves nothing behind.

use std::collections::BTreeSet;

use arbitrary::{Result, Unstructured};
use devnet::{ARBOS_STATE, ArbosVersion, Outcome};
use revm::primitives::{Address, Bytes, U256};

use crate::{
    generator,
    world::{CALLER, EVM, FEES, PROGRAM, Story, USER, World},
};

/// What a generated program finds at the start of its memory.
const ADDRESSES: [Address; 6] = [
    PROGRAM,
    EVM,
    CALLER,
    // Nobody.
    Address::repeat_byte(0xc1),
    // SHA-256 and ArbWasm.
    Address::with_last_byte(2),
    Address::with_last_byte(0x71),
];

/// Runs one input.
pub(crate) fn run(data: &[u8]) {
    // Too few bytes for a decision are no finding.
    let _ = check(&mut Unstructured::new(data));
}

fn check(bytes: &mut Unstructured<'_>) -> Result<()> {
    let arbos = *bytes.choose(&[51, 60])?;
    let arbos = ArbosVersion::new(arbos).expect("a supported version");
    let gas_limit = bytes.int_in_range(60_000..=3_000_000)?;
    let to = *bytes.choose(&[PROGRAM, CALLER])?;
    let value = U256::from(u8::from(bytes.ratio(1, 4)?));
    let data: [u8; 40] = bytes.arbitrary()?;
    let wasm = generator::module(bytes, &ADDRESSES.map(|address| address.0.0))?;
    let mut world = World::new(arbos, &wasm);
    if !world.activate() {
        return Ok(());
    }
    let data = Bytes::copy_from_slice(&data);
    let mut again = world.clone();
    let (mut first, mut second) = (Story::default(), Story::default());
    let outcome = world.run(to, data.clone(), value, gas_limit, &mut first);
    let repeated = again.run(to, data, value, gas_limit, &mut second);
    assert_eq!(first, second, "the same input tells another story");
    assert_eq!(outcome.result, repeated.result);
    assert_eq!(outcome.state, repeated.state);

    let used = outcome.result.tx_gas_used();
    assert!(used <= gas_limit, "{used} of {gas_limit}");
    if outcome.result.is_halt() {
        assert_eq!(used, gas_limit, "a halt takes all gas");
    }
    if !outcome.result.is_success() {
        assert_eq!(
            changed(&outcome),
            BTreeSet::from([USER, FEES, ARBOS_STATE]),
            "a failed transaction left something behind"
        );
    }
    Ok(())
}

/// Accounts that are other than before.
fn changed(outcome: &Outcome) -> BTreeSet<Address> {
    let accounts = outcome.state.iter().filter(|(_, account)| {
        account.is_touched()
            && (account.info != account.original_info()
                || account.changed_storage_slots().next().is_some())
    });
    accounts.map(|(address, _)| *address).collect()
}
