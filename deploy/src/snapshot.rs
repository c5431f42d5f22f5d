//! The committed numbers of every contract: a change that moves them shows it.

use std::collections::BTreeMap;

use alloy::primitives::B256;
use serde::{Deserialize, Serialize};

use crate::build::Artifacts;
use crate::suite::Contract;

/// What stands at the top of the file.
const HEADER: &str = "# Size in bytes and code hash of every contract as it is deployed.
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
    /// keccak-256 of the code on chain: the same source gives the same in every checkout.
    pub code_hash: B256,
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
            code_hash: artifact.code_hash(),
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

    /// What moved against a committed snapshot, one line each; empty if nothing did.
    pub fn differences(&self, committed: &Self) -> Vec<String> {
        let mut lines = Vec::new();
        for (contract, now) in &self.0 {
            match committed.0.get(contract) {
                None => lines.push(format!("{contract} is new: {} bytes raw", now.raw)),
                Some(was) if was != now => {
                    lines.push(format!(
                        "{contract}: raw {} -> {}, compressed {} -> {}, code hash {} -> {}",
                        was.raw,
                        now.raw,
                        was.compressed,
                        now.compressed,
                        was.code_hash,
                        now.code_hash
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

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(entries: &[(Contract, usize)]) -> Snapshot {
        let measure = |raw| Measure {
            raw,
            compressed: raw / 2,
            code_hash: B256::ZERO,
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
    fn differences_show_another_code_of_the_same_size() {
        let was = snapshot(&[(Contract::Treasury, 10)]);
        let mut now = was.clone();
        let code_hash = B256::repeat_byte(9);
        now.0.get_mut(&Contract::Treasury).unwrap().code_hash = code_hash;
        let lines = now.differences(&was).join("\n");
        assert!(lines.contains(&code_hash.to_string()), "{lines}");
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
