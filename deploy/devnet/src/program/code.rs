//! How programs lie on the chain (sheet of the VM, section 1).

use std::io::Read;

use revm::primitives::Address;

/// First bytes of every kind of program code.
const PREFIX: [u8; 2] = [0xEF, 0xF0];
const CLASSIC: u8 = 0x00;
const FRAGMENT: u8 = 0x01;
const ROOT: u8 = 0x02;

/// Bytes of prefix and kind.
const KIND_BYTES: usize = 3;
/// Bytes of prefix, kind and dictionary.
const CLASSIC_HEADER: usize = 4;
/// Bytes of prefix, kind, dictionary and length.
const ROOT_HEADER: usize = 8;
const ADDRESS_BYTES: usize = 20;

/// The only dictionary that tools use: none.
const NO_DICTIONARY: u8 = 0;

/// Code that holds a program or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ProgramCode<'a> {
    /// A whole program.
    Classic {
        dictionary: u8,
        compressed: &'a [u8],
    },
    /// A part of the compressed bytes of a larger one.
    Fragment { part: &'a [u8] },
    /// Where the parts lie.
    Root(RootCode),
}

/// Directory of a program in fragments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RootCode {
    pub(crate) dictionary: u8,
    /// Length of the WASM file.
    pub(crate) length: u32,
    /// In order.
    pub(crate) fragments: Vec<Address>,
}

/// Why code cannot be turned into a WASM file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// A dictionary other than none.
    #[error("unsupported dictionary type: {0}")]
    Dictionary(u8),
    /// Not brotli, cut off, or longer than `limit` bytes.
    #[error("not brotli of at most {limit} bytes")]
    Compression {
        /// Bytes that the file may have.
        limit: usize,
    },
    /// A root that is cut off, or whose addresses are no multiple of 20 bytes long.
    #[error("a root of {0} bytes holds no whole addresses")]
    Root(usize),
}

impl<'a> ProgramCode<'a> {
    /// Reads `code`; `None` if it is no Stylus code at all.
    ///
    /// # Errors
    /// [`CodeError::Root`].
    pub(crate) fn parse(code: &'a [u8]) -> Result<Option<Self>, CodeError> {
        let Some(kind) = kind(code) else {
            return Ok(None);
        };
        Ok(match kind {
            CLASSIC => Some(Self::Classic {
                dictionary: code[3],
                compressed: &code[CLASSIC_HEADER..],
            }),
            FRAGMENT => Some(Self::Fragment {
                part: &code[KIND_BYTES..],
            }),
            ROOT => Some(Self::Root(root(code)?)),
            _ => None,
        })
    }
}

/// Which kind of code it claims to be. Three bytes alone claim nothing.
fn kind(code: &[u8]) -> Option<u8> {
    (code.len() > KIND_BYTES && code.starts_with(&PREFIX)).then(|| code[2])
}

fn root(code: &[u8]) -> Result<RootCode, CodeError> {
    let addresses = code
        .get(ROOT_HEADER..)
        .filter(|addresses| addresses.len() % ADDRESS_BYTES == 0)
        .ok_or(CodeError::Root(code.len()))?;
    Ok(RootCode {
        dictionary: code[3],
        length: u32::from_be_bytes([code[4], code[5], code[6], code[7]]),
        fragments: addresses
            .chunks(ADDRESS_BYTES)
            .map(Address::from_slice)
            .collect(),
    })
}

/// Whether an account with this code runs as a program. A root runs whatever it holds: one that is
/// malformed cannot be activated, and so its calls fail.
pub(crate) fn is_program(code: &[u8]) -> bool {
    matches!(kind(code), Some(CLASSIC | ROOT))
}

/// Whether code that begins with 0xEF may be deployed; `fragments` admits parts and roots.
pub(crate) fn is_deployable(code: &[u8], fragments: bool) -> bool {
    match kind(code) {
        Some(CLASSIC) => true,
        Some(FRAGMENT | ROOT) => fragments,
        _ => false,
    }
}

