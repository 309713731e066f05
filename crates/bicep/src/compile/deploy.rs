//! Resources and modules as the `resources` of a template.

use std::rc::Rc;
use std::sync::Arc;

use ringfence_arm::{Expr as ArmExpr, Member, Node, NodeKind};
use ringfence_source::{Diagnostic, Span};

use super::convert::{append_name, as_call};
use super::emit::{expression, unknown};
use super::ir::{Env, Ir, IrKind, IrMember, ModuleRef, ResourceRef};
use super::load::Link;
use super::reference_calls::{DEPLOYMENTS, DEPLOYMENTS_VERSION};
use super::scope::{Level, Place};
use super::template::{Template, header, text_member};
use crate::bind::{Sym, body_property, decorator, extension_name};
use crate::syntax::{Body, Decorator, ExprKind, ExtensionSpecification, Object, ObjectItem};

/// The decorators that become `@options` of a resource.
const OPTIONS: [&str; 4] = ["waitUntil", "retryOn", "onlyIfNotExists", "nullIfNotFound"];

impl<'t> Template<'t> {
    /// One resource.
    pub(crate) fn resource(&'t self, index: usize) -> Node {
        let Some(resource) = self.model.resource(index) else { return unknown(self.model.program.span, "a resource") };
        let span = header(resource.statement, Sym::Resource(index));
        let env = Env::default();
        let decorators = &resource.statement.decorators;
        let mut members = Vec::new();
        if let Some(for_loop) = self.loop_of_resource(index) {
            members.extend(self.copy_member(for_loop, &self.symbolic_name(index), decorators));
        }
        if let Some(condition) = self.resource_condition(index, &env) {
            members.push(Member::new("condition", condition.span, self.node(&condition)));
        }
        if resource.is_existing() {
            let span = resource.node.existing.unwrap_or(span);
            members.push(Member::new("existing", span, Node { span, kind: NodeKind::Bool(true) }));
        }
        let azure = self.model.is_azure(resource);
        if !azure && let Some(extension) = self.extension_of() {
            members.push(text_member(span, "import", &extension));
        }
        members.extend(self.options(span, decorators));
        let type_span = resource.node.resource_type.as_ref().map_or(span, |text| text.span);
        match &resource.api_version {
            Some(version) if azure => {
                members.push(text_member(type_span, "type", &resource.full_type));
                members.push(text_member(type_span, "apiVersion", version));
            }
            Some(version) => members.push(text_member(type_span, "type", &format!("{}@{version}", resource.full_type))),
            None => members.push(text_member(type_span, "type", &resource.full_type)),
        }
        if azure {
            for (name, value) in self.place_members(span, &self.resource_place(index, &env)) {
                let scope = resource.property("scope").map_or(span, |scope| scope.span);
                members.push(Member::new(name, scope, expression(value)));
            }
            let name_span = resource.property("name").map_or(span, |name| name.span);
            members.push(Member::new("name", name_span, expression(self.full_name(name_span, index, &env))));
            members.extend(self.body(&resource.node.body, span, &["name", "scope", "parent", "dependsOn"]));
        } else {
            let properties = self.body(&resource.node.body, span, &["dependsOn"]);
            members.push(Member::new("properties", span, Node::object(span, properties)));
        }
        members.extend(self.dependencies(Sym::Resource(index), span));
        members.extend(self.description_member(decorators));
        Node::object(span, members)
    }

    /// One module.
    pub(crate) fn module(&'t self, index: usize) -> Node {
        let Some(module) = self.model.module(index) else { return unknown(self.model.program.span, "a module") };
        let span = header(module.statement, Sym::Module(index));
        let env = Env::default();
        let decorators = &module.statement.decorators;
        let body = &module.node.body;
        let mut members = Vec::new();
        if let Some(for_loop) = module.for_loop {
            members.extend(self.copy_member(for_loop, &module.node.name.text, decorators));
        }
        if let Some(condition) = &body.condition {
            let condition = self.own().expr(condition, &env);
            members.push(Member::new("condition", condition.span, self.node(&condition)));
        }
        members.push(text_member(span, "type", DEPLOYMENTS));
        members.push(text_member(span, "apiVersion", DEPLOYMENTS_VERSION));
        members.extend(self.body(
            body,
            span,
            &["name", "params", "extensionConfigs", "scope", "dependsOn", "identity"],
        ));
        if let Some(identity) = body_property(body, "identity") {
            let identity = self.own().expr(identity, &env);
            members.push(Member::new("identity", identity.span, self.node(&identity)));
        }
        let name_span = body_property(body, "name").map_or(span, |name| name.span);
        let name = self.module_name(name_span, &ModuleRef { module: index, env: env.clone(), index: None });
        members.push(Member::new("name", name_span, expression(name)));
        let place = self.module_scope(index, &env);
        let place_span = body_property(body, "scope").map_or(span, |scope| scope.span);
        for (name, value) in self.place_members(place_span, &place) {
            members.push(Member::new(name, place_span, expression(value)));
        }
        if !matches!(place, Place::ResourceGroup { .. }) {
            // A deployment at a wider level needs a location for its metadata.
            let here = if self.level == Level::ResourceGroup { "resourceGroup" } else { "deployment" };
            let here = ArmExpr::call(span, here, Vec::new());
            members.push(Member::new("location", span, expression(append_name(span, here, "location"))));
        }
        members.push(Member::new("properties", span, self.module_properties(index, span)));
        members.extend(self.dependencies(Sym::Module(index), span));
        members.extend(self.description_member(decorators));
        Node::object(span, members)
    }

