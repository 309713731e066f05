//! Reading settings of which everything is known.

use ringfence_estate::{Kind, Resource, Value};

/// A setting at a path below `properties`; none if it is left out or `null`.
pub(super) fn setting(resource: &Resource, path: &[&str]) -> Option<Value> {
    let mut value = resource.body.get("properties");
    for name in path {
        value = value.get(name);
    }
    match value.kind {
        Kind::Null | Kind::Omitted => None,
        _ => Some(value),
    }
}

/// A setting as text in lower case.
pub(super) fn word(resource: &Resource, path: &[&str]) -> Option<String> {
    setting(resource, path).and_then(|value| value.as_str().map(str::to_lowercase))
}

/// The elements of a list; none at all if it is left out.
pub(super) fn list(resource: &Resource, path: &[&str]) -> Vec<Value> {
    let value = setting(resource, path);
    let array = value.as_ref().and_then(Value::as_array);
    array.map(|array| array.elements.iter().map(|element| element.value.clone()).collect()).unwrap_or_default()
}

/// A member as text.
pub(super) fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name).as_str().map(str::to_owned)
}

/// Whether a switch that everyone spells the same says that the public side is off.
pub(super) fn is_off(switch: Option<&str>) -> bool {
    matches!(switch, Some("disabled" | "securedbyperimeter"))
}
