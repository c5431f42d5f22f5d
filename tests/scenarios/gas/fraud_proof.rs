//! FraudProof and StateTransition: a dispute that is proved, one that is settled, one that runs out of time, and a
//! replay, in a world of their own.

use super::{
    Bench, Snapshot, call,
    disputes::{bench, post, published},
};
use alloy::primitives::{Address, U256};
use deploy::Contract;
use harness::{Accepted, Contest, Evidence, Move, SequencerFault, send};
use interfaces::client::{IFraudProof as Fraud, IStateTransition as State};
use transition::weights::WITNESS_LIMIT;
use types::Header;

const FRAUD: Contract = Contract::FraudProof;
const STATE: Contract = Contract::StateTransition;

/// Whoever calls what anybody may: an account of its own, so that nobody's count of its transactions is disturbed.
const STRANGER: Address = Address::repeat_byte(0x5f);

/// Bytes of the part of a witness that is staged.
const PART: usize = 1_000;

/// Elements of each batch.
const ELEMENTS: usize = 20;

/// Adds the figures of both contracts to those that are there.
pub(super) async fn measure(seen: Snapshot) -> Snapshot {
    let mut bench = bench(ELEMENTS, 3, false).await;
    bench.seen = seen;
    measure_proof(&mut bench).await;
    measure_timeout(&mut bench).await;
    measure_replay(&mut bench).await;
    measure_views(&mut bench).await;
    bench.seen
}

/// Two disputes on a batch that lies: one comes down to the lie, the other is settled then.
async fn measure_proof(bench: &mut Bench) {
    let number = bench.world.add_challenger().await.expect("it has funds");
    let lie = SequencerFault::Lying { at: 3 };
    let (batch, _) = post(&mut bench.world, |_| lie).await;
    let (elements, own) = published(&mut bench.world.verifier, &batch).await;
    let mut contests = Vec::new();
    for who in [&bench.world.verifier, &bench.world.challengers[number]] {
        let contest = who.contest(&batch, elements.clone(), &own);
        contests.push(contest.expect("its own claims"));
    }
    let [mut first, mut second] = <[_; 2]>::try_from(contests).expect("there are two");
    let verifier = &bench.world.verifier;
    let opened = verifier.open(&first, &batch.header).await;
    let opened = opened.expect("it is open to disputes").gas_used;
    let other = &bench.world.challengers[number];
    let also = other.open(&second, &batch.header).await;
    also.expect("it is open to disputes");
    bench.note(FRAUD, "open", opened);
    let evidence = come_down(bench, &mut first).await;
    measure_execution(bench, &batch.header, &evidence).await;
    let proved = bench.world.verifier.advance(&mut first).await;
    let Move::Proved(proved) = proved.expect("it is right") else {
        panic!("it is at a leaf");
    };
    let [proved] = <[_; 1]>::try_from(proved).expect("nothing is staged");
    bench.note(FRAUD, "prove", proved.gas_used);
    let settled = bench.world.challengers[number].advance(&mut second).await;
    let Move::Settled(settled) = settled.expect("it is decided") else {
        panic!("it is not settled");
    };
    bench.note(FRAUD, "settle", settled.gas_used);
}

/// Both sides play down to the leaf; the first move of each is noted.
async fn come_down(bench: &mut Bench, contest: &mut Contest) -> Evidence {
    let mut is_first = true;
    while !contest.position().is_leaf() {
        let answers = bench.world.sequencers[0].defend().await;
        let answers = answers.expect("its own tree");
        let revealed = answers.iter().find_map(|(_, answer)| match answer {
            Move::Revealed(_, receipt) => Some(receipt.gas_used),
            _ => None,
        });
        let selected = bench.world.verifier.advance(contest).await;
        let Move::Selected(_, selected) = selected.expect("it is right") else {
            panic!("the node is revealed");
        };
        if is_first {
            bench.note(FRAUD, "reveal", revealed.expect("it is the author's turn"));
            bench.note(FRAUD, "select", selected.gas_used);
        }
        is_first = false;
    }
    let evidence = bench.world.verifier.evidence(contest);
    evidence.expect("it is at a leaf")
}

