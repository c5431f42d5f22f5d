//! The own encoding against that of `alloy`: equal values, and equal refusals.

use core::fmt::Debug;

use stylus_primitives::{Address, B256};
use stylus_sdk::abi::{AbiType, Bytes, decode_params};
use stylus_sol_types::{SolCall, SolType, abi::TokenSeq, private::SolTypeValue, sol_data};

use super::{Answer, Arguments, Encoder, ProvenElement, Value, decode};
use crate::contracts::{IBatchRegistry as abi, IFraudProof, IGovernance};

/// Words 1, 2, 3, …: every field of a struct differs from all others, and fits.
fn counted(words: u8) -> Vec<u8> {
    let word = |number| {
        let mut word = [0; 32];
        word[31] = number;
        word
    };
    (1..=words).flat_map(word).collect()
}

/// Both decoders on one input: the same value, or both refuse.
fn compare<A>(data: &[u8])
where
    A: for<'a> Arguments<'a> + AbiType + SolTypeValue<<A as AbiType>::SolType> + Debug + PartialEq,
    for<'a> <<A as AbiType>::SolType as SolType>::Token<'a>: TokenSeq<'a>,
{
    assert_eq!(
        decode::<A>(data),
        decode_params::<A>(data).ok(),
        "{data:02x?}"
    );
}

/// The canonical encoding, all its truncations, and it with each byte changed in several ways.
fn compare_around<A>(canonical: &[u8])
where
    A: for<'a> Arguments<'a> + AbiType + SolTypeValue<<A as AbiType>::SolType> + Debug + PartialEq,
    for<'a> <<A as AbiType>::SolType as SolType>::Token<'a>: TokenSeq<'a>,
{
    assert!(decode::<A>(canonical).is_some(), "{canonical:02x?}");
    compare::<A>(canonical);
    for length in 0..canonical.len() {
        compare::<A>(&canonical[..length]);
    }
    for at in 0..canonical.len() {
        for change in [0x01, 0x20, 0x80, 0xff] {
            let mut changed = canonical.to_vec();
            changed[at] ^= change;
            compare::<A>(&changed);
        }
    }
    for extra in [1, 31, 32, 64] {
        let mut longer = canonical.to_vec();
        longer.resize(canonical.len() + extra, 0);
        compare::<A>(&longer);
    }
}

/// A value's own encoding is that of `alloy`.
fn compare_answer<V>(value: V)
where
    V: Value + AbiType + SolTypeValue<<V as AbiType>::SolType>,
{
    let expected = V::SolType::abi_encode(&value);
    assert_eq!(value.answer(), Ok(expected));
}

#[test]
fn decode_equals_alloy_for_numbers() {
    compare_around::<(u8, u16, u32, u64, u128)>(&counted(5));
    compare_around::<(Address, B256)>(&counted(2));
    compare_around::<()>(&[]);
}

/// As Solidity does; `alloy` takes every number of one byte for a flag.
#[test]
fn decode_is_none_when_a_flag_is_neither_0_nor_1() {
    let mut word = [0; 32];
    assert_eq!(decode::<(bool,)>(&word), Some((false,)));
    word[31] = 1;
    assert_eq!(decode::<(bool,)>(&word), Some((true,)));
    word[31] = 2;
    assert_eq!(decode::<(bool,)>(&word), None);
    word[0] = 1;
    assert_eq!(decode::<(bool,)>(&word), None);
}

#[test]
fn decode_equals_alloy_for_structs() {
    compare_around::<(abi::Header,)>(&counted(14));
    compare_around::<(abi::StateClaim,)>(&counted(3));
    compare_around::<(abi::Parameters,)>(&counted(34));
    compare_around::<(abi::Construction,)>(&counted(39));
}

