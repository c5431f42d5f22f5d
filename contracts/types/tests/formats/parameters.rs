//! Parameter sets: sums made of them, and their storage words.

use proptest::prelude::*;
use types::{Address, BatchCaps, DecodeError, PARAMETER_WORDS, Parameters, RequestFees, Windows};

use crate::strategies::parameters;

const STATE_TRANSITION: Address = Address([7; 20]);

#[test]
fn reveals_is_the_depth_in_moves() {
    let reveals = |elements| {
        let batch = BatchCaps {
            elements,
            ..Parameters::ethereum(STATE_TRANSITION).batch
        };
        batch.reveals()
    };
    for (elements, moves) in [
        (0, 0),
        (1, 0),
        (2, 1),
        (16, 1),
        (17, 2),
        (256, 2),
        (4_096, 3),
        (65_536, 4),
    ] {
        assert_eq!(reveals(elements), moves, "{elements} elements");
    }
    assert_eq!((reveals(1 << 31), reveals(u32::MAX)), (8, 8));
}

#[test]
fn request_fees_are_base_bytes_and_surcharge() {
    let fees = RequestFees {
        base: 5,
        per_byte: 3,
        halted_surcharge: 100,
    };
    assert_eq!(fees.data_request(0), 5);
    assert_eq!(fees.data_request(10), 35);
    assert_eq!(fees.halted_request(10), 135);
    let huge = RequestFees {
        per_byte: u128::MAX,
        ..fees
    };
    assert_eq!(huge.halted_request(2), u128::MAX);
}

#[test]
fn payment_is_per_reveal_and_at_most_half_the_bond() {
    let mut bonds = Parameters::ethereum(STATE_TRANSITION).dispute;
    (bonds.bond, bonds.payment_per_reveal) = (101, 20);
    let payments = [0, 1, 2, 3, u32::MAX].map(|reveals| bonds.payment(reveals));
    assert_eq!(payments, [0, 20, 40, 50, 50]);
}

#[test]
fn pack_gives_the_documented_words() {
    let words = Parameters::arbitrum(STATE_TRANSITION).pack();
    let word = |parts: &[&[u8]]| parts.concat();
    let u32s =
        |numbers: &[u32]| -> Vec<u8> { numbers.iter().flat_map(|n| n.to_be_bytes()).collect() };
    let u16s =
        |numbers: &[u16]| -> Vec<u8> { numbers.iter().flat_map(|n| n.to_be_bytes()).collect() };
    let u128s = |left: u128, right: u128| [left.to_be_bytes(), right.to_be_bytes()].concat();
    let token = 10u128.pow(18);
    let expected = [
        word(&[&u32s(&[
            50_400, 21_600, 21_600, 21_600, 21_600, 208_800, 7_200, 0,
        ])]),
        word(&[
            &u32s(&[3_000, 16, 300, 300]),
            &u16s(&[5_000, 10_000, 1_000, 4_000]),
            &u32s(&[1 << 20, 0]),
        ]),
        word(&[&STATE_TRANSITION.0, &u32s(&[4_096, 1 << 20, 65_536])]),
        u128s(token * 3 / 2, 150_000_000_000_000),
        u128s(10 * token, 100 * token),
        u128s(100 * token, token / 4),
        u128s(20_000 * token, 20_000 * token),
        u128s(100 * token, token),
        u128s(100_000_000_000_000, token / 10),
        u128s(token / 5, 125 * token),
    ];
    assert_eq!(words.map(|word| word.to_vec()), expected);
}

#[test]
fn unpack_reverts_when_words_mean_nothing() {
    let change = |word: usize, byte: usize, value: u8| {
        let mut words = Parameters::ethereum(STATE_TRANSITION).pack();
        words[word][byte] = value;
        (Parameters::unpack(&words), Windows::unpack(&words[0]))
    };
    let reserved = |offset| Some(DecodeError::Reserved { offset });
    let (all, windows) = change(0, 31, 1);
    assert_eq!((all.err(), windows.err()), (reserved(28), reserved(28)));
    let (all, windows) = change(1, 28, 1);
    assert_eq!((all.err(), windows.err()), (reserved(60), None));
    for share in [16, 18, 20, 22] {
        let (all, _) = change(1, share, 0xff);
        assert!(matches!(all, Err(DecodeError::BasisPoints { points }) if points >= 0xff00));
    }
}

#[test]
fn windows_unpack_reads_the_first_word() {
    for preset in [
        Parameters::ethereum(STATE_TRANSITION),
        Parameters::devnet(STATE_TRANSITION),
    ] {
        assert_eq!(Windows::unpack(&preset.pack()[0]), Ok(preset.windows));
        assert_eq!(preset.windows.pack(), preset.pack()[0]);
    }
}

proptest! {
    #[test]
    fn prop_unpack_inverts_pack(parameters in parameters()) {
        prop_assert_eq!(Parameters::unpack(&parameters.pack()), Ok(parameters));
    }

    #[test]
    fn prop_parameters_have_one_encoding(mut words in any::<[[u8; 32]; PARAMETER_WORDS]>(), tidy: bool) {
        if tidy {
            words[0][28..].fill(0);
            words[1][28..].fill(0);
            for share in [16, 18, 20, 22] {
                words[1][share] &= 0x1f;
            }
        }
        match Parameters::unpack(&words) {
            Ok(parameters) => prop_assert_eq!(parameters.pack(), words),
            Err(error) => prop_assert!(!tidy, "{}", error),
        }
    }
}
