//! Names: what a file declares, and what each name in it stands for.

mod resources;
pub(crate) mod spelling;
mod walk;

use std::collections::HashMap;
use std::sync::Arc;

use ringfence_source::{Diagnostic, Span};

use crate::compile::functions::Loader;
use crate::syntax::{
    Assert, Body, Decorator, Expr, Extension, ExtensionSpecification, ForClause, Func, ImportTarget, Metadata, Module,
    Name, Object, Output, Param, ParamValue, Program, Resource, Statement, StatementKind, StringLiteral, TypeAlias,
    Var,
};

pub(crate) use resources::BoundResource;

/// What a name stands for: an index into the list of that kind in the [`Model`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Sym {
    Param(usize),
    Var(usize),
    Resource(usize),
    Module(usize),
    Type(usize),
    Func(usize),
    Imported(usize),
    Wildcard(usize),
    Extension(usize),
    Local(usize),
    /// `param x = …` of a parameters file.
    ParamValue(usize),
    /// `sys` or `az`.
    Namespace,
    /// `base` in a parameters file that extends another.
    BaseParams,
    /// A name that is not declared; a diagnostic says so.
    Unknown,
}

/// A statement with what it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decl<'a, T> {
    pub(crate) statement: &'a Statement,
    pub(crate) node: &'a T,
}

/// A module declaration.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BoundModule<'a> {
    pub(crate) statement: &'a Statement,
    pub(crate) node: &'a Module,
    pub(crate) for_loop: Option<usize>,
}

/// One name of an import list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ImportedName<'a> {
    pub(crate) original: &'a Name,
    pub(crate) name: &'a Name,
    pub(crate) path: &'a StringLiteral,
}

/// `import * as name from 'path'`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WildcardImport<'a> {
    pub(crate) path: &'a StringLiteral,
}

/// A call whose value is loaded at compile time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LoadCall<'a> {
    pub(crate) span: Span,
    pub(crate) loader: Loader,
    pub(crate) arguments: &'a [Expr],
}

/// A loop.
#[derive(Clone, Debug)]
pub(crate) struct Loop<'a> {
    pub(crate) clause: &'a ForClause,
    pub(crate) owner: LoopOwner,
    pub(crate) item: usize,
    pub(crate) index: Option<usize>,
}

/// Where a loop stands; it decides what its index is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LoopOwner {
    /// The body of a resource, a module or an output: the index has no name.
    Unnamed,
    /// The value of a variable.
    Var(usize),
    /// The value of a property, or of a parameter in a parameters file.
    Named(Arc<str>),
    /// A place where the language has no loop.
    Misplaced,
}

/// A name that exists in a part of the file only.
#[derive(Clone, Debug)]
pub(crate) struct Local {
    pub(crate) name: Arc<str>,
    pub(crate) span: Span,
    pub(crate) kind: LocalKind,
}

/// What introduces a local name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LocalKind {
    /// `for item in …`.
    Item(usize),
    /// `for (_, index) in …`.
    Index(usize),
    /// A parameter of a lambda; with the module whose copies it ranges over, if that is known.
    Lambda(Option<usize>),
    /// A parameter of a user function.
    Parameter,
}

