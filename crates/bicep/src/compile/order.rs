//! The order in which the official compiler sorts names.
//!
//! It compares as its runtime does for people: signs before digits before letters, upper and lower case alike, and only
//! between names that are alike otherwise, lower case first (<https://unicode.org/reports/tr10/>, without
//! tailoring). Names are of ASCII letters, digits, `_`, and where one stands in another, `::`.

use std::cmp::Ordering;

/// Compares two names.
pub(crate) fn compare(left: &str, right: &str) -> Ordering {
    let primary = left.chars().map(weight).cmp(right.chars().map(weight));
    primary
        .then_with(|| {
            // Lower case comes first, which is the other way round in ASCII.
            left.chars().map(char::is_uppercase).cmp(right.chars().map(char::is_uppercase))
        })
        .then_with(|| left.cmp(right))
}

/// Signs in the order of the default collation.
const SIGNS: &str = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

fn weight(letter: char) -> (u8, u32) {
    match letter {
        '0'..='9' => (1, u32::from(letter)),
        letter if letter.is_alphabetic() => (2, letter.to_lowercase().next().map_or(0, u32::from)),
        letter => (0, SIGNS.find(letter).map_or(1000, |at| at as u32)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_as_for_people() {
        let sorted = ["a_b", "a1", "ab", "aB", "AB", "abc", "b", "hubrg", "hubVNET", "x::y", "x1"];
        for pair in sorted.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
    }
}
