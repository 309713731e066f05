//! The access rules of a web app's endpoint: ascending priority, the first match wins.

use ringfence_estate::{Cause, Kind};
use ringfence_packets::{AddressSet, Filter, Set};

use super::Config;
use crate::explore::{Path, Setting};
use crate::exposure::address::{self, Entry};
use crate::exposure::generic::{self, EVERYONE, PERHAPS};
use crate::exposure::list::{self, Entries};
use crate::exposure::way::{From, Reach, Way};
use crate::finding::{Missing, Step};
use crate::items::{Item, items};
use crate::missing;

/// What the access rules of one endpoint let in: ascending priority, the first match wins.
pub(super) fn rules(path: &mut Path<'_>, config: &Config, scm: bool, on: &Step) -> Reach {
    let mut scm = scm;
    let mut unsure_main = None;
    if scm {
        let main = config.property(path, "scmIpSecurityRestrictionsUseMain");
        match &main.value.kind {
            Kind::Bool(true) => {
                path.note(main.step("true", "makes the deployment endpoint use the site's rules"));
                scm = false;
            }
            Kind::Bool(false) | Kind::Null | Kind::Omitted => {}
            _ => unsure_main = Some(main),
        }
    }
    if let Some(main) = unsure_main {
        let mut reach = listed(path, config, true, on);
        reach.join(listed(path, config, false, on));
        let missing = missing::of_value(&main.value, &main.path);
        reach.doubt(&main.step("true", PERHAPS), &missing, path);
        return reach;
    }
    listed(path, config, scm, on)
}

/// One access rule, as far as it is known.
struct Rule {
    priority: Option<i64>,
    allow: Option<bool>,
    /// What it matches.
    set: Filter<AddressSet>,
    /// What it matches besides addresses: a tag, a subnet.
    other: Option<Way>,
    /// Whether headers narrow it, which a client writes itself.
    headers: bool,
    doubt: Vec<Missing>,
    step: Step,
}

/// Every access rule property but the default action is known since 2018-02-01; an older version may ignore it.
const RULES_SINCE: &str = "2018-02-01";

fn listed(path: &mut Path<'_>, config: &Config, scm: bool, on: &Step) -> Reach {
    let (list, default) = match scm {
        true => ("scmIpSecurityRestrictions", "scmIpSecurityRestrictionsDefaultAction"),
        false => ("ipSecurityRestrictions", "ipSecurityRestrictionsDefaultAction"),
    };
    let list = config.property(path, list);
    let default = config.property(path, default);
    let items = items(path, &list);
    let mut reach = Reach::default();
    let mut unknown: Vec<Missing> = Vec::new();
    let mut rules = Vec::new();
    let mut some = false;
    for item in &items {
        some |= item.doubt.is_empty() && !item.opaque;
        if item.opaque {
            unknown.extend(item.doubt.iter().cloned());
        } else {
            rules.push(rule(path, item));
        }
    }
    let none_perhaps = !some;
    if !in_order(&mut rules) {
        unknown.push(Missing {
            cause: Cause::NoValue,
            what: format!("in which order the rules of `{}` are looked at", list.path),
            settle: "give each rule a priority".into(),
        });
    }
    let mut left = Filter::<AddressSet>::everything();
    for rule in &rules {
        let hit = left.intersect(&rule.set);
        match rule.allow {
            Some(true) => reach.ways.extend(allow(rule, &hit)),
            Some(false) => {}
            None => {
                let ways = allow(rule, &Filter::possibly(hit.may().clone()));
                reach.ways.extend(ways.into_iter().map(|way| list::doubted(way, &rule.doubt)));
            }
        }
        // What is certainly matched here does not go on; what is possibly matched may.
        left = match (rule.headers, rule.doubt.is_empty()) {
            (false, true) => left.subtract(&rule.set),
            _ => left.subtract(&Filter::possibly(rule.set.may().clone())),
        };
    }
    let after = unmatched(path, &default, &list, on, some, none_perhaps && !items.is_empty(), &left, &rules);
    reach.join(after);
    if !unknown.is_empty() {
        let step = list.step("rules that allow no address from outside", PERHAPS);
        reach.doubt(&step, &unknown, path);
        reach.ways.push(Way::possible(From::Somewhere, step, unknown));
    }
    if !items.is_empty() {
        generic::unless_ignored(path, &list, RULES_SINCE, &mut reach);
        path.note(Step { effect: "leaves it to the access rules who comes in".into(), ..on.clone() });
    }
    reach
}

