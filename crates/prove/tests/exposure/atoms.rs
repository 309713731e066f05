//! Random settings, of which one part is then not known: what is said without it must be true whatever it is.

use ringfence_estate::ResourceIndex;
use ringfence_testkit::Random;
use ringfence_testkit::settings::{Declaration, SERVICES, build, settings};
use serde_json::{Value as Json, json};

use crate::summary;

const ROUNDS: usize = 150;

fn verdicts(declarations: &[Declaration]) -> Vec<String> {
    let found = summary::verdicts(&summary::of(&build(declarations), ResourceIndex(0)));
    found.split('|').map(str::to_owned).collect()
}

/// How many places a body has that can be put out of sight.
fn places(json: &Json) -> usize {
    match json {
        Json::Object(members) => members.values().map(|value| 1 + places(value)).sum(),
        Json::Array(items) => items.iter().map(|item| 1 + places(item)).sum(),
        _ => 0,
    }
}

/// Changes the place of that number.
fn change(json: &mut Json, nth: &mut usize, with: &mut dyn FnMut(&Json) -> Json) {
    let children: Vec<&mut Json> = match json {
        Json::Object(members) => members.values_mut().collect(),
        Json::Array(items) => items.iter_mut().collect(),
        _ => return,
    };
    for child in children {
        if *nth == 0 {
            *child = with(child);
        }
        *nth = nth.wrapping_sub(1);
        change(child, nth, with);
    }
}

/// An atom that may have the value.
fn atom(value: &Json) -> Json {
    match value {
        Json::String(_) | Json::Null => json!({ "$param": "hidden" }),
        Json::Bool(_) => json!({ "$bool": "hidden" }),
        Json::Array(_) => json!({ "$array": "hidden" }),
        _ => json!({ "$object": "hidden" }),
    }
}

fn check(how: &str, mut with: impl FnMut(&mut Random, &Json) -> Json) {
    let mut told_apart = 0;
    for (nth, kind) in SERVICES.iter().enumerate() {
        let mut random = Random::new(100 + nth as u64);
        for round in 0..ROUNDS {
            let whole = settings(&mut random, kind);
            let mut partly = whole.clone();
            let at = random.below(partly.len());
            let mut place = random.below(places(&partly[at].body));
            change(&mut partly[at].body, &mut place, &mut |value| with(&mut random, value));
            let (known, unknown) = (verdicts(&whole), verdicts(&partly));
            let [known] = known.as_slice() else { panic!("{known:?}") };
            let is_true = unknown.iter().any(|verdict| verdict == known || verdict == "unknown" || known == "unknown");
            assert!(is_true, "{how}: {kind}, round {round}: {known}, but {unknown:?} of {partly:#?}");
            told_apart += usize::from(unknown.iter().any(|verdict| verdict != known));
        }
    }
    assert!(told_apart > 60, "{how}: what is hidden matters now and then, {told_apart}");
}

#[test]
fn without_a_value() {
    check("an atom", |_, value| atom(value));
}

#[test]
fn under_a_choice() {
    check("a choice", |random, value| {
        let other = [json!("Enabled"), json!("Disabled"), json!("Deny"), json!(null), json!([]), json!("203.0.113.9")];
        let other = random.pick(&other).cloned().unwrap_or_default();
        if random.once_in(2) {
            json!({ "$if": ["choice", value, other] })
        } else {
            json!({ "$if": ["choice", other, value] })
        }
    });
}

/// A choice that stands in two places is one choice: with it, the settings are as they were, in one of the two cases.
#[test]
fn under_a_choice_that_decides_twice() {
    for (nth, kind) in SERVICES.iter().enumerate() {
        let mut random = Random::new(500 + nth as u64);
        for round in 0..ROUNDS {
            let (mut both, whole) = (settings(&mut random, kind), settings(&mut random, kind));
            let (one, other) = (verdicts(&both)[0].clone(), verdicts(&whole[..1])[0].clone());
            let alone = both[0].body.clone();
            // The service is the one or the other; what else is declared is there only with the first.
            both[0].body = json!({ "properties": { "$if": ["first", alone["properties"], whole[0].body["properties"]] },
                "kind": "AIServices", "sku": { "name": "Premium" } });
            let mut builder = build(&both[..1]);
            builder.declare("Microsoft.Network/virtualNetworks/subnets", "vnet/snet", &json!({}));
            for declaration in both.iter().skip(2) {
                builder.declare_if("first", &declaration.kind, &declaration.names, &declaration.body);
            }
            let found = summary::of(&builder, ResourceIndex(0));
            let cases: Vec<&str> = found.split(" | ").collect();
            let says = |verdict: &str, choice: &str| {
                cases
                    .iter()
                    .any(|case| case.starts_with(verdict) && (case.ends_with(choice) || !case.contains(" when ")))
            };
            assert!(says(&one, "first is true"), "{kind}, round {round}: {one} when first is true: {found}");
            let subnet = serde_json::to_string(&whole[0].body).unwrap_or_default().contains("vnet/subnets/snet");
            if !subnet && kind != &"Microsoft.Web/sites" {
                assert!(says(&other, "first is false"), "{kind}, round {round}: {other} when first is false: {found}");
            }
        }
    }
}
