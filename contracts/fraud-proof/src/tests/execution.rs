//! The call of StateTransition, byte by byte that of `alloy`.

use alloy_primitives::{Address, Bytes, B256};
use alloy_sol_types::{SolCall, SolValue};
use interfaces::contracts::{
    IFraudProof,
    IStateTransition::{executeCall, Bounds, StateClaim},
};
use proptest::prelude::*;

use super::batch::pack;
use crate::execution::{answer, Execution};

proptest! {
    #[test]
    fn prop_execution_is_encoded_as_alloy_does(
        elements in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..70), 1..7),
        known: usize,
        staged in proptest::collection::vec(any::<[u8; 20]>(), 0..4),
        witness in proptest::collection::vec(any::<u8>(), 0..100),
        numbers: [u64; 4],
        meter: u32,
    ) {
        let known = known % elements.len();
        let (skipped, new) = (pack(&elements[..known]), pack(&elements[known..]));
        let staged: Vec<_> = staged.into_iter().map(Address::from).collect();
        let root = B256::repeat_byte(0x5a);
        let bounds = Bounds {
            lastL2Block: numbers[0],
            lastL2Timestamp: numbers[1],
            witnessMeter: meter,
        };
        let expected = executeCall {
            before: StateClaim { stateRoot: root, l2Block: numbers[2], l2Timestamp: numbers[3] },
            bounds: bounds.clone(),
            elements: Bytes::from(new.clone()),
            staged: staged.clone(),
            witness: Bytes::from(witness.clone()),
        };
        let before = IFraudProof::StateClaim {
            stateRoot: root,
            l2Block: numbers[2],
            l2Timestamp: numbers[3],
        };
        let all = [skipped.clone(), new].concat();
        let (left, right) = all.split_at(all.len() / 2);
        let mut execution = Execution::new(&[left, right], skipped.len(), &staged, &witness);
        prop_assert_eq!(&*execution.elements(), &all[..]);
        prop_assert_eq!(execution.encode(&before, &bounds), &expected.abi_encode()[..]);
    }

    #[test]
    fn prop_answer_is_what_alloy_encodes(claims in proptest::collection::vec(any::<u8>(), 0..200)) {
        let encoded = Bytes::from(claims.clone()).abi_encode();
        prop_assert_eq!(answer(&encoded), Some(&claims[..]));
        prop_assert_eq!(answer(&encoded[..encoded.len() - 1]), None);
        let longer = [&encoded[..], &[0]].concat();
        prop_assert_eq!(answer(&longer), None);
    }
}
