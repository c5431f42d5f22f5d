//! How many slots the storage takes: the layout file is compared with the declarations, and this number
//! with the SDK's own.

use stylus_sdk::storage::StorageType;

use crate::BatchRegistry;

#[test]
fn storage_takes_as_many_slots_as_the_layout_says() {
    let layout = include_str!("../../../../interfaces/storage/BatchRegistry.md");
    let rows = layout
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('`'));
    let highest = rows
        .filter_map(|row| row.split('|').nth(1)?.trim().parse::<usize>().ok())
        .max()
        .unwrap();
    assert_eq!(BatchRegistry::REQUIRED_SLOTS, highest + 1);
}
