//! Tree to template.
//!
//! An entry point and all files that it names are read first (`load`), the names of each are resolved (`crate::bind`),
//! and then the template of the entry point is written, each module's once on the way. Within a file, expressions go
//! from the tree to a small form of their own (`ir`, by `lower`) and from there to ARM's (`convert`, `emit`).
//!
//! INVARIANT (nothing is made up): what cannot be compiled is a call of [`UNKNOWN_FUNCTION`] or an unreadable node,
//! never an empty value, and there is a diagnostic.

mod arm_exports;
mod arm_values;
mod base64;
mod check;
mod convert;
mod depends;
mod deploy;
mod emit;
mod files;
pub(crate) mod functions;
mod imports;
mod inline;
mod ir;
mod json;
mod json_path;
mod load;
mod lower;
mod order;
mod params;
mod reference;
mod reference_calls;
mod scope;
mod template;
mod types;
mod version;
mod yaml;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use ringfence_arm::{Node, NodeKind};
use ringfence_source::{Diagnostic, Session, Severity, Span, World};

use crate::bind::Model;
use load::{Content, Link, Store};
pub use params::{BASE_PROGRAM, CompiledParams, compile_params};
pub use reference::Aliases;
use template::Template;
use version::SecureOutputs;

/// The function that stands for what could not be compiled; its argument says what that was.
pub const UNKNOWN_FUNCTION: &str = convert::UNKNOWN;

/// How much may be written for one entry point.
const MAX_NODES: u64 = 2_000_000;
/// How many diagnostics are kept; nobody reads more, and each is compared with all.
const MAX_DIAGNOSTICS: usize = 1_000;
/// How deep modules may call modules.
const MAX_MODULES: usize = 64;

/// What compiling depends on, beside the files.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The folder of registry modules, laid out as the official tool's cache (`~/.bicep`).
    pub module_cache: Option<String>,
    /// Aliases beside those of `bicepconfig.json`.
    pub aliases: Aliases,
}

/// Compiles a file and its modules; `None` only if the file itself cannot be read.
///
/// What is wrong is reported to the session. The template holds what could be compiled, and where it could not, a call
/// of [`UNKNOWN_FUNCTION`] or an unreadable node.
pub fn compile(session: &mut Session<'_>, path: &str, options: &Options) -> Option<Node> {
    let store = Store::load(session, path, options)?;
    let models = store.bind();
    let compiler = Compiler::new(&store, &models, session.world());
    for model in models.iter().flatten() {
        for diagnostic in &model.diagnostics {
            compiler.report(diagnostic.clone());
        }
    }
    let start = store.file(0).map(|loaded| Span::start_of(loaded.file))?;
    let node = compiler.template(0, start);
    let mut diagnostics = compiler.diagnostics.into_inner();
    if !session.diagnostics.iter().any(|one| one.severity == Severity::Error) {
        diagnostics.extend(check::unreported(&node, &diagnostics));
    }
    for diagnostic in diagnostics {
        load::report(session, diagnostic);
    }
    Some(node)
}

/// The work on one entry point.
pub(crate) struct Compiler<'t> {
    pub(crate) store: &'t Store,
    models: &'t [Option<Model<'t>>],
    pub(crate) world: &'t dyn World,
    diagnostics: RefCell<Vec<Diagnostic>>,
    pub(crate) depth: Cell<u32>,
    pub(crate) budget: Cell<u64>,
    done: RefCell<HashMap<usize, Node>>,
    active: RefCell<Vec<usize>>,
    pub(crate) secure: RefCell<HashMap<usize, SecureOutputs>>,
}

impl<'t> Compiler<'t> {
    fn new(store: &'t Store, models: &'t [Option<Model<'t>>], world: &'t dyn World) -> Self {
        Self {
            store,
            models,
            world,
            diagnostics: RefCell::default(),
            depth: Cell::new(0),
            budget: Cell::new(MAX_NODES),
            done: RefCell::default(),
            active: RefCell::default(),
            secure: RefCell::default(),
        }
    }

    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        let mut all = self.diagnostics.borrow_mut();
        if all.len() < MAX_DIAGNOSTICS && !all.contains(&diagnostic) {
            all.push(diagnostic);
        }
    }

    /// A Bicep file with its names resolved.
    pub(crate) fn model(&self, file: usize) -> Option<&'t Model<'t>> {
        self.models.get(file)?.as_ref()
    }

    /// The file that a path leads to.
    pub(crate) fn target(&self, file: usize, path: Span) -> Option<usize> {
        match self.store.file(file)?.links.get(&path.start)? {
            Link::File(target) => Some(*target),
            Link::TemplateSpec(_) | Link::Missing => None,
        }
    }

    /// The template of a file; `from` is what names it.
    pub(crate) fn template(&self, file: usize, from: Span) -> Node {
        if let Some(done) = self.done.borrow().get(&file) {
            return done.clone();
        }
        let unread = Node { span: from, kind: NodeKind::Unreadable };
        let Some(loaded) = self.store.file(file) else { return unread };
        if self.active.borrow().contains(&file) {
            let message = format!("the module `{}` leads back to itself", loaded.path);
            self.report(Diagnostic::error("cycle", from, message));
            return unread;
        }
        if self.active.borrow().len() >= MAX_MODULES {
            let message = format!("modules call modules more than {MAX_MODULES} deep");
            self.report(Diagnostic::error("too-large", from, message));
            return unread;
        }
        let node = match (&loaded.content, self.model(file)) {
            (Content::Json(node), _) => node.clone(),
            (Content::Bicep(_), Some(model)) => {
                self.active.borrow_mut().push(file);
                let node = Template::new(self, model).write();
                self.active.borrow_mut().pop();
                node
            }
            _ => {
                self.report(Diagnostic::error("module-not-read", from, format!("`{}` is no template", loaded.path)));
                unread
            }
        };
        self.done.borrow_mut().insert(file, node.clone());
        node
    }
}