/// Unpacks a WASM file of at most `limit` bytes.
///
/// # Errors
/// [`CodeError`]: dictionary or compression.
pub(crate) fn decompress(
    compressed: &[u8],
    dictionary: u8,
    limit: usize,
) -> Result<Vec<u8>, CodeError> {
    const BUFFER: usize = 4096;
    if dictionary != NO_DICTIONARY {
        return Err(CodeError::Dictionary(dictionary));
    }
    let mut wasm = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    brotli::Decompressor::new(compressed, BUFFER)
        .take(most)
        .read_to_end(&mut wasm)
        .map_err(|_| CodeError::Compression { limit })?;
    if wasm.len() > limit {
        return Err(CodeError::Compression { limit });
    }
    Ok(wasm)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compress(bytes: &[u8]) -> Vec<u8> {
        let mut compressed = Vec::new();
        brotli::CompressorReader::new(bytes, 4096, 11, 22)
            .read_to_end(&mut compressed)
            .unwrap();
        compressed
    }

    #[test]
    fn parse_succeeds_for_each_kind() {
        assert_eq!(
            ProgramCode::parse(&[0xEF, 0xF0, 0, 0, 7]),
            Ok(Some(ProgramCode::Classic {
                dictionary: 0,
                compressed: &[7]
            }))
        );
        assert_eq!(
            ProgramCode::parse(&[0xEF, 0xF0, 1, 9]),
            Ok(Some(ProgramCode::Fragment { part: &[9] }))
        );
        let mut root = vec![0xEF, 0xF0, 2, 0, 0, 0, 1, 2];
        root.extend([0x11; 20]);
        assert_eq!(
            ProgramCode::parse(&root),
            Ok(Some(ProgramCode::Root(RootCode {
                dictionary: 0,
                length: 258,
                fragments: vec![Address::repeat_byte(0x11)]
            })))
        );
    }

    #[test]
    fn parse_reverts_root_when_its_addresses_are_not_whole() {
        let mut root = vec![0xEF, 0xF0, 2, 0, 0, 0, 1];
        assert_eq!(ProgramCode::parse(&root), Err(CodeError::Root(7)));
        root.extend([2; 20]);
        assert_eq!(ProgramCode::parse(&root), Err(CodeError::Root(27)));
    }

    #[test]
    fn parse_succeeds_with_nothing_when_three_bytes_are_all() {
        for kind in [CLASSIC, FRAGMENT, ROOT] {
            assert_eq!(ProgramCode::parse(&[0xEF, 0xF0, kind]), Ok(None));
            assert!(!is_deployable(&[0xEF, 0xF0, kind], true));
        }
    }

    #[test]
    fn is_program_succeeds_only_for_executable_kinds() {
        assert!(is_program(&[0xEF, 0xF0, 0, 0]));
        assert!(!is_program(&[0xEF, 0xF0, 0]));
        assert!(!is_program(&[0xEF, 0xF0, 1, 0]));
        assert!(!is_program(&[0xEF, 0x01, 0, 0]));
        assert!(is_program(&[0xEF, 0xF0, 2, 0]));
    }

    #[test]
    fn decompress_succeeds_up_to_the_limit() {
        let bytes = vec![5; 1000];
        let compressed = compress(&bytes);
        assert_eq!(decompress(&compressed, 0, 1000), Ok(bytes));
        assert_eq!(
            decompress(&compressed, 0, 999),
            Err(CodeError::Compression { limit: 999 })
        );
    }

    #[test]
    fn decompress_succeeds_ignoring_what_follows_the_stream() {
        let bytes = vec![5; 1000];
        let mut compressed = compress(&bytes);
        compressed.extend([1, 2, 3]);
        assert_eq!(decompress(&compressed, 0, 1000), Ok(bytes));
    }

    #[test]
    fn decompress_reverts_compression_when_cut_off() {
        let compressed = compress(&[5; 1000]);
        let cut = &compressed[..compressed.len() - 1];
        assert_eq!(
            decompress(cut, 0, 1000),
            Err(CodeError::Compression { limit: 1000 })
        );
    }

    #[test]
    fn decompress_reverts_dictionary_when_one_is_asked_for() {
        assert_eq!(decompress(&[], 1, 10), Err(CodeError::Dictionary(1)));
    }
}
