//! What cargo-stylus asks of Treasury on the host.

fn main() {
    treasury::print_from_args();
}
