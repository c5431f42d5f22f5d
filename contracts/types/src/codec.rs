//! Writing and reading of the fixed encodings: big-endian, fixed width, without gaps.

/// Why bytes are not the encoding of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The encoding has one length only, and this is another.
    #[error("expected {expected} bytes, got {actual}")]
    Length {
        /// The only possible length, in bytes.
        expected: usize,
        /// The length that was given, in bytes.
        actual: usize,
    },
    /// An element is shorter than its two numbers.
    #[error("expected at least {minimum} bytes, got {actual}")]
    TooShort {
        /// The least possible length, in bytes.
        minimum: usize,
        /// The length that was given, in bytes.
        actual: usize,
    },
    /// An element is above the hard cap.
    #[error("expected at most {maximum} bytes, got {actual}")]
    TooLong {
        /// The greatest possible length, in bytes.
        maximum: usize,
        /// The length that was given, in bytes.
        actual: usize,
    },
    /// Bytes that must be zero are not: the value would have two encodings.
    #[error("the reserved bytes from offset {offset} on are not zero")]
    Reserved {
        /// Where the reserved bytes begin.
        offset: usize,
    },
    /// A share is above the whole.
    #[error("{points} basis points are more than the whole")]
    BasisPoints {
        /// The number of basis points that was given.
        points: u16,
    },
    /// Flags that mean nothing, or contradict each other or the rest of the value.
    #[error("flags {flags:#010b} mean nothing here")]
    Flags {
        /// The flags that were given.
        flags: u8,
    },
}

/// Fills an array of `N` bytes from the left. Encoders write exactly `N` bytes, which their tests hold.
pub(crate) struct Writer<const N: usize> {
    bytes: [u8; N],
    offset: usize,
}

impl<const N: usize> Writer<N> {
    pub(crate) fn new() -> Self {
        Self {
            bytes: [0; N],
            offset: 0,
        }
    }

    pub(crate) fn put(mut self, field: &[u8]) -> Self {
        let end = self.offset + field.len();
        self.bytes[self.offset..end].copy_from_slice(field);
        self.offset = end;
        self
    }

    pub(crate) fn u16(self, value: u16) -> Self {
        self.put(&value.to_be_bytes())
    }

    pub(crate) fn u32(self, value: u32) -> Self {
        self.put(&value.to_be_bytes())
    }

    pub(crate) fn u64(self, value: u64) -> Self {
        self.put(&value.to_be_bytes())
    }

    pub(crate) fn u128(self, value: u128) -> Self {
        self.put(&value.to_be_bytes())
    }

    pub(crate) fn finish(self) -> [u8; N] {
        debug_assert_eq!(self.offset, N, "an encoder must fill its array");
        self.bytes
    }
}

/// Takes an array of `N` bytes apart from the left. Decoders read exactly `N` bytes.
pub(crate) struct Reader<'a, const N: usize> {
    bytes: &'a [u8; N],
    offset: usize,
}

impl<'a, const N: usize> Reader<'a, N> {
    /// The only place where a length can be wrong.
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let bytes = bytes.try_into().map_err(|_| DecodeError::Length {
            expected: N,
            actual: bytes.len(),
        })?;
        Ok(Self { bytes, offset: 0 })
    }

    pub(crate) fn take<const M: usize>(&mut self) -> [u8; M] {
        let mut field = [0; M];
        field.copy_from_slice(&self.bytes[self.offset..self.offset + M]);
        self.offset += M;
        field
    }

    pub(crate) fn u8(&mut self) -> u8 {
        u8::from_be_bytes(self.take())
    }

    pub(crate) fn u16(&mut self) -> u16 {
        u16::from_be_bytes(self.take())
    }

    pub(crate) fn u32(&mut self) -> u32 {
        u32::from_be_bytes(self.take())
    }

    pub(crate) fn u64(&mut self) -> u64 {
        u64::from_be_bytes(self.take())
    }

    pub(crate) fn u128(&mut self) -> u128 {
        u128::from_be_bytes(self.take())
    }

    /// Passes over `M` bytes that must be zero.
    pub(crate) fn reserved<const M: usize>(&mut self) -> Result<(), DecodeError> {
        let offset = self.offset;
        if self.take::<M>() == [0; M] {
            Ok(())
        } else {
            Err(DecodeError::Reserved { offset })
        }
    }
}
