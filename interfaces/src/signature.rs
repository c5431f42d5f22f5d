//! Cutting a function signature into its argument types, in `const` context.

/// The type of argument `n` (from 0) of a signature such as `f((uint8,bool),bytes)`.
///
/// # Panics
///
/// At compile time, if the signature has no such argument.
pub(crate) const fn argument(signature: &'static str, n: usize) -> &'static str {
    let bytes = signature.as_bytes();
    let mut start = 0;
    while bytes[start] != b'(' {
        start += 1;
    }
    start += 1;
    let (mut at, mut depth, mut seen) = (start, 0, 0);
    loop {
        let end_of_argument = depth == 0 && (bytes[at] == b',' || bytes[at] == b')');
        if end_of_argument && seen == n {
            return slice(bytes, start, at);
        }
        if end_of_argument {
            seen += 1;
            start = at + 1;
        }
        match bytes[at] {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
}

const fn slice(bytes: &'static [u8], from: usize, to: usize) -> &'static str {
    let (head, _) = bytes.split_at(to);
    let (_, cut) = head.split_at(from);
    match core::str::from_utf8(cut) {
        Ok(text) => text,
        Err(_) => panic!("a signature is ASCII"),
    }
}

#[cfg(test)]
mod tests {
    use super::argument;

    #[test]
    fn argument_succeeds_at_each_position() {
        let signature = "f((uint8,(bool,bytes)[]),address,uint256[2])";
        assert_eq!(argument(signature, 0), "(uint8,(bool,bytes)[])");
        assert_eq!(argument(signature, 1), "address");
        assert_eq!(argument(signature, 2), "uint256[2]");
    }

    #[test]
    #[should_panic(expected = "index out of bounds")]
    fn argument_panics_when_there_is_none() {
        argument("f(bool)", 1);
    }
}
