//! How many slots the storage takes.

use stylus_sdk::storage::StorageType;

use crate::BatchRegistry;

#[test]
fn storage_takes_as_many_slots_as_the_layout_says() {
    let layout = include_str!("../../../../interfaces/storage/BatchRegistry.md");
    testing::assert_slots(layout, BatchRegistry::REQUIRED_SLOTS);
}
