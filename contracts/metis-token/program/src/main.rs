//! What cargo-stylus asks of MetisToken on the host.

fn main() {
    metis_token::print_from_args();
}
