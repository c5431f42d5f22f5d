//! Every dependency has a licence that `deny.toml` allows and comes from crates.io.

use serde::Deserialize;
use std::{collections::BTreeSet, fs, path::Path, process::Command};

#[derive(Deserialize)]
struct Policy {
    licenses: Licences,
}

#[derive(Deserialize)]
struct Licences {
    allow: BTreeSet<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

/// Further licences for one package.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    package: String,
    allow: BTreeSet<String>,
}

impl Licences {
    fn allows(&self, package: &str, licence: &str) -> bool {
        self.allow.contains(licence)
            || self
                .exceptions
                .iter()
                .any(|e| e.package == package && e.allow.contains(licence))
    }
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
}

/// What is wrong with a package, if anything.
fn objection(package: &Package, policy: &Licences) -> Option<String> {
    let Package {
        name,
        version,
        license,
        source,
    } = package;
    if source.as_deref().is_some_and(|source| {
        !source.starts_with("registry+https://github.com/rust-lang/crates.io-index")
    }) {
        return Some(format!(
            "{name} {version} does not come from crates.io: {source:?}"
        ));
    }
    let Some(license) = license else {
        return Some(format!("{name} {version} states no licence"));
    };
    let Ok(expression) = spdx::Expression::parse_mode(license, spdx::ParseMode::LAX) else {
        return Some(format!(
            "{name} {version} has an unreadable licence: {license}"
        ));
    };
    let allowed = expression.evaluate(|requirement| policy.allows(name, &requirement.to_string()));
    (!allowed)
        .then(|| format!("{name} {version} is under {license}, which deny.toml does not allow"))
}

fn policy() -> Licences {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deny.toml");
    let text = fs::read_to_string(file).expect("deny.toml is there");
    toml::from_str::<Policy>(&text)
        .expect("deny.toml has [licenses] allow")
        .licenses
}

#[test]
fn licences_are_allowed() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Metadata = serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    assert!(
        metadata.packages.len() > 100,
        "only {} packages were read",
        metadata.packages.len()
    );

    let policy = policy();
    let objections: Vec<_> = metadata
        .packages
        .iter()
        .filter_map(|package| objection(package, &policy))
        .collect();
    assert!(objections.is_empty(), "{}", objections.join("\n"));
}

#[test]
fn licences_refuse_what_is_not_allowed() {
    let package = |license: Option<&str>, source: Option<&str>| Package {
        name: "example".into(),
        version: "1.0.0".into(),
        license: license.map(Into::into),
        source: source.map(Into::into),
    };
    let policy = policy();
    assert!(objection(&package(Some("GPL-3.0-only"), None), &policy).is_some());
    assert!(objection(&package(Some("MIT AND BUSL-1.1"), None), &policy).is_some());
    assert!(objection(&package(None, None), &policy).is_some());
    assert!(
        objection(
            &package(Some("MIT"), Some("git+https://example.org/x")),
            &policy
        )
        .is_some()
    );
    assert!(objection(&package(Some("MIT/Apache-2.0"), None), &policy).is_none());
}
