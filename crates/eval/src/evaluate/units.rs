//! Deployments and what they declare: from a template to instances with ids and bodies.

use std::rc::Rc;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use ringfence_arm::{CONTROL_MEMBERS, NodeKind, ResourceDecl, Template};
use ringfence_estate::{Domain, Guard, Kind, Object, OriginId, ResourceId, Scope, Term, Value};
use ringfence_source::Span;

use super::copies::Loop;
use super::engine::{
    Context, Declared, Engine, Frame, Instance, LocalKind, MAX_RESOURCES, Place, Slot, Variable, VariableSource,
};
use super::names::Names;
use crate::scope::{segmented, split_name, split_type};

impl Engine<'_, '_> {
    /// A frame for a template: what its expressions see.
    pub(crate) fn add_frame(&mut self, frame: Frame) -> usize {
        let mut frame = frame;
        let template = frame.template.clone();
        for variable in &template.variables {
            let source = VariableSource::Node(variable.value.clone());
            frame.variables.insert(variable.name.clone(), Variable { source, value: Slot::Empty });
        }
        for copy in &template.variable_copies {
            let source = VariableSource::Copy(Rc::new(copy.clone()));
            frame.variables.insert(copy.name.clone(), Variable { source, value: Slot::Empty });
        }
        for function in &template.functions {
            let name = format!("{}.{}", function.namespace, function.name);
            frame.functions.insert(name.into(), Rc::new(function.clone()));
        }
        self.frames.push(frame);
        self.frames.len() - 1
    }

    /// Lists the declarations of a unit, children inside their parents included.
    pub(crate) fn declare(&mut self, unit: usize, template: &Template) {
        let mut declared = Vec::new();
        let mut symbols = Names::default();
        let Some(context) = self.units.get(unit).map(|unit| unit.context.clone()) else { return };
        for source in &template.resources {
            self.flatten(source, None, &context, &mut declared, &mut symbols);
        }
        for (at, declared) in declared.iter().enumerate() {
            let kind: &Declared = declared;
            self.by_kind.entry(kind.kind.to_ascii_lowercase()).or_default().push((unit, at));
        }
        if let Some(unit) = self.units.get_mut(unit) {
            unit.declared = declared;
            unit.symbols = symbols;
        }
    }

    fn flatten(
        &mut self,
        source: &ResourceDecl,
        parent: Option<usize>,
        context: &Context,
        declared: &mut Vec<Declared>,
        symbols: &mut Names<usize>,
    ) {
        if source.extension.as_deref().is_some_and(|alias| !self.is_azure(alias, context)) {
            return;
        }
        let kind: Arc<str> = match &source.type_.kind {
            NodeKind::String(text) => text.clone(),
            _ => {
                let value = self.node(&source.type_, context);
                match value.as_str() {
                    Some(text) => text.into(),
                    None => {
                        let message = "the type of this resource is not known";
                        self.error(
                            context,
                            "unknown-resource-type",
                            source.type_.span,
                            message,
                            "write the type itself",
                        );
                        return;
                    }
                }
            }
        };
        // A child inside its parent leaves the parent's type out, unless it is of another namespace.
        let of_parent = parent.and_then(|at| declared.get(at)).map(|parent| parent.kind.clone());
        let kind = match of_parent {
            Some(parent) if !kind.contains('/') || !split_type(&kind).0.contains('.') => {
                format!("{parent}/{kind}").into()
            }
            _ => kind,
        };
        let at = declared.len();
        if let Some(symbol) = &source.symbol {
            symbols.insert(symbol.clone(), at);
        }
        let mut own = source.clone();
        let children = std::mem::take(&mut own.children);
        declared.push(Declared {
            source: Rc::new(own),
            kind,
            parent,
            instances: Slot::Empty,
            ids: HashMap::new(),
            bodies: HashMap::new(),
            modules: HashMap::new(),
        });
        for child in &children {
            self.flatten(child, Some(at), context, declared, symbols);
        }
    }

