//! Runs the program in the test's own process, on files in memory or on disk.
#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of this")]
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "helpers of tests fail and speak as tests do"
)]

pub mod snapshot;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use clap::Parser;
use ringfence_cli::{Arguments, Console, Exit};
use ringfence_source::MemoryWorld;
use serde_json::Value;

/// What a run left behind.
#[derive(Debug)]
pub struct Outcome {
    pub exit: Exit,
    pub out: String,
    pub err: String,
}

impl Outcome {
    /// The report, for a run with `--format json`.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.out, self.err))
    }

    /// The judgements of a claim as `(type name, verdict, path:line)`.
    pub fn judgements(&self, claim: &str) -> Vec<Row> {
        let report = self.json();
        let all = report["judgements"].as_array().expect("judgements").clone();
        all.iter().filter(|own| own["claim"] == claim).map(Row::of).collect()
    }
}

/// One judgement, as an expectation table writes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    pub subject: String,
    pub verdict: String,
    pub path: String,
    pub line: u64,
}

impl Row {
    fn of(judgement: &Value) -> Self {
        let subject = &judgement["subject"];
        let first = &judgement["locations"][0];
        Self {
            subject: format!("{} {}", subject["type"].as_str().unwrap(), subject["name"].as_str().unwrap()),
            verdict: judgement["verdict"].as_str().unwrap().to_owned(),
            path: first["path"].as_str().unwrap_or("").to_owned(),
            line: first["start"]["line"].as_u64().unwrap_or(0),
        }
    }
}

/// Runs the program over files in memory.
pub fn run_in(world: &MemoryWorld, arguments: &[&str]) -> Outcome {
    run(world, arguments, false)
}

/// Runs the program over files in memory, as on a terminal with colours.
pub fn run_in_color(world: &MemoryWorld, arguments: &[&str]) -> Outcome {
    run(world, arguments, true)
}

fn run(world: &MemoryWorld, arguments: &[&str], color: bool) -> Outcome {
    let arguments =
        Arguments::try_parse_from(std::iter::once("ringfence").chain(arguments.iter().copied())).expect("arguments");
    let (out, err) = (Buffer::default(), Buffer::default());
    let mut console = Console::of(Box::new(world.clone()), Box::new(out.clone()), Box::new(err.clone()));
    (console.color, console.err_color) = (color, color);
    let exit = ringfence_cli::run(&arguments, &mut console);
    console.finish();
    Outcome { exit, out: out.text(), err: err.text() }
}

/// Reads the text files under a folder into memory, by their paths below `base`.
pub fn read_folder(base: &Path, folder: &str, world: &mut MemoryWorld) {
    for entry in std::fs::read_dir(base.join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}")) {
        let entry = entry.expect("entry");
        let name = entry.file_name().into_string().expect("a name");
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        if entry.file_type().expect("type").is_dir() {
            if !path.contains(".git") {
                read_folder(base, &path, world);
            }
        } else if [".bicep", ".bicepparam", ".json", ".toml"].iter().any(|end| path.ends_with(end)) {
            world.files.insert(path.clone(), std::fs::File::open(base.join(&path)).map(read).expect("file").into());
        }
    }
}

fn read(mut file: std::fs::File) -> Vec<u8> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut file, &mut bytes).expect("readable");
    bytes
}

/// The text of a file of the repository.
pub fn repository_file(path: &str) -> String {
    String::from_utf8(read(std::fs::File::open(repository().join(path)).expect(path))).expect("UTF-8")
}

/// The root of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The path in an environment variable, or a loud note that the test was left out.
pub fn checkout(variable: &str, what: &str) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "tests find their checkouts by the environment")]
    let path = std::env::var(variable).ok().map(PathBuf::from);
    if path.is_none() {
        eprintln!("LEFT OUT: {what}: set {variable} to a checkout to run this test");
    }
    path
}

/// The cells of each row of the first Markdown table in `text` whose header starts with `header`.
pub fn table(text: &str, header: &str) -> Vec<Vec<String>> {
    let mut lines = text.lines().skip_while(|line| !line.starts_with(header));
    let (Some(_), Some(_)) = (lines.next(), lines.next()) else { panic!("no table `{header}`") };
    lines
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("lock").clone()).expect("UTF-8")
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("lock").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
