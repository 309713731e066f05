//! Declarations: both forms, children, loops, scopes, extensions.

use ringfence_estate::Provision;

use crate::common::{Run, run, template};

const STORAGE: &str = r#""type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-01-01""#;

#[test]
fn the_array_and_the_symbolic_form_declare_the_same() {
    let array = run(&format!(r#""resources": [{{{STORAGE}, "name": "a", "location": "l", "sku": {{"name": "x"}}}}]"#));
    let symbolic = run(&format!(
        r#""languageVersion": "2.0", "resources": {{"s": {{{STORAGE}, "name": "a", "location": "l", "sku": {{"name": "x"}}}}}}"#
    ));
    for outcome in [&array, &symbolic] {
        assert!(outcome.codes().is_empty());
        let resource = outcome.resource("a");
        assert_eq!(resource.body.get("location").as_str(), Some("l"));
        assert_eq!(resource.body.path("sku.name").as_str(), Some("x"));
        assert_eq!(resource.api_version.as_deref(), Some("2023-01-01"));
        assert!(resource.body.get("name").is_omitted() && resource.body.get("apiVersion").is_omitted());
        assert_eq!(resource.provision, Provision::Declared);
    }
    assert_eq!(array.ids(), symbolic.ids());
    assert_eq!(symbolic.resource("a").symbol.as_deref(), Some("s"));
    assert_eq!(
        array.ids(),
        [
            "/subscriptions/{subscription().subscriptionId}/resourceGroups/{resourceGroup().name}/providers/Microsoft.Storage/storageAccounts/a"
        ]
    );
}

#[test]
fn children_have_their_parents_type_and_name_before_their_own() {
    let outcome = run(&format!(
        r#""resources": [{{{STORAGE}, "name": "a", "resources": [
            {{"type": "blobServices", "apiVersion": "x", "name": "default", "resources": [
                {{"type": "containers", "apiVersion": "x", "name": "c"}}]}},
            {{"type": "Microsoft.Storage/storageAccounts/queueServices", "apiVersion": "x", "name": "a/default"}},
            {{"type": "providers/locks", "apiVersion": "x", "name": "Microsoft.Authorization/l"}},
            {{"type": "Microsoft.Authorization/roleAssignments", "apiVersion": "x", "name": "r", "scope": "Microsoft.Storage/storageAccounts/a"}}]}},
           {{"type": "Microsoft.Storage/storageAccounts/blobServices/containers", "apiVersion": "x", "name": "[format('{{0}}/default/d', 'a')]"}}]"#
    ));
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    let short: Vec<String> =
        outcome.ids().iter().map(|id| id.split("/providers/").skip(1).collect::<Vec<_>>().join(" ! ")).collect();
    assert_eq!(
        short,
        [
            "Microsoft.Storage/storageAccounts/a",
            "Microsoft.Storage/storageAccounts/a/blobServices/default",
            "Microsoft.Storage/storageAccounts/a/blobServices/default/containers/c",
            "Microsoft.Storage/storageAccounts/a/queueServices/default",
            "Microsoft.Storage/storageAccounts/a ! Microsoft.Authorization/locks/l",
            "Microsoft.Storage/storageAccounts/a ! Microsoft.Authorization/roleAssignments/r",
            "Microsoft.Storage/storageAccounts/a/blobServices/default/containers/d",
        ]
    );
}

