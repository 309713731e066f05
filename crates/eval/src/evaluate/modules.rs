//! Nested and linked deployments: a template inside a template, in a scope of its own.
//!
//! <https://learn.microsoft.com/azure/azure-resource-manager/templates/linked-templates>

use std::rc::Rc;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use ringfence_arm::{Node, NodeKind, ResourceDecl, Template};
use ringfence_estate::{Deployment, DeploymentId, Guard, InstanceId, OriginId, Scope, Value};
use ringfence_source::{Diagnostic, Span, directory_of, join};

use super::engine::{Context, Engine, Frame, Given, Instance, LINK_NOT_READ, Place, Unit};
use super::expression::shared;
use super::names::Names;
use super::units::{inner_family, label};
use crate::scope::Facts;

/// How deep deployments nest.
const MAX_NESTING: usize = 40;

/// Whether a type is that of a nested deployment.
pub(crate) fn is_module(kind: &str) -> bool {
    kind.eq_ignore_ascii_case("Microsoft.Resources/deployments")
}

/// What a nested deployment deploys.
enum Content {
    Template(Node),
    /// It was not read; the reason is reported.
    Unread,
}

impl Engine<'_, '_> {
    /// The deployment that a declaration nests; none where it cannot be entered.
    pub(crate) fn module(&mut self, place: Place) -> Option<usize> {
        let declared = self.declared_mut(place.unit, place.declaration)?;
        if let Some(known) = declared.modules.get(&place.instance) {
            return *known;
        }
        declared.modules.insert(place.instance, None);
        let unit = self.make_module(place);
        if let Some(declared) = self.declared_mut(place.unit, place.declaration) {
            declared.modules.insert(place.instance, unit);
        }
        unit
    }

    fn make_module(&mut self, place: Place) -> Option<usize> {
        let instance = self.instance(place)?;
        let source = self.source(place.unit, place.declaration)?;
        if self.nesting(place.unit) >= MAX_NESTING {
            let message = format!("deployments are nested more than {MAX_NESTING} deep");
            self.error(&instance.context, "nesting-too-deep", source.name_span, message, "look for a circle");
            return None;
        }
        let name = match &source.name {
            Some(node) => self.node(node, &instance.context),
            None => self.failed(&instance.context, source.name_span),
        };
        let own = self.units.get(place.unit)?.scope.clone();
        let scope = match &source.scope {
            Some(node) => {
                let value = self.node(node, &instance.context).under(&instance.guard);
                self.parse_scope(&value, &own)
            }
            None => self.module_level(&own, &source, &instance.context)?,
        };
        let content = self.content(&source, &instance);
        let label = label(&source, &name, instance.index.as_ref());
        let step = self.estate.origins.enter(instance.context.instance, source.name_span, label.as_str());
        let unit = self.units.len();
        let deployment = DeploymentId(u32::try_from(self.estate.deployments.len()).ok()?);
        let template = match content {
            Content::Template(node) => Some(self.read_template(&node, &instance.context)),
            Content::Unread => None,
        };
        let span = template.as_ref().map_or(source.name_span, |template| template.node.span);
        let file = self.session.sources.file(span.file);
        let path = file.path().to_owned();
        if file.is_of_registry() {
            let call = self.estate.origins.add(source.name_span, instance.context.instance);
            self.estate.origins.mark_published(step, call);
        }
        self.estate.deployments.push(Deployment {
            template: path.into(),
            parameters: None,
            parent: self.units.get(place.unit).map(|unit| unit.deployment),
            instance: step,
            present: instance.guard.clone(),
            scope: scope.clone(),
            outputs: Vec::new(),
            defaulted: Vec::new(),
        });
        let context = Context { unit, instance: step, ..instance.context.clone() };
        self.units.push(Unit {
            context: context.clone(),
            scope,
            template: template.clone(),
            declared: Vec::new(),
            symbols: Names::default(),
            deployment,
            name,
            outputs: HashMap::new(),
            family: inner_family(&instance),
            declared_by: Some(place),
            origin: instance.origin,
        });
        if let Some(template) = template {
            if is_inner(&source) {
                self.inner_frame(unit, &source, &instance, template.clone(), context, &label);
            }
            self.declare(unit, &template);
        }
        Some(unit)
    }

