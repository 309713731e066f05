//! Walking a decision once per choice.
//!
//! A decision is written as if everything were chosen already: it reads values that have no cases and asks guards that
//! are true or false. [`explore`] runs it again for each combination of choices that it comes across, depth first, so
//! that a decision forks only where it really looks.

use std::collections::BTreeSet;
use std::sync::Arc;

use ringfence_estate::{
    Cause, Domain, Estate, Found, Guard, Kind, MAX_CASES, OriginId, Origins, Resource, ResourceId, ResourceIndex,
    Sameness, Value,
};

use crate::finding::{Assumption, Role, Step};

/// One walk through a decision, under the choices made so far.
pub(crate) struct Path<'e> {
    pub(crate) estate: &'e Estate,
    /// The resource that is decided about.
    pub(crate) subject: ResourceIndex,
    /// The steps that a reader needs besides the one that decides.
    pub(crate) notes: Vec<Step>,
    /// What the answer rests on, if it is that nobody is let in.
    pub(crate) assumptions: Vec<Assumption>,
    when: Guard,
    turns: Vec<Turn>,
    at: usize,
    seen: BTreeSet<OriginId>,
    /// The resources of which something was read.
    read_of: BTreeSet<ResourceIndex>,
}

#[derive(Clone, Copy)]
struct Turn {
    taken: usize,
    of: usize,
}

/// A setting as it is on one path.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) resource: ResourceIndex,
    pub(crate) path: Arc<str>,
    /// Its value, which has no cases.
    pub(crate) value: Value,
    /// Its place, or the declaration's if it was left out.
    pub(crate) origin: OriginId,
}

/// What a decision comes to, under each combination of choices that it looks at.
pub(crate) struct Explored<T> {
    pub(crate) leaves: Vec<(Guard, T)>,
    /// The choices that were not walked, since there are too many.
    pub(crate) left: Guard,
}

/// Walks `decide` under every choice under which `subject` is there.
pub(crate) fn explore<'e, T>(
    estate: &'e Estate,
    subject: ResourceIndex,
    present: &Guard,
    decide: impl Fn(&mut Path<'e>) -> T,
) -> Explored<T> {
    let mut explored = Explored { leaves: Vec::new(), left: Guard::Never };
    let mut turns = Vec::new();
    loop {
        let mut path = Path::new(estate, subject, present.clone(), turns);
        let result = decide(&mut path);
        explored.leaves.push((path.when, result));
        turns = path.turns;
        // The last turn that can still go another way goes it.
        while turns.last().is_some_and(|turn| turn.taken + 1 >= turn.of) {
            turns.pop();
        }
        match turns.last_mut() {
            Some(turn) => turn.taken += 1,
            None => return explored,
        }
        if explored.leaves.len() >= MAX_CASES {
            let walked = explored.leaves.iter().fold(Guard::Never, |sum, (when, _)| sum.or(when));
            explored.left = present.minus(&walked);
            return explored;
        }
    }
}

impl<'e> Path<'e> {
    fn new(estate: &'e Estate, subject: ResourceIndex, when: Guard, turns: Vec<Turn>) -> Self {
        Self {
            estate,
            subject,
            notes: Vec::new(),
            assumptions: Vec::new(),
            when,
            turns,
            at: 0,
            seen: BTreeSet::new(),
            read_of: BTreeSet::new(),
        }
    }

