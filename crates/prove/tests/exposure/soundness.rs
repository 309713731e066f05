//! No wrong `holds`: what closes a service, when nobody knows its value, no longer does.

use serde_json::{Value as Json, json};

use crate::closed_forms::{Form, build, forms, with};
use crate::summary;

fn found(form: &Form, switch: &Json) -> (String, String) {
    let (builder, index) = build(form, Some(switch));
    (summary::of(&builder, index), summary::missing(&builder, index))
}

/// Each JSON that stands somewhere in the body, with the body in which `"@"` stands for it.
fn holes(body: &Json) -> Vec<(Json, Json)> {
    fn go(body: &Json, rebuild: &dyn Fn(Json) -> Json, holes: &mut Vec<(Json, Json)>) {
        let Json::Object(members) = body else { return };
        for (name, value) in members {
            let inside = |new: Json| {
                let mut members = members.clone();
                members.insert(name.clone(), new);
                rebuild(Json::Object(members))
            };
            holes.push((value.clone(), inside(json!("@"))));
            go(value, &inside, holes);
        }
    }
    let mut holes_found = Vec::new();
    go(body, &|new| new, &mut holes_found);
    holes_found
}

#[test]
fn the_closing_property_without_a_value_is_unknown_and_named() {
    for form in forms() {
        let (verdict, missing) = found(&form, &json!({ "$param": "access" }));
        assert!(verdict.starts_with("unknown"), "{} {verdict}", form.kind);
        assert!(missing.contains("`access`") && missing.contains("--parameters"), "{}: {missing}", form.kind);
    }
}

#[test]
fn anything_on_the_way_to_it_without_a_value_is_unknown() {
    for form in forms() {
        let closed = with(&(form.body)(), Some(&(form.closed)()));
        for (_, holed) in holes(&closed) {
            for atom in [json!({ "$param": "x" }), json!({ "$object": "x" })] {
                let (builder, index) =
                    build(&Form { body: || json!("@"), around: form.around, ..form }, Some(&with(&holed, Some(&atom))));
                let verdict = summary::verdicts(&summary::of(&builder, index));
                // A hole in what does not close it (the kind, the SKU, the other of two endpoints) may leave it closed.
                let closes = verdict == "holds";
                let without = with(&holed, None);
                let (builder, index) =
                    build(&Form { body: || json!("@"), around: form.around, ..form }, Some(&without));
                let left_out = summary::verdicts(&summary::of(&builder, index));
                assert!(!closes || left_out != "fails", "{} {holed}: {verdict}, left out: {left_out}", form.kind);
            }
        }
    }
}

#[test]
fn a_choice_between_open_and_closed_is_told_apart() {
    for form in forms() {
        let (closed, open) = ((form.closed)(), (form.open)());
        let (verdict, _) = found(&form, &json!({ "$if": ["isolated", closed, open] }));
        let mut cases: Vec<&str> = verdict.split(" | ").collect();
        cases.sort_by_key(|case| !case.starts_with("holds"));
        let [shut, other] = cases.as_slice() else { panic!("{}: {verdict}", form.kind) };
        assert!(shut.starts_with("holds") && shut.contains("when isolated is true"), "{}: {verdict}", form.kind);
        assert!(other.starts_with(form.opened) && other.contains("when isolated is false"), "{}: {verdict}", form.kind);
    }
}

#[test]
fn an_allowed_value_is_a_choice() {
    for form in forms().iter().filter(|form| (form.closed)().is_string()) {
        let (closed, open) = ((form.closed)(), (form.open)());
        let (verdict, _) = found(form, &json!({ "$allowed": ["access", closed, open] }));
        assert!(
            verdict.contains(&format!("when access is '{}'", closed.as_str().unwrap())),
            "{}: {verdict}",
            form.kind
        );
        assert_eq!(summary::verdicts(&verdict), format!("holds|{}", form.opened), "{}: {verdict}", form.kind);
    }
}
