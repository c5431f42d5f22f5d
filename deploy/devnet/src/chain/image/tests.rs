use alloy::{
    primitives::{Address, U256, hex},
    rpc::types::{Filter, TransactionRequest},
    sol_types::SolValue,
};
use proptest::prelude::*;

use super::*;
use crate::chain::{Clock, ParentChain};

const NOW: u64 = 1_800_000_000;

/// Where the tests put [`WRITER`].
const HERE: Address = Address::repeat_byte(0x11);

/// Writes the call data's second word to the slot that the first one names, and logs both.
const WRITER: [u8; 15] = hex!("6020355f355560405f5f3760405fa0");

fn config() -> Config {
    Config {
        clock: Clock::Fixed(NOW),
        parent_chain: ParentChain::Following { start: 9, lag: 4 },
        ..Config::default()
    }
}

/// A chain with a contract that writes slots.
fn chain() -> Chain {
    let mut chain = Chain::new(config());
    chain.set_code(HERE, WRITER.into());
    chain
}

fn write(chain: &mut Chain, slot: u64, value: u64) {
    let words = (U256::from(slot), U256::from(value)).abi_encode();
    let request = TransactionRequest::default()
        .from(chain.config().accounts[0].address)
        .to(HERE)
        .input(words.into());
    chain.send(request).expect("the account can pay");
}

fn create(chain: &mut Chain) {
    // Init code that returns one byte of code.
    let request = TransactionRequest::default()
        .from(chain.config().accounts[0].address)
        .input(Bytes::from(hex!("60015f5360015ff3")).into());
    chain.send(request).expect("the account can pay");
}

fn reloaded(chain: &Chain) -> Chain {
    Chain::restore(config(), &chain.moment().encode()).expect("what was written")
}

/// Everything that `moment` does not cover by itself.
fn assert_same(chain: &Chain, again: &Chain) {
    assert_eq!(chain.moment().encode(), again.moment().encode());
    for (block, other) in chain.blocks().iter().zip(again.blocks()) {
        assert_eq!(block.hash(), other.hash());
        assert_eq!(block.header, other.header);
        assert!(other.state.check_roots().is_ok());
        for index in 0..block.transactions.len() {
            let (included, twin) = (&block.transactions[index], &other.transactions[index]);
            assert_eq!(included.transaction, twin.transaction);
            assert_eq!(included.receipt, twin.receipt);
            assert_eq!(included.created, twin.created);
            assert_eq!(included.mode, twin.mode);
            let (mut met, mut same) = (included.before.clone(), twin.before.clone());
            assert_eq!(met.root(), same.root());
            let hash = *included.transaction.tx_hash();
            assert_eq!(again.position(hash), Some((block.number(), index)));
        }
    }
    let all = Filter::new();
    let head = chain.head().number();
    assert_eq!(chain.logs(&all, 0, head), again.logs(&all, 0, head));
}

#[test]
fn restore_succeeds_with_blocks_receipts_and_all_states() {
    let mut chain = chain();
    write(&mut chain, 1, 7);
    create(&mut chain);
    write(&mut chain, 1, 8);
    write(&mut chain, 1, 0);
    chain.mine(3, 12).unwrap();
    let again = reloaded(&chain);
    assert_same(&chain, &again);
    let slots = [1, 2, 3, 4].map(|height| {
        let block = again.block(height).expect("a block");
        again.state_after(block).slot(HERE, U256::ONE)
    });
    assert_eq!(slots, [7, 7, 8, 0].map(U256::from));
}

#[test]
fn restore_succeeds_with_changes_by_hand_since_the_head() {
    let mut chain = chain();
    chain.mine(1, 0).unwrap();
    chain.set_balance(HERE, U256::MAX);
    chain.set_storage(HERE, U256::ONE, U256::from(5));
    let again = reloaded(&chain);
    assert_same(&chain, &again);
    assert_eq!(again.state().balance(HERE), U256::MAX);
    assert_eq!(again.block(1).unwrap().state.balance(HERE), U256::ZERO);
}

#[test]
fn restore_succeeds_and_goes_on_with_the_same_blocks() {
    let mut chain = chain();
    chain.jump_parent_chain(1_000);
    chain.increase_time(77);
    write(&mut chain, 1, 7);
    chain.set_next_timestamp(NOW + 500).unwrap();
    let mut again = reloaded(&chain);
    for chain in [&mut chain, &mut again] {
        write(chain, 2, 8);
        chain.increase_time(24);
        chain.mine(2, 12).unwrap();
    }
    assert_eq!(chain.head().hash(), again.head().hash());
    assert_eq!(again.head().header.timestamp, NOW + 536);
    assert_eq!(again.head().l1_number(), 9 + 1_000 + 44 - 4);
}

#[test]
fn restore_succeeds_with_the_sender_of_an_impersonated_transaction() {
    let mut chain = chain();
    chain.set_balance(HERE, U256::from(u64::MAX));
    chain.impersonate(HERE);
    let request = TransactionRequest::default()
        .from(HERE)
        .to(Address::ZERO)
        .gas_limit(21_000);
    chain.send(request).unwrap();
    let again = reloaded(&chain);
    assert_same(&chain, &again);
    let sender = again.head().transactions[0].transaction.signer();
    assert_eq!(sender, HERE);
    assert!(!again.is_impersonated(HERE));
}

