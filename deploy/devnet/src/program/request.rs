//! Host functions that need the chain.

/// A pointer into the program's memory.
pub(super) type Pointer = u32;

/// Which kind of call is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CallKind {
    /// With this pointer to the value.
    Call {
        value: Pointer,
    },
    Delegate,
    Static,
}

/// A host call that the interpreter cannot serve by itself, with its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Request {
    StorageLoad {
        key: Pointer,
        dest: Pointer,
    },
    StorageFlush {
        clear: bool,
    },
    TransientLoad {
        key: Pointer,
        dest: Pointer,
    },
    TransientStore {
        key: Pointer,
        value: Pointer,
    },
    Call {
        kind: CallKind,
        contract: Pointer,
        data: Pointer,
        data_len: u32,
        gas: u64,
        ret_len: Pointer,
    },
    Create {
        code: Pointer,
        code_len: u32,
        endowment: Pointer,
        /// Of `create2` only.
        salt: Option<Pointer>,
        contract: Pointer,
        revert_len: Pointer,
    },
    EmitLog {
        data: Pointer,
        len: u32,
        topics: u32,
    },
    AccountBalance {
        address: Pointer,
        dest: Pointer,
    },
    AccountCode {
        address: Pointer,
        offset: u32,
        size: u32,
        dest: Pointer,
    },
    AccountCodeSize {
        address: Pointer,
    },
    AccountCodeHash {
        address: Pointer,
        dest: Pointer,
    },
    PayForMemoryGrow {
        pages: u32,
    },
}

impl Request {
    /// Name of the host function.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::StorageLoad { .. } => "storage_load_bytes32",
            Self::StorageFlush { .. } => "storage_flush_cache",
            Self::TransientLoad { .. } => "transient_load_bytes32",
            Self::TransientStore { .. } => "transient_store_bytes32",
            Self::Call { kind, .. } => match kind {
                CallKind::Call { .. } => "call_contract",
                CallKind::Delegate => "delegate_call_contract",
                CallKind::Static => "static_call_contract",
            },
            Self::Create { salt: None, .. } => "create1",
            Self::Create { salt: Some(_), .. } => "create2",
            Self::EmitLog { .. } => "emit_log",
            Self::AccountBalance { .. } => "account_balance",
            Self::AccountCode { .. } => "account_code",
            Self::AccountCodeSize { .. } => "account_code_size",
            Self::AccountCodeHash { .. } => "account_codehash",
            Self::PayForMemoryGrow { .. } => "pay_for_memory_grow",
        }
    }
}
