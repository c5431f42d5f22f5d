//! What cargo-stylus asks of Governance on the host.

fn main() {
    governance::print_from_args();
}
