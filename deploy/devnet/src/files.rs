//! The limit of open files: each connection is one.

/// Raises the limit to what the system lets this process raise it to. Where it does not, fewer
/// connections are served.
#[cfg(unix)]
pub(crate) fn raise_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    let _ = setrlimit(Resource::Nofile, raised);
}

/// There is no such limit here.
#[cfg(not(unix))]
pub(crate) fn raise_limit() {}
