//! What the chain stores for a program, and the transactions' init code that stores it.

use std::io::Cursor;

use brotli::enc::BrotliEncoderParams;

use super::error::BuildError;

/// Most bytes that one account's code may have (EIP-170).
pub const CODE_LIMIT: usize = 24_576;
/// Most bytes of a decompressed module (ArbOS 60).
pub const RAW_LIMIT: usize = 262_144;
/// Most fragments of one program (ArbOS 60).
pub const FRAGMENT_LIMIT: usize = 4;
/// Length of the init code before the code that it returns.
pub const PRELUDE_LENGTH: usize = 43;

/// Marks a whole program; the last byte says that no shared dictionary was used.
const CLASSIC: [u8; 4] = [0xEF, 0xF0, 0x00, 0x00];
/// Marks a slice of a compressed program.
const FRAGMENT: [u8; 3] = [0xEF, 0xF0, 0x01];
/// Marks the account that lists the slices; the last byte as in [`CLASSIC`].
const ROOT: [u8; 4] = [0xEF, 0xF0, 0x02, 0x00];

const QUALITY: i32 = 11;
const WINDOW: i32 = 22;

/// A program as the chain stores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeployedCode {
    /// One account holds everything.
    Whole(Vec<u8>),
    /// The compressed module is too large for one account.
    Fragments {
        /// The code of each fragment's account, prefix included, in order.
        fragments: Vec<Vec<u8>>,
        /// Length of the decompressed module, which the root declares.
        raw_length: u32,
    },
}

impl DeployedCode {
    /// The code of the account that is called, given its fragments' addresses in order (none
    /// for [`DeployedCode::Whole`]).
    pub fn program(&self, fragments: &[[u8; 20]]) -> Vec<u8> {
        match self {
            Self::Whole(code) => code.clone(),
            Self::Fragments { raw_length, .. } => {
                let mut code = ROOT.to_vec();
                code.extend_from_slice(&raw_length.to_be_bytes());
                code.extend(fragments.iter().flatten());
                code
            }
        }
    }

    /// The code of each fragment; empty for a whole program.
    pub fn fragments(&self) -> &[Vec<u8>] {
        match self {
            Self::Whole(_) => &[],
            Self::Fragments { fragments, .. } => fragments,
        }
    }
}

/// Compresses a canonical module and puts the chain's prefixes before it.
///
/// Returns the code and the length of the compressed module in bytes, without prefixes.
///
/// # Errors
///
/// [`BuildError::TooLarge`] above 256 KiB raw or four fragments.
pub fn pack(wasm: &[u8]) -> Result<(DeployedCode, usize), BuildError> {
    let raw_length = u32::try_from(wasm.len())
        .ok()
        .filter(|_| wasm.len() <= RAW_LIMIT)
        .ok_or(BuildError::TooLarge {
            what: "the decompressed module",
            actual: wasm.len(),
            limit: RAW_LIMIT,
        })?;
    let compressed = compress(wasm)?;
    let length = compressed.len();
    if CLASSIC.len() + length <= CODE_LIMIT {
        return Ok((
            DeployedCode::Whole([&CLASSIC, &*compressed].concat()),
            length,
        ));
    }
    let slice = CODE_LIMIT - FRAGMENT.len();
    if length > FRAGMENT_LIMIT * slice {
        return Err(BuildError::TooLarge {
            what: "the compressed module",
            actual: length,
            limit: FRAGMENT_LIMIT * slice,
        });
    }
    let fragments = compressed
        .chunks(slice)
        .map(|part| [&FRAGMENT, part].concat())
        .collect();
    let code = DeployedCode::Fragments {
        fragments,
        raw_length,
    };
    Ok((code, length))
}

/// Init code that returns `code`: copies what follows the 43-byte prelude.
///
/// `PUSH32 length, DUP1, PUSH1 43, PUSH1 0, CODECOPY, PUSH1 0, RETURN`, then a version byte 0.
pub fn init_code(code: &[u8]) -> Vec<u8> {
    let mut init = Vec::with_capacity(PRELUDE_LENGTH + code.len());
    init.push(0x7f);
    init.extend_from_slice(&[0; 24]);
    init.extend_from_slice(&(code.len() as u64).to_be_bytes());
    init.extend_from_slice(&[0x80, 0x60, 0x2b, 0x60, 0x00, 0x39, 0x60, 0x00, 0xf3, 0x00]);
    init.extend_from_slice(code);
    init
}

fn compress(wasm: &[u8]) -> Result<Vec<u8>, BuildError> {
    let params = BrotliEncoderParams {
        quality: QUALITY,
        lgwin: WINDOW,
        size_hint: wasm.len(),
        ..BrotliEncoderParams::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut Cursor::new(wasm), &mut compressed, &params)
        .map_err(BuildError::Compression)?;
    Ok(compressed)
}
