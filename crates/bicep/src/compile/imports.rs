//! What a template takes from other files with `import`: the symbols themselves and all that they refer to, each with
//! the name that it gets here.
//!
//! <https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-import>. A symbol that is imported by name
//! keeps its name; whatever else it draws in is called `_1.name`, numbered by file.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use ringfence_source::{Diagnostic, Span, directory_of};

use super::Compiler;
use super::arm_exports::{ArmKind, ArmSymbols};
use super::convert::is_identifier;
use super::inline::for_each_inside;
use super::load::{Content, Link};
use crate::bind::{Model, Sym};
use crate::syntax::{Expr, ExprKind, TypeExpr, TypeExprKind};

/// How many symbols imports may draw in.
const MAX_SYMBOLS: usize = 100_000;

/// A symbol of another file: the file's place in the store, and its name there.
pub(crate) type Foreign = (usize, Arc<str>);

/// Everything that is imported, directly or not.
#[derive(Debug, Default)]
pub(crate) struct Closure {
    /// The symbols, with the names that they get.
    pub(crate) symbols: Vec<Symbol>,
    names: HashMap<Foreign, Arc<str>>,
    imported: HashMap<(usize, usize), Foreign>,
    wildcards: HashMap<(usize, usize, Arc<str>), Foreign>,
}

/// One imported symbol.
#[derive(Clone, Debug)]
pub(crate) struct Symbol {
    pub(crate) file: usize,
    /// Its name in its own file.
    pub(crate) original: Arc<str>,
    /// What it is called here.
    pub(crate) name: Arc<str>,
    pub(crate) kind: SymbolKind,
    /// How its file is named as an origin.
    pub(crate) identifier: Arc<str>,
    /// The import that drew it in.
    pub(crate) span: Span,
}

/// What a symbol is, and how it is found in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SymbolKind {
    Type(usize),
    Var(usize),
    Func(usize),
    /// What the call at this byte loads.
    Loaded(u32),
    Arm(ArmKind, Arc<str>),
}

impl Closure {
    /// What a symbol of another file is called here.
    pub(crate) fn name(&self, file: usize, original: &str) -> Option<Arc<str>> {
        self.names.get(&(file, Arc::from(original))).cloned()
    }

    /// What a name of an import list stands for here.
    pub(crate) fn imported(&self, file: usize, index: usize) -> Option<Arc<str>> {
        self.names.get(self.imported.get(&(file, index))?).cloned()
    }

    /// What `wildcard.name` stands for here.
    pub(crate) fn wildcard(&self, file: usize, index: usize, name: &str) -> Option<Arc<str>> {
        self.names.get(self.wildcards.get(&(file, index, Arc::from(name)))?).cloned()
    }

    /// Collects what a file imports.
    pub(crate) fn collect(compiler: &Compiler<'_>, model: &Model<'_>) -> Self {
        if model.imported.is_empty() && model.wildcards.is_empty() {
            return Self::default();
        }
        let mut collector = Collector {
            compiler,
            closure: Self::default(),
            queue: VecDeque::new(),
            seen: HashSet::new(),
            opened: HashSet::new(),
            arm: HashMap::new(),
            root: compiler.store.file(model.file).map_or(String::new(), |file| directory_of(&file.path).to_owned()),
        };
        for (index, import) in model.imported.iter().enumerate() {
            collector.import(model, index, import.name.span);
        }
        for (index, import) in model.wildcards.iter().enumerate() {
            collector.wildcard(model, index, import.path.span);
        }
        collector.run();
        let mut closure = collector.closure;
        closure.give_names(model);
        closure
    }

