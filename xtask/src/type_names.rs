//! How the names of Azure's resource types are spelled, from the published catalogue of types.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::catalogue::{contents, git, header, settle};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/bicep/data/type_names.tsv");

/// The spellings of one type, by version; type and version in lower case.
type Types = BTreeMap<String, BTreeMap<String, String>>;
/// How often each spelling stands.
type Counts = BTreeMap<String, usize>;

pub(crate) fn run(checkout: &str, check: bool) -> Result<(), String> {
    settle(TABLE, &table(checkout)?, check)
}

fn table(checkout: &str) -> Result<String, String> {
    let listed = git(checkout, &["ls-tree", "-r", "--name-only", "HEAD", "generated"])?;
    let files: Vec<&str> = listed.lines().filter(|name| name.ends_with("types.json")).collect();
    let mut types = Types::new();
    for content in contents(checkout, &files)? {
        let Ok(Value::Array(all)) = serde_json::from_slice::<Value>(&content) else { continue };
        for resource in all.iter().filter(|own| own["$type"] == "ResourceType") {
            let Some((name, version)) = resource["name"].as_str().and_then(|name| name.split_once('@')) else {
                continue;
            };
            types.entry(name.to_lowercase()).or_default().insert(version.to_lowercase(), name.to_owned());
        }
    }
    Ok(header("type-names", checkout)? + &rows(&types))
}

/// A line for each part of a name, one for each type that its parts do not spell or that has several spellings, and one for
/// each version that spells its type otherwise.
fn rows(types: &Types) -> String {
    let mut parts: BTreeMap<String, Counts> = BTreeMap::new();
    for versions in types.values() {
        for spelling in versions.values().collect::<BTreeSet<_>>() {
            for part in spelling.split('/') {
                *parts.entry(part.to_lowercase()).or_default().entry(part.to_owned()).or_default() += 1;
            }
        }
    }
    let usual: BTreeMap<&str, &str> = parts.iter().map(|(part, counts)| (part.as_str(), most(counts))).collect();
    let mut rows: Vec<(String, &str)> = usual.iter().map(|(part, spelling)| ((*part).to_owned(), *spelling)).collect();
    for (name, versions) in types {
        let mut counts = Counts::new();
        for spelling in versions.values() {
            *counts.entry(spelling.clone()).or_default() += 1;
        }
        let own = most(&counts);
        let own = versions.values().find(|spelling| *spelling == own).map_or("", String::as_str);
        let by_parts: Vec<&str> = name.split('/').map(|part| usual.get(part).copied().unwrap_or(part)).collect();
        if counts.len() > 1 || by_parts.join("/") != own {
            rows.push((name.clone(), own));
        }
        let others = versions.iter().filter(|(_, spelling)| *spelling != own);
        rows.extend(others.map(|(version, spelling)| (format!("{name}@{version}"), spelling.as_str())));
    }
    rows.sort();
    rows.iter().map(|(name, spelling)| format!("{name}\t{spelling}\n")).collect()
}

/// The spelling that stands most often, of several the first by its bytes.
fn most(counts: &Counts) -> &str {
    let best = counts.iter().max_by_key(|(spelling, count)| (**count, std::cmp::Reverse(*spelling)));
    best.map_or("", |(spelling, _)| spelling.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_types_and_versions_are_told_apart() {
        let mut types = Types::new();
        for (name, version) in [
            ("A.B/someThings", "2020-01-01"),
            ("A.B/someThings", "2021-01-01"),
            ("A.B/somethings", "2019-01-01"),
            ("C.D/someThings", "2020-01-01"),
            ("C.D/SOMETHINGS/x", "2020-01-01"),
        ] {
            types.entry(name.to_lowercase()).or_default().insert(version.to_owned(), name.to_owned());
        }
        let expected = "a.b\tA.B\na.b/somethings\tA.B/someThings\na.b/somethings@2019-01-01\tA.B/somethings\nc.d\tC.D\n\
                        c.d/somethings/x\tC.D/SOMETHINGS/x\nsomethings\tsomeThings\nx\tx\n";
        assert_eq!(rows(&types), expected);
    }
}
