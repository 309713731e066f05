//! The typed view: each part of a template, in each of its forms.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use ringfence_arm::{
    Additional, CopyInput, CopyMode, NodeKind, Scope, Template, TypeName, TypeRef, read_json, to_json,
};
use ringfence_source::Sources;

fn read(text: &str) -> (Template, Vec<String>) {
    let file = Sources::default().add("main.json", text);
    let (node, mut diagnostics) = read_json(text, file);
    let template = Template::read(&node.unwrap(), &mut diagnostics);
    let shown = diagnostics.iter().map(|found| {
        let marked = text.get(found.span.start as usize..found.span.end as usize).unwrap();
        format!("{}: {} `{marked}`", found.code, found.message)
    });
    (template, shown.collect())
}

fn read_clean(body: &str) -> Template {
    let (template, diagnostics) = read(&format!("{{\"$schema\": \"x/deploymentTemplate.json#\", {body}}}"));
    assert_eq!(diagnostics, Vec::<String>::new(), "{body}");
    template
}

#[test]
fn the_schema_names_the_scope() {
    let cases = [
        ("https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", Scope::ResourceGroup),
        ("http://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json", Scope::ResourceGroup),
        ("https://x/schemas/2018-05-01/subscriptionDeploymentTemplate.json#", Scope::Subscription),
        ("https://x/schemas/2019-08-01/managementGroupDeploymentTemplate.json#", Scope::ManagementGroup),
        ("https://x/schemas/2019-08-01/TENANTDEPLOYMENTTEMPLATE.json#", Scope::Tenant),
    ];
    for (schema, scope) in cases {
        let (template, diagnostics) = read(&format!("{{\"$schema\": \"{schema}\", \"resources\": []}}"));
        assert_eq!((template.scope, diagnostics), (scope, Vec::new()), "{schema}");
    }
    assert_eq!(read("{}").1, ["missing-schema: this template has no `$schema` `{`"]);
    assert_eq!(
        read("{\"$schema\": \"other\"}").1,
        ["unknown-schema: this `$schema` is not that of a deployment template `\"other\"`"]
    );
}

#[test]
fn parameters_keep_type_constraints_and_default() {
    let template = read_clean(
        r##""languageVersion": "2.0",
        "definitions": {
          "rule": {"type": "object", "sealed": true, "additionalProperties": false, "properties": {
            "ports": {"type": "array", "prefixItems": [{"type": "int"}, {"type": "string"}], "items": false},
            "kind": {"$ref": "#/definitions/kind~1of%20rule"}
          }},
          "kind/of rule": {"type": "object", "discriminator": {"propertyName": "type", "mapping": {
            "allow": {"$ref": "#/definitions/rule"}, "deny": {"type": "object", "additionalProperties": {"type": "int"}}
          }}}
        },
        "parameters": {
          "size": {"type": "Int", "minValue": 1, "maxValue": 9, "defaultValue": 3},
          "names": {"type": "array", "items": {"type": "securestring", "minLength": 1, "maxLength": 5}, "nullable": true},
          "mode": {"type": "string", "allowedValues": ["a", "b"]},
          "rule": {"$ref": "#/definitions/rule"},
          "any": {}
        }"##,
    );
    assert_eq!(template.language_version.as_deref(), Some("2.0"));
    let size = template.parameter("SIZE").unwrap();
    assert_eq!(
        (size.schema.name(), size.schema.min_value, size.schema.max_value),
        (Some(TypeName::Int), Some(1), Some(9))
    );
    assert_eq!(size.default.as_ref().map(to_json).as_deref(), Some("3"));
    let names = template.parameter("names").unwrap();
    let item = names.schema.items.schema().unwrap();
    assert!(names.schema.nullable && item.name().unwrap().is_secure());
    assert_eq!((item.min_length, item.max_length), (Some(1), Some(5)));
    assert_eq!(template.parameter("mode").unwrap().schema.allowed.as_ref().unwrap().len(), 2);
    assert_eq!(template.parameter("rule").unwrap().schema.type_, TypeRef::Reference("#/definitions/rule".into()));
    assert_eq!(template.parameter("any").unwrap().schema.type_, TypeRef::Any);
    let cases = [
        ("#/definitions/rule", Some("object")),
        ("#/definitions/rule/properties/ports", Some("array")),
        ("#/definitions/rule/properties/ports/prefixItems/1", Some("string")),
        ("#/definitions/rule/properties/ports/items", None),
        ("#/definitions/kind~1of%20rule", Some("object")),
        ("#/definitions/kind~1of%20rule/discriminator/mapping/deny/additionalProperties", Some("int")),
        ("#/definitions/nothing", None),
        ("rule", None),
    ];
    for (pointer, expected) in cases {
        let found = template.definition(pointer).and_then(|schema| schema.name()).map(TypeName::as_str);
        assert_eq!(found, expected, "{pointer}");
    }
    let ports = template.definition("#/definitions/rule/properties/ports").unwrap();
    assert_eq!(ports.items, Additional::Nothing);
}

