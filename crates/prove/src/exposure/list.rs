//! Lists of addresses and subnets: who they let in, and whether they are empty.

use ringfence_estate::{Cause, Kind, OriginId, ResourceIndex, Value};

use super::address::{self, Entry, Zero};
use super::way::{From, Way};
use crate::explore::{Path, Setting};
use crate::finding::{Missing, Step};
use crate::items::items;
use crate::missing;

/// What the entries of a list are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entries {
    /// Addresses.
    Addresses(Zero),
    /// Ids of subnets.
    Subnets,
    /// Service tags.
    Tags,
}

/// A list in a resource's body.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    /// Its dotted path.
    pub(super) path: &'static str,
    /// The dotted path to the entry within an element; empty if the element is the entry.
    pub(super) field: &'static str,
    pub(super) entries: Entries,
}

/// What a list comes to on one path.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// The ways from outside that it opens.
    pub(super) ways: Vec<Way>,
    /// Whether it certainly has an element.
    pub(super) some: bool,
    /// Unless it certainly has one: what is missing to know; empty if it certainly has none.
    pub(super) maybe_some: Vec<Missing>,
    /// The list, if it was given.
    pub(super) setting: Option<Setting>,
    /// The children that are its elements, where children are.
    pub(super) children: Vec<ResourceIndex>,
}

impl Listed {
    /// Whether it certainly has no element.
    pub(super) fn is_empty(&self) -> bool {
        !self.some && self.maybe_some.is_empty()
    }

    /// The elements of both.
    pub(super) fn join(&mut self, other: Self) {
        self.ways.extend(other.ways);
        self.some |= other.some;
        self.maybe_some.extend(other.maybe_some);
        self.setting = self.setting.take().or(other.setting);
        self.children.extend(other.children);
    }
}

/// Reads a list of a resource.
pub(super) fn read(path: &mut Path<'_>, resource: ResourceIndex, list: &List) -> Listed {
    let setting = path.setting(resource, list.path);
    let mut listed = Listed::default();
    for item in items(path, &setting) {
        if item.doubt.is_empty() {
            listed.some = true;
        } else {
            listed.maybe_some.extend(item.doubt.iter().cloned());
        }
        let way = if item.opaque {
            let step = item.member(path, "", resource).step(REQUIRED, "may let addresses from outside in");
            Some(Way::possible(From::Somewhere, step, item.doubt.clone()))
        } else {
            let entry = item.member(path, list.field, resource);
            of_setting(path, &entry, list.entries).map(|way| doubted(way, &item.doubt))
        };
        listed.ways.extend(way);
    }
    if !setting.value.is_null_or_omitted() {
        listed.setting = Some(setting);
    }
    listed
}

/// What an entry should be.
pub(super) const REQUIRED: &str = "no address from outside the network";

/// The way that one entry opens; none if it lets nobody from outside in.
pub(super) fn of_setting(path: &Path<'_>, entry: &Setting, entries: Entries) -> Option<Way> {
    match entries {
        Entries::Addresses(zero) => match entry.value.as_str() {
            Some(text) => of_entry(address::of_text(text, zero), entry),
            None if address::is_own(&entry.value, path.estate) => None,
            None => Some(unknown(entry, "may let an address from outside in")),
        },
        Entries::Subnets if address::is_own_subnet(&entry.value, path.estate) => None,
        Entries::Subnets => {
            let step = entry.step("a subnet of the estate", "lets a subnet in that is not in the input");
            Some(Way::possible(From::Subnet(entry.value.clone()), step, foreign_subnet(entry)))
        }
        Entries::Tags => match entry.value.as_str() {
            Some(tag) => of_tag(tag, entry),
            None => Some(unknown(entry, "may let a service's addresses in")),
        },
    }
}

