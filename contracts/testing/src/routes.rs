//! Lists of routes.

use alloy_primitives::keccak256;

/// Checks the `ROUTES` that `interfaces::entrypoint!` writes: one for each selector of the interface, each to the
/// method of its function's name.
///
/// # Panics
///
/// If they are not.
pub fn assert_routes(routes: &[(&str, &str)], selectors: impl IntoIterator<Item = [u8; 4]>) {
    let mut listed: Vec<_> = routes
        .iter()
        .map(|(signature, _)| keccak256(signature)[..4].to_vec())
        .collect();
    let mut promised: Vec<_> = selectors.into_iter().map(Vec::from).collect();
    listed.sort();
    promised.sort();
    assert_eq!(listed, promised);
    for (signature, method) in routes {
        let function = signature.split('(').next().unwrap_or_default();
        let words = method.split('_').collect::<String>();
        assert_eq!(function.to_lowercase(), words);
    }
}