/// A file with its names resolved.
#[derive(Debug)]
pub(crate) struct Model<'a> {
    pub(crate) file: usize,
    pub(crate) program: &'a Program,
    pub(crate) target_scope: Option<&'a Expr>,
    pub(crate) metadata: Vec<Decl<'a, Metadata>>,
    pub(crate) params: Vec<Decl<'a, Param>>,
    pub(crate) vars: Vec<Decl<'a, Var>>,
    pub(crate) types: Vec<Decl<'a, TypeAlias>>,
    pub(crate) funcs: Vec<Decl<'a, Func>>,
    pub(crate) resources: Vec<BoundResource<'a>>,
    pub(crate) modules: Vec<BoundModule<'a>>,
    pub(crate) outputs: Vec<Decl<'a, Output>>,
    pub(crate) asserts: Vec<Decl<'a, Assert>>,
    pub(crate) extensions: Vec<Decl<'a, Extension>>,
    pub(crate) imported: Vec<ImportedName<'a>>,
    pub(crate) wildcards: Vec<WildcardImport<'a>>,
    pub(crate) param_values: Vec<Decl<'a, ParamValue>>,
    pub(crate) loops: Vec<Loop<'a>>,
    pub(crate) locals: Vec<Local>,
    /// The loop of a variable's value, by variable.
    pub(crate) var_loops: HashMap<usize, usize>,
    /// Loops by the first byte of their item's name.
    pub(crate) loop_at: HashMap<u32, usize>,
    /// What a name stands for, by its first byte.
    pub(crate) resolved: HashMap<u32, Sym>,
    pub(crate) names: HashMap<Arc<str>, Sym>,
    /// The calls whose values are loaded at compile time, in the order in which they stand.
    pub(crate) loads: Vec<LoadCall<'a>>,
    /// By the first byte of such a call: the number of the variable that holds its value, if one does.
    pub(crate) loaded: HashMap<u32, Option<usize>>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl<'a> Model<'a> {
    /// Resolves the names of a file; `file` is its place in the store.
    pub(crate) fn bind(file: usize, program: &'a Program) -> Self {
        let mut model = Self {
            file,
            program,
            target_scope: None,
            metadata: Vec::new(),
            params: Vec::new(),
            vars: Vec::new(),
            types: Vec::new(),
            funcs: Vec::new(),
            resources: Vec::new(),
            modules: Vec::new(),
            outputs: Vec::new(),
            asserts: Vec::new(),
            extensions: Vec::new(),
            imported: Vec::new(),
            wildcards: Vec::new(),
            param_values: Vec::new(),
            loops: Vec::new(),
            locals: Vec::new(),
            var_loops: HashMap::new(),
            loop_at: HashMap::new(),
            resolved: HashMap::new(),
            names: HashMap::new(),
            loads: Vec::new(),
            loaded: HashMap::new(),
            diagnostics: Vec::new(),
        };
        for statement in &program.statements {
            model.declare_statement(statement);
        }
        walk::resolve(&mut model);
        resources::link(&mut model);
        model.number_loads();
        model
    }

    fn declare_statement(&mut self, statement: &'a Statement) {
        match &statement.kind {
            StatementKind::TargetScope(scope) => self.target_scope = Some(&scope.value),
            StatementKind::Metadata(node) => self.metadata.push(Decl { statement, node }),
            StatementKind::Param(node) => {
                self.declare(&node.name, Sym::Param(self.params.len()));
                self.params.push(Decl { statement, node });
            }
            StatementKind::Var(node) => {
                self.declare(&node.name, Sym::Var(self.vars.len()));
                self.vars.push(Decl { statement, node });
            }
            StatementKind::Type(node) => {
                self.declare(&node.name, Sym::Type(self.types.len()));
                self.types.push(Decl { statement, node });
            }
            StatementKind::Func(node) => {
                self.declare(&node.name, Sym::Func(self.funcs.len()));
                self.funcs.push(Decl { statement, node });
            }
            StatementKind::Resource(node) => {
                let index = self.add_resource(statement, node, None);
                self.declare(&node.name, Sym::Resource(index));
            }
            StatementKind::Module(node) => {
                self.declare(&node.name, Sym::Module(self.modules.len()));
                self.modules.push(BoundModule { statement, node, for_loop: None });
            }
            StatementKind::Output(node) => self.outputs.push(Decl { statement, node }),
            StatementKind::Import(node) => {
                let Some(path) = &node.path else { return };
                match &node.target {
                    ImportTarget::Items(items) => {
                        for item in items {
                            self.declare(item.name(), Sym::Imported(self.imported.len()));
                            self.imported.push(ImportedName { original: &item.original, name: item.name(), path });
                        }
                    }
                    ImportTarget::Wildcard(name) => {
                        self.declare(name, Sym::Wildcard(self.wildcards.len()));
                        self.wildcards.push(WildcardImport { path });
                    }
                    ImportTarget::Error(_) => {}
                }
            }
            StatementKind::Extension(node) => {
                // `extension az` names one of the namespaces that are always there.
                let symbol = match &node.specification {
                    ExtensionSpecification::Name(name) if matches!(&*name.text, "az" | "sys") => Sym::Namespace,
                    _ => Sym::Extension(self.extensions.len()),
                };
                match (&node.alias, &node.specification) {
                    (Some(alias), _) => self.declare(alias, symbol),
                    (None, ExtensionSpecification::Name(name)) => self.declare(name, symbol),
                    (None, ExtensionSpecification::String(text)) => {
                        let name = extension_name(text.plain().map_or("", |text| text));
                        self.declare(&Name { text: name.into(), span: text.span }, symbol);
                    }
                    (None, ExtensionSpecification::Error(_)) => {}
                }
                self.extensions.push(Decl { statement, node });
            }
            StatementKind::Assert(node) => self.asserts.push(Decl { statement, node }),
            StatementKind::ParamValue(node) => {
                self.declare(&node.name, Sym::ParamValue(self.param_values.len()));
                self.param_values.push(Decl { statement, node });
            }
            StatementKind::Extends(_) => {
                self.names.insert("base".into(), Sym::BaseParams);
            }
            StatementKind::Test(_)
            | StatementKind::Using(_)
            | StatementKind::ExtensionConfig(_)
            | StatementKind::Error => {}
        }
    }

    fn declare(&mut self, name: &Name, symbol: Sym) {
        if name.is_missing() {
            return;
        }
        if self.names.contains_key(&name.text) {
            let message = format!("`{}` is declared more than once", name.text);
            self.diagnostics.push(Diagnostic::error("duplicate-name", name.span, message));
            return;
        }
        self.names.insert(name.text.clone(), symbol);
    }

    /// Gives each loaded value that needs it a variable of its own.
    fn number_loads(&mut self) {
        self.loads.sort_by_key(|call| call.span.start);
        let direct: std::collections::HashSet<u32> =
            self.vars.iter().map(|variable| variable.node.value.span.start).collect();
        let mut next = 0;
        for call in &self.loads {
            let start = call.span.start;
            let is_value =
                direct.contains(&start) && self.vars.iter().any(|variable| variable.node.value.span == call.span);
            let number = (call.loader.always_in_variable() || !is_value).then(|| {
                next += 1;
                next - 1
            });
            self.loaded.insert(start, number);
        }
    }

    /// What the name that starts at this byte stands for.
    pub(crate) fn symbol_at(&self, span: Span) -> Option<Sym> {
        self.resolved.get(&span.start).copied()
    }

    /// The value of a variable.
    pub(crate) fn var(&self, index: usize) -> Option<&Decl<'a, Var>> {
        self.vars.get(index)
    }

    pub(crate) fn resource(&self, index: usize) -> Option<&BoundResource<'a>> {
        self.resources.get(index)
    }

    /// Whether a resource is one of Azure, rather than of an extension such as Kubernetes or Microsoft Graph.
    ///
    /// Types of Azure have a provider namespace with a dot; of the extensions, only Microsoft Graph's and the grouped
    /// types of Kubernetes look alike. Where no extension is declared, there is nothing else that it could be.
    pub(crate) fn is_azure(&self, resource: &BoundResource<'_>) -> bool {
        let Some((provider, _)) = resource.full_type.split_once('/') else { return false };
        let foreign = provider.eq_ignore_ascii_case("Microsoft.Graph") || provider.ends_with(".k8s.io");
        self.extensions.is_empty() || provider.contains('.') && !foreign
    }

    pub(crate) fn module(&self, index: usize) -> Option<&BoundModule<'a>> {
        self.modules.get(index)
    }
}

