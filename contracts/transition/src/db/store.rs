//! The embedded store: two tables, by hash.

use alloy_primitives::{B256, Bytes, keccak256};
use redb::{
    Database, Error, ReadOnlyTable, ReadableDatabase, TableDefinition, backends::InMemoryBackend,
};
use std::path::Path;

use crate::{NodeSource, Witness, world::NewParts};

type Table = TableDefinition<'static, [u8; 32], &'static [u8]>;

const NODES: Table = TableDefinition::new("nodes");
const CODES: Table = TableDefinition::new("codes");

/// Trie nodes and bytecodes on disk or in memory.
#[derive(Debug)]
pub(super) struct Store {
    database: Database,
}

impl Store {
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        Self::prepare(Database::create(path)?)
    }

    pub(super) fn in_memory() -> Result<Self, Error> {
        Self::prepare(Database::builder().create_with_backend(InMemoryBackend::new())?)
    }

    /// Makes sure that both tables are there.
    pub(super) fn prepare(database: Database) -> Result<Self, Error> {
        let transaction = database.begin_write()?;
        transaction.open_table(NODES)?;
        transaction.open_table(CODES)?;
        transaction.commit()?;
        Ok(Self { database })
    }

    /// Writes all parts, or none.
    pub(super) fn write(&self, parts: &NewParts) -> Result<(), Error> {
        let transaction = self.database.begin_write()?;
        {
            let mut table = transaction.open_table(NODES)?;
            let mut nodes: Vec<&(B256, Vec<u8>)> = parts.nodes.iter().collect();
            // In the order of the keys neighbours share a page; the same node may have come twice.
            nodes.sort_unstable_by_key(|(hash, _)| *hash);
            nodes.dedup_by_key(|(hash, _)| *hash);
            for (hash, rlp) in nodes {
                table.insert(hash.0, rlp.as_slice())?;
            }
            let mut table = transaction.open_table(CODES)?;
            for (hash, code) in &parts.codes {
                table.insert(hash.0, code.as_ref())?;
            }
        }
        transaction.commit()?;
        Ok(())
    }

    pub(super) fn snapshot(&self) -> Result<Snapshot, Error> {
        let transaction = self.database.begin_read()?;
        Ok(Snapshot {
            nodes: transaction.open_table(NODES)?,
            codes: transaction.open_table(CODES)?,
        })
    }
}

/// The content of a [`super::StateDb`] at one moment.
pub struct Snapshot {
    nodes: ReadOnlyTable<[u8; 32], &'static [u8]>,
    codes: ReadOnlyTable<[u8; 32], &'static [u8]>,
}

impl core::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Snapshot").finish_non_exhaustive()
    }
}

impl NodeSource for Snapshot {
    type Error = Error;

    fn node(&self, hash: &B256) -> Result<Option<Bytes>, Error> {
        let node = self.nodes.get(hash.0)?;
        Ok(node.map(|rlp| Bytes::copy_from_slice(rlp.value())))
    }

    fn code(&self, hash: &B256) -> Result<Option<Bytes>, Error> {
        let code = self.codes.get(hash.0)?;
        Ok(code.map(|code| Bytes::copy_from_slice(code.value())))
    }
}

impl From<Witness> for NewParts {
    fn from(witness: Witness) -> Self {
        let nodes = witness.nodes.into_iter();
        let codes = witness.codes.into_iter();
        Self {
            nodes: nodes.map(|rlp| (keccak256(&rlp), rlp.to_vec())).collect(),
            codes: codes.map(|code| (keccak256(&code), code)).collect(),
        }
    }
}
