//! What each construct of the language becomes, one small file at a time.
//!
//! The expectations follow the language reference, <https://learn.microsoft.com/azure/azure-resource-manager/bicep/>, and
//! the form in which the official compiler writes templates.

#![expect(clippy::expect_used, clippy::string_slice, reason = "a test that cannot go on fails")]

use ringfence_arm::{Node, read_json, to_json};
use ringfence_bicep::{Options, compile};
use ringfence_source::{FileId, MemoryWorld, Session, Severity, Sources};

/// The files beside the one that is compiled.
const FILES: [(&str, &str); 9] = [
    ("network.bicep", "param name string\noutput id string = name\n@secure()\noutput key string = name\n"),
    ("plain.bicep", "param name string\noutput id string = name\n"),
    ("sub.bicep", "targetScope = 'subscription'\noutput id string = subscription().id\n"),
    (
        "types.bicep",
        "@export()\ntype size = 'small' | 'large'\n@export()\nvar prefix = 'x-${base}'\nvar base = 'b'\n@export()\nfunc twice(a string) string => '${a}${a}'\n",
    ),
    ("data.json", r#"{ "a": [1, 2.5, "[x]"], "b": { "c": null } }"#),
    ("text.txt", "line one\n"),
    ("loop-a.bicep", "module b 'loop-b.bicep' = { name: 'b' }\n"),
    ("loop-b.bicep", "module a 'loop-a.bicep' = { name: 'a' }\n"),
    (
        "cache/br/mcr.microsoft.com/bicep$avm$utl$types/0.1.0$/main.json",
        r##"{
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "contentVersion": "1.0.0.0", "languageVersion": "2.0", "resources": {},
          "metadata": { "__bicep_exported_variables!": [{ "name": "table" }] },
          "variables": { "table": { "one": "[variables('inner')]" }, "inner": "x" },
          "definitions": {
            "lock": { "type": "object", "properties": { "kind": { "$ref": "#/definitions/kind" } },
                      "metadata": { "__bicep_export!": true, "description": "A lock." } },
            "kind": { "type": "string", "allowedValues": ["None", "ReadOnly"], "nullable": true }
          }
        }"##,
    ),
];

fn session_of(world: &MemoryWorld) -> (Session<'_>, Option<Node>) {
    let mut session = Session::new(world);
    let options = Options { module_cache: Some("cache".into()), ..Options::default() };
    let node = compile(&mut session, "main.bicep", &options);
    (session, node)
}

fn world_of(source: &str) -> MemoryWorld {
    let mut world = MemoryWorld::with(FILES);
    world.files.insert("main.bicep".into(), source.as_bytes().into());
    world
}

/// The part of a template that a path with `/` leads to.
fn find<'n>(node: &'n Node, path: &str) -> Option<&'n Node> {
    path.split('/').try_fold(node, |node, part| match node.as_array() {
        Some(items) => items.get(part.parse::<usize>().ok()?),
        None => node.get(part),
    })
}

fn file() -> FileId {
    Sources::default().add("expected.json", "")
}

/// One construct: the source, the path into the template, and what stands there; nothing where nothing should.
type Case<'c> = (&'c str, &'c str, &'c str);

