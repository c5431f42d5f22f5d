//! Header, state claim, instance id and attestation.

use merkle::{EMPTY_ROOT, Hasher, Keccak, Run};
use proptest::prelude::*;
use types::{
    Address, Attestation, BatchIndex, BlockNumber, Bounds, DecodeError, Fork, Hash, Header,
    HeaderHash, InstanceId, L2Block, L2Timestamp, ParameterSetId, StateClaim,
};

use crate::strategies::{claims, hashes, headers};

/// A header each of whose bytes differs from its neighbours', with its encoding written out.
fn example() -> (Header, Vec<u8>) {
    let header = Header {
        instance: InstanceId([0x11; 32]),
        fork: Fork(0x0102_0304),
        index: BatchIndex(0x0506_0708_090a_0b0c),
        parent: HeaderHash([0x22; 32]),
        mttbr: Hash([0x33; 32]),
        mtsr: Hash([0x44; 32]),
        element_count: 0x0d0e_0f10,
        data_length: 0x1112_1314,
        last_l2_block: L2Block(0x1516_1718_191a_1b1c),
        last_l2_timestamp: L2Timestamp(0x1d1e_1f20_2122_2324),
        sequencer: Address([0x55; 20]),
        producer: Address([0x66; 20]),
        parameter_set: ParameterSetId(0x2526_2728),
        submitted_at: BlockNumber(0x292a_2b2c_2d2e_2f30),
    };
    let mut bytes = vec![0x11; 32];
    bytes.extend(0x01..=0x0c);
    bytes.extend([[0x22; 32], [0x33; 32], [0x44; 32]].concat());
    bytes.extend(0x0d..=0x24);
    bytes.extend([[0x55; 20], [0x66; 20]].concat());
    bytes.extend(0x25..=0x30);
    (header, bytes)
}

#[test]
fn encode_gives_the_documented_bytes() {
    let (header, bytes) = example();
    assert_eq!(bytes.len(), Header::ENCODED_LEN);
    assert_eq!(header.encode().as_slice(), bytes);
    assert_eq!(Header::decode(&bytes), Ok(header));
}

#[test]
fn hash_is_that_of_the_encoding() {
    let (header, bytes) = example();
    assert_eq!(header.hash::<Keccak>(), HeaderHash(Keccak::hash(&bytes).0));
}

#[test]
fn is_attested_when_there_is_a_producer() {
    let (mut header, _) = example();
    assert!(header.is_attested());
    header.producer = Address::ZERO;
    assert!(!header.is_attested());
}

/// The claim before the first element is the last leaf of the parent's MTSR, for the genesis as well.
#[test]
fn genesis_has_its_claim_as_only_leaf() {
    let claim = StateClaim {
        state_root: Hash([7; 32]),
        l2_block: L2Block(5),
        l2_timestamp: L2Timestamp(6),
    };
    let genesis = Header::genesis::<Keccak>(InstanceId([1; 32]), &claim, BlockNumber(9));
    let run = Run::leaf(genesis.element_count, genesis.element_count - 1).unwrap();
    let leaf = [claim.leaf_hash::<Keccak>()];
    assert_eq!(run.verify::<Keccak>(&genesis.mtsr, leaf, &[]), Ok(()));
    let bounds = Bounds {
        last_l2_block: L2Block(5),
        last_l2_timestamp: L2Timestamp(6),
    };
    assert_eq!(genesis.bounds(), bounds);
    assert_eq!((genesis.mttbr, genesis.data_length), (EMPTY_ROOT, 0));
    assert_eq!(
        (genesis.index, genesis.parent),
        (BatchIndex::GENESIS, HeaderHash::ZERO)
    );
    assert_eq!(
        (genesis.submitted_at, genesis.is_attested()),
        (BlockNumber(9), false)
    );
}

#[test]
fn claim_encode_gives_the_documented_bytes() {
    let claim = StateClaim {
        state_root: Hash([0xaa; 32]),
        l2_block: L2Block(0x0102_0304_0506_0708),
        l2_timestamp: L2Timestamp(0x090a_0b0c_0d0e_0f10),
    };
    let mut bytes = vec![0xaa; 32];
    bytes.extend(0x01..=0x10);
    assert_eq!(claim.encode().as_slice(), bytes);
    let leaf = [&[0], bytes.as_slice()].concat();
    assert_eq!(claim.leaf_hash::<Keccak>(), Keccak::hash(&leaf));
}

