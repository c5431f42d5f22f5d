//! The repository against its own promises.

mod licences;
mod manifests;
mod trail;
