//! The auditors' trail: what documents name is there.

use std::{fs, path::Path};

/// The tests that a document names as `file::function`, the file as seen from the top.
fn named_tests(document: &str) -> impl Iterator<Item = (&str, &str)> {
    let quoted = document.split('`').skip(1).step_by(2);
    quoted.filter_map(|text| text.split_once(".rs::"))
}

fn read(path: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

#[test]
fn every_test_that_security_md_names_is_there() {
    let document = read("SECURITY.md");
    let mut tests = named_tests(&document).peekable();
    assert!(tests.peek().is_some(), "SECURITY.md names no tests");
    for (file, test) in tests {
        let is_there = read(&format!("{file}.rs")).contains(&format!("fn {test}("));
        assert!(
            is_there,
            "SECURITY.md names {test}, which is not in {file}.rs"
        );
    }
}
