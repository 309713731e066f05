//! What must be deployed before a resource or module: what its body refers to, directly, through variables and through
//! existing resources.
//!
//! <https://learn.microsoft.com/azure/azure-resource-manager/bicep/resource-dependencies>

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use ringfence_arm::Expr as ArmExpr;
use ringfence_source::Span;

use super::inline::{Part, for_each_inside, for_each_part};
use super::ir::{Env, ModuleRef, ResourceRef};
use super::lower::plain_string;
use super::template::Template;
use crate::bind::{LocalKind, Model, Sym};
use crate::syntax::{Body, Expr, ExprKind, Object, ObjectItem, ObjectKey};

/// How many ways to a dependency are followed for one declaration.
const MAX_PATHS: usize = 10_000;

/// The references of all declarations of a file.
pub(crate) type References<'t> = HashMap<Sym, Vec<Dependency<'t>>>;

/// One reference.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dependency<'t> {
    /// A resource, module or variable.
    target: Sym,
    /// Which copy of it, if the index can be written in the body of what refers to it.
    index: Option<&'t Expr>,
    /// Whether only its id, name or the like is read, or a function of it called.
    weak: bool,
}

/// Collects the references of all resources, modules and variables.
pub(crate) fn references<'t>(model: &'t Model<'t>) -> References<'t> {
    let mut all = References::new();
    for (index, variable) in model.vars.iter().enumerate() {
        let mut collector = Collector::new(model, model.var_loops.get(&index).copied().into_iter().collect());
        collector.expr(&variable.node.value, Usage::Value);
        all.insert(Sym::Var(index), collector.found);
    }
    for (index, resource) in model.resources.iter().enumerate() {
        let mut loops = Vec::new();
        let mut above = Some(index);
        while let Some(found) = above.and_then(|index| model.resource(index)) {
            loops.extend(found.for_loop);
            above = found.outer;
        }
        let mut collector = Collector::new(model, loops);
        if let Some(parent) = resource.parent {
            let index = parent.index.filter(|index| collector.is_writable(index));
            collector.found.push(Dependency { target: Sym::Resource(parent.resource), index, weak: true });
        }
        collector.body(&resource.node.body);
        all.insert(Sym::Resource(index), collector.found);
    }
    for (index, module) in model.modules.iter().enumerate() {
        let mut collector = Collector::new(model, module.for_loop.into_iter().collect());
        collector.body(&module.node.body);
        all.insert(Sym::Module(index), collector.found);
    }
    drop_plain_variables(&mut all);
    all
}

/// What a declaration refers to.
pub(crate) fn targets(references: &References<'_>, of: Sym) -> impl Iterator<Item = Sym> {
    references.get(&of).into_iter().flatten().map(|dependency| dependency.target)
}

/// A variable that leads to no resource is no dependency.
fn drop_plain_variables(all: &mut References<'_>) {
    let mut users: HashMap<Sym, Vec<Sym>> = HashMap::new();
    let mut open: HashMap<Sym, usize> = HashMap::new();
    let mut symbols: Vec<Sym> = all.keys().copied().collect();
    symbols.sort_unstable();
    let mut plain = Vec::new();
    for symbol in symbols {
        let found = all.get(&symbol).map(Vec::as_slice).unwrap_or_default();
        for dependency in found {
            users.entry(dependency.target).or_default().push(symbol);
        }
        if matches!(symbol, Sym::Var(_)) {
            open.insert(symbol, found.len());
            if found.is_empty() {
                plain.push(symbol);
            }
        }
    }
    let mut dropped = HashSet::new();
    while let Some(variable) = plain.pop() {
        dropped.insert(variable);
        for user in users.get(&variable).into_iter().flatten() {
            let Some(count) = open.get_mut(user) else { continue };
            *count -= 1;
            if *count == 0 {
                plain.push(*user);
            }
        }
    }
    #[expect(clippy::iter_over_hash_type, reason = "each list is changed for itself")]
    for found in all.values_mut() {
        found.retain(|dependency| !dropped.contains(&dependency.target));
    }
}

/// How a name is used.
#[derive(Clone, Copy)]
enum Usage<'t> {
    Value,
    /// Only to read `id`, `name` …, or to call a function.
    Weak,
    /// As the base of an index.
    Indexed(&'t Expr, bool),
}

struct Collector<'t> {
    model: &'t Model<'t>,
    /// The loops whose variables exist in the body as a whole.
    loops: Vec<usize>,
    found: Vec<Dependency<'t>>,
    seen: HashSet<(Sym, Option<u32>, bool)>,
    /// Whether this is the value of `parent` or `scope`.
    placing: bool,
}

