//! Storage layouts, as `interfaces/storage` has them.

/// Checks that a contract's storage takes as many slots as its layout file says: that file is compared with the
/// declarations elsewhere, this number with the SDK's own.
///
/// # Panics
///
/// If it does not.
pub fn assert_slots(layout: &str, slots: usize) {
    let rows = layout
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('`'));
    let highest = rows
        .filter_map(|row| row.split('|').nth(1)?.trim().parse::<usize>().ok())
        .max();
    assert_eq!(Some(slots), highest.map(|highest| highest + 1));
}
