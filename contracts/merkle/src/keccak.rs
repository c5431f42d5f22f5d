//! The hasher for everything off chain.

use tiny_keccak::Hasher as _;

use crate::{Hash, Hasher};

/// keccak-256 by `tiny-keccak`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keccak;

impl Hasher for Keccak {
    fn hash(bytes: &[u8]) -> Hash {
        let mut keccak = tiny_keccak::Keccak::v256();
        keccak.update(bytes);
        finish(keccak)
    }

    fn hash_prefixed(prefix: u8, bytes: &[u8]) -> Hash {
        let mut keccak = tiny_keccak::Keccak::v256();
        keccak.update(&[prefix]);
        keccak.update(bytes);
        finish(keccak)
    }
}

fn finish(keccak: tiny_keccak::Keccak) -> Hash {
    let mut hash = Hash::ZERO;
    keccak.finalize(&mut hash.0);
    hash
}