/// Sorts by priority; false if the order is not known and matters.
fn in_order(rules: &mut [Rule]) -> bool {
    let known = rules.iter().all(|rule| rule.priority.is_some());
    if known {
        rules.sort_by_key(|rule| rule.priority);
        return true;
    }
    let first = rules.first().and_then(|rule| rule.allow);
    first.is_some() && rules.iter().all(|rule| rule.allow == first)
}

fn rule(path: &mut Path<'_>, item: &Item) -> Rule {
    let subject = path.subject;
    let action = item.member(path, "action", subject);
    let priority = item.member(path, "priority", subject);
    let headers = item.member(path, "headers", subject);
    let address = item.member(path, "ipAddress", subject);
    let subnet = item.member(path, "vnetSubnetResourceId", subject);
    let tag = item.member(path, "tag", subject);
    let mut doubt = item.doubt.clone();
    let allow = match action.value.as_str().map(str::to_ascii_lowercase).as_deref() {
        Some("allow") => Some(true),
        Some("deny") => Some(false),
        // Left out, it is not documented what it is.
        _ => {
            doubt.extend(missing::of_value(&action.value, &action.path));
            None
        }
    };
    let has_headers = match &headers.value.kind {
        Kind::Null | Kind::Omitted => false,
        Kind::Object(object) => !object.members.is_empty() || object.rest.is_some(),
        _ => true,
    };
    let is_tag = tag.value.as_str().is_some_and(|tag| tag.eq_ignore_ascii_case("ServiceTag"));
    let mut rule = Rule {
        priority: priority.value.as_int(),
        allow,
        set: Filter::nothing(),
        other: None,
        headers: has_headers,
        doubt,
        step: address.step(list::REQUIRED, "lets addresses from outside in"),
    };
    if !subnet.value.is_null_or_omitted() {
        rule.step = subnet.step("a subnet of the estate", "lets a subnet in");
        rule.other = list::of_setting(path, &subnet, Entries::Subnets);
    } else if is_tag {
        rule.other = match address.value.as_str() {
            Some(tag) => list::of_tag(tag, &address),
            None => list::of_setting(path, &address, Entries::Tags),
        };
        if rule.other.as_ref().is_some_and(|way| way.certain && way.from == From::Internet) {
            rule.set = Filter::everything();
            rule.other = None;
        }
    } else {
        match address.value.as_str() {
            Some(text) => rule.set = addresses(text),
            None if address.value.is_null_or_omitted() => rule.set = Filter::everything(),
            None if address::is_own(&address.value, path.estate) => {}
            None => {
                rule.set = Filter::possibly(Set::all());
                rule.doubt.extend(missing::of_value(&address.value, &address.path));
            }
        }
    }
    rule
}

/// A prefix, up to eight of them with commas, `Any`, or `AnyVnets`, which are not addresses of the internet.
fn addresses(text: &str) -> Filter<AddressSet> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.fold(Filter::nothing(), |sum: Filter<AddressSet>, part| {
        sum.union(&match part.to_ascii_lowercase().as_str() {
            "any" | "*" => Filter::everything(),
            "anyvnets" => Filter::nothing(),
            _ => match part.parse::<AddressSet>() {
                Ok(set) => Filter::exactly(set),
                Err(_) => Filter::possibly(Set::all()),
            },
        })
    })
}

/// The ways that an allowing rule opens for what reaches it.
fn allow(rule: &Rule, hit: &Filter<AddressSet>) -> Vec<Way> {
    let mut ways = Vec::new();
    let step = |effect: &str| Step { effect: effect.into(), ..rule.step.clone() };
    let mut missing = rule.doubt.clone();
    if rule.headers {
        missing.push(headers());
    }
    match (part(hit.must()), part(hit.may())) {
        (Some(From::Internet), _) if missing.is_empty() => ways.push(Way::certain(From::Internet, step(EVERYONE))),
        (Some(from), _) if missing.is_empty() => {
            ways.push(Way::certain(from, step("lets addresses from outside in")));
        }
        (_, Some(from)) => {
            if missing.is_empty() {
                missing.extend(missing::of_value(&rule.step.actual, &rule.step.path));
            }
            ways.push(Way::possible(from, step("may let addresses from outside in"), missing.clone()));
        }
        _ => {}
    }
    ways.extend(rule.other.clone().map(|way| list::doubted(way, &missing)));
    ways
}

