//! A file as a template: its parts in the order in which the official compiler writes them.

use std::cell::Cell;
use std::sync::Arc;

use ringfence_arm::{Key, Member, Node, NodeKind};
use ringfence_source::{Diagnostic, Span};

use super::Compiler;
use super::arm_exports::ArmKind;
use super::arm_values::ValueReader;
use super::depends::{References, references};
use super::imports::{Closure, Symbol, SymbolKind};
use super::inline::Inlining;
use super::ir::{Env, Ir, IrKind};
use super::load::Content;
use super::lower::{Lower, USER_FUNCTIONS};
use super::scope::Level;
use super::types::arm::SchemaReader;
use super::types::{Definition, Definitions};
use crate::bind::{Model, Sym, decorator};
use crate::syntax::{Statement, StatementKind};

/// How deep expressions may nest once variables are written out.
const MAX_DEPTH: u32 = 400;

/// A template in the making.
pub(crate) struct Template<'t> {
    pub(crate) compiler: &'t Compiler<'t>,
    pub(crate) model: &'t Model<'t>,
    /// Whether resources have symbolic names, language version 2.0.
    pub(crate) symbolic: bool,
    pub(crate) level: Level,
    pub(crate) inlining: Inlining,
    pub(crate) closure: Closure,
    pub(crate) references: References<'t>,
}

/// Counts how deep the work is; ends with the scope that holds it.
pub(crate) struct Guard<'c>(&'c Cell<u32>);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

impl<'t> Template<'t> {
    pub(crate) fn new(compiler: &'t Compiler<'t>, model: &'t Model<'t>) -> Self {
        let mut diagnostics = Vec::new();
        let inlining = Inlining::decide(model, &mut diagnostics);
        for diagnostic in diagnostics {
            compiler.report(diagnostic);
        }
        let level = Level::of(model);
        if level.is_none()
            && let Some(scope) = model.target_scope
        {
            let message = "there is no such target scope";
            let help = "one of `resourceGroup`, `subscription`, `managementGroup`, `tenant`";
            compiler.report(Diagnostic::error("scope", scope.span, message).with_help(help));
        }
        let references = references(model);
        super::check::check(compiler, model, &references);
        Self {
            compiler,
            model,
            symbolic: super::version::is_symbolic(compiler, model),
            level: level.unwrap_or(Level::ResourceGroup),
            inlining,
            closure: Closure::collect(compiler, model),
            references,
        }
    }

    /// The reader of the template's own file.
    pub(crate) fn own(&'t self) -> Lower<'t> {
        Lower { template: self, model: self.model }
    }

    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        self.compiler.report(diagnostic);
    }

