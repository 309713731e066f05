//! Nothing holds on a value that is not known: whatever decides is put out of sight, and what held must be unknown.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "helpers of tests fail and index as tests do"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{checkout, read_folder, repository, run_in};
use ringfence_source::MemoryWorld;
use serde_json::Value;

/// A value that nothing in the input settles; a module cannot be given it, unlike a parameter.
const UNKNOWN: &str = "any(resourceGroup().tags.ringfenceFree)";
/// The same in a parameters file, where there is no resource group.
const UNKNOWN_PARAMETER: &str = "readEnvironmentVariable('RINGFENCE_FREE')";
/// More properties than close any service at once.
const MAX_CLOSERS: usize = 12;

/// The claims that are swept.
const SWEPT: [&str; 6] =
    ["private-only", "private-path", "private-names", "no-shared-keys", "tls-enforced", "no-public-blobs"];

/// A project in memory and its entry point.
struct Project {
    world: MemoryWorld,
    entry: &'static str,
}

/// A piece of the source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    path: String,
    start: usize,
    end: usize,
}

#[test]
fn nothing_holds_without_what_decides_it_in_the_example() {
    example().sweep();
}

#[test]
fn nothing_holds_without_what_decides_it_in_the_foundry_baseline() {
    if let Some(baseline) = baseline() {
        baseline.sweep();
    }
}

/// An unknown stands for every value, so that its verdict is theirs if they agree, and else unknown.
#[test]
fn a_value_that_is_unknown_agrees_with_every_value_it_may_have() {
    let sealed = example();
    // Most services of the example are closed twice: each lock is tried while the other is open, too.
    let mut changed = BTreeSet::new();
    for (open, word) in [("", ""), ("'Disabled'", "'Enabled'"), ("'Deny'", "'Allow'")] {
        let project = sealed.opened(open, word);
        for (place, values) in project.words() {
            changed.extend(project.compare(&place, &values));
        }
    }
    assert!(changed.len() >= 7, "only {changed:?} depend on a word of the source");
}

fn example() -> Project {
    let mut world = MemoryWorld::default();
    read_folder(&repository().join("examples/foundry-chat"), "", &mut world);
    Project { world, entry: "." }
}

fn baseline() -> Option<Project> {
    let path = checkout("RINGFENCE_FOUNDRY_BASELINE", "the sweep over the Microsoft Foundry baseline")?;
    let mut world = MemoryWorld::default();
    read_folder(&path, "infra-as-code", &mut world);
    Some(Project { world, entry: "infra-as-code/bicep/main.bicep" })
}

impl Project {
    /// Puts out of sight what decides each judgement that holds, and what decides it then, until nothing does.
    fn sweep(&self) {
        let holding = self.judgements().into_iter().filter(|own| own["verdict"] == "holds");
        let holding: Vec<Value> = holding.collect();
        assert!(!holding.is_empty(), "nothing holds");
        for judgement in &holding {
            self.unsettle(judgement);
        }
    }

    fn unsettle(&self, first: &Value) {
        let subject = subject(first);
        let (mut judgement, mut hidden) = (first.clone(), BTreeMap::new());
        for _ in 0..MAX_CLOSERS {
            let place = self.decisive(&judgement).unwrap_or_else(|| panic!("nothing decides {subject}: {judgement}"));
            let unknown = if place.path.ends_with(".bicepparam") { UNKNOWN_PARAMETER } else { UNKNOWN };
            let is_new = hidden.insert(place.clone(), unknown.to_owned()).is_none();
            assert!(is_new, "{subject} holds by {place:?}, which is unknown");
            let after = self.with(&hidden).judgements();
            judgement = after
                .into_iter()
                .find(|own| self::subject(own) == subject)
                .unwrap_or_else(|| panic!("{subject} is not judged without {hidden:?}"));
            match judgement["verdict"].as_str() {
                Some("holds") => {}
                verdict => return assert_eq!(verdict, Some("unknown"), "{subject} without {hidden:?}"),
            }
        }
        panic!("{subject} holds without {hidden:?}");
    }

    /// The project with every literal of one word replaced by another.
    fn opened(&self, word: &str, by: &str) -> Self {
        let places = self.words().into_iter().map(|(place, _)| place);
        let of_word = places.filter(|place| source(&self.world, &place.path)[place.start..place.end] == *word);
        self.with(&of_word.map(|place| (place, by.to_owned())).collect())
    }

