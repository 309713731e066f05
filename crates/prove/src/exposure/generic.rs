//! Types that are decided by a switch and a list.

use ringfence_estate::{Case, Kind, OriginId, Provision, Resource, ResourceId, ResourceIndex, Sameness, Value};

use super::list::{self, Entries, Listed};
use super::service::{Admits, Child, Needed, Omitted, Plan, Rules, Sku, Switch, Values};
use super::way::{Endpoint, From, Reach, Way};
use super::{address, private_endpoint};
use crate::children;
use crate::explore::{Path, Setting};
use crate::finding::{Missing, Step};
use crate::missing;
use crate::version::is_since;

/// What lets everyone in.
pub(super) const EVERYONE: &str = "lets every address on the internet in";
/// What lets nobody in.
pub(super) const NOBODY: &str = "lets nobody from outside in";
/// What may let everyone in.
pub(super) const PERHAPS: &str = "may let every address on the internet in";
/// What leaves it to the rules.
const RULES_DECIDE: &str = "leaves it to the rules who comes in";

/// What a switch says on one path.
pub(super) enum Position {
    /// The public side is off.
    Off(Step),
    /// It is on.
    On(Step),
    /// It is on or off.
    Unsure(Step, Vec<Missing>),
}

/// The endpoints of a type that is decided by its plans.
pub(super) fn endpoints(path: &mut Path<'_>, plans: &'static [Plan], sku: Option<&Sku>) -> Vec<Endpoint> {
    let endpoints = plans.iter().map(|plan| Endpoint {
        name: plan.name,
        port: plan.port,
        reach: {
            let mut reach = endpoint(path, plan);
            if let Some(sku) = sku {
                gate(path, sku, &mut reach);
            }
            reach
        },
    });
    endpoints.collect()
}

/// From where one endpoint can be reached.
pub(super) fn endpoint(path: &mut Path<'_>, plan: &Plan) -> Reach {
    match plan.injected.map_or(Injected::No, |(property, since)| injected(path, property, since)) {
        Injected::Yes(step) => Reach::shut(step),
        Injected::No => switched(path, plan),
        Injected::Perhaps(step, missing) => {
            let mut reach = switched(path, plan);
            reach.doubt(&step, &missing, path);
            reach
        }
    }
}

fn switched(path: &mut Path<'_>, plan: &Plan) -> Reach {
    match position(path, path.subject, &plan.switch) {
        Position::Off(step) => Reach::shut(step),
        Position::On(step) => rules(path, &plan.rules, &step),
        Position::Unsure(step, missing) => {
            let mut reach = rules(path, &plan.rules, &step);
            reach.doubt(&step, &missing, path);
            reach
        }
    }
}

/// Whether a service is in a network of the customer, and has no public endpoint then.
enum Injected {
    Yes(Step),
    No,
    Perhaps(Step, Vec<Missing>),
}

fn injected(path: &mut Path<'_>, property: &str, since: &str) -> Injected {
    let setting = path.own(property);
    if let (false, Some(missing)) = (setting.value.is_null_or_omitted(), before(path, &setting, since)) {
        return Injected::Perhaps(setting.step("a subnet", OLD), vec![missing]);
    }
    let required = "a subnet";
    let inside = || setting.step(required, "puts it into a network, without a public endpoint");
    match &setting.value.kind {
        Kind::Null | Kind::Omitted => Injected::No,
        Kind::String(text) if text.is_empty() => Injected::No,
        Kind::String(_) => Injected::Yes(inside()),
        Kind::Term(_) if is_certainly_text(&setting.value) => Injected::Yes(inside()),
        _ => {
            let missing = missing::of_value(&setting.value, &setting.path);
            Injected::Perhaps(setting.step(required, PERHAPS), missing)
        }
    }
}

/// Whether a value is an id, whatever its unknown parts are: `/subscriptions/{id}/…`.
fn is_certainly_text(value: &Value) -> bool {
    value.same(&Value::text(""), Case::Insensitive) == Sameness::Different && ResourceId::parse(value).is_some()
}

