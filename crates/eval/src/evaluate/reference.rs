//! `reference`: to the declared value, to what Azure derives by a cited rule, else to a run-time property.

use ringfence_arm::Expr;
use ringfence_estate::{
    Array, Atom, Case, Cause, Domain, Element, ElementKind, Guard, Kind, Object, OriginId, Origins, Piece, ResourceId,
    Sameness, Term, Value,
};

use super::access::Link;
use super::call::{Special, special};
use super::derived::derived;
use super::engine::{Context, Engine, Place};
use super::modules::is_module;
use super::units::relative_id;
use crate::scope::{object, segmented};

/// What a reference refers to.
pub(crate) enum Target {
    /// A declaration of this evaluation.
    Declared(Place),
    /// Several declarations of one resource.
    Several(Vec<Place>),
    /// A resource of an earlier deployment or pass, or an inline child: its id, its body, and when it is there.
    Known(ResourceId, Value, Guard),
    /// One of several, or none of them.
    Maybe(ResourceId, Vec<String>),
    /// Nothing in the input declares it.
    External(ResourceId),
    /// What it refers to is not known.
    Opaque(Value),
    /// There is no such thing, which is reported.
    Missing(Value),
}

/// How deep declared values are opened for what Azure adds to them.
const MAX_OPEN: usize = 12;