    /// Resources of other extensions (Microsoft Graph, Kubernetes) are no Azure resources.
    fn is_azure(&self, alias: &str, context: &Context) -> bool {
        let Some(frame) = self.frames.get(context.frame) else { return false };
        let found = frame.template.extensions.iter().find(|extension| extension.alias.eq_ignore_ascii_case(alias));
        let name = found.and_then(|extension| extension.name.as_deref()).unwrap_or(alias);
        name.eq_ignore_ascii_case("AzureResourceManager") || name.eq_ignore_ascii_case("az")
    }

    pub(crate) fn declared(&self, unit: usize, declaration: usize) -> Option<&Declared> {
        self.units.get(unit)?.declared.get(declaration)
    }

    pub(crate) fn declared_mut(&mut self, unit: usize, declaration: usize) -> Option<&mut Declared> {
        self.units.get_mut(unit)?.declared.get_mut(declaration)
    }

    pub(crate) fn source(&self, unit: usize, declaration: usize) -> Option<Rc<ResourceDecl>> {
        self.declared(unit, declaration).map(|declared| declared.source.clone())
    }

    /// The resources that a declaration makes.
    pub(crate) fn instances(&mut self, unit: usize, declaration: usize) -> Rc<[Instance]> {
        let nothing = || Rc::from([]);
        let Some(declared) = self.declared_mut(unit, declaration) else { return nothing() };
        match &declared.instances {
            Slot::Done(instances) => return instances.clone(),
            Slot::Busy => {
                self.tainted = true;
                return nothing();
            }
            Slot::Empty => declared.instances = Slot::Busy,
        }
        let (source, parent) = (declared.source.clone(), declared.parent);
        let mut instances: Vec<Instance> = Vec::new();
        let around: Rc<[Instance]> = match parent {
            Some(parent) => self.instances(unit, parent),
            None => self.around(unit),
        };
        for outer in around.iter() {
            self.instances_within(&source, outer, parent.is_some(), &mut instances);
        }
        self.resources += instances.len();
        if self.resources > MAX_RESOURCES {
            if let Some(outer) = around.first() {
                let message = format!("there are more than {MAX_RESOURCES} resources");
                let help = "reduce the counts of the loops";
                self.error(&outer.context, "too-many-resources", source.name_span, message, help);
            }
            instances.clear();
        }
        let instances: Rc<[Instance]> = instances.into();
        let settled = self.settled(instances.clone());
        if let Some(declared) = self.declared_mut(unit, declaration) {
            declared.instances = settled;
        }
        instances
    }

    /// The unit itself, as what its declarations stand in.
    fn around(&self, unit: usize) -> Rc<[Instance]> {
        let Some(unit) = self.units.get(unit) else { return Rc::from([]) };
        Rc::from([Instance {
            context: unit.context.clone(),
            unconditional: unit.context.clone(),
            guard: unit.context.guard.clone(),
            index: None,
            family: unit.family.clone(),
            origin: unit.origin,
        }])
    }

    fn instances_within(&mut self, source: &ResourceDecl, outer: &Instance, nested: bool, all: &mut Vec<Instance>) {
        let mut each: Vec<Instance> = Vec::new();
        let around = outer.unconditional.clone();
        match &source.copy {
            None => each.push(Instance {
                index: if nested { outer.index.clone() } else { None },
                guard: around.guard.clone(),
                context: around,
                ..outer.clone()
            }),
            Some(copy) => {
                let name = self.loop_name(copy, &around);
                let which = Loop { name: &name, span: copy.span, count: &copy.count };
                let (iterations, origin) = self.iterations(which, &around);
                for iteration in iterations {
                    let context = around.under(&iteration.guard);
                    let index = iteration.index.clone();
                    let context = context.with_local(LocalKind::Resources, name.clone(), iteration.index);
                    each.push(Instance {
                        guard: context.guard.clone(),
                        unconditional: context.clone(),
                        context,
                        index: Some(index),
                        family: iteration.family.or_else(|| outer.family.clone()),
                        origin: self.estate.origins.derive(origin, [outer.origin]),
                    });
                }
            }
        }
        for mut instance in each {
            if let Some(condition) = &source.condition {
                let value = self.node(condition, &instance.context);
                let guard = self.guard_of(&value, &instance.context, condition.span, "the condition");
                instance.guard = instance.guard.and(&guard);
                instance.context = instance.context.under(&guard);
                instance.origin = self.estate.origins.derive(value.origin, [instance.origin]);
            }
            // Absent ones keep their place, so that symbol[index] finds the right one.
            all.push(instance);
        }
    }

