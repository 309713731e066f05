//! Nested and linked deployments.

use ringfence_estate::{Cause, Scope};

use crate::common::{Outcome, Run, run, template};

/// A nested deployment with these properties beside its template.
fn nested(name: &str, more: &str, properties: &str, inner: &str) -> String {
    format!(
        r#"{{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "{name}"{more},
            "properties": {{"mode": "Incremental"{properties}, "template": {}}}}}"#,
        template(inner)
    )
}

const INNER: &str = r#", "expressionEvaluationOptions": {"scope": "inner"}"#;

fn storage(name: &str) -> String {
    format!(r#"{{"type": "Microsoft.Storage/storageAccounts", "apiVersion": "x", "name": "{name}"}}"#)
}

#[test]
fn an_inner_template_sees_its_own_parameters_an_outer_one_those_around_it() {
    let inner = format!(
        r#""parameters": {{"n": {{"type": "string"}}}}, "variables": {{"v": "inner"}}, "resources": [{}]"#,
        storage("[concat(parameters('n'), variables('v'))]")
    );
    let outer = format!(
        r#""variables": {{"v": "unseen"}}, "resources": [{}]"#,
        storage("[concat(parameters('n'), variables('v'))]")
    );
    let outcome = run(&format!(
        r#""parameters": {{"n": {{"type": "string", "defaultValue": "p"}}}}, "variables": {{"v": "outer"}}, "resources": [{}, {}]"#,
        nested(
            "one",
            "",
            &format!(r#"{INNER}, "parameters": {{"n": {{"value": "[concat(parameters('n'), 'q')]"}}}}"#),
            &inner
        ),
        nested("two", "", "", &outer),
    ));
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!(outcome.names(), ["storageAccounts pqinner", "storageAccounts pouter"]);
}

#[test]
fn a_module_deploys_to_its_own_scope() {
    let scopes = format!(
        r#""resources": [{}], "outputs": {{"rg": {{"type": "string", "value": "[resourceGroup().name]"}}}}"#,
        storage("s")
    );
    for (more, id, name) in [
        (
            "",
            "/subscriptions/{subscription().subscriptionId}/resourceGroups/{resourceGroup().name}/",
            "{resourceGroup().name}",
        ),
        (r#", "resourceGroup": "g""#, "/subscriptions/{subscription().subscriptionId}/resourceGroups/g/", "g"),
        (r#", "subscriptionId": "1", "resourceGroup": "g""#, "/subscriptions/1/resourceGroups/g/", "g"),
    ] {
        let outcome = run(&format!(
            r#""resources": [{}], "outputs": {{"rg": {{"type": "string", "value": "[reference('m').outputs.rg.value]"}}}}"#,
            nested("m", more, INNER, &scopes)
        ));
        assert!(outcome.codes().is_empty(), "{more}: {:?}", outcome.diagnostics);
        assert!(outcome.ids()[0].starts_with(id), "{more}: {}", outcome.ids()[0]);
        assert_eq!(outcome.shown("rg"), name, "{more}");
    }
}

#[test]
fn an_outer_template_asks_for_the_scope_around_it() {
    let inner = format!(r#""resources": [{}]"#, storage("[resourceGroup().name]"));
    let outcome = run(&format!(r#""resources": [{}]"#, nested("m", r#", "resourceGroup": "g""#, "", &inner)));
    assert_eq!(outcome.names(), ["storageAccounts {resourceGroup().name}"]);
    assert!(outcome.ids()[0].contains("/resourceGroups/g/"));
}

#[test]
fn the_levels_of_scope() {
    let inner = |schema: &str, kind: &str| {
        format!(
            r#"{{"$schema": "https://schema.management.azure.com/schemas/2019-08-01/{schema}.json#", "contentVersion": "1.0.0.0",
               "resources": [{{"type": "{kind}", "apiVersion": "x", "name": "n"}}]}}"#
        )
    };
    let module = |scope: &str, template: &str| {
        format!(
            r#"{{"type": "Microsoft.Resources/deployments", "apiVersion": "x", "name": "m", "location": "l", {scope},
                "properties": {{"mode": "Incremental", "expressionEvaluationOptions": {{"scope": "inner"}}, "template": {template}}}}}"#
        )
    };
    let outcome = run(&format!(
        r#""resources": [{}, {}, {}]"#,
        module(r#""scope": "/""#, &inner("tenantDeploymentTemplate", "Microsoft.Management/managementGroups")),
        module(
            r#""scope": "[format('Microsoft.Management/managementGroups/{0}', 'mg')]""#,
            &inner("managementGroupDeploymentTemplate", "Microsoft.Authorization/policyAssignments")
        ),
        module(
            r#""subscriptionId": "1""#,
            &inner("subscriptionDeploymentTemplate", "Microsoft.Resources/resourceGroups")
        ),
    ));
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!(
        outcome.ids(),
        [
            "/providers/Microsoft.Management/managementGroups/n",
            "/providers/Microsoft.Management/managementGroups/mg/providers/Microsoft.Authorization/policyAssignments/n",
            "/subscriptions/1/providers/Microsoft.Resources/resourceGroups/n",
        ]
    );
    assert_eq!(outcome.estate.deployments[1].scope, Scope::Tenant);
}

fn link(path: &str) -> String {
    format!(
        r#""resources": [{{"type": "Microsoft.Resources/deployments", "apiVersion": "x", "name": "m", "properties": {{"mode": "Incremental",
            "templateLink": {{{path}}}, "parameters": {{"n": {{"value": "x"}}}}}}}}],
           "outputs": {{"it": {{"type": "string", "value": "[reference('m').outputs.o.value]"}}}}"#
    )
}