/// Reads a switch.
pub(super) fn position(path: &mut Path<'_>, index: ResourceIndex, switch: &Switch) -> Position {
    let setting = path.setting(index, switch.path);
    let since = is_since(path.estate.resource(index), switch.since);
    let required = required(switch, since);
    let required = required.as_str();
    let word = match (&setting.value.kind, switch.values) {
        (Kind::Bool(true), Values::Boolean) => Word::On,
        (Kind::Bool(false), Values::Boolean) => Word::Off,
        (Kind::String(text), values) if values != Values::Boolean => word(text, values),
        (Kind::Null | Kind::Omitted, _) => Word::LeftOut,
        (Kind::Term(_), _) => Word::Unknown,
        _ => Word::Odd,
    };
    match word {
        Word::On => Position::On(setting.step(required, on_effect(&setting))),
        Word::Off if since => Position::Off(setting.step(required, "lets nobody in, whatever the rules say")),
        Word::Off => {
            let what =
                format!("whether `{}` counts in this API version, which is older than the property", setting.name());
            let settle = format!("use API version {} or newer", switch.since);
            let missing = missing::unconfirmed("switch-before-since", &what, &settle);
            Position::Unsure(
                setting.step(required, "may be ignored, since the API version does not know it"),
                vec![missing],
            )
        }
        Word::LeftOut => left_out(path, &setting, switch.omitted, required),
        Word::Unknown => {
            let missing = missing::of_value(&setting.value, &setting.path);
            Position::Unsure(setting.step(required, PERHAPS), missing)
        }
        Word::Odd => {
            let known: &[&str] = match switch.values {
                Values::Words => &["Enabled", "Disabled"],
                Values::Perimeter => &["Enabled", "Disabled", "SecuredByPerimeter"],
                Values::NotSpecified => &["Enabled", "Disabled", "NotSpecified"],
                Values::Boolean => &["true", "false"],
            };
            let missing = missing::odd(&setting.value, setting.name(), known);
            Position::Unsure(setting.step(required, "means nothing that is documented"), vec![missing])
        }
    }
}

/// What would close it; a version that does not know the switch has to be left for it.
fn required(switch: &Switch, since: bool) -> String {
    let off = if switch.values == Values::Boolean { "false" } else { "'Disabled'" };
    if since { off.into() } else { format!("{off}, in API version {} or newer", switch.since) }
}

fn on_effect(setting: &Setting) -> &'static str {
    if setting.value.is_null_or_omitted() { "leaves the public side on" } else { "turns the public side on" }
}

fn left_out(path: &mut Path<'_>, setting: &Setting, omitted: Omitted, required: &str) -> Position {
    match omitted {
        Omitted::Open => Position::On(setting.step(required, "leaves the public side on, which is the default")),
        Omitted::Unconfirmed(id) => {
            let what = format!("whether the public side is on when `{}` is left out", setting.name());
            let missing = missing::unconfirmed(id, &what, &format!("set `{}`", setting.name()));
            Position::Unsure(setting.step(required, "probably leaves the public side on"), vec![missing])
        }
        Omitted::Automatic => automatic(path, setting, required, None),
    }
}

/// A switch that is left to the service: on until an approved private endpoint exists, then off.
///
/// Page of facts, App Configuration and Web.
pub(super) fn automatic(path: &mut Path<'_>, setting: &Setting, required: &str, group: Option<&Value>) -> Position {
    match private_endpoint::find(path, group) {
        private_endpoint::Found::Approved { step, name, origin } => {
            let text = format!("the connection of the private endpoint {name} is approved");
            path.assume(format!("auto-approved:{name}"), text, origin);
            path.note(step);
            Position::Off(setting.step(required, "turns the public side off as soon as a private endpoint exists"))
        }
        private_endpoint::Found::Perhaps { step, missing } => {
            path.note(step);
            Position::Unsure(
                setting.step(required, "leaves the public side on unless a private endpoint exists"),
                missing,
            )
        }
        private_endpoint::Found::None => {
            Position::On(setting.step(required, "leaves the public side on, since no private endpoint exists"))
        }
    }
}

enum Word {
    On,
    Off,
    LeftOut,
    Odd,
    Unknown,
}

/// Values compare without case; one that the type does not name is unknown (docs/facts/exposure.md, rule 2).
fn word(text: &str, values: Values) -> Word {
    match text.to_ascii_lowercase().as_str() {
        "enabled" => Word::On,
        "disabled" => Word::Off,
        "securedbyperimeter" if values == Values::Perimeter => Word::Off,
        "notspecified" if values == Values::NotSpecified => Word::LeftOut,
        _ => Word::Odd,
    }
}

/// What the rules let in once the switch is on; `on` is the switch.
pub(super) fn rules(path: &mut Path<'_>, rules: &Rules, on: &Step) -> Reach {
    match rules {
        Rules::None => Reach::open(Step { effect: EVERYONE.into(), ..on.clone() }),
        Rules::Acl { at, action, lists, since } => {
            let mut reach = acl(path, at, action, lists, on);
            let list = path.own(at);
            unless_ignored(path, &list, since, &mut reach);
            reach
        }
        Rules::EmptyOpen { lists, since } => {
            let mut reach = empty_open(path, lists, on);
            for list in *lists {
                let list = path.own(list.path);
                unless_ignored(path, &list, since, &mut reach);
            }
            reach
        }
        Rules::Children { children, empty_open } => children_let_in(path, children, *empty_open, on),
    }
}

