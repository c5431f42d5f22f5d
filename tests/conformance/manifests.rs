//! Both workspaces keep the same rules.

use std::{fs, path::Path};
use toml::{Table, Value};

fn manifest(path: &str) -> Table {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    let text =
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.parse()
        .unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn workspace(manifest: &Table) -> &Table {
    manifest["workspace"].as_table().expect("it is a workspace")
}

#[test]
fn lints_and_package_facts_are_the_same_in_both_workspaces() {
    let (root, contracts) = (manifest("Cargo.toml"), manifest("contracts/Cargo.toml"));
    for key in ["lints", "package"] {
        assert_eq!(
            workspace(&root)[key],
            workspace(&contracts)[key],
            "workspace.{key}"
        );
    }
}

#[test]
fn every_package_takes_the_lints_of_its_workspace() {
    for (root, directory) in [("Cargo.toml", ""), ("contracts/Cargo.toml", "contracts/")] {
        let root = manifest(root);
        let members = workspace(&root)["members"].as_array().expect("members");
        for member in members.iter().filter_map(Value::as_str) {
            let package = manifest(&format!("{directory}{member}/Cargo.toml"));
            let inherits = package
                .get("lints")
                .and_then(|lints| lints.get("workspace"));
            assert_eq!(inherits, Some(&Value::Boolean(true)), "{member}");
        }
    }
}
