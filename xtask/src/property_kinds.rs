//! What kind of value the properties of Azure's resource types are, from the published catalogue of types.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use crate::catalogue::{contents, git, header, settle};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/bicep/data/property_kinds.tsv");
/// How many versions of a type are read, newest first.
const VERSIONS: usize = 3;
/// How deep names are read, and how deep exceptions to what a name usually means.
const NAME_DEPTH: usize = 4;
const EXCEPTION_DEPTH: usize = 3;
/// How deep unions are followed.
const UNION_DEPTH: usize = 5;

type Kind = Option<char>;
/// The kinds of one resource type's properties by path, with their depth; the newest version that has one counts.
type Properties = BTreeMap<String, (Kind, usize)>;

pub(crate) fn run(checkout: &str, check: bool) -> Result<(), String> {
    settle(TABLE, &table(checkout)?, check)
}

fn table(checkout: &str) -> Result<String, String> {
    let listed = git(checkout, &["ls-tree", "-r", "--name-only", "HEAD", "generated"])?;
    let mut files: Vec<&str> = listed.lines().filter(|name| name.ends_with("types.json")).collect();
    files.sort_by_key(|file| std::cmp::Reverse((date(file), !version(file).contains("preview"))));
    let mut types: BTreeMap<String, Properties> = BTreeMap::new();
    let mut versions: HashMap<String, usize> = HashMap::new();
    for content in contents(checkout, &files)? {
        let Ok(Value::Array(all)) = serde_json::from_slice::<Value>(&content) else { continue };
        for resource in all.iter().filter(|own| own["$type"] == "ResourceType") {
            let name = resource["name"].as_str().unwrap_or("").split('@').next().unwrap_or("").to_lowercase();
            let seen = versions.entry(name.clone()).or_default();
            if *seen < VERSIONS {
                *seen += 1;
                let properties = types.entry(name).or_default();
                Walk { all: &all, properties }.object(target(&resource["body"]), "", 1);
            }
        }
    }
    Ok(header("property-kinds", checkout)? + &rows(&types))
}

/// A line for what a name means nearly everywhere, and one for each resource type in which it means something else.
fn rows(types: &BTreeMap<String, Properties>) -> String {
    let mut counts: BTreeMap<String, BTreeMap<Kind, usize>> = BTreeMap::new();
    for (path, (kind, _)) in types.values().flatten() {
        *counts.entry(name_of(path)).or_default().entry(*kind).or_default() += 1;
    }
    let usual: BTreeMap<&str, Kind> = counts
        .iter()
        .filter_map(|(name, kinds)| {
            let most = kinds.iter().max_by_key(|(kind, count)| (**count, std::cmp::Reverse(label(**kind))))?;
            Some((name.as_str(), *most.0))
        })
        .collect();
    let plain = |text: &str| !text.contains([' ', '\t', '#']);
    let mut rows: Vec<(String, char)> =
        usual.iter().filter_map(|(name, kind)| plain(name).then_some(((*name).to_owned(), (*kind)?))).collect();
    for (resource_type, properties) in types {
        for (path, (kind, depth)) in properties {
            let differs = usual.get(name_of(path).as_str()) != Some(kind);
            if *depth <= EXCEPTION_DEPTH && differs && !path.contains(' ') {
                rows.push((format!("{resource_type}#{path}"), kind.unwrap_or('-')));
            }
        }
    }
    rows.sort();
    rows.dedup();
    rows.iter().map(|(name, kind)| format!("{name}\t{kind}\n")).collect()
}

/// For ties, as the kinds are spelled in templates.
fn label(kind: Kind) -> &'static str {
    match kind {
        Some('o') => "object",
        Some('a') => "array",
        Some('s') => "string",
        Some('i') => "int",
        Some('b') => "bool",
        _ => "None",
    }
}

/// The last name of a path, with `[]` for elements and `{}` for further members.
fn name_of(path: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    let mut suffix = String::new();
    while let [.., before, last @ ("items" | "additionalProperties")] = parts.as_slice() {
        if *before == "properties" {
            break;
        }
        suffix.insert_str(0, if *last == "items" { "[]" } else { "{}" });
        parts.pop();
    }
    format!("{}{suffix}", parts.last().copied().unwrap_or(""))
}

struct Walk<'a> {
    all: &'a [Value],
    properties: &'a mut Properties,
}

impl Walk<'_> {
    fn object(&mut self, index: usize, path: &str, depth: usize) {
        let Some(own) = self.all.get(index) else { return };
        match own["$type"].as_str() {
            Some("ArrayType") => self.member(target(&own["itemType"]), format!("{path}/items"), depth, depth),
            Some("ObjectType" | "DiscriminatedObjectType") => {
                if let Some(further) = own.get("additionalProperties").filter(|further| !further.is_null()) {
                    self.note(target(further), format!("{path}/additionalProperties"), depth);
                }
                for members in [&own["properties"], &own["baseProperties"]] {
                    for (name, member) in members.as_object().into_iter().flatten() {
                        let slash = if path.is_empty() { "" } else { "/" };
                        let path = format!("{path}{slash}properties/{name}");
                        self.member(target(&member["type"]), path, depth, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, index: usize, path: String, depth: usize, below: usize) {
        self.note(index, path.clone(), depth);
        if depth < NAME_DEPTH {
            self.object(index, &path, below);
        }
    }

    fn note(&mut self, index: usize, path: String, depth: usize) {
        let kind = self.kind(index, 0);
        self.properties.entry(path).or_insert((kind, depth));
    }

    fn kind(&self, index: usize, depth: usize) -> Kind {
        let own = self.all.get(index).filter(|_| depth <= UNION_DEPTH)?;
        match own["$type"].as_str()? {
            "StringType" | "StringLiteralType" => Some('s'),
            "IntegerType" => Some('i'),
            "BooleanType" => Some('b'),
            "ObjectType" | "DiscriminatedObjectType" => Some('o'),
            "ArrayType" => Some('a'),
            "UnionType" => {
                let mut kinds = own["elements"].as_array()?.iter().map(|one| self.kind(target(one), depth + 1));
                let first = kinds.next()?;
                kinds.all(|kind| kind == first).then_some(first)?
            }
            _ => None,
        }
    }
}

/// The index that `{"$ref": "#/7"}` names.
fn target(reference: &Value) -> usize {
    let text = reference["$ref"].as_str().unwrap_or("");
    text.strip_prefix("#/").and_then(|index| index.parse().ok()).unwrap_or(usize::MAX)
}

fn version(file: &str) -> &str {
    file.rsplit('/').nth(1).unwrap_or("")
}

fn date(file: &str) -> &str {
    version(file).get(..10).unwrap_or(version(file))
}
