//! The Rust source of a contract crate, parsed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use syn::{Attribute, File};

/// Every file under a folder, parsed, in the order of their paths.
pub(crate) fn files(folder: &Path) -> Vec<(PathBuf, File)> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("the entry can be read").path())
        .collect();
    paths.sort();
    let mut parsed = Vec::new();
    for path in paths {
        if path.is_dir() {
            parsed.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("the file can be read");
            let file = syn::parse_file(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            parsed.push((path, file));
        }
    }
    parsed
}

/// Whether one of the attributes is `#[name]` or `#[path::name]`.
pub(crate) fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| {
        let last = attribute.path().segments.last();
        last.is_some_and(|segment| segment.ident == name)
    })
}
