//! Reading an entry point and every file that it names, before anything is compiled.

use std::collections::HashMap;

use ringfence_arm::Node;
use ringfence_source::{Diagnostic, FileId, ReadError, Session, Severity, Span, directory_of, join};

use super::Options;
use super::reference::{Aliases, Reference};
use crate::bind::Model;
use crate::syntax::{FileKind, ImportTarget, Program, Statement, StatementKind, StringLiteral};

/// The most files that one entry point may draw in.
const MAX_FILES: usize = 10_000;

/// All files of one entry point; the first is the entry point itself.
#[derive(Debug, Default)]
pub(crate) struct Store {
    pub(crate) files: Vec<Loaded>,
    by_path: HashMap<String, usize>,
}

/// One file.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) path: String,
    pub(crate) file: FileId,
    pub(crate) content: Content,
    /// What the paths in it lead to, by the first byte of the path.
    pub(crate) links: HashMap<u32, Link>,
    /// The registry reference by which it was found, if it was.
    pub(crate) identifier: Option<String>,
}

/// What a file holds.
#[derive(Debug)]
pub(crate) enum Content {
    Bicep(Program),
    Json(Node),
    /// It was read, but it is no template.
    Unreadable,
}

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// A file of the store.
    File(usize),
    /// A template spec, which lives in Azure only.
    TemplateSpec(String),
    /// Nowhere; a diagnostic says why.
    Missing,
}

impl Store {
    /// The Bicep files with their names bound, by their place in `files`.
    pub(crate) fn bind(&self) -> Vec<Option<Model<'_>>> {
        let files = self.files.iter().enumerate();
        files
            .map(|(index, loaded)| match &loaded.content {
                Content::Bicep(program) => Some(Model::bind(index, program)),
                Content::Json(_) | Content::Unreadable => None,
            })
            .collect()
    }

    /// Reads `path` and all that it leads to; `None` if the entry point itself cannot be read.
    pub(crate) fn load(session: &mut Session<'_>, path: &str, options: &Options) -> Option<Self> {
        let mut store = Self::default();
        let mut loader = Loader { session, options, store: &mut store, configurations: HashMap::new() };
        let path = join("", path);
        match loader.file(&path, None) {
            Ok(_) => {}
            Err(error) => {
                let file = loader.session.sources.add(&path, "");
                let message = format!("cannot read `{path}`: {error}");
                report(loader.session, Diagnostic::error("file-not-read", Span::start_of(file), message));
                return None;
            }
        }
        let mut next = 0;
        while next < loader.store.files.len() {
            loader.follow(next);
            next += 1;
        }
        Some(store)
    }

    pub(crate) fn file(&self, index: usize) -> Option<&Loaded> {
        self.files.get(index)
    }
}

/// Reports, unless the same was reported before: entry points share modules.
pub(crate) fn report(session: &mut Session<'_>, diagnostic: Diagnostic) {
    if !session.diagnostics.contains(&diagnostic) {
        session.report(diagnostic);
    }
}

struct Loader<'s, 'w> {
    session: &'s mut Session<'w>,
    options: &'s Options,
    store: &'s mut Store,
    configurations: HashMap<String, Aliases>,
}

impl Loader<'_, '_> {
    fn file(&mut self, path: &str, identifier: Option<String>) -> Result<usize, ReadError> {
        if let Some(known) = self.store.by_path.get(path) {
            return Ok(*known);
        }
        let file = self.session.load(path)?;
        let text = self.session.sources.file(file).text().clone();
        let lower = path.to_ascii_lowercase();
        // Standard input has no name to go by; whoever passes it on has looked at it.
        let content = if lower == "-" || lower.ends_with(".bicep") || lower.ends_with(".bicepparam") {
            let kind = if lower.ends_with(".bicepparam") { FileKind::Params } else { FileKind::Bicep };
            let (mut program, diagnostics) = crate::parse::parse(file, &text, kind);
            // Whatever the parser made of a broken text, the author may have meant more than is in the tree.
            if let Some(broken) = diagnostics.iter().find(|own| own.severity == Severity::Error) {
                let (kind, span) = (StatementKind::Error, broken.span);
                program.statements.push(Statement { decorators: Vec::new(), kind, span });
            }
            for diagnostic in diagnostics {
                report(self.session, diagnostic);
            }
            Content::Bicep(program)
        } else {
            let (node, diagnostics) = super::json::read(file, &text);
            for diagnostic in diagnostics {
                report(self.session, diagnostic);
            }
            node.map_or(Content::Unreadable, Content::Json)
        };
        let index = self.store.files.len();
        let loaded = Loaded { path: path.to_owned(), file, content, links: HashMap::new(), identifier };
        self.store.files.push(loaded);
        self.store.by_path.insert(path.to_owned(), index);
        Ok(index)
    }

    /// Reads the files that a file names.
    fn follow(&mut self, index: usize) {
        let Some(loaded) = self.store.files.get(index) else { return };
        let Content::Bicep(program) = &loaded.content else { return };
        let literals = paths(program);
        let directory = directory_of(&loaded.path).to_owned();
        for literal in literals {
            let link = self.link(&directory, &literal);
            if let Some(loaded) = self.store.files.get_mut(index) {
                loaded.links.insert(literal.span.start, link);
            }
        }
    }

