//! Parts of a witness that stand as code on the host.

use alloc::vec::Vec;
use alloy_primitives::Address;

use crate::Host;

/// First byte of a staged part: whoever calls it does nothing.
const STOP: u8 = 0x00;

/// Puts the parts together, in order, and `rest` after them.
///
/// # Errors
///
/// The first account whose code does not begin with a STOP byte.
pub(crate) fn assemble(
    host: &impl Host,
    parts: &[Address],
    rest: &[u8],
) -> Result<Vec<u8>, Address> {
    let mut witness = Vec::new();
    for part in parts {
        append(host, part, &mut witness).ok_or(*part)?;
    }
    witness.extend_from_slice(rest);
    Ok(witness)
}

fn append(host: &impl Host, part: &Address, witness: &mut Vec<u8>) -> Option<()> {
    let data = host.code_length(part).checked_sub(1)?;
    let mut first = [0];
    host.read_code(part, 0, &mut first);
    if first != [STOP] {
        return None;
    }
    let start = witness.len();
    witness.resize(start + data, 0);
    if data > 0 {
        host.read_code(part, 1, &mut witness[start..]);
    }
    Some(())
}
