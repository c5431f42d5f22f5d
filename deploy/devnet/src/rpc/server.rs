//! Limits of the server.

use jsonrpsee::server::{BatchRequestConfig, ServerConfig};

use super::subscribe::HexIds;

/// Longest request in bytes. A transaction is under 100 kB; state overrides may be longer.
const MAX_REQUEST: u32 = 10 << 20;

/// Longest response in bytes.
const MAX_RESPONSE: u32 = 64 << 20;

/// Most calls in one batch, as in geth.
const MAX_BATCH: u32 = 1000;

/// Most connections at a time; others are refused with an HTTP error.
const MAX_CONNECTIONS: u32 = 4096;

/// The server's configuration.
pub(crate) fn config() -> ServerConfig {
    ServerConfig::builder()
        .max_request_body_size(MAX_REQUEST)
        .max_response_body_size(MAX_RESPONSE)
        .max_connections(MAX_CONNECTIONS)
        .set_batch_request_config(BatchRequestConfig::Limit(MAX_BATCH))
        .set_id_provider(HexIds::default())
        .build()
}