    /// The parts of a template, read once however often it is deployed.
    pub(crate) fn read_template(&mut self, node: &Node, context: &Context) -> Rc<Template> {
        let key = node.as_object().map(std::ptr::from_ref);
        if let Some(known) = key.and_then(|key| self.templates.get(&key)).cloned() {
            known.unread.iter().for_each(|span| self.unread(context, *span));
            return known;
        }
        let mut diagnostics = Vec::new();
        let template = Rc::new(Template::read(node, &mut diagnostics));
        template.unread.iter().for_each(|span| self.unread(context, *span));
        for diagnostic in diagnostics {
            self.report(context, diagnostic);
        }
        if let Some(key) = key {
            self.templates.insert(key, template.clone());
        }
        template
    }

    /// A nested deployment with `subscriptionId` alone deploys to the subscription; a `location` says the same.
    ///
    /// <https://learn.microsoft.com/azure/azure-resource-manager/templates/deploy-to-resource-group>
    fn module_level(&mut self, own: &Scope, source: &ResourceDecl, context: &Context) -> Option<Scope> {
        let level = self.level(own, source, context)?;
        Some(level)
    }

    /// A frame of its own: its expressions see its parameters, not those around it.
    fn inner_frame(
        &mut self,
        unit: usize,
        source: &ResourceDecl,
        instance: &Instance,
        template: Rc<Template>,
        context: Context,
        label: &str,
    ) {
        let key: Arc<str> = format!("{}/{label}", self.key(&instance.context)).into();
        let frame = self.frames.len();
        let own = Context { frame, locals: None, arguments: None, lambdas: 0, calling: None, ..context };
        let mut given = Names::default();
        let outside = shared(&instance.context);
        let properties = source.properties.as_ref();
        if let Some(parameters) = properties.and_then(|node| node.get("parameters")).and_then(Node::as_object) {
            for member in &parameters.members {
                let Some(name) = member.name() else { continue };
                // An expression gives the object around the value, and a loop is the object's, not the value's.
                if matches!(member.value.kind, NodeKind::Expr(_)) || member.value.get("copy").is_some() {
                    given.insert(name.into(), (Given::Wrapped(member.value.clone(), outside.clone()), member.key_span));
                    continue;
                }
                let value = match (member.value.get("value"), member.value.get("expression")) {
                    (Some(node), _) | (None, Some(node)) => Given::Node(node.clone(), outside.clone()),
                    (None, None) => match member.value.get("reference") {
                        Some(reference) => Given::Value(self.secret(reference, name, &instance.context)),
                        None => continue,
                    },
                };
                given.insert(name.into(), (value, member.key_span));
            }
        }
        let parameters = self.declare_parameters(&template, given, &own);
        let facts = self.facts(&instance.context);
        let index = self.add_frame(Frame {
            template,
            parameters,
            variables: Names::default(),
            functions: Names::default(),
            context: own.clone(),
            key,
            defaulted: Vec::new(),
            facts,
        });
        debug_assert_eq!(index, frame);
        if let Some(unit) = self.units.get_mut(unit) {
            unit.context = own;
        }
    }

    fn secret(&mut self, reference: &Node, name: &str, context: &Context) -> Value {
        let origin = self.origin(reference.span, context);
        crate::parameters::secret(reference, name).at(origin)
    }

    fn content(&mut self, source: &ResourceDecl, instance: &Instance) -> Content {
        let context = &instance.context;
        let Some(properties) = &source.properties else {
            let message = "this deployment has no `properties`";
            self.error(context, "missing-member", source.name_span, message, "add them, with a `template`");
            return Content::Unread;
        };
        if let Some(template) = properties.get("template") {
            // Why it was not read is reported where it was not.
            if matches!(template.kind, NodeKind::Unreadable) {
                self.unread(context, template.span);
                return Content::Unread;
            }
            return Content::Template(template.clone());
        }
        let Some(link) = properties.get("templateLink") else {
            let message = "this deployment has no `template` and no `templateLink`";
            self.error(context, "missing-member", source.name_span, message, "add one of them");
            return Content::Unread;
        };
        if let Some(relative) = link.get("relativePath") {
            let value = self.node(relative, context);
            if let Some(path) = value.as_str() {
                let path = path.to_owned();
                return self.linked(&path, relative.span, context);
            }
        }
        let span = link.get("uri").or_else(|| link.get("id")).map_or(link.span, |node| node.span);
        let value = link.get("uri").or_else(|| link.get("id")).map(|node| self.node(node, context));
        let name = value.map_or_else(String::new, |value| format!(" `{value}`"));
        let message = format!("the linked template{name} was not read");
        let help = "what it deploys is unknown; link it by `relativePath`, or check it on its own";
        self.report(context, Diagnostic::warning(LINK_NOT_READ, span, message).with_help(help));
        Content::Unread
    }

