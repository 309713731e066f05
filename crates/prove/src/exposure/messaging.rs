//! Event Hubs and Service Bus namespaces, whose switch stands in two places.
//!
//! Page of facts, "Which of the two Event Hubs / Service Bus switches wins".

use ringfence_estate::{Kind, Provision, ResourceIndex};

use super::address::Zero;
use super::generic::{self, EVERYONE, PERHAPS, Position};
use super::list::{self, Entries, List};
use super::service::{Switch, Values};
use super::table::switch;
use super::way::{Endpoint, From, Reach, Way};
use crate::children;
use crate::explore::Path;
use crate::finding::{Missing, Step};
use crate::missing;
use crate::version::is_since;

const IP_RULES: List =
    List { path: "properties.ipRules", field: "ipMask", entries: Entries::Addresses(Zero::Unconfirmed("eh-zero")) };
const SUBNETS: List = List { path: "properties.virtualNetworkRules", field: "subnet.id", entries: Entries::Subnets };

/// The namespace's endpoint.
pub(super) fn namespace(path: &mut Path<'_>) -> Option<Vec<Endpoint>> {
    let kind = path.resource()?.id.kind.clone();
    let namespace = Switch { values: Values::Perimeter, ..switch("2022-01-01") };
    let own = generic::position(path, path.subject, &namespace);
    path.assume_complete(path.subject, "network rule sets");
    let sets = children::below(path, &format!("{kind}/networkRuleSets"));
    let mut reach = match sets.as_slice() {
        [] => alone(path, &own),
        [(index, doubt)] if doubt.is_empty() => with_rules(path, &own, *index),
        several => {
            // It is not known which of them is the namespace's.
            let mut reach = alone(path, &own);
            let mut missing = Vec::new();
            for (index, doubt) in several {
                missing.extend(doubt.iter().cloned());
                let more = with_rules(path, &own, *index);
                reach.join(more);
            }
            if missing.is_empty() {
                missing.push(which_set());
            }
            let step = own.step().clone();
            reach.doubt(&step, &missing, path);
            reach
        }
    };
    old_rules(path, &kind, &mut reach);
    Some(vec![Endpoint { name: "namespace", port: 5671, reach }])
}

impl Position {
    fn step(&self) -> &Step {
        match self {
            Self::Off(step) | Self::On(step) | Self::Unsure(step, _) => step,
        }
    }
}

fn which_set() -> Missing {
    Missing {
        cause: ringfence_estate::Cause::NotImplemented,
        what: "which of several network rule sets is in force".into(),
        settle: "declare one, named `default`".into(),
    }
}

/// Without a rule set the namespace's switch is all there is.
fn alone(path: &mut Path<'_>, own: &Position) -> Reach {
    match own {
        Position::Off(step) => Reach::shut(step.clone()),
        Position::On(step) => Reach::open(Step { effect: EVERYONE.into(), ..step.clone() }),
        Position::Unsure(step, missing) => {
            path.note(step.clone());
            Reach::doubtful(step.clone(), missing.clone())
        }
    }
}

fn with_rules(path: &mut Path<'_>, own: &Position, set: ResourceIndex) -> Reach {
    let is_external = path.estate.resource(set).is_none_or(|resource| resource.provision == Provision::External);
    if is_external {
        let setting = path.setting(set, "properties");
        let missing = missing::of_value(&setting.value, &setting.path);
        return match own {
            Position::On(step) | Position::Off(step) | Position::Unsure(step, _) => {
                path.note(step.clone());
                Reach::doubtful(setting.step("a rule set of the input", PERHAPS), missing)
            }
        };
    }
    let given = path.setting(set, "properties.publicNetworkAccess");
    let is_left_out = given.value.is_null_or_omitted();
    let kind = path.resource().map(|resource| resource.id.kind.clone());
    let is_event_hub = kind.is_some_and(|kind| kind.eq_ignore_ascii_case("Microsoft.EventHub/namespaces"));
    let values = if is_event_hub { Values::Perimeter } else { Values::Words };
    let of_set = generic::position(path, set, &Switch { values, ..switch("2021-06-01") });
    match (own, of_set) {
        // The rule set is written later: what it says wins.
        (_, Position::On(step)) if !is_left_out => rules(path, set, &step),
        (Position::Off(step), Position::Off(other)) => Reach { ways: Vec::new(), shut: vec![step.clone(), other] },
        (Position::On(step), Position::Off(other)) if step.actual.is_null_or_omitted() => Reach::shut(other),
        (Position::On(step), Position::Off(other)) => {
            let mut reach = rules(path, set, step);
            reach.doubt(&other, &[two_switches("Enabled", "Disabled")], path);
            reach
        }
        (Position::Unsure(step, missing), Position::Off(other)) => {
            path.note(other);
            let mut reach = rules(path, set, step);
            reach.doubt(step, missing, path);
            reach
        }
        (Position::Off(step), Position::On(other)) => {
            let mut reach = rules(path, set, step);
            reach.doubt(&other, &[two_switches("Disabled", "left out")], path);
            reach
        }
        (Position::On(step), Position::On(_)) => rules(path, set, step),
        (Position::Unsure(step, missing), Position::On(_)) => {
            let mut reach = rules(path, set, step);
            reach.doubt(step, missing, path);
            reach
        }
        (own, Position::Unsure(other, missing)) => {
            let mut reach = rules(path, set, own.step());
            reach.doubt(&other, &missing, path);
            reach
        }
    }
}