impl Engine<'_, '_> {
    /// The value of `reference(…).a.b`, with the links after the call; none if the call is no reference.
    pub(crate) fn reference_path(
        &mut self,
        root: &Expr,
        name: &str,
        args: &[Expr],
        links: &[Link],
        context: &Context,
    ) -> Option<Value> {
        let (_, special) = special(name)?;
        if !matches!(special, Special::Reference | Special::References | Special::ResourceInfo | Special::ListOutputs) {
            return None;
        }
        let values = self.arguments(args, context);
        let Some(target) = values.first() else {
            return Some(self.error(context, "argument-count", root.span, format!("`{name}` needs a resource"), ""));
        };
        let full =
            values.iter().skip(1).any(|value| value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("full")));
        if special == Special::References {
            return Some(self.references(root, target, full, links, context));
        }
        let origin = self.call_origin(root, &values, context);
        let mut cases = Vec::new();
        for (guard, target) in target.clone().each_case() {
            let place = context.under(guard);
            if place.guard.is_never() {
                continue;
            }
            let target = self.target(target, root, &place);
            let value = match special {
                Special::ResourceInfo => self.resource_info(target, links, &place),
                Special::ListOutputs => self.secure_outputs(target, links, &place, root),
                _ => self.target_path(target, full, links, &place, origin),
            };
            cases.push((guard.clone(), value));
        }
        let value = Value::cases(cases, origin);
        Some(self.resting_on(value, &[origin]))
    }

    /// What a reference's first argument names: a symbol, a name, or an id.
    fn target(&mut self, value: &Value, root: &Expr, context: &Context) -> Target {
        let frame_unit = context.unit;
        if let Some(text) = value.as_str() {
            if !text.starts_with('/') {
                return self.named_target(text, value, root, context, frame_unit);
            }
        } else if let Some(pieces) = value.pieces()
            && let [Piece::Literal(start), ..] = pieces.as_slice()
            && !start.starts_with('/')
            && start.ends_with('[')
        {
            // `symbol[index]` of a loop whose index is not known.
            return Target::Opaque(value.clone());
        }
        let own = self.scope(context);
        match ResourceId::parse(&segmented(value)).or_else(|| relative_id(value, &own)) {
            Some(id) => self.find(&id, context),
            None => {
                // A bare name of which a part is not known, in the form without symbols.
                match self.by_name(value, frame_unit) {
                    Some(place) => Target::Declared(place),
                    None => Target::Opaque(value.clone()),
                }
            }
        }
    }

    fn named_target(&mut self, text: &str, value: &Value, root: &Expr, context: &Context, unit: usize) -> Target {
        let (symbol, index) = match text.strip_suffix(']').and_then(|text| text.split_once('[')) {
            Some((symbol, index)) => (symbol, index.parse::<usize>().ok()),
            None => (text, None),
        };
        let declaration = self.units.get(unit).and_then(|unit| unit.symbols.get(symbol)).copied();
        if let Some(declaration) = declaration {
            let instances = self.instances(unit, declaration);
            let at = index.unwrap_or(0);
            let place = Place { unit, declaration, instance: at };
            return match instances.get(at) {
                Some(_) => self.settle(place, context),
                None => {
                    let message = format!("there is no `{text}`: the loop has {} iterations", instances.len());
                    Target::Missing(self.error(context, "no-such-resource", root.span, message, "count from 0"))
                }
            };
        }
        let own = self.scope(context);
        if let Some(id) = relative_id(value, &own) {
            return self.find(&id, context);
        }
        match self.by_name(value, unit) {
            Some(place) => return Target::Declared(place),
            None if self.is_called(text, unit) => return Target::Opaque(value.clone()),
            None => {}
        }
        let message = format!("nothing here is called `{text}`");
        let help = "refer to a resource of this template by its name, or to another one by its id";
        Target::Missing(self.error(context, "no-such-resource", root.span, message, help))
    }

    /// A declaration: an `existing` one stands for the resource that it names, wherever that is declared.
    fn settle(&mut self, place: Place, context: &Context) -> Target {
        let existing = self.source(place.unit, place.declaration).is_some_and(|source| source.existing);
        if !existing {
            // A reference by name waits for the resource; one by id does not.
            // https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#reference
            if let Some(current) = self.current {
                self.referred.entry(current).or_default().push(place);
            }
            return Target::Declared(place);
        }
        match self.id(place) {
            Some(id) => {
                let target = self.find(&id, context);
                if matches!(target, Target::External(_)) {
                    self.external(&id, place, context);
                }
                target
            }
            None => Target::Opaque(Value::text("?")),
        }
    }

    fn external(&mut self, id: &ResourceId, place: Place, context: &Context) {
        let span = self.source(place.unit, place.declaration).map(|source| source.name_span);
        let origin = span.map_or(OriginId::NONE, |span| self.origin(span, context));
        self.externals.push((id.clone(), origin, place.unit));
    }

    /// The resource of this name in the form without symbols: its full name, else its last segment. A name that several
    /// resources have names none.
    pub(crate) fn by_name(&mut self, name: &Value, unit: usize) -> Option<Place> {
        let count = self.units.get(unit)?.declared.len();
        let (mut whole, mut last) = (Vec::new(), Vec::new());
        for declaration in 0..count {
            let instances = self.instances(unit, declaration).len();
            for instance in 0..instances {
                let place = Place { unit, declaration, instance };
                let Some(id) = self.id(place) else { continue };
                if name.as_str().is_some_and(|name| id.display_name().eq_ignore_ascii_case(name)) {
                    whole.push(place);
                } else if id.names.last().is_some_and(|own| own.same(name, Case::Insensitive) == Sameness::Same) {
                    last.push(place);
                }
            }
        }
        match (whole.as_slice(), last.as_slice()) {
            ([place], _) | ([], [place]) => Some(*place),
            _ => None,
        }
    }

    /// Whether any resource of a unit has this name, as its full name or as the last segment of it.
    fn is_called(&mut self, name: &str, unit: usize) -> bool {
        let count = self.units.get(unit).map_or(0, |unit| unit.declared.len());
        (0..count).any(|declaration| {
            let instances = self.instances(unit, declaration).len();
            (0..instances).any(|instance| {
                let id = self.id(Place { unit, declaration, instance });
                let called = |own: &Value| own.as_str().is_some_and(|own| own.eq_ignore_ascii_case(name));
                id.is_some_and(|id| id.names.last().is_some_and(called) || id.display_name().eq_ignore_ascii_case(name))
            })
        })
    }

    /// The resource that an id names, wherever in the estate it is declared.
    pub(crate) fn find(&mut self, id: &ResourceId, context: &Context) -> Target {
        let (mut same, mut maybe) = (Vec::new(), Vec::new());
        let declarations = self.by_kind.get(&id.kind_key()).cloned().unwrap_or_default();
        // The deployment around the reference first, so that a name that is used twice means the nearer one.
        let mut declarations = declarations;
        declarations.sort_by_key(|(unit, _)| usize::from(*unit != context.unit));
        for (unit, declaration) in declarations {
            if self.source(unit, declaration).is_some_and(|source| source.existing) {
                continue;
            }
            // A deployment is looked for among its siblings first: names inside others may rest on what it gives.
            if unit != context.unit && !same.is_empty() && is_module(&id.kind) {
                break;
            }
            let instances = self.looking(|engine| engine.instances(unit, declaration)).unwrap_or_else(|| [].into());
            for (instance, found) in instances.iter().enumerate() {
                if found.guard.is_never() {
                    continue;
                }
                let place = Place { unit, declaration, instance };
                let Some(own) = self.candidate(place) else { continue };
                match own.same(id) {
                    Sameness::Same => same.push(place),
                    Sameness::Maybe => maybe.push(own.to_string()),
                    Sameness::Different => {}
                }
            }
        }
        match same.as_slice() {
            [] => {}
            [place] => return Target::Declared(*place),
            _ => return Target::Several(same),
        }
        let known = self.known.find(id).find(|(same, _)| *same == Sameness::Same);
        if let Some((_, known)) = known {
            return Target::Known(known.id.clone(), known.body.clone(), known.present.clone());
        }
        if let Some(target) = self.find_inline(id, context) {
            return target;
        }
        maybe.extend(self.known.find(id).map(|(_, known)| known.id.to_string()));
        if !maybe.is_empty() {
            maybe.sort();
            maybe.dedup();
            return Target::Maybe(id.clone(), maybe);
        }
        self.dangling.push(id.clone());
        Target::External(id.clone())
    }

    /// The id of a resource that may be the one that is looked for; none if working it out needs what is looked for.
    fn candidate(&mut self, place: Place) -> Option<ResourceId> {
        self.looking(|engine| engine.id(place)).flatten()
    }

    /// Works something out for a search; none if that needs what the search is for.
    fn looking<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let before = std::mem::replace(&mut self.tainted, false);
        self.searching += 1;
        let result = work(self);
        self.searching -= 1;
        let hit = self.tainted;
        // A search inside another one that had to leave something out taints what the outer one rests on.
        self.tainted = before || (hit && self.searching > 0);
        (!hit).then_some(result)
    }

    /// A child that is declared inside its parent's properties, such as a subnet.
    fn find_inline(&mut self, id: &ResourceId, context: &Context) -> Option<Target> {
        let parent = id.parent()?;
        let lists = ringfence_estate::inline_lists(&parent.kind_key());
        let list = lists
            .iter()
            .find(|list| id.kind.rsplit('/').next().is_some_and(|kind| kind.eq_ignore_ascii_case(list.kind)))?;
        let (body, present) = match self.find(&parent, context) {
            Target::Declared(place) => (self.body(place), self.instance(place)?.guard),
            Target::Known(_, body, present) => (body, present),
            Target::External(_) => {
                self.dangling.retain(|dangling| *dangling != parent);
                return None;
            }
            _ => return None,
        };
        let mut maybe = Vec::new();
        let children = body.get("properties").get(list.property);
        let name = id.name();
        for (guard, case) in children.each_case() {
            for element in case.as_array().map(|array| array.elements.as_slice()).unwrap_or_default() {
                let own = element.value.get("name");
                match own.same(&name, Case::Insensitive) {
                    Sameness::Same => {
                        let there = present.and(guard).and(&element.guard);
                        return Some(Target::Known(id.clone(), element.value.clone(), there));
                    }
                    Sameness::Maybe => maybe.push(parent.child(list.kind, own).to_string()),
                    Sameness::Different => {}
                }
            }
        }
        (!maybe.is_empty()).then(|| Target::Maybe(id.clone(), maybe))
    }

    /// The value at the end of the links.
    fn target_path(
        &mut self,
        target: Target,
        full: bool,
        links: &[Link],
        context: &Context,
        origin: OriginId,
    ) -> Value {
        match target {
            Target::Declared(place) => {
                let Some(instance) = self.instance(place) else {
                    return self.run_time_path(None, full, links, context, origin);
                };
                let kind = self.declared(place.unit, place.declaration).map(|declared| declared.kind.clone());
                let value = if kind.is_some_and(|kind| is_module(&kind)) {
                    self.module_path(place, full, links, &context.under(&instance.guard), origin)
                } else {
                    match self.id(place) {
                        Some(id) => {
                            let body = self.body(place);
                            let api = self.api_version(place);
                            self.declared_path(&id, &body, api, full, links, &context.under(&instance.guard), origin)
                        }
                        None => self.run_time_path(None, full, links, context, origin),
                    }
                };
                let symbol = self.source(place.unit, place.declaration).and_then(|source| source.symbol.clone());
                let what = |engine: &mut Self| match symbol {
                    Some(symbol) => symbol.to_string(),
                    None => engine.id(place).map(|id| id.to_string()).unwrap_or_default(),
                };
                self.present_under(value, &instance.guard, what, context, origin)
            }
            Target::Several(places) => self.several(&places, full, links, context, origin),
            Target::Known(id, body, present) => {
                let value = self.declared_path(&id, &body, None, full, links, &context.under(&present), origin);
                self.present_under(value, &present, |_| id.to_string(), context, origin)
            }
            Target::External(id) => {
                let place = Place { unit: context.unit, declaration: usize::MAX, instance: 0 };
                self.externals.push((id.clone(), origin, place.unit));
                let body = ringfence_estate::external_body(&id, origin);
                self.declared_path(&id, &body, None, full, links, context, origin)
            }
            Target::Maybe(id, others) => {
                let what = format!("reference({id}), which may be {}", others.join(" or "));
                let key = self.key(context);
                let atom = Atom::new(&what, &what, &key, Cause::NotInInput);
                let mut value = Value::new(Kind::Term(Term::atom(atom, Domain::Object)), origin);
                for link in links {
                    value = self.access(&value, link, context);
                }
                value
            }
            Target::Opaque(value) => self.run_time_path(Some(value), full, links, context, origin),
            Target::Missing(value) => value,
        }
    }

    /// Several declarations of one resource: each where it alone is deployed, and unknown where they differ.
    fn several(&mut self, places: &[Place], full: bool, links: &[Link], context: &Context, origin: OriginId) -> Value {
        let mut cases: Vec<(Guard, Value)> = Vec::new();
        let (mut open, mut what) = (Guard::Always, String::new());
        for place in places {
            let Some(guard) = self.instance(*place).map(|instance| instance.guard) else { continue };
            let inner = context.under(&guard);
            if inner.guard.is_never() {
                continue;
            }
            let value = self.target_path(Target::Declared(*place), full, links, &inner, origin);
            what = self.id(*place).map_or(what, |id| id.to_string());
            for (known_guard, known) in &mut cases {
                if !known_guard.excludes(&guard) && known.same(&value, Case::Sensitive) != Sameness::Same {
                    let text = format!("either of several declarations of {what}");
                    let key = format!("{known}|{value}");
                    let atom = Atom::new(&text, &text, &key, Cause::NotInInput);
                    *known = Value::new(Kind::Term(Term::atom(atom, Domain::Any)), origin);
                }
            }
            cases.push((guard.and(&open), value));
            open = open.minus(&guard);
        }
        let there = open.not();
        let value = Value::cases(cases, origin);
        self.present_under(value, &there, |_| what, context, origin)
    }

    /// `value` where the resource is deployed; an error term where it is not, which says `what` is not.
    fn present_under(
        &mut self,
        value: Value,
        guard: &Guard,
        what: impl FnOnce(&mut Self) -> String,
        context: &Context,
        origin: OriginId,
    ) -> Value {
        if context.guard.implies(guard) {
            return value.under(&context.guard);
        }
        let text = format!("reference({}), which is not deployed here", what(self));
        let key = self.key(context);
        let atom = Atom::new(&text, &text, &key, Cause::NotInInput);
        let absent = Value::new(Kind::Term(Term::atom(atom, Domain::Any)), origin);
        Value::cases([(guard.clone(), value), (guard.not(), absent)], origin).under(&context.guard)
    }

    fn run_time_path(
        &mut self,
        target: Option<Value>,
        full: bool,
        links: &[Link],
        context: &Context,
        origin: OriginId,
    ) -> Value {
        let target = target.unwrap_or_else(|| Value::text("?"));
        let mut value = Value::new(Kind::Term(run_time(&target, full)), origin);
        for link in links {
            value = self.access(&value, link, context);
        }
        value
    }

    /// The declared value at the end of the links, or the run-time property where nothing is declared.
    #[expect(clippy::too_many_arguments, reason = "what is referred to, and how it is looked into")]
    fn declared_path(
        &mut self,
        id: &ResourceId,
        body: &Value,
        api: Option<Value>,
        full: bool,
        links: &[Link],
        context: &Context,
        origin: OriginId,
    ) -> Value {
        let target = id.to_value(OriginId::NONE);
        let properties = run_time(&target, false);
        let (mut links, mut value, mut term) = (links, body.get("properties"), properties.clone());
        let mut path: Vec<&str> = Vec::new();
        if full {
            match links.first().and_then(|link| link.key.as_str().map(|name| (name, link))) {
                Some((name, _)) if name.eq_ignore_ascii_case("properties") => {
                    links = links.get(1..).unwrap_or_default();
                }
                Some((name, _)) => {
                    let fixed = match name.to_ascii_lowercase().as_str() {
                        "id" | "resourceid" => Some(id.to_value(origin)),
                        "name" => Some(id.name().at(origin)),
                        "type" => Some(Value::string(id.kind.clone(), origin)),
                        "apiversion" => api,
                        _ => None,
                    };
                    if let Some(fixed) = fixed {
                        return fixed;
                    }
                    (value, term) = (body.clone(), run_time(&target, true));
                }
                None => {
                    let whole = opened(body, &run_time(&target, true), 0);
                    return with_identity(whole, id, &properties, api);
                }
            }
        } else if let Some(names) = links.iter().map(|link| link.key.as_str()).collect::<Option<Vec<_>>>() {
            path = names;
        }
        if !path.is_empty()
            && !self.facts(context).without_derived
            && let Some(value) = derived(id, body, &path, origin)
        {
            // Host names are those of the cloud.
            let origins = &mut self.estate.origins;
            return super::map_origins(&value, &mut |origin| origins.by_default(origin, Origins::CLOUD));
        }
        self.walk(&value, &term, links, context, origin)
    }

    fn walk(&mut self, value: &Value, term: &Term, links: &[Link], context: &Context, origin: OriginId) -> Value {
        let [link, rest @ ..] = links else {
            return match value.kind {
                Kind::Omitted | Kind::Null => Value::new(Kind::Term(term.clone()), origin),
                _ => opened(value, term, 0),
            };
        };
        if let Kind::Cases(cases) = &value.kind {
            let walked: Vec<_> = cases
                .iter()
                .map(|(guard, value)| (guard.clone(), context.under(guard), value))
                .filter(|(_, place, _)| !place.guard.is_never())
                .map(|(guard, place, value)| (guard, self.walk(value, term, links, &place, origin)))
                .collect();
            return Value::cases(walked, origin);
        }
        let inner = match link.key.as_str() {
            Some(name) => named_term(term, name),
            None => term.index(link.key.clone()),
        };
        let next = match (&value.kind, &link.key.kind) {
            (Kind::Object(object), Kind::String(name)) => object.get(name, value.origin),
            (Kind::Array(array), Kind::Int(index)) => {
                let item =
                    usize::try_from(*index).ok().and_then(|at| array.items()?.get(at).map(|item| (*item).clone()));
                item.unwrap_or(Value::new(Kind::Omitted, value.origin))
            }
            (Kind::Term(_), _) => self.access(value, link, context),
            _ => Value::new(Kind::Omitted, value.origin),
        };
        self.walk(&next, &inner, rest, context, origin)
    }

    pub(crate) fn api_version(&mut self, place: Place) -> Option<Value> {
        let source = self.source(place.unit, place.declaration)?;
        let instance = self.instance(place)?;
        source.api_version.as_ref().map(|node| self.node(node, &instance.context))
    }

    /// `references('symbol')`: one reference for each resource of a loop.
    fn references(&mut self, root: &Expr, symbol: &Value, full: bool, links: &[Link], context: &Context) -> Value {
        let origin = self.origin(root.span, context);
        let unit = context.unit;
        let declaration =
            symbol.as_str().and_then(|symbol| self.units.get(unit).and_then(|unit| unit.symbols.get(symbol)).copied());
        let Some(declaration) = declaration else {
            let message = format!("nothing here is called `{symbol}`");
            return self.error(context, "no-such-resource", root.span, message, "name a loop of this template");
        };
        let instances = self.instances(unit, declaration);
        if let [first, rest @ ..] = links
            && let Some(at) = first.key.as_int().and_then(|at| usize::try_from(at).ok())
            && at < instances.len()
        {
            let target = self.settle(Place { unit, declaration, instance: at }, context);
            return self.target_path(target, full, rest, context, origin);
        }
        let mut elements = Vec::with_capacity(instances.len());
        for (at, instance) in instances.iter().enumerate() {
            let place = context.under(&instance.guard);
            if place.guard.is_never() {
                continue;
            }
            let target = self.settle(Place { unit, declaration, instance: at }, &place);
            let value = self.target_path(target, full, &[], &place, origin);
            let kind = match &instance.family {
                Some(index) => ElementKind::Family { index: index.clone() },
                None => ElementKind::One,
            };
            elements.push(Element { guard: instance.guard.clone(), kind, value });
        }
        let mut value = Value::new(Kind::Array(Array { elements }.into()), origin);
        for link in links {
            value = self.access(&value, link, context);
        }
        value
    }

    /// `resourceInfo('symbol')`: what is known of a resource before it is deployed.
    fn resource_info(&mut self, target: Target, links: &[Link], context: &Context) -> Value {
        let (id, api) = match target {
            Target::Declared(place) => (self.id(place), self.api_version(place)),
            Target::Several(places) => (places.first().and_then(|place| self.id(*place)), None),
            Target::Known(id, ..) | Target::External(id) | Target::Maybe(id, _) => (Some(id), None),
            Target::Opaque(value) | Target::Missing(value) => return value,
        };
        let Some(id) = id else { return Value::synthetic(Kind::Null) };
        let mut members = vec![
            ("id", id.to_value(OriginId::NONE)),
            ("name", id.name()),
            ("type", Value::synthetic(Kind::String(id.kind.clone()))),
        ];
        members.extend(api.map(|api| ("apiVersion", api)));
        let mut value = object(members);
        for link in links {
            value = self.access(&value, link, context);
        }
        value
    }

    /// `listOutputsWithSecureValues('module')`: its outputs by name.
    fn secure_outputs(&mut self, target: Target, links: &[Link], context: &Context, root: &Expr) -> Value {
        let origin = self.origin(root.span, context);
        if let (Target::Declared(place), [first, rest @ ..]) = (&target, links)
            && let Some(name) = first.key.as_str()
            && let Some(unit) = self.module(*place)
        {
            let mut value = self.output(unit, name, first.span, context);
            for link in rest {
                value = self.access(&value, link, context);
            }
            return value;
        }
        self.run_time_path(None, false, links, context, origin)
    }

    /// `list…(id, …)`: secrets and keys, which exist only once the resource is deployed.
    pub(crate) fn list(&mut self, expr: &Expr, name: &str, args: &[Expr], context: &Context) -> Value {
        let args = self.arguments(args, context);
        let origin = self.call_origin(expr, &args, context);
        ringfence_estate::map_cases(&args, origin, |args, guard| {
            let place = context.under(guard);
            let mut args = args.to_vec();
            // A symbol stands for the id, so that both spellings are one term.
            if let Some(first) = args.first_mut()
                && first.as_str().is_some_and(|text| !text.starts_with('/'))
                && let Target::Declared(place) = self.target(first, expr, &place)
                && let Some(id) = self.id(place)
            {
                *first = id.to_value(first.origin);
            }
            Value::term(Term::call(name, args, Domain::Any), origin)
        })
    }
}

