//! How the names of resource types are spelled.
//!
//! Azure does not care for the case of a type's name, and authors write it as they like. The official compiler writes it as
//! its catalogue has it; `crates/bicep/data/README.md` says where the table here is from.

use std::sync::{Arc, LazyLock};

/// The spellings by name in lower case.
static SPELLINGS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    include_str!("../../data/type_names.tsv").lines().filter_map(|line| line.split_once('\t')).collect()
});

/// A type's name as the catalogue spells it in this version; as it is written, where the catalogue has not all its parts.
pub(crate) fn official(full_type: &str, version: &str) -> Arc<str> {
    let lower = full_type.to_ascii_lowercase();
    let of_version = look_up(&format!("{lower}@{}", version.to_ascii_lowercase()));
    if let Some(whole) = of_version.or_else(|| look_up(&lower)).filter(|whole| whole.contains('/')) {
        return whole.into();
    }
    let parts: Option<Vec<&str>> = lower.split('/').map(look_up).collect();
    parts.map_or_else(|| full_type.into(), |parts| parts.join("/").into())
}

fn look_up(name: &str) -> Option<&'static str> {
    let at = SPELLINGS.binary_search_by(|(own, _)| (*own).cmp(name)).ok()?;
    SPELLINGS.get(at).map(|(_, spelling)| *spelling)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_spelled_as_the_catalogue_has_them() {
        assert!(SPELLINGS.is_sorted_by_key(|(name, _)| *name));
        let cases = [
            ("microsoft.network/publicIpAddresses", "2024-05-01", "Microsoft.Network/publicIPAddresses"),
            ("Microsoft.Web/serverFarms", "2023-12-01", "Microsoft.Web/serverfarms"),
            ("Microsoft.Storage/storageAccounts", "", "Microsoft.Storage/storageAccounts"),
            ("microsoft.cache/redis", "2020-06-01", "Microsoft.Cache/redis"),
            ("microsoft.cache/redis", "2024-11-01", "Microsoft.Cache/redis"),
            ("My.Rp/someThings", "1", "My.Rp/someThings"),
            ("microsoft.network/noSuchThings", "1", "microsoft.network/noSuchThings"),
        ];
        for (written, version, expected) in cases {
            assert_eq!(&*official(written, version), expected);
        }
    }
}
