//! The seed's steps, in its order.
//!
//! What the seed does not number, or numbers from 1 again, has in front the letter of spec section 1.

use super::Nature::{self, Layer1, OffChain, Refused};

/// A step of the seed.
#[derive(Clone, Copy, Debug)]
pub struct SeedStep {
    /// Its number.
    pub number: &'static str,
    /// What it says, in short.
    pub text: &'static str,
    /// What it needs to be proven.
    pub nature: Nature,
}

const fn step(number: &'static str, nature: Nature, text: &'static str) -> SeedStep {
    SeedStep {
        number,
        text,
        nature,
    }
}

/// All of them, a line for each.
#[rustfmt::skip]
pub const SEED: &[SeedStep] = &[
    // "Process"
    step("1", OffChain, "the User submits a transaction to the Block Producer"),
    step("2", OffChain, "the Block Producer produces the blocks"),
    step("2.1", OffChain, "it propagates them through the Peer Network"),
    step("3", OffChain, "the User gets confirmation of the transaction"),
    step("4", OffChain, "the Sequencer receives the full data from the Peer Network"),
    step("5", OffChain, "the Sequencer computes MTTBR and MTSR"),
    step("6", OffChain, "the Sequencer submits the full data to Memolabs"),
    step("7", Layer1, "the Sequencer submits MTTBR and MTSR to Layer 1"),
    step("8", OffChain, "the Verifier attempts to download the data from Memolabs by the MTTBR on Layer 1"),
    step("8.1.1", OffChain, "Memolabs has none: the Verifier downloads the data from the Peer Network"),
    step("9", OffChain, "the Verifier computes its own MTTBR"),
    step("10", Layer1, "the Verifier downloads the Sequencer's MTTBR from Layer 1"),
    step("11", OffChain, "the Verifier compares the MTTBRs"),
    step("11.A.1", OffChain, "equal: the Verifier computes its own MTSR"),
    step("11.A.2", Layer1, "the Verifier downloads the Sequencer's MTSR from Layer 1"),
    step("11.A.3", OffChain, "the Verifier compares the MTSRs"),
    step("11.A.3.A.1", Layer1, "equal: the transactions and the state are valid"),
    step("11.A.3.B.1", Layer1, "not equal: the Verifier submits the data to Layer 1 and marks it challengeable"),
    step("11.A.3.B.2", Layer1, "the Verifier submits a Fraud Proof, as in a regular Optimistic Rollup"),
    step("11.B.1", Layer1, "not equal: the Verifier requests the data on Layer 1, for a fee"),
    step("11.B.2", Layer1, "the System enters the insecure transaction state"),
    step("11.B.2.A.1", Layer1, "valid data in time: the System enters the secure transaction state"),
    step("11.B.2.A.2", Layer1, "fraud proofs proceed as in a regular Optimistic Rollup"),
    step("11.B.2.B.1", Layer1, "no data in time: Layer 1 kicks and slashes the Sequencer"),
    step("11.B.2.B.2", Layer1, "Layer 1 marks its MTTBR and MTSR invalid"),
    step("11.B.2.B.3", Layer1, "Layer 1 rotates the Sequencer"),
    step("11.B.2.B.4", Layer1, "the System enters the secure transaction state"),
    // "The Rotation Flow"
    step("R.1", Layer1, "the Sequencer checks if Layer 1 has selected it"),
    step("R.A.1", Layer1, "selected: it continues with the regular flow"),
    step("R.B.1", Refused, "not selected: it waits for the next slot"),
    // "The Governance Flow", against a Sequencer that griefs
    step("GS.1", Layer1, "a proposal to remove the Sequencer"),
    step("GS.2", Layer1, "the affected Verifiers get compensated for their requests"),
    step("GS.3", Layer1, "the Sequencer is removed from the pool and loses a portion of its funds to pay for them"),
    step("GS.4", Layer1, "the Sequencer is rotated"),
    // "a governance flow is included to prevent this attack", by a Verifier that griefs
    step("GV.1", Layer1, "a proposal to remove the Verifier"),
    step("GV.2", Layer1, "the Sequencer gets compensated for the requests"),
    step("GV.3", Layer1, "the Verifier is banned from requests and loses its funds; no rotation"),
    // "What is the process for Sequencer Rotation?"
    step("R.2", Layer1, "the Sequencer goes out of rotation above 3000 transactions"),
    // "What happens if the order of transactions created by the Block Producer differ [...]?"
    step("O.1", Layer1, "the Block Producer downloads the Sequencer's MTTBR from Layer 1"),
    step("O.2", OffChain, "it downloads the full data from the Peer Network"),
    step("O.3", OffChain, "it computes the MTTBR"),
    step("O.4", OffChain, "it compares the MTTBRs"),
    step("O.4.A.1", OffChain, "equal: the transactions are in the correct order"),
    step("O.4.B.1", OffChain, "not equal: it reorganizes the L2 to match Layer 1"),
    step("O.4.B.2", Layer1, "it sends a proposal to kick the malfunctioning Sequencer"),
    step("O.4.B.3", Layer1, "Layer 1 rotates that Sequencer if it is the current one, else nothing happens"),
    // "What if the Block Producer unites with Sequencer to stop the system?"
    step("P.1", OffChain, "the L2 stops: no blocks from the Block Producer"),
    step("P.2", OffChain, "the User gets notified that the transaction has failed"),
    step("P.3", Layer1, "the Sequencer may post an invalid batch"),
    step("P.3.A.1", Layer1, "no batch: the community submits a proposal to punish the Block Producer"),
    step("P.3.A.2", Layer1, "the proposal passes: Layer 1 kicks the Block Producer"),
    step("P.3.A.3", Layer1, "Layer 1 rotates the Block Producer"),
    step("P.3.A.4", Layer1, "the L2 is re-enabled, the User resends the transaction"),
    step("P.3.B.1", Layer1, "a batch: the Verifier requests the data on Layer 1"),
    step("P.3.B.2", Layer1, "the System enters the insecure transaction state"),
    step("P.3.B.2.A.1", Layer1, "valid data in time: Layer 1 computes a batch from it"),
    step("P.3.B.2.A.2", Layer1, "Layer 1 compares the MTSRs"),
    step("P.3.B.2.A.2.A.1", Layer1, "equal: Layer 1 rotates the Block Producer"),
    step("P.3.B.2.A.2.A.2", Layer1, "the L2 is re-enabled, the User resends the transaction"),
    step("P.3.B.2.A.2.B.1", Layer1, "not equal: Layer 1 marks the data invalid"),
    step("P.3.B.2.A.2.B.2", Layer1, "Layer 1 rotates the Sequencer"),
    step("P.3.B.2.A.2.B.3", Layer1, "Layer 1 rotates the Block Producer"),
    step("P.3.B.2.A.2.B.4", Layer1, "the L2 is re-enabled, the User resends the transaction"),
    step("P.3.B.2.B.1", Layer1, "no data in time: Layer 1 marks MTTBR and MTSR invalid"),
    step("P.3.B.2.B.2", Layer1, "Layer 1 rotates the Sequencer"),
    step("P.3.B.2.B.3", Layer1, "Layer 1 rotates the Block Producer"),
    step("P.3.B.2.B.4", Layer1, "the L2 is re-enabled, the User resends the transaction"),
];

/// A number that flows give to what is not a step of the seed: all numbers below it if it ends with a full stop.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// The number.
    pub number: &'static str,
    /// What has it.
    pub text: &'static str,
}

const fn mark(number: &'static str, text: &'static str) -> Mark {
    Mark { number, text }
}

/// All of them, a line for each.
#[rustfmt::skip]
pub const MARKS: &[Mark] = &[
    mark("11.A.3.B.2.", "a dispute or a replay, move by move (spec 4.4)"),
    mark("11.B.2.A", "what a request that was answered has cost (spec 4.3)"),
    mark("11.B.2.B", "the first block behind the deadline of a request (spec 4)"),
    mark("11.B.2.C.", "a request whose batch ceases to count (spec 4.3)"),
    mark("R.3.", "the pool empties and fills again (spec 4.2)"),
    mark("G.", "what only the specification asks of governance (spec 4.6)"),
];

impl Mark {
    /// Whether this is its number, or one below it.
    pub fn is_of(&self, number: &str) -> bool {
        if self.number.ends_with('.') {
            return number.len() > self.number.len() && number.starts_with(self.number);
        }
        number == self.number
    }
}
