//! Finds the entry points of a folder: the templates that no other template uses as a module.

use std::collections::{BTreeMap, BTreeSet};

use ringfence_bicep::syntax::{FileKind, StatementKind, UsingPath};
use ringfence_source::{Diagnostic, EntryKind, Session, Sources, Span, directory_of, file_name_of, join};

use super::{Entry, Kind, kind_of};

/// Folders that hold no templates of the user's.
const SKIPPED_FOLDERS: &[&str] = &["node_modules", "target", "bin", "obj"];
/// How deep folders are searched.
const MAX_DEPTH: usize = 32;

/// The entry points of a folder, each with each of its parameter files, sorted by path.
pub(crate) fn discover(folder: &str, session: &mut Session<'_>) -> Vec<Entry> {
    let mut files = Vec::new();
    walk(folder, 0, session, &mut files);
    let mut used = BTreeSet::new();
    let mut templates = Vec::new();
    let mut parameter_files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in &files {
        match kind_of(path) {
            Kind::Bicep => {
                used.extend(modules_of(path, session));
                templates.push(path.clone());
            }
            Kind::BicepParameters => {
                if let Some(template) = template_of(path, session) {
                    parameter_files.entry(template).or_default().push(path.clone());
                }
            }
            Kind::JsonParameters => {
                for template in templates_of_parameters(path, &files) {
                    parameter_files.entry(template).or_default().push(path.clone());
                }
            }
            Kind::Json if is_template(path, session) && !is_compiled_twin(path, &files, session) => {
                templates.push(path.clone());
            }
            Kind::Json | Kind::Other => {}
        }
    }
    let mut entries = Vec::new();
    for template in templates.into_iter().filter(|template| !used.contains(template)) {
        match parameter_files.get(&template) {
            Some(files) => entries.extend(
                files.iter().map(|file| Entry { parameters: Some(file.clone()), ..Entry::of(template.clone()) }),
            ),
            None => entries.push(Entry::of(template)),
        }
    }
    entries
}

fn walk(folder: &str, depth: usize, session: &mut Session<'_>, files: &mut Vec<String>) {
    if depth > MAX_DEPTH {
        return;
    }
    let entries = match session.world().list(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let span = Span::start_of(session.sources.add(folder, ""));
            session.report(Diagnostic::error("folder-not-read", span, format!("`{folder}` was not read: {error}")));
            return;
        }
    };
    for entry in entries {
        let path = join(folder, &entry.name);
        match entry.kind {
            EntryKind::File => files.push(path),
            EntryKind::Folder if entry.name.starts_with('.') => {}
            EntryKind::Folder if SKIPPED_FOLDERS.contains(&entry.name.as_str()) => {}
            EntryKind::Folder => walk(&path, depth + 1, session, files),
        }
    }
}

/// The local files that a Bicep file uses as modules or imports from.
fn modules_of(path: &str, session: &Session<'_>) -> Vec<String> {
    let statements = statements_of(path, FileKind::Bicep, session);
    let references = statements.iter().filter_map(|kind| match kind {
        StatementKind::Module(module) => module.path.as_ref(),
        StatementKind::Import(import) => import.path.as_ref(),
        StatementKind::Test(test) => test.path.as_ref(),
        _ => None,
    });
    references.filter_map(|literal| literal.plain()).map(|text| join(directory_of(path), text)).collect()
}

/// The template that a Bicep parameters file is for.
pub(crate) fn template_of(path: &str, session: &Session<'_>) -> Option<String> {
    statements_of(path, FileKind::Params, session).into_iter().find_map(|kind| match kind {
        StatementKind::Using(using) => match using.path {
            UsingPath::Path(literal) => Some(join(directory_of(path), literal.plain()?)),
            UsingPath::None(_) | UsingPath::Error(_) => None,
        },
        _ => None,
    })
}

fn statements_of(path: &str, kind: FileKind, session: &Session<'_>) -> Vec<StatementKind> {
    let Some(text) = text_of(path, session) else { return Vec::new() };
    let (program, _) = ringfence_bicep::parse::parse(Sources::default().add(path, &text), &text, kind);
    program.statements.into_iter().map(|statement| statement.kind).collect()
}

/// The templates that a JSON parameter file is for: those beside it that go by its name, else those that go by the names
/// that a folder's template has.
pub(crate) fn templates_beside(path: &str, session: &Session<'_>) -> Vec<String> {
    let folder = directory_of(path);
    let entries = session.world().list(folder).unwrap_or_default();
    let files: Vec<String> = entries.iter().map(|entry| join(folder, &entry.name)).collect();
    let mut templates = templates_of_parameters(path, &files);
    if templates.is_empty() {
        templates = named(&USUAL_STEMS, folder, &files);
    }
    templates.retain(|template| !is_compiled_twin(template, &files, session));
    templates
}

/// The templates beside a JSON parameter file that share the part of its name before `.parameters`.
fn templates_of_parameters(path: &str, files: &[String]) -> Vec<String> {
    let name = file_name_of(path);
    let stem = name.find(".parameters").and_then(|at| name.get(..at)).unwrap_or("");
    let stems: &[&str] = if stem.is_empty() { &USUAL_STEMS } else { &[stem] };
    named(stems, directory_of(path), files)
}

/// What the template of a folder is called: by azd and Bicep, and in the quickstart collection.
const USUAL_STEMS: [&str; 2] = ["main", "azuredeploy"];

fn named(stems: &[&str], folder: &str, files: &[String]) -> Vec<String> {
    let names = stems.iter().flat_map(|stem| [format!("{stem}.bicep"), format!("{stem}.json")]);
    names.map(|name| join(folder, &name)).filter(|template| files.contains(template)).collect()
}

/// Whether a JSON file says that it is a template.
fn is_template(path: &str, session: &Session<'_>) -> bool {
    schema_of(path, session).is_some_and(|schema| schema.to_ascii_lowercase().contains("deploymenttemplate.json"))
}

/// Whether a JSON file is what the Bicep compiler made of a file beside it.
fn is_compiled_twin(path: &str, files: &[String], session: &Session<'_>) -> bool {
    let folder = directory_of(path);
    let beside = files.iter().any(|file| kind_of(file) == Kind::Bicep && directory_of(file) == folder);
    beside && text_of(path, session).is_some_and(|text| text.contains("\"_generator\""))
}

/// The value of `$schema`, without reading the whole file: it stands at the top.
fn schema_of(path: &str, session: &Session<'_>) -> Option<String> {
    let text = text_of(path, session)?;
    let head: String = text.chars().take(4096).collect();
    let (_, rest) = head.split_once("\"$schema\"")?;
    rest.split('"').nth(1).map(str::to_owned)
}

/// The text of a file that is looked at and may turn out to be no input.
fn text_of(path: &str, session: &Session<'_>) -> Option<String> {
    session.peek(path).ok()
}
