//! Every value knows its place, and the modules that lead to it.

use crate::common::{Run, run, template};

#[test]
fn a_value_points_at_where_it_was_written() {
    let outcome = Run { parameters: r#"{"given": {"value": "Disabled"}}"#, ..Run::default() }.of(&template(
        r#""parameters": {"given": {"type": "string"}, "defaulted": {"type": "string", "defaultValue": "Allow"}},
           "variables": {"v": {"inner": "fromVariable"}},
           "resources": [{"type": "A.B/c", "apiVersion": "x", "name": "r", "properties": {
             "literal": "Enabled", "given": "[parameters('given')]", "defaulted": "[parameters('defaulted')]",
             "variable": "[variables('v').inner]", "call": "[concat('a', 'b')]"}}]"#,
    ));
    let properties = outcome.resource("r").body.get("properties");
    for (name, text) in [
        ("literal", "\"Enabled\""),
        ("given", "\"Disabled\""),
        ("defaulted", "\"Allow\""),
        ("variable", "\"fromVariable\""),
        ("call", "concat('a', 'b')"),
    ] {
        assert_eq!(outcome.source(&properties.get(name)), text, "{name}");
    }
    // The name of the member is where it was used.
    let member = properties.as_object().expect("an object").member("given").expect("it").name_origin;
    let span = outcome.estate.origins.get(member).span.expect("a place");
    assert_eq!(&outcome.texts[0][span.start as usize..span.end as usize], "\"given\"");
    // What is left out points at the declaration's properties.
    let omitted = properties.get("nowhere");
    assert!(omitted.is_omitted() && outcome.source(&omitted).starts_with('{'));
}

#[test]
fn an_argument_of_a_module_keeps_its_place_and_the_member_is_the_modules() {
    let inner = template(
        r#""parameters": {"access": {"type": "string"}}, "resources": [{"type": "A.B/c", "apiVersion": "x", "name": "r",
             "properties": {"publicNetworkAccess": "[parameters('access')]", "own": "inModule"}}]"#,
    );
    let outcome = run(&format!(
        r#""languageVersion": "2.0", "resources": {{"mod": {{"type": "Microsoft.Resources/deployments", "apiVersion": "x", "name": "m", "properties": {{"mode": "Incremental",
            "expressionEvaluationOptions": {{"scope": "inner"}}, "parameters": {{"access": {{"value": "Enabled"}}}}, "template": {inner}}}}}}}"#
    ));
    let origins = &outcome.estate.origins;
    let labels = |id| {
        let steps = origins.path(origins.get(id).instance);
        steps.iter().map(|step| step.label.to_string()).collect::<Vec<_>>()
    };
    let properties = outcome.resource("r").body.get("properties");
    let access = properties.get("publicNetworkAccess");
    assert_eq!(outcome.source(&access), "\"Enabled\"");
    assert!(labels(access.origin).is_empty(), "the argument stands in the entry point");
    let member = properties.as_object().expect("an object").member("publicNetworkAccess").expect("it").name_origin;
    assert_eq!(labels(member), ["mod"]);
    assert_eq!(labels(properties.get("own").origin), ["mod"]);
    assert_eq!(labels(outcome.resource("r").origin), ["mod"]);
}

#[test]
fn what_a_default_decided_rests_on_it() {
    let outcome = run(
        r#""parameters": {"flag": {"type": "bool", "defaultValue": true}, "n": {"type": "string", "defaultValue": "d"}},
           "resources": [
             {"type": "A.B/c", "apiVersion": "x", "name": "r", "condition": "[parameters('flag')]", "properties": {
               "chosen": "[if(parameters('flag'), 'yes', 'no')]", "nested": "[if(parameters('flag'), createObject('x', 'y'), createObject())]",
               "joined": "[concat('st', parameters('n'))]", "logic": "[and(true(), parameters('flag'))]", "plain": "p"}}]"#,
    );
    let r = outcome.resource("r");
    let rests = |id| {
        let set = outcome.estate.origins.defaults_of(id);
        set.iter().map(|name| name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(rests(r.origin), ["flag"]);
    for (path, expected) in
        [("chosen", "flag"), ("nested", "flag"), ("nested.x", "flag"), ("joined", "n"), ("logic", "flag")]
    {
        assert_eq!(rests(r.property(path).origin), [expected], "{path}");
    }
    assert!(rests(r.property("plain").origin).is_empty());
}
