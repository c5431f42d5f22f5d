//! Bad input over JSON-RPC: each gets its typed error and changes nothing.

use crate::support::{call_as, next_batch, post_batch, revert_data, small_world, submission_of};
use alloy::{
    contract,
    primitives::{Address, B256, Bytes, Signature, U256, keccak256},
    providers::Provider,
    rpc::types::TransactionRequest,
    sol_types::{SolCall, SolError, SolValue},
};
use deploy::Contract;
use harness::{Addresses, Motion, Proposition, Standing, World};
use interfaces::{
    client::{
        IBatchRegistry::{self, submitBatchCall},
        IDataAvailability, IFraudProof, IGovernance, IMetisToken,
        ISequencerPool::{self, Role},
        IStateTransition, ITreasury,
    },
    purpose::Kind,
};
use merkle::Keccak;
use types::{Attestation, Bounds};

/// The call reverts with exactly this error, and as a transaction it changes nothing but the sender.
async fn assert_refused<E: SolError + PartialEq + std::fmt::Debug>(
    world: &World,
    from: Address,
    to: Address,
    input: Vec<u8>,
    expected: E,
) {
    let data = revert_data(world, from, to, input.clone()).await;
    let data = data.unwrap_or_else(|| panic!("{expected:?} was expected, and the call succeeded"));
    assert_eq!(
        data,
        Bytes::from(expected.abi_encode()),
        "{}",
        deploy::explain(&data)
    );
    let before = digest(world).await;
    let receipt = call_as(world, from, to, input).await;
    assert!(!receipt.status() && receipt.logs().is_empty());
    assert_eq!(digest(world).await, before);
}

/// What the suite stands at: heads, slot, ledger.
async fn digest(world: &World) -> Standing {
    world.anybody.standing().await.expect("views")
}

fn contracts(world: &World) -> [Address; 8] {
    let addresses = world.addresses();
    [
        addresses.registry,
        addresses.pool,
        addresses.treasury,
        addresses.token,
        addresses.data_availability,
        addresses.fraud_proof,
        addresses.governance,
        state_transition(world),
    ]
}

