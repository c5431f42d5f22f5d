//! The bytes of a state file: a head that says what it is, a checksum over everything else, and
//! the chain.

use alloy::primitives::{B256, Keccak256};

use crate::chain::CHAIN_ID;

/// First bytes of every state file.
const MAGIC: [u8; 8] = *b"DEVNETST";

/// Counts changes of what follows the magic. A file of another version is refused, not converted.
const VERSION: u32 = 1;

/// Why bytes are not a state file that can be used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormatError {
    Foreign,
    Version { found: u32, known: u32 },
    Chain { found: u64, known: u64 },
    Checksum,
    CutOff,
}

/// A state file with this image of the chain.
pub(super) fn seal(image: &[u8]) -> Vec<u8> {
    let checksum = checksum(VERSION, CHAIN_ID, image);
    [
        &MAGIC[..],
        &VERSION.to_be_bytes(),
        &CHAIN_ID.to_be_bytes(),
        checksum.as_slice(),
        image,
    ]
    .concat()
}

/// The image of the chain in a state file.
///
/// # Errors
/// [`FormatError`], the first that fits in the order of the bytes.
pub(super) fn open(file: &[u8]) -> Result<&[u8], FormatError> {
    let rest = file.strip_prefix(&MAGIC).ok_or(FormatError::Foreign)?;
    let (version, rest) = rest.split_first_chunk().ok_or(FormatError::CutOff)?;
    let (found, known) = (u32::from_be_bytes(*version), VERSION);
    if found != known {
        return Err(FormatError::Version { found, known });
    }
    let (chain_id, rest) = rest.split_first_chunk().ok_or(FormatError::CutOff)?;
    let (found, known) = (u64::from_be_bytes(*chain_id), CHAIN_ID);
    if found != known {
        return Err(FormatError::Chain { found, known });
    }
    let (stated, image) = rest.split_first_chunk().ok_or(FormatError::CutOff)?;
    if checksum(VERSION, CHAIN_ID, image) == B256::from(*stated) {
        Ok(image)
    } else {
        Err(FormatError::Checksum)
    }
}

fn checksum(version: u32, chain_id: u64, image: &[u8]) -> B256 {
    let mut hasher = Keccak256::new();
    hasher.update(version.to_be_bytes());
    hasher.update(chain_id.to_be_bytes());
    hasher.update(image);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn open_succeeds_with_what_was_sealed() {
        for image in [&[][..], &[7; 1000]] {
            assert_eq!(open(&seal(image)), Ok(image));
        }
    }

    #[test]
    fn open_fails_naming_what_is_different() {
        let file = seal(b"image");
        assert_eq!(open(b"{\"json\":1}"), Err(FormatError::Foreign));
        let mut other = file.clone();
        other[11] = 9;
        let (found, known) = (9, VERSION);
        assert_eq!(open(&other), Err(FormatError::Version { found, known }));
        let mut other = file.clone();
        other[12..20].copy_from_slice(&1_u64.to_be_bytes());
        let (found, known) = (1, CHAIN_ID);
        assert_eq!(open(&other), Err(FormatError::Chain { found, known }));
        assert_eq!(open(&file[..30]), Err(FormatError::CutOff));
        let longer = [&file[..], &[0]].concat();
        assert_eq!(open(&longer), Err(FormatError::Checksum));
    }

    proptest! {
        #[test]
        fn prop_open_fails_when_the_file_is_cut_off(
            image: Vec<u8>,
            left: prop::sample::Index,
        ) {
            let file = seal(&image);
            prop_assert!(open(&file[..left.index(file.len())]).is_err());
        }

        #[test]
        fn prop_open_fails_when_a_byte_is_changed(
            image: Vec<u8>,
            at: prop::sample::Index,
            flip in 1_u8..,
        ) {
            let mut file = seal(&image);
            let at = at.index(file.len());
            file[at] ^= flip;
            prop_assert!(open(&file).is_err());
        }
    }
}
