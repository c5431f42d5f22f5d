use std::path::Path;

use deploy::Snapshot;

use crate::world::artifacts;

#[test]
fn build_gives_the_committed_sizes_and_code_hashes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("records/sizes.toml");
    let committed = Snapshot::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
    let moved = Snapshot::of(artifacts()).differences(&committed);
    assert!(
        moved.is_empty(),
        "{}\nIf that is meant: cargo deploy build --update-snapshot",
        moved.join("\n")
    );
}