    fn give_names(&mut self, model: &Model<'_>) {
        for (index, import) in model.imported.iter().enumerate() {
            if let Some(foreign) = self.imported.get(&(model.file, index)) {
                self.names.insert(foreign.clone(), import.name.text.clone());
            }
        }
        let mut order: Vec<usize> = (0..self.symbols.len()).collect();
        let key = |at: &usize| {
            self.symbols.get(*at).map_or(String::new(), |symbol| format!("{}_{}", symbol.identifier, symbol.original))
        };
        order.sort_by(|left, right| super::order::compare(&key(left), &key(right)));
        let mut next = 1;
        let mut files: HashMap<Arc<str>, u32> = HashMap::new();
        for at in order {
            let Some(symbol) = self.symbols.get(at) else { continue };
            let foreign = (symbol.file, symbol.original.clone());
            if self.names.contains_key(&foreign) {
                continue;
            }
            let file = *files.entry(symbol.identifier.clone()).or_insert_with(|| {
                next += 1;
                next - 1
            });
            let name: Arc<str> = if is_identifier(&symbol.original) {
                format!("_{file}.{}", symbol.original).into()
            } else {
                next += 1;
                format!("_{file}._{}", next - 1).into()
            };
            self.names.insert(foreign, name);
        }
        for symbol in &mut self.symbols {
            if let Some(name) = self.names.get(&(symbol.file, symbol.original.clone())) {
                symbol.name = name.clone();
            }
        }
    }
}

struct Collector<'c, 't> {
    compiler: &'c Compiler<'t>,
    closure: Closure,
    queue: VecDeque<usize>,
    seen: HashSet<Foreign>,
    opened: HashSet<(usize, usize)>,
    arm: HashMap<usize, ArmSymbols>,
    root: String,
}

impl Collector<'_, '_> {
    fn run(&mut self) {
        while let Some(at) = self.queue.pop_front() {
            let Some(symbol) = self.closure.symbols.get(at).cloned() else { continue };
            let Some(model) = self.compiler.model(symbol.file) else {
                if let SymbolKind::Arm(kind, identifier) = &symbol.kind {
                    let used = self.arm(symbol.file).map(|arm| arm.used_by(*kind, identifier)).unwrap_or_default();
                    for (kind, identifier) in used {
                        self.add_arm(symbol.file, kind, &identifier, symbol.span);
                    }
                }
                continue;
            };
            self.used_by(model, &symbol);
        }
    }

    /// Adds what the declaration of a symbol refers to.
    fn used_by(&mut self, model: &Model<'_>, symbol: &Symbol) {
        let mut spans = Vec::new();
        let mut loads = Vec::new();
        match symbol.kind {
            SymbolKind::Type(index) => {
                if let Some(found) = model.types.get(index) {
                    names_of_type(&found.node.ty, &mut spans);
                }
            }
            SymbolKind::Var(index) => {
                if let Some(found) = model.vars.get(index) {
                    if let Some(ty) = &found.node.ty {
                        names_of_type(ty, &mut spans);
                    }
                    names_of_expr(&found.node.value, &mut spans, &mut loads);
                }
            }
            SymbolKind::Func(index) => {
                if let Some(found) = model.funcs.get(index) {
                    for parameter in &found.node.parameters {
                        names_of_type(&parameter.ty, &mut spans);
                    }
                    names_of_type(&found.node.returns, &mut spans);
                    names_of_expr(&found.node.body, &mut spans, &mut Vec::new());
                }
            }
            SymbolKind::Loaded(_) | SymbolKind::Arm(..) => {}
        }
        for span in spans {
            match model.symbol_at(span) {
                Some(own @ (Sym::Type(_) | Sym::Var(_) | Sym::Func(_))) => {
                    self.add_own(model, own, symbol.span);
                }
                Some(Sym::Imported(index)) => self.import(model, index, symbol.span),
                Some(Sym::Wildcard(index)) => self.wildcard(model, index, symbol.span),
                _ => {}
            }
        }
        for start in loads {
            if let Some(Some(number)) = model.loaded.get(&start) {
                self.add(model.file, format!("$fxv#{number}").into(), SymbolKind::Loaded(start), symbol.span);
            }
        }
    }

