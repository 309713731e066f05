//! Expressions that need the template around them: variables, functions, conditions, loops, scopes.

use crate::common::{Run, run, template, value_of};

const FLAGS: &str = r#""parameters": {"flag": {"type": "bool"}, "other": {"type": "bool"}, "tier": {"type": "string", "allowedValues": ["a", "b", "c"]},
    "name": {"type": "string"}, "things": {"type": "array"}, "any": {"type": "object"}, "some": {"type": "object", "defaultValue": {"x": {"y": 1}, "z": [1, 2]}}},
    "variables": {"v": "[concat('a', variables('w'))]", "w": "b", "list": {"copy": [{"name": "made", "count": 2, "input": {"n": "[copyIndex('made', 1)]"}}]},
      "copy": [{"name": "names", "count": 3, "input": "[concat('n', copyIndex('names'))]"}]},
    "functions": [{"namespace": "my", "members": {"twice": {"parameters": [{"name": "x", "type": "string"}], "output": {"type": "string", "value": "[concat(parameters('x'), parameters('x'))]"}},
      "bad": {"parameters": [], "output": {"type": "string", "value": "[variables('v')]"}}}}]"#;

fn check(cases: &[(&str, &str)]) {
    for (expression, expected) in cases {
        let (shown, codes) = value_of(FLAGS, expression);
        assert_eq!((shown.as_str(), codes.as_slice()), (*expected, [].as_slice()), "{expression}");
    }
}

#[test]
fn variables_functions_and_members() {
    check(&[
        ("[variables('v')]", "ab"),
        ("[VARIABLES('V')]", "ab"),
        ("[variables('names')]", "[n0, n1, n2]"),
        ("[variables('list').made[1].n]", "2"),
        ("[my.twice(my.twice('z'))]", "zzzz"),
        ("[parameters('some').x.y]", "1"),
        ("[parameters('some')['X'].y]", "1"),
        ("[parameters('some').z[1]]", "2"),
        ("[tryGet(parameters('some'), 'x', 'y')]", "1"),
        ("[tryGet(parameters('some'), 'q')]", "null"),
        ("[tryGet(parameters('some').z, 7)]", "null"),
        ("[coalesce(tryGet(parameters('some'), 'q'), 'd')]", "d"),
        ("[coalesce(null(), 'e', nowhere())]", "e"),
        ("[parameters('any').p.q]", "{any.p.q}"),
        ("[parameters('things')[0].id]", "{things[0].id}"),
        ("[coalesce(tryGet(parameters('any'), 'q'), 'd')]", "{coalesce(parameters('any').q, 'd')}"),
        ("[concat('st', parameters('name'))]", "st{name}"),
        ("[__ringfence.unknown('module br:x')]", "{module br:x}"),
        ("[if(true(), 'y', nowhere())]", "y"),
        ("[if(false(), nowhere(), 'n')]", "n"),
        ("[and(false(), nowhere())]", "false"),
        ("[or(true(), nowhere())]", "true"),
        ("[if(and(not(false()), true()), 1, 2)]", "1"),
    ]);
}

#[test]
fn what_depends_on_a_choice_has_one_value_for_each() {
    check(&[
        ("[if(parameters('flag'), 'y', 'n')]", "y if flag is true | n if flag is false"),
        ("[concat('x', if(parameters('flag'), 'y', 'n'))]", "xy if flag is true | xn if flag is false"),
        // The same choice twice: contradicting combinations do not exist.
        (
            "[if(parameters('flag'), if(parameters('flag'), 1, 2), if(not(parameters('flag')), 3, 4))]",
            "1 if flag is true | 3 if flag is false",
        ),
        ("[if(equals(parameters('tier'), 'a'), 1, 2)]", "1 if tier is 'a' | 2 if tier is 'b', or tier is 'c'"),
        ("[and(parameters('flag'), not(parameters('flag')))]", "false"),
        ("[or(parameters('flag'), not(parameters('flag')))]", "true"),
        ("[if(parameters('flag'), 'same', 'same')]", "same"),
        // Any condition that cannot be decided is a choice of its own, everywhere the same.
        (
            "[if(empty(parameters('things')), 1, if(empty(parameters('things')), 2, 3))]",
            "1 if empty(parameters('things')) is true | 3 if empty(parameters('things')) is false",
        ),
    ]);
}

