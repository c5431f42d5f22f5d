//! Writes the state file again and again while the chain changes.

use std::{
    io,
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{self, RecvTimeoutError},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use super::shared::Node;
use crate::persistence::{StateError, StateFile};

/// A thread that keeps a chain in a file. When the value is dropped, the chain is written a last
/// time.
#[derive(Debug)]
pub(super) struct Keeper {
    path: PathBuf,
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<Result<(), StateError>>>,
}

impl Keeper {
    /// Starts to keep `node`'s chain, which the file has already if it `is_written`.
    ///
    /// # Errors
    /// The system refuses a thread.
    pub(super) fn start(
        node: Arc<Node>,
        file: StateFile,
        interval: Duration,
        is_written: bool,
    ) -> io::Result<Self> {
        // What was changed since the server started is not in the file.
        let written = is_written.then_some(0);
        let path = file.path().to_owned();
        let (stop, stopped) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("devnet-state".to_owned())
            .spawn(move || keep(&node, &file, interval, &stopped, written))?;
        Ok(Self {
            path,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Writes the chain a last time.
    ///
    /// # Errors
    /// It cannot be written: the file is what it was before.
    pub(super) fn stop(mut self) -> Result<(), StateError> {
        self.end()
    }

    fn end(&mut self) -> Result<(), StateError> {
        drop(self.stop.take());
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(result)) => result,
            Some(Err(_)) => Err(StateError::Write {
                path: self.path.clone(),
                source: io::Error::other("the thread that writes it panicked"),
            }),
            None => Ok(()),
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if let Err(error) = self.end() {
            report(&error);
        }
    }
}

/// Writes until `stopped` says otherwise, then once more.
fn keep(
    node: &Node,
    file: &StateFile,
    interval: Duration,
    stopped: &mpsc::Receiver<()>,
    mut written: Option<u64>,
) -> Result<(), StateError> {
    let mut failed = false;
    while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(interval) {
        let result = write(node, file, &mut written);
        // Said once, and tried again.
        if let (Err(error), false) = (&result, failed) {
            report(error);
        }
        failed = result.is_err();
    }
    write(node, file, &mut written)
}

/// Writes the chain unless it has not changed since it was `written`.
fn write(node: &Node, file: &StateFile, written: &mut Option<u64>) -> Result<(), StateError> {
    if *written == Some(node.changes()) {
        return Ok(());
    }
    let (changes, moment) = node.moment();
    file.store(&moment.encode())?;
    *written = Some(changes);
    Ok(())
}

/// Tells the operator: nobody waits for the result.
fn report(error: &StateError) {
    use std::error::Error as _;
    let cause = error.source().map(|cause| format!(": {cause}"));
    eprintln!("devnet: {error}{}", cause.unwrap_or_default());
}