    fn add(&mut self, file: usize, original: Arc<str>, kind: SymbolKind, span: Span) {
        if self.closure.symbols.len() >= MAX_SYMBOLS || !self.seen.insert((file, original.clone())) {
            return;
        }
        let identifier = self.identifier(file);
        self.queue.push_back(self.closure.symbols.len());
        self.closure.symbols.push(Symbol { file, name: original.clone(), original, kind, identifier, span });
    }

    fn add_own(&mut self, model: &Model<'_>, symbol: Sym, span: Span) -> Option<Foreign> {
        let (name, kind) = match symbol {
            Sym::Type(index) => (model.types.get(index)?.node.name.text.clone(), SymbolKind::Type(index)),
            Sym::Var(index) => (model.vars.get(index)?.node.name.text.clone(), SymbolKind::Var(index)),
            Sym::Func(index) => (model.funcs.get(index)?.node.name.text.clone(), SymbolKind::Func(index)),
            _ => return None,
        };
        self.add(model.file, name.clone(), kind, span);
        Some((model.file, name))
    }

    fn add_arm(&mut self, file: usize, kind: ArmKind, identifier: &str, span: Span) -> Foreign {
        let original = kind.original(identifier);
        self.add(file, original.clone(), SymbolKind::Arm(kind, identifier.into()), span);
        (file, original)
    }

    fn arm(&mut self, file: usize) -> Option<&ArmSymbols> {
        if !self.arm.contains_key(&file) {
            let symbols = match self.compiler.store.file(file).map(|loaded| &loaded.content) {
                Some(Content::Json(node)) => ArmSymbols::of(node),
                _ => return None,
            };
            self.arm.insert(file, symbols);
        }
        self.arm.get(&file)
    }

    fn target(&self, model: &Model<'_>, path: Span) -> Option<usize> {
        match self.compiler.store.file(model.file)?.links.get(&path.start)? {
            Link::File(index) => Some(*index),
            _ => None,
        }
    }

    fn import(&mut self, model: &Model<'_>, index: usize, span: Span) {
        let Some(import) = model.imported.get(index).copied() else { return };
        if self.closure.imported.contains_key(&(model.file, index)) {
            return;
        }
        let Some(file) = self.target(model, import.path.span) else { return };
        let original = &import.original.text;
        let foreign = match self.compiler.model(file) {
            Some(target) => match target.names.get(original).copied() {
                Some(symbol) if is_exported(target, symbol) => self.add_own(target, symbol, span),
                _ => None,
            },
            None => {
                let found = self.arm(file).and_then(|arm| arm.export(original));
                found.map(|(kind, identifier)| self.add_arm(file, kind, &identifier, span))
            }
        };
        match foreign {
            Some(foreign) => {
                self.closure.imported.insert((model.file, index), foreign);
            }
            None => {
                let message = format!("`{original}` is not exported by `{}`", import.path.first);
                let diagnostic = Diagnostic::error("unknown-import", import.original.span, message);
                self.compiler.report(diagnostic.with_help("mark it with `@export()` where it is declared"));
            }
        }
    }

    fn wildcard(&mut self, model: &Model<'_>, index: usize, span: Span) {
        let Some(import) = model.wildcards.get(index).copied() else { return };
        if !self.opened.insert((model.file, index)) {
            return;
        }
        let Some(file) = self.target(model, import.path.span) else { return };
        let mut exports: Vec<(Arc<str>, Foreign)> = Vec::new();
        match self.compiler.model(file) {
            Some(target) => {
                let mut names: Vec<(&Arc<str>, Sym)> =
                    target.names.iter().map(|(name, symbol)| (name, *symbol)).collect();
                names.sort();
                for (name, symbol) in names {
                    if is_exported(target, symbol) {
                        exports.extend(self.add_own(target, symbol, span).map(|foreign| (name.clone(), foreign)));
                    }
                }
            }
            None => {
                for (name, kind, identifier) in self.arm(file).map(ArmSymbols::exports).unwrap_or_default() {
                    exports.push((name, self.add_arm(file, kind, &identifier, span)));
                }
            }
        }
        for (name, foreign) in exports {
            self.closure.wildcards.insert((model.file, index, name), foreign);
        }
    }

