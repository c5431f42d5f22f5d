//! What cargo-stylus asks of BatchRegistry on the host.

fn main() {
    batch_registry::print_from_args();
}