    /// The resource that is decided about.
    pub(crate) fn resource(&self) -> Option<&'e Resource> {
        self.estate.resource(self.subject)
    }

    /// The value without cases, as it is on this path.
    pub(crate) fn read(&mut self, value: &Value) -> Value {
        let value = match &value.kind {
            Kind::Term(term) if term.choices() > 0 => &Value::term(term.clone(), value.origin),
            _ => value,
        };
        let chosen = match &value.kind {
            Kind::Cases(cases) => {
                let covered = cases.iter().fold(Guard::Never, |sum, (guard, _)| sum.or(guard));
                let options = cases.iter().map(|(guard, _)| guard.clone()).chain([covered.not()]);
                let taken = self.choose(options.collect());
                cases.get(taken).map(|(_, value)| value.clone()).unwrap_or_else(|| {
                    let what = "a value that no choice leads to";
                    Value::unknown(what, Cause::NotInInput, Domain::Any, value.origin)
                })
            }
            _ => value.clone(),
        };
        self.seen.insert(chosen.origin);
        chosen
    }

    /// Whether a guard is true on this path.
    pub(crate) fn holds(&mut self, guard: &Guard) -> bool {
        match guard {
            Guard::Always => true,
            Guard::Never => false,
            Guard::Choice(_) => self.choose(vec![guard.clone(), guard.not()]) == 0,
        }
    }

    /// Whether a guard is true under every choice that this path stands for; makes none.
    pub(crate) fn implies(&self, guard: &Guard) -> bool {
        guard.is_always() || self.when.implies(guard)
    }

    /// A setting of a resource by its dotted path in the body.
    pub(crate) fn setting(&mut self, index: ResourceIndex, path: &str) -> Setting {
        self.assume_as_declared(index);
        let (value, declared) = match self.estate.resource(index) {
            Some(resource) => (resource.body.path(path), resource.origin),
            None => (Value::synthetic(Kind::Omitted), OriginId::NONE),
        };
        let mut value = self.read(&value);
        if value.is_omitted() {
            value = self.odd_parent(index, path).unwrap_or(value);
        }
        let origin = if value.is_omitted() || value.origin == OriginId::NONE {
            self.null_parent(index, path).unwrap_or(declared)
        } else {
            value.origin
        };
        self.seen.insert(declared);
        Setting { resource: index, path: path.into(), value, origin }
    }

    /// Where a setting's parent is no object, the setting is not left out: nobody says what it is.
    fn odd_parent(&mut self, index: ResourceIndex, path: &str) -> Option<Value> {
        let resource = self.estate.resource(index)?;
        path.match_indices('.').find_map(|(end, _)| {
            let parent = self.read(&resource.body.path(path.get(..end)?));
            let is_odd = !matches!(parent.kind, Kind::Object(_) | Kind::Term(_) | Kind::Null | Kind::Omitted);
            let what = format!("`{path}` of what is no object");
            is_odd.then(|| Value::unknown(&what, Cause::NotImplemented, Domain::Any, parent.origin))
        })
    }

    /// Where somebody wrote `null` for what a setting would stand in.
    fn null_parent(&mut self, index: ResourceIndex, path: &str) -> Option<OriginId> {
        let resource = self.estate.resource(index)?;
        path.match_indices('.').find_map(|(end, _)| {
            let parent = self.read(&resource.body.path(path.get(..end)?));
            let is_written = matches!(parent.kind, Kind::Null) && parent.origin != OriginId::NONE;
            is_written.then_some(parent.origin)
        })
    }

    /// The resource that an id names on this path: names may depend on what was chosen.
    pub(crate) fn find(&self, id: &ResourceId) -> Found {
        self.estate.find_under(id, &self.when)
    }

    /// An id as it is on this path: names may depend on what was chosen.
    pub(crate) fn id(&self, id: &ResourceId) -> ResourceId {
        id.under(&self.when)
    }

    /// Whether two ids name one resource on this path.
    pub(crate) fn same(&self, one: &ResourceId, other: &ResourceId) -> Sameness {
        one.under(&self.when).same(&other.under(&self.when))
    }

    /// A setting of the resource that is decided about.
    pub(crate) fn own(&mut self, path: &str) -> Setting {
        self.setting(self.subject, path)
    }

    /// Records a step that does not decide.
    pub(crate) fn note(&mut self, step: Step) {
        if !self.notes.contains(&step) {
            self.notes.push(step);
        }
    }

    /// Rests the answer on an assumption.
    pub(crate) fn assume(&mut self, id: String, text: String, origin: OriginId) {
        if !self.assumptions.iter().any(|known| known.id == id) {
            self.assumptions.push(Assumption { id, text, origin });
        }
    }

    /// `as-declared:ID`: what was read of a resource is what is deployed.
    pub(crate) fn assume_as_declared(&mut self, index: ResourceIndex) {
        if self.read_of.insert(index)
            && let Some(resource) = self.estate.resource(index)
        {
            let assumption = Assumption::as_declared(resource);
            self.assume(assumption.id, assumption.text, assumption.origin);
        }
    }

    /// `complete:ID`: nobody else adds children, rules or associations to a resource.
    pub(crate) fn assume_complete(&mut self, index: ResourceIndex, what: &str) {
        let Some(resource) = self.estate.resource(index) else { return };
        let name = resource.id.display_name();
        self.assume(format!("complete:{name}"), format!("nobody else adds {what} to {name}"), resource.origin);
    }

    /// The parameters whose defaults decided what was read on this path, and the cloud, as assumptions.
    pub(crate) fn defaults(&self) -> Vec<Assumption> {
        let mut defaults: Vec<Assumption> = Vec::new();
        for origin in &self.seen {
            for name in self.estate.origins.defaults_of(*origin) {
                let id = format!("default:{name}");
                if !defaults.iter().any(|known| known.id == id) {
                    let text = match &**name {
                        Origins::CLOUD => {
                            "the workload is deployed to global Azure, whose host names it is written for".into()
                        }
                        name => format!("the parameter `{name}` is left at its default"),
                    };
                    defaults.push(Assumption { id, text, origin: *origin });
                }
            }
        }
        defaults
    }

    /// Takes one of several ways, of which at least one is open on this path; narrows the path to it.
    fn choose(&mut self, options: Vec<Guard>) -> usize {
        let open: Vec<(usize, Guard)> = options
            .iter()
            .enumerate()
            .map(|(nth, option)| (nth, self.when.and(option)))
            .filter(|(_, guard)| !guard.is_never())
            .collect();
        let nth = match open.len() {
            0 => return options.len(),
            1 => 0,
            of => {
                let turn = match self.turns.get(self.at) {
                    Some(turn) => *turn,
                    None => {
                        let turn = Turn { taken: 0, of };
                        self.turns.push(turn);
                        turn
                    }
                };
                self.at += 1;
                turn.taken
            }
        };
        match open.into_iter().nth(nth) {
            Some((option, when)) => {
                self.when = when;
                option
            }
            None => options.len(),
        }
    }
}

impl Setting {
    /// The setting as a step of the decision.
    pub(crate) fn step(&self, required: &str, effect: impl Into<Arc<str>>) -> Step {
        Step {
            resource: self.resource,
            path: self.path.clone(),
            actual: self.value.clone(),
            required: required.into(),
            effect: effect.into(),
            role: Role::Related,
            origin: self.origin,
        }
    }

    /// The last part of the path.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or(&self.path)
    }
}
