//! The registry's word per header hash.

use proptest::prelude::*;
use types::{BlockNumber, DecodeError, Record, Ruling, Verdict};

use crate::strategies::records;

#[test]
fn pack_gives_the_documented_word() {
    let record = Record {
        closes_at: BlockNumber(0x0102_0304_0506_0708),
        published_at: Some(BlockNumber(0x090a_0b0c_0d0e_0f10)),
        open_disputes: 0x1112_1314,
        open_request: true,
        ruling: Ruling::Proven,
    };
    let mut word = [0; 32];
    for (byte, value) in word.iter_mut().zip(0x01..=0x14) {
        *byte = value;
    }
    word[31] = 0b1_0111;
    assert_eq!(record.pack(), word);

    let plain = Record::new(BlockNumber(0));
    let mut word = [0; 32];
    word[31] = 1;
    assert_eq!(plain.pack(), word);
}

#[test]
fn unpack_is_none_for_the_zero_word() {
    assert_eq!(Record::unpack(&[0; 32]), Ok(None));
}

#[test]
fn unpack_reverts_reserved_for_every_unnamed_bit() {
    for bit in 20 * 8..31 * 8 {
        let mut word = Record::new(BlockNumber(1)).pack();
        word[bit / 8] ^= 1 << (bit % 8);
        let error = DecodeError::Reserved { offset: 20 };
        assert_eq!(Record::unpack(&word), Err(error));
    }
}

#[test]
fn unpack_reverts_flags_when_they_mean_nothing() {
    let known_flags = 0..32;
    for flags in 0..=u8::MAX {
        let mut word = [0; 32];
        word[7] = 1;
        word[31] = flags;
        let contradiction = flags & 0b1100 == 0b1100;
        let right = flags & 1 == 1 && known_flags.contains(&flags) && !contradiction;
        let expected = if right {
            None
        } else {
            Some(DecodeError::Flags { flags })
        };
        assert_eq!(Record::unpack(&word).err(), expected);
    }
    let mut word = Record::new(BlockNumber(1)).pack();
    word[15] = 1;
    assert_eq!(Record::unpack(&word), Err(DecodeError::Flags { flags: 1 }));
}

#[test]
fn verdict_succeeds_for_every_state() {
    let with = |ruling| Record {
        ruling,
        ..Record::new(BlockNumber(1))
    };
    let (open, proven, invalid) = (
        with(Ruling::Open),
        with(Ruling::Proven),
        with(Ruling::Invalid),
    );
    assert_eq!(open.verdict(true, false), Verdict::Pending);
    assert_eq!(proven.verdict(true, false), Verdict::Proven);
    assert_eq!(open.verdict(true, true), Verdict::Final);
    assert_eq!(proven.verdict(true, true), Verdict::Final);
    for is_final in [false, true] {
        assert_eq!(open.verdict(false, is_final), Verdict::Orphaned);
        assert_eq!(proven.verdict(false, is_final), Verdict::Orphaned);
        assert_eq!(invalid.verdict(false, is_final), Verdict::Invalid);
    }
}

#[test]
fn may_finalize_only_behind_closes_at() {
    let record = Record::new(BlockNumber(10));
    assert!(!record.may_finalize(BlockNumber(10)));
    assert!(record.may_finalize(BlockNumber(11)));
}

proptest! {
    #[test]
    fn prop_unpack_inverts_pack(record in records()) {
        prop_assert_eq!(Record::unpack(&record.pack()), Ok(Some(record)));
    }

    /// Whatever is stored, reading it gives a value or an error, and a value has one word only.
    #[test]
    fn prop_record_has_one_word(
        mut word in any::<[u8; 32]>(),
        sparse: bool,
        flags in 0u8..32,
    ) {
        if sparse {
            word[20..31].fill(0);
            word[31] = flags;
        }
        if let Ok(Some(record)) = Record::unpack(&word) {
            prop_assert_eq!(record.pack(), word);
        }
    }

    /// Invariant 2 of the spec, as far as one record shows it.
    #[test]
    fn prop_may_finalize_never_while_contested_unless_proven(record in records(), now: u64) {
        let may = record.may_finalize(BlockNumber(now));
        match record.ruling {
            Ruling::Invalid => prop_assert!(!may),
            Ruling::Proven => prop_assert!(may),
            Ruling::Open => {
                prop_assert_eq!(may, !record.is_contested() && now > record.closes_at.0);
            }
        }
    }

    #[test]
    fn prop_is_held_back_when_anything_is_open_on_what_is_not_proven(record in records()) {
        let proven = record.ruling == Ruling::Proven;
        prop_assert_eq!(record.is_held_back(), record.is_contested() && !proven);
    }

    #[test]
    fn prop_is_contested_when_anything_is_open(record in records()) {
        prop_assert_eq!(record.is_contested(), record.open_request || record.open_disputes != 0);
    }
}
