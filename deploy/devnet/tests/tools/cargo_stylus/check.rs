//! `cargo stylus check`.

use super::project::Project;

#[test]
fn check_succeeds_without_a_transaction() {
    let Some(project) = Project::new() else {
        return;
    };
    let said = project.run(&["check"]);
    assert!(said.contains("wasm data fee: "), "{said}");
    assert_eq!(project.world.devnet.block_number(), 0);
}

#[test]
fn check_succeeds_with_fragments_when_the_code_is_large() {
    let Some(project) = Project::new() else {
        return;
    };
    let said = project.run(&["check", "--features", "large"]);
    assert!(said.contains("(2 fragments)"), "{said}");
}
