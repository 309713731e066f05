//! One resource, however often and in whichever form it is declared.

use ringfence_estate::{Provision, Resource};

use crate::common::{Outcome, run};

const VNET: &str = r#"{"type": "Microsoft.Network/virtualNetworks", "apiVersion": "x", "name": "v", "properties": {
    "subnets": [{"name": "a", "properties": {"addressPrefix": "10.0.0.0/24"}}, {"name": "b", "properties": {"addressPrefix": "10.0.1.0/24"}}]}}"#;

fn subnet(name: &str, depends: &str, properties: &str) -> String {
    format!(
        r#"{{"type": "Microsoft.Network/virtualNetworks/subnets", "apiVersion": "x", "name": "v/{name}"{depends}, "properties": {{{properties}}}}}"#
    )
}

fn child<'o>(outcome: &'o Outcome, name: &str) -> &'o Resource {
    outcome.resource(name)
}

#[test]
fn inline_children_become_resources() {
    let outcome = run(&format!(r#""resources": [{VNET}]"#));
    assert_eq!(outcome.names(), ["virtualNetworks v", "subnets v/a", "subnets v/b"]);
    let a = child(&outcome, "a");
    assert_eq!(a.provision, Provision::Inline);
    assert_eq!(a.property("addressPrefix").as_str(), Some("10.0.0.0/24"));
    assert!(outcome.source(&a.body).starts_with(r#"{"name": "a""#));
}

#[test]
fn a_child_that_is_declared_after_its_parent_replaces_the_inline_one() {
    let own = subnet(
        "a",
        r#", "dependsOn": ["v"]"#,
        r#""addressPrefix": "10.0.0.0/24", "networkSecurityGroup": {"id": "n"}"#,
    );
    let outcome = run(&format!(r#""resources": [{VNET}, {own}]"#));
    assert_eq!(outcome.names(), ["virtualNetworks v", "subnets v/a", "subnets v/b"]);
    let a = child(&outcome, "a");
    assert_eq!(a.provision, Provision::Declared);
    assert_eq!(a.property("networkSecurityGroup.id").as_str(), Some("n"));
    assert_eq!(a.writes.len(), 1);
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
}

#[test]
fn a_child_in_no_order_with_its_parent_is_unknown_where_they_differ() {
    let own = subnet("a", "", r#""addressPrefix": "10.0.9.0/24""#);
    let outcome = run(&format!(r#""resources": [{VNET}, {own}]"#));
    let prefix = child(&outcome, "a").property("addressPrefix");
    assert!(prefix.to_string().contains("either of two declarations"), "{prefix}");
    let same = subnet("a", "", r#""addressPrefix": "10.0.0.0/24""#);
    let outcome = run(&format!(r#""resources": [{VNET}, {same}]"#));
    assert_eq!(child(&outcome, "a").property("addressPrefix").as_str(), Some("10.0.0.0/24"));
}

fn storage(more: &str, properties: &str) -> String {
    format!(
        r#"{{"type": "Microsoft.Storage/storageAccounts", "apiVersion": "x", "name": "s"{more}, "properties": {{{properties}}}}}"#
    )
}

fn module(name: &str, depends: &str, resource: &str) -> String {
    format!(
        r#"{{"type": "Microsoft.Resources/deployments", "apiVersion": "x", "name": "{name}"{depends}, "properties": {{"mode": "Incremental",
            "expressionEvaluationOptions": {{"scope": "inner"}}, "template": {}}}}}"#,
        crate::common::template(&format!(r#""resources": [{resource}]"#))
    )
}

#[test]
fn two_declarations_are_successive_writes_in_the_order_of_dependencies() {
    let first = module("one", "", &storage("", r#""x": 1, "y": 1"#));
    let second = module("two", r#", "dependsOn": ["one"]"#, &storage("", r#""x": 2"#));
    for order in [[&first, &second], [&second, &first]] {
        let outcome = run(&format!(r#""resources": [{}, {}]"#, order[0], order[1]));
        assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
        let s = outcome.resource("s");
        assert_eq!(s.body.get("properties").to_string(), "{x: 2}");
        assert_eq!(s.writes.len(), 1);
    }
}

#[test]
fn two_declarations_in_no_order_are_unknown_where_they_differ_and_both_are_named() {
    let outcome =
        run(&format!(r#""resources": [{}, {}]"#, storage("", r#""x": 1, "z": 7"#), storage("", r#""x": 2, "z": 7"#)));
    assert_eq!(outcome.codes(), ["declared-twice"]);
    assert_eq!(outcome.diagnostics[0].related.len(), 1);
    let s = outcome.resource("s");
    assert_eq!(s.property("z").as_int(), Some(7));
    assert!(s.property("x").as_term().is_some());
    assert_eq!(s.writes.len(), 1);
}

#[test]
fn declarations_that_exclude_each_other_are_one_resource_by_case() {
    let outcome = run(&format!(
        r#""parameters": {{"c": {{"type": "bool"}}}}, "resources": [{}, {}]"#,
        storage(r#", "condition": "[parameters('c')]""#, r#""x": 1"#),
        storage(r#", "condition": "[not(parameters('c'))]""#, r#""x": 2"#)
    ));
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    let s = outcome.resource("s");
    assert!(s.present.is_always());
    assert_eq!(s.property("x").to_string(), "2 if c is false | 1 if c is true");
}

#[test]
fn ids_that_may_be_one_stay_two() {
    let outcome = run(r#""parameters": {"a": {"type": "string"}, "b": {"type": "string"}}, "resources": [
          {"type": "A.B/c", "apiVersion": "x", "name": "[parameters('a')]"}, {"type": "A.B/c", "apiVersion": "x", "name": "[parameters('b')]"}]"#);
    assert_eq!(outcome.names(), ["c {a}", "c {b}"]);
    let [one, two] = outcome.estate.resources.as_slice() else { panic!("two") };
    assert_eq!(one.id.same(&two.id), ringfence_estate::Sameness::Maybe);
}

#[test]
fn extension_resources_keep_their_target_in_their_identity() {
    let lock = |target: &str| {
        format!(
            r#"{{"type": "Microsoft.Authorization/locks", "apiVersion": "x", "name": "l", "scope": "[resourceId('A.B/c', '{target}')]"}}"#
        )
    };
    let outcome = run(&format!(r#""resources": [{}, {}]"#, lock("one"), lock("two")));
    assert_eq!(outcome.estate.resources.len(), 2);
    assert!(outcome.codes().is_empty());
}

#[test]
fn an_id_that_is_put_together_from_text_names_the_same_resource() {
    let id = "extensionResourceId(format('/subscriptions/{0}/resourceGroups/{1}', subscription().subscriptionId, parameters('group')), 'A.B/c', 'r')";
    let outcome = run(&format!(
        r#""parameters": {{"group": {{"type": "string"}}}}, "resources": [
            {{"type": "A.B/c", "apiVersion": "x", "name": "r", "resourceGroup": "[parameters('group')]", "properties": {{"x": 1}}}},
            {{"type": "A.B/c", "apiVersion": "x", "name": "s", "dependsOn": ["[{id}]"], "properties": {{"x": "[reference({id}).x]"}}}}]"#
    ));
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!(outcome.resource("s").property("x").as_int(), Some(1));
    assert_eq!(outcome.resource("s").depends_on.len(), 1);
}