    /// One step deeper; `None` when it is too deep, or when too much has been written already.
    pub(crate) fn enter(&self, span: Span) -> Option<Guard<'_>> {
        let depth = &self.compiler.depth;
        let budget = &self.compiler.budget;
        if depth.get() >= MAX_DEPTH || budget.get() == 0 {
            let message = "this expression is too large once its variables are written out";
            self.report(Diagnostic::error("too-large", span, message));
            return None;
        }
        budget.set(budget.get() - 1);
        depth.set(depth.get() + 1);
        Some(Guard(depth))
    }

    /// Whether a module gives out a secret: any, or the output of this name.
    pub(crate) fn has_secure_output(&self, module: usize, name: Option<&str>) -> bool {
        let Some(module) = self.model.module(module) else { return false };
        let file = module.node.path.as_ref().and_then(|path| self.compiler.target(self.model.file, path.span));
        file.is_some_and(|file| super::version::secure_outputs(self.compiler, file).any(name))
    }

    /// The template.
    pub(crate) fn write(&'t self) -> Node {
        let top = self.model.program.span;
        let start = Span::start_of(top.file);
        let mut members = vec![text_member(start, "$schema", self.level.schema())];
        if self.symbolic {
            members.push(text_member(start, "languageVersion", "2.0"));
        }
        members.push(text_member(start, "contentVersion", "1.0.0.0"));
        let definitions = Definitions::new(self.definitions());
        members.push(Member::new("metadata", start, self.metadata(start, &definitions)));
        if !definitions.list.is_empty() {
            let all = definitions.list.iter().map(|definition| {
                let schema = self.members(&definitions.definition(definition));
                Member::new(definition.name.clone(), definition.name_span, Node::object(definition.span, schema))
            });
            members.push(Member::new("definitions", start, Node::object(start, all.collect())));
        }
        let functions = self.functions(&definitions);
        if !functions.is_empty() {
            members.push(Member::new("functions", start, Node::array(start, functions)));
        }
        if !self.model.params.is_empty() {
            let params = self.parameters(&definitions);
            members.push(Member::new("parameters", start, Node::object(start, params)));
        }
        let variables = self.variables();
        if !variables.is_empty() {
            members.push(Member::new("variables", start, Node::object(start, variables)));
        }
        if !self.model.extensions.is_empty() {
            members.push(Member::new("imports", start, Node::object(start, self.extensions())));
        }
        members.push(Member::new("resources", start, self.resources(start)));
        if !self.model.outputs.is_empty() {
            let outputs = self.outputs(&definitions);
            members.push(Member::new("outputs", start, Node::object(start, outputs)));
        }
        if !self.model.asserts.is_empty() {
            let asserts = self.model.asserts.iter().map(|assert| {
                let value = self.node(&self.own().expr(&assert.node.value, &Env::default()));
                Member::new(assert.node.name.text.clone(), assert.node.name.span, value)
            });
            members.push(Member::new("asserts", start, Node::object(start, asserts.collect())));
        }
        if let Some(member) = self.unread() {
            members.push(member);
        }
        Node::object(top, members)
    }

    /// A statement that could not be read may have declared anything, which a reader of the template has to know.
    pub(crate) fn unread(&self) -> Option<Member> {
        let unread = |statement: &&Statement| matches!(statement.kind, StatementKind::Error);
        let first = self.model.program.statements.iter().find(unread)?;
        let value = Node { span: first.span, kind: NodeKind::Unreadable };
        Some(Member::new("__ringfence.unread", first.span, value))
    }

    fn metadata(&'t self, start: Span, definitions: &Definitions) -> Node {
        let generator =
            vec![text_member(start, "name", "ringfence"), text_member(start, "version", env!("CARGO_PKG_VERSION"))];
        let mut members = vec![Member::new("_generator", start, Node::object(start, generator))];
        let mut exported: Vec<_> = self
            .model
            .vars
            .iter()
            .filter(|variable| decorator(&variable.statement.decorators, "export").is_some())
            .collect();
        exported.sort_by(|left, right| left.node.name.text.cmp(&right.node.name.text));
        let exported: Vec<Node> = exported
            .into_iter()
            .map(|variable| {
                let name = &variable.node.name;
                let mut members = vec![Member::new("name", name.span, Node::string(name.span, name.text.clone()))];
                if let Some(description) = self.own().description(&variable.statement.decorators) {
                    members.push(Member::new("description", description.span, self.node(&description)));
                }
                if let Some(ty) = &variable.node.ty {
                    let schema = self.members(&definitions.plain(&self.own().ty(ty, None)));
                    members.push(Member::new("type", ty.span, Node::object(ty.span, schema)));
                }
                Node::object(name.span, members)
            })
            .collect();
        if !exported.is_empty() {
            members.push(Member::new("__bicep_exported_variables!", start, Node::array(start, exported)));
        }
        for metadata in &self.model.metadata {
            let value = self.node(&self.own().expr(&metadata.node.value, &Env::default()));
            members.push(Member::new(metadata.node.name.text.clone(), metadata.node.name.span, value));
        }
        Node::object(start, members)
    }

    fn definitions(&'t self) -> Vec<Definition> {
        let mut all: Vec<Definition> = self
            .model
            .types
            .iter()
            .map(|declared| Definition {
                name: declared.node.name.text.clone(),
                span: declared.statement.span,
                name_span: declared.node.name.span,
                item: self.own().item(&declared.node.ty, &declared.statement.decorators),
                origin: None,
            })
            .collect();
        for symbol in &self.closure.symbols {
            let item = match (&symbol.kind, self.foreign(symbol)) {
                (SymbolKind::Type(index), Some(reader)) => {
                    let Some(declared) = reader.model.types.get(*index) else { continue };
                    let mut item = reader.item(&declared.node.ty, &declared.statement.decorators);
                    item.modifiers.exported = false;
                    item
                }
                (SymbolKind::Arm(ArmKind::Type, pointer), _) => {
                    let Some(node) = self.arm(symbol) else { continue };
                    let Some(schema) = super::arm_exports::definition(node, pointer) else { continue };
                    let name_of = |pointer: &str| self.closure.name(symbol.file, &ArmKind::Type.original(pointer));
                    SchemaReader { name_of: &name_of, span: symbol.span }.item(schema)
                }
                _ => continue,
            };
            all.push(Definition {
                name: symbol.name.clone(),
                span: symbol.span,
                name_span: symbol.span,
                item,
                origin: Some((symbol.identifier.clone(), symbol.original.clone())),
            });
        }
        all
    }

    fn foreign(&'t self, symbol: &Symbol) -> Option<Lower<'t>> {
        let model = self.compiler.model(symbol.file)?;
        Some(Lower { template: self, model })
    }

    fn arm(&self, symbol: &Symbol) -> Option<&'t Node> {
        match &self.compiler.store.file(symbol.file)?.content {
            Content::Json(node) => Some(node),
            _ => None,
        }
    }

    pub(crate) fn functions(&'t self, definitions: &Definitions) -> Vec<Node> {
        let mut namespaces: Vec<(Arc<str>, Vec<Member>)> = Vec::new();
        let mut add = |name: &str, span: Span, node: Node| {
            let (namespace, name) = name.split_once('.').unwrap_or((USER_FUNCTIONS, name));
            let member = Member::new(name, span, node);
            match namespaces.iter_mut().find(|(own, _)| **own == *namespace) {
                Some((_, members)) => members.push(member),
                None => namespaces.push((namespace.into(), vec![member])),
            }
        };
        for declared in &self.model.funcs {
            let name = &declared.node.name;
            add(&name.text, name.span, self.function(self.own(), declared.statement, definitions, None));
        }
        for symbol in &self.closure.symbols {
            match (&symbol.kind, self.foreign(symbol)) {
                (SymbolKind::Func(index), Some(reader)) => {
                    let Some(declared) = reader.model.funcs.get(*index) else { continue };
                    add(
                        &symbol.name,
                        symbol.span,
                        self.function(reader, declared.statement, definitions, Some(symbol)),
                    );
                }
                (SymbolKind::Arm(ArmKind::Function, name), _) => {
                    let function = self.arm(symbol).and_then(|node| super::arm_exports::function(node, name));
                    let Some(function) = function else { continue };
                    add(&symbol.name, symbol.span, self.arm_function(symbol, function, definitions));
                }
                _ => {}
            }
        }
        namespaces
            .into_iter()
            .map(|(namespace, members)| {
                let span =
                    members.first().map_or(Span::start_of(self.model.program.span.file), |member| member.key_span);
                let parts = vec![
                    Member::new("namespace", span, Node::string(span, namespace)),
                    Member::new("members", span, Node::object(span, members)),
                ];
                Node::object(span, parts)
            })
            .collect()
    }

    fn function(
        &'t self,
        reader: Lower<'t>,
        statement: &'t Statement,
        definitions: &Definitions,
        origin: Option<&Symbol>,
    ) -> Node {
        let span = statement.span;
        let StatementKind::Func(func) = &statement.kind else { return super::emit::unknown(span, "a function") };
        let parameters = func.parameters.iter().map(|parameter| {
            let mut schema = self.members(&definitions.plain(&reader.ty(&parameter.ty, None)));
            let name = &parameter.name;
            schema.push(Member::new("name", name.span, Node::string(name.span, name.text.clone())));
            Node::object(parameter.ty.span, schema)
        });
        let mut output = self.members(&definitions.plain(&reader.ty(&func.returns, None)));
        let body = reader.expr(&func.body, &Env::default());
        output.push(Member::new("value", body.span, self.node(&body)));
        let mut members = vec![
            Member::new("parameters", span, Node::array(span, parameters.collect())),
            Member::new("output", span, Node::object(func.body.span, output)),
        ];
        let exported = origin.is_none() && decorator(&statement.decorators, "export").is_some();
        let description = reader.description(&statement.decorators);
        members.extend(self.function_metadata(span, description, exported, origin));
        Node::object(span, members)
    }

    fn function_metadata(
        &'t self,
        span: Span,
        description: Option<Ir>,
        exported: bool,
        origin: Option<&Symbol>,
    ) -> Option<Member> {
        let mut metadata = Vec::new();
        if let Some(description) = description {
            metadata.push(Member::new("description", description.span, self.node(&description)));
        }
        if exported {
            metadata.push(Member::new("__bicep_export!", span, Node { span, kind: NodeKind::Bool(true) }));
        }
        if let Some(symbol) = origin {
            let mut from = vec![text_member(span, "sourceTemplate", &symbol.identifier)];
            let own = symbol.name.split_once('.').map_or(&*symbol.name, |(_, name)| name);
            if own != &*symbol.original {
                from.push(text_member(span, "originalIdentifier", &symbol.original));
            }
            metadata.push(Member::new("__bicep_imported_from!", span, Node::object(span, from)));
        }
        (!metadata.is_empty()).then(|| Member::new("metadata", span, Node::object(span, metadata)))
    }

    fn arm_function(&'t self, symbol: &Symbol, node: &Node, definitions: &Definitions) -> Node {
        let span = symbol.span;
        let name_of = |pointer: &str| self.closure.name(symbol.file, &ArmKind::Type.original(pointer));
        let types = SchemaReader { name_of: &name_of, span };
        let symbol_name = |kind: ArmKind, name: &str| self.closure.name(symbol.file, &kind.original(name));
        let values = ValueReader { name_of: &symbol_name, span, copy: None };
        let parameters = node.get("parameters").and_then(Node::as_array).unwrap_or_default().iter().map(|parameter| {
            let mut schema = self.members(&definitions.plain(&types.ty(parameter)));
            if let Some(name) = parameter.get("name").and_then(Node::as_str) {
                schema.push(text_member(span, "name", name));
            }
            Node::object(span, schema)
        });
        let mut members = vec![Member::new("parameters", span, Node::array(span, parameters.collect()))];
        if let Some(output) = node.get("output") {
            let mut schema = self.members(&definitions.plain(&types.ty(output)));
            if let Some(value) = output.get("value") {
                schema.push(Member::new("value", span, self.node(&values.node(value))));
            }
            members.push(Member::new("output", span, Node::object(span, schema)));
        }
        let description = node.get("metadata").and_then(|metadata| metadata.get("description")).and_then(Node::as_str);
        let description = description.map(|text| Ir::string(span, text));
        members.extend(self.function_metadata(span, description, false, Some(symbol)));
        Node::object(span, members)
    }

    fn parameters(&'t self, definitions: &Definitions) -> Vec<Member> {
        let all = self.model.params.iter().map(|param| {
            let reader = self.own();
            let decorators = &param.statement.decorators;
            let item = reader.item(&param.node.ty, decorators);
            let mut schema = definitions.plain(&item.ty);
            if let Some(default) = &param.node.default {
                super::types::merge(&mut schema, "defaultValue", reader.expr(default, &Env::default()));
            }
            let allowed = decorator(decorators, "allowed").and_then(|decorator| decorator.arguments.first());
            if let Some(allowed) = allowed {
                super::types::merge(&mut schema, "allowedValues", reader.expr(allowed, &Env::default()));
            }
            super::types::modify(&mut schema, item.ty.span, &item.modifiers);
            let name = &param.node.name;
            Member::new(name.text.clone(), name.span, Node::object(param.statement.span, self.members(&schema)))
        });
        all.collect()
    }

    pub(crate) fn variables(&'t self) -> Vec<Member> {
        let mut all: Vec<(Arc<str>, Span, Ir)> = Vec::new();
        for call in &self.model.loads {
            if let Some(Some(number)) = self.model.loaded.get(&call.span.start) {
                all.push((format!("$fxv#{number}").into(), call.span, self.own().loaded(call)));
            }
        }
        for (index, variable) in self.model.vars.iter().enumerate() {
            if !self.inlining.is_inlined(index) {
                let name = &variable.node.name;
                let value = self.own().expr(&variable.node.value, &Env::default());
                all.push((name.text.clone(), name.span, value));
            }
        }
        for symbol in &self.closure.symbols {
            let value = match (&symbol.kind, self.foreign(symbol)) {
                (SymbolKind::Var(index), Some(reader)) => match reader.model.vars.get(*index) {
                    Some(variable) => reader.expr(&variable.node.value, &Env::default()),
                    None => continue,
                },
                (SymbolKind::Loaded(start), Some(reader)) => {
                    match reader.model.loads.iter().find(|call| call.span.start == *start) {
                        Some(call) => reader.loaded(call),
                        None => continue,
                    }
                }
                (SymbolKind::Arm(ArmKind::Variable, name), _) => {
                    let variable = self.arm(symbol).and_then(|node| super::arm_exports::variable(node, name));
                    let Some(variable) = variable else { continue };
                    let name_of = |kind: ArmKind, name: &str| self.closure.name(symbol.file, &kind.original(name));
                    ValueReader { name_of: &name_of, span: symbol.span, copy: Some(name) }.variable(variable)
                }
                _ => continue,
            };
            all.push((symbol.name.clone(), symbol.span, value));
        }
        let mut copies = Vec::new();
        let mut members = Vec::new();
        for (name, span, value) in all {
            match &value.kind {
                IrKind::For(list, body) => copies.push(self.copy(value.span, Some(&name), list, Some(body))),
                _ => members.push(Member { key: Key::Literal(name), key_span: span, value: self.node(&value) }),
            }
        }
        if let Some(first) = copies.first() {
            let span = first.span;
            members.insert(0, Member::new("copy", span, Node::array(span, copies)));
        }
        members
    }

    fn outputs(&'t self, definitions: &Definitions) -> Vec<Member> {
        let all = self.model.outputs.iter().map(|output| {
            let reader = self.own();
            let item = reader.item(&output.node.ty, &output.statement.decorators);
            let mut members = self.members(&definitions.schema(&item));
            let value = reader.expr(&output.node.value, &Env::default());
            let span = value.span;
            match &value.kind {
                IrKind::For(list, body) => {
                    members.push(Member::new("copy", span, self.copy(span, None, list, Some(body))));
                }
                IrKind::Resource(_) if matches!(item.ty.kind, super::types::TyKind::Resource(_)) => {
                    let id = Ir::property(value, "id");
                    members.push(Member::new("value", span, self.node(&id)));
                }
                _ => members.push(Member::new("value", span, self.node(&value))),
            }
            let name = &output.node.name;
            Member::new(name.text.clone(), name.span, Node::object(output.statement.span, members))
        });
        all.collect()
    }

    fn resources(&'t self, start: Span) -> Node {
        let mut members = Vec::new();
        for index in self.resource_order() {
            let Some(resource) = self.model.resource(index) else { continue };
            if resource.is_existing() && (!self.symbolic || self.inlining.is_resource_inlined(index)) {
                continue;
            }
            let name = self.symbolic_name(index);
            members.push(Member::new(name, resource.node.name.span, self.resource(index)));
        }
        for (index, module) in self.model.modules.iter().enumerate() {
            members.push(Member::new(module.node.name.text.clone(), module.node.name.span, self.module(index)));
        }
        if self.symbolic {
            Node::object(start, members)
        } else {
            Node::array(start, members.into_iter().map(|member| member.value).collect())
        }
    }

    /// Resources in the order of the official compiler.
    fn resource_order(&self) -> Vec<usize> {
        // What stands in a resource's body comes before the resources of the file itself, and likewise further in.
        let mut order = Vec::new();
        let top: Vec<usize> = (0..self.model.resources.len())
            .filter(|index| self.model.resource(*index).is_some_and(|resource| resource.outer.is_none()))
            .collect();
        self.add_scope(&top, &mut order);
        order
    }

    fn add_scope(&self, scope: &[usize], order: &mut Vec<usize>) {
        for index in scope {
            let children = self.model.resource(*index).map(|resource| resource.children.as_slice()).unwrap_or_default();
            let children: Vec<usize> = children.iter().map(|(_, child)| *child).collect();
            self.add_scope(&children, order);
        }
        order.extend(scope);
    }
}

/// A member with a literal text.
pub(crate) fn text_member(span: Span, name: &str, text: &str) -> Member {
    Member::new(name, span, Node::string(span, text))
}

/// The header of a declaration: what a finding about it points at.
pub(crate) fn header(statement: &Statement, symbol: Sym) -> Span {
    let end = match (&statement.kind, symbol) {
        (StatementKind::Resource(resource), _) => {
            resource.existing.or(resource.resource_type.as_ref().map(|text| text.span))
        }
        (StatementKind::Module(module), _) => module.path.as_ref().map(|path| path.span),
        _ => None,
    };
    match end {
        Some(end) => statement.span.to(end),
        None => statement.span,
    }
}