    /// The subjects whose verdict a word decides; the unknown in its place must know nothing that they do not agree on.
    fn compare(&self, place: &Place, values: &[&str]) -> Vec<String> {
        let verdicts = |text: &str| self.with(&BTreeMap::from([(place.clone(), text.to_owned())])).verdicts();
        let known: Vec<BTreeMap<String, String>> = values.iter().map(|value| verdicts(value)).collect();
        let mut changed = Vec::new();
        for (subject, verdict) in verdicts(UNKNOWN) {
            let of_values: BTreeSet<&str> =
                known.iter().filter_map(|known| known.get(&subject)).map(String::as_str).collect();
            let agrees = verdict == "unknown" || of_values == BTreeSet::from([verdict.as_str()]);
            assert!(agrees, "{subject}: {verdict}, though the values give {of_values:?}, at {place:?}");
            if of_values.len() > 1 {
                changed.push(subject);
            }
        }
        changed
    }

    fn with(&self, edits: &BTreeMap<Place, String>) -> Self {
        let mut world = self.world.clone();
        // From the end, so that what comes before stays where it is.
        for (place, text) in edits.iter().rev() {
            let old = source(&world, &place.path);
            let new = format!("{}{text}{}", &old[..place.start], &old[place.end..]);
            world.files.insert(place.path.clone(), new.into_bytes().into());
        }
        Self { world, entry: self.entry }
    }

    fn judgements(&self) -> Vec<Value> {
        let mut arguments = vec!["check", self.entry, "--format", "json"];
        arguments.extend(SWEPT.iter().flat_map(|claim| ["--claim", *claim]));
        run_in(&self.world, &arguments).json()["judgements"].as_array().expect("judgements").clone()
    }

    fn verdicts(&self) -> BTreeMap<String, String> {
        let verdict = |own: &Value| own["verdict"].as_str().expect("a verdict").to_owned();
        self.judgements().iter().map(|own| (subject(own), verdict(own))).collect()
    }

    /// Where the value stands that decides.
    fn decisive(&self, judgement: &Value) -> Option<Place> {
        let locations = judgement["locations"].as_array()?;
        let location = locations.iter().find(|location| location["role"] == "decisive")?;
        let path = location["path"].as_str()?.to_owned();
        let text = source(&self.world, &path);
        let at = |place: &Value| offset(&text, place["line"].as_u64()?, place["column"].as_u64()?);
        Some(Place { path, start: at(&location["start"])?, end: at(&location["end"])? })
    }

    /// Every literal of a few words that open and close, and what it could be instead.
    fn words(&self) -> Vec<(Place, Vec<&'static str>)> {
        const WORDS: &[&[&str]] = &[&["'Disabled'", "'Enabled'"], &["'Deny'", "'Allow'"]];
        let mut found = Vec::new();
        for path in self.world.files.keys().filter(|path| path.ends_with(".bicep")) {
            let text = source(&self.world, path);
            for values in WORDS {
                for word in *values {
                    let places = text.match_indices(&format!(": {word}\n")).map(|(at, _)| at + 2).collect::<Vec<_>>();
                    let place = |start| Place { path: path.clone(), start, end: start + word.len() };
                    found.extend(places.into_iter().map(|start| (place(start), values.to_vec())));
                }
            }
        }
        found
    }
}

fn subject(judgement: &Value) -> String {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    format!("{} {}", text(&judgement["claim"]), text(&judgement["subject"]["id"]))
}

fn source(world: &MemoryWorld, path: &str) -> String {
    String::from_utf8(world.files[path].to_vec()).expect("UTF-8")
}

/// The byte at a line and a column, in UTF-16 units, both from 1.
fn offset(text: &str, line: u64, column: u64) -> Option<usize> {
    let before: usize = text.split_inclusive('\n').take(usize::try_from(line).ok()? - 1).map(str::len).sum();
    let mut units = 1;
    for (at, char) in text[before..].char_indices() {
        if units >= column {
            return Some(before + at);
        }
        units += char.len_utf16() as u64;
    }
    Some(text.len())
}
