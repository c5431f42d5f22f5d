//! Why a node does not start.

use std::{fmt, io};

use jsonrpsee::core::RegisterMethodError;

use crate::persistence::StateError;

/// Why a node does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Somebody listens on the port.
    #[error(
        "port {port} on 127.0.0.1 is taken{by}: {remedy}, or choose another port with --port",
        by = By(.holder.as_ref()),
        remedy = remedy(*.port, .holder.as_ref())
    )]
    PortTaken {
        /// The port asked for.
        port: u16,
        /// Who listens there, if the system tells.
        holder: Option<Process>,
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
    /// The state file cannot be used.
    #[error(transparent)]
    State(#[from] StateError),
}

/// A process of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its number.
    pub id: u32,
    /// Its name, as the system shows it.
    pub name: String,
}

impl fmt::Display for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {} ({})", self.id, self.name)
    }
}

/// Who has the port, as part of a sentence.
struct By<'a>(Option<&'a Process>);

impl fmt::Display for By<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |process| write!(f, " by {process}"))
    }
}

fn remedy(port: u16, holder: Option<&Process>) -> String {
    match holder {
        Some(_) => "stop it".to_owned(),
        None => format!("find who listens there with `lsof -i :{port}` and stop it"),
    }
}
