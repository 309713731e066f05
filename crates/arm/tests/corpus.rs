//! Runs over public material that is not part of this repository. Each test names the environment variable
//! that leads to it, and says so when it is left out.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests fail and speak as tests do")]

use std::path::{Path, PathBuf};

use ringfence_arm::{Template, read_json, to_json};
use ringfence_source::{Severity, Sources};

/// A checkout of <https://github.com/Azure/bicep>: each compiled baseline reads and prints back byte for byte.
#[test]
fn official_compilations_round_trip() {
    let Some(root) = checkout("RINGFENCE_BICEP_CHECKOUT") else { return };
    // The decompiler's tests have templates written by hand.
    let mut files = files_named(&root, |name| name == "main.json" || name == "main.symbolicnames.json");
    files.retain(|path| !path.components().any(|part| part.as_os_str() == "Bicep.Decompiler.IntegrationTests"));
    assert!(!files.is_empty(), "no main.json below {}", root.display());
    let (mut read, mut different) = (0, Vec::new());
    for path in &files {
        let text = text_of(path).replace("\r\n", "\n");
        if !text.contains("\"_generator\"") {
            continue;
        }
        read += 1;
        let mut sources = Sources::default();
        let file = sources.add("main.json", &text);
        let (node, diagnostics) = read_json(&text, file);
        let Some(node) = node else { panic!("{}: {diagnostics:#?}", path.display()) };
        let mut errors: Vec<_> = diagnostics.into_iter().map(|found| found.message).collect();
        let printed = to_json(&node);
        let expected = text.trim_end().trim_start_matches('\u{feff}');
        if printed != expected {
            let line = printed.lines().zip(expected.lines()).find(|(ours, theirs)| ours != theirs);
            errors.push(format!("{line:?}"));
        }
        if !errors.is_empty() {
            different.push(format!("{}: {errors:#?}", path.display()));
        }
    }
    println!("{read} compiled templates read and printed");
    assert!(different.is_empty(), "{} of {read} differ:\n{}", different.len(), different.join("\n"));
}

/// A checkout of <https://github.com/Azure/azure-quickstart-templates>: every template reads.
#[test]
fn quickstart_templates_read() {
    let Some(root) = checkout("RINGFENCE_QUICKSTARTS") else { return };
    let files = files_named(&root, |name| name.ends_with(".json"));
    let (mut templates, mut resources, mut errors, mut warnings) = (0, 0, 0, 0);
    for path in &files {
        let text = text_of(path);
        if !text.to_ascii_lowercase().contains("deploymenttemplate.json") {
            continue;
        }
        let mut sources = Sources::default();
        let file = sources.add(&path.display().to_string(), &text);
        let text = sources.file(file).text().clone();
        let (node, mut diagnostics) = read_json(&text, file);
        if let Some(node) = &node {
            let template = Template::read(node, &mut diagnostics);
            resources += template.resources.len();
        }
        templates += 1;
        for found in &diagnostics {
            let place = sources.file(file).position(found.span.start);
            let weight = if found.severity == Severity::Error { "error" } else { "warning" };
            *(if found.severity == Severity::Error { &mut errors } else { &mut warnings }) += 1;
            let (path, line, column) = (path.display(), place.line, place.column);
            println!("{weight} {} {path}:{line}:{column}: {}", found.code, found.message);
        }
    }
    println!("{templates} templates, {resources} resources, {errors} errors, {warnings} warnings");
    assert!(templates > 0, "no template below {}", root.display());
}

fn checkout(variable: &str) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a test chooses its input by the environment")]
    let path = std::env::var(variable).ok();
    if path.is_none() {
        println!("LEFT OUT: set {variable} to a checkout to run this test");
    }
    path.map(PathBuf::from)
}

fn text_of(path: &Path) -> String {
    #[expect(clippy::disallowed_methods, reason = "a test reads its own input")]
    let bytes = std::fs::read(path).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn files_named(root: &Path, wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().flatten() {
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && entry.file_name().to_str().is_some_and(&wanted) {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found
}
