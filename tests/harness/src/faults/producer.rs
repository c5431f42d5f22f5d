//! A Block Producer that signs two orders.

use interfaces::client::IGovernance::Statement;
use types::Attestation;

use crate::{actors::BlockProducer, layer1::b256};

/// What a producer has signed, as Layer 1 takes it for evidence. An honest one signs one order for a header; this one signs
/// whatever it is given.
pub fn statement(producer: &BlockProducer, said: &Attestation) -> Statement {
    let signature = producer.sign(said);
    let word = |from: usize| {
        let mut word = [0; 32];
        word.copy_from_slice(&signature[from..from + 32]);
        word.into()
    };
    Statement {
        mttbr: b256(said.mttbr),
        lastL2Block: said.bounds.last_l2_block.0,
        lastL2Timestamp: said.bounds.last_l2_timestamp.0,
        v: signature[64],
        r: word(0),
        s: word(32),
    }
}