/// What a setting does that the API version does not know.
pub(super) const OLD: &str = "may be ignored, since the API version does not know it";

/// What is missing to know what a setting does in an API version that is older than it; none in a newer one (page of
/// facts, "For every type", 3).
pub(super) fn before(path: &Path<'_>, setting: &Setting, since: &str) -> Option<Missing> {
    if is_since(path.estate.resource(setting.resource), since) {
        return None;
    }
    let what = format!("whether `{}` counts in this API version, which is older than the property", setting.name());
    let settle = format!("use API version {since} or newer");
    Some(missing::unconfirmed("list-before-since", &what, &settle))
}

/// Adds what comes in if a setting that closes is ignored, since the API version is older than it.
pub(super) fn unless_ignored(path: &Path<'_>, setting: &Setting, since: &str, reach: &mut Reach) {
    if reach.is_open() || setting.value.is_null_or_omitted() {
        return;
    }
    if let Some(missing) = before(path, setting, since) {
        let step = setting.step("a newer API version", OLD);
        reach.ways.push(Way::possible(From::Internet, step, vec![missing]));
    }
}

fn acl(path: &mut Path<'_>, at: &str, action: &str, lists: &[list::List], on: &Step) -> Reach {
    let acl = path.own(at);
    match &acl.value.kind {
        Kind::Null | Kind::Omitted => return Reach::open(Step { effect: EVERYONE.into(), ..on.clone() }),
        Kind::Object(_) => {}
        _ => {
            path.note(Step { effect: RULES_DECIDE.into(), ..on.clone() });
            let missing = missing::of_value(&acl.value, &acl.path);
            return Reach::doubtful(acl.step("a default action 'Deny'", PERHAPS), missing);
        }
    }
    path.note(Step { effect: RULES_DECIDE.into(), ..on.clone() });
    let action = {
        let origin = acl.origin;
        let setting = path.own(&format!("{at}.{action}"));
        if setting.value.is_omitted() { Setting { origin, ..setting } } else { setting }
    };
    let listed = lists.iter().fold(Listed::default(), |mut sum, list| {
        sum.join(list::read(path, path.subject, list));
        sum
    });
    let required = "'Deny'";
    match action.value.as_str().map(str::to_ascii_lowercase).as_deref() {
        Some("allow") => Reach::open(action.step(required, "lets every address in, whatever is listed")),
        Some("deny") => {
            Reach { ways: listed.ways, shut: vec![action.step(required, "lets in nobody but what the lists name")] }
        }
        _ => {
            // What the lists name comes in under either action.
            let missing = match &action.value.kind {
                Kind::Null | Kind::Omitted => {
                    let what = format!("what an access list without `{}` does", action.name());
                    vec![missing::unconfirmed("acl-without-default", &what, "set it to 'Deny'")]
                }
                Kind::Term(_) => missing::of_value(&action.value, &action.path),
                _ => vec![missing::odd(&action.value, action.name(), &["Allow", "Deny"])],
            };
            let mut reach = Reach::doubtful(action.step(required, PERHAPS), missing);
            reach.ways.extend(listed.ways);
            reach
        }
    }
}

fn empty_open(path: &mut Path<'_>, lists: &[list::List], on: &Step) -> Reach {
    let listed = lists.iter().fold(Listed::default(), |mut sum, list| {
        sum.join(list::read(path, path.subject, list));
        sum
    });
    unless_empty(path, listed, on)
}

/// Everyone if there is no rule, else those that the rules name.
pub(super) fn unless_empty(path: &mut Path<'_>, listed: Listed, on: &Step) -> Reach {
    let list = listed
        .setting
        .as_ref()
        .map(|setting| setting.step("a rule, or the public side off", "lets everyone in as long as it is empty"));
    if listed.is_empty() {
        list.into_iter().for_each(|step| path.note(step));
        return Reach::open(Step { effect: "lets every address in, since no rule narrows it".into(), ..on.clone() });
    }
    path.note(Step { effect: RULES_DECIDE.into(), ..on.clone() });
    let shut = listed.setting.as_ref().map(|setting| setting.step(list::REQUIRED, "lets in nobody else"));
    let mut reach = Reach { ways: listed.ways, shut: shut.into_iter().collect() };
    if !listed.some {
        let step = list.unwrap_or_else(|| on.clone());
        reach.ways.push(Way::possible(From::Internet, Step { effect: PERHAPS.into(), ..step }, listed.maybe_some));
    }
    reach
}