    /// What `copyIndex` and `dependsOn` call a loop; empty for one without a name.
    pub(crate) fn loop_name(&mut self, copy: &ringfence_arm::Copy, context: &Context) -> Arc<str> {
        let Some(node) = &copy.name else { return Arc::default() };
        // A name that is not wholly known still names one loop: by what is written of it.
        self.node(node, context).to_string().into()
    }

    pub(crate) fn instance(&mut self, place: Place) -> Option<Instance> {
        self.instances(place.unit, place.declaration).get(place.instance).cloned()
    }

    /// The id of one resource; none if its name or scope cannot be worked out, which is reported.
    pub(crate) fn id(&mut self, place: Place) -> Option<ResourceId> {
        let declared = self.declared_mut(place.unit, place.declaration)?;
        match declared.ids.get(&place.instance) {
            Some(Slot::Done(id)) => return id.clone(),
            Some(Slot::Busy) => {
                self.tainted = true;
                return None;
            }
            _ => declared.ids.insert(place.instance, Slot::Busy),
        };
        let id = self.evaluate_id(place);
        let settled = self.settled(id.clone());
        if let Some(declared) = self.declared_mut(place.unit, place.declaration) {
            declared.ids.insert(place.instance, settled);
        }
        id
    }

    fn evaluate_id(&mut self, place: Place) -> Option<ResourceId> {
        let instance = self.instance(place)?;
        let source = self.source(place.unit, place.declaration)?;
        let kind = self.declared(place.unit, place.declaration)?.kind.clone();
        let parent = self.declared(place.unit, place.declaration)?.parent;
        let name_node = source.name.clone()?;
        let name = self.node(&name_node, &instance.context).under(&instance.guard);
        let names = self.name_segments(&name, &instance.context, name_node.span)?;
        let (namespace, types) = split_type(&kind);
        let mut names = names;
        // Inside its parent, a child's name leaves the parent's names out.
        if let Some(parent) = parent
            && names.len() < types.len()
            && let Some(count) = self.instances(place.unit, parent).len().checked_sub(1)
        {
            let own = if count == 0 { 0 } else { self.parent_instance(place, parent) };
            let above = self.id(Place { declaration: parent, instance: own, ..place })?;
            if above.names.len() + names.len() == types.len() {
                names.splice(0..0, above.names);
            }
        }
        if names.len() < types.len()
            && let Some(split) = unknown_segments(&name, types.len())
        {
            names = split;
        }
        if names.len() != types.len() {
            let (have, need) = (names.len(), types.len());
            let message = format!("the name has {have} segments, but the type `{kind}` needs {need}");
            let help = "the name has one segment for each segment of the type after the namespace";
            self.error(&instance.context, "name-segments", name_node.span, message, help);
            return None;
        }
        let scope = self.resource_scope(place.unit, &source, &instance.context)?;
        let is_plain = !kind.starts_with('/') && !kind.ends_with('/');
        if is_plain && !types.iter().any(|part| part.eq_ignore_ascii_case("providers")) {
            return Some(ResourceId::new(scope, kind, names));
        }
        Some(assemble(scope, namespace, &types, names))
    }

    /// Which instance of the parent a child belongs to: they are made in the same order.
    fn parent_instance(&mut self, place: Place, parent: usize) -> usize {
        let parents = self.instances(place.unit, parent).len().max(1);
        let children = self.instances(place.unit, place.declaration).len().max(1);
        place.instance * parents / children
    }

    /// The segments of a name, each with its cases.
    fn name_segments(&mut self, name: &Value, context: &Context, span: Span) -> Option<Vec<Value>> {
        let mut columns: Vec<Vec<(Guard, Value)>> = Vec::new();
        let mut lengths = Vec::new();
        for (guard, case) in name.each_case() {
            let case = match &case.kind {
                Kind::Int(number) => Value::string(number.to_string(), case.origin),
                _ => case.clone(),
            };
            let Some(segments) = split_name(&case) else {
                let message = format!("the name of this resource is {}", super::access::article(&case));
                self.error(&context.under(guard), "wrong-type", span, message, "write a string");
                return None;
            };
            lengths.push(segments.len());
            columns.resize_with(segments.len().max(columns.len()), Vec::new);
            for (column, segment) in columns.iter_mut().zip(segments) {
                column.push((guard.clone(), segment));
            }
        }
        let first = lengths.first().copied()?;
        if lengths.iter().any(|length| *length != first) {
            let message = "this name has different numbers of segments under different choices";
            self.error(context, "name-segments", span, message, "write one segment for each segment of the type");
            return None;
        }
        Some(columns.into_iter().map(|column| Value::cases(column, name.origin)).collect())
    }

