//! Runs over public material that is not part of this repository. Each test names the environment variable
//! that leads to it, and says so when it is left out.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests fail and speak as tests do")]

use std::path::{Path, PathBuf};

use ringfence_arm::{Template, read_json, read_parameters, to_json};
use ringfence_source::{Severity, Sources};

/// A checkout of <https://github.com/Azure/bicep>: each compiled baseline reads and prints back byte for byte.
#[test]
fn official_compilations_round_trip() {
    let Some(root) = checkout("RINGFENCE_BICEP_CHECKOUT") else { return };
    // The decompiler's tests have templates written by hand.
    let mut files = files_named(&root, |name| name == "main.json" || name == "main.symbolicnames.json");
    files.retain(|path| !path.components().any(|part| part.as_os_str() == "Bicep.Decompiler.IntegrationTests"));
    let mut read = 0;
    let mut different = Vec::new();
    for path in &files {
        let text = text_of(path).replace("\r\n", "\n");
        if !text.contains("\"_generator\"") {
            continue;
        }
        read += 1;
        let (printed, diagnostics) = round_trip(&text);
        let expected = text.trim_end().trim_start_matches('\u{feff}');
        if printed != expected || diagnostics > 0 {
            let line = printed.lines().zip(expected.lines()).find(|(ours, theirs)| ours != theirs);
            different.push(format!("{}: {diagnostics} diagnostics, {line:?}", path.display()));
        }
    }
    println!("{read} compiled templates read and printed");
    assert!(read > 0, "no compiled template below {}", root.display());
    assert!(different.is_empty(), "{} of {read} differ:\n{}", different.len(), different.join("\n"));
}

/// A checkout of <https://github.com/Azure/azure-quickstart-templates>: every template and parameter file reads.
#[test]
fn quickstart_templates_read() {
    let Some(root) = checkout("RINGFENCE_QUICKSTARTS") else { return };
    let (mut templates, mut resources, mut parameters, mut errors) = (0, 0, 0, 0);
    for path in &files_named(&root, |name| name.ends_with(".json")) {
        let raw = text_of(path);
        let mut sources = Sources::default();
        let file = sources.add(&path.display().to_string(), &raw);
        let text = sources.file(file).text().clone();
        let lower = text.to_ascii_lowercase();
        let diagnostics = if lower.contains("deploymenttemplate.json") {
            templates += 1;
            let (node, mut diagnostics) = read_json(&text, file);
            let template = node.map(|node| Template::read(&node, &mut diagnostics));
            resources += template.map_or(0, |template| template.resources.len());
            diagnostics
        } else if lower.contains("deploymentparameters.json") {
            let (values, diagnostics) = read_parameters(&text, file);
            parameters += values.len();
            diagnostics
        } else {
            continue;
        };
        for found in &diagnostics {
            let place = sources.file(file).position(found.span.start);
            errors += usize::from(found.severity == Severity::Error);
            let (weight, path, line) = (found.severity, path.display(), place.line);
            println!("{weight:?} {} {path}:{line}:{}: {}", found.code, place.column, found.message);
        }
    }
    println!("{templates} templates with {resources} resources, {parameters} parameter values, {errors} errors");
    assert!(templates > 0 && parameters > 0, "no template below {}", root.display());
}

fn round_trip(text: &str) -> (String, usize) {
    let file = Sources::default().add("main.json", text);
    let (node, mut diagnostics) = read_json(text, file);
    let printed = node.as_ref().map(to_json).unwrap_or_default();
    if let Some(node) = node {
        Template::read(&node, &mut diagnostics);
    }
    for found in &diagnostics {
        println!("{}: {}", found.code, found.message);
    }
    (printed, diagnostics.len())
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
