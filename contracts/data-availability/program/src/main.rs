//! What cargo-stylus asks of DataAvailability on the host.

fn main() {
    data_availability::print_from_args();
}