    /// A template beside the one that links it, read once.
    fn linked(&mut self, relative: &str, span: Span, context: &Context) -> Content {
        let path = join(directory_of(self.session.sources.file(span.file).path()), relative);
        if !self.linked.contains_key(&path) {
            let node = match self.session.load(&path) {
                Ok(file) => {
                    let text = self.session.sources.file(file).text().clone();
                    let (node, diagnostics) = ringfence_arm::read_json(&text, file);
                    diagnostics.into_iter().for_each(|diagnostic| self.report(context, diagnostic));
                    node
                }
                Err(error) => {
                    let message = format!("the linked template `{path}` cannot be read: {error}");
                    self.error(
                        context,
                        "module-not-found",
                        span,
                        message,
                        "check the path; it is relative to this file",
                    );
                    None
                }
            };
            self.linked.insert(path.clone(), node);
        }
        match self.linked.get(&path).cloned().flatten() {
            Some(node) => Content::Template(node),
            None => Content::Unread,
        }
    }

    fn nesting(&self, unit: usize) -> usize {
        let parent = |unit: usize| Some(self.units.get(unit)?.declared_by?.unit);
        std::iter::successors(Some(unit), |unit| parent(*unit)).take(MAX_NESTING + 1).count()
    }

    /// Whether a frame is that of a nested deployment.
    pub(crate) fn is_nested(&self, frame: usize) -> bool {
        let unit = self.frames.get(frame).and_then(|frame| self.units.get(frame.context.unit));
        unit.is_some_and(|unit| unit.declared_by.is_some())
    }

    /// Where the module of a frame is declared.
    pub(crate) fn call_span(&self, frame: usize) -> Option<Span> {
        let unit = self.units.get(self.frames.get(frame)?.context.unit)?;
        let place = unit.declared_by?;
        self.source(place.unit, place.declaration).map(|source| source.name_span)
    }

    /// The entry point's unit and frame.
    pub(crate) fn root(
        &mut self,
        template: Rc<Template>,
        given: Names<(Given, Span)>,
        mut facts: Facts,
        name: Value,
        scope: Scope,
        parameters_path: Option<Arc<str>>,
    ) -> usize {
        facts.scope = Some(scope.clone());
        let (unit, frame) = (self.units.len(), self.frames.len());
        let context = Context {
            frame,
            unit,
            instance: InstanceId::ROOT,
            guard: ringfence_estate::Guard::Always,
            locals: None,
            arguments: None,
            lambdas: 0,
            calling: None,
        };
        let deployment = DeploymentId(u32::try_from(self.estate.deployments.len()).unwrap_or(0));
        let path = self.session.sources.file(template.node.span.file).path().to_owned();
        self.estate.deployments.push(Deployment {
            template: path.into(),
            parameters: parameters_path,
            parent: None,
            instance: InstanceId::ROOT,
            present: Guard::Always,
            scope: scope.clone(),
            outputs: Vec::new(),
            defaulted: Vec::new(),
        });
        self.units.push(Unit {
            context: context.clone(),
            scope,
            template: Some(template.clone()),
            declared: Vec::new(),
            symbols: Names::default(),
            deployment,
            name,
            outputs: HashMap::new(),
            family: None,
            declared_by: None,
            origin: OriginId::NONE,
        });
        let parameters = self.declare_parameters(&template, given, &context);
        self.add_frame(Frame {
            template: template.clone(),
            parameters,
            variables: Names::default(),
            functions: Names::default(),
            context,
            key: facts.key.as_str().into(),
            defaulted: Vec::new(),
            facts: Rc::new(facts),
        });
        self.declare(unit, &template);
        unit
    }
}

/// Whether a nested template's expressions are evaluated inside it. A linked template always is.
///
/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/linked-templates#expression-evaluation-scope-in-nested-templates>
fn is_inner(source: &ResourceDecl) -> bool {
    let Some(properties) = &source.properties else { return true };
    if properties.get("template").is_none() {
        return true;
    }
    let scope = properties.get("expressionEvaluationOptions").and_then(|options| options.get("scope"));
    scope.and_then(Node::as_str).is_some_and(|scope| scope.eq_ignore_ascii_case("inner"))
}