#[test]
fn restore_fails_when_the_image_does_not_hold_together() {
    let mut chain = chain();
    write(&mut chain, 1, 7);
    let bytes = chain.moment().encode();
    let image = || Image::decode(&mut bytes.as_slice()).unwrap();
    let refused = |image: Image| {
        let bytes = alloy_rlp::encode(image);
        Chain::restore(config(), &bytes).map(drop).unwrap_err()
    };
    let mut other = image();
    other.blocks.clear();
    assert_eq!(refused(other), ImageError::NoBlocks);
    let mut other = image();
    other.codes.clear();
    assert!(matches!(refused(other), ImageError::State(_)));
    let mut other = image();
    other.head = B256::ZERO;
    assert!(matches!(refused(other), ImageError::Head { .. }));
    let mut other = image();
    other.pending = chain.state().change_since(&State::default());
    assert!(Chain::restore(config(), &alloy_rlp::encode(other)).is_ok());
    let following = Config {
        parent_chain: ParentChain::Absent,
        ..config()
    };
    let error = Chain::restore(following, &bytes).map(drop).unwrap_err();
    assert!(matches!(error, ImageError::ParentChain { .. }));
}

/// What may happen to a chain.
#[derive(Clone, Debug)]
enum Step {
    Write(u64, u64),
    Create,
    Mine(u64, u64),
    Balance(u8, u64),
    Storage(u8, u64, u64),
    Nonce(u8, u64),
    Time(u64),
    Next(u64),
    Jump(u64),
    Snapshot,
    Revert(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..4_u64, 0..3_u64).prop_map(|(slot, value)| Step::Write(slot, value)),
        Just(Step::Create),
        (0..4_u64, 0..20_u64).prop_map(|(count, interval)| Step::Mine(count, interval)),
        (0..3_u8, any::<u64>()).prop_map(|(account, balance)| Step::Balance(account, balance)),
        (0..3_u8, 0..4_u64, 0..3_u64)
            .prop_map(|(who, slot, value)| Step::Storage(who, slot, value)),
        (0..3_u8, any::<u64>()).prop_map(|(account, nonce)| Step::Nonce(account, nonce)),
        (0..1_000_u64).prop_map(Step::Time),
        (0..1_000_u64).prop_map(|ahead| Step::Next(NOW + ahead)),
        (0..1_000_u64).prop_map(Step::Jump),
        Just(Step::Snapshot),
        (1..4_u64).prop_map(Step::Revert),
    ]
}

fn play(chain: &mut Chain, step: &Step) {
    match *step {
        Step::Write(slot, value) => write(chain, slot, value),
        Step::Create => create(chain),
        Step::Mine(count, interval) => chain.mine(count, interval).unwrap(),
        Step::Balance(who, balance) => {
            chain.set_balance(Address::repeat_byte(who), U256::from(balance));
        }
        Step::Storage(who, slot, value) => {
            chain.set_storage(
                Address::repeat_byte(who),
                U256::from(slot),
                U256::from(value),
            );
        }
        Step::Nonce(who, nonce) => chain.set_nonce(Address::repeat_byte(who), nonce),
        Step::Time(seconds) => drop(chain.increase_time(seconds)),
        // Refused when it lies in the past.
        Step::Next(timestamp) => drop(chain.set_next_timestamp(timestamp)),
        Step::Jump(blocks) => assert!(chain.jump_parent_chain(blocks)),
        Step::Snapshot => drop(chain.snapshot()),
        Step::Revert(id) => drop(chain.revert(id)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn prop_restore_succeeds_with_any_chain(
        steps in prop::collection::vec(step(), 0..24),
        after in prop::collection::vec(step(), 0..4),
    ) {
        let mut chain = chain();
        for step in &steps {
            play(&mut chain, step);
        }
        let mut again = reloaded(&chain);
        assert_same(&chain, &again);
        for step in after.iter().filter(|step| !matches!(step, Step::Revert(_))) {
            play(&mut chain, step);
            play(&mut again, step);
        }
        assert_same(&chain, &again);
    }

    #[test]
    fn prop_restore_fails_or_gives_a_whole_chain_when_bytes_are_changed(
        at: prop::sample::Index,
        byte: u8,
    ) {
        let mut chain = chain();
        write(&mut chain, 1, 7);
        write(&mut chain, 1, 0);
        let mut bytes = chain.moment().encode();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        // Without the checksum of the file there is no telling, but nothing panics, and the state
        // that transactions meet is the one that the head commits to.
        if let Ok(mut again) = Chain::restore(config(), &bytes) {
            prop_assert_eq!(again.head().hash(), chain.head().hash());
            prop_assert_eq!(again.state().clone().root(), chain.state().clone().root());
            again.mine(1, 0).unwrap();
        }
    }

    #[test]
    fn prop_restore_fails_when_the_image_is_cut_off(left: prop::sample::Index) {
        let bytes = chain().moment().encode();
        prop_assert!(Chain::restore(config(), &bytes[..left.index(bytes.len())]).is_err());
    }
}
