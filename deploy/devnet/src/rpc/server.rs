//! Limits of the server.

use jsonrpsee::server::{BatchRequestConfig, PingConfig, ServerConfig};

use super::subscribe::HexIds;

/// Longest request in bytes. A transaction is under 100 kB; state overrides may be longer.
const MAX_REQUEST: u32 = 10 << 20;

/// Longest response in bytes.
const MAX_RESPONSE: u32 = 64 << 20;

/// Most calls in one batch, as in geth.
const MAX_BATCH: u32 = 1000;

/// Most connections at a time; others are refused with an HTTP error.
const MAX_CONNECTIONS: u32 = 4096;

/// Files that are kept for everything but connections, where the system limits them: a connection
/// that there is no file for hangs until another is closed. A refused one has a file, too, until
/// the client closes it.
const RESERVED_FILES: u32 = 64;

/// Most subscriptions of one connection.
const MAX_SUBSCRIPTIONS: u32 = 1024;

/// The server's configuration. A connection that asks nothing at first, or does not answer pings
/// later, is closed after half a minute or so: the library's defaults.
pub(crate) fn config() -> ServerConfig {
    ServerConfig::builder()
        .max_request_body_size(MAX_REQUEST)
        .max_response_body_size(MAX_RESPONSE)
        .max_connections(max_connections(file_limit()))
        .set_batch_request_config(BatchRequestConfig::Limit(MAX_BATCH))
        .max_subscriptions_per_connection(MAX_SUBSCRIPTIONS)
        .enable_ws_ping(PingConfig::new())
        .set_id_provider(HexIds::default())
        .build()
}

/// Most connections of a process that may have so many files.
fn max_connections(files: Option<u32>) -> u32 {
    let possible = files.map(|files| files.saturating_sub(RESERVED_FILES).max(1));
    possible.unwrap_or(MAX_CONNECTIONS).min(MAX_CONNECTIONS)
}

/// How many files the process may have open; nothing if that is not limited.
#[cfg(unix)]
fn file_limit() -> Option<u32> {
    use rustix::process::{Resource, getrlimit};
    let limit = getrlimit(Resource::Nofile).current?;
    Some(u32::try_from(limit).unwrap_or(u32::MAX))
}

/// How many files the process may have open: not known here.
#[cfg(not(unix))]
fn file_limit() -> Option<u32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn max_connections_succeeds_with_what_the_system_has_files_for() {
        assert_eq!(max_connections(None), MAX_CONNECTIONS);
        assert_eq!(max_connections(Some(u32::MAX)), MAX_CONNECTIONS);
        assert_eq!(max_connections(Some(1024)), 1024 - RESERVED_FILES);
        assert_eq!(max_connections(Some(0)), 1);
    }
}
