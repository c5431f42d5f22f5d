use std::path::Path;

use deploy::Snapshot;

use crate::world::artifacts;

#[test]
fn build_gives_the_committed_sizes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("records/sizes.toml");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!(
            "{}: {error}\nTo write it: cargo deploy build --update-snapshot",
            path.display()
        )
    });
    let committed = Snapshot::parse(&text).unwrap();
    let moved = Snapshot::of(artifacts()).differences(&committed);
    assert!(
        moved.is_empty(),
        "{}\nIf that is meant: cargo deploy build --update-snapshot",
        moved.join("\n")
    );
}