fn children_let_in(path: &mut Path<'_>, children: &[Child], empty_open: bool, on: &Step) -> Reach {
    let origin = path.resource().map_or(OriginId::NONE, |resource| resource.origin);
    let listed = children.iter().fold(Listed::default(), |mut sum, child| {
        sum.join(child_rules(path, child));
        sum
    });
    path.assume_complete(path.subject, "firewall rules");
    let kinds: Vec<&str> = children.iter().map(|child| child.kind).collect();
    let rules = rules_step(path, &listed.children, &kinds.join(", "), origin);
    if empty_open {
        let mut reach = unless_empty(path, listed, on);
        reach.shut.push(rules);
        return reach;
    }
    path.note(Step { effect: RULES_DECIDE.into(), ..on.clone() });
    Reach { ways: listed.ways, shut: vec![rules] }
}

/// The children as one step: their names at the place of the first, or their absence at the declaration.
fn rules_step(path: &Path<'_>, children: &[ResourceIndex], kinds: &str, declared: OriginId) -> Step {
    let rules: Vec<&Resource> = children.iter().filter_map(|child| path.estate.resource(*child)).collect();
    let Some(first) = rules.first() else {
        return list::absent(path.subject, kinds, declared, "no rule for outside", "lets nobody in without a rule");
    };
    let names = Value::array(rules.iter().map(|rule| rule.id.name()), first.origin);
    let setting = Setting { resource: path.subject, path: kinds.into(), value: names, origin: first.origin };
    setting.step("no rule for outside", NOBODY)
}

/// What the children of one type let in.
fn child_rules(path: &mut Path<'_>, child: &Child) -> Listed {
    let Some(subject) = path.resource() else { return Listed::default() };
    let kind = format!("{}/{}", subject.id.kind, child.kind);
    let mut listed = Listed::default();
    for (index, doubt) in children::below(path, &kind) {
        if doubt.is_empty() {
            listed.some = true;
        } else {
            listed.maybe_some.extend(doubt.iter().cloned());
        }
        listed.children.push(index);
        let way = child_way(path, index, child);
        listed.ways.extend(way.map(|way| list::doubted(way, &doubt)));
    }
    listed
}

fn child_way(path: &mut Path<'_>, index: ResourceIndex, child: &Child) -> Option<Way> {
    let resource = path.estate.resource(index)?;
    if resource.provision == Provision::External {
        let name = resource.id.display_name();
        let setting = path.setting(index, "properties");
        let missing = Missing {
            cause: ringfence_estate::Cause::NotInInput,
            what: format!("what the rule {name} lets in"),
            settle: "join the template that declares it, or an export of it".into(),
        };
        let step = setting.step(list::REQUIRED, "may let addresses from outside in");
        return Some(Way::possible(From::Somewhere, step, vec![missing]));
    }
    match child.admits {
        Admits::Subnet(field) => {
            let subnet = path.setting(index, field);
            list::of_setting(path, &subnet, Entries::Subnets)
        }
        Admits::Range { first, last, zero } => {
            let first = path.setting(index, &format!("properties.{first}"));
            let last = path.setting(index, &format!("properties.{last}"));
            range_way(path, &first, &last, zero)
        }
    }
}

fn range_way(path: &Path<'_>, first: &Setting, last: &Setting, zero: address::Zero) -> Option<Way> {
    match (first.value.as_str(), last.value.as_str()) {
        (Some(from), Some(to)) => {
            list::of_entry(address::of_text(&format!("{}-{}", from.trim(), to.trim()), zero), first)
        }
        _ if address::is_own(&first.value, path.estate) && first.value == last.value => None,
        _ => {
            let unknown = if first.value.as_str().is_some() { last } else { first };
            let missing = missing::of_value(&unknown.value, &unknown.path);
            Some(Way::possible(From::Somewhere, unknown.step(list::REQUIRED, PERHAPS), missing))
        }
    }
}

/// What closes a service does so only in some SKUs.
fn gate(path: &mut Path<'_>, sku: &Sku, reach: &mut Reach) {
    if reach.is_open() {
        return;
    }
    let setting = path.own(sku.path);
    let required_of = |names: &[&str]| format!("'{}'", names.join("' or '"));
    let Some(name) = setting.value.as_str() else {
        if let Kind::Term(term) = &setting.value.kind {
            let required = match sku.needed {
                Needed::Only(names) => required_of(names),
                Needed::Not(names) => format!("another than {}", required_of(names)),
            };
            let step = setting.step(&required, "may have no network rules");
            reach.ways.push(Way::possible(From::Internet, step, missing::of_term(term)));
        }
        return;
    };
    let is_among = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let (violated, required) = match sku.needed {
        Needed::Only(names) => (!is_among(names), required_of(names)),
        Needed::Not(names) => (is_among(names), format!("another than {}", required_of(names))),
    };
    if violated {
        let what = format!("whether a service of the SKU `{name}` can be closed");
        let missing = missing::unconfirmed(sku.id, &what, "choose a SKU that has network rules");
        let step = setting.step(&required, "has no network rules");
        reach.ways.push(Way::possible(From::Internet, step, vec![missing]));
    }
}
