//! An empty package that is resolved, never compiled.
//!
//! alloy and revm name `c-kzg` 2 as an optional dependency with weak features, so
//! Cargo puts it into the lock file although nothing turns it on. motsu really uses
//! `c-kzg` 1, and a lock file may hold only one package that links `ckzg`.
compile_error!("something turned on KZG (alloy's or revm's `c-kzg`): nothing of Smart L2 needs it; turn it off");
