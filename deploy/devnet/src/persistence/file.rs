//! One state file, held against other nodes.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
    process,
};

use super::{
    error::StateError,
    format::{self, FormatError},
};
use crate::chain::{Chain, Config};

/// A state file that this process alone writes, as long as the value lives.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    /// Locked. A file of its own beside the state file, since that one is replaced when written;
    /// it stays there, because its removal would let two nodes lock two files of its name.
    _lock: File,
}

impl StateFile {
    /// Takes the file at `path`, which need not exist. Its directory must be writable.
    ///
    /// # Errors
    /// Another node has it, it is not a regular file, or its directory cannot be written to.
    pub(crate) fn take(path: &Path) -> Result<Self, StateError> {
        let path = resolved(path)?;
        let lock = lock(&path)?;
        Ok(Self { path, _lock: lock })
    }

    /// Where it is, links followed.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The chain in the file, to go on with `config`; nothing if there is no file.
    ///
    /// # Errors
    /// The file cannot be read, or is not the state of a chain like `config`'s. It is unchanged.
    pub(crate) fn load(&self, config: &Config) -> Result<Option<Chain>, StateError> {
        let path = || self.path.clone();
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => {
                let path = path();
                return Err(StateError::Read { path, source });
            }
        };
        let image = format::open(&bytes).map_err(|error| match error {
            FormatError::Foreign => StateError::Foreign(path()),
            FormatError::Version { found, known } => StateError::Version {
                path: path(),
                found,
                known,
            },
            FormatError::Chain { found, known } => StateError::Chain {
                path: path(),
                found,
                known,
            },
            FormatError::Checksum => damaged(path(), "its checksum is not that of its content"),
            FormatError::CutOff => damaged(path(), "it is cut off"),
        })?;
        match Chain::restore(config.clone(), image) {
            Ok(chain) => Ok(Some(chain)),
            Err(error) => Err(StateError::image(path(), &error)),
        }
    }

    /// Puts an image in the place of the file's content. Whenever this is interrupted, the file
    /// is whole: the old one or the new one.
    ///
    /// # Errors
    /// The system refuses. The file is then as it was.
    pub(crate) fn store(&self, image: &[u8]) -> Result<(), StateError> {
        self.replace(&format::seal(image))
            .map_err(|source| StateError::Write {
                path: self.path.clone(),
                source,
            })
    }

    fn replace(&self, bytes: &[u8]) -> io::Result<()> {
        // A leftover of an interrupted write is overwritten.
        let temporary = beside(&self.path, ".tmp");
        let mut file = File::create(&temporary)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        drop(file);
        let replaced = written.and_then(|()| fs::rename(&temporary, &self.path));
        if let Err(error) = replaced {
            // Only for tidiness: it would be overwritten.
            drop(fs::remove_file(&temporary));
            return Err(error);
        }
        sync_directory(&self.path)
    }
}

fn damaged(path: PathBuf, reason: &str) -> StateError {
    StateError::Damaged {
        path,
        reason: reason.to_owned(),
    }
}

/// The file that `path` leads to, through links, so that one file has one lock.
fn resolved(path: &Path) -> Result<PathBuf, StateError> {
    if let Ok(real) = fs::canonicalize(path) {
        return if real.is_file() {
            Ok(real)
        } else {
            Err(StateError::NotAFile(path.to_owned()))
        };
    }
    let name = path
        .file_name()
        .ok_or_else(|| StateError::NotAFile(path.to_owned()))?;
    let directory = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let real = fs::canonicalize(directory).map_err(|source| StateError::Directory {
        path: directory.to_owned(),
        source,
    })?;
    Ok(real.join(name))
}

/// Locks the file at `path` against other nodes, and tells them who has it.
fn lock(path: &Path) -> Result<File, StateError> {
    let refused = |source| StateError::Directory {
        path: path.parent().unwrap_or(path).to_owned(),
        source,
    };
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(beside(path, ".lock"))
        .map_err(refused)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::Error(source)) => return Err(refused(source)),
        Err(TryLockError::WouldBlock) => {
            return Err(StateError::InUse {
                path: path.to_owned(),
                holder: holder(&mut file),
            });
        }
    }
    let note = file
        .set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| write!(file, "{}", process::id()));
    note.map_err(refused)?;
    Ok(file)
}

/// Who wrote its number into a lock file.
fn holder(file: &mut File) -> String {
    let mut text = String::new();
    match file.read_to_string(&mut text) {
        Ok(_) if text.parse::<u32>().is_ok() => format!("process {text}"),
        // Just being written, or not readable while it is locked.
        _ => "another process".to_owned(),
    }
}

/// The path with something at the end of its name.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// Makes a rename survive a crash of the machine.
#[cfg(unix)]
fn sync_directory(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(directory) => File::open(directory)?.sync_all(),
        None => Ok(()),
    }
}

/// Directories cannot be synchronised here.
#[cfg(not(unix))]
fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}
