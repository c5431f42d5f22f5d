//! Why a node does not start.

use std::io;

use jsonrpsee::core::RegisterMethodError;

/// Why a node does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Somebody listens on the port.
    #[error("port {port} on 127.0.0.1 is taken: stop what listens there, or choose another port")]
    PortTaken {
        /// The port asked for.
        port: u16,
    },
    /// The port cannot be listened on for another reason.
    #[error("cannot listen on 127.0.0.1:{port}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The threads of the server could not be started.
    #[error("cannot start the server")]
    Server(#[source] io::Error),
    /// A method is in the table twice.
    #[error("cannot register the methods")]
    Methods(#[from] RegisterMethodError),
}