    fn module_properties(&'t self, index: usize, span: Span) -> Node {
        let Some(module) = self.model.module(index) else { return unknown(span, "a module") };
        let options = Node::object(span, vec![text_member(span, "scope", "inner")]);
        let mut members =
            vec![Member::new("expressionEvaluationOptions", span, options), text_member(span, "mode", "Incremental")];
        if let Some(params) = body_property(&module.node.body, "params") {
            let value = match &params.kind {
                ExprKind::Object(object) => Node::object(params.span, self.arguments(object)),
                _ => {
                    let message = "the parameters of a module must be written as an object";
                    self.report(Diagnostic::error("module-params", params.span, message));
                    unknown(params.span, "the parameters of a module")
                }
            };
            members.push(Member::new("parameters", params.span, value));
        }
        let path = module.node.path.as_ref();
        let path_span = path.map_or(span, |path| path.span);
        let link = path.and_then(|path| self.compiler.store.file(self.model.file)?.links.get(&path.span.start));
        match link {
            Some(Link::TemplateSpec(id)) => {
                let link = Node::object(path_span, vec![text_member(path_span, "id", id)]);
                members.push(Member::new("templateLink", path_span, link));
                let message = "a template spec is in Azure only and was not read";
                self.report(Diagnostic::error("module-not-found", path_span, message));
            }
            Some(Link::File(file)) => {
                let template = self.compiler.template(*file, path_span);
                members.push(Member::new("template", path_span, template));
            }
            Some(Link::Missing) | None => {
                let unread = Node { span: path_span, kind: NodeKind::Unreadable };
                members.push(Member::new("template", path_span, unread));
            }
        }
        Node::object(span, members)
    }

    /// What a module is given.
    fn arguments(&'t self, params: &'t Object) -> Vec<Member> {
        let env = Env::default();
        let mut out = Vec::new();
        for item in &params.items {
            let ObjectItem::Property { key, value, .. } = item else {
                out.extend(self.unread_item(item));
                continue;
            };
            let Some(name) = key.plain() else {
                let message = "the name of a module's parameter must be plain";
                self.report(Diagnostic::error("module-params", key.span(), message));
                continue;
            };
            let ir = self.own().expr(value, &env);
            let node = match &ir.kind {
                // The loop is of the member `value`, and so is its index.
                IrKind::For(list, body) => {
                    let body = rename_copy_index(body, name);
                    let copy = self.copy_of_argument(ir.span, list, &body);
                    Node::object(ir.span, vec![Member::new("copy", ir.span, Node::array(ir.span, vec![copy]))])
                }
                _ => self.node(&argument(&ir)),
            };
            out.push(Member::new(name.clone(), key.span(), node));
        }
        out
    }

    /// The loop of an argument: whatever its value is, it is written as an expression.
    fn copy_of_argument(&'t self, span: Span, list: &Ir, body: &Ir) -> Node {
        let count = self.node(&Ir::call(list.span, "length", vec![list.clone()]));
        let input = match &body.kind {
            IrKind::String(_) => self.node(body),
            _ => expression(as_call(self.convert(body))),
        };
        let members = vec![
            text_member(span, "name", "value"),
            Member::new("count", list.span, count),
            Member::new("input", body.span, input),
        ];
        Node::object(span, members)
    }

