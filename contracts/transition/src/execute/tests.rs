use alloc::{vec, vec::Vec};
use alloy_consensus::{SignableTransaction, TxLegacy};
use alloy_primitives::{Address, Bytes, Signature, TxKind, U256, keccak256};
use revm::context_interface::result::InvalidTransaction;

use crate::{
    Account, Effect, GAS_LIMIT, Library, NotExecutable, StateError, Witness, execute,
    testing::{
        CHAIN_ID, Chain, ETHER, VAULT, address, bounds, contract, eip1559, eip2930, element,
        encode, forwarder, legacy, sign, signed, signer,
    },
    transact::execute_transaction,
    weights::WORK_LIMIT,
    witness::IndexedWitness,
};

const TO: Address = Address::repeat_byte(0xaa);

fn transfer(nonce: u64) -> TxLegacy {
    legacy(nonce, TO.into(), ETHER, Bytes::new())
}

fn invalid(reason: NotExecutable) -> InvalidTransaction {
    match reason {
        NotExecutable::Invalid(reason) => *reason,
        other => panic!("{other}"),
    }
}

/// Reason why a transaction in block 11 at time 101 is refused.
fn refusal(chain: &Chain, transaction: &[u8]) -> NotExecutable {
    chain.refusal(&element(11, 101, transaction))
}

#[test]
fn execute_succeeds_for_every_type_in_scope() {
    let chain = Chain::new();
    let mut forms = vec![signed(&chain.key, &transfer(0))];
    forms.push(signed(&chain.key, &eip2930(0, TO)));
    forms.push(signed(&chain.key, &eip1559(0, TO)));
    for transaction in forms {
        let outcome = chain.run(&transaction);
        let Effect::Executed(receipt) = outcome.effect else {
            panic!("{:?}", outcome.effect);
        };
        assert!(receipt.success);
        assert_eq!(receipt.gas_used, 21_000);
        assert_eq!(receipt.sender, address(&chain.key));
        assert_eq!(
            (outcome.after.l2_block.0, outcome.after.l2_timestamp.0),
            (11, 101)
        );
    }
}

#[test]
fn execute_moves_value_fee_and_nonce() {
    let chain = Chain::new();
    let sender = address(&chain.key);
    let after = chain.run(&signed(&chain.key, &transfer(0))).after;

    let mut expected = chain.alloc.clone();
    let account = expected.get_mut(&sender).unwrap();
    account.nonce = 1;
    account.balance -= ETHER + U256::from(21_000);
    expected.entry(TO).or_default().balance = ETHER;
    expected.entry(VAULT).or_default().balance = U256::from(21_000);
    assert_eq!(after.state_root.0, crate::genesis_state(&expected).0.0);
}

#[test]
fn execute_refuses_an_element_above_the_cap() {
    let chain = Chain::new();
    assert_eq!(
        chain.refusal(&vec![0; 65_537]),
        NotExecutable::TooLong {
            length: 65_537,
            cap: 65_536
        }
    );
    let mut chain = Chain::new();
    chain.rules.element_cap = 100;
    let long = element(11, 101, &[0xc0; 85]);
    assert_eq!(
        chain.refusal(&long),
        NotExecutable::TooLong {
            length: 101,
            cap: 100
        }
    );
}

#[test]
fn execute_refuses_an_element_without_a_block() {
    for length in 0..16 {
        assert_eq!(
            Chain::new().refusal(&vec![0; length]),
            NotExecutable::TooShort { length }
        );
    }
}

#[test]
fn execute_refuses_numbers_and_timestamps_out_of_order() {
    let chain = Chain::new();
    let transaction = signed(&chain.key, &transfer(0));
    let refused = |number, timestamp| chain.refusal(&element(number, timestamp, &transaction));
    assert_eq!(
        refused(9, 100),
        NotExecutable::NumberBelowClaim {
            number: 9,
            claim: 10
        }
    );
    assert_eq!(
        refused(11, 99),
        NotExecutable::TimestampBelowClaim {
            timestamp: 99,
            claim: 100
        }
    );
    assert_eq!(
        refused(10, 101),
        NotExecutable::TimestampDiffers {
            number: 10,
            timestamp: 101,
            claim: 100
        }
    );
    assert_eq!(
        refused(21, 101),
        NotExecutable::NumberAboveBounds {
            number: 21,
            last: 20
        }
    );
    assert_eq!(
        refused(11, 201),
        NotExecutable::TimestampAboveBounds {
            timestamp: 201,
            last: 200
        }
    );
}

