//! Where a value comes from: its place, the modules it was reached through, the defaults it rests on.

use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use ringfence_source::Span;

/// An entry of [`Origins`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OriginId(u32);

impl OriginId {
    /// Of a value that has no place in the input, such as one that Azure itself sets.
    pub const NONE: Self = Self(0);
}

/// One step into a module or nested deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceId(u32);

impl InstanceId {
    /// The entry point itself.
    pub const ROOT: Self = Self(0);
}

/// A set of parameters whose defaults were used, as an index into [`Origins`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Defaults(u32);

impl Defaults {
    /// No default was used.
    pub const NONE: Self = Self(0);
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Its place; none for [`OriginId::NONE`].
    pub span: Option<Span>,
    /// The modules it was reached through.
    pub instance: InstanceId,
    /// The parameters whose defaults it rests on.
    pub defaults: Defaults,
}

/// One step into a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// The step before; none for the entry point.
    pub parent: Option<InstanceId>,
    /// The module's declaration.
    pub span: Option<Span>,
    /// The module's symbolic name, with its loop index: `deployNetwork`, `subnets[2]`.
    pub label: Arc<str>,
    /// Where the module is called, if it is a published one, which its user does not write.
    pub published: Option<OriginId>,
}

/// The table of origins of one estate.
#[derive(Clone, Debug)]
pub struct Origins {
    origins: Vec<Origin>,
    instances: Vec<Instance>,
    defaults: Vec<BTreeSet<Arc<str>>>,
    known_defaults: HashMap<BTreeSet<Arc<str>>, Defaults>,
}

impl Default for Origins {
    fn default() -> Self {
        let nowhere = Origin { span: None, instance: InstanceId::ROOT, defaults: Defaults::NONE };
        Self {
            origins: vec![nowhere],
            instances: vec![Instance { parent: None, span: None, label: "".into(), published: None }],
            defaults: vec![BTreeSet::new()],
            known_defaults: HashMap::new(),
        }
    }
}

impl Origins {
    /// The default that stands for the cloud: where a template asks for it, it is deployed to global Azure. No parameter
    /// has this name.
    pub const CLOUD: &str = "environment()";

    /// A new origin that rests on no default.
    pub fn add(&mut self, span: Span, instance: InstanceId) -> OriginId {
        self.push(Origin { span: Some(span), instance, defaults: Defaults::NONE })
    }

    /// A new step into a module.
    pub fn enter(&mut self, parent: InstanceId, span: Span, label: impl Into<Arc<str>>) -> InstanceId {
        let id = InstanceId(self.instances.len() as u32);
        self.instances.push(Instance { parent: Some(parent), span: Some(span), label: label.into(), published: None });
        id
    }

    /// Notes that a step leads into a published module, which is called at `call`.
    pub fn mark_published(&mut self, step: InstanceId, call: OriginId) {
        if let Some(instance) = self.instances.get_mut(step.0 as usize) {
            instance.published = Some(call);
        }
    }

    /// The outermost call of a published module that leads to an origin; none if its user wrote the place.
    pub fn call_of_published(&self, id: OriginId) -> Option<OriginId> {
        self.path(self.get(id).instance).into_iter().find_map(|step| step.published)
    }

    /// The same place, resting in addition on the default of the parameter `name`.
    pub fn by_default(&mut self, origin: OriginId, name: &str) -> OriginId {
        let old = self.get(origin);
        let mut set = self.defaults_of(origin).clone();
        set.insert(name.into());
        let defaults = self.intern(set);
        self.push(Origin { defaults, ..old })
    }

    /// The same place, resting in addition on every default that `others` rest on.
    pub fn derive(&mut self, origin: OriginId, others: impl IntoIterator<Item = OriginId>) -> OriginId {
        let old = self.get(origin);
        let mut defaults = old.defaults;
        for other in others {
            let more = self.get(other).defaults;
            if more == Defaults::NONE || more == defaults {
                continue;
            }
            if defaults == Defaults::NONE {
                defaults = more;
                continue;
            }
            let set = self.set(defaults).union(self.set(more)).cloned().collect();
            defaults = self.intern(set);
        }
        if defaults == old.defaults { origin } else { self.push(Origin { defaults, ..old }) }
    }

    /// The origin of an id that this table gave out.
    pub fn get(&self, id: OriginId) -> Origin {
        self.origins.get(id.0 as usize).copied().unwrap_or(Origin {
            span: None,
            instance: InstanceId::ROOT,
            defaults: Defaults::NONE,
        })
    }

    /// The parameters whose defaults an origin rests on.
    pub fn defaults_of(&self, id: OriginId) -> &BTreeSet<Arc<str>> {
        self.set(self.get(id).defaults)
    }

    /// The step into a module that an id stands for.
    pub fn instance(&self, id: InstanceId) -> Option<&Instance> {
        self.instances.get(id.0 as usize)
    }

    /// The steps from the entry point to an instance, outermost first.
    pub fn path(&self, id: InstanceId) -> Vec<&Instance> {
        let mut path = Vec::new();
        let mut next = Some(id);
        while let Some(instance) = next.and_then(|id| self.instance(id)) {
            if instance.parent.is_some() {
                path.push(instance);
            }
            next = instance.parent;
        }
        path.reverse();
        path
    }

    /// How many origins there are.
    pub fn len(&self) -> usize {
        self.origins.len()
    }

    /// Whether there is none but [`OriginId::NONE`].
    pub fn is_empty(&self) -> bool {
        self.origins.len() <= 1
    }

    fn push(&mut self, origin: Origin) -> OriginId {
        let id = OriginId(u32::try_from(self.origins.len()).unwrap_or(0));
        self.origins.push(origin);
        id
    }

    fn set(&self, id: Defaults) -> &BTreeSet<Arc<str>> {
        static EMPTY: BTreeSet<Arc<str>> = BTreeSet::new();
        self.defaults.get(id.0 as usize).unwrap_or(&EMPTY)
    }

    fn intern(&mut self, set: BTreeSet<Arc<str>>) -> Defaults {
        if set.is_empty() {
            return Defaults::NONE;
        }
        if let Some(known) = self.known_defaults.get(&set) {
            return *known;
        }
        let id = Defaults(self.defaults.len() as u32);
        self.defaults.push(set.clone());
        self.known_defaults.insert(set, id);
        id
    }
}
