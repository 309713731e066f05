//! One hole at a time in the sealed example: the verdict changes at that line, and nowhere else.

#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests fail as tests do")]

mod common;

use std::collections::BTreeMap;

use common::{read_folder, repository, repository_file, run_in};
use ringfence_source::MemoryWorld;
use serde::Deserialize;

#[derive(Deserialize)]
struct Mutations {
    claim: String,
    mutation: Vec<Mutation>,
}

#[derive(Deserialize)]
struct Mutation {
    id: String,
    subject: String,
    verdict: String,
    #[serde(default)]
    at: Vec<String>,
    why: String,
    edits: Vec<Edit>,
}

#[derive(Deserialize)]
struct Edit {
    file: String,
    find: String,
    put: String,
}

#[test]
fn private_only() {
    let mutations: Mutations =
        toml::from_str(&repository_file("docs/validation/mutations/private-only.toml")).expect("the mutations");
    let mut sealed = MemoryWorld::default();
    read_folder(&repository().join("examples/foundry-chat"), "", &mut sealed);
    let before = verdicts(&sealed, &mutations.claim);
    assert!(before.values().all(|(verdict, ..)| verdict == "holds"), "the sealed example: {before:#?}");
    let mut wrong = Vec::new();
    for mutation in &mutations.mutation {
        let mut world = sealed.clone();
        for edit in &mutation.edits {
            apply(edit, &mutation.id, &mut world);
        }
        wrong.extend(judge(mutation, &world, &mutations.claim).err());
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), mutations.mutation.len(), wrong.join("\n"));
}

fn judge(mutation: &Mutation, world: &MemoryWorld, claim: &str) -> Result<(), String> {
    let after = verdicts(world, claim);
    let complain = |text: String| Err(format!("{}: {text} ({})", mutation.id, mutation.why));
    let Some((verdict, path, line)) = after.get(&mutation.subject) else {
        return complain(format!("`{}` is not judged: {:?}", mutation.subject, after.keys()));
    };
    if *verdict != mutation.verdict {
        return complain(format!("{verdict} instead of {} at {path}:{line}", mutation.verdict));
    }
    let text = String::from_utf8_lossy(&world.files[path]).into_owned();
    let text = text.lines().nth(*line as usize - 1).unwrap_or("");
    if !mutation.at.is_empty() && !mutation.at.iter().any(|at| text.contains(at.as_str())) {
        return complain(format!("decided at {path}:{line} `{}`", text.trim()));
    }
    match after.iter().find(|(subject, (verdict, ..))| **subject != mutation.subject && verdict != "holds") {
        Some((subject, _)) => complain(format!("`{subject}` moved too")),
        None => Ok(()),
    }
}

fn apply(edit: &Edit, id: &str, world: &mut MemoryWorld) {
    let text = world.files.get(&edit.file).unwrap_or_else(|| panic!("{id}: no file {}", edit.file));
    let text = String::from_utf8(text.to_vec()).expect("UTF-8");
    assert_eq!(text.matches(&edit.find).count(), 1, "{id}: `{}` in {}", edit.find, edit.file);
    world.files.insert(edit.file.clone(), text.replace(&edit.find, &edit.put).into_bytes().into());
}

fn verdicts(world: &MemoryWorld, claim: &str) -> BTreeMap<String, (String, String, u64)> {
    let outcome = run_in(world, &["check", ".", "--format", "json", "--claim", claim]);
    assert_eq!(outcome.err, "");
    outcome.judgements(claim).into_iter().map(|row| (row.subject, (row.verdict, row.path, row.line))).collect()
}