impl<'t> Collector<'t> {
    fn new(model: &'t Model<'t>, loops: Vec<usize>) -> Self {
        Self { model, loops, found: Vec::new(), seen: HashSet::new(), placing: false }
    }

    fn body(&mut self, body: &'t Body) {
        if let Some(clause) = &body.for_clause {
            self.expr(&clause.list, Usage::Value);
        }
        if let Some(condition) = &body.condition {
            self.expr(condition, Usage::Value);
        }
        let Some(object) = &body.object else { return };
        for item in &object.items {
            let placing = matches!(item, ObjectItem::Property { key, .. } if key.plain().is_some_and(|key| matches!(&**key, "parent" | "scope")));
            self.placing = placing;
            self.item(item);
            self.placing = false;
        }
    }

    fn object(&mut self, object: &'t Object) {
        for item in &object.items {
            self.item(item);
        }
    }

    fn item(&mut self, item: &'t ObjectItem) {
        match item {
            ObjectItem::Property { key, value, .. } => {
                if let ObjectKey::String(string) = key {
                    for hole in &string.holes {
                        self.expr(&hole.expression, Usage::Value);
                    }
                }
                self.expr(value, Usage::Value);
            }
            ObjectItem::Spread { value, .. } => self.expr(value, Usage::Value),
            ObjectItem::Resource(_) | ObjectItem::Error(_) => {}
        }
    }

    fn expr(&mut self, expr: &'t Expr, usage: Usage<'t>) {
        match &expr.kind {
            ExprKind::Variable(name) => self.name(name.span, usage),
            ExprKind::NestedResource { name, .. } => self.name(name.span, usage),
            ExprKind::NonNull(inner) => self.expr(inner, usage),
            ExprKind::Property { base, name, .. } => {
                let usage = if is_identifying(&name.text) { Usage::Weak } else { Usage::Value };
                self.expr(base, usage);
            }
            ExprKind::Index { base, index, .. } => {
                match plain_string(index) {
                    Some(name) if is_identifying(name) => self.expr(base, Usage::Weak),
                    Some(_) => self.expr(base, Usage::Value),
                    None => self.expr(base, Usage::Indexed(index, matches!(usage, Usage::Weak))),
                }
                self.expr(index, Usage::Value);
            }
            ExprKind::InstanceCall { base, arguments, .. } => {
                self.expr(base, Usage::Weak);
                for argument in arguments {
                    self.expr(argument, Usage::Value);
                }
            }
            _ => for_each_part(expr, &mut |part| match part {
                Part::Expr(inner) => self.expr(inner, Usage::Value),
                Part::Object(object) => self.object(object),
            }),
        }
    }

    fn name(&mut self, span: Span, usage: Usage<'t>) {
        let Some(target) = self.model.symbol_at(span) else { return };
        let (looped, can_be_weak) = match target {
            Sym::Var(index) => (self.model.var_loops.contains_key(&index), false),
            Sym::Module(index) => (self.model.module(index).is_some_and(|module| module.for_loop.is_some()), false),
            Sym::Resource(index) => match self.model.resource(index) {
                Some(resource) => (resource.for_loop.is_some(), self.model.is_azure(resource)),
                None => return,
            },
            _ => return,
        };
        let index = match usage {
            Usage::Indexed(index, _) if looped && self.is_writable(index) => Some(index),
            _ => None,
        };
        let weak = can_be_weak && (self.placing || matches!(usage, Usage::Weak | Usage::Indexed(_, true)));
        if self.seen.insert((target, index.map(|index| index.span.start), weak)) {
            self.found.push(Dependency { target, index, weak });
        }
    }

    /// Whether an index has only names that exist in the whole body, so that it can be written in `dependsOn`.
    fn is_writable(&self, index: &Expr) -> bool {
        let mut writable = true;
        for_each_inside(index, &mut |expr| {
            let ExprKind::Variable(name) = &expr.kind else { return };
            let Some(Sym::Local(local)) = self.model.symbol_at(name.span) else { return };
            let Some(local) = self.model.locals.get(local) else { return };
            let inside = index.span.start <= local.span.start && local.span.end <= index.span.end;
            let of_body = match local.kind {
                LocalKind::Item(found) | LocalKind::Index(found) => self.loops.contains(&found),
                LocalKind::Lambda(_) | LocalKind::Parameter => false,
            };
            writable &= inside || of_body;
        });
        writable
    }
}