    /// Where a resource lives: what its `scope` says, else where its template is deployed.
    fn resource_scope(&mut self, unit: usize, source: &ResourceDecl, context: &Context) -> Option<Scope> {
        let own = self.units.get(unit)?.scope.clone();
        if let Some(node) = &source.scope {
            let value = self.node(node, context).under(&context.guard);
            return Some(self.parse_scope(&value, &own));
        }
        self.level(&own, source, context)
    }

    /// The scope that `subscriptionId` and `resourceGroup` name.
    pub(crate) fn level(&mut self, own: &Scope, source: &ResourceDecl, context: &Context) -> Option<Scope> {
        let one = |engine: &mut Self, node: &Option<ringfence_arm::Node>| {
            node.as_ref().map(|node| engine.node(node, context).under(&context.guard).as_segment())
        };
        let subscription = one(self, &source.subscription_id);
        let group = one(self, &source.resource_group);
        let (own_subscription, own_group) = match own {
            Scope::ResourceGroup { subscription, name } => (Some(subscription.clone()), Some(name.clone())),
            Scope::Subscription(subscription) => (Some(subscription.clone()), None),
            _ => (None, None),
        };
        Some(match (subscription, group) {
            (None, None) => own.clone(),
            (Some(subscription), None) => Scope::Subscription(subscription),
            (Some(subscription), Some(name)) => Scope::ResourceGroup { subscription, name },
            (None, Some(name)) => match own_subscription {
                Some(subscription) => Scope::ResourceGroup { subscription, name },
                None => return own_group.map(|_| own.clone()).or(Some(own.clone())),
            },
        })
    }

    /// A scope from its id, which may be a relative one: `Microsoft.Storage/storageAccounts/name`.
    pub(crate) fn parse_scope(&mut self, value: &Value, own: &Scope) -> Scope {
        if value.as_str().is_some_and(|text| text == "/" || text.is_empty()) {
            return Scope::Tenant;
        }
        if let Some(id) = relative_id(value, own) {
            return scope_of(id);
        }
        let value = segmented(value);
        Scope::parse(&value).unwrap_or(Scope::Opaque(value))
    }

    /// The body of one resource, without what steers the deployment.
    pub(crate) fn body(&mut self, place: Place) -> Value {
        let Some(declared) = self.declared_mut(place.unit, place.declaration) else {
            return Value::synthetic(Kind::Omitted);
        };
        match declared.bodies.get(&place.instance) {
            Some(Slot::Done(body)) => return body.clone(),
            // A resource that refers to itself sees what Azure has set, which is not known.
            Some(Slot::Busy) => return Value::synthetic(Kind::Omitted),
            _ => declared.bodies.insert(place.instance, Slot::Busy),
        };
        let before = self.current.replace(place);
        let body = self.evaluate_body(place);
        self.current = before;
        let settled = self.settled(body.clone());
        if let Some(declared) = self.declared_mut(place.unit, place.declaration) {
            declared.bodies.insert(place.instance, settled);
        }
        body
    }

    fn evaluate_body(&mut self, place: Place) -> Value {
        let (Some(instance), Some(source)) = (self.instance(place), self.source(place.unit, place.declaration)) else {
            return Value::synthetic(Kind::Omitted);
        };
        let context = &instance.context;
        let origin = self.resource_origin(&source, &instance);
        let mut object = Object::default();
        let Some(node) = source.node.as_object() else { return Value::new(Kind::Omitted, origin) };
        for member in &node.members {
            let Some(name) = member.name() else {
                // What could not be read may be any member.
                if let Kind::Term(unread) = self.failed(context, member.key_span).kind {
                    object.rest = Some(unread);
                }
                continue;
            };
            if CONTROL_MEMBERS.iter().chain(&["type", "name"]).any(|steers| steers.eq_ignore_ascii_case(name)) {
                continue;
            }
            let value = self.node(&member.value, context).under(&context.guard);
            let value = self.bounded(value, context, member.key_span);
            let name_origin = self.origin(member.key_span, context);
            object.members.push(ringfence_estate::Member::new(name, name_origin, value));
        }
        Value::new(Kind::Object(Arc::new(object)), origin)
    }

