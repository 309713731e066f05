//! What kind of value a type that is taken from a resource's stands for.

use std::sync::LazyLock;

use super::Derived;

/// The kinds of properties; `crates/bicep/data/README.md` says where they are from.
static KINDS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    include_str!("../../../data/property_kinds.tsv").lines().filter_map(|line| line.split_once('\t')).collect()
});

/// The `type` that a template states beside such a type, where it is known.
///
/// The official compiler looks it up in its catalogue of all versions of all resource types; here it goes by the name of
/// the property, since a name hardly ever means two kinds. Where it is not known, nothing is stated: that leaves a check
/// of the parameter out and changes no value.
pub(super) fn kind(derived: &Derived) -> Option<&'static str> {
    let mut path: Vec<&str> = derived.path.iter().map(|part| &**part).collect();
    if path.is_empty() {
        return Some("object");
    }
    let resource_type = derived.root.split_once('@').map_or(&*derived.root, |(name, _)| name).to_ascii_lowercase();
    let exact = format!("{resource_type}#{}", path.join("/"));
    let mut suffix = String::new();
    let name = loop {
        match (path.pop(), path.last()) {
            (Some("items"), Some(before)) if *before != "properties" => suffix.insert_str(0, "[]"),
            (Some("additionalProperties"), Some(before)) if *before != "properties" => suffix.insert_str(0, "{}"),
            (Some(name), Some(&"properties")) => break format!("{name}{suffix}"),
            _ => return None,
        }
    };
    match look_up(&exact).or_else(|| look_up(&name))? {
        "o" => Some("object"),
        "a" => Some("array"),
        "s" => Some("string"),
        "i" => Some("int"),
        "b" => Some("bool"),
        _ => None,
    }
}

fn look_up(key: &str) -> Option<&'static str> {
    let at = KINDS.binary_search_by(|(own, _)| (*own).cmp(key)).ok()?;
    KINDS.get(at).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::Variant;
    use super::*;

    #[test]
    fn kinds_go_by_name_but_for_exceptions() {
        assert!(KINDS.is_sorted_by_key(|(name, _)| *name));
        let cases = [
            ("Microsoft.Storage/storageAccounts@2024-01-01", "", Some("object")),
            ("Microsoft.Storage/storageAccounts@2024-01-01", "properties/tags", Some("object")),
            ("Microsoft.Storage/storageAccounts@2024-01-01", "properties/tags/additionalProperties", Some("string")),
            ("Microsoft.Storage/storageAccounts@2024-01-01", "properties/sku/properties/name", Some("string")),
            (
                "Microsoft.Insights/dataCollectionRules@2023-03-11",
                "properties/properties/properties/dataSources",
                Some("object"),
            ),
            (
                "Microsoft.Network/privateEndpoints@2024-05-01",
                "properties/properties/properties/ipConfigurations",
                Some("array"),
            ),
            (
                "Microsoft.Network/privateEndpoints@2024-05-01",
                "properties/properties/properties/ipConfigurations/items",
                Some("object"),
            ),
            ("Microsoft.Storage/storageAccounts@2024-01-01", "properties/noSuchProperty", None),
        ];
        for (root, path, expected) in cases {
            let path: Vec<Arc<str>> = path.split('/').filter(|part| !part.is_empty()).map(Arc::from).collect();
            assert_eq!(kind(&Derived { variant: Variant::Input, root: root.into(), path }), expected, "{root}");
        }
    }
}
