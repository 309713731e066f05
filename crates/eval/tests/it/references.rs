//! `reference`: declared values, derived values, run-time atoms, externals.

use ringfence_estate::{Cause, Kind, Provision};

use crate::common::{Outcome, Run, run, template};

/// A storage account `s`, an identity `i`, and outputs of these expressions as `o0`, `o1` …
fn outputs(more: &str, expressions: &[&str]) -> Outcome {
    let outputs: Vec<String> = expressions
        .iter()
        .enumerate()
        .map(|(at, expression)| format!(r#""o{at}": {{"type": "string", "value": "{expression}"}}"#))
        .collect();
    run(&format!(
        r#""languageVersion": "2.0", "parameters": {{"flag": {{"type": "bool"}}, "n": {{"type": "string"}}}},
           "resources": {{
             "s": {{"type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-01-01", "name": "st", "location": "l", "tags": {{"a": "b"}},
               "identity": {{"type": "SystemAssigned"}},
               "properties": {{"x": {{"y": 1}}, "list": [{{"z": 2}}], "none": null}}}},
             "maybe": {{"condition": "[parameters('flag')]", "type": "Microsoft.Storage/storageAccounts", "apiVersion": "x", "name": "mb", "properties": {{"x": 3}}}},
             "i": {{"type": "Microsoft.ManagedIdentity/userAssignedIdentities", "apiVersion": "x", "name": "id"}}{more}}},
           "outputs": {{{}}}"#,
        outputs.join(", ")
    ))
}

const ID: &str = "resourceId('Microsoft.Storage/storageAccounts', 'st')";

#[test]
fn the_declared_value_comes_first() {
    let by_id = format!("[reference({ID}, '2023-01-01').x.y]");
    let full = format!("[reference({ID}, '2023-01-01', 'Full').properties.list[0].z]");
    let outcome = outputs(
        "",
        &[
            "[reference('s').x.y]",
            &by_id,
            &full,
            "[reference('S', '2023-01-01', 'full').location]",
            "[reference('s', '2023-01-01', 'full').tags.a]",
            "[reference('s', '2023-01-01', 'full').properties.x]",
            "[length(reference('s').list)]",
        ],
    );
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    let shown: Vec<String> = (0..5).map(|at| outcome.shown(&format!("o{at}"))).collect();
    assert_eq!(shown, ["1", "1", "2", "l", "b"]);
    assert_eq!(outcome.output("o5").get("y").as_int(), Some(1));
    assert_eq!(outcome.shown("o6"), "1");
    // The value keeps its place.
    assert_eq!(outcome.source(&outcome.output("o3")), "\"l\"");
}

#[test]
fn a_derived_value_comes_second() {
    let outcome = outputs(
        "",
        &[
            "[reference('s').primaryEndpoints.blob]",
            "[reference('s', '2023-01-01', 'full').type]",
            "[reference('s', '2023-01-01', 'full').apiVersion]",
            "[resourceInfo('s').id]",
        ],
    );
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!(outcome.shown("o0"), "https://st.blob.core.windows.net/");
    assert_eq!(outcome.shown("o1"), "Microsoft.Storage/storageAccounts");
    assert_eq!(outcome.shown("o2"), "2023-01-01");
    assert!(outcome.shown("o3").ends_with("/Microsoft.Storage/storageAccounts/st"));
}

#[test]
fn what_azure_alone_knows_is_an_atom_of_that_resource() {
    let by_id = format!("[reference({ID}).creationTime]");
    let outcome = outputs(
        "",
        &[
            "[reference('s').creationTime]",
            &by_id,
            "[reference('s').none]",
            "[reference('s', '2023-01-01', 'full').identity.principalId]",
            "[reference('i').principalId]",
            "[reference('s').x.w]",
            "[reference('s').list[0].w]",
        ],
    );
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    for at in 0..7 {
        let value = outcome.output(&format!("o{at}"));
        assert!(value.as_term().expect("a term").causes().contains(&Cause::RunTime), "o{at}: {value}");
    }
    assert_eq!(outcome.output("o0"), outcome.output("o1"), "however it is spelled");
    assert_ne!(outcome.output("o3"), outcome.output("o4"), "each identity has its own principal");
    assert_eq!(*outcome.output("o4").as_term().expect("a term").domain(), ringfence_estate::Domain::SEGMENT);
}

#[test]
fn what_azure_adds_to_a_declared_object_stays_unknown() {
    let outcome = outputs("", &["[contains(reference('s').x, 'w')]", "[reference('s')]"]);
    assert!(!outcome.output("o0").is_known(), "a member that Azure may add: {}", outcome.shown("o0"));
    let Kind::Object(whole) = &outcome.output("o1").kind else { panic!("{}", outcome.shown("o1")) };
    assert!(whole.rest.is_some());
}

#[test]
fn a_conditional_resource_has_its_value_only_where_it_is() {
    let outcome = outputs("", &["[reference('maybe').x]", "[if(parameters('flag'), reference('maybe').x, 0)]"]);
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!(outcome.shown("o1"), "3 if flag is true | 0 if flag is false");
    assert!(outcome.shown("o0").starts_with("3 if flag is true | {reference(maybe), which is not deployed here}"));
}

#[test]
fn an_existing_resource_that_is_declared_is_that_resource() {
    let existing = r#", "e": {"existing": true, "type": "Microsoft.Storage/storageAccounts", "apiVersion": "x", "name": "ST"},
        "u": {"existing": true, "type": "Microsoft.Storage/storageAccounts", "apiVersion": "x", "name": "[parameters('n')]"},
        "x": {"existing": true, "type": "Microsoft.KeyVault/vaults", "apiVersion": "x", "name": "kv"}"#;
    let outcome = outputs(
        existing,
        &["[reference('e').x.y]", "[reference('u').x.y]", "[reference('x').enableRbacAuthorization]"],
    );
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!(outcome.shown("o0"), "1");
    // Maybe: unknown, and both are named.
    let maybe = outcome.shown("o1");
    assert!(maybe.contains("{n}), which may be") && maybe.contains("/st.x.y"), "{maybe}");
    assert_eq!(outcome.output("o2").as_term().expect("a term").causes(), [Cause::NotInInput]);
    let externals: Vec<_> =
        outcome.estate.resources.iter().filter(|own| own.provision == Provision::External).collect();
    assert_eq!(externals.len(), 1);
    assert_eq!(externals[0].id.display_name(), "kv");
    assert_eq!(externals[0].body.get("properties").get("enableRbacAuthorization"), outcome.output("o2"));
}

#[test]
fn an_inline_child_is_found() {
    let outcome = run(r#""resources": [{"type": "Microsoft.Network/virtualNetworks", "apiVersion": "x", "name": "v",
             "properties": {"subnets": [{"name": "a", "properties": {"addressPrefix": "10.0.0.0/24"}}]}}],
           "outputs": {"it": {"type": "string", "value": "[reference(resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 'A')).addressPrefix]"}}"#);
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!(outcome.shown("it"), "10.0.0.0/24");
}

/// A module that refers by id to what another one declares; the order does not matter.
#[test]
fn references_reach_across_modules_in_any_order() {
    let module = |name: &str, inner: &str| {
        format!(
            r#"{{"type": "Microsoft.Resources/deployments", "apiVersion": "x", "name": "{name}", "properties": {{"mode": "Incremental",
                "expressionEvaluationOptions": {{"scope": "inner"}}, "template": {}}}}}"#,
            template(inner)
        )
    };
    let declares = module(
        "declares",
        r#""resources": [{"type": "Microsoft.Storage/storageAccounts", "apiVersion": "x", "name": "st", "properties": {"x": 5}}]"#,
    );
    let refers = module(
        "refers",
        &format!(r#""resources": [], "outputs": {{"o": {{"type": "int", "value": "[reference({ID}).x]"}}}}"#),
    );
    for order in [[&declares, &refers], [&refers, &declares]] {
        let outcome = run(&format!(
            r#""resources": [{}, {}], "outputs": {{"it": {{"type": "int", "value": "[reference('refers').outputs.o.value]"}}}}"#,
            order[0], order[1]
        ));
        assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
        assert_eq!(outcome.shown("it"), "5");
        assert_eq!(outcome.estate.resources.len(), 1, "no external beside it: {:?}", outcome.ids());
        assert_eq!(outcome.estate.deployments.len(), 3);
    }
}

