//! Real Bicep files, where a checkout is at hand.
//!
//! `RINGFENCE_BICEP_CHECKOUT` names a checkout of <https://github.com/Azure/bicep>; `RINGFENCE_CORPUS` names folders
//! (with `:` between them) whose `.bicep` and `.bicepparam` files are all valid.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use ringfence_bicep::parse::parse;
use ringfence_bicep::syntax::FileKind;
use ringfence_source::{DiskWorld, EntryKind, ReadError, Severity, Sources, World, directory_of, file_name_of, join};

/// The codes that the official parser and lexer give (`b => b.Expected…` in `src/Bicep.Core/Parsing`).
const SYNTAX_CODES: &[u16] = &[
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 64, 68, 87, 96, 97, 103, 117,
    118, 123, 132, 133, 136, 140, 162, 167, 201, 202, 226, 236, 237, 238, 243, 249, 257, 266, 279, 300, 305, 317, 322,
    325, 337, 344, 346, 347, 354, 355, 356, 375, 404, 436,
];

/// Where the lines differ on purpose. `Cascade`: the official parser takes what follows an error for declarations.
const DIFFERENT: &[(&str, RangeInclusive<u32>, Why)] = &[
    ("baselines/InvalidExpressions_LF/main.bicep", 278..=278, Why::Semantic),
    ("baselines/InvalidFunctions_LF/main.bicep", 42..=50, Why::Place),
    ("baselines/InvalidLambdas_LF/main.bicep", 83..=83, Why::Cascade),
    ("baselines/InvalidModules_LF/main.bicep", 17..=17, Why::Cascade),
    ("baselines/InvalidMultilineString_CRLF/main.bicep", 1..=2, Why::Place),
    ("baselines/InvalidOutputs_CRLF/main.bicep", 75..=75, Why::Cascade),
    ("baselines/InvalidParameters_LF/main.bicep", 190..=223, Why::Semantic),
    ("baselines/InvalidResources_CRLF/main.bicep", 1627..=1634, Why::Cascade),
    ("baselines/InvalidResources_CRLF/main.bicep", 1646..=1646, Why::Semantic),
    ("baselines/InvalidTestFramework_CRLF/main.bicep", 66..=109, Why::Cascade),
    ("baselines/InvalidTestFramework_CRLF/main.bicep", 120..=125, Why::Place),
];

/// Why the lines differ.
enum Why {
    /// One mistake is officially reported again for the lines that follow.
    Cascade,
    /// The official compiler reports it, but after parsing.
    Semantic,
    /// A missing closing character is reported at the line that lacks it or that opened, not where the file ends.
    Place,
}

/// The official samples repeat each source with the diagnostics of each line under it, which is the expectation here.
#[test]
fn errors_stand_where_the_official_compiler_reports_them() {
    let Some(root) = std::env::var_os("RINGFENCE_BICEP_CHECKOUT") else {
        eprintln!("SKIPPED: RINGFENCE_BICEP_CHECKOUT names no checkout of Azure/bicep");
        return;
    };
    let samples = join(&root.to_string_lossy(), "src/Bicep.Core.Samples/Files");
    let files = bicep_files(&samples).unwrap();
    let mut wrong = Vec::new();
    let (mut compared, mut official) = (0, 0);
    for path in &files {
        let Some((stem, extension)) = file_name_of(path).split_once('.') else { continue };
        let annotated = join(directory_of(path), &format!("{stem}.diagnostics.{extension}"));
        if extension.contains('.') || !files.contains(&annotated) {
            continue;
        }
        compared += 1;
        let expected = official_error_lines(&read(&annotated).unwrap());
        official += expected.len();
        let found = error_lines_of(path).unwrap();
        let name = path.strip_prefix(&format!("{samples}/")).unwrap();
        let same = |line: &u32| !DIFFERENT.iter().any(|(file, lines, _)| *file == name && lines.contains(line));
        for (line, message) in found.iter().filter(|(line, _)| !expected.contains_key(line) && same(line)) {
            wrong.push(format!("{name}:{line}: only here: {message}"));
        }
        for (line, message) in expected.iter().filter(|(line, _)| !found.contains_key(line) && same(line)) {
            wrong.push(format!("{name}:{line}: only there: {message}"));
        }
    }
    eprintln!("{compared} files of the official samples, {official} lines with an error");
    assert!(compared > 50, "too few files to mean anything: {compared}");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn real_files_are_read_without_an_error() {
    let Some(roots) = std::env::var_os("RINGFENCE_CORPUS") else {
        eprintln!("SKIPPED: RINGFENCE_CORPUS names no folders");
        return;
    };
    let mut wrong = Vec::new();
    for root in std::env::split_paths(&roots) {
        let files = bicep_files(&root.to_string_lossy()).unwrap();
        assert!(!files.is_empty(), "no file in {}", root.display());
        eprintln!("{} files in {}", files.len(), root.display());
        // A test fixture of Azure/azure-quickstart-templates that is wrong on purpose stands in `bicep-error`.
        for path in files.iter().filter(|path| !path.contains("/bicep-error/")) {
            let errors = error_lines_of(path).unwrap();
            wrong.extend(errors.iter().map(|(line, message)| format!("{path}:{line}: {message}")));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The lines of the source that have a syntax error, from the source with its diagnostics.
fn official_error_lines(annotated: &str) -> BTreeMap<u32, String> {
    let mut lines = BTreeMap::new();
    let mut line = 0;
    for text in annotated.lines() {
        let Some(note) = text.strip_prefix("//@[") else {
            line += 1;
            continue;
        };
        let code = note.split("[BCP").nth(1).and_then(|code| code.get(..3)).and_then(|code| code.parse().ok());
        if code.is_some_and(|code| SYNTAX_CODES.contains(&code)) {
            lines.entry(line).or_insert_with(|| note.to_owned());
        }
    }
    lines
}

/// The Bicep files under a folder, in order.
fn bicep_files(root: &str) -> Result<Vec<String>, ReadError> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in DiskWorld::default().list(&folder)? {
            let path = join(&folder, &entry.name);
            match entry.kind {
                EntryKind::Folder => folders.push(path),
                EntryKind::File if path.ends_with(".bicep") || path.ends_with(".bicepparam") => files.push(path),
                EntryKind::File => {}
            }
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &str) -> Result<String, ReadError> {
    DiskWorld::default().read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// The lines that have an error, with the first one.
fn error_lines_of(path: &str) -> Result<BTreeMap<u32, String>, ReadError> {
    let mut sources = Sources::default();
    let id = sources.add(path, &read(path)?);
    let kind = if path.ends_with(".bicepparam") { FileKind::Params } else { FileKind::Bicep };
    let file = sources.file(id);
    let (_, diagnostics) = parse(id, file.text(), kind);
    let mut lines = BTreeMap::new();
    for error in diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
        lines.entry(file.position(error.span.start).line).or_insert_with(|| error.message.clone());
    }
    Ok(lines)
}