#[test]
fn execute_succeeds_at_the_borders_of_number_and_timestamp() {
    let chain = Chain::new();
    let transaction = signed(&chain.key, &transfer(0));
    for (number, timestamp) in [(10, 100), (11, 100), (20, 200)] {
        let outcome = chain
            .try_execute(&element(number, timestamp, &transaction))
            .unwrap();
        assert!(
            matches!(outcome.effect, Effect::Executed(_)),
            "{number} {timestamp}"
        );
        assert_eq!(outcome.after.l2_block.0, number);
        assert_eq!(outcome.after.l2_timestamp.0, timestamp);
    }
}

#[test]
fn execute_refuses_bytes_that_are_no_transaction() {
    let chain = Chain::new();
    let good = signed(&chain.key, &transfer(0));
    let mut longer = good.clone();
    longer.push(0);
    let mut not_canonical = vec![0xf9, 0x00];
    not_canonical.extend_from_slice(&good[1..]);
    for bytes in [
        &[][..],
        &[0xc0],
        &[0x02],
        &[0x02, 0xc0],
        &good[..good.len() - 1],
        &longer,
        &not_canonical,
    ] {
        let reason = refusal(&chain, bytes);
        assert!(
            matches!(reason, NotExecutable::Undecodable(_)),
            "{bytes:x?}: {reason}"
        );
    }
}

#[test]
fn execute_refuses_types_out_of_scope() {
    let chain = Chain::new();
    for kind in [0x00, 0x03, 0x04, 0x7e, 0x7f, 0x80, 0xbf] {
        assert_eq!(
            refusal(&chain, &[kind, 0xc0]),
            NotExecutable::UnsupportedType(kind)
        );
    }
}

#[test]
fn execute_refuses_signatures_out_of_range() {
    let chain = Chain::new();
    let transaction = transfer(0);
    let good = sign(&chain.key, transaction.signature_hash());
    let order = crate::precompiles::ORDER;
    let signature = |r, s, odd| encode(&transaction, &Signature::new(r, s, odd));
    for bad in [
        // The other form of the same signature (EIP-2).
        signature(good.r(), order - good.s(), !good.v()),
        signature(U256::ZERO, good.s(), good.v()),
        signature(good.r(), U256::ZERO, good.v()),
        signature(order, good.s(), good.v()),
        // No point of the curve has this x.
        signature(U256::from(5), good.s(), good.v()),
    ] {
        assert_eq!(refusal(&chain, &bad), NotExecutable::InvalidSignature);
    }
    // The parity of a typed transaction is a bit.
    let typed = eip1559(0, TO);
    let mut bytes = signed(&chain.key, &typed);
    let parity = bytes.len() - 67;
    assert!(matches!(bytes[parity], 0x80 | 1));
    bytes[parity] = 2;
    assert!(matches!(
        refusal(&chain, &bytes),
        NotExecutable::Undecodable(_)
    ));
}

#[test]
fn execute_refuses_other_chains_and_no_chain() {
    let chain = Chain::new();
    let none = TxLegacy {
        chain_id: None,
        ..transfer(0)
    };
    assert_eq!(
        refusal(&chain, &signed(&chain.key, &none)),
        NotExecutable::NoChainId
    );
    let other = TxLegacy {
        chain_id: Some(1),
        ..transfer(0)
    };
    assert_eq!(
        refusal(&chain, &signed(&chain.key, &other)),
        NotExecutable::WrongChainId {
            chain_id: 1,
            expected: CHAIN_ID
        }
    );
}

#[test]
fn execute_refuses_a_gas_limit_above_the_l2s() {
    let chain = Chain::new();
    let mut transaction = transfer(0);
    transaction.gas_limit = chain.rules.gas_limit;
    assert!(chain.receipt(&signed(&chain.key, &transaction)).success);
    transaction.gas_limit += 1;
    assert_eq!(
        refusal(&chain, &signed(&chain.key, &transaction)),
        NotExecutable::GasLimit {
            gas_limit: GAS_LIMIT + 1,
            cap: GAS_LIMIT
        }
    );
}

