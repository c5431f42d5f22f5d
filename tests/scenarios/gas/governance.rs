//! Governance: a sequencer that is removed for one request, and a block producer that has signed two orders.

use super::{
    Bench, Snapshot, call,
    votes::{self, accused, answered, compensate, pass, propose, proposer},
};
use alloy::primitives::Address;
use deploy::{Clock, Contract};
use harness::{Accepted, Motion, Proposition, statement};
use interfaces::client::IGovernance as Governance;
use merkle::Hash;
use types::Attestation;

const GOVERNANCE: Contract = Contract::Governance;

/// Adds the contract's figures to those that are there.
pub(super) async fn measure(seen: Snapshot) -> Snapshot {
    let (mut bench, closed) = votes::bench(Clock::ArbSys, false).await;
    bench.seen = seen;
    bench.note(GOVERNANCE, "close", closed);
    measure_removal(&mut bench).await;
    let (proposal, _) = propose(&bench, Motion::spend(Address::repeat_byte(0x93), 1)).await;
    measure_views(&mut bench, &proposal).await;
    measure_equivocation(&mut bench).await;
    bench.seen
}

async fn measure_removal(bench: &mut Bench) {
    let genesis = bench.world.genesis.0.clone();
    let batch = answered(bench, &genesis).await;
    let member = accused(bench, batch.header.sequencer.0.into()).await;
    let motion = Motion::remove_sequencer(member, &[batch.hash]);
    let (removal, gas) = pass(bench, motion).await;
    let compensated = compensate(bench, &removal, batch).await;
    bench.note(GOVERNANCE, "propose", gas.propose);
    bench.note(GOVERNANCE, "vote", gas.first_vote);
    bench.note(GOVERNANCE, "execute", gas.execute);
    bench.note(GOVERNANCE, "compensate", compensated);
}

async fn measure_equivocation(bench: &mut Bench) {
    let genesis = bench.world.genesis.0.clone();
    let producer = &bench.world.producer;
    let said = [1, 2].map(|root| statement(producer, &order(&genesis, root)));
    let punished = bench.world.anybody.punish_equivocation(genesis.hash, said);
    let punished = punished.await.expect("it has signed both").gas_used;
    bench.note(GOVERNANCE, "punishEquivocation", punished);
}

/// An order of elements after a header.
fn order(parent: &Accepted, root: u8) -> Attestation {
    Attestation {
        instance: parent.header.instance,
        parent: parent.hash,
        mttbr: Hash([root; 32]),
        bounds: parent.header.bounds(),
    }
}

async fn measure_views(bench: &mut Bench, proposal: &Proposition) {
    let (id, number) = (proposal.id, proposal.number);
    let (kind, payload) = (proposal.motion.kind, proposal.motion.payload.clone());
    let account = proposer(bench).account();
    let views = [
        call(&Governance::proposalOfCall { id }),
        call(&Governance::hasVotedCall { id, account }),
        call(&Governance::openProposalCall {
            kind,
            subject: account,
        }),
        call(&Governance::idOfCall {
            number,
            kind,
            payload,
        }),
        call(&Governance::proposalsCall {}),
        call(&Governance::reservedCall {}),
        call(&Governance::spendableCall {}),
        call(&Governance::termsCall {}),
        call(&Governance::clockCall {}),
        call(&Governance::currentBlockCall {}),
        call(&Governance::deployerCall {}),
        call(&Governance::registryCall {}),
        call(&Governance::poolCall {}),
        call(&Governance::treasuryCall {}),
        call(&Governance::dataAvailabilityCall {}),
    ];
    let caller = Address::repeat_byte(0x5f);
    bench.measure(GOVERNANCE, caller, views).await;
}
