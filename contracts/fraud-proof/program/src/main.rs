//! What cargo-stylus asks of FraudProof on the host.

fn main() {
    fraud_proof::print_from_args();
}
