//! A witness that is too long for one transaction, in pieces: parts that are written to the chain before, and the rest.

/// Most bytes of a part: with the STOP byte before it, it is as long as contract code may be (EIP-170).
pub const MAX_PART: usize = 24_575;

/// A witness in pieces, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staged {
    /// What is staged, each at most [`MAX_PART`] bytes.
    pub parts: Vec<Vec<u8>>,
    /// What goes with the call.
    pub rest: Vec<u8>,
}

/// Takes `rest` bytes at most for the call itself, which is the cheaper place, and stages the bytes before them.
pub fn stage(witness: &[u8], rest: usize) -> Staged {
    let (staged, rest) = witness.split_at(witness.len().saturating_sub(rest));
    Staged {
        parts: staged.chunks(MAX_PART).map(<[u8]>::to_vec).collect(),
        rest: rest.to_vec(),
    }
}