/// The element in dispute, executed for a stranger.
async fn measure_execution(bench: &mut Bench, header: &Header, evidence: &Evidence) {
    let element = &evidence.element.element;
    let length = u32::try_from(element.len()).expect("it is short");
    let before = &evidence.before.claim;
    let execute = State::executeCall {
        before: State::StateClaim {
            stateRoot: before.state_root.0.into(),
            l2Block: before.l2_block.0,
            l2Timestamp: before.l2_timestamp.0,
        },
        bounds: State::Bounds {
            lastL2Block: header.last_l2_block.0,
            lastL2Timestamp: header.last_l2_timestamp.0,
            witnessMeter: u32::try_from(WITNESS_LIMIT).expect("it is a megabyte"),
        },
        elements: [&length.to_be_bytes()[..], element].concat().into(),
        staged: Vec::new(),
        witness: evidence.witness.clone().into(),
    };
    let calls = [
        call(&execute),
        call(&State::chainIdCall {}),
        call(&State::feeVaultCall {}),
        call(&State::versionCall {}),
        call(&State::gasLimitCall {}),
        call(&State::workLimitCall {}),
    ];
    bench.measure(STATE, STRANGER, calls).await;
}

/// A challenger that does nothing after its opening; what is read meanwhile.
async fn measure_timeout(bench: &mut Bench) {
    let (batch, _) = post(&mut bench.world, |_| SequencerFault::None).await;
    published(&mut bench.world.verifier, &batch).await;
    let challenger = open(bench, &batch).await;
    let selected = bench.world.selected_sequencer().await;
    let author = &bench.world.sequencers[selected.expect("one is selected")];
    author.defend().await.expect("its own tree");
    let (hash, position) = (batch.hash.0.into(), position(&batch));
    let views = [
        call(&Fraud::disputeOfCall {
            headerHash: hash,
            challenger,
        }),
        call(&Fraud::disputesOnCall { headerHash: hash }),
        call(&Fraud::turnCall {
            headerHash: hash,
            challenger,
            position: position.clone(),
        }),
        call(&Fraud::revealOfCall {
            node: position.node,
            size: position.size,
        }),
    ];
    bench.measure(FRAUD, STRANGER, views).await;
    bench.pass_blocks(61).await;
    let timeout = call(&Fraud::timeoutCall {
        header: (&batch.header).into(),
        challenger,
        position,
    });
    bench.measure(FRAUD, STRANGER, [timeout]).await;
}

/// A replay whose last run finds fraud, and the share of who fed it.
async fn measure_replay(bench: &mut Bench) {
    let lie = SequencerFault::Lying { at: 3 };
    let (batch, _) = post(&mut bench.world, |_| lie).await;
    let (elements, _) = published(&mut bench.world.verifier, &batch).await;
    let verifier = &bench.world.verifier;
    let execution = verifier.execution(&batch, elements);
    let mut execution = execution.expect("its parent is followed");
    let begun = verifier.begin_replay(&execution).await;
    let begun = begun.expect("nobody has begun").gas_used;
    let fed = verifier.replay(&mut execution, &mut |_, _| ()).await;
    let last = fed.expect("it is all there").pop();
    let last = last.expect("there is a last run").receipts.pop();
    let last = last.expect("it was mined").gas_used;
    let hash = batch.hash.0.into();
    let feeder = bench.world.verifier.layer1().account();
    bench.note(FRAUD, "beginReplay", begun);
    bench.note(FRAUD, "replay", last);
    let calls = [
        call(&Fraud::replayOfCall { headerHash: hash }),
        call(&Fraud::shareOfCall {
            headerHash: hash,
            feeder,
        }),
        call(&Fraud::claimShareCall {
            headerHash: hash,
            recipient: feeder,
        }),
    ];
    bench.measure(FRAUD, feeder, calls).await;
}

async fn measure_views(bench: &mut Bench) {
    let part = vec![7; PART];
    let calls = [
        call(&Fraud::stageCall {
            part: part.clone().into(),
        }),
        call(&Fraud::partAddressCall { part: part.into() }),
        call(&Fraud::clockCall {}),
        call(&Fraud::currentBlockCall {}),
        call(&Fraud::deployerCall {}),
        call(&Fraud::registryCall {}),
        call(&Fraud::poolCall {}),
        call(&Fraud::treasuryCall {}),
    ];
    bench.measure(FRAUD, STRANGER, calls).await;
}

/// Where a dispute on a batch begins.
pub(super) fn position(batch: &Accepted) -> Fraud::Position {
    let root = harness::Position::root(&batch.header);
    (&root.expect("it has elements")).into()
}

/// Somebody new disputes a batch; gives who.
pub(super) async fn open(bench: &mut Bench, batch: &Accepted) -> Address {
    let number = bench.world.add_challenger().await.expect("it has funds");
    let layer1 = bench.world.challengers[number].layer1();
    let bond = layer1.bond(&batch.header).await.expect("a view");
    let (token, treasury) = (layer1.token(), layer1.addresses().treasury);
    let approval = token.approve(treasury, U256::from(bond));
    send("approve", approval).await.expect("anyone may approve");
    let opened = layer1.open_dispute(&batch.header, &batch.header).await;
    opened.expect("it is open to disputes");
    layer1.account()
}
