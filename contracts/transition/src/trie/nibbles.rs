//! Paths of the trie: one half byte per element, and their compact (hex-prefix) form.

use alloc::vec::Vec;
use alloy_primitives::B256;

/// Half bytes of a key.
pub(super) const KEY_NIBBLES: usize = 64;

/// Splits a key into its 64 half bytes, high half first.
pub(super) fn unpack(key: &B256) -> [u8; KEY_NIBBLES] {
    let mut nibbles = [0; KEY_NIBBLES];
    for (pair, byte) in nibbles.chunks_exact_mut(2).zip(key.iter()) {
        pair[0] = byte >> 4;
        pair[1] = byte & 0x0f;
    }
    nibbles
}

/// Length of the longest common prefix.
pub(super) fn common(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(x, y)| x == y).count()
}

/// `prefix` followed by `path`.
pub(super) fn join(prefix: &[u8], path: &[u8]) -> Vec<u8> {
    let mut joined = Vec::with_capacity(prefix.len() + path.len());
    joined.extend_from_slice(prefix);
    joined.extend_from_slice(path);
    joined
}

/// Hex-prefix form: a flag half byte (2 = leaf, 1 = odd length), then the path, two half bytes a byte.
pub(super) fn compact(path: &[u8], leaf: bool) -> Vec<u8> {
    let odd = path.len() % 2 == 1;
    let flag = (u8::from(leaf) << 5) | (u8::from(odd) << 4);
    let mut bytes = Vec::with_capacity(path.len() / 2 + 1);
    let rest = if odd {
        bytes.push(flag | path[0]);
        &path[1..]
    } else {
        bytes.push(flag);
        path
    };
    bytes.extend(rest.chunks_exact(2).map(|pair| (pair[0] << 4) | pair[1]));
    bytes
}

/// Reads the hex-prefix form: the path and whether it belongs to a leaf; `None` if it is not canonical.
pub(super) fn expand(bytes: &[u8]) -> Option<(Vec<u8>, bool)> {
    let (first, rest) = bytes.split_first()?;
    let flag = first >> 4;
    if flag > 3 {
        return None;
    }
    let mut path = Vec::with_capacity(rest.len() * 2 + 1);
    if flag & 1 == 1 {
        path.push(first & 0x0f);
    } else if first & 0x0f != 0 {
        return None;
    }
    for byte in rest {
        path.push(byte >> 4);
        path.push(byte & 0x0f);
    }
    Some((path, flag & 2 == 2))
}
