//! Builds, deploys, wires and verifies the contract suite on any Stylus chain.
