//! Every error of an interface is produced by some test of its contract.

use alloy::json_abi::JsonAbi;
use quote::ToTokens;
use syn::{ItemFn, visit::Visit};

use crate::{abi, path, source};

/// Collects the functions of tests: all of a test module, with its helpers.
#[derive(Default)]
struct Tests(Vec<String>);

impl<'ast> Visit<'ast> for Tests {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.0.push(function.to_token_stream().to_string());
    }
}

#[test]
fn every_error_of_an_interface_is_produced_by_a_test() {
    let mut untested = Vec::new();
    for (interface, folder) in crate::CONTRACTS {
        let mut tests = Tests::default();
        for (path, file) in source::files(&path(&format!("contracts/{folder}/src"))) {
            let mut parts = path.components().map(|part| part.as_os_str());
            if parts.any(|part| part == "tests" || part == "tests.rs") {
                tests.visit_file(&file);
            }
        }
        let JsonAbi { errors, .. } = abi::of(interface);
        for error in errors.keys() {
            if !tests.0.iter().any(|test| names(test, error)) {
                untested.push(format!("{interface}.{error}"));
            }
        }
    }
    assert!(untested.is_empty(), "no test mentions {untested:#?}");
}

/// Whether a test names an error in its body, or in its own name as `…reverts_<Error>…`.
fn names(test: &str, error: &str) -> bool {
    let promised = format!("reverts_{error}");
    let words = test.split(|c: char| !c.is_alphanumeric() && c != '_');
    let mut words = words.map(|word| word.to_owned() + "_");
    words.any(|word| word == format!("{error}_") || word.contains(&format!("{promised}_")))
}
