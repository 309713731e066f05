//! Nothing hangs, overflows or exhausts memory.

use crate::common::{Run, run, template};

const STORAGE: &str = r#""type": "Microsoft.Storage/storageAccounts", "apiVersion": "x""#;

#[test]
fn a_loop_that_is_too_long_is_refused() {
    for (count, code) in
        [("1000000000", "copy-count"), ("-1", "copy-count"), ("801", "copy-count"), ("\"x\"", "wrong-type")]
    {
        let outcome = run(&format!(
            r#""resources": [{{{STORAGE}, "name": "[concat('s', copyIndex())]", "copy": {{"name": "c", "count": {count}}}}}]"#
        ));
        assert_eq!(outcome.codes(), [code], "{count}");
        assert_eq!(outcome.estate.resources.len(), 1, "it stands for all: {count}");
        assert!(outcome.estate.resources[0].family.is_some());
    }
    let fine = run(&format!(
        r#""resources": [{{{STORAGE}, "name": "[concat('s', copyIndex())]", "copy": {{"name": "c", "count": 800}}}}]"#
    ));
    assert_eq!((fine.estate.resources.len(), fine.codes().len()), (800, 0));
}

#[test]
fn loops_inside_loops_of_modules_are_bounded() {
    let mut text = template(&format!(
        r#""resources": [{{{STORAGE}, "name": "[concat('s', copyIndex())]", "copy": {{"name": "c", "count": 800}}}}]"#
    ));
    for _ in 0..3 {
        text = template(&format!(
            r#""resources": [{{"type": "Microsoft.Resources/deployments", "apiVersion": "x", "name": "[concat('m', copyIndex())]",
                "copy": {{"name": "c", "count": 800}}, "properties": {{"mode": "Incremental", "expressionEvaluationOptions": {{"scope": "inner"}}, "template": {text}}}}}]"#
        ));
    }
    let outcome = Run::default().of(&text);
    assert!(outcome.codes().contains(&"too-many-resources"), "{:?}", outcome.codes());
}

#[test]
fn values_that_multiply_are_bounded() {
    // Ten variables, each a loop of 800 over the one before: 800^10 values.
    let variables: Vec<String> = (0..10)
        .map(|at| {
            let input = if at == 0 { "\"x\"".into() } else { format!("\"[variables('v{}')]\"", at - 1) };
            format!(r#"{{"name": "v{at}", "count": 800, "input": {input}}}"#)
        })
        .collect();
    let outcome = run(&format!(
        r#""variables": {{"copy": [{}]}}, "resources": [], "outputs": {{"it": {{"type": "int", "value": "[length(variables('v9'))]"}}}}"#,
        variables.join(", ")
    ));
    assert_eq!(outcome.codes()[0], "value-too-large", "{:?}", outcome.codes());
    // A hundred steps, two to the hundredth values; and ten thousand arrays inside each other.
    for body in ["createArray(lambdaVariables('a'), lambdaVariables('a'))", "createArray(lambdaVariables('a'))"] {
        let outcome = run(&format!(
            r#""resources": [], "outputs": {{"it": {{"type": "array", "value": "[reduce(range(0, 9000), createArray(), lambda('a', 'b', {body}))]"}}}}"#
        ));
        assert_eq!(outcome.codes(), ["value-too-large"], "{body}");
    }
}

#[test]
fn deep_expressions_and_long_chains_end() {
    let deep = format!("{}1{}", "add(1, ".repeat(3000), ")".repeat(3000));
    let outcome = run(&format!(r#""resources": [], "outputs": {{"it": {{"type": "int", "value": "[{deep}]"}}}}"#));
    assert!(!outcome.codes().is_empty());
    let variables: Vec<String> = (0..3000)
        .map(|at| format!(r#""v{at}": "[variables('v{}')]""#, at + 1))
        .chain([r#""v3000": "x""#.into()])
        .collect();
    let outcome = run(&format!(
        r#""variables": {{{}}}, "resources": [], "outputs": {{"it": {{"type": "string", "value": "[variables('v0')]"}}}}"#,
        variables.join(", ")
    ));
    assert!(outcome.codes().contains(&"nesting-too-deep"), "{:?}", outcome.codes());
}

#[test]
fn a_function_that_calls_itself_ends() {
    let outcome = run(
        r#""functions": [{"namespace": "n", "members": {"f": {"parameters": [], "output": {"type": "int", "value": "[add(n.g(), n.g())]"}},
             "g": {"parameters": [], "output": {"type": "int", "value": "[n.f()]"}}}}],
           "resources": [], "outputs": {"it": {"type": "int", "value": "[n.f()]"}}"#,
    );
    assert_eq!(outcome.codes(), ["cycle"], "{:?}", outcome.diagnostics);
}

#[test]
fn templates_of_the_wrong_shape_are_reported() {
    for members in [
        r#""resources": 1"#,
        r#""resources": [1, null, {}]"#,
        r#""resources": [{"type": 1, "name": 2}]"#,
        r#""resources": {"a": {"type": "x"}}, "languageVersion": "2.0""#,
        r#""variables": [], "resources": []"#,
        r#""parameters": {"p": 1}, "resources": []"#,
        r#""outputs": {"o": {"type": "string"}}, "resources": []"#,
        r#""resources": [{"type": "Microsoft.Resources/deployments", "apiVersion": "x", "name": "m", "properties": {"template": 1}}]"#,
        r#""resources": [{"type": "Microsoft.Resources/deployments", "apiVersion": "x", "name": "m"}]"#,
        r#""resources": [{"type": "A.B/c", "apiVersion": "x", "name": []}]"#,
        r#""resources": [{"type": "A.B/c", "apiVersion": "x", "name": "a", "copy": {"count": "[copyIndex()]"}}]"#,
    ] {
        let outcome = run(members);
        assert!(!outcome.codes().is_empty(), "{members}");
    }
}
