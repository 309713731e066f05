//! Real Bicep files, where a checkout is at hand.
//!
//! `RINGFENCE_BICEP_CHECKOUT` names a checkout of <https://github.com/Azure/bicep>; `RINGFENCE_CORPUS` names folders
//! (with `:` between them) whose `.bicep` and `.bicepparam` files are all valid.

use std::path::{Path, PathBuf};

use ringfence_bicep::parse::parse;
use ringfence_bicep::syntax::FileKind;
use ringfence_source::{Severity, Sources};

/// Baselines that are wrong only in what the parser does not judge: names, types and the like.
const WRONG_BUT_WELL_FORMED: &[&str] = &[];

/// Files of the samples that are wrong on purpose, though no folder above them says so.
const WRONG_ON_PURPOSE: &[&str] = &[];

#[test]
fn the_official_samples_are_read_as_officially() {
    let Some(root) = std::env::var_os("RINGFENCE_BICEP_CHECKOUT") else {
        eprintln!("SKIPPED: RINGFENCE_BICEP_CHECKOUT names no checkout of Azure/bicep");
        return;
    };
    let samples = Path::new(&root).join("src/Bicep.Core.Samples/Files");
    let mut wrong = Vec::new();
    let mut read = 0;
    for path in bicep_files(&samples) {
        let name = path.strip_prefix(&samples).unwrap().to_string_lossy().replace('\\', "/");
        let generated = ["main.diagnostics.", "main.symbols.", "main.syntax.", "main.tokens.", "main.formatted.", "main.ir.", "main.sourcemap.", "main.pprint."];
        let file_name = name.rsplit('/').next().unwrap_or_default();
        if generated.iter().any(|start| file_name.starts_with(start)) {
            continue;
        }
        read += 1;
        let errors = errors_of(&path);
        let invalid = name.contains("/Invalid") || WRONG_ON_PURPOSE.contains(&&*name);
        match (invalid, errors.is_empty()) {
            (false, false) => wrong.extend(errors.into_iter().take(3)),
            (true, true) if !WRONG_BUT_WELL_FORMED.contains(&&*name) => wrong.push(format!("{name}: no error found")),
            _ => {}
        }
    }
    eprintln!("{read} files of the official samples");
    assert!(read > 100, "too few files to mean anything: {read}");
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
        let files = bicep_files(&root);
        assert!(!files.is_empty(), "no file in {}", root.display());
        eprintln!("{} files in {}", files.len(), root.display());
        for path in files {
            wrong.extend(errors_of(&path).into_iter().take(3));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn bicep_files(root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "bicep" || extension == "bicepparam") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn errors_of(path: &Path) -> Vec<String> {
    let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
    let mut sources = Sources::default();
    let id = sources.add(&path.to_string_lossy(), &text);
    let params = path.extension().is_some_and(|extension| extension == "bicepparam");
    let kind = if params { FileKind::Params } else { FileKind::Bicep };
    let file = sources.file(id);
    let (_, diagnostics) = parse(id, file.text(), kind);
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let place = |start| format!("{}:{}:{}", path.display(), file.position(start).line, file.position(start).column);
    errors.map(|error| format!("{}: {}", place(error.span.start), error.message)).collect()
}
