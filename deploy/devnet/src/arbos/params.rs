//! Parameters of the Stylus virtual machine (sheet of the VM, section 5.8).

use revm::primitives::U256;

use super::version::ArbosVersion;

/// Units of `min_init_gas`.
const MIN_INIT_GAS_UNITS: u64 = 128;
/// Units of `min_cached_init_gas`.
const MIN_CACHED_GAS_UNITS: u64 = 32;
/// Percent that one unit of a cost scalar stands for.
const COST_SCALAR_PERCENT: u64 = 2;

/// What the chain owner can set about programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StylusParams {
    /// Version of the virtual machine; programs of another must be activated again.
    pub version: u16,
    /// Ink per gas, 24 bits, not 0.
    pub ink_price: u32,
    /// Words of stack of one program instance.
    pub max_stack_depth: u32,
    /// Memory pages of 64 KiB that are free.
    pub free_pages: u16,
    /// Gas per page above.
    pub page_gas: u16,
    /// Pages that may be open; 0 for no limit.
    pub page_limit: u16,
    /// Least gas of initialisation, in units of 128.
    pub min_init_gas: u8,
    /// Least gas of cached initialisation, in units of 32.
    pub min_cached_init_gas: u8,
    /// Scale of recorded costs, in units of 2 percent.
    pub init_cost_scalar: u8,
    /// Scale of recorded cached costs, in units of 2 percent.
    pub cached_cost_scalar: u8,
    /// Days after which a program must be activated again.
    pub expiry_days: u16,
    /// Days after which an activation may be prolonged.
    pub keepalive_days: u16,
    /// Programs that a block remembers.
    pub block_cache_size: u16,
    /// Bytes that a WASM file may have.
    pub max_wasm_size: u32,
    /// Fragments that a program may consist of.
    pub max_fragment_count: u8,
}

impl StylusParams {
    /// Growth of the page price. Reported, but not used in the computation.
    pub const PAGE_RAMP: u64 = 620_674_314;

    /// What a new chain of that version begins with.
    pub const fn initial(arbos: ArbosVersion) -> Self {
        let large = arbos.has_fragments();
        Self {
            version: arbos.stylus(),
            ink_price: 10_000,
            max_stack_depth: 22_000,
            free_pages: 2,
            page_gas: 1000,
            page_limit: 128,
            min_init_gas: 69,
            min_cached_init_gas: 11,
            init_cost_scalar: 50,
            cached_cost_scalar: 50,
            expiry_days: 365,
            keepalive_days: 31,
            block_cache_size: 32,
            max_wasm_size: if large { 262_144 } else { 131_072 },
            max_fragment_count: if large { 4 } else { 0 },
        }
    }

    /// Gas of initialising a program with this recorded cost, the cached part not included.
    pub(crate) fn init_gas(&self, recorded: u16) -> u64 {
        let least = u64::from(self.min_init_gas) * MIN_INIT_GAS_UNITS;
        least + scaled(recorded, self.init_cost_scalar)
    }

    /// Gas of the part of the initialisation that a cached program costs too.
    pub(crate) fn cached_init_gas(&self, recorded: u16) -> u64 {
        let least = u64::from(self.min_cached_init_gas) * MIN_CACHED_GAS_UNITS;
        least + scaled(recorded, self.cached_cost_scalar)
    }

    /// Least gas of both parts, as `minInitGas` answers.
    pub(crate) fn least_init_gas(&self) -> (u64, u64) {
        (self.init_gas(0), self.cached_init_gas(0))
    }

    /// Whether the page limit binds consensus.
    pub(crate) const fn has_page_cap(&self) -> bool {
        self.version >= 3
    }

    /// Stores in one word.
    pub(crate) fn to_word(self) -> U256 {
        let mut bytes = Vec::with_capacity(32);
        bytes.extend(self.version.to_be_bytes());
        bytes.extend(&self.ink_price.to_be_bytes()[1..]);
        bytes.extend(self.max_stack_depth.to_be_bytes());
        for field in [self.free_pages, self.page_gas, self.page_limit] {
            bytes.extend(field.to_be_bytes());
        }
        bytes.extend([
            self.min_init_gas,
            self.min_cached_init_gas,
            self.init_cost_scalar,
            self.cached_cost_scalar,
        ]);
        for field in [self.expiry_days, self.keepalive_days, self.block_cache_size] {
            bytes.extend(field.to_be_bytes());
        }
        bytes.extend(self.max_wasm_size.to_be_bytes());
        bytes.push(self.max_fragment_count);
        bytes.resize(32, 0);
        U256::from_be_slice(&bytes)
    }

    /// Reads what [`Self::to_word`] stored.
    pub(crate) fn from_word(word: U256) -> Self {
        let bytes = word.to_be_bytes::<32>();
        let short = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        let long = |at: usize| {
            u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        Self {
            version: short(0),
            ink_price: u32::from_be_bytes([0, bytes[2], bytes[3], bytes[4]]),
            max_stack_depth: long(5),
            free_pages: short(9),
            page_gas: short(11),
            page_limit: short(13),
            min_init_gas: bytes[15],
            min_cached_init_gas: bytes[16],
            init_cost_scalar: bytes[17],
            cached_cost_scalar: bytes[18],
            expiry_days: short(19),
            keepalive_days: short(21),
            block_cache_size: short(23),
            max_wasm_size: long(25),
            max_fragment_count: bytes[29],
        }
    }
}

/// A recorded cost times its scalar, rounded up.
fn scaled(recorded: u16, scalar: u8) -> u64 {
    (u64::from(recorded) * u64::from(scalar) * COST_SCALAR_PERCENT).div_ceil(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_word_succeeds_with_what_was_stored() {
        let params = StylusParams {
            ink_price: 0x00AB_CDEF,
            keepalive_days: 7,
            ..StylusParams::initial(ArbosVersion::V60)
        };
        assert_eq!(StylusParams::from_word(params.to_word()), params);
    }

    #[test]
    fn init_gas_succeeds_with_minimum_and_scalar() {
        let mut params = StylusParams::initial(ArbosVersion::V60);
        assert_eq!(params.least_init_gas(), (8832, 352));
        assert_eq!(params.init_gas(37), 8869);
        params.init_cost_scalar = 51;
        assert_eq!(params.init_gas(37), 8832 + 38);
    }
}
