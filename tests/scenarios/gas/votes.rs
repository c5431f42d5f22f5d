//! Worlds with members enough to decide something, and what each step of a decision costs there.

use super::{
    Bench, Snapshot, call,
    publication::{Synthetic, put_into_cache},
};
use crate::support::{small, suite};
use alloy::primitives::{Address, B256};
use deploy::{Clock, Contract};
use harness::{Accepted, Member, Motion, Proposition, Settings, World};
use interfaces::client::IDataAvailability::Header;

/// Sequencers; the first two author batches and are accused, the others vote.
const SEQUENCERS: usize = 4;

/// The voters, by their number; the last of them proposes.
const VOTERS: [usize; 2] = [2, 3];

/// What a proposal costs until it is executed, in gas.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passage {
    pub(super) propose: u64,
    /// The vote that opens the tally's words.
    pub(super) first_vote: u64,
    pub(super) later_vote: u64,
    /// What lies between the last vote and the execution, if anything does.
    pub(super) queue: Option<u64>,
    pub(super) execute: u64,
}

/// A world of four sequencers with this clock, its programs in the host's cache or not, whose pot has something: the bond
/// of a proposal for which nobody voted. Gives the gas of closing that one, too.
pub(super) async fn bench(clock: Clock, is_cached: bool) -> (Bench, u64) {
    let mut settings = Settings {
        sequencers: SEQUENCERS,
        ..small()
    };
    settings.network.clock = clock;
    let world = World::build(suite(), settings).await;
    let mut bench = Bench {
        world: world.expect("a world can be built"),
        seen: Snapshot::new(),
    };
    bench.world.add_producer().await.expect("it has funds");
    if is_cached {
        put_into_cache(&bench).await;
    }
    // Whoever joined in this block has no votes before the next one.
    bench.pass_blocks(1).await;
    // The proposer keeps some tokens, as somebody with a balance does.
    give_bond(&bench, &proposer(&bench)).await;
    let closed = close(&bench, Motion::spend(Address::repeat_byte(0x91), 1)).await;
    // The first bond that comes back opens the proposer's credit.
    pass(&bench, Motion::spend(Address::repeat_byte(0x92), 1)).await;
    (bench, closed)
}

/// Who proposes.
pub(super) fn proposer(bench: &Bench) -> Member {
    member(bench, VOTERS[1])
}

fn member(bench: &Bench, number: usize) -> Member {
    let member = bench.world.sequencer_as_member(number);
    member.expect("it has joined")
}

async fn give_bond(bench: &Bench, member: &Member) {
    let given = bench.world.give_bond(member).await;
    given.expect("the deployer has tokens");
}

/// Proposes; gives the proposal and its gas.
pub(super) async fn propose(bench: &Bench, motion: Motion) -> (Proposition, u64) {
    let member = proposer(bench);
    give_bond(bench, &member).await;
    let proposed = member.propose(motion).await;
    let (proposal, receipt) = proposed.expect("a member may propose it");
    (proposal, receipt.gas_used)
}

/// Proposes what nobody votes for, and closes it; gives the gas of that.
async fn close(bench: &Bench, motion: Motion) -> u64 {
    let (proposal, _) = propose(bench, motion).await;
    let known = bench.world.anybody.proposal(proposal.id).await;
    let until = known.expect("a view").votingUntil;
    wait_for(bench, until + 1).await;
    let closed = bench.world.anybody.close(&proposal).await;
    closed.expect("it is defeated").gas_used
}

/// Proposes something, votes for it and executes it.
pub(super) async fn pass(bench: &Bench, motion: Motion) -> (Proposition, Passage) {
    let (proposal, propose) = propose(bench, motion).await;
    let mut votes = Vec::new();
    for number in VOTERS {
        let vote = member(bench, number).vote(&proposal, true).await;
        votes.push(vote.expect("it has votes").gas_used);
    }
    let known = bench.world.anybody.proposal(proposal.id).await;
    wait_for(bench, known.expect("a view").executableFrom).await;
    let executed = bench.world.anybody.execute(&proposal).await;
    let passage = Passage {
        propose,
        first_vote: votes[0],
        later_vote: votes[1],
        queue: None,
        execute: executed.expect("it has passed").gas_used,
    };
    (proposal, passage)
}

async fn wait_for(bench: &Bench, block: u64) {
    let waited = bench.world.wait_for_block(block, "it goes on").await;
    waited.expect("the embedded chain mines");
}

/// Pays the compensations of a removal for one batch; gives the gas.
pub(super) async fn compensate(bench: &Bench, removal: &Proposition, batch: Accepted) -> u64 {
    let compensated = bench.world.anybody.compensate(removal, &[batch]).await;
    compensated.expect("it is executed").gas_used
}

/// How a member is named in a payload: with how often it has joined.
pub(super) async fn accused(bench: &Bench, member: Address) -> (Address, u32) {
    let known = bench.world.anybody.member(member).await;
    (member, known.expect("a view").epoch)
}

/// A batch of the selected sequencer on `parent`.
pub(super) async fn posted(bench: &Bench, parent: &Accepted) -> (Accepted, Synthetic) {
    let parent: Header = (&parent.header).into();
    let batch = Synthetic::submit(bench, &parent, &[110; 3]).await;
    let header = types::Header::from(&batch.header);
    (Accepted::new(header), batch)
}

/// A batch whose data the verifier asked for, and got.
pub(super) async fn answered(bench: &Bench, parent: &Accepted) -> Accepted {
    let (batch, synthetic) = posted(bench, parent).await;
    let verifier = bench.world.verifier.layer1();
    let fee = verifier.approve_request_fee(&batch.header).await;
    fee.expect("it has funds");
    let asked = verifier.request_data(&batch.header).await;
    asked.expect("nobody else has asked");
    let (data, author) = (Contract::DataAvailability, synthetic.header.sequencer);
    bench.send(data, author, call(&synthetic.whole())).await;
    batch
}

/// Evidence against the selected sequencer: the block producer says what is to follow `parent`, and it posts another order.
pub(super) async fn reordered(bench: &Bench, parent: &Accepted) -> Motion {
    let producer = bench.world.producer.layer1();
    let attested = producer.attest(parent.hash, B256::repeat_byte(7)).await;
    attested.expect("it is selected");
    // What is said counts against what comes in a later block.
    bench.pass_blocks(1).await;
    let (batch, synthetic) = posted(bench, parent).await;
    let (_, epoch) = accused(bench, synthetic.header.sequencer).await;
    Motion::kick_for_ordering(epoch, &batch, producer.account())
}