#[test]
fn the_outputs_of_one_module_are_the_parameters_of_another_in_any_order() {
    let inner = r#""parameters": {"p": {"type": "string", "defaultValue": "d"}}, "resources": [
        {"type": "Microsoft.Storage/storageAccounts", "apiVersion": "x", "name": "[parameters('p')]"}],
        "outputs": {"id": {"type": "string", "value": "[concat(parameters('p'), '1')]"}}"#;
    let module = |parameters: &str| {
        format!(
            r#"{{"type": "Microsoft.Resources/deployments", "apiVersion": "x", "name": "m", "properties": {{"mode": "Incremental",
                "expressionEvaluationOptions": {{"scope": "inner"}}, "parameters": {{{parameters}}}, "template": {}}}}}"#,
            template(inner)
        )
    };
    let outcome = run(&format!(
        r#""languageVersion": "2.0", "resources": {{"b": {}, "a": {}}}"#,
        module(r#""p": {"value": "[reference('a').outputs.id.value]"}"#),
        module("")
    ));
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!(outcome.names(), ["storageAccounts d1", "storageAccounts d"]);
}

#[test]
fn a_circle_of_references_is_cut() {
    let outcome = run(r#""languageVersion": "2.0", "resources": {
            "a": {"type": "Microsoft.Storage/storageAccounts", "apiVersion": "x", "name": "a", "properties": {"x": "[reference('b').x]"}},
            "b": {"type": "Microsoft.Storage/storageAccounts", "apiVersion": "x", "name": "b", "properties": {"x": "[reference('a').x]"}}}"#);
    assert!(outcome.resource("a").property("x").as_term().is_some());
}