    /// How a file is named as an origin: its registry reference, or its path as seen from the entry point.
    fn identifier(&self, file: usize) -> Arc<str> {
        match self.compiler.store.file(file) {
            Some(loaded) => match &loaded.identifier {
                Some(identifier) => identifier.as_str().into(),
                None => relative(&self.root, &loaded.path).into(),
            },
            None => "".into(),
        }
    }
}

fn is_exported(model: &Model<'_>, symbol: Sym) -> bool {
    let decorators = match symbol {
        Sym::Type(index) => model.types.get(index).map(|found| &found.statement.decorators),
        Sym::Var(index) => model.vars.get(index).map(|found| &found.statement.decorators),
        Sym::Func(index) => model.funcs.get(index).map(|found| &found.statement.decorators),
        _ => None,
    };
    decorators.is_some_and(|decorators| crate::bind::decorator(decorators, "export").is_some())
}

/// A path as seen from a folder.
pub(crate) fn relative(folder: &str, path: &str) -> String {
    let mut from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut to: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    while let (Some(left), Some(right)) = (from.first(), to.first()) {
        if left != right || to.len() == 1 {
            break;
        }
        from.remove(0);
        to.remove(0);
    }
    let mut parts = vec![".."; from.len()];
    parts.extend(to);
    parts.join("/")
}

fn names_of_expr(expr: &Expr, out: &mut Vec<Span>, loads: &mut Vec<u32>) {
    for_each_inside(expr, &mut |inner| match &inner.kind {
        ExprKind::Variable(name) => out.push(name.span),
        ExprKind::Call { function, .. } => {
            out.push(function.span);
            loads.push(inner.span.start);
        }
        ExprKind::InstanceCall { .. } => loads.push(inner.span.start),
        _ => {}
    });
}

fn names_of_type(ty: &TypeExpr, out: &mut Vec<Span>) {
    match &ty.kind {
        TypeExprKind::Name(name) => out.push(name.span),
        TypeExprKind::Null
        | TypeExprKind::Bool(_)
        | TypeExprKind::Integer(_)
        | TypeExprKind::String(_)
        | TypeExprKind::Resource(_)
        | TypeExprKind::Generic { .. }
        | TypeExprKind::Error => {}
        TypeExprKind::Unary { operand: inner, .. }
        | TypeExprKind::Array(inner)
        | TypeExprKind::Nullable(inner)
        | TypeExprKind::NonNull(inner)
        | TypeExprKind::Parenthesized(inner)
        | TypeExprKind::Property { base: inner, .. }
        | TypeExprKind::AdditionalProperties(inner)
        | TypeExprKind::Items(inner)
        | TypeExprKind::Index { base: inner, .. } => names_of_type(inner, out),
        TypeExprKind::Object(members) => members.iter().for_each(|member| names_of_type(&member.value, out)),
        TypeExprKind::Tuple(items) => items.iter().for_each(|item| names_of_type(&item.value, out)),
        TypeExprKind::Union(members) => members.iter().for_each(|member| names_of_type(member, out)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_a_folder() {
        let cases = [
            ("a/b", "a/b/c.bicep", "c.bicep"),
            ("a/b", "a/c/d.bicep", "../c/d.bicep"),
            ("", "a/b.bicep", "a/b.bicep"),
            ("a", "b.bicep", "../b.bicep"),
        ];
        for (folder, path, expected) in cases {
            assert_eq!(relative(folder, path), expected, "{path} from {folder}");
        }
    }
}