#[test]
fn instance_id_is_the_hash_of_chain_and_registry() {
    let mut preimage = vec![0, 0, 0, 0, 0, 0, 0xa4, 0xb1];
    preimage.extend([9; 20]);
    let id = InstanceId::of::<Keccak>(42_161, Address([9; 20]));
    assert_eq!(id, InstanceId(Keccak::hash(&preimage).0));
}

#[test]
fn attestation_digest_is_the_hash_of_the_documented_bytes() {
    let attestation = Attestation {
        instance: InstanceId([1; 32]),
        parent: HeaderHash([2; 32]),
        mttbr: Hash([3; 32]),
        bounds: Bounds {
            last_l2_block: L2Block(0x0102_0304_0506_0708),
            last_l2_timestamp: L2Timestamp(0x090a_0b0c_0d0e_0f10),
        },
    };
    let mut bytes = [[1; 32], [2; 32], [3; 32]].concat();
    bytes.extend(0x01..=0x10);
    assert_eq!(attestation.encode().as_slice(), bytes);
    assert_eq!(attestation.digest::<Keccak>(), Keccak::hash(&bytes));
}

#[test]
fn bounds_allow_up_to_themselves() {
    let bounds = Bounds {
        last_l2_block: L2Block(10),
        last_l2_timestamp: L2Timestamp(20),
    };
    assert!(bounds.allow(L2Block(10), L2Timestamp(20)));
    assert!(bounds.allow(L2Block(0), L2Timestamp(0)));
    assert!(!bounds.allow(L2Block(11), L2Timestamp(20)));
    assert!(!bounds.allow(L2Block(10), L2Timestamp(21)));
}

proptest! {
    #[test]
    fn prop_header_decode_inverts_encode(header in headers()) {
        prop_assert_eq!(Header::decode(&header.encode()), Ok(header));
    }

    #[test]
    fn prop_header_has_one_encoding(bytes in prop::collection::vec(any::<u8>(), 216)) {
        let header = Header::decode(&bytes).unwrap();
        prop_assert_eq!(header.encode().to_vec(), bytes);
    }

    #[test]
    fn prop_header_decode_reverts_length(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
        let expected = match bytes.len() {
            216 => None,
            actual => Some(DecodeError::Length { expected: 216, actual }),
        };
        prop_assert_eq!(Header::decode(&bytes).err(), expected);
    }

    /// Changing any bit changes the name.
    #[test]
    fn prop_header_hash_commits_to_every_bit(header in headers(), bit in 0usize..216 * 8) {
        let mut bytes = header.encode();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let other = Header::decode(&bytes).unwrap();
        prop_assert_ne!(other.hash::<Keccak>(), header.hash::<Keccak>());
    }

    #[test]
    fn prop_claim_decode_inverts_encode(claim in claims()) {
        prop_assert_eq!(StateClaim::decode(&claim.encode()), Ok(claim));
    }

    #[test]
    fn prop_claim_decode_reverts_length(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let expected = match bytes.len() {
            48 => None,
            actual => Some(DecodeError::Length { expected: 48, actual }),
        };
        prop_assert_eq!(StateClaim::decode(&bytes).err(), expected);
    }

    /// A producer's word for one batch is no word for any other, or for another deployment.
    #[test]
    fn prop_attestation_digest_commits_to_every_field(
        hash in hashes(),
        [instance, parent] in any::<[[u8; 32]; 2]>(),
        [block, timestamp] in any::<[u64; 2]>(),
        bit in 0usize..112 * 8,
    ) {
        let attestation = Attestation {
            instance: InstanceId(instance),
            parent: HeaderHash(parent),
            mttbr: hash,
            bounds: Bounds {
                last_l2_block: L2Block(block),
                last_l2_timestamp: L2Timestamp(timestamp),
            },
        };
        let mut bytes = attestation.encode();
        bytes[bit / 8] ^= 1 << (bit % 8);
        prop_assert_ne!(attestation.digest::<Keccak>(), Keccak::hash(&bytes));
        prop_assert_eq!(attestation.digest::<Keccak>(), Keccak::hash(&attestation.encode()));
    }
}