#[test]
fn execute_refuses_what_the_evm_refuses() {
    let chain = Chain::new();
    let refused = |transaction| invalid(refusal(&chain, &signed(&chain.key, &transaction)));
    assert_eq!(
        refused(transfer(1)),
        InvalidTransaction::NonceTooHigh { tx: 1, state: 0 }
    );
    assert!(matches!(
        refused(TxLegacy {
            value: ETHER * U256::from(2_000_000),
            ..transfer(0)
        }),
        InvalidTransaction::LackOfFundForMaxFee { .. }
    ));
    assert!(matches!(
        refused(TxLegacy {
            gas_limit: 20_999,
            ..transfer(0)
        }),
        InvalidTransaction::CallGasCostMoreThanGasLimit { .. }
    ));
    let oversized = TxLegacy {
        to: TxKind::Create,
        input: vec![0; 49_153].into(),
        gas_limit: 2_000_000,
        ..transfer(0)
    };
    assert_eq!(
        refused(oversized),
        InvalidTransaction::CreateInitCodeSizeLimit
    );

    let mut used = Chain::new();
    used.alloc.get_mut(&address(&chain.key)).unwrap().nonce = 1;
    assert_eq!(
        invalid(refusal(&used, &signed(&used.key, &transfer(0)))),
        InvalidTransaction::NonceTooLow { tx: 0, state: 1 }
    );
    let mut coded = Chain::new();
    coded.alloc.get_mut(&address(&chain.key)).unwrap().code = vec![0].into();
    assert_eq!(
        invalid(refusal(&coded, &signed(&coded.key, &transfer(0)))),
        InvalidTransaction::RejectCallerWithCode
    );
    let mut greedy = eip1559(0, TO);
    greedy.max_priority_fee_per_gas = 3;
    assert_eq!(
        invalid(refusal(&chain, &signed(&chain.key, &greedy))),
        InvalidTransaction::PriorityFeeGreaterThanMaxFee
    );
}

#[test]
fn execute_refuses_the_delegation_code_of_a_later_fork() {
    let chain = Chain::new();
    let sender = address(&chain.key);
    let mut delegated = chain;
    let mut code = vec![0xef, 0x01, 0x00];
    code.extend_from_slice(TO.as_slice());
    delegated.alloc.get_mut(&sender).unwrap().code = code.into();
    assert_eq!(
        invalid(refusal(&delegated, &signed(&delegated.key, &transfer(0)))),
        InvalidTransaction::RejectCallerWithCode
    );
}

#[test]
fn execute_keeps_fee_and_nonce_when_the_call_reverts() {
    // PUSH0 PUSH0 REVERT
    let chain = Chain::new().with(TO, contract(vec![0x5f, 0x5f, 0xfd]));
    let outcome = chain.run(&signed(&chain.key, &transfer(0)));
    let Effect::Executed(receipt) = outcome.effect else {
        panic!("{:?}", outcome.effect);
    };
    assert!(!receipt.success);
    let mut expected = chain.alloc.clone();
    let account = expected.get_mut(&address(&chain.key)).unwrap();
    account.nonce = 1;
    account.balance -= U256::from(receipt.gas_used);
    expected.entry(VAULT).or_default().balance = U256::from(receipt.gas_used);
    assert_eq!(
        outcome.after.state_root.0,
        crate::genesis_state(&expected).0.0
    );
}

#[test]
fn execute_shows_the_block_of_the_l2() {
    // Stores NUMBER, TIMESTAMP, COINBASE, GASLIMIT, CHAINID, BASEFEE, PREVRANDAO, BLOCKHASH(10) and
    // BLOBBASEFEE in memory and returns them.
    let mut code = Vec::new();
    let reads: [&[u8]; 9] = [
        &[0x43],
        &[0x42],
        &[0x41],
        &[0x45],
        &[0x46],
        &[0x48],
        &[0x44],
        &[0x60, 10, 0x40],
        &[0x4a],
    ];
    for (index, read) in reads.iter().enumerate() {
        code.extend_from_slice(read);
        code.extend([0x61, 0, 0, 0x52]);
        let at = code.len() - 3;
        code[at..at + 2].copy_from_slice(&(32 * u16::try_from(index).unwrap()).to_be_bytes());
    }
    code.extend([0x61, 0x01, 0x20, 0x5f, 0xf3]);
    let chain = Chain::new().with(TO, contract(code));
    let call = legacy(0, TO.into(), U256::ZERO, Bytes::new());
    let output = chain.receipt(&signed(&chain.key, &call)).output;
    let words: Vec<U256> = output.chunks(32).map(U256::from_be_slice).collect();
    let vault = U256::from_be_slice(VAULT.as_slice());
    let zero = U256::ZERO;
    assert_eq!(
        words,
        [
            U256::from(11),
            U256::from(101),
            vault,
            U256::from(GAS_LIMIT),
            U256::from(CHAIN_ID),
            zero,
            zero,
            zero,
            U256::from(1),
        ]
    );
}