#[test]
fn variables_functions_and_outputs() {
    let template = read_clean(
        r#""variables": {
          "a": 1,
          "copy": [{"name": "list", "count": 3, "input": "[copyIndex('list')]"}],
          "b": {"copy": [{"name": "inner", "count": "[length(variables('list'))]", "input": 1}]}
        },
        "functions": [{"namespace": "own", "members": {
          "double": {"parameters": [{"name": "x", "type": "int"}], "output": {"type": "int", "value": "[mul(2, parameters('x'))]"}}
        }}],
        "outputs": {
          "plain": {"type": "string", "value": "x", "condition": "[true()]"},
          "many": {"type": "array", "copy": {"count": 2, "input": "[copyIndex()]"}}
        },
        "resources": []"#,
    );
    let names: Vec<_> = template.variables.iter().map(|variable| &*variable.name).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(&*template.variable_copies[0].name, "list");
    let inner = CopyInput::of_object(&template.variables[1].value, &mut Vec::new()).unwrap();
    assert_eq!((&*inner[0].name, to_json(&inner[0].count).as_str()), ("inner", "\"[length(variables('list'))]\""));
    assert!(CopyInput::of_object(&template.node, &mut Vec::new()).is_none());
    let function = &template.functions[0];
    assert_eq!((&*function.namespace, &*function.name, function.parameters.len()), ("own", "double", 1));
    assert!(matches!(function.value.kind, NodeKind::Expr(_)));
    assert!(template.outputs[0].condition.is_some() && template.outputs[0].copy.is_none());
    assert_eq!(to_json(&template.outputs[1].copy.as_ref().unwrap().count), "2");
}

#[test]
fn resources_in_both_forms() {
    let array = read_clean(
        r#""resources": [{
          "TYPE": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01", "name": "vnet", "location": "westeurope",
          "condition": "[parameters('deploy')]", "dependsOn": ["nsg", "[resourceId('a/b', 'c')]"], "scope": "x",
          "copy": {"name": "[concat('a', 'b')]", "count": 2, "mode": "Serial", "batchSize": 1},
          "properties": {},
          "resources": [{"type": "subnets", "name": "one", "properties": {}}, {"type": "subnets", "name": "two"}]
        }]"#,
    );
    assert!(!array.symbolic);
    let network = &array.resources[0];
    assert_eq!((network.symbol.as_deref(), network.type_.as_str()), (None, Some("Microsoft.Network/virtualNetworks")));
    assert_eq!((network.depends_on.len(), network.children.len(), network.existing), (2, 2, false));
    let copy = network.copy.as_ref().unwrap();
    assert_eq!((copy.mode, to_json(&copy.count).as_str(), copy.batch_size.is_some()), (CopyMode::Serial, "2", true));
    assert!(network.condition.is_some() && network.scope.is_some() && network.location.is_some());

    let symbolic = read_clean(
        r#""languageVersion": "2.0",
        "extensions": {"k8s": {"name": "Kubernetes", "version": "1.0.0", "config": {}}},
        "resources": {
          "vault": {"existing": true, "type": "Microsoft.KeyVault/vaults", "apiVersion": "2024-11-01", "name": "kv",
                    "subscriptionId": "s", "resourceGroup": "rg"},
          "service": {"extension": "k8s", "type": "core/Service@v1", "properties": {}}
        }"#,
    );
    assert!(symbolic.symbolic);
    let vault = &symbolic.resources[0];
    assert_eq!((vault.symbol.as_deref(), vault.existing), (Some("vault"), true));
    assert!(vault.subscription_id.is_some() && vault.resource_group.is_some());
    assert_eq!(symbolic.resources[1].extension.as_deref(), Some("k8s"));
    assert_eq!(symbolic.extensions[0].name.as_deref(), Some("Kubernetes"));
}

#[test]
fn wrong_shapes_are_reported_and_the_rest_is_read() {
    let (template, diagnostics) = read(
        r#"{"$schema": "x/deploymentTemplate.json#",
        "parameters": {"a": {"type": "text"}, "b": 1, "c": {"defaultValue": 1}, "[d()]": {"type": "int"}, "e": {"type": "int"}},
        "variables": [],
        "functions": [{"namespace": "x"}],
        "resources": [1, {"name": "x"}, {"type": "a/b"}, {"type": "a/b", "name": "ok", "dependsOn": "x", "copy": {"name": "c"}}],
        "outputs": {"o": {"type": "string"}}}"#,
    );
    assert_eq!(
        diagnostics,
        [
            "unknown-type: there is no type `text` `\"text\"`",
            "wrong-shape: a type definition is a number `1`",
            "expression-not-allowed: this name cannot be an expression `\"[d()]\"`",
            "wrong-shape: `variables` is an array `[]`",
            "missing-member: a group of functions has no `members` `{`",
            "wrong-shape: a resource is a number `1`",
            "missing-member: this resource has no `type` `{\"name\": \"x\"}`",
            "missing-member: this resource has no `name` `{\"type\": \"a/b\"}`",
            "wrong-shape: `dependsOn` is a string `\"x\"`",
            "missing-member: `copy` has no `count` `{`",
            "missing-member: the output `o` has no `value` `\"o\"`",
        ]
    );
    assert_eq!(template.parameters.len(), 4);
    assert_eq!((template.resources.len(), template.unread.len()), (2, 2));
}

#[test]
fn unreadable_parts_are_reported_once() {
    let (template, diagnostics) = read(
        r#"{"$schema": "x/deploymentTemplate.json#", "parameters": nope, "resources": nope,
            "outputs": {"o": {"type": nope, "value": "[x"}}}"#,
    );
    assert_eq!(diagnostics.len(), 3, "{diagnostics:#?}");
    // The parameters and the resources.
    assert_eq!(template.unread.len(), 2);
}
