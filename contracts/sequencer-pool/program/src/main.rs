//! What cargo-stylus asks of SequencerPool on the host.

fn main() {
    sequencer_pool::print_from_args();
}
