//! The environment of the Azure Developer CLI, whose variables stand in parameter files as `${NAME}`.
//!
//! <https://learn.microsoft.com/azure/developer/azure-developer-cli/manage-environment-variables>

use std::collections::BTreeMap;

use ringfence_arm::{Node, read_data};
use ringfence_source::{EntryKind, Sources, World, directory_of, join};

/// How many folders above a parameter file are searched.
const MAX_LEVELS: usize = 8;

/// The variables of `.azure/NAME/.env` beside a parameter file or above it, where `NAME` is the default environment of
/// `.azure/config.json`, or the only one.
pub(super) fn environment(parameters: &str, world: &dyn World) -> BTreeMap<String, String> {
    let mut folder = directory_of(parameters);
    for _ in 0..MAX_LEVELS {
        let azure = join(folder, ".azure");
        if let Some(name) = name(&azure, world) {
            return text(&format!("{azure}/{name}/.env"), world).map(|text| variables(&text)).unwrap_or_default();
        }
        if folder.is_empty() || folder == "/" || folder.ends_with("..") {
            break;
        }
        folder = directory_of(folder);
    }
    BTreeMap::new()
}

fn name(azure: &str, world: &dyn World) -> Option<String> {
    if let Some(text) = text(&format!("{azure}/config.json"), world) {
        let node = read_data(&text, Sources::default().add("", &text)).0?;
        if let Some(name) = node.get("defaultEnvironment").and_then(Node::as_str) {
            return Some(name.to_owned());
        }
    }
    let mut folders = world.list(azure).ok()?.into_iter().filter(|entry| entry.kind == EntryKind::Folder);
    let only = folders.next()?;
    folders.next().is_none().then_some(only.name)
}

fn text(path: &str, world: &dyn World) -> Option<String> {
    Some(String::from_utf8_lossy(&world.read(path).ok()?).into_owned())
}

/// The lines `NAME="value"` of a dotenv file.
fn variables(text: &str) -> BTreeMap<String, String> {
    let variable = |line: &str| {
        let (name, value) = line.trim().split_once('=')?;
        let value = value.trim();
        let unquoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
        (!name.starts_with('#')).then(|| (name.trim().to_owned(), unquoted.replace("\\\"", "\"")))
    };
    text.lines().filter_map(variable).collect()
}