#[test]
fn execute_refuses_more_than_the_witness_meter_allows() {
    // Reads as many slots as the calldata's first word says.
    let code = vec![
        0x5f, 0x35, 0x5b, 0x80, 0x54, 0x50, 0x60, 1, 0x90, 0x03, 0x80, 0x60, 2, 0x57, 0x00,
    ];
    let length = code.len() as u64;
    let chain = Chain::new().with(TO, contract(code));
    let read = |slots: u64| chain.call(TO, U256::from(slots).to_be_bytes_vec()).effect;
    // Sender, contract and fee vault; slots n to 1.
    let expected = |slots: u64| (3 + slots) * 4_096 + length;
    for slots in [1, 252] {
        let Effect::Executed(receipt) = read(slots) else {
            panic!("{slots}");
        };
        assert_eq!(receipt.witness, expected(slots));
    }
    assert_eq!(
        read(253),
        Effect::NotExecutable(NotExecutable::WitnessMeter {
            needed: expected(253),
            limit: 1 << 20
        })
    );
}

#[test]
fn execute_counts_what_a_reverted_frame_has_read() {
    // The inner contract reads a slot and reverts; the outer calls it and ends well.
    let inner = vec![0x60, 7, 0x54, 0x5f, 0x5f, 0xfd];
    let inner_at = Address::with_last_byte(0x77);
    let chain = Chain::new()
        .with(TO, contract(forwarder(0x77)))
        .with(inner_at, contract(inner.clone()));
    let Effect::Executed(receipt) = chain.call(TO, Vec::new()).effect else {
        panic!("not executed");
    };
    assert_eq!(receipt.output[31], 0);
    let codes = (forwarder(0x77).len() + inner.len()) as u64;
    assert_eq!(receipt.witness, 4 * 4_096 + 4_096 + codes);
}

#[test]
fn execute_refuses_more_than_the_work_meter_allows() {
    // PUSH0 PUSH0 PUSH0 MULMOD POP, over and over.
    let mut code = vec![0x5b];
    for _ in 0..50 {
        code.extend([0x5f, 0x5f, 0x5f, 0x09, 0x50]);
    }
    code.extend([0x5f, 0x56]);
    let mut chain = Chain::new().with(TO, contract(code));
    let Effect::NotExecutable(NotExecutable::WorkMeter { needed, limit }) =
        chain.call(TO, Vec::new()).effect
    else {
        panic!("executed");
    };
    assert_eq!(limit, WORK_LIMIT);
    assert!(needed > limit && needed < limit + 200);
    // Without the meter it is executed, and runs out of gas.
    chain.rules.limits.work = u64::MAX;
    let Effect::Executed(receipt) = chain.call(TO, Vec::new()).effect else {
        panic!("not executed");
    };
    assert!(!receipt.success);
    assert_eq!(receipt.gas_used, GAS_LIMIT);
}

#[test]
fn execute_asks_for_every_node_and_code_that_it_reads() {
    let code = vec![0x5f, 0x54, 0x50, 0x60, 5, 0x60, 1, 0x55];
    let mut holder = contract(code);
    holder.storage.insert(U256::ZERO, U256::from(9));
    holder.storage.insert(U256::from(2), U256::from(9));
    let chain = Chain::new()
        .with(TO, holder)
        .with(address(&signer(2)), contract(vec![0]));
    let (before, whole) = chain.before();
    let bytes = element(
        11,
        101,
        &signed(&chain.key, &legacy(0, TO.into(), U256::ZERO, Bytes::new())),
    );
    let run = |witness: &Witness| {
        execute(
            &chain.rules,
            &before,
            &bytes,
            &chain.bounds,
            witness,
            &Library,
        )
    };
    let expected = run(&whole).unwrap();
    assert!(matches!(&expected.effect, Effect::Executed(receipt) if receipt.success));

    let mut needed = 0;
    for missing in 0..whole.nodes.len() {
        let mut partial = whole.clone();
        let hash = keccak256(partial.nodes.remove(missing));
        match run(&partial) {
            Ok(outcome) => assert_eq!(outcome, expected),
            Err(error) => {
                assert_eq!(error, StateError::MissingNode(hash));
                needed += 1;
            }
        }
    }
    assert!(needed >= 4, "{needed}");
    let partial = Witness {
        codes: Vec::new(),
        ..whole.clone()
    };
    let hash = keccak256(&chain.alloc[&TO].code);
    assert_eq!(run(&partial), Err(StateError::MissingCode(hash)));
}

