//! Home of the tests that cross crates; nothing of its own.