#[test]
fn errors_are_reported_where_they_stand_and_only_where_they_are_reached() {
    for (expression, code, at) in [
        ("[nowhere()]", "no-such-function", "nowhere()"),
        ("[concat('a', nowhere())]", "no-such-function", "nowhere()"),
        ("[parameters('nope')]", "no-such-parameter", "parameters('nope')"),
        ("[variables('nope')]", "no-such-variable", "variables('nope')"),
        ("[my.bad()]", "no-such-variable", "variables('v')"),
        ("[my.twice()]", "argument-count", "my.twice()"),
        ("[parameters('some').q]", "no-such-property", "parameters('some').q"),
        ("[parameters('some').z[2]]", "no-such-element", "parameters('some').z[2]"),
        ("[parameters('some').x.y.z]", "no-such-property", "parameters('some').x.y.z"),
        ("[if(1, 2, 3)]", "wrong-type", "1"),
        ("[copyIndex()]", "no-such-loop", "copyIndex()"),
        ("[copyIndex('nope')]", "no-such-loop", "copyIndex('nope')"),
        (
            "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'a')]",
            "resource-id",
            "resourceId('Microsoft.Network/virtualNetworks/subnets', 'a')",
        ),
        ("[managementGroup().id]", "wrong-scope", "managementGroup()"),
        ("[reference('nobody').x]", "no-such-resource", "reference('nobody')"),
    ] {
        let members =
            format!(r#"{FLAGS}, "resources": [], "outputs": {{"it": {{"type": "string", "value": "{expression}"}}}}"#);
        let outcome = run(&members);
        assert_eq!(outcome.codes(), [code], "{expression}: {:?}", outcome.diagnostics);
        let span = outcome.diagnostics[0].span;
        assert_eq!(&outcome.texts[0][span.start as usize..span.end as usize], at, "{expression}");
        assert!(!outcome.output("it").is_known(), "{expression} is unknown");
    }
}

#[test]
fn what_is_wrong_with_a_variable_is_reported_though_nothing_uses_it() {
    for (variable, code) in [("[nowhere()]", "no-such-function"), ("[variables('v')]", "cycle")] {
        let outcome = run(&format!(r#""variables": {{"v": "{variable}"}}, "resources": []"#));
        assert_eq!(outcome.codes(), [code], "{variable}");
    }
}

#[test]
fn an_error_under_some_choices_is_a_warning() {
    let members = format!(
        r#"{FLAGS}, "resources": [], "outputs": {{"it": {{"type": "string", "value": "[if(parameters('flag'), nowhere(), 1)]"}}}}"#
    );
    let outcome = run(&members);
    assert_eq!(outcome.diagnostics[0].severity, ringfence_source::Severity::Warning);
    assert_eq!(outcome.diagnostics[0].message, "there is no function `nowhere` (when flag is true)");
}

#[test]
fn lambdas_see_what_is_around_them() {
    check(&[
        ("[map(variables('names'), lambda('x', concat(lambdaVariables('x'), variables('w'))))]", "[n0b, n1b, n2b]"),
        (
            "[map(range(0, 2), lambda('x', map(range(0, 2), lambda('y', add(lambdaVariables('x'), lambdaVariables('y'))))))]",
            "[[0, 1], [1, 2]]",
        ),
        ("[filter(variables('names'), lambda('x', not(equals(lambdaVariables('x'), 'n1'))))]", "[n0, n2]"),
    ]);
}

#[test]
fn scope_functions_are_atoms_put_together_by_segment() {
    check(&[
        ("[resourceGroup().location]", "{resourceGroup().location}"),
        (
            "[resourceGroup().id]",
            "/subscriptions/{subscription().subscriptionId}/resourceGroups/{resourceGroup().name}",
        ),
        ("[subscription().id]", "/subscriptions/{subscription().subscriptionId}"),
        ("[subscription().tenantId]", "{tenant().tenantId}"),
        ("[tenant().tenantId]", "{tenant().tenantId}"),
        ("[environment().suffixes.storage]", "core.windows.net"),
        ("[environment().authentication.audiences[0]]", "https://management.core.windows.net/"),
        ("[environment().name]", "AzureCloud"),
        ("[deployment().name]", "{deployment().name}"),
        ("[deployment().properties.template.contentVersion]", "1.0.0.0"),
        ("[deployer().objectId]", "{deployer().objectId}"),
        ("[resourceGroup().tags['x']]", "{resourceGroup().tags.x}"),
        (
            "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', parameters('name'))]",
            "/subscriptions/{subscription().subscriptionId}/resourceGroups/{resourceGroup().name}/providers/Microsoft.Network/virtualNetworks/v/subnets/{name}",
        ),
        (
            "[resourceId('g', 'Microsoft.Storage/storageAccounts', 's')]",
            "/subscriptions/{subscription().subscriptionId}/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/s",
        ),
        (
            "[resourceId('1', 'g', 'Microsoft.Storage/storageAccounts', 's')]",
            "/subscriptions/1/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/s",
        ),
        (
            "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'r')]",
            "/subscriptions/{subscription().subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/r",
        ),
        (
            "[subscriptionResourceId('1', 'Microsoft.Authorization/roleDefinitions', 'r')]",
            "/subscriptions/1/providers/Microsoft.Authorization/roleDefinitions/r",
        ),
        (
            "[tenantResourceId('Microsoft.Authorization/roleDefinitions', 'r')]",
            "/providers/Microsoft.Authorization/roleDefinitions/r",
        ),
        (
            "[managementGroupResourceId('m', 'Microsoft.Authorization/policyDefinitions', 'p')]",
            "/providers/Microsoft.Management/managementGroups/m/providers/Microsoft.Authorization/policyDefinitions/p",
        ),
        (
            "[extensionResourceId(resourceId('Microsoft.Storage/storageAccounts', 's'), 'Microsoft.Authorization/locks', 'l')]",
            "/subscriptions/{subscription().subscriptionId}/resourceGroups/{resourceGroup().name}/providers/Microsoft.Storage/storageAccounts/s/providers/Microsoft.Authorization/locks/l",
        ),
        (
            "[resourceId(if(parameters('flag'), 'g', 'h'), 'A.B/c', 'd')]",
            "/subscriptions/{subscription().subscriptionId}/resourceGroups/g/providers/A.B/c/d if flag is true | /subscriptions/{subscription().subscriptionId}/resourceGroups/h/providers/A.B/c/d if flag is false",
        ),
    ]);
}

#[test]
fn a_valuation_settles_the_scope() {
    let text = template(
        r#""resources": [], "outputs": {"it": {"type": "string", "value": "[concat(resourceGroup().id, resourceGroup().location, subscription().tenantId, deployer().objectId, deployment().name)]"}}"#,
    );
    let change = |valuation: &mut ringfence_eval::Valuation| {
        valuation.subscription = Some("s".into());
        valuation.resource_group = Some("g".into());
        valuation.location = Some("l".into());
        valuation.tenant = Some("t".into());
        valuation.deployer = Some("d".into());
        valuation.deployment_name = Some("n".into());
    };
    let outcome = Run { change: Some(change), ..Run::default() }.of(&text);
    assert_eq!(outcome.shown("it"), "/subscriptions/s/resourceGroups/gltdn");
}

#[test]
fn each_level_has_its_own_scope_functions() {
    for (schema, expression, shown) in [
        (
            "subscriptionDeploymentTemplate",
            "[concat(subscription().id, '|', deployment().location)]",
            "/subscriptions/{subscription().subscriptionId}|{deployment().location}",
        ),
        (
            "managementGroupDeploymentTemplate",
            "[managementGroup().id]",
            "/providers/Microsoft.Management/managementGroups/{managementGroup().name}",
        ),
        ("tenantDeploymentTemplate", "[tenant().id]", "/tenants/{tenant().tenantId}"),
    ] {
        let text = format!(
            r#"{{"$schema": "https://schema.management.azure.com/schemas/2018-05-01/{schema}.json#", "contentVersion": "1.0.0.0",
               "resources": [], "outputs": {{"it": {{"type": "string", "value": "{expression}"}}}}}}"#
        );
        let outcome = Run::default().of(&text);
        assert_eq!((outcome.shown("it").as_str(), outcome.codes().as_slice()), (shown, [].as_slice()), "{schema}");
    }
}

#[test]
fn run_time_functions_stay_terms_with_their_cause() {
    use ringfence_estate::Cause;
    for (expression, cause) in [
        (
            "[listKeys(resourceId('Microsoft.Storage/storageAccounts', 's'), '2023-01-01').keys[0].value]",
            Cause::RunTime,
        ),
        ("[reference(resourceId('g', 'Microsoft.Storage/storageAccounts', 's'), '2023-01-01').x]", Cause::NotInInput),
        ("[providers('Microsoft.Web', 'sites').apiVersions[0]]", Cause::RunTime),
        ("[__ringfence.unknown('x')]", Cause::NotInInput),
        ("[newGuid()]", Cause::RunTime),
    ] {
        let members = format!(r#""resources": [], "outputs": {{"it": {{"type": "string", "value": "{expression}"}}}}"#);
        let value = run(&members).output("it");
        let causes = value.as_term().expect(expression).causes();
        assert!(causes.contains(&cause), "{expression}: {causes:?}");
        assert!(!causes.contains(&Cause::NotImplemented), "{expression}");
    }
}

#[test]
fn loops_over_unknown_arrays_are_families() {
    let (shown, codes) = value_of(
        r#""parameters": {"things": {"type": "array"}}, "variables": {"copy": [{"name": "made", "count": "[length(parameters('things'))]", "input": "[parameters('things')[copyIndex('made')].id]"}]}"#,
        "[variables('made')]",
    );
    assert_eq!((shown.as_str(), codes.as_slice()), ("[{things[copyIndex('made')].id}…]", [].as_slice()));
}
