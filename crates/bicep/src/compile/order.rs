//! The order in which the official compiler sorts names.

use std::cmp::Ordering;

/// Compares two names.
pub(crate) fn compare(left: &str, right: &str) -> Ordering {
    left.cmp(right)
}