fn check(cases: &[Case<'_>]) {
    for (source, path, expected) in cases {
        let world = world_of(source);
        let (session, node) = session_of(&world);
        let errors: Vec<_> = session.diagnostics.iter().filter(|one| one.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{source}\n{errors:?}");
        let node = node.expect("the file exists");
        let shown = find(&node, path).map(to_json).unwrap_or_default();
        let wanted = match *expected {
            "" => String::new(),
            text => to_json(&read_json(text, file()).0.expect("an expectation is JSON")),
        };
        assert_eq!(shown, wanted, "{source}\nat {path}");
    }
}

#[test]
fn expressions_become_functions() {
    let given = "param a int\nparam b string\nparam o object\nparam l array\nparam c bool\nvar x = ";
    let cases = [
        ("a + 1 * -2", "[add(parameters('a'), mul(1, -2))]"),
        ("-a", "[sub(0, parameters('a'))]"),
        ("3000000000 + a", "[add(json('3000000000'), parameters('a'))]"),
        (
            "a % 2 >= 1 && !c || c",
            "[or(and(greaterOrEquals(mod(parameters('a'), 2), 1), not(parameters('c'))), parameters('c'))]",
        ),
        ("b =~ 'x'", "[equals(toLower(parameters('b')), toLower('x'))]"),
        ("b != 'it''s' ? 1 : 2", ""),
        ("c ? a : 2", "[if(parameters('c'), parameters('a'), 2)]"),
        ("b ?? 'y'", "[coalesce(parameters('b'), 'y')]"),
        ("'{${b}}-$${a}'", "[format('{{{0}}}-${1}', parameters('b'), parameters('a'))]"),
        ("o.p['q-r'][a].s", "[parameters('o').p['q-r'][parameters('a')].s]"),
        ("o.?p.q", "[tryGet(parameters('o'), 'p', 'q')]"),
        ("(o.?p).q", "[tryGet(parameters('o'), 'p').q]"),
        ("o.?p!.q[?0]", "[tryGet(tryGet(parameters('o'), 'p', 'q'), 0)]"),
        ("l[^1]", "[indexFromEnd(parameters('l'), 1)]"),
        ("o!.p", "[parameters('o').p]"),
        ("any(o).p", "[parameters('o').p]"),
        (
            "map(l, (e, i) => { n: e, i: i })",
            "[map(parameters('l'), lambda('e', 'i', createObject('n', lambdaVariables('e'), 'i', lambdaVariables('i'))))]",
        ),
        ("concat([true, null], l)", "[concat(createArray(true(), null()), parameters('l'))]"),
        ("[a, ...l, 2]", "[flatten(createArray(createArray(parameters('a')), parameters('l'), createArray(2)))]"),
        ("{ p: 1, ...o }", "[shallowMerge(createArray(createObject('p', 1), parameters('o')))]"),
        ("sys.toLower(az.resourceGroup().name)", "[toLower(resourceGroup().name)]"),
        ("nameof(o.p)", "p"),
        ("'[x]'", "[x]"),
    ];
    for (source, expected) in cases {
        if expected.is_empty() {
            continue;
        }
        let source = format!("{given}{source}\n");
        let world = world_of(&source);
        let (session, node) = session_of(&world);
        assert!(session.diagnostics.is_empty(), "{source}\n{:?}", session.diagnostics);
        let text = to_json(node.as_ref().and_then(|node| find(node, "variables/x")).expect("a variable"));
        let escaped = if expected == "[x]" { "\"[[x]\"".to_owned() } else { format!("{expected:?}") };
        assert_eq!(text, escaped, "{source}");
    }
}

#[test]
fn values_that_json_can_say_are_json() {
    check(&[
        (
            "var x = { a: [1, true, null, 'b'], copy: 2 }",
            "variables/x",
            r#"{ "a": [1, true, null, "b"], "[string('copy')]": 2 }"#,
        ),
        ("param p string\nvar x = { '${p}-k': 1 }", "variables/x", r#"{ "[format('{0}-k', parameters('p'))]": 1 }"#),
        ("metadata about = 'it'", "metadata/about", r#""it""#),
        ("assert ok = true", "asserts/ok", "true"),
    ]);
}

#[test]
fn loops_become_copies() {
    check(&[
        (
            "param l array\nvar x = [for (e, i) in l: '${e}${i}']",
            "variables/copy",
            r#"[{ "name": "x", "count": "[length(parameters('l'))]",
                  "input": "[format('{0}{1}', parameters('l')[copyIndex('x')], copyIndex('x'))]" }]"#,
        ),
        (
            "param l array\nvar x = { p: [for e in l: { q: e }] }",
            "variables/x",
            r#"{ "copy": [{ "name": "p", "count": "[length(parameters('l'))]", "input": { "q": "[parameters('l')[copyIndex('p')]]" } }] }"#,
        ),
        (
            "param l array\noutput x array = [for e in l: e]",
            "outputs/x",
            r#"{ "type": "array", "copy": { "count": "[length(parameters('l'))]", "input": "[parameters('l')[copyIndex()]]" } }"#,
        ),
        (
            "@batchSize(2)\nresource a 'A.B/c@1' = [for i in range(0, 3): { name: 'a${i}' }]",
            "resources/0/copy",
            r#"{ "name": "a", "count": "[length(range(0, 3))]", "mode": "serial", "batchSize": 2 }"#,
        ),
        (
            "param l array\nmodule m 'plain.bicep' = { name: 'm', params: { name: [for e in l: e.n] } }",
            "resources/0/properties/parameters/name",
            r#"{ "copy": [{ "name": "value", "count": "[length(parameters('l'))]", "input": "[parameters('l')[copyIndex('value')].n]" }] }"#,
        ),
    ]);
}

const STORAGE: &str =
    "resource st 'Microsoft.Storage/storageAccounts@2024-01-01' = { name: 'st${n}', location: 'x' }\nparam n string\n";

#[test]
fn resources_are_referred_to_by_what_is_read() {
    let id = "resourceId('Microsoft.Storage/storageAccounts', format('st{0}', parameters('n')))";
    let cases = [
        ("st.id", format!("[{id}]")),
        ("st.name", "[format('st{0}', parameters('n'))]".to_owned()),
        ("st.type", "Microsoft.Storage/storageAccounts".to_owned()),
        ("st.apiVersion", "2024-01-01".to_owned()),
        ("st.properties.primaryEndpoints.blob", format!("[reference({id}, '2024-01-01').primaryEndpoints.blob]")),
        ("st.identity.principalId", format!("[reference({id}, '2024-01-01', 'full').identity.principalId]")),
        ("st.listKeys().keys[0].value", format!("[listKeys({id}, '2024-01-01').keys[0].value]")),
        ("st.?properties.a", format!("[tryGet(reference({id}, '2024-01-01', 'full'), 'properties', 'a')]")),
    ];
    for (source, expected) in cases {
        check(&[(&format!("{STORAGE}output x string = {source}"), "outputs/x/value", &format!("{expected:?}"))]);
    }
}

#[test]
fn symbolic_names_come_with_what_needs_them() {
    check(&[
        ("param p string", "languageVersion", ""),
        ("param p string?", "languageVersion", r#""2.0""#),
        ("type t = string", "languageVersion", r#""2.0""#),
        ("param p string[]", "languageVersion", r#""2.0""#),
        ("module m 'plain.bicep' = { params: { name: 'a' } }", "languageVersion", r#""2.0""#),
        ("module m 'network.bicep' = { name: 'm', params: { name: 'a' } }", "languageVersion", r#""2.0""#),
        ("import { size } from 'types.bicep'", "languageVersion", r#""2.0""#),
        (
            "param p string?\nresource a 'A.B/c@1' existing = { name: 'a' }\noutput x string = a.properties.y",
            "resources/a",
            r#"{ "existing": true, "type": "A.B/c", "apiVersion": "1", "name": "a" }"#,
        ),
        (
            "param p string?\nresource a 'A.B/c@1' existing = { name: 'a' }\noutput x string = a.properties.y",
            "outputs/x/value",
            r#""[reference('a').y]""#,
        ),
        (
            "param p string?\nresource a 'A.B/c@1' = [for i in range(0, 2): { name: 'a${i}' }]\noutput x string = a[1].properties.y",
            "outputs/x/value",
            r#""[reference(format('a[{0}]', 1)).y]""#,
        ),
    ]);
}

#[test]
fn children_have_the_names_of_their_parents() {
    check(&[
        (
            "resource a 'A.B/c@1' = { name: 'a'\n  resource d 'd' = { name: 'd' }\n}\noutput x string = a::d.id",
            "resources",
            r#"[
                { "type": "A.B/c/d", "apiVersion": "1", "name": "[format('{0}/{1}', 'a', 'd')]",
                  "dependsOn": ["[resourceId('A.B/c', 'a')]"] },
                { "type": "A.B/c", "apiVersion": "1", "name": "a" }
            ]"#,
        ),
        (
            "resource a 'A.B/c@1' = [for i in range(0, 2): { name: 'a${i}' }]\nresource d 'A.B/c/d@1' = { parent: a[1], name: 'd' }",
            "resources/1",
            r#"{ "type": "A.B/c/d", "apiVersion": "1",
                 "name": "[format('{0}/{1}', format('a{0}', range(0, 2)[1]), 'd')]",
                 "dependsOn": ["[resourceId('A.B/c', format('a{0}', range(0, 2)[1]))]"] }"#,
        ),
        (
            "resource d 'A.B/c/d@1' existing = { name: 'a/d' }\noutput x string = d.id",
            "outputs/x/value",
            r#""[resourceId('A.B/c/d', split('a/d', '/')[0], split('a/d', '/')[1])]""#,
        ),
        (
            "param on bool\nresource a 'A.B/c@1' = if (on) { name: 'a'\n  resource d 'd' = if (!on) { name: 'd' }\n}",
            "resources/0/condition",
            r#""[and(parameters('on'), not(parameters('on')))]""#,
        ),
    ]);
}

#[test]
fn scopes_decide_ids_and_members() {
    check(&[
        (
            "resource a 'A.B/c@1' existing = { name: 'a', scope: resourceGroup('g') }\noutput x string = a.id",
            "outputs/x/value",
            r#""[extensionResourceId(format('/subscriptions/{0}/resourceGroups/{1}', subscription().subscriptionId, 'g'), 'A.B/c', 'a')]""#,
        ),
        (
            "resource a 'A.B/c@1' existing = { name: 'a', scope: subscription('s') }\noutput x string = a.id",
            "outputs/x/value",
            r#""[subscriptionResourceId('s', 'A.B/c', 'a')]""#,
        ),
        (
            "resource a 'A.B/c@1' = { name: 'a' }\nresource l 'Microsoft.Authorization/locks@1' = { name: 'l', scope: a }\noutput x string = l.id",
            "outputs/x/value",
            r#""[extensionResourceId(resourceId('A.B/c', 'a'), 'Microsoft.Authorization/locks', 'l')]""#,
        ),
        (
            "resource a 'A.B/c@1' = { name: 'a' }\nresource l 'Microsoft.Authorization/locks@1' = { name: 'l', scope: a }",
            "resources/1/scope",
            r#""[resourceId('A.B/c', 'a')]""#,
        ),
        (
            "module m 'sub.bicep' = { name: 'm', scope: subscription() }",
            "resources/0/subscriptionId",
            r#""[subscription().subscriptionId]""#,
        ),
        (
            "module m 'sub.bicep' = { name: 'm', scope: subscription() }",
            "resources/0/location",
            r#""[resourceGroup().location]""#,
        ),
        (
            "targetScope = 'subscription'\nresource g 'Microsoft.Resources/resourceGroups@2024-01-01' = { name: 'g', location: 'x' }\nmodule m 'plain.bicep' = { name: 'm', scope: g, params: { name: 'n' } }",
            "resources/1/resourceGroup",
            r#""g""#,
        ),
        (
            "targetScope = 'subscription'\nresource g 'Microsoft.Resources/resourceGroups@2024-01-01' = { name: 'g', location: 'x' }\nmodule m 'plain.bicep' = { name: 'm', scope: g, params: { name: 'n' } }",
            "resources/1/dependsOn",
            r#"["[subscriptionResourceId('Microsoft.Resources/resourceGroups', 'g')]"]"#,
        ),
        (
            "targetScope = 'tenant'",
            "$schema",
            r#""https://schema.management.azure.com/schemas/2019-08-01/tenantDeploymentTemplate.json#""#,
        ),
    ]);
}

#[test]
fn modules_are_deployments() {
    let id = "resourceId('Microsoft.Resources/deployments', 'm')";
    check(&[
        (
            "module m 'plain.bicep' = { name: 'm', params: { name: 'a' } }\noutput x string = m.outputs.id",
            "outputs/x/value",
            &format!(r#""[reference({id}, '2025-04-01').outputs.id.value]""#),
        ),
        (
            "module m 'plain.bicep' = { params: { name: 'a' } }",
            "resources/m/name",
            r#""[format('m-{0}', uniqueString('m', deployment().name))]""#,
        ),
        (
            "module m 'network.bicep' = { name: 'm', params: { name: 'a' } }\n@secure()\noutput x string = m.outputs.key",
            "outputs/x/value",
            r#""[listOutputsWithSecureValues('m', '2025-04-01').key]""#,
        ),
        (
            "resource kv 'Microsoft.KeyVault/vaults@1' existing = { name: 'kv' }\nmodule m 'plain.bicep' = { name: 'm', params: { name: kv.getSecret('s') } }",
            "resources/0/properties/parameters/name",
            r#"{ "reference": { "keyVault": { "id": "[resourceId('Microsoft.KeyVault/vaults', 'kv')]" }, "secretName": "s" } }"#,
        ),
        (
            "module m 'plain.bicep' = { name: 'm', params: { name: 'a' } }",
            "resources/0/properties/template/outputs/id",
            r#"{ "type": "string", "value": "[parameters('name')]" }"#,
        ),
        (
            "module m 'plain.bicep' = [for i in range(0, 2): { name: 'm${i}', params: { name: 'a' } }]\noutput x array = map(m, one => one.outputs.id)",
            "outputs/x/value",
            r#""[map(references('m'), lambda('one', lambdaVariables('one').outputs.id.value))]""#,
        ),
    ]);
}

#[test]
fn variables_of_run_time_values_are_written_out() {
    check(&[
        (&format!("{STORAGE}var k = st.listKeys().keys[0].value\nvar plain = st.id"), "variables/k", ""),
        (
            &format!("{STORAGE}var k = st.properties.a\nvar deeper = '${{k}}!'\noutput x string = deeper"),
            "outputs/x/value",
            r#""[format('{0}!', reference(resourceId('Microsoft.Storage/storageAccounts', format('st{0}', parameters('n'))), '2024-01-01').a)]""#,
        ),
        (
            &format!("{STORAGE}var id = st.id\nresource b 'A.B/c@1' = {{ name: 'b', properties: {{ id: id }} }}"),
            "resources/1/dependsOn",
            r#"["[resourceId('Microsoft.Storage/storageAccounts', format('st{0}', parameters('n')))]"]"#,
        ),
    ]);
}

#[test]
fn dependencies_go_through_existing_resources() {
    check(&[
        (
            "resource a 'A.B/c@1' = { name: 'a' }\nresource e 'A.B/c/d@1' existing = { parent: a, name: 'e' }\nresource b 'A.B/c@1' = { name: 'b', properties: { p: e.properties.q } }",
            "resources/1/dependsOn",
            r#"["[resourceId('A.B/c', 'a')]"]"#,
        ),
        (
            "resource a 'A.B/c@1' = [for i in range(0, 2): { name: 'a${i}' }]\nresource b 'A.B/c@1' = { name: 'b', dependsOn: a }",
            "resources/1/dependsOn",
            r#"["a"]"#,
        ),
        (
            "resource z 'A.B/c@1' = { name: 'z' }\nresource Y 'A.B/c@1' = { name: 'y' }\nresource b 'A.B/c@1' = { name: 'b', dependsOn: [z, Y] }",
            "resources/2/dependsOn",
            r#"["[resourceId('A.B/c', 'y')]", "[resourceId('A.B/c', 'z')]"]"#,
        ),
    ]);
}

#[test]
fn types_become_schemas() {
    check(&[
        (
            "@description('''  What\n    it is''')\n@minLength(1)\n@secure()\nparam p string = 'x'",
            "parameters/p",
            r#"{ "type": "securestring", "defaultValue": "x", "minLength": 1, "metadata": { "description": "  What\nit is" } }"#,
        ),
        ("@allowed([1, 2])\nparam p int", "parameters/p", r#"{ "type": "int", "allowedValues": [1, 2] }"#),
        (
            "param p ('b' | 'a')?",
            "parameters/p",
            r#"{ "type": "string", "allowedValues": ["a", "b"], "nullable": true }"#,
        ),
        ("param p ('b' | 'a')[]", "parameters/p", r#"{ "type": "array", "allowedValues": ["a", "b"] }"#),
        (
            "@sealed()\nparam p { a: int?, *: bool }",
            "parameters/p/properties",
            r#"{ "a": { "type": "int", "nullable": true } }"#,
        ),
        (
            "type t = { a: string[] }\nparam p t.a[*]",
            "parameters/p",
            r##"{ "$ref": "#/definitions/t/properties/a/items" }"##,
        ),
        (
            "type a = { k: 'a' }\ntype b = { k: 'b' }\n@discriminator('k')\nparam p a | b",
            "parameters/p/discriminator",
            r##"{ "propertyName": "k", "mapping": { "a": { "$ref": "#/definitions/a" }, "b": { "$ref": "#/definitions/b" } } }"##,
        ),
        (
            "param p resourceInput<'Microsoft.Storage/storageAccounts@2024-01-01'>.tags",
            "parameters/p",
            r#"{ "type": "object", "metadata": { "__bicep_resource_derived_type!": { "source": "Microsoft.Storage/storageAccounts@2024-01-01#properties/tags" } } }"#,
        ),
        (
            "@description('Adds.')\nfunc f(a int, b int) int => a + b\nvar x = f(1, 2)",
            "functions/0/members/f",
            r#"{ "parameters": [{ "type": "int", "name": "a" }, { "type": "int", "name": "b" }],
                 "output": { "type": "int", "value": "[add(parameters('a'), parameters('b'))]" },
                 "metadata": { "description": "Adds." } }"#,
        ),
    ]);
}

#[test]
fn imports_draw_in_what_they_need() {
    let source = "import { size, prefix as p, twice } from 'types.bicep'\nparam s size\nvar v = '${p}${twice('a')}'";
    check(&[
        (source, "variables/v", r#""[format('{0}{1}', variables('p'), __bicep.twice('a'))]""#),
        (source, "variables/p", r#""[format('x-{0}', variables('_1.base'))]""#),
        (source, "variables/_1.base", r#""b""#),
        (
            source,
            "definitions/size",
            r#"{ "type": "string", "allowedValues": ["large", "small"], "metadata": { "__bicep_imported_from!": { "sourceTemplate": "types.bicep" } } }"#,
        ),
        (
            "import * as t from 'types.bicep'\nvar v = t.twice(t.prefix)",
            "variables/v",
            r#""[_1.twice(variables('_1.prefix'))]""#,
        ),
        (
            "import { lock, table } from 'br/public:avm/utl/types:0.1.0'\nparam l lock\nvar v = table",
            "definitions/lock",
            r##"{ "type": "object", "properties": { "kind": { "$ref": "#/definitions/_1.kind" } },
                 "metadata": { "description": "A lock.", "__bicep_imported_from!": { "sourceTemplate": "br:mcr.microsoft.com/bicep/avm/utl/types:0.1.0" } } }"##,
        ),
        (
            "import { lock, table } from 'br/public:avm/utl/types:0.1.0'\nparam l lock\nvar v = table",
            "variables/table",
            r#"{ "one": "[variables('_1.inner')]" }"#,
        ),
    ]);
}

#[test]
fn files_are_loaded_while_compiling() {
    check(&[
        ("var x = loadTextContent('text.txt')", "variables/x", r#""line one\n""#),
        ("var x = '${loadTextContent('text.txt')}!'", "variables/$fxv#0", r#""line one\n""#),
        ("var x = loadJsonContent('data.json')", "variables/x", r#""[variables('$fxv#0')]""#),
        (
            "var x = loadJsonContent('data.json')",
            "variables/$fxv#0",
            r#"{ "a": [1, "[json('2.5')]", "[[x]"], "b": { "c": null } }"#,
        ),
        ("var x = loadJsonContent('data.json', '$.a[0]')", "variables/$fxv#0", "1"),
        ("var x = loadFileAsBase64('text.txt')", "variables/x", r#""bGluZSBvbmUK""#),
    ]);
}

#[test]
fn what_cannot_be_compiled_is_an_error_and_no_value() {
    let cases = [
        ("var x = nothere", "variables/x", "unknown-name", true),
        ("var x = noSuchFunction(1)", "variables/x", "unknown-function", true),
        ("var a = b\nvar b = a\nvar x = a", "variables/a", "cycle", true),
        ("module m 'missing.bicep' = { name: 'm' }", "resources/0/properties/template", "module-not-found", false),
        (
            "module m 'br/public:not/there:1.0.0' = { name: 'm' }",
            "resources/0/properties/template",
            "module-not-found",
            false,
        ),
        ("module m 'loop-a.bicep' = { name: 'm' }", "resources/0/name", "cycle", false),
        ("import { nope } from 'types.bicep'\nvar x = nope", "variables/x", "unknown-import", true),
        ("param s string\nresource a 'A.B/c@1' = { name: 'a', scope: s }", "resources/0/scope", "scope", true),
        ("param p string\nparam p int", "parameters/p", "duplicate-name", false),
        ("var x = loadTextContent('missing.txt')", "variables/x", "file-not-read", true),
        ("resource a 'A.B/c@1' = { name: a.name }", "resources/0/name", "too-large", true),
    ];
    for (source, path, code, unknown) in cases {
        let world = world_of(source);
        let (session, node) = session_of(&world);
        assert!(session.diagnostics.iter().any(|one| one.code == code), "{source}\n{:?}", session.diagnostics);
        let node = node.expect("the rest is compiled");
        let text = find(&node, path).map(to_json).unwrap_or_default();
        assert_eq!(text.contains("__ringfence.unknown("), unknown, "{source}\n{text}");
        assert!(find(&node, path).is_some(), "{source}");
    }
}

#[test]
fn mistakes_that_would_go_unnoticed_are_errors() {
    let cases = [
        ("@secrue()\nparam p string", "unknown-decorator", "secrue"),
        ("@batchSize(1)\nparam p string", "misplaced-decorator", "batchSize"),
        ("@description()\nparam p string", "arguments", "@description()"),
        ("resource a 'A.B/c@1' = { location: 'x' }", "missing-property", "a"),
        ("resource a 'A.B/c' = { name: 'x' }", "resource-type", "'A.B/c'"),
        ("var x = { a: 1, 'a': 2 }", "duplicate-name", "'a'"),
        ("resource a 'A.B/c@1' = { name: 'x', tags: {}, tags: {} }", "duplicate-name", "tags"),
        ("output a int = 1\noutput a int = 2", "duplicate-name", "a"),
        ("module m 'plain.bicep' = { name: 'm', params: { nmae: 'x', name: 'y' } }", "unknown-parameter", "nmae"),
        ("module m 'plain.bicep' = { name: 'm' }", "missing-parameter", "m"),
        ("var x = { a: [[for i in range(0, 1): i]] }", "misplaced-loop", "i"),
        (
            "resource a 'A.B/c@1' = { name: 'a', properties: { x: b.id } }\nresource b 'A.B/c@1' = { name: 'b', dependsOn: [a] }",
            "cycle",
            "a",
        ),
        (
            "module m 'plain.bicep' = { name: 'm', params: { name: 'x' } }\nvar x = m.nothing",
            "not-compiled",
            "m.nothing",
        ),
    ];
    for (source, code, place) in cases {
        let world = world_of(source);
        let (session, _) = session_of(&world);
        let found = session.diagnostics.iter().find(|one| one.code == code);
        let found = found.unwrap_or_else(|| panic!("{source}\n{:?}", session.diagnostics));
        assert_eq!(found.severity, Severity::Error);
        assert_eq!(session.sources.slice(found.span), place, "{source}");
    }
}

#[test]
fn a_value_that_grows_without_end_is_cut_short() {
    let mut source = String::from("resource a 'A.B/c@1' existing = { name: 'a' }\nvar v0 = a.properties.x\n");
    for level in 1..64 {
        source.push_str(&format!("var v{level} = '${{v{0}}}${{v{0}}}'\n", level - 1));
    }
    source.push_str("output x string = v63\n");
    let world = world_of(&source);
    let (session, node) = session_of(&world);
    assert!(node.is_some());
    assert!(session.diagnostics.iter().any(|one| one.code == "too-large"));
}

#[test]
fn spans_lead_back_to_the_source() {
    let source = "param p string\nresource a 'A.B/c@1' = {\n  name: p\n  properties: { q: p }\n}\n";
    let world = world_of(source);
    let (session, node) = session_of(&world);
    let node = node.expect("the file exists");
    let slice =
        |path: &str| find(&node, path).map(|node| session.sources.slice(node.span).to_owned()).unwrap_or_default();
    assert_eq!(slice("resources/0"), "resource a 'A.B/c@1'");
    assert_eq!(slice("resources/0/name"), "p");
    assert_eq!(slice("resources/0/properties/q"), "p");
    let member = node.get("resources").and_then(Node::as_array).and_then(|all| all.first());
    let member = member.and_then(|one| one.get("properties")).and_then(Node::as_object).and_then(|one| one.member("q"));
    assert_eq!(member.map(|member| session.sources.slice(member.key_span)), Some("q"));
}

/// A file with most constructs in it.
const RICH: &str = r"targetScope = 'resourceGroup'
import { size, twice } from 'types.bicep'
import * as all from 'types.bicep'
metadata about = { a: [1, -2] }
@allowed(['a', 'b'])
@description('It''s ${1}')
param p string = 'a'
param q { a: int?, *: string[] }?
type t = { k: 'x', v: size } | { k: 'y' }
func f(a string) string => '${a}${twice(a)}'
var loop = [for (e, i) in range(0, 3): { n: e, o: [for x in [1]: x + i] }]
var file = loadJsonContent('data.json', '$.a')
resource st 'Microsoft.Storage/storageAccounts@2024-01-01' existing = { name: p, scope: resourceGroup('g') }
@batchSize(1)
resource many 'A.B/c@1' = [for (e, i) in loop: if (i > 0) {
  name: 'n-${e.n}-${i}'
  properties: { key: st.listKeys().keys[0], ...about, rules: [for r in e.o: { r: r }] }
  resource child 'd' = { name: 'c${i}' }
  dependsOn: [st, one]
}]
module one 'network.bicep' = { params: { name: f(all.prefix) }, scope: resourceGroup('s', 'g') }
output o array = [for i in range(0, 2): many[i].properties.x.?y[^1]!]
@secure()
output s string = one.?outputs.key ?? many[0]::child.id
";

#[test]
fn whatever_is_cut_off_or_left_out_is_survived() {
    let cuts = RICH.char_indices().map(|(at, _)| RICH[..at].to_owned());
    let words: Vec<&str> = RICH.split_inclusive(|letter: char| !letter.is_alphanumeric()).collect();
    let holes = (0..words.len()).map(|at| [&words[..at], &words[at + 1..]].concat().concat());
    for source in cuts.chain(holes) {
        let world = world_of(&source);
        let (_, node) = session_of(&world);
        to_json(&node.expect("there is always a template"));
    }
}

#[test]
fn hostile_files_are_given_up_in_time() {
    let chain = |count: usize, line: &dyn Fn(usize) -> String| (1..count).map(line).collect::<String>();
    let sources = [
        // Types of types.
        format!("type t0 = 'a'\n{}", chain(200, &|at| format!("type t{at} = t{0} | t{0}\n", at - 1))),
        // Ways to a dependency.
        format!(
            "resource r 'A.B/c@1' = {{ name: 'r' }}\nvar a0 = r.id\nvar b0 = r.id\n{}resource s 'A.B/c@1' = {{ name: a99 }}\n",
            chain(100, &|at| format!("var a{at} = '${{a{0}}}${{b{0}}}'\nvar b{at} = '${{b{0}}}${{a{0}}}'\n", at - 1))
        ),
        // A long line of parents, and of variables the wrong way round.
        format!(
            "resource r0 'A.B/c@1' = {{ name: 'r' }}\n{}",
            chain(2_000, &|at| format!("resource r{at} 'A.B/c/d@1' = {{ parent: r{}, name: 'r' }}\n", at - 1))
        ),
        format!("{}var v3000 = 1\n", chain(3_000, &|at| format!("var v{at} = v{}\n", at + 1))),
        // Unknown names without end.
        chain(5_000, &|at| format!("var v{at} = unknown{at}\n")),
        // A circle of a thousand.
        chain(1_000, &|at| format!("resource r{at} 'A.B/c@1' = {{ name: 'n', tags: r{} }}\n", at % 999 + 1)),
    ];
    for source in sources {
        let world = world_of(&source);
        let (_, node) = session_of(&world);
        assert!(node.is_some());
    }
}

#[test]
fn modules_and_expressions_that_nest_deep_do_not_exhaust_the_stack() {
    let mut world = MemoryWorld::default();
    let deep = format!("{}1{}", "(1 + ".repeat(190), ")".repeat(190));
    let chain = (1..60).map(|at| format!("var v{at} = '${{v{0}}}'\n", at - 1)).collect::<String>();
    for level in 0..80 {
        let path = if level == 0 { "main.bicep".to_owned() } else { format!("m{level}.bicep") };
        let source = format!(
            "resource a 'A.B/c@1' existing = {{ name: 'a' }}\nvar v0 = [[[[a.properties.x]]]]\n{chain}var d = {deep}\nmodule m 'm{}.bicep' = {{ name: 'm' }}\noutput o string = v59\n",
            level + 1
        );
        world.files.insert(path, source.as_bytes().into());
    }
    world.files.insert("m80.bicep".into(), (*b"var x = 1\n").into());
    let (session, node) = session_of(&world);
    assert!(node.is_some());
    assert!(session.diagnostics.iter().any(|one| one.code == "too-large"), "{:?}", session.diagnostics);
}