#[test]
fn execute_is_not_misled_by_a_changed_witness() {
    let chain = Chain::new();
    let (before, whole) = chain.before();
    let bytes = element(11, 101, &signed(&chain.key, &transfer(0)));
    for (node, position) in whole
        .nodes
        .iter()
        .enumerate()
        .flat_map(|(node, rlp)| (0..rlp.len()).map(move |position| (node, position)))
    {
        let mut changed = whole.clone();
        let mut rlp = changed.nodes[node].to_vec();
        rlp[position] ^= 1;
        changed.nodes[node] = rlp.into();
        let result = execute(
            &chain.rules,
            &before,
            &bytes,
            &chain.bounds,
            &changed,
            &Library,
        );
        let missing = StateError::MissingNode(keccak256(&whole.nodes[node]));
        assert_eq!(result, Err(missing));
    }
}

#[test]
fn execute_reports_a_claim_that_is_no_state() {
    let chain = Chain::new();
    let leaf = vec![0xc2, 0x20, 1];
    let before = crate::testing::claim(keccak256(&leaf), 10, 100);
    let witness = Witness {
        nodes: vec![leaf.into()],
        codes: Vec::new(),
    };
    let bytes = element(11, 101, &signed(&chain.key, &transfer(0)));
    // The account is absent there, so the sender has no balance; adding one to the trie is not reached.
    let outcome = execute(
        &chain.rules,
        &before,
        &bytes,
        &bounds(20, 200),
        &witness,
        &Library,
    )
    .unwrap();
    assert!(matches!(
        outcome.effect,
        Effect::NotExecutable(NotExecutable::Invalid(_))
    ));
    assert_eq!(outcome.after, before);
}

#[test]
fn execute_prefers_the_incomplete_witness_to_a_meter() {
    // The contract is missing and so is the fee vault, which is read later, when a tiny meter is full.
    let mut chain = Chain::new()
        .with(TO, contract(vec![0x00]))
        .with(VAULT, contract(vec![0x00]));
    chain.rules.limits.witness = 4_096 * 2;
    let (before, whole) = chain.before();
    let bytes = element(11, 101, &signed(&chain.key, &transfer(0)));
    let partial = Witness {
        codes: Vec::new(),
        ..whole
    };
    let result = execute(
        &chain.rules,
        &before,
        &bytes,
        &chain.bounds,
        &partial,
        &Library,
    );
    assert_eq!(result, Err(StateError::MissingCode(keccak256([0x00]))));
}

#[test]
fn execute_transaction_charges_a_base_fee_where_the_environment_has_one() {
    let chain = Chain::new();
    let (root, whole) = crate::genesis_state(&chain.alloc);
    let mut environment = chain.rules.environment(11, 101);
    environment.base_fee = 1;
    let source = IndexedWitness::new(&whole);
    let transaction = signed(&chain.key, &transfer(0));
    let (effect, after) = execute_transaction(
        root,
        &source,
        &environment,
        chain.rules.limits,
        &transaction,
        &Library,
    )
    .unwrap();
    assert!(matches!(effect, Effect::Executed(_)));
    // The whole price is burnt: no fee vault comes to be.
    let mut expected = chain.alloc.clone();
    let account = expected.get_mut(&address(&chain.key)).unwrap();
    account.nonce = 1;
    account.balance -= ETHER + U256::from(21_000);
    expected.entry(TO).or_default().balance = ETHER;
    assert_eq!(after, crate::genesis_state(&expected).0);
}

#[test]
fn account_decode_gives_back_what_encode_wrote_and_nothing_else() {
    let account = Account {
        nonce: 7,
        balance: ETHER,
        ..Account::default()
    };
    let bytes = account.encode();
    assert_eq!(Account::decode(&bytes), Ok(account));
    for cut in 0..bytes.len() {
        assert!(Account::decode(&bytes[..cut]).is_err());
    }
    let mut longer = bytes;
    longer.push(0);
    assert!(Account::decode(&longer).is_err());
}