/// The name by which an extension is known when it has no alias: `kubernetes` for `kubernetes@1.0.0`.
pub(crate) fn extension_name(text: &str) -> &str {
    let text = text.split_once('@').map_or(text, |(name, _)| name);
    text.rsplit(['/', ':']).next().unwrap_or(text)
}

/// A decorator by its name, in the namespace `sys` or none.
pub(crate) fn decorator<'a>(decorators: &'a [Decorator], name: &str) -> Option<&'a Decorator> {
    decorators.iter().find(|decorator| {
        &*decorator.name.text == name && decorator.namespace.as_ref().is_none_or(|namespace| &*namespace.text == "sys")
    })
}

/// A property of a body.
pub(crate) fn body_property<'a>(body: &'a Body, name: &str) -> Option<&'a Expr> {
    body.object.as_ref().and_then(|object: &Object| object.property(name))
}

impl<'a> Model<'a> {
    pub(crate) fn add_resource(&mut self, statement: &'a Statement, node: &'a Resource, outer: Option<usize>) -> usize {
        let index = self.resources.len();
        self.resources.push(BoundResource::new(statement, node, outer));
        for item in node.body.object.iter().flat_map(|object| &object.items) {
            if let crate::syntax::ObjectItem::Resource(nested) = item
                && let StatementKind::Resource(inner) = &nested.kind
            {
                let child = self.add_resource(nested, inner, Some(index));
                if let Some(own) = self.resources.get_mut(index) {
                    own.children.push((inner.name.text.clone(), child));
                }
            }
        }
        index
    }
}