#[test]
fn decode_equals_alloy_for_lists() {
    type Arguments = (u64, Bytes, abi::StateClaim, Vec<B256>);
    for length in [0, 1, 31, 32, 33, 64] {
        for hashes in [0, 1, 3] {
            let claim = decode::<(abi::StateClaim,)>(&counted(3)).unwrap().0;
            let arguments = (
                9,
                Bytes(vec![0xab; length]),
                claim,
                vec![B256::repeat_byte(5); hashes],
            );
            let canonical = <Arguments as AbiType>::SolType::abi_encode_params(&arguments);
            compare_around::<Arguments>(&canonical);
        }
    }
}

/// The arguments of `FraudProof.prove` behind its headers: structs with dynamic parts, a list of addresses, bytes that
/// are borrowed.
type Proof<'a> = (
    IFraudProof::Position,
    ProvenElement<'a>,
    IFraudProof::ProvenClaim,
    Vec<Address>,
    &'a [u8],
);

/// The same as `alloy` has them.
type SolProof = (
    IFraudProof::Position,
    IFraudProof::ProvenElement,
    IFraudProof::ProvenClaim,
    sol_data::Array<sol_data::Address>,
    sol_data::Bytes,
);

/// Both decoders on one input: the same value, or both refuse.
fn compare_proof(data: &[u8]) -> bool {
    let own = decode::<Proof<'_>>(data).map(|(position, element, claim, staged, witness)| {
        let element = IFraudProof::ProvenElement {
            element: element.element.to_vec().into(),
            proof: element.proof,
        };
        (position, element, claim, staged, witness.to_vec().into())
    });
    let expected = SolProof::abi_decode_params(data, true).ok();
    assert_eq!(own, expected, "{data:02x?}");
    own.is_some()
}

#[test]
fn decode_equals_alloy_for_structs_with_dynamic_parts() {
    for (length, hashes, parts) in [(0, 0, 0), (1, 2, 1), (32, 0, 2), (33, 1, 0)] {
        let proof = vec![B256::repeat_byte(5); hashes];
        let arguments = (
            decode::<(IFraudProof::Position,)>(&counted(3)).unwrap().0,
            IFraudProof::ProvenElement {
                element: vec![0xab; length].into(),
                proof: proof.clone(),
            },
            IFraudProof::ProvenClaim {
                claim: decode::<(IFraudProof::StateClaim,)>(&counted(3)).unwrap().0,
                proof,
            },
            vec![Address::repeat_byte(9); parts],
            stylus_primitives::Bytes::from(vec![0xcd_u8; length + 7]),
        );
        let canonical = SolProof::abi_encode_params(&arguments);
        assert!(compare_proof(&canonical));
        for length in 0..canonical.len() {
            compare_proof(&canonical[..length]);
        }
        for at in 0..canonical.len() {
            for change in [0x01, 0x20, 0x80, 0xff] {
                let mut changed = canonical.clone();
                changed[at] ^= change;
                compare_proof(&changed);
            }
        }
        assert!(!compare_proof(&[&canonical[..], &[0; 32]].concat()));
    }
}

#[test]
fn calling_is_what_alloy_encodes() {
    use stylus_sol_types::SolCall;

    let mut encoder = super::Encoder::calling(abi::recordOfCall::SELECTOR);
    let header_hash = B256::repeat_byte(7);
    header_hash.write(&mut encoder);
    let expected = abi::recordOfCall {
        headerHash: header_hash,
    };
    assert_eq!(encoder.finish(), expected.abi_encode());
}

#[test]
fn decode_is_none_when_the_tails_are_swapped() {
    type Arguments = (Bytes, Bytes);
    let arguments = (Bytes(vec![1; 32]), Bytes(vec![2; 32]));
    let mut swapped = <Arguments as AbiType>::SolType::abi_encode_params(&arguments);
    assert_eq!(decode::<Arguments>(&swapped), Some(arguments));
    let (first, second) = swapped.split_at_mut(32);
    first.swap_with_slice(&mut second[..32]);
    compare::<Arguments>(&swapped);
    assert_eq!(decode::<Arguments>(&swapped), None);
}

