//! The committed numbers of every contract: a change that moves them shows it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::build::Artifacts;
use crate::suite::Contract;

/// How far a size may be from the committed one, in percent of it.
///
/// Cargo names crates outside a workspace by their absolute path. `interfaces` is outside that of
/// the contracts, so two checkouts order and inline functions differently: the same source gave
/// sizes up to 1.2 % apart. For the same reason the file holds no code hashes.
const TOLERANCE_PERCENT: usize = 2;

/// What stands at the top of the file.
const HEADER: &str = "# Size in bytes of every contract as it is deployed.
# Written by `cargo deploy build --update-snapshot`, held by a test.
";

/// One contract's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Measure {
    /// Length of the decompressed module in bytes.
    pub raw: usize,
    /// Length of the compressed module in bytes.
    pub compressed: usize,
}

/// The numbers of the suite (`deploy/records/sizes.toml`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Snapshot(BTreeMap<Contract, Measure>);

impl Snapshot {
    /// Measures a build.
    pub fn of(artifacts: &Artifacts) -> Self {
        let measure = |artifact: &crate::build::Artifact| Measure {
            raw: artifact.raw_size(),
            compressed: artifact.compressed_size,
        };
        let measures = artifacts.iter().map(|a| (a.contract, measure(a)));
        Self(measures.collect())
    }

    /// Reads the file's text.
    ///
    /// # Errors
    ///
    /// TOML's error, with line and column.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The file's text.
    ///
    /// # Errors
    ///
    /// None in practice: every value has a TOML form.
    pub fn render(&self) -> Result<String, toml::ser::Error> {
        Ok(format!("{HEADER}\n{}", toml::to_string(self)?))
    }

    /// What moved by more than 2 % against a committed snapshot, one line each; empty if nothing
    /// did.
    pub fn differences(&self, committed: &Self) -> Vec<String> {
        let mut lines = Vec::new();
        for (contract, now) in &self.0 {
            match committed.0.get(contract) {
                None => lines.push(format!("{contract} is new: {} bytes raw", now.raw)),
                Some(was) if moved(was.raw, now.raw) || moved(was.compressed, now.compressed) => {
                    lines.push(format!(
                        "{contract}: raw {} -> {}, compressed {} -> {}",
                        was.raw, now.raw, was.compressed, now.compressed
                    ));
                }
                Some(_) => {}
            }
        }
        let gone = committed.0.keys().filter(|key| !self.0.contains_key(key));
        lines.extend(gone.map(|contract| format!("{contract} is gone")));
        lines
    }
}

/// Whether a size left the tolerance.
fn moved(was: usize, now: usize) -> bool {
    was.abs_diff(now) * 100 > was * TOLERANCE_PERCENT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(entries: &[(Contract, usize)]) -> Snapshot {
        let measure = |raw| Measure {
            raw,
            compressed: raw / 2,
        };
        Snapshot(entries.iter().map(|&(c, raw)| (c, measure(raw))).collect())
    }

    #[test]
    fn render_roundtrips_through_parse() {
        let given = snapshot(&[(Contract::Treasury, 10), (Contract::MetisToken, 20)]);
        let text = given.render().unwrap();
        assert_eq!(Snapshot::parse(&text).unwrap(), given);
    }

    #[test]
    fn differences_begin_above_the_tolerance() {
        let was = snapshot(&[(Contract::Treasury, 1_000)]);
        for within in [980, 1_020] {
            let now = snapshot(&[(Contract::Treasury, within)]);
            assert!(now.differences(&was).is_empty(), "{within}");
        }
        for beyond in [978, 1_022] {
            let now = snapshot(&[(Contract::Treasury, beyond)]);
            assert_eq!(now.differences(&was).len(), 1, "{beyond}");
        }
    }

    #[test]
    fn differences_name_what_moved_came_and_went() {
        let was = snapshot(&[(Contract::Treasury, 10), (Contract::MetisToken, 20)]);
        let now = snapshot(&[(Contract::Treasury, 12), (Contract::BatchRegistry, 7)]);
        assert!(was.differences(&was).is_empty());
        let lines = now.differences(&was).join("\n");
        assert!(
            lines.contains("treasury: raw 10 -> 12, compressed 5 -> 6"),
            "{lines}"
        );
        assert!(lines.contains("batch-registry is new"), "{lines}");
        assert!(lines.contains("metis-token is gone"), "{lines}");
    }
}