/// What Azure answers for a resource: its properties, or all of it.
pub(crate) fn run_time(target: &Value, full: bool) -> Term {
    let mut args = vec![target.clone()];
    if full {
        args.push(Value::text("Full"));
    }
    Term::call("reference", args, Domain::Object)
}

/// A member of what Azure answers. Ids of principals, tenants and clients are GUIDs: one segment of a path.
fn named_term(term: &Term, name: &str) -> Term {
    let inner = term.property(name);
    let guid = ["principalId", "tenantId", "clientId"].iter().any(|known| known.eq_ignore_ascii_case(name));
    if guid { inner.within(Domain::SEGMENT) } else { inner }
}

/// A declared value, open for the members that Azure adds to it.
fn opened(value: &Value, term: &Term, depth: usize) -> Value {
    if depth > MAX_OPEN {
        return value.clone();
    }
    let kind = match &value.kind {
        Kind::Object(object) => {
            let members = object.members.iter().filter(|member| !member.value.is_null_or_omitted()).map(|member| {
                let mut member = member.clone();
                member.value = opened(&member.value, &named_term(term, &member.name), depth + 1);
                member
            });
            let rest = object.rest.clone().or_else(|| Some(term.clone()));
            Kind::Object(Object { members: members.collect(), rest }.into())
        }
        Kind::Array(array) => {
            let elements = array.elements.iter().enumerate().map(|(at, element)| {
                let index = Value::synthetic(Kind::Int(i64::try_from(at).unwrap_or(0)));
                Element { value: opened(&element.value, &term.index(index), depth + 1), ..element.clone() }
            });
            Kind::Array(Array { elements: elements.collect() }.into())
        }
        Kind::Cases(cases) => {
            let cases = cases.iter().map(|(guard, value)| (guard.clone(), opened(value, term, depth + 1)));
            return Value::cases(cases.collect::<Vec<_>>(), value.origin);
        }
        Kind::Omitted => Kind::Term(term.clone()),
        kind => kind.clone(),
    };
    Value::new(kind, value.origin)
}

/// What `reference(…, 'Full')` adds: who the resource is.
fn with_identity(value: Value, id: &ResourceId, properties: &Term, api: Option<Value>) -> Value {
    let Kind::Object(object) = &value.kind else { return value };
    let mut object = (**object).clone();
    let mut set = |name: &str, value: Value| {
        object.set(ringfence_estate::Member::new(name, OriginId::NONE, value));
    };
    set("id", id.to_value(OriginId::NONE));
    set("name", id.name());
    set("type", Value::synthetic(Kind::String(id.kind.clone())));
    if let Some(api) = api {
        set("apiVersion", api);
    }
    let declared = object.get("properties", value.origin);
    let whole = if declared.is_null_or_omitted() || matches!(declared.kind, Kind::Term(_)) {
        Value::new(Kind::Term(properties.clone()), value.origin)
    } else {
        opened(&declared, properties, 0)
    };
    object.set(ringfence_estate::Member::new("properties", OriginId::NONE, whole));
    Value::new(Kind::Object(object.into()), value.origin)
}