#[test]
fn answer_equals_alloy() {
    compare_answer(true);
    compare_answer(0xabu8);
    compare_answer(u16::MAX);
    compare_answer(0x0102_0304u32);
    compare_answer(u64::MAX);
    compare_answer(u128::MAX - 1);
    compare_answer(Address::repeat_byte(7));
    compare_answer(B256::repeat_byte(8));
    compare_answer((u64::MAX, B256::repeat_byte(9)));
    assert_eq!(().answer(), Ok(Vec::new()));
}

#[test]
fn answer_equals_alloy_for_structs() {
    compare_answer(decode::<(abi::Header,)>(&counted(14)).unwrap().0);
    compare_answer(decode::<(abi::StateClaim,)>(&counted(3)).unwrap().0);
    compare_answer(decode::<(abi::Parameters,)>(&counted(34)).unwrap().0);
    for (known, open_request, proven, invalid) in [
        (true, false, false, false),
        (false, true, false, false),
        (false, false, true, false),
        (false, false, false, true),
    ] {
        compare_answer(abi::Record {
            known,
            closesAt: 1,
            publishedAt: 2,
            openDisputes: 3,
            openRequest: open_request,
            proven,
            invalid,
        });
    }
    for verdict in [
        abi::Verdict::Unknown,
        abi::Verdict::Pending,
        abi::Verdict::Proven,
        abi::Verdict::Final,
        abi::Verdict::Invalid,
        abi::Verdict::Orphaned,
    ] {
        compare_answer(verdict);
    }
}

#[test]
fn answer_is_the_error_of_a_method() {
    let refused: Result<u64, Vec<u8>> = Err(vec![1, 2, 3]);
    assert_eq!(refused.answer(), Err(vec![1, 2, 3]));
}

/// Both decoders on the arguments of `IGovernance.compensate`; gives whether they take them.
fn compare_headers(data: &[u8]) -> bool {
    type Own<'a> = (u64, IGovernance::ProposalKind, &'a [u8], Vec<abi::Header>);
    let own = decode::<Own<'_>>(data).map(|(number, kind, payload, headers)| {
        let headers = headers.iter().map(abi::Header::abi_encode);
        (number, kind as u8, payload.to_vec(), headers.collect())
    });
    let call = IGovernance::compensateCall::abi_decode_raw(data, true).ok();
    let expected = call.map(|call| {
        let headers = call.headers.iter().map(IGovernance::Header::abi_encode);
        let headers: Vec<Vec<u8>> = headers.collect();
        (call.number, call.kind as u8, call.payload.to_vec(), headers)
    });
    assert_eq!(own, expected, "{data:02x?}");
    own.is_some()
}

#[test]
fn decode_equals_alloy_for_lists_of_structs() {
    for count in [0, 1, 3] {
        let header = IGovernance::Header::abi_decode(&counted(14), true);
        let header = header.expect("fourteen words");
        let call = IGovernance::compensateCall {
            number: 7,
            kind: IGovernance::ProposalKind::SpendPot,
            payload: vec![1, 2, 3].into(),
            headers: vec![header; count],
        };
        let canonical = call.abi_encode()[4..].to_vec();
        assert!(compare_headers(&canonical));
        for length in 0..canonical.len() {
            assert!(!compare_headers(&canonical[..length]));
        }
        for at in 0..canonical.len() {
            let mut changed = canonical.clone();
            changed[at] ^= 0x20;
            compare_headers(&changed);
        }
    }
}

#[test]
fn bytes_are_the_tail_that_alloy_writes() {
    for length in [0, 1, 31, 32, 33] {
        let bytes = vec![7; length];
        let mut encoder = Encoder::default();
        32u8.write(&mut encoder);
        encoder.bytes(&bytes);
        let expected = sol_data::Bytes::abi_encode(&bytes);
        assert_eq!(encoder.finish(), expected);
    }
}