fn foreign_subnet(entry: &Setting) -> Vec<Missing> {
    if entry.value.as_term().is_some_and(|term| !term.run_time_calls().is_empty()) {
        return missing::of_value(&entry.value, &entry.path);
    }
    let mut missing = vec![Missing {
        cause: Cause::NotInInput,
        what: format!("whose network the subnet `{}` is of", entry.value),
        settle: "join the template that declares the subnet, or an export of it".into(),
    }];
    if let Some(term) = entry.value.as_term() {
        missing.extend(missing::of_term(term).into_iter().filter(|own| own.cause == Cause::NoValue));
    }
    missing
}

/// What a tag lets in. `AzureCloud` and `AzureFrontDoor` are addresses that any tenant can send from.
///
/// <https://learn.microsoft.com/azure/virtual-network/service-tags-overview>
pub(super) fn of_tag(tag: &str, entry: &Setting) -> Option<Way> {
    let lower = tag.to_ascii_lowercase();
    let family = lower.split('.').next().unwrap_or_default();
    match family {
        "internet" => Some(Way::certain(From::Internet, entry.step(REQUIRED, "lets every address on the internet in"))),
        "azurecloud" | "azurefrontdoor" => {
            let step = entry.step(REQUIRED, "lets addresses in that every Azure tenant can send from");
            Some(Way::certain(From::Azure, step))
        }
        _ => {
            let step = entry.step(REQUIRED, "lets the addresses of a service tag in");
            let what = format!("whose packets come from the addresses of the tag `{tag}`");
            let settle = "name addresses instead of the tag".into();
            Some(Way::possible(From::Somewhere, step, vec![Missing { cause: Cause::NotImplemented, what, settle }]))
        }
    }
}

/// The way that an entry opens which was read.
pub(super) fn of_entry(entry: Entry, setting: &Setting) -> Option<Way> {
    match entry {
        Entry::Inside => None,
        Entry::Everyone => {
            Some(Way::certain(From::Internet, setting.step(REQUIRED, "lets every address on the internet in")))
        }
        Entry::Azure => {
            let step = setting.step(REQUIRED, "lets every address of Azure in, other tenants' too");
            Some(Way::certain(From::Azure, step))
        }
        Entry::Addresses { must, may } => {
            let step = setting.step(REQUIRED, "lets addresses from outside in");
            if must.ranges().next().is_some() {
                return Some(Way::certain(From::Addresses(must), step));
            }
            let missing = odd_range(&setting.value, setting);
            Some(Way::possible(From::Addresses(may), step, vec![missing]))
        }
        Entry::Unconfirmed(id) => {
            let what = format!("what a lone `0.0.0.0` in `{}` lets in", setting.path);
            let missing = missing::unconfirmed(id, &what, "name the addresses that are meant");
            let step = setting.step(REQUIRED, "may let every address of Azure in");
            Some(Way::possible(From::Azure, step, vec![missing]))
        }
        Entry::Malformed => {
            let step = setting.step(REQUIRED, "cannot be read as an address");
            Some(Way::possible(From::Somewhere, step, missing::of_value(&setting.value, &setting.path)))
        }
    }
}

fn odd_range(value: &Value, setting: &Setting) -> Missing {
    Missing {
        cause: Cause::NotImplemented,
        what: format!("what the unrouted range `{value}` in `{}` lets in", setting.path),
        settle: "name the addresses that are meant".into(),
    }
}

fn unknown(entry: &Setting, effect: &str) -> Way {
    let missing = missing::of_value(&entry.value, &entry.path);
    Way::possible(From::Somewhere, entry.step(REQUIRED, effect), missing)
}

/// The same way, less certain if it is not known that it is there.
pub(super) fn doubted(mut way: Way, doubt: &[Missing]) -> Way {
    if !doubt.is_empty() {
        way.certain = false;
        way.missing.extend(doubt.iter().cloned());
    }
    way
}

/// A step for what is not there: a list, a child or an association that nobody declared.
pub(super) fn absent(resource: ResourceIndex, path: &str, origin: OriginId, required: &str, effect: &str) -> Step {
    Setting { resource, path: path.into(), value: Value::new(Kind::Omitted, origin), origin }.step(required, effect)
}
