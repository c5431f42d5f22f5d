//! Plays the flows of Smart L2; `cargo flows --help` says all.

#[tokio::main]
async fn main() -> std::process::ExitCode {
    harness::run().await
}