fn headers() -> Missing {
    Missing {
        cause: Cause::NotImplemented,
        what: "whether somebody outside sends the headers that an access rule asks for".into(),
        settle: "reach the site through a private endpoint instead".into(),
    }
}

fn part(set: &AddressSet) -> Option<From> {
    match address::entry(set) {
        Entry::Everyone => Some(From::Internet),
        Entry::Addresses { must, .. } if !must.is_empty() => Some(From::Addresses(must)),
        _ => None,
    }
}

/// Who matches no rule: the default action, and left out, `Allow` without rules and `Deny` with at least one.
#[expect(clippy::too_many_arguments, reason = "the state of one pass over the rules, used here only")]
fn unmatched(
    path: &mut Path<'_>,
    default: &Setting,
    list: &Setting,
    on: &Step,
    some: bool,
    none_perhaps: bool,
    left: &Filter<AddressSet>,
    rules: &[Rule],
) -> Reach {
    let required = "'Deny'";
    let explicit = !default.value.is_null_or_omitted();
    let open = match explicit {
        true => default.step(required, "lets in whoever matches no rule"),
        false => Step { effect: EVERYONE.into(), ..on.clone() },
    };
    let through = |step: Step| {
        let doubts = || rules.iter().flat_map(|rule| rule.doubt.iter().cloned()).collect::<Vec<_>>();
        match (part(left.must()), part(left.may())) {
            (Some(from), _) => vec![Way::certain(from, step)],
            (None, Some(from)) => {
                let mut missing = doubts();
                if missing.is_empty() {
                    missing.push(headers());
                }
                vec![Way::possible(from, step, missing)]
            }
            _ => Vec::new(),
        }
    };
    // Before, the default action was what the rules made it.
    let ignored = if explicit { generic::before(path, default, "2022-09-01") } else { None };
    match default.value.as_str().map(str::to_ascii_lowercase).as_deref() {
        Some("allow" | "deny") if ignored.is_some() => {
            let ways = through(default.step(required, generic::OLD));
            let missing: Vec<Missing> = ignored.into_iter().collect();
            Reach { ways: ways.into_iter().map(|way| list::doubted(way, &missing)).collect(), shut: Vec::new() }
        }
        Some("allow") => Reach { ways: through(open), shut: denied(list, rules) },
        Some("deny") => Reach::shut(default.step(required, "lets in nobody but what the rules allow")),
        None if !explicit && !some && !none_perhaps => Reach { ways: through(open), shut: Vec::new() },
        None if !explicit && some => {
            Reach { ways: Vec::new(), shut: vec![list.step(list::REQUIRED, "lets in nobody but what the rules allow")] }
        }
        None if !explicit => {
            let doubts = rules.iter().flat_map(|rule| rule.doubt.iter().cloned());
            let mut missing: Vec<Missing> = doubts.chain(missing::of_value(&list.value, &list.path)).collect();
            missing.dedup();
            let step = list.step("a rule, or a default action 'Deny'", "lets everyone in if it is empty");
            let ways = through(open);
            path.note(step.clone());
            Reach {
                ways: ways.into_iter().map(|way| list::doubted(Way { step: step.clone(), ..way }, &missing)).collect(),
                shut: Vec::new(),
            }
        }
        _ => {
            let missing = match &default.value.kind {
                Kind::Term(_) => missing::of_value(&default.value, &default.path),
                _ => vec![missing::odd(&default.value, default.name(), &["Allow", "Deny"])],
            };
            let step = default.step(required, PERHAPS);
            let ways = through(step);
            Reach { ways: ways.into_iter().map(|way| list::doubted(way, &missing)).collect(), shut: Vec::new() }
        }
    }
}

/// With `Allow` for what is left, a rule that denies everyone is what closes it.
fn denied(list: &Setting, rules: &[Rule]) -> Vec<Step> {
    let deny = rules.iter().find(|rule| rule.allow == Some(false));
    deny.map(|rule| Step { effect: "turns away whoever is outside".into(), ..rule.step.clone() })
        .or_else(|| Some(list.step(list::REQUIRED, "turns away whoever is outside")))
        .into_iter()
        .collect()
}
