//! An embedded Arbitrum Stylus chain: a library value and a JSON-RPC node.