    /// Where a resource is declared, resting on the defaults that its presence rests on.
    pub(crate) fn resource_origin(&mut self, source: &ResourceDecl, instance: &Instance) -> OriginId {
        let origin = self.origin(source.name_span, &instance.context);
        self.estate.origins.derive(origin, [instance.origin])
    }
}

/// The segments of a name that is unknown, so that how many it has is too: those that its type needs.
fn unknown_segments(name: &Value, count: usize) -> Option<Vec<Value>> {
    let Kind::Term(term) = &name.kind else { return None };
    let parts = Term::call("split", [Value::synthetic(Kind::Term(term.clone())), Value::text("/")], Domain::ARRAY);
    let segment = |at: usize| {
        let index = Value::synthetic(Kind::Int(i64::try_from(at).ok()?));
        Some(Value::new(Kind::Term(parts.index(index).within(Domain::SEGMENT)), name.origin))
    };
    (0..count).map(segment).collect()
}

/// Puts an id together. `…/providers/locks` with a name `a/Microsoft.Authorization/b` is an extension of `a`.
///
/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/child-resource-name-type>
fn assemble(scope: Scope, namespace: &str, types: &[&str], names: Vec<Value>) -> ResourceId {
    let boundary = types.iter().position(|part| part.eq_ignore_ascii_case("providers"));
    let Some(at) = boundary else {
        let kind = std::iter::once(namespace).chain(types.iter().copied()).collect::<Vec<_>>().join("/");
        return ResourceId::new(scope, kind, names);
    };
    let mut names = names.into_iter();
    let before: Vec<Value> = names.by_ref().take(at).collect();
    let provider = names.next();
    // Which provider an unknown name names is not known; the type says that it is one.
    let provider = provider.as_ref().and_then(Value::as_str).unwrap_or("{provider}").to_owned();
    let target = assemble(scope, namespace, types.get(..at).unwrap_or_default(), before);
    assemble(scope_of(target), &provider, types.get(at + 1..).unwrap_or_default(), names.collect())
}

/// The scope that a resource id names.
pub(crate) fn scope_of(id: ResourceId) -> Scope {
    match (&id.scope, id.names.as_slice()) {
        (Scope::Tenant, [name]) if id.is("Microsoft.Management/managementGroups") => {
            Scope::ManagementGroup(name.clone())
        }
        _ => Scope::Resource(Box::new(id)),
    }
}

/// `Namespace/type/name/…` in the scope around it.
pub(crate) fn relative_id(value: &Value, own: &Scope) -> Option<ResourceId> {
    let mut segments = split_name(value)?.into_iter();
    let namespace = segments.next()?;
    let namespace = namespace.as_str().filter(|text| text.contains('.'))?;
    let (mut kind, mut names) = (namespace.to_owned(), Vec::new());
    while let Some(part) = segments.next() {
        kind.push('/');
        kind.push_str(part.as_str()?);
        names.push(segments.next()?);
    }
    if names.is_empty() {
        return None;
    }
    let tenant = kind.eq_ignore_ascii_case("Microsoft.Management/managementGroups");
    Some(ResourceId::new(if tenant { Scope::Tenant } else { own.clone() }, kind, names))
}

/// The name of an instance for people: `symbol[index]`.
pub(crate) fn label(source: &ResourceDecl, name: &Value, index: Option<&Value>) -> String {
    let base = source.symbol.as_deref().map_or_else(|| name.to_string(), str::to_owned);
    match index {
        Some(index) if source.symbol.is_some() => format!("{base}[{index}]"),
        _ => base,
    }
}

/// The family term of a unit inside another.
pub(crate) fn inner_family(instance: &Instance) -> Option<Term> {
    instance.family.clone()
}