#[test]
fn joined_deployments_refer_to_each_other() {
    use ringfence_estate::Estate;
    use ringfence_eval::{Valuation, evaluate_together};
    use ringfence_source::{MemoryWorld, Session};
    let refers =
        template(&format!(r#""resources": [], "outputs": {{"o": {{"type": "int", "value": "[reference({ID}).x]"}}}}"#));
    let declares = template(
        r#""resources": [{"type": "Microsoft.Storage/storageAccounts", "apiVersion": "x", "name": "st", "properties": {"x": 5}}]"#,
    );
    let world = MemoryWorld::with([("a.json", refers.as_str()), ("b.json", declares.as_str())]);
    for (groups, expected) in [(["g", "g"], "5"), (["g", "h"], "other")] {
        let mut session = Session::new(&world);
        let mut inputs = Vec::new();
        for (path, group) in ["a.json", "b.json"].into_iter().zip(groups) {
            let file = session.load(path).expect("a file");
            let text = session.sources.file(file).text().clone();
            let node = ringfence_arm::read_json(&text, file).0.expect("a template");
            let valuation = Valuation {
                key: path.into(),
                subscription: Some("s".into()),
                resource_group: Some(group.into()),
                ..Valuation::default()
            };
            inputs.push((node, valuation));
        }
        let mut estate = Estate::default();
        let ids = evaluate_together(&inputs, &mut estate, &mut session);
        let value = &estate.deployment(ids[0]).expect("a deployment").outputs[0].1;
        match expected {
            "5" => assert_eq!(value.as_int(), Some(5)),
            _ => assert!(value.as_term().is_some(), "{value}"),
        }
    }
}

#[test]
fn a_remote_module_does_not_stop_the_rest() {
    let text = template(
        r#""resources": [
            {"type": "Microsoft.Resources/deployments", "apiVersion": "x", "name": "m", "properties": {"mode": "Incremental", "templateLink": {"uri": "https://x"}}},
            {"type": "Microsoft.Storage/storageAccounts", "apiVersion": "x", "name": "st", "properties": {"x": "[reference('m').outputs.a.value.b]"}}]"#,
    );
    let outcome = Run::default().of(&text);
    assert_eq!(outcome.codes(), ["link-not-read"]);
    assert_eq!(outcome.resource("st").property("x").as_term().expect("a term").causes(), [Cause::NotInInput]);
}

#[test]
fn several_declarations_of_one_resource_are_told_apart_by_case() {
    let declared = |condition: &str, x: i32| {
        format!(
            r#"{{"type": "A.B/c", "apiVersion": "x", "name": "r", "condition": "{condition}", "properties": {{"x": {x}}}}}"#
        )
    };
    let run = |one: &str, two: &str| {
        run(&format!(
            r#""parameters": {{"f": {{"type": "bool"}}, "g": {{"type": "bool"}}}}, "resources": [{}, {}],
               "outputs": {{"it": {{"type": "int", "value": "[reference(resourceId('A.B/c', 'r')).x]"}}}}"#,
            declared(one, 1),
            declared(two, 2)
        ))
    };
    let outcome = run("[parameters('f')]", "[not(parameters('f'))]");
    assert_eq!(outcome.shown("it"), "1 if f is true | 2 if f is false");
    let both = run("[parameters('f')]", "[parameters('g')]").output("it");
    assert!(both.to_string().contains("either of several declarations"), "{both}");
}

#[test]
fn a_name_that_several_resources_have_names_none() {
    let outcome = run(
        r#""resources": [{"type": "A.B/c", "apiVersion": "x", "name": "n", "properties": {"x": 1}}, {"type": "A.B/d", "apiVersion": "x", "name": "n"}],
           "outputs": {"it": {"type": "int", "value": "[reference('n').x]"}}"#,
    );
    assert!(outcome.codes().is_empty());
    assert!(outcome.output("it").as_term().is_some());
}

#[test]
fn a_search_for_a_resource_is_no_circle() {
    // The search for `first` looks at the names inside `second`, which rest on what it is for.
    let inner = template(
        r#""parameters": {"p": {"type": "string"}}, "resources": [{"type": "Microsoft.Resources/deployments", "apiVersion": "x", "name": "[parameters('p')]",
            "properties": {"mode": "Incremental", "template": {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": []}}},
            {"type": "A.B/c", "apiVersion": "x", "name": "[parameters('p')]"}]"#,
    );
    let first = template(r#""resources": [], "outputs": {"o": {"type": "string", "value": "v"}}"#);
    let module = |name: &str, more: &str, template: &str| {
        format!(
            r#"{{"type": "Microsoft.Resources/deployments", "apiVersion": "x", "name": "{name}", "properties": {{"mode": "Incremental",
                "expressionEvaluationOptions": {{"scope": "inner"}}{more}, "template": {template}}}}}"#
        )
    };
    let given = r#", "parameters": {"p": {"value": "[reference(resourceId('Microsoft.Resources/deployments', 'first')).outputs.o.value]"}}"#;
    let (first, second) = (module("first", "", &first), module("second", given, &inner));
    for order in [[&first, &second], [&second, &first]] {
        let outcome = run(&format!(r#""resources": [{}, {}]"#, order[0], order[1]));
        assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
        assert_eq!(outcome.names(), ["c v"]);
    }
}
