//! One hole at a time in the sealed example: the verdict changes at that line, and nowhere else.

#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests fail as tests do")]

mod common;

use std::collections::BTreeMap;

use common::{read_folder, repository, repository_file, run_in};
use ringfence_claims::CLAIMS;
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
    #[serde(default = "chat")]
    example: String,
    subject: String,
    verdict: String,
    #[serde(default)]
    at: Vec<String>,
    /// What the message says in parentheses, and no other such code.
    code: Option<String>,
    /// Further subjects of the claim that move with it; `*` is all of them.
    #[serde(default)]
    also: Vec<String>,
    /// Further claims that move with it.
    #[serde(default)]
    moves: Vec<String>,
    why: String,
    edits: Vec<Edit>,
    #[serde(default)]
    new: Vec<NewFile>,
}

fn chat() -> String {
    "foundry-chat".into()
}

#[derive(Deserialize)]
struct Edit {
    file: String,
    find: String,
    put: String,
}

#[derive(Deserialize)]
struct NewFile {
    file: String,
    text: String,
}

/// What a claim says about its subjects.
type Verdicts = BTreeMap<String, Verdict>;

#[derive(Debug)]
struct Verdict {
    verdict: String,
    path: String,
    line: u64,
    message: String,
}

#[test]
fn private_only() {
    one_hole_at_a_time("private-only");
}

#[test]
fn private_path() {
    one_hole_at_a_time("private-path");
}

#[test]
fn private_names() {
    one_hole_at_a_time("private-names");
}

#[test]
fn no_shared_keys() {
    one_hole_at_a_time("no-shared-keys");
}

#[test]
fn tls_enforced() {
    one_hole_at_a_time("tls-enforced");
}

#[test]
fn no_public_blobs() {
    one_hole_at_a_time("no-public-blobs");
}

fn one_hole_at_a_time(claim: &str) {
    let table = repository_file(&format!("docs/validation/mutations/{claim}.toml"));
    let mutations: Mutations = toml::from_str(&table).expect("the mutations");
    assert_eq!(mutations.claim, claim);
    let mut wrong = Vec::new();
    for example in ["foundry-chat", "ml-training"] {
        let mut sealed = MemoryWorld::default();
        read_folder(&repository().join("examples").join(example), "", &mut sealed);
        for (claim, before) in verdicts(&sealed) {
            assert!(before.values().all(|own| own.verdict == "holds"), "{example}, {claim}: {before:#?}");
        }
        for mutation in mutations.mutation.iter().filter(|mutation| mutation.example == example) {
            let mut world = sealed.clone();
            for NewFile { file, text } in &mutation.new {
                world.files.insert(file.clone(), text.clone().into_bytes().into());
            }
            for edit in &mutation.edits {
                apply(edit, &mutation.id, &mut world);
            }
            wrong.extend(judge(mutation, &world, claim).err());
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), mutations.mutation.len(), wrong.join("\n"));
}

#[test]
fn every_code_has_a_mutation() {
    let tables = ["private-names", "private-path"].map(|claim| {
        let table = repository_file(&format!("docs/validation/mutations/{claim}.toml"));
        toml::from_str::<Mutations>(&table).expect("the mutations")
    });
    let codes: Vec<_> = tables.iter().flat_map(|table| &table.mutation).filter_map(|own| own.code.clone()).collect();
    for number in 1..=14 {
        assert!(codes.contains(&format!("D{number}")), "no mutation has the code D{number}");
    }
}

fn judge(mutation: &Mutation, world: &MemoryWorld, claim: &str) -> Result<(), String> {
    let all = verdicts(world);
    let complain = |text: String| Err(format!("{claim}, {}: {text} ({})", mutation.id, mutation.why));
    let after = &all[claim];
    let Some(own) = after.get(&mutation.subject) else {
        return complain(format!("`{}` is not judged: {:?}", mutation.subject, after.keys()));
    };
    if own.verdict != mutation.verdict {
        let Verdict { verdict, path, line, message } = own;
        return complain(format!("{verdict} instead of {} at {path}:{line}: {message}", mutation.verdict));
    }
    let text = String::from_utf8_lossy(&world.files[&own.path]).into_owned();
    let text = text.lines().nth(own.line as usize - 1).unwrap_or("");
    if !mutation.at.is_empty() && !mutation.at.iter().any(|at| text.contains(at.as_str())) {
        return complain(format!("decided at {}:{} `{}`", own.path, own.line, text.trim()));
    }
    if let Some(code) = &mutation.code {
        let codes = (1..=14).map(|number| format!("D{number}"));
        let said: Vec<_> = codes.filter(|code| own.message.contains(&format!("({code})"))).collect();
        if said != [code.clone()] {
            return complain(format!("{said:?} instead of {code}: {}", own.message));
        }
    }
    for (other, verdicts) in &all {
        if mutation.moves.contains(other) {
            continue;
        }
        let moved = verdicts.iter().find(|(subject, own)| {
            let may = other == claim
                && (**subject == mutation.subject || mutation.also.iter().any(|also| also == "*" || also == *subject));
            own.verdict != "holds" && !may
        });
        if let Some((subject, own)) = moved {
            return complain(format!("{other}: `{subject}` moved too: {}", own.message));
        }
    }
    Ok(())
}

fn apply(edit: &Edit, id: &str, world: &mut MemoryWorld) {
    let text = world.files.get(&edit.file).unwrap_or_else(|| panic!("{id}: no file {}", edit.file));
    let text = String::from_utf8(text.to_vec()).expect("UTF-8");
    assert_eq!(text.matches(&edit.find).count(), 1, "{id}: `{}` in {}", edit.find, edit.file);
    world.files.insert(edit.file.clone(), text.replace(&edit.find, &edit.put).into_bytes().into());
}

/// What each claim says.
fn verdicts(world: &MemoryWorld) -> BTreeMap<String, Verdicts> {
    let outcome = run_in(world, &["check", ".", "--format", "json"]);
    assert_eq!(outcome.err, "");
    let report = outcome.json();
    let judgements = report["judgements"].as_array().expect("judgements");
    let of = |claim: &str| {
        let own = judgements.iter().filter(|judgement| judgement["claim"] == claim);
        own.zip(outcome.judgements(claim))
            .map(|(judgement, row)| {
                let message = judgement["message"].as_str().expect("a message").to_owned();
                (row.subject, Verdict { verdict: row.verdict, path: row.path, line: row.line, message })
            })
            .collect()
    };
    CLAIMS.iter().map(|claim| (claim.id.to_owned(), of(claim.id))).collect()
}
