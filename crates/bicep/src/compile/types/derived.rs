//! What kind of value a type that is taken from a resource's stands for.

use super::Derived;

/// The `type` that a template states beside such a type, where it is known.
///
/// The official compiler looks it up in its catalogue of all resource types. Without that catalogue only the members
/// are known that every resource has: <https://learn.microsoft.com/azure/azure-resource-manager/templates/resource-declaration>.
/// Elsewhere nothing is stated; that leaves a check out and changes no value.
pub(super) fn kind(derived: &Derived) -> Option<&'static str> {
    let path: Vec<&str> = derived.path.iter().map(|part| &**part).collect();
    match path.as_slice() {
        [] => Some("object"),
        ["properties", name] => match *name {
            "location" | "kind" | "name" | "id" | "type" | "apiVersion" | "managedBy" | "etag" => Some("string"),
            "tags" | "properties" | "identity" | "sku" | "plan" | "extendedLocation" => Some("object"),
            "zones" => Some("array"),
            _ => None,
        },
        _ => None,
    }
}