fn two_switches(namespace: &str, set: &str) -> Missing {
    let what = format!("which counts: `publicNetworkAccess` of the namespace, {namespace}, or of its rule set, {set}");
    missing::unconfirmed("eh-two-switches", &what, "set both to 'Disabled'")
}

/// What a rule set lets in when the public side is on.
fn rules(path: &mut Path<'_>, set: ResourceIndex, on: &Step) -> Reach {
    let mut listed = list::read(path, set, &IP_RULES);
    listed.join(list::read(path, set, &SUBNETS));
    path.note(on.clone());
    let action = path.setting(set, "properties.defaultAction");
    if listed.is_empty() {
        let lets_in = "lets every address in as long as no rule is listed";
        return Reach::open(match action.value.is_null_or_omitted() {
            true => Step { effect: EVERYONE.into(), ..on.clone() },
            false => action.step("'Deny' and a rule, or the public side off", lets_in),
        });
    }
    let resource = path.estate.resource(set);
    let is_new = is_since(resource, "2021-06-01");
    let has_version = resource.is_some_and(|resource| resource.api_version.is_some());
    let opens = action.step("'Deny'", "lets every address in, whatever is listed");
    let mut reach = match action.value.as_str().map(str::to_ascii_lowercase).as_deref() {
        Some("allow") => return Reach::open(opens),
        Some("deny") => denied(listed, &action),
        None if action.value.is_null_or_omitted() && is_new => return Reach::open(opens),
        None if action.value.is_null_or_omitted() && has_version => denied(listed, &action),
        _ => {
            let missing = match &action.value.kind {
                Kind::Null | Kind::Omitted => {
                    let what = "what `defaultAction` is when it is left out, for an API version that is not known";
                    vec![missing::unconfirmed("eh-default-action", what, "set it to 'Deny'")]
                }
                Kind::Term(_) => missing::of_value(&action.value, &action.path),
                _ => vec![missing::odd(&action.value, action.name(), &["Allow", "Deny"])],
            };
            let mut reach = Reach::doubtful(action.step("'Deny'", PERHAPS), missing);
            reach.ways.extend(listed.ways);
            reach
        }
    };
    basic_tier(path, &mut reach);
    reach
}

/// With `Deny`, only what is listed; an empty list means everyone all the same.
fn denied(listed: list::Listed, action: &crate::explore::Setting) -> Reach {
    let step = action.step("'Deny' and a rule", "lets in nobody but what the lists name");
    let mut reach = Reach { ways: listed.ways, shut: vec![step.clone()] };
    if !listed.some {
        let step = Step { effect: "lets every address in if no rule is listed".into(), ..step };
        reach.ways.push(Way::possible(From::Internet, step, listed.maybe_some));
    }
    reach
}

fn basic_tier(path: &mut Path<'_>, reach: &mut Reach) {
    for property in ["sku.name", "sku.tier"] {
        let sku = path.own(property);
        if sku.value.as_str().is_some_and(|name| name.eq_ignore_ascii_case("Basic")) {
            let what = "what a rule set does in the tier Basic, which has no firewall";
            let missing = missing::unconfirmed("eh-basic", what, "choose the tier Standard or Premium");
            let step = sku.step("'Standard' or 'Premium'", "has no firewall");
            reach.ways.push(Way::possible(From::Internet, step, vec![missing]));
            return;
        }
        if let Kind::Term(term) = &sku.value.kind {
            let step = sku.step("'Standard' or 'Premium'", "may have no firewall");
            reach.ways.push(Way::possible(From::Internet, step, missing::of_term(term)));
        }
    }
}

/// Kinds of rule from 2018-01-01-preview, which nobody says how to combine with a rule set: they may close the namespace
/// and they may let somebody in.
fn old_rules(path: &mut Path<'_>, kind: &str, reach: &mut Reach) {
    for old in ["ipFilterRules", "virtualNetworkRules"] {
        for (index, _) in children::below(path, &format!("{kind}/{old}")) {
            let setting = path.setting(index, "properties");
            let what = format!("what the old resource type `{kind}/{old}` lets in");
            let missing = missing::unconfirmed("eh-old-rules", &what, "declare `networkRuleSets` instead");
            let step = setting.step("a network rule set", "may let addresses from outside in");
            reach.doubt(&step, std::slice::from_ref(&missing), path);
            reach.ways.push(Way::possible(From::Somewhere, step, vec![missing]));
        }
    }
}