#[test]
fn a_link_by_relative_path_is_read() {
    let inner = format!(
        r#""parameters": {{"n": {{"type": "string"}}}}, "resources": [{}], "outputs": {{"o": {{"type": "string", "value": "[concat('o', parameters('n'))]"}}}}"#,
        storage("[parameters('n')]")
    );
    let inner = template(&inner);
    let outcome = Run { files: &[("linked/inner.json", &inner)], ..Run::default() }
        .of(&template(&link(r#""relativePath": "linked/inner.json""#)));
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!((outcome.names(), outcome.shown("it")), (vec!["storageAccounts x".to_owned()], "ox".to_owned()));
    assert_eq!(&*outcome.estate.deployments[1].template, "linked/inner.json");
    let missing = Run::default().of(&template(&link(r#""relativePath": "linked/inner.json""#)));
    assert_eq!(missing.codes(), ["module-not-found"]);
    assert_eq!(missing.output("it").as_term().expect("a term").causes(), [Cause::NotInInput]);
}

#[test]
fn a_remote_link_is_not_read_and_says_so() {
    let outcome = run(&link(r#""uri": "https://example.com/t.json""#));
    assert_eq!(outcome.codes(), ["link-not-read"]);
    assert!(outcome.diagnostics[0].message.contains("https://example.com/t.json"));
    assert_eq!(outcome.output("it").as_term().expect("a term").causes(), [Cause::NotInInput]);
    assert_eq!(outcome.shown("it"), "{reference(m).outputs.o.value}");
}

#[test]
fn a_template_that_links_itself_ends() {
    let outcome = run(&link(r#""relativePath": "main.json""#));
    assert!(outcome.codes().contains(&"nesting-too-deep"), "{:?}", outcome.codes());
}

#[test]
fn loops_of_modules_have_their_path_and_their_outputs() {
    let inner = format!(
        r#""parameters": {{"n": {{"type": "string"}}}}, "resources": [{}], "outputs": {{"o": {{"type": "string", "value": "[parameters('n')]"}}}}"#,
        storage("[parameters('n')]")
    );
    let module = nested(
        "[concat('m', copyIndex())]",
        r#", "copy": {"name": "each", "count": 2}"#,
        &format!(r#"{INNER}, "parameters": {{"n": {{"value": "[concat('s', copyIndex())]"}}}}"#),
        &inner,
    );
    let outcome = run(&format!(
        r#""languageVersion": "2.0", "resources": {{"mods": {module}}},
           "outputs": {{"one": {{"type": "string", "value": "[reference('mods[1]').outputs.o.value]"}},
             "all": {{"type": "array", "copy": {{"count": 2, "input": "[reference(format('mods[{{0}}]', copyIndex())).outputs.o.value]"}}}},
             "each": {{"type": "array", "value": "[map(references('mods'), lambda('m', lambdaVariables('m').outputs.o.value))]"}}}}"#
    ));
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!((outcome.shown("one"), outcome.shown("all")), ("s1".into(), "[s0, s1]".into()));
    assert_eq!(outcome.shown("each"), "[s0, s1]");
    let origin = outcome.estate.origins.get(outcome.resource("s1").origin);
    let path: Vec<_> = outcome.estate.origins.path(origin.instance).iter().map(|step| step.label.to_string()).collect();
    assert_eq!(path, ["mods[1]"]);
}

fn conditional(condition: &str, more: &str) -> Outcome {
    let inner = format!(r#""resources": [{}], "outputs": {{"o": {{"type": "string", "value": "v"}}}}"#, storage("s"));
    run(&format!(
        r#""parameters": {{"flag": {{"type": "bool"}}}}, "resources": [{}], {more}"#,
        nested("m", &format!(r#", "condition": {condition}"#), INNER, &inner)
    ))
}

#[test]
fn an_output_of_an_absent_module_is_an_error_term() {
    let outputs = r#""outputs": {"it": {"type": "string", "value": "[reference('m').outputs.o.value]"},
        "safe": {"type": "string", "value": "[if(parameters('flag'), reference('m').outputs.o.value, 'none')]"}}"#;
    let outcome = conditional("\"[parameters('flag')]\"", outputs);
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!(outcome.shown("safe"), "v if flag is true | none if flag is false");
    let it = outcome.output("it");
    assert!(it.to_string().contains("which is not deployed here} if flag is false"), "{it}");
    assert_eq!(it.under(&ringfence_estate::Guard::Always).each_case().count(), 2);
    assert_eq!(outcome.resource("s").present.to_string(), "flag is true");
    let inner = &outcome.estate.deployments[1].outputs[0].1;
    assert_eq!(inner.each_case().count(), 2);
    let never = conditional("false", r#""outputs": {}"#);
    assert!(never.ids().is_empty());
    assert_eq!(never.estate.deployments[1].outputs[0].1.as_term().expect("a term").causes(), [Cause::NotInInput]);
}

#[test]
fn a_parameter_of_a_module_without_a_value_is_reported_at_the_module() {
    let inner = r#""parameters": {"n": {"type": "string"}}, "resources": [], "outputs": {"o": {"type": "string", "value": "[parameters('n')]"}}"#;
    let outcome = run(&format!(r#""resources": [{}]"#, nested("m", "", INNER, inner)));
    assert_eq!(outcome.codes(), ["missing-parameter"]);
    assert_eq!(outcome.estate.deployments[1].outputs[0].1.to_string(), "{n}");
}

#[test]
fn an_expression_may_give_the_whole_of_a_modules_parameter() {
    let inner = r#""parameters": {"n": {"type": "string", "defaultValue": "d"}}, "resources": [], "outputs": {"o": {"type": "string", "value": "[parameters('n')]"}}"#;
    let given = format!(
        r#"{INNER}, "parameters": {{"n": "[if(parameters('flag'), createObject('value', 'x'), createObject())]"}}"#
    );
    let outcome = run(&format!(
        r#""parameters": {{"flag": {{"type": "bool"}}}}, "resources": [{}]"#,
        nested("m", "", &given, inner)
    ));
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!(outcome.estate.deployments[1].outputs[0].1.to_string(), "x if flag is true | d if flag is false");
}

#[test]
fn two_modules_with_the_same_unknown_are_told_apart() {
    let inner = r#""parameters": {"n": {"type": "string"}}, "resources": [], "outputs": {"o": {"type": "string", "value": "[parameters('n')]"}}"#;
    let outcome =
        run(&format!(r#""resources": [{}, {}]"#, nested("a", "", INNER, inner), nested("b", "", INNER, inner)));
    let value = |at: usize| outcome.estate.deployments[at].outputs[0].1.clone();
    assert_ne!(value(1), value(2));
}

#[test]
fn a_loop_in_a_parameter_gives_its_value() {
    let inner = r#""parameters": {"list": {"type": "array"}}, "resources": [],
        "outputs": {"it": {"type": "array", "value": "[parameters('list')]"}}"#;
    let copy = r#"{"copy": [{"name": "value", "count": 2, "input": "[format('{0}{1}', parameters('p'), copyIndex('value'))]"}]}"#;
    let outcome = run(&format!(
        r#""parameters": {{"p": {{"type": "string", "defaultValue": "x"}}}}, "resources": [{}],
           "outputs": {{"it": {{"type": "array", "value": "[reference('m').outputs.it.value]"}}}}"#,
        nested("m", "", &format!(r#"{INNER}, "parameters": {{"list": {copy}}}"#), inner)
    ));
    assert!(outcome.codes().is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!(outcome.shown("it"), "[x0, x1]");
}

/// The front end has said why; what the module has and takes is not known, rather than nothing.
#[test]
fn a_template_that_was_not_read_is_no_empty_one() {
    let properties = r#"{"mode": "Incremental", "expressionEvaluationOptions": {"scope": "inner"},
        "parameters": {"p": {"value": 1}}, "template": @}"#;
    let outcome = run(&format!(
        r#""resources": [{{"type": "Microsoft.Resources/deployments", "apiVersion": "x", "name": "m", "properties": {properties}}}],
           "outputs": {{"it": {{"type": "string", "value": "[reference('m').outputs.o.value]"}}}}"#
    ));
    assert_eq!(outcome.codes(), ["json-syntax"]);
    assert_eq!(outcome.shown("it"), "{reference(m).outputs.o.value}");
    assert!(!outcome.estate.unread.is_empty());
}
