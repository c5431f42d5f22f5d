//! The word of a dispute.

use interfaces::contracts::IFraudProof::DisputeStatus;
use proptest::prelude::*;
use types::{BlockNumber, Blocks};

use crate::{
    clock::Clocks,
    dispute::{Dispute, MAX_CLOCK},
    list::Link,
};

fn dispute() -> impl Strategy<Value = Dispute> {
    let clock = || (0..=MAX_CLOCK).prop_map(Blocks);
    let clocks = (any::<u64>(), clock(), clock(), clock());
    let numbers = (any::<u32>(), any::<u32>(), any::<u32>(), any::<u8>());
    (0..5u8, clocks, numbers).prop_map(|(status, clocks, numbers)| Dispute {
        status: DisputeStatus::try_from(status).unwrap(),
        reveals: numbers.3,
        number: numbers.0,
        link: Link {
            previous: numbers.1,
            next: numbers.2,
        },
        clocks: Clocks {
            since: BlockNumber(clocks.0),
            author_used: clocks.1,
            challenger_used: clocks.2,
            allowance: clocks.3,
        },
    })
}

#[test]
fn unpack_of_nothing_is_no_dispute() {
    let none = Dispute::unpack(&[0; 32]);
    assert_eq!(none.status, DisputeStatus::None);
    assert_eq!(none.pack(), [0; 32]);
}

#[test]
fn pack_keeps_the_longest_clock_that_fits() {
    let mut dispute = Dispute::opened(BlockNumber(1), Blocks(u32::MAX));
    dispute = Dispute::unpack(&dispute.pack());
    assert_eq!(dispute.clocks.allowance, Blocks(MAX_CLOCK));
}

proptest! {
    #[test]
    fn prop_dispute_survives_its_word(dispute in dispute()) {
        prop_assert_eq!(Dispute::unpack(&dispute.pack()), dispute);
    }
}
