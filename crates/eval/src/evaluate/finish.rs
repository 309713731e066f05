//! From evaluated declarations to the resources of the estate: duplicates, inline children, externals, order.

use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use ringfence_estate::{
    Case, ElementKind, Found, Guard, Kind, OriginId, Provision, Resource, ResourceId, ResourceIndex, Sameness, Term,
    Value, Write, inline_lists, written_after, written_unordered,
};
use ringfence_source::Diagnostic;

use super::engine::{Engine, Place};
use super::known::KnownResource;
use super::modules::is_module;
use super::refusal::refused;

/// A declaration that is ready to be put into the estate.
pub(crate) struct Pending {
    pub(crate) place: Place,
    pub(crate) id: ResourceId,
    pub(crate) api_version: Option<Arc<str>>,
    pub(crate) body: Value,
    pub(crate) present: Guard,
    pub(crate) family: Option<Term>,
    pub(crate) origin: OriginId,
    pub(crate) symbol: Option<Arc<str>>,
}

/// A declaration of a unit, whatever its loop makes of it.
type Node = (usize, usize);

impl Engine<'_, '_> {
    /// Evaluates every declaration of a unit and of those it nests.
    pub(crate) fn collect(&mut self, unit: usize, pending: &mut Vec<Pending>) {
        let count = self.units.get(unit).map_or(0, |unit| unit.declared.len());
        for declaration in 0..count {
            if self.is_exhausted() {
                return;
            }
            let instances = self.instances(unit, declaration);
            let (Some(source), Some(kind)) = (
                self.source(unit, declaration),
                self.declared(unit, declaration).map(|declared| declared.kind.clone()),
            ) else {
                continue;
            };
            for (at, instance) in instances.iter().enumerate() {
                let place = Place { unit, declaration, instance: at };
                if is_module(&kind) && !source.existing {
                    if let Some(inner) = self.module(place)
                        && !instance.guard.is_never()
                    {
                        self.collect(inner, pending);
                    }
                    continue;
                }
                if instance.guard.is_never() {
                    continue;
                }
                let Some(id) = self.id(place) else { continue };
                if source.existing {
                    let origin = self.resource_origin(&source, instance);
                    self.externals.push((id, origin, unit));
                    continue;
                }
                let body = self.body(place);
                let api = self.api_version(place);
                let origin = self.resource_origin(&source, instance);
                // What fails always is an error of its own, and the resource stays.
                let deployed = instance.guard.minus(&refused(&id, &body));
                let (id, present) = match deployed.is_never() || deployed == instance.guard {
                    true => (id, instance.guard.clone()),
                    false => (id.under(&deployed), deployed),
                };
                pending.push(Pending {
                    place,
                    id,
                    api_version: api.as_ref().and_then(Value::as_str).map(Into::into),
                    body,
                    present,
                    family: instance.family.clone(),
                    origin,
                    symbol: source.symbol.clone(),
                });
            }
        }
    }