    fn link(&mut self, directory: &str, literal: &StringLiteral) -> Link {
        let Some(text) = literal.plain() else {
            let message = "a path must be a plain string, without `${…}`";
            report(self.session, Diagnostic::error("path-not-constant", literal.span, message));
            return Link::Missing;
        };
        if self.store.files.len() >= MAX_FILES {
            let message = format!("more than {MAX_FILES} files are drawn in");
            report(self.session, Diagnostic::error("too-many-files", literal.span, message));
            return Link::Missing;
        }
        let needs_aliases = text.starts_with("br/") || text.starts_with("ts/");
        let aliases = if needs_aliases { self.aliases(directory) } else { Aliases::default() };
        let reference = Reference::parse(text, &aliases);
        let path = match &reference {
            Reference::File(path) => join(directory, path),
            Reference::Registry { .. } => match (&self.options.module_cache, reference.cached()) {
                (Some(cache), Some(cached)) => join(cache, &cached),
                _ => {
                    let diagnostic = Diagnostic::error(
                        "module-not-found",
                        literal.span,
                        format!("the registry module `{text}` was not read: no module cache was given"),
                    );
                    let help = "restore it with `bicep restore`, then name the cache with `--module-cache ~/.bicep`";
                    report(self.session, diagnostic.with_help(help));
                    return Link::Missing;
                }
            },
            Reference::TemplateSpec(id) => return Link::TemplateSpec(id.clone()),
            Reference::Invalid(why) => {
                report(
                    self.session,
                    Diagnostic::error("module-path", literal.span, format!("`{text}` is not a module: {why}")),
                );
                return Link::Missing;
            }
        };
        match self.file(&path, reference.identifier()) {
            Ok(index) => {
                let file = self.store.files.get(index).map(|loaded| loaded.file);
                if let (Reference::Registry { .. }, Some(file)) = (&reference, file) {
                    self.session.sources.mark_registry(file);
                }
                Link::File(index)
            }
            Err(error) => {
                let diagnostic =
                    Diagnostic::error("module-not-found", literal.span, format!("cannot read `{text}`: {error}"));
                let help = match reference {
                    Reference::Registry { .. } => {
                        format!("restore the module into the cache; it was looked for at `{path}`")
                    }
                    _ => format!("it was looked for at `{path}`"),
                };
                report(self.session, diagnostic.with_help(help));
                Link::Missing
            }
        }
    }

    /// The aliases of the `bicepconfig.json` nearest above a folder, and of the options.
    fn aliases(&mut self, directory: &str) -> Aliases {
        if let Some(known) = self.configurations.get(directory) {
            return known.clone();
        }
        let mut found = self.options.aliases.clone();
        let mut folder = directory.to_owned();
        loop {
            let path = join(&folder, "bicepconfig.json");
            if let Ok(file) = self.session.load(&path) {
                let text = self.session.sources.file(file).text().clone();
                // What is wrong with the configuration is not this program's subject; aliases that cannot be read
                // are reported where they are used.
                if let (Some(node), _) = super::json::read(file, &text) {
                    add_aliases(&node, &mut found);
                }
                break;
            }
            let parent = directory_of(&folder);
            if parent == folder || folder.is_empty() {
                break;
            }
            folder = parent.to_owned();
        }
        self.configurations.insert(directory.to_owned(), found.clone());
        found
    }
}

fn add_aliases(configuration: &Node, aliases: &mut Aliases) {
    let text = |node: &Node, name: &str| node.get(name).and_then(Node::as_str).map(str::to_owned);
    let Some(all) = configuration.get("moduleAliases") else { return };
    for member in all.get("br").and_then(Node::as_object).map(|object| object.members.as_slice()).unwrap_or_default() {
        if let (Some(name), Some(registry)) = (member.name(), text(&member.value, "registry")) {
            aliases.registries.insert(name.to_owned(), (registry, text(&member.value, "modulePath")));
        }
    }
    for member in all.get("ts").and_then(Node::as_object).map(|object| object.members.as_slice()).unwrap_or_default() {
        let parts = (member.name(), text(&member.value, "subscription"), text(&member.value, "resourceGroup"));
        if let (Some(name), Some(subscription), Some(group)) = parts {
            aliases.template_specs.insert(name.to_owned(), (subscription, group));
        }
    }
}

/// The paths that a file names.
fn paths(program: &Program) -> Vec<StringLiteral> {
    let mut out = Vec::new();
    for statement in &program.statements {
        match &statement.kind {
            StatementKind::Module(module) => out.extend(module.path.clone()),
            StatementKind::Import(import) if !matches!(import.target, ImportTarget::Error(_)) => {
                out.extend(import.path.clone());
            }
            StatementKind::Extends(extends) => out.extend(extends.path.clone()),
            // The template of a parameters file is an entry point of its own.
            StatementKind::Using(_) => {}
            _ => {}
        }
    }
    out
}