    /// The properties of a body, without some that are written elsewhere.
    fn body(&'t self, body: &'t Body, span: Span, left_out: &[&str]) -> Vec<Member> {
        let Some(object) = &body.object else {
            let unread = Node { span: body.span, kind: NodeKind::Unreadable };
            return vec![Member::new("__ringfence.unread", span, unread)];
        };
        let env = Env::default();
        let mut irs: Vec<IrMember> = Vec::new();
        let mut unread = Vec::new();
        for item in &object.items {
            match item {
                ObjectItem::Property { key, .. } => {
                    if !key.plain().is_some_and(|key| left_out.contains(&&**key)) {
                        irs.extend(self.own().property_member(item, &env));
                    }
                }
                ObjectItem::Resource(_) => {}
                item => unread.extend(self.unread_item(item)),
            }
        }
        let mut members = self.members(&irs);
        members.extend(unread);
        members
    }

    /// What stands where anything may have been meant.
    fn unread_item(&self, item: &ObjectItem) -> Option<Member> {
        let span = match item {
            ObjectItem::Error(span) => *span,
            ObjectItem::Spread { span, .. } => {
                self.report(Diagnostic::error("spread", *span, "`...` cannot be used here"));
                *span
            }
            ObjectItem::Property { .. } | ObjectItem::Resource(_) => return None,
        };
        Some(Member::new("__ringfence.unread", span, Node { span, kind: NodeKind::Unreadable }))
    }

    fn copy_member(&'t self, for_loop: usize, name: &str, decorators: &'t [Decorator]) -> Option<Member> {
        let clause = self.model.loops.get(for_loop)?.clause;
        let span = clause.item.span.to(clause.list.span);
        let list = self.own().expr(&clause.list, &Env::default());
        let count = self.node(&Ir::call(list.span, "length", vec![list.clone()]));
        let mut members = vec![text_member(span, "name", name), Member::new("count", list.span, count)];
        let batch = decorator(decorators, "batchSize").and_then(|decorator| decorator.arguments.first());
        if let Some(batch) = batch {
            members.push(text_member(batch.span, "mode", "serial"));
            members.push(Member::new("batchSize", batch.span, self.node(&self.own().expr(batch, &Env::default()))));
        }
        Some(Member::new("copy", span, Node::object(span, members)))
    }

    fn options(&'t self, span: Span, decorators: &'t [Decorator]) -> Option<Member> {
        let members: Vec<Member> = decorators
            .iter()
            .filter(|decorator| OPTIONS.contains(&&*decorator.name.text))
            .map(|decorator| {
                let env = Env::default();
                let items = decorator.arguments.iter().map(|argument| self.node(&self.own().expr(argument, &env)));
                let items = Node::array(decorator.span, items.collect());
                Member::new(decorator.name.text.clone(), decorator.span, items)
            })
            .collect();
        (!members.is_empty()).then(|| Member::new("@options", span, Node::object(span, members)))
    }

    fn dependencies(&'t self, symbol: Sym, span: Span) -> Option<Member> {
        let entries: Vec<Node> = self.depends_on(symbol, span).into_iter().map(expression).collect();
        (!entries.is_empty()).then(|| Member::new("dependsOn", span, Node::array(span, entries)))
    }

    fn description_member(&'t self, decorators: &'t [Decorator]) -> Option<Member> {
        let description = self.own().description(decorators)?;
        let span = description.span;
        let metadata = Node::object(span, vec![Member::new("description", span, self.node(&description))]);
        Some(Member::new("metadata", span, metadata))
    }

    /// The name of the extension whose resource one that is not Azure's must be.
    fn extension_of(&self) -> Option<Arc<str>> {
        let extension = self.model.extensions.first()?;
        extension_alias(extension.node)
    }

    /// The extensions, as `imports`.
    pub(crate) fn extensions(&'t self) -> Vec<Member> {
        let all = self.model.extensions.iter().filter_map(|extension| {
            let alias = extension_alias(extension.node)?;
            let span = extension.statement.span;
            let (provider, version) = match &extension.node.specification {
                ExtensionSpecification::Name(name) => (name.text.to_string(), None),
                ExtensionSpecification::String(text) => {
                    let text = text.plain()?;
                    let version = text.split_once('@').or_else(|| text.rsplit_once(':')).map(|(_, version)| version);
                    (extension_name(text).to_owned(), version.map(str::to_owned))
                }
                ExtensionSpecification::Error(_) => return None,
            };
            let provider = if provider == "kubernetes" { "Kubernetes".to_owned() } else { provider };
            let mut members = vec![text_member(span, "provider", &provider)];
            members.push(text_member(span, "version", version.as_deref().unwrap_or("1.0.0")));
            if let Some(config) = &extension.node.config {
                let config = self.own().object(config, &Env::default());
                members.push(Member::new("config", config.span, self.node(&config)));
            }
            Some(Member::new(alias, span, Node::object(span, members)))
        });
        all.collect()
    }
}