#[test]
fn a_name_with_the_wrong_number_of_segments_is_an_error() {
    for (kind, name) in
        [("Microsoft.Storage/storageAccounts", "a/b"), ("Microsoft.Storage/storageAccounts/blobServices", "a")]
    {
        let outcome = run(&format!(r#""resources": [{{"type": "{kind}", "apiVersion": "x", "name": "{name}"}}]"#));
        assert_eq!(outcome.codes(), ["name-segments"], "{kind} {name}");
        assert!(outcome.ids().is_empty());
    }
}

#[test]
fn an_unknown_name_has_the_segments_that_its_type_needs() {
    let outcome = run(
        r#""parameters": {"n": {"type": "string"}}, "resources": [{"type": "Microsoft.Storage/storageAccounts/blobServices", "apiVersion": "x", "name": "[parameters('n')]"}]"#,
    );
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!(outcome.names(), ["blobServices {split(parameters('n'), '/')[0]}/{split(parameters('n'), '/')[1]}"]);
}

#[test]
fn a_loop_of_known_count_is_unrolled() {
    let outcome = run(&format!(
        r#""parameters": {{"n": {{"type": "int", "defaultValue": 3}}}},
           "resources": [{{{STORAGE}, "name": "[concat('s', copyIndex())]", "copy": {{"name": "each", "count": "[parameters('n')]"}},
             "properties": {{"i": "[copyIndex('each', 10)]",
               "copy": [{{"name": "inner", "count": 2, "input": {{"o": "[copyIndex()]", "i": "[copyIndex('inner')]"}}}}]}}}}]"#
    ));
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!(outcome.names(), ["storageAccounts s0", "storageAccounts s1", "storageAccounts s2"]);
    let properties = outcome.resource("s2").body.get("properties").to_string();
    assert_eq!(properties, "{i: 12, inner: [{o: 2, i: 0}, {o: 2, i: 1}]}");
    // What the loop's count rests on, each of its resources rests on.
    let defaults = outcome.estate.origins.defaults_of(outcome.resource("s0").origin);
    assert!(defaults.contains("n"));
}

#[test]
fn a_loop_of_unknown_count_is_one_family() {
    let outcome = run(&format!(
        r#""parameters": {{"names": {{"type": "array"}}}},
           "resources": [{{{STORAGE}, "name": "[parameters('names')[copyIndex()]]", "copy": {{"name": "each", "count": "[length(parameters('names'))]"}}}}]"#
    ));
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    let [resource] = outcome.estate.resources.as_slice() else { panic!("{:?}", outcome.ids()) };
    assert_eq!(resource.family.as_ref().expect("a family").text().as_ref(), "copyIndex('each')");
    assert_eq!(resource.id.display_name(), "{names[copyIndex('each')]}");
}

#[test]
fn a_count_that_depends_on_a_choice_gives_each_resource_its_guard() {
    let outcome = run(&format!(
        r#""parameters": {{"flag": {{"type": "bool"}}}},
           "resources": [{{{STORAGE}, "name": "[concat('s', copyIndex())]", "copy": {{"name": "each", "count": "[if(parameters('flag'), 2, 1)]"}}}}]"#
    ));
    let guards: Vec<String> = outcome.estate.resources.iter().map(|own| own.present.to_string()).collect();
    assert_eq!(guards, ["always", "flag is true"]);
}

#[test]
fn a_condition_is_a_guard_and_does_not_cascade_to_children() {
    let outcome = run(&format!(
        r#""parameters": {{"flag": {{"type": "bool"}}, "n": {{"type": "string"}}}},
           "resources": [
             {{{STORAGE}, "name": "a", "condition": "[parameters('flag')]", "properties": {{"x": "[if(parameters('flag'), 1, 2)]"}},
               "resources": [{{"type": "blobServices", "apiVersion": "x", "name": "default"}}]}},
             {{{STORAGE}, "name": "b", "condition": false}},
             {{{STORAGE}, "name": "c", "condition": "[equals(parameters('n'), 'x')]"}}]"#
    ));
    assert_eq!(outcome.names(), ["storageAccounts a", "blobServices a/default", "storageAccounts c"]);
    let a = outcome.resource("a");
    assert_eq!(a.present.to_string(), "flag is true");
    assert_eq!(a.property("x").as_int(), Some(1));
    assert!(outcome.resource("default").present.is_always());
    assert_eq!(outcome.resource("c").present.to_string(), "equals(parameters('n'), 'x') is true");
}

#[test]
fn a_scope_puts_a_resource_somewhere_else() {
    let text = r#"{"$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#", "contentVersion": "1.0.0.0",
        "resources": [
          {"type": "Microsoft.Resources/resourceGroups", "apiVersion": "x", "name": "g", "location": "l"},
          {"type": "Microsoft.Management/managementGroups", "apiVersion": "x", "name": "m", "scope": "/"},
          {"type": "Microsoft.Authorization/locks", "apiVersion": "x", "name": "k", "scope": "[subscriptionResourceId('Microsoft.Resources/resourceGroups', 'g')]"}]}"#;
    let outcome = Run::default().of(text);
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    let ids = outcome.ids();
    assert_eq!(ids[0], "/subscriptions/{subscription().subscriptionId}/providers/Microsoft.Resources/resourceGroups/g");
    assert_eq!(ids[1], "/providers/Microsoft.Management/managementGroups/m");
    assert!(ids[2].ends_with("resourceGroups/g/providers/Microsoft.Authorization/locks/k"), "{}", ids[2]);
}

#[test]
fn existing_resources_are_external_once() {
    let outcome = run(r#""languageVersion": "2.0", "resources": {
           "v": {"existing": true, "type": "Microsoft.KeyVault/vaults", "apiVersion": "x", "name": "kv"},
           "w": {"existing": true, "type": "Microsoft.KeyVault/vaults", "apiVersion": "x", "name": "KV"},
           "other": {"existing": true, "type": "Microsoft.KeyVault/vaults", "apiVersion": "x", "name": "kv", "resourceGroup": "g"}}"#);
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    let provisions: Vec<_> = outcome.estate.resources.iter().map(|own| own.provision).collect();
    assert_eq!(provisions, [Provision::External, Provision::External]);
    assert!(outcome.ids()[1].contains("/resourceGroups/g/"));
    assert_eq!(outcome.estate.declared().count(), 0);
}

#[test]
fn resources_of_other_extensions_are_left_out() {
    let outcome = run(
        r#""languageVersion": "2.1-experimental", "extensions": {"graph": {"name": "MicrosoftGraph", "version": "1.0.0"}},
           "resources": {"g": {"extension": "graph", "type": "Microsoft.Graph/groups@v1.0", "properties": {"uniqueName": "x"}}}"#,
    );
    assert!(outcome.ids().is_empty());
}

#[test]
fn what_a_resource_waits_for_is_resolved_whatever_names_it() {
    let outcome = run(&format!(
        r#""resources": [
            {{{STORAGE}, "name": "a"}}, {{{STORAGE}, "name": "[concat('l', copyIndex())]", "copy": {{"name": "loop", "count": 2}}}},
            {{{STORAGE}, "name": "b", "dependsOn": ["a"]}},
            {{{STORAGE}, "name": "c", "dependsOn": ["[resourceId('Microsoft.Storage/storageAccounts', 'a')]", "loop"]}},
            {{{STORAGE}, "name": "d", "dependsOn": ["Microsoft.Storage/storageAccounts/c"]}}]"#
    ));
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    let after = |name: &str| {
        let resource = outcome.resource(name);
        let names = resource.depends_on.iter().map(|at| outcome.estate.resource(*at).expect("it").id.display_name());
        names.collect::<Vec<_>>().join(" ")
    };
    assert_eq!([after("b"), after("c"), after("d")], ["a", "a l0 l1", "c"]);
}

#[test]
fn a_template_without_parameters_file_is_evaluated_all_the_same() {
    let text = template(&format!(
        r#""parameters": {{"n": {{"type": "string"}}}}, "resources": [{{{STORAGE}, "name": "[concat('st', parameters('n'))]"}}]"#
    ));
    assert_eq!(Run::default().of(&text).names(), ["storageAccounts st{n}"]);
    let given = Run { parameters: r#"{"n": {"value": "x"}}"#, ..Run::default() }.of(&text);
    assert_eq!(given.names(), ["storageAccounts stx"]);
}
