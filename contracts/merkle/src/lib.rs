//! Merkle tree of RFC 6962 with keccak-256: roots, range proofs, bisection frontiers.
