//! What `cargo stylus export-abi` and `deploy` run on the host to learn the ABI.
#![cfg_attr(not(feature = "export-abi"), no_main)]

#[cfg(feature = "export-abi")]
fn main() {
    counter::print_from_args();
}