fn state_transition(world: &World) -> Address {
    let deployed = world.manifest.address(Contract::StateTransition);
    deployed.expect("the suite has it")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_contract_reverts_malformed_calldata() {
    let world = small_world().await;
    let from = world.anybody.account();
    for contract in contracts(&world) {
        for input in [
            &[][..],
            &[0xde],
            &[0xde, 0xad, 0xbe],
            &[0xde, 0xad, 0xbe, 0xef],
            &[0; 36],
        ] {
            let mut selector = [0; 4];
            let known = input.len().min(4);
            selector[..known].copy_from_slice(&input[..known]);
            let expected = IBatchRegistry::MalformedCalldata {
                selector: selector.into(),
            };
            assert_refused(&world, from, contract, input.to_vec(), expected).await;
        }
    }
    // Known selectors whose arguments end too early.
    for (contract, selector) in [
        (world.addresses().registry, submitBatchCall::SELECTOR),
        (world.addresses().pool, ISequencerPool::joinCall::SELECTOR),
        (
            world.addresses().treasury,
            ITreasury::withdrawCall::SELECTOR,
        ),
        (world.addresses().token, IMetisToken::transferCall::SELECTOR),
        (
            world.addresses().data_availability,
            IDataAvailability::publishCall::SELECTOR,
        ),
        (
            world.addresses().fraud_proof,
            IFraudProof::proveCall::SELECTOR,
        ),
        (
            world.addresses().fraud_proof,
            IFraudProof::replayCall::SELECTOR,
        ),
        (
            world.addresses().governance,
            IGovernance::proposeCall::SELECTOR,
        ),
        (
            world.addresses().governance,
            IGovernance::compensateCall::SELECTOR,
        ),
        (
            state_transition(&world),
            IStateTransition::executeCall::SELECTOR,
        ),
    ] {
        for length in [0, 1, 31] {
            let input = [&selector[..], &vec![0; length]].concat();
            let expected = IBatchRegistry::MalformedCalldata {
                selector: selector.into(),
            };
            assert_refused(&world, from, contract, input, expected).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_contract_reverts_value_refused_when_paid() {
    let world = small_world().await;
    for contract in contracts(&world) {
        let request = TransactionRequest::default()
            .from(world.anybody.account())
            .to(contract)
            .value(U256::from(5))
            .input(Bytes::from(IBatchRegistry::deployerCall {}.abi_encode()).into());
        let error = world
            .anybody
            .provider()
            .call(request)
            .await
            .expect_err("no function is payable");
        let data = error
            .as_error_resp()
            .and_then(|answer| answer.as_revert_data());
        let expected = IBatchRegistry::ValueRefused {
            value: U256::from(5),
        };
        assert_eq!(
            data,
            Some(Bytes::from(expected.abi_encode())),
            "{contract}: {error}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_contract_reverts_when_it_is_constructed_again() {
    let world = small_world().await;
    let hash = keccak256("stylus_constructor()");
    let selector = [hash[0], hash[1], hash[2], hash[3]];
    for contract in contracts(&world) {
        for arguments in [0, 64, 1_024] {
            let input = [&selector[..], &vec![0; arguments]].concat();
            let expected = IBatchRegistry::MalformedCalldata {
                selector: selector.into(),
            };
            assert_refused(&world, world.anybody.account(), contract, input, expected).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn permit_reverts_ecdsa_invalid_signature_when_nobody_signed() {
    let world = small_world().await;
    let some = B256::repeat_byte(1);
    for (v, r, s) in [
        (29, some, some),
        (27, B256::ZERO, some),
        (27, B256::repeat_byte(0xff), some),
        (27, some, B256::ZERO),
    ] {
        let permit = IMetisToken::permitCall {
            owner: Address::repeat_byte(1),
            spender: Address::repeat_byte(2),
            value: U256::from(1),
            deadline: U256::MAX,
            v,
            r,
            s,
        };
        let expected = IMetisToken::ECDSAInvalidSignature {};
        let (from, token) = (world.anybody.account(), world.addresses().token);
        assert_refused(&world, from, token, permit.abi_encode(), expected).await;
    }
}

/// A correct submission, for tests to spoil.
async fn submission(world: &mut World) -> submitBatchCall {
    let batch = next_batch(world).await;
    submission_of(&world.sequencers[0].parent().header, &batch)
}

#[tokio::test(flavor = "multi_thread")]
async fn submit_batch_reverts_each_typed_error() {
    let mut world = small_world().await;
    let registry = world.addresses().registry;
    let sequencer = world.sequencers[0].layer1().account();
    let good = submission(&mut world).await;
    let head = world
        .anybody
        .registry()
        .head()
        .call()
        .await
        .expect("a view")
        .headerHash;
    let caps = world.settings.network.parameters.batch;
    let spoil = |change: &dyn Fn(&mut submitBatchCall)| {
        let mut call = good.clone();
        change(&mut call);
        call.abi_encode()
    };

    let stranger = world.anybody.account();
    let not_selected = IBatchRegistry::NotSelected {
        caller: stranger,
        selected: sequencer,
    };
    assert_refused(&world, stranger, registry, good.abi_encode(), not_selected).await;

    let input = spoil(&|call| call.parameterSet = 1);
    let (given, current) = (1, 0);
    let moved = IBatchRegistry::ParameterSetMoved { given, current };
    assert_refused(&world, sequencer, registry, input, moved).await;

    let input = spoil(&|call| call.count = 0);
    assert_refused(
        &world,
        sequencer,
        registry,
        input,
        IBatchRegistry::EmptyBatch {},
    )
    .await;

    let input = spoil(&|call| call.count = u32::MAX);
    let expected = IBatchRegistry::TooManyElements {
        count: u32::MAX,
        cap: caps.elements,
    };
    assert_refused(&world, sequencer, registry, input, expected).await;

    let input = spoil(&|call| call.dataLength = u32::MAX);
    let expected = IBatchRegistry::TooMuchData {
        dataLength: u32::MAX,
        cap: caps.data_length,
    };
    assert_refused(&world, sequencer, registry, input, expected).await;

    let input = spoil(&|call| call.lastL2Timestamp = 0);
    let parent = good.parent.lastL2Timestamp;
    let expected = IBatchRegistry::L2TimestampBelowParent { given: 0, parent };
    assert_refused(&world, sequencer, registry, input, expected).await;

    let highest = good.parent.lastL2Block + types::MAX_L2_BLOCK_RISE;
    for given in [highest + 1, u64::MAX] {
        let input = spoil(&|call| call.lastL2Block = given);
        let expected = IBatchRegistry::L2BlockAhead { given, highest };
        assert_refused(&world, sequencer, registry, input, expected).await;
    }

    let input = spoil(&|call| call.producerSignature = vec![1; 64].into());
    let expected = IBatchRegistry::BadSignatureLength {
        length: U256::from(64),
    };
    assert_refused(&world, sequencer, registry, input, expected).await;

    let mut other = good.parent.clone();
    other.mtsr = B256::repeat_byte(9);
    let given = world
        .anybody
        .registry()
        .hashHeader(other.clone())
        .call()
        .await
        .expect("a view");
    let input = spoil(&|call| call.parent = other.clone());
    let expected = IBatchRegistry::ParentMoved { given, head };
    assert_refused(&world, sequencer, registry, input, expected).await;

    let receipt = call_as(&world, sequencer, registry, good.abi_encode()).await;
    assert!(receipt.status(), "the unspoilt submission is taken");
}

/// The attack: the producer's own signature, under bounds that make what it signed not executable.
#[tokio::test(flavor = "multi_thread")]
async fn submit_batch_reverts_bad_producer_signature_when_the_bounds_are_not_the_signed_ones() {
    let mut world = small_world().await;
    let registry = world.addresses().registry;
    let sequencer = world.sequencers[0].layer1().account();
    let batch = next_batch(&mut world).await;
    let mut good = submission_of(&world.sequencers[0].parent().header, &batch);
    let previous = world.sequencers[0].parent().header.last_l2_block;
    let attestation = world.sequencers[0].attestation(&batch);
    let signature = world.producer.attest(&attestation, previous);
    let signature = signature.expect("the producer attests its own order");
    good.producerSignature = signature.to_vec().into();

    let changes: [fn(&mut submitBatchCall); 4] = [
        |call| call.lastL2Timestamp -= 1,
        |call| call.lastL2Timestamp += 1,
        |call| call.lastL2Block -= 1,
        |call| call.lastL2Block += 1,
    ];
    for change in changes {
        let mut other = good.clone();
        change(&mut other);
        let signed = Attestation {
            bounds: Bounds {
                last_l2_block: other.lastL2Block.into(),
                last_l2_timestamp: other.lastL2Timestamp.into(),
            },
            ..attestation
        };
        let expected = IBatchRegistry::BadProducerSignature {
            recovered: recovered(&signed, &signature),
            selected: world.producer.address(),
        };
        assert_refused(&world, sequencer, registry, other.abi_encode(), expected).await;
    }
    let receipt = call_as(&world, sequencer, registry, good.abi_encode()).await;
    assert!(receipt.status(), "under the signed bounds it is taken");
}

/// Who a signature is by, if it is of this attestation.
fn recovered(attestation: &Attestation, signature: &[u8; 65]) -> Address {
    let digest = B256::from(attestation.digest::<Keccak>().0);
    let signature = Signature::from_raw_array(signature).expect("65 bytes");
    let signer = signature.recover_address_from_prehash(&digest);
    signer.unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn finalize_reverts_while_the_window_is_open() {
    let mut world = small_world().await;
    let posted = post_batch(&mut world).await;
    let closes_at = world
        .anybody
        .closes_at(posted.accepted.hash)
        .await
        .expect("a view");
    let error = world
        .anybody
        .finalize(&[posted.accepted.hash])
        .await
        .expect_err("it is too early");
    let text = error.to_string();
    assert!(
        text.contains("WindowOpen") && text.contains(&closes_at.to_string()),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn join_reverts_without_allowance_below_the_minimum_and_for_absurd_stakes() {
    let world = small_world().await;
    let (pool, stranger) = (world.addresses().pool, Address::repeat_byte(0x77));
    let minimum = world.settings.network.parameters.stakes.sequencer;
    let join = |stake| {
        ISequencerPool::joinCall {
            role: Role::Sequencer,
            stake,
        }
        .abi_encode()
    };

    for stake in [0, 1, minimum - 1] {
        let expected = ISequencerPool::StakeTooSmall { stake, minimum };
        assert_refused(&world, stranger, pool, join(stake), expected).await;
    }
    let expected = IMetisToken::ERC20InsufficientAllowance {
        spender: world.addresses().treasury,
        allowance: U256::ZERO,
        needed: U256::from(minimum),
    };
    assert_refused(&world, stranger, pool, join(minimum), expected).await;
    let totals = world
        .anybody
        .treasury()
        .totals()
        .call()
        .await
        .expect("a view");
    let sum = totals.locked + totals.credited + totals.potted;
    let expected = ITreasury::LedgerOverflow {
        sum,
        added: U256::from(u128::MAX),
    };
    assert_refused(&world, stranger, pool, join(u128::MAX), expected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guarded_functions_revert_for_strangers_and_wire_for_ever() {
    let world = small_world().await;
    let layer1 = &world.anybody;
    let (stranger, zero) = (Address::repeat_byte(0x78), Address::ZERO);
    let addresses = *world.addresses();

    let record = ISequencerPool::recordSubmissionCall {
        member: stranger,
        elements: 1,
    };
    let expected = ISequencerPool::NotRegistry { caller: stranger };
    assert_refused(
        &world,
        stranger,
        addresses.pool,
        record.abi_encode(),
        expected,
    )
    .await;

    let spend = ITreasury::spendPotCall {
        beneficiary: stranger,
        amount: 1,
    };
    for caller in [stranger, zero] {
        let expected = ITreasury::NotGovernance { caller };
        assert_refused(
            &world,
            caller,
            addresses.treasury,
            spend.abi_encode(),
            expected,
        )
        .await;
    }
    // The deployer itself cannot wire twice.
    let deployer = layer1.account();
    let wire = ITreasury::wireCall {
        registry: stranger,
        pool: stranger,
        dataAvailability: zero,
        fraudProof: zero,
        governance: zero,
    };
    let expected = ITreasury::AlreadyWired {};
    assert_refused(
        &world,
        deployer,
        addresses.treasury,
        wire.abi_encode(),
        expected,
    )
    .await;
    assert_wired_for_ever(&world, deployer).await;
}

/// Nobody sets the peers of DataAvailability, FraudProof and Governance again: not the deployer itself.
async fn assert_wired_for_ever(world: &World, deployer: Address) {
    let addresses = *world.addresses();
    let (registry, pool, treasury) = (addresses.registry, addresses.pool, addresses.treasury);
    let of_disputes = IFraudProof::wireCall {
        registry,
        pool,
        treasury,
    };
    let of_data = IDataAvailability::wireCall {
        registry,
        pool,
        treasury,
        governance: addresses.governance,
    };
    let of_votes = IGovernance::wireCall {
        registry,
        pool,
        treasury,
        dataAvailability: addresses.data_availability,
    };
    let stranger = Address::repeat_byte(0x78);
    for (contract, input) in [
        (addresses.fraud_proof, of_disputes.abi_encode()),
        (addresses.data_availability, of_data.abi_encode()),
        (addresses.governance, of_votes.abi_encode()),
    ] {
        let expected = IFraudProof::NotDeployer { caller: stranger };
        assert_refused(world, stranger, contract, input.clone(), expected).await;
        let expected = IFraudProof::AlreadyWired {};
        assert_refused(world, deployer, contract, input, expected).await;
    }
}

/// A proposal of the only sequencer to remove the verifier.
async fn proposal(world: &World) -> Proposition {
    let accused = world.verifier.layer1().account();
    let known = world.anybody.member(accused).await.expect("a view");
    let member = world.sequencer_as_member(0).expect("it has joined");
    let given = world.give_bond(&member).await;
    given.expect("the deployer has tokens");
    let motion = Motion::remove_verifier((accused, known.epoch), &[]);
    let proposed = member.propose(motion).await;
    proposed.expect("a member may propose it").0
}

#[tokio::test(flavor = "multi_thread")]
async fn governance_reverts_for_strangers_the_accused_and_whoever_is_early() {
    let world = small_world().await;
    let (governance, stranger) = (world.addresses().governance, Address::repeat_byte(0x7a));
    let it = proposal(&world).await;
    let (id, accused) = (it.id, world.verifier.layer1().account());
    let Motion { kind, payload, .. } = it.motion.clone();

    let propose = IGovernance::proposeCall {
        kind,
        payload: payload.clone(),
    }
    .abi_encode();
    let expected = IGovernance::NotMember { account: stranger };
    assert_refused(&world, stranger, governance, propose.clone(), expected).await;
    let proposer = world.sequencers[0].layer1().account();
    let expected = IGovernance::AlreadyProposed { id };
    assert_refused(&world, proposer, governance, propose, expected).await;

    let vote = IGovernance::voteCall { id, support: false }.abi_encode();
    let snapshot = world.anybody.proposal(id).await.expect("a view").snapshot;
    let expected = IGovernance::NoVotes {
        voter: stranger,
        snapshot,
    };
    assert_refused(&world, stranger, governance, vote.clone(), expected).await;
    let expected = IGovernance::Accused { voter: accused };
    assert_refused(&world, accused, governance, vote, expected).await;

    let (number, phase) = (it.number, IGovernance::Phase::Voting);
    for input in [
        IGovernance::executeCall {
            number,
            kind,
            payload: payload.clone(),
        }
        .abi_encode(),
        IGovernance::closeCall {
            number,
            kind,
            payload: payload.clone(),
        }
        .abi_encode(),
        IGovernance::compensateCall {
            number,
            kind,
            payload,
            headers: Vec::new(),
        }
        .abi_encode(),
    ] {
        let expected = IGovernance::WrongPhase { id, phase };
        assert_refused(&world, stranger, governance, input, expected).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_sees_the_typed_error_of_a_refused_transaction() {
    let world = small_world().await;
    let stranger = world.anybody.account();
    let error: contract::Error = world
        .anybody
        .treasury()
        .withdraw(stranger, 1)
        .send()
        .await
        .expect_err("no credit");
    let decoded = error.as_decoded_error::<ITreasury::CreditTooSmall>();
    let expected = ITreasury::CreditTooSmall {
        owner: stranger,
        credit: 0,
        asked: 1,
    };
    assert_eq!(decoded, Some(expected));
}

/// A token that answers every call by a call of its own, and reverts with what that one gave.
fn echoing_token(target: Address, call: &[u8]) -> Bytes {
    const CODECOPY: u8 = 0x39;
    const RETURNDATASIZE: u8 = 0x3d;
    const RETURNDATACOPY: u8 = 0x3e;
    const GAS: u8 = 0x5a;
    const PUSH0: u8 = 0x5f;
    const PUSH1: u8 = 0x60;
    const PUSH20: u8 = 0x73;
    const CALL: u8 = 0xf1;
    const REVERT: u8 = 0xfd;

    let length = u8::try_from(call.len()).expect("a short call");
    let program = |offset| {
        let mut code = vec![PUSH1, length, PUSH1, offset, PUSH0, CODECOPY];
        // What to call, from right to left.
        code.extend([PUSH0, PUSH0, PUSH1, length, PUSH0, PUSH0, PUSH20]);
        code.extend(target);
        code.extend([GAS, CALL, RETURNDATASIZE, PUSH0, PUSH0, RETURNDATACOPY]);
        code.extend([RETURNDATASIZE, PUSH0, REVERT]);
        code
    };
    let offset = u8::try_from(program(0).len()).expect("a short program");
    [program(offset), call.to_vec()].concat().into()
}

/// Pool and Treasury are both running when the token calls back; each answers as ever, and by name.
#[tokio::test(flavor = "multi_thread")]
async fn a_call_back_into_a_running_contract_reverts_with_its_typed_error() {
    let world = small_world().await;
    let Addresses {
        pool,
        treasury,
        token,
        ..
    } = *world.addresses();
    let stranger = Address::repeat_byte(0x79);
    let minimum = world.settings.network.parameters.stakes.sequencer;
    let join = |stake| {
        let role = Role::Sequencer;
        ISequencerPool::joinCall { role, stake }.abi_encode()
    };
    let set_token = async |target, call: Vec<u8>| {
        let code = echoing_token(target, &call);
        let arguments = serde_json::json!([token, code]);
        let answer = world
            .anybody
            .provider()
            .raw_request("anvil_setCode".into(), arguments);
        let _: serde_json::Value = answer.await.expect("the embedded chain sets code");
    };

    let nothing = ITreasury::withdrawCall {
        recipient: stranger,
        amount: 0,
    };
    set_token(treasury, nothing.abi_encode()).await;
    let expected = ITreasury::ZeroAmount {};
    assert_refused(&world, stranger, pool, join(minimum), expected).await;

    let purpose = B256::from(Kind::stake(1));
    let lock = ITreasury::lockCall {
        owner: stranger,
        purpose,
        amount: 1,
    };
    set_token(treasury, lock.abi_encode()).await;
    let expected = ITreasury::NotKeeper {
        caller: token,
        purpose,
    };
    assert_refused(&world, stranger, pool, join(minimum), expected).await;

    set_token(pool, join(0)).await;
    let expected = ISequencerPool::StakeTooSmall { stake: 0, minimum };
    assert_refused(&world, stranger, pool, join(minimum), expected).await;

    // Views answer, too. The ledger counts the stake before the token is called.
    set_token(treasury, ITreasury::totalsCall {}.abi_encode()).await;
    let (locked, credited, potted) = digest(&world).await.totals;
    let answer = revert_data(&world, stranger, pool, join(minimum)).await;
    let totals = (locked + minimum, credited, potted).abi_encode();
    assert_eq!(answer, Some(totals.into()));
}