    /// Puts everything into the estate.
    pub(crate) fn finish(&mut self, pending: Vec<Pending>) {
        let graph = self.graph();
        let mut index_of: HashMap<Place, ResourceIndex> = HashMap::new();
        // What is declared several times stands together, where it was declared first.
        let mut order: Vec<Vec<usize>> = Vec::new();
        let mut by_digest: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, item) in pending.iter().enumerate() {
            let alike = by_digest.entry(item.id.digest()).or_default();
            let is_same = |group: &&usize| {
                let first = order.get(**group).and_then(|group| pending.get(*group.first()?));
                first.is_some_and(|first| first.id.same(&item.id) == Sameness::Same)
            };
            match alike.iter().find(is_same).and_then(|group| order.get_mut(*group)) {
                Some(group) => group.push(at),
                None => {
                    alike.push(order.len());
                    order.push(vec![at]);
                }
            }
        }
        for list in order {
            self.put(&list, &pending, &graph, &mut index_of);
        }
        self.inline_children(&graph, &index_of);
        self.link(&pending, &graph, &index_of);
        for (id, origin, unit) in std::mem::take(&mut self.externals) {
            let settled = match self.estate.find(&id) {
                Found::Resource(_) => true,
                Found::Nothing => false,
                // Beside what is declared it may be one of those; two externals that may be one are two names.
                Found::Maybe(list) => list
                    .iter()
                    .any(|at| self.estate.resource(*at).is_some_and(|own| own.provision != Provision::External)),
            };
            if !settled {
                let Some(deployment) = self.units.get(unit).map(|unit| unit.deployment) else { continue };
                self.estate.push_external(id, origin, deployment);
            }
        }
        for unit in 0..self.units.len() {
            let outputs = self.outputs(unit);
            let Some(own) = self.units.get(unit) else { continue };
            let (id, frame) = (own.deployment, own.context.frame);
            let owns = self.frames.get(frame).is_some_and(|frame| frame.context.unit == unit);
            let mut defaulted = match owns {
                true => self.frames.get(frame).map(|frame| frame.defaulted.clone()).unwrap_or_default(),
                false => Vec::new(),
            };
            defaulted.sort();
            defaulted.dedup();
            if let Some(deployment) = self.estate.deployments.get_mut(id.0 as usize) {
                deployment.outputs = outputs;
                deployment.defaulted = defaulted;
            }
        }
    }

    /// One resource from all of its declarations.
    fn put(
        &mut self,
        list: &[usize],
        pending: &[Pending],
        graph: &Graph,
        index_of: &mut HashMap<Place, ResourceIndex>,
    ) {
        let mut items: Vec<&Pending> = list.iter().filter_map(|at| pending.get(*at)).collect();
        // Earlier writes first; those that no dependency puts in order stay as they were declared.
        items.sort_by(|left, right| {
            if graph.before(node(left.place), node(right.place)) {
                std::cmp::Ordering::Less
            } else if graph.before(node(right.place), node(left.place)) {
                std::cmp::Ordering::Greater
            } else {
                std::cmp::Ordering::Equal
            }
        });
        let [first, rest @ ..] = items.as_slice() else { return };
        let mut write = as_write(first);
        let mut last: &Pending = first;
        // That of the write that counts; none if that depends on choices, or on an order that is not known.
        let mut version = first.api_version.clone();
        for item in rest {
            let next = as_write(item);
            let exclusive = write.present.excludes(&next.present);
            let ordered = graph.before(node(last.place), node(item.place));
            if ordered && write.present.minus(&next.present).is_never() {
                version = item.api_version.clone();
            } else if version != item.api_version {
                version = None;
            }
            if exclusive || ordered {
                write = written_after(&write, &next);
            } else {
                if write.body.same(&next.body, Case::Insensitive) != Sameness::Same {
                    self.declared_twice(last, item);
                }
                write = written_unordered(&write, &next, &item.id.to_string());
            }
            last = item;
        }
        let deployment = self.units.get(first.place.unit).map(|unit| unit.deployment);
        let Some(deployment) = deployment else { return };
        let index = self.estate.push(Resource {
            id: first.id.clone(),
            api_version: version,
            body: write.body,
            present: write.present,
            provision: Provision::Declared,
            family: first.family.clone(),
            origin: first.origin,
            deployment,
            symbol: first.symbol.clone(),
            depends_on: Vec::new(),
            writes: rest.iter().map(|item| item.origin).collect(),
        });
        for item in items {
            index_of.insert(item.place, index);
        }
    }

    fn declared_twice(&mut self, first: &Pending, second: &Pending) {
        let (Some(one), Some(two)) = (self.span_of(first.origin), self.span_of(second.origin)) else { return };
        let message = format!("`{}` is declared twice, in no order", second.id);
        let diagnostic = Diagnostic::warning("declared-twice", two, message)
            .with_help("where the declarations differ, the result is unknown; add `dependsOn` to put them in order")
            .with_related(one, "it is also declared here");
        if let Some(instance) = self.instance(second.place) {
            let context = super::engine::Context { guard: Guard::Always, ..instance.context };
            self.report(&context, diagnostic);
        }
    }

    /// Children inside their parents' properties become resources; one that is declared on its own as well is one.
    fn inline_children(&mut self, graph: &Graph, index_of: &HashMap<Place, ResourceIndex>) {
        let mut declarations: Vec<(ResourceIndex, Place)> = index_of.iter().map(|(place, at)| (*at, *place)).collect();
        declarations.sort();
        let mut places_of: HashMap<ResourceIndex, Vec<Place>> = HashMap::new();
        for (at, place) in declarations {
            places_of.entry(at).or_default().push(place);
        }
        let parents: Vec<usize> = (0..self.estate.resources.len()).collect();
        for at in parents {
            let Some(parent) = self.estate.resources.get(at) else { continue };
            let lists = inline_lists(&parent.id.kind_key());
            if parent.provision != Provision::Declared || lists.is_empty() {
                continue;
            }
            let parent = parent.clone();
            let places = places_of.get(&ResourceIndex(at as u32)).cloned().unwrap_or_default();
            for list in lists {
                for (guard, element, family) in elements(&parent.body.get("properties").get(list.property)) {
                    let name = element.get("name");
                    if name.is_null_or_omitted() {
                        continue;
                    }
                    let id = parent.id.child(list.kind, name);
                    let child = Write {
                        body: without_name(&element),
                        present: parent.present.and(&guard),
                        origin: element.origin,
                    };
                    let family = family.or_else(|| parent.family.clone());
                    self.put_child(&parent, id, child, family, &places, graph, &places_of);
                }
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what a child needs to know of its parent and of the whole")]
    fn put_child(
        &mut self,
        parent: &Resource,
        id: ResourceId,
        child: Write,
        family: Option<Term>,
        parents: &[Place],
        graph: &Graph,
        places_of: &HashMap<ResourceIndex, Vec<Place>>,
    ) {
        let Found::Resource(index) = self.estate.find(&id) else {
            self.estate.push(Resource {
                id,
                api_version: parent.api_version.clone(),
                body: child.body,
                present: child.present,
                provision: Provision::Inline,
                family,
                origin: child.origin,
                deployment: parent.deployment,
                symbol: None,
                depends_on: Vec::new(),
                writes: Vec::new(),
            });
            return;
        };
        let own = places_of.get(&index).cloned().unwrap_or_default();
        let all = |test: &dyn Fn(Place, Place) -> bool| {
            own.iter().all(|own| parents.iter().all(|parent| test(*parent, *own)))
        };
        let parent_first = all(&|parent, own| graph.before(node(parent), node(own)));
        let child_first = all(&|parent, own| graph.before(node(own), node(parent)));
        let Some(resource) = self.estate.resources.get_mut(index.0 as usize) else { return };
        let declared =
            Write { body: resource.body.clone(), present: resource.present.clone(), origin: resource.origin };
        let merged = if own.is_empty() || child_first {
            written_after(&declared, &child)
        } else if parent_first {
            written_after(&child, &declared)
        } else {
            written_unordered(&child, &declared, &id.to_string())
        };
        (resource.body, resource.present) = (merged.body, merged.present);
        resource.writes.push(child.origin);
    }

    /// Fills in what each resource is deployed after.
    fn link(&mut self, pending: &[Pending], graph: &Graph, index_of: &HashMap<Place, ResourceIndex>) {
        let mut of_node: HashMap<Node, Vec<ResourceIndex>> = HashMap::new();
        let mut of_unit: HashMap<usize, Vec<ResourceIndex>> = HashMap::new();
        for item in pending {
            if let Some(index) = index_of.get(&item.place) {
                of_node.entry(node(item.place)).or_default().push(*index);
                of_unit.entry(item.place.unit).or_default().push(*index);
            }
        }
        for item in pending {
            let Some(index) = index_of.get(&item.place) else { continue };
            let mut after: BTreeSet<ResourceIndex> = BTreeSet::new();
            for dependency in graph.direct(node(item.place)) {
                match graph.modules.get(&dependency) {
                    None => after.extend(of_node.get(&dependency).into_iter().flatten()),
                    Some(units) => {
                        for inner in graph.units_within(units) {
                            after.extend(of_unit.get(&inner).into_iter().flatten());
                        }
                    }
                }
            }
            after.remove(index);
            if let Some(resource) = self.estate.resources.get_mut(index.0 as usize) {
                resource.depends_on.extend(after);
                resource.depends_on.sort();
                resource.depends_on.dedup();
            }
        }
    }

    /// Who is deployed after whom, declaration by declaration.
    fn graph(&mut self) -> Graph {
        let mut graph = Graph::default();
        for unit in 0..self.units.len() {
            let declared_by = self.units.get(unit).and_then(|unit| unit.declared_by).map(node);
            graph.parents.push(declared_by);
            if let Some(by) = declared_by {
                graph.modules.entry(by).or_default().push(unit);
            }
        }
        for unit in 0..self.units.len() {
            let count = self.units.get(unit).map_or(0, |unit| unit.declared.len());
            for declaration in 0..count {
                let own = (unit, declaration);
                let dependencies = self.dependencies(unit, declaration);
                graph.edges.entry(own).or_default().extend(dependencies);
            }
        }
        let mut referred: Vec<_> = self.referred.iter().collect();
        referred.sort();
        for (from, to) in referred {
            graph.edges.entry(node(*from)).or_default().extend(to.iter().copied().map(node));
        }
        graph
    }

    /// What `dependsOn` names: symbols, names, ids, or loops.
    fn dependencies(&mut self, unit: usize, declaration: usize) -> Vec<Node> {
        let Some(source) = self.source(unit, declaration) else { return Vec::new() };
        let mut found: Vec<Node> = Vec::new();
        found
            .extend(self.declared(unit, declaration).and_then(|declared| declared.parent).map(|parent| (unit, parent)));
        if source.depends_on.is_empty() {
            return found;
        }
        let instances = self.instances(unit, declaration);
        let Some(instance) = instances.first() else { return found };
        for item in &source.depends_on {
            self.silent.set(self.silent.get() + 1);
            let value = self.node(item, &instance.context);
            self.silent.set(self.silent.get().saturating_sub(1));
            for (_, case) in value.each_case() {
                let items: Vec<Value> = match case.as_array() {
                    Some(array) => array.elements.iter().map(|element| element.value.clone()).collect(),
                    None => vec![case.clone()],
                };
                for item in items {
                    found.extend(self.dependency(unit, &item));
                }
            }
        }
        found
    }

    fn dependency(&mut self, unit: usize, value: &Value) -> Vec<Node> {
        if let Some(text) = value.as_str() {
            let symbol = text.split('[').next().unwrap_or(text);
            if let Some(declaration) = self.units.get(unit).and_then(|unit| unit.symbols.get(symbol)) {
                return vec![(unit, *declaration)];
            }
            let count = self.units.get(unit).map_or(0, |unit| unit.declared.len());
            let context = self.units.get(unit).map(|unit| unit.context.clone());
            let mut copies: Vec<Node> = Vec::new();
            for at in 0..count {
                let Some(source) = self.source(unit, at) else { continue };
                if let (Some(copy), Some(context)) = (&source.copy, &context)
                    && copy.name.is_some()
                    && self.loop_name(copy, context).eq_ignore_ascii_case(text)
                {
                    copies.push((unit, at));
                }
            }
            if !copies.is_empty() {
                return copies;
            }
        }
        let scope = self.units.get(unit).map(|unit| unit.scope.clone());
        let id =
            ResourceId::parse(&crate::scope::segmented(value)).or_else(|| super::units::relative_id(value, &scope?));
        match id {
            Some(id) => {
                let declarations = self.by_kind.get(&id.kind_key()).cloned().unwrap_or_default();
                let mut found = Vec::new();
                for (unit, declaration) in declarations {
                    for at in 0..self.instances(unit, declaration).len() {
                        let own = self.id(Place { unit, declaration, instance: at });
                        if own.is_some_and(|own| own.same(&id) == Sameness::Same) {
                            found.push((unit, declaration));
                            break;
                        }
                    }
                }
                found
            }
            None => self.by_name(value, unit).map(node).into_iter().collect(),
        }
    }

    /// What later passes and deployments may refer to.
    pub(crate) fn remember(&self) -> Vec<KnownResource> {
        let resources = self.estate.resources.iter().filter(|resource| resource.provision != Provision::External);
        resources
            .map(|resource| KnownResource {
                id: resource.id.clone(),
                body: resource.body.clone(),
                present: resource.present.clone(),
            })
            .collect()
    }
}

/// Who is deployed after whom.
#[derive(Default)]
pub(crate) struct Graph {
    edges: HashMap<Node, Vec<Node>>,
    /// The declaration of the module that a unit is, by unit.
    parents: Vec<Option<Node>>,
    /// The units that a module's declaration makes.
    modules: HashMap<Node, Vec<usize>>,
}

impl Graph {
    /// Whether `first` is certainly deployed before `second`.
    pub(crate) fn before(&self, first: Node, second: Node) -> bool {
        if first == second {
            return false;
        }
        let targets: HashSet<Node> = std::iter::once(first).chain(self.above(first)).collect();
        let around: HashSet<Node> = self.above(second).collect();
        let mut seen = HashSet::new();
        let mut queue: Vec<Node> = std::iter::once(second).chain(self.above(second)).collect();
        while let Some(at) = queue.pop() {
            for next in self.edges.get(&at).into_iter().flatten() {
                if targets.contains(next) && !around.contains(next) {
                    return true;
                }
                if seen.insert(*next) {
                    queue.push(*next);
                }
            }
        }
        false
    }

    /// The declarations that one waits for: its own, and those of the modules around it.
    fn direct(&self, of: Node) -> BTreeSet<Node> {
        let all = std::iter::once(of).chain(self.above(of));
        all.filter_map(|at| self.edges.get(&at)).flatten().copied().collect()
    }

    fn above(&self, of: Node) -> impl Iterator<Item = Node> {
        let parent = |at: Node| self.parents.get(at.0).copied().flatten();
        std::iter::successors(parent(of), move |at| parent(*at)).take(64)
    }

    /// These units and those that they nest.
    fn units_within(&self, units: &[usize]) -> Vec<usize> {
        let within = |unit: &usize| units.contains(unit) || self.above((*unit, 0)).any(|at| units.contains(&at.0));
        (0..self.parents.len()).filter(within).collect()
    }
}

fn node(place: Place) -> Node {
    (place.unit, place.declaration)
}

fn as_write(item: &Pending) -> Write {
    Write { body: item.body.clone(), present: item.present.clone(), origin: item.origin }
}

/// The elements of a list of children, with when they are there and whether each stands for many.
fn elements(list: &Value) -> Vec<(Guard, Value, Option<Term>)> {
    let mut found = Vec::new();
    for (guard, case) in list.each_case() {
        for element in case.as_array().map(|array| array.elements.as_slice()).unwrap_or_default() {
            let family = match &element.kind {
                ElementKind::One => None,
                ElementKind::Family { index } => Some(index.clone()),
                ElementKind::Rest => continue,
            };
            for (own, value) in element.value.each_case() {
                let there = guard.and(&element.guard).and(own);
                if !there.is_never() {
                    found.push((there, value.clone(), family.clone()));
                }
            }
        }
    }
    found
}

fn without_name(value: &Value) -> Value {
    let Kind::Object(object) = &value.kind else { return value.clone() };
    let mut object = (**object).clone();
    object
        .members
        .retain(|member| !["name", "id", "type"].iter().any(|dropped| member.name.eq_ignore_ascii_case(dropped)));
    Value::new(Kind::Object(object.into()), value.origin)
}
