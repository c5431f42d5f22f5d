//! Packing.

use alloy_primitives::U256;
use interfaces::contracts::IDataAvailability::MalformedElements;
use proptest::prelude::*;

use super::batch::pack;
use crate::packed::{count, frames, length_behind};

fn malformed(offset: usize) -> MalformedElements {
    let offset = U256::from(offset);
    MalformedElements { offset }
}

#[test]
fn count_succeeds_with_none_for_no_bytes() {
    assert_eq!(count(&[]), Ok(0));
    assert_eq!(frames(&mut []).count(), 0);
}

#[test]
fn count_reverts_MalformedElements_where_an_element_is_cut_off() {
    let packed = pack(&[vec![1, 2, 3], vec![], vec![4]]);
    assert_eq!(count(&packed), Ok(3));
    for (length, offset) in [(1, 0), (3, 0), (6, 0), (8, 7), (10, 7), (12, 11), (15, 11)] {
        assert_eq!(count(&packed[..length]), Err(malformed(offset)));
    }
}

#[test]
fn count_reverts_MalformedElements_when_a_length_is_as_large_as_can_be() {
    assert_eq!(count(&[0xff; 4]), Err(malformed(0)));
    assert_eq!(count(&[0xff; 40]), Err(malformed(0)));
}

proptest! {
    #[test]
    fn prop_frames_give_every_element_behind_one_byte(
        elements in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..20),
    ) {
        let mut packed = pack(&elements).0;
        prop_assert_eq!(count(&packed), Ok(elements.len() as u32));
        for known in 0..=elements.len() {
            let behind: usize = elements[known..].iter().map(Vec::len).sum();
            prop_assert_eq!(length_behind(&packed, known as u32, (elements.len() - known) as u32), behind);
        }
        let found: Vec<_> = frames(&mut packed).map(|frame| frame[1..].to_vec()).collect();
        prop_assert_eq!(found, elements);
    }

    #[test]
    fn prop_count_and_frames_agree_on_any_bytes(bytes in proptest::collection::vec(0..6u8, 0..60)) {
        let mut packed = bytes.clone();
        let found = frames(&mut packed).count();
        match count(&bytes) {
            Ok(count) => prop_assert_eq!(found, count as usize),
            // What comes before the element that is cut off.
            Err(error) => {
                let whole: usize = error.offset.to();
                prop_assert_eq!(count(&bytes[..whole]), Ok(found as u32));
            }
        }
    }
}
