//! Inputs that were written to mislead: what a claim must say of each stands in the input itself.
//!
//! The claim is `private-only`, unless a line `// claim: …` names another.
//! A line `// VERDICT: TYPE NAME` of a Bicep file, or an item of `metadata.expect` of an ARM template, says what comes
//! out for a subject: `holds`, `fails`, `unknown`, or `none` if it is not judged. The name `*` is that of every subject
//! of the type. A line `// with: …` adds arguments.

#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests fail as tests do")]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use common::{Row, read_folder, run_in};
use ringfence_source::MemoryWorld;

#[test]
fn nobody_is_misled() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/soundness");
    let mut world = MemoryWorld::default();
    read_folder(&base, "", &mut world);
    world.files.insert("modules/pna.txt".into(), b"Disabled\n".to_vec().into());
    let inputs: Vec<String> = world.files.keys().filter(|path| !path.contains('/')).cloned().collect();
    assert!(inputs.len() > 450, "only {} inputs were found", inputs.len());
    let wrong: Vec<String> = inputs.iter().flat_map(|path| wrong_in(&world, path)).collect();
    assert!(wrong.is_empty(), "{} of {} inputs:\n{}", wrong.len(), inputs.len(), wrong.join("\n"));
}

fn wrong_in(world: &MemoryWorld, path: &str) -> Vec<String> {
    let text = String::from_utf8(world.files[path].to_vec()).expect("UTF-8");
    let (expected, with) = expectations(&text, path);
    assert!(!expected.is_empty(), "{path} says nothing of what must come out");
    let mut arguments = vec!["check", path, "--format", "json"];
    arguments.extend(with.iter().map(String::as_str));
    let claim = text.lines().find_map(|line| line.strip_prefix("// claim: ")).unwrap_or("private-only");
    let judged = run_in(world, &arguments).judgements(claim);
    let wrong = expected.iter().filter_map(|line| {
        let (wanted, subject) = line.split_once(": ").unwrap_or_else(|| panic!("{path}: {line}"));
        let found = verdicts(&judged, subject);
        let is_met = if wanted == "none" { found.is_empty() } else { found == BTreeSet::from([wanted]) };
        (!is_met).then(|| format!("{path}: {line}, but came out {found:?}"))
    });
    wrong.collect()
}

/// What a file says must come out, and the arguments that it asks for.
fn expectations(text: &str, path: &str) -> (Vec<String>, Vec<String>) {
    if path.ends_with(".json") {
        let is_line = |line: &&str| line.trim_start().starts_with('"') && line.contains(": Microsoft.");
        let lines = text.lines().skip_while(|line| !line.contains("\"expect\"")).skip(1).take_while(is_line);
        return (lines.map(|line| line.trim().trim_matches([',', '"']).to_owned()).collect(), Vec::new());
    }
    let mut comments: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("// ")).collect();
    let with = comments.iter().filter_map(|line| line.strip_prefix("with: "));
    let with = with.flat_map(|line| line.split(' ').map(str::to_owned)).collect();
    comments.retain(|line| line.contains(": Microsoft."));
    (comments.into_iter().map(str::to_owned).collect(), with)
}

fn verdicts<'r>(judged: &'r [Row], subject: &str) -> BTreeSet<&'r str> {
    let (kind, name) = subject.split_once(' ').expect("a type and a name");
    let is_asked = |row: &&Row| {
        let (own_kind, own_name) = row.subject.split_once(' ').expect("a type and a name");
        own_kind.eq_ignore_ascii_case(kind) && (name == "*" || own_name.eq_ignore_ascii_case(name))
    };
    judged.iter().filter(is_asked).map(|row| row.verdict.as_str()).collect()
}
