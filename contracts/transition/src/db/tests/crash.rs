//! A disk that dies in the middle of a batch.

use alloc::{sync::Arc, vec::Vec};
use redb::{Database, StorageBackend};
use std::{io, sync::Mutex};

use super::{StateDb, VAULT, move_tokens, token_chain};
use crate::db::store::Store;

/// Bytes of a disk that takes so many more writes and then fails.
#[derive(Clone, Debug, Default)]
struct Disk(Arc<Mutex<Platter>>);

#[derive(Clone, Debug, Default)]
struct Platter {
    bytes: Vec<u8>,
    writes_left: usize,
}

impl Disk {
    fn with(bytes: Vec<u8>, writes_left: usize) -> Self {
        Self(Arc::new(Mutex::new(Platter { bytes, writes_left })))
    }

    fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().bytes.clone()
    }

    fn open(&self) -> StateDb {
        let database = Database::builder()
            .create_with_backend(self.clone())
            .unwrap();
        StateDb {
            store: Store::prepare(database).unwrap(),
        }
    }

    fn spend(platter: &mut Platter) -> io::Result<()> {
        platter.writes_left = platter
            .writes_left
            .checked_sub(1)
            .ok_or_else(|| io::Error::other("the disk is gone"))?;
        Ok(())
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.lock().unwrap().bytes.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(offset).unwrap();
        out.copy_from_slice(&self.0.lock().unwrap().bytes[start..start + out.len()]);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut platter = self.0.lock().unwrap();
        Self::spend(&mut platter)?;
        platter.bytes.resize(usize::try_from(len).unwrap(), 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Self::spend(&mut self.0.lock().unwrap())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut platter = self.0.lock().unwrap();
        Self::spend(&mut platter)?;
        let start = usize::try_from(offset).unwrap();
        platter.bytes[start..start + data.len()].copy_from_slice(data);
        Ok(())
    }
}

#[test]
fn execute_batch_is_written_whole_or_not_at_all_when_the_disk_dies() {
    let disk = Disk::with(Vec::new(), usize::MAX);
    let db = disk.open();
    let (chain, before) = token_chain(&db);
    let elements: Vec<Vec<u8>> = (0..10).map(|nonce| move_tokens(nonce, VAULT, 1)).collect();
    let outcomes = db
        .preview_batch(&chain.rules, &before, &elements, &chain.bounds)
        .unwrap();
    drop(db);
    let start = disk.bytes();

    let (mut lost, mut kept) = (0, 0);
    for writes in 0.. {
        let disk = Disk::with(start.clone(), usize::MAX);
        let db = disk.open();
        disk.0.lock().unwrap().writes_left = writes;
        let written = db.execute_batch(&chain.rules, &before, &elements, &chain.bounds);
        // What the disk holds at this moment is all that is left.
        let after_crash = Disk::with(disk.bytes(), usize::MAX);
        drop(db);

        let db = after_crash.open();
        assert!(db.knows(&before).unwrap());
        let known: Vec<bool> = outcomes
            .iter()
            .map(|outcome| db.knows(&outcome.after).unwrap())
            .collect();
        assert!(known.iter().all(|each| *each == known[0]), "{known:?}");
        // Nothing that was confirmed is lost.
        assert!(known[0] || written.is_err());
        if known[0] {
            kept += 1;
        } else {
            lost += 1;
        }
        let again = db
            .execute_batch(&chain.rules, &before, &elements, &chain.bounds)
            .unwrap();
        assert_eq!(again, outcomes);
        if written.is_ok() {
            break;
        }
    }
    assert!(lost > 0 && kept > 0, "{lost} {kept}");
}

#[test]
fn open_finds_the_states_of_an_earlier_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.redb");
    let elements = [move_tokens(0, VAULT, 1)];
    let db = StateDb::open(&file).unwrap();
    let (chain, before) = token_chain(&db);
    let outcomes = db
        .execute_batch(&chain.rules, &before, &elements, &chain.bounds)
        .unwrap();
    assert!(StateDb::open(&file).is_err(), "two processes on one file");
    drop(db);

    let db = StateDb::open(&file).unwrap();
    assert!(db.knows(&before).unwrap());
    assert!(db.knows(&outcomes[0].after).unwrap());
}