fn is_identifying(name: &str) -> bool {
    matches!(name, "id" | "name" | "type" | "apiVersion")
}

/// A way's end.
struct Found {
    key: Arc<str>,
    target: Sym,
    /// The index as it is written, to tell copies apart.
    written: Option<(u32, bool)>,
    entry: ArmExpr,
}

impl<'t> Template<'t> {
    /// The entries of `dependsOn`.
    pub(crate) fn depends_on(&'t self, declaration: Sym, span: Span) -> Vec<ArmExpr> {
        let mut found = Vec::new();
        let mut path = Vec::new();
        for dependency in self.references.get(&declaration).into_iter().flatten() {
            path.push(*dependency);
            self.follow(&mut path, span, &mut found);
            path.pop();
        }
        // All copies of a target take the place of single ones; the rest is sorted by name.
        let all: HashSet<Sym> = found.iter().filter(|one| one.written.is_none()).map(|one| one.target).collect();
        let mut seen = HashSet::new();
        found.retain(|one| {
            !(all.contains(&one.target) && one.written.is_some()) && seen.insert((one.target, one.written))
        });
        let mut keyed: Vec<Found> = found;
        keyed.sort_by(|left, right| super::order::compare(&left.key, &right.key));
        keyed.into_iter().map(|one| one.entry).collect()
    }

    fn follow(&'t self, path: &mut Vec<Dependency<'t>>, span: Span, found: &mut Vec<Found>) {
        let Some(last) = path.last().copied() else { return };
        let Some(_guard) = self.enter(span) else { return };
        if found.len() >= MAX_PATHS {
            return;
        }
        if self.is_end(&last) {
            found.extend(self.entry(path, span));
            return;
        }
        for next in self.references.get(&last.target).into_iter().flatten() {
            let seen = path.iter().any(|one| one.target == next.target);
            if !seen {
                path.push(*next);
                self.follow(path, span, found);
                path.pop();
            }
        }
    }

    fn is_end(&self, dependency: &Dependency<'_>) -> bool {
        match dependency.target {
            Sym::Module(_) => true,
            Sym::Resource(index) => match self.model.resource(index) {
                Some(resource) if !resource.is_existing() => true,
                Some(_) => self.symbolic && !dependency.weak && !self.inlining.is_resource_inlined(index),
                None => true,
            },
            _ => false,
        }
    }

    /// Walks to the end of a way, from the body of one declaration into that of the next, carrying the index along.
    fn entry(&'t self, path: &[Dependency<'t>], span: Span) -> Option<Found> {
        let mut env = Env::default();
        let mut index = None;
        let mut written = None;
        let mut all_in_copy = true;
        for dependency in path {
            let for_loop = match dependency.target {
                Sym::Var(index) => self.model.var_loops.get(&index).copied(),
                Sym::Module(index) => self.model.module(index)?.for_loop,
                Sym::Resource(index) => self.model.resource(index)?.for_loop,
                _ => None,
            };
            index = dependency.index.map(|index| self.own().expr(index, &env));
            written = dependency.index.map(|index| (index.span.start, dependency.weak));
            let in_copy = index.as_ref().is_some_and(|index| index.has_copy_index());
            if let (Some(index), Some(for_loop)) = (&index, for_loop) {
                env = self.own().with_loop(&env, for_loop, index);
            }
            if in_copy && !all_in_copy {
                index = None;
                written = None;
            }
            all_in_copy &= in_copy;
        }
        let target = path.last()?.target;
        let index = index.map(std::rc::Rc::new);
        let (key, entry) = match target {
            Sym::Resource(resource) => {
                let name = self.symbolic_name(resource);
                let looped = self.model.resource(resource)?.for_loop.is_some();
                let entry = if self.symbolic {
                    self.symbolic_reference(span, &name, index.as_deref())
                } else if looped && index.is_none() {
                    ArmExpr::string(span, name.clone())
                } else {
                    let reference = ResourceRef { resource, env, index };
                    self.resource_id(span, reference.resource, &reference.env)
                };
                (name, entry)
            }
            Sym::Module(module) => {
                let name = self.module_symbol(module);
                let looped = self.model.module(module)?.for_loop.is_some();
                let entry = if self.symbolic {
                    self.symbolic_reference(span, &name, index.as_deref())
                } else if looped && index.is_none() {
                    ArmExpr::string(span, name.clone())
                } else {
                    self.module_id(span, &ModuleRef { module, env, index })
                };
                (name, entry)
            }
            _ => return None,
        };
        Some(Found { key, target, written, entry })
    }
}