fn extension_alias(extension: &crate::syntax::Extension) -> Option<Arc<str>> {
    if let Some(alias) = &extension.alias {
        return Some(alias.text.clone());
    }
    match &extension.specification {
        ExtensionSpecification::Name(name) => Some(name.text.clone()),
        ExtensionSpecification::String(text) => Some(extension_name(text.plain()?).into()),
        ExtensionSpecification::Error(_) => None,
    }
}

/// A value as an argument of a module: `{ value: … }`, or a reference to a secret.
fn argument(ir: &Ir) -> Ir {
    let span = ir.span;
    match &ir.kind {
        IrKind::ResourceCall(reference, name, args) if name.eq_ignore_ascii_case("getSecret") => {
            Ir::object(span, vec![("reference", secret(span, reference, args))])
        }
        IrKind::If(parts) => {
            let [condition, then, otherwise] = &**parts;
            Ir::new(span, IrKind::If(Rc::new([condition.clone(), argument(then), argument(otherwise)])))
        }
        _ => Ir::object(span, vec![("value", ir.clone())]),
    }
}

fn secret(span: Span, reference: &ResourceRef, args: &[Ir]) -> Ir {
    let vault = Ir::new(span, IrKind::Resource(reference.clone()));
    let mut members = vec![("keyVault", Ir::object(span, vec![("id", Ir::property(vault, "id"))]))];
    let mut args = args.iter();
    let name = args.next().cloned().unwrap_or_else(|| Ir::unknown(span, "the name of a secret"));
    members.push(("secretName", name));
    if let Some(version) = args.next() {
        members.push(("secretVersion", version.clone()));
    }
    Ir::object(span, members)
}

/// The index of the loop `from` becomes that of the loop `value`.
fn rename_copy_index(ir: &Ir, from: &str) -> Ir {
    let walk = |inner: &Ir| rename_copy_index(inner, from);
    let all = |items: &Rc<[Ir]>| -> Rc<[Ir]> { items.iter().map(walk).collect() };
    let kind = match &ir.kind {
        IrKind::CopyIndex(Some(name)) if &**name == from => IrKind::CopyIndex(Some("value".into())),
        IrKind::Format(first, holes) => {
            IrKind::Format(first.clone(), holes.iter().map(|(hole, after)| (walk(hole), after.clone())).collect())
        }
        IrKind::Object(members) => {
            let member = |member: &IrMember| IrMember { key: walk(&member.key), value: walk(&member.value) };
            IrKind::Object(members.iter().map(member).collect())
        }
        IrKind::Array(items) => IrKind::Array(all(items)),
        IrKind::Call(name, args) => IrKind::Call(name.clone(), all(args)),
        IrKind::If(parts) => {
            let [condition, then, otherwise] = &**parts;
            IrKind::If(Rc::new([walk(condition), walk(then), walk(otherwise)]))
        }
        IrKind::Access(access) => {
            let mut access = (**access).clone();
            access.base = walk(&access.base);
            access.index = walk(&access.index);
            IrKind::Access(Rc::new(access))
        }
        IrKind::Resource(reference) => IrKind::Resource(ResourceRef {
            resource: reference.resource,
            env: reference.env.map(&walk),
            index: reference.index.as_deref().map(|index| Rc::new(walk(index))),
        }),
        IrKind::Module(reference) => IrKind::Module(ModuleRef {
            module: reference.module,
            env: reference.env.map(&walk),
            index: reference.index.as_deref().map(|index| Rc::new(walk(index))),
        }),
        IrKind::ModuleOutput { base, name, secure, safe } => {
            IrKind::ModuleOutput { base: Rc::new(walk(base)), name: name.clone(), secure: *secure, safe: *safe }
        }
        IrKind::ResourceCall(reference, name, args) => IrKind::ResourceCall(
            ResourceRef {
                resource: reference.resource,
                env: reference.env.map(&walk),
                index: reference.index.as_deref().map(|index| Rc::new(walk(index))),
            },
            name.clone(),
            all(args),
        ),
        IrKind::For(list, body) => IrKind::For(Rc::new(walk(list)), Rc::new(walk(body))),
        IrKind::Lambda(names, body) => IrKind::Lambda(names.clone(), Rc::new(walk(body))),
        kind => kind.clone(),
    };
    Ir::new(ir.span, kind)
}
