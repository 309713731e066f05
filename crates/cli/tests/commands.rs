//! The command line: exit statuses, what is given, what is judged together, and what a wrong word is answered.

mod common;

use common::{Outcome, run_in};
use ringfence_cli::Exit;
use ringfence_source::MemoryWorld;

const SEALED: &str = "
param access string = 'Disabled'
@secure()
param password string = ''
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'kv-chat${password}'
  location: 'westeurope'
  properties: {
    sku: { family: 'A', name: 'standard' }
    tenantId: '00000000-0000-0000-0000-000000000000'
    publicNetworkAccess: access
  }
}
";
const BARE: &str = "param access string = 'Disabled'\n";

fn world(more: &[(&str, &str)]) -> MemoryWorld {
    let mut world = MemoryWorld::with([("main.bicep", SEALED), ("other/bare.bicep", BARE)]);
    world.files.extend(more.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().into())));
    world
}

fn check(world: &MemoryWorld, arguments: &str) -> Outcome {
    let arguments: Vec<&str> = std::iter::once("check").chain(arguments.split(' ')).collect();
    run_in(world, &arguments)
}

/// The verdicts of `private-only`, with the names of the subjects.
fn verdicts(world: &MemoryWorld, arguments: &str) -> Vec<String> {
    let outcome = check(world, &format!("{arguments} --format json"));
    outcome.judgements("private-only").into_iter().map(|row| format!("{} {}", row.subject, row.verdict)).collect()
}

#[test]
fn the_exit_status_says_how_it_went() {
    let cases = [
        ("main.bicep", Exit::Success),
        ("main.bicep --strict", Exit::Success),
        ("main.bicep --parameters access=Enabled", Exit::Fails),
        ("main.bicep --free access", Exit::Success),
        ("main.bicep --free access --strict", Exit::Fails),
        ("main.bicep --assume default=off --strict", Exit::Fails),
        ("main.bicep --assume default:access=off --strict", Exit::Fails),
        ("main.bicep --assume default:other=off --strict", Exit::Success),
        ("main.bicep --assume as-declared=off --strict", Exit::Fails),
        ("main.bicep --assume as-declared:kv-chat=off --strict", Exit::Fails),
        ("main.bicep --assume as-declared:kv-other=off --strict", Exit::Success),
        ("main.bicep --assume defaults=off", Exit::Unread),
        ("main.bicep --claim private-only", Exit::Success),
        ("main.bicep missing.bicep", Exit::Unread),
        ("main.bicep --parameters access=Enabled missing.bicep", Exit::Unread),
        ("other", Exit::Unread),
        ("main.bicep other/bare.bicep", Exit::Success),
        ("main.bicep --parameters missing.json", Exit::Unread),
        ("main.bicep --parameters acess=Enabled", Exit::Unread),
        ("main.bicep --free acess", Exit::Unread),
        ("main.bicep --free *", Exit::Unread),
        ("main.bicep --claim private", Exit::Unread),
        ("main.bicep --assume complete", Exit::Unread),
        ("main.bicep --env NAME", Exit::Unread),
        ("main.bicep --env NAME=value", Exit::Success),
        ("main.bicep --config missing.toml", Exit::Unread),
    ];
    for (arguments, expected) in cases {
        let outcome = check(&world(&[]), arguments);
        assert_eq!(outcome.exit, expected, "{arguments}\n{}{}", outcome.out, outcome.err);
        // Who waits for a green run sees why it is not.
        assert_eq!(outcome.err.contains("error"), expected == Exit::Unread, "{arguments}\n{}", outcome.err);
    }
}

/// What `fails_when` and the heading say: the smallest choices, exactly.
#[test]
fn the_choices_that_open_it_are_named() {
    let template = "
param isolated bool = true
param deploy bool = true
param managed bool = false
@allowed(['Basic', 'Premium', 'Standard'])
param tier string = 'Premium'
param text string = 'Disabled'
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = if (deploy) {
  name: 'kv'
  location: 'westeurope'
  properties: {
    sku: { family: 'A', name: 'standard' }
    tenantId: '00000000-0000-0000-0000-000000000000'
    publicNetworkAccess: (isolated && !managed && tier != 'Basic') ? text : 'Enabled'
  }
}
";
    let world = MemoryWorld::with([("v.bicep", template)]);
    let cases = [
        ("--free isolated", "[{\"isolated\":false}]", "`isolated` is false"),
        (
            "--free ISOLATED --free deploy",
            "[{\"deploy\":true,\"isolated\":false}]",
            "`deploy` is true and `isolated` is false",
        ),
        (
            "--free isolated --free tier",
            "[{\"isolated\":false},{\"tier\":\"Basic\"}]",
            "`isolated` is false; or when `tier` is 'Basic'",
        ),
        (
            "--free *",
            "[{\"deploy\":true,\"isolated\":false},{\"deploy\":true,\"managed\":true},{\"deploy\":true,\"tier\":\"Basic\"}]",
            "`deploy` is true and `isolated` is false; or when `deploy` is true and `managed` is true; or when \
             `deploy` is true and `tier` is 'Basic'",
        ),
        ("--free * --parameters isolated=true --parameters tier=Basic", "[{\"deploy\":true}]", "`deploy` is true"),
        (
            "--free isol* --free deploy --parameters deploy=true",
            "[{\"deploy\":true,\"isolated\":false}]",
            "`deploy` is true and",
        ),
    ];
    for (arguments, expected, says) in cases {
        let outcome = check(&world, &format!("v.bicep {arguments} --format json"));
        let report: serde_json::Value = serde_json::from_str(&outcome.out).expect("a report");
        let judgement = &report["judgements"][0];
        assert_eq!(judgement["verdict"], "unknown", "{arguments}");
        assert_eq!(judgement["fails_when"].to_string(), expected, "{arguments}");
        assert_eq!(judgement["fails_when_more"], false);
        let message = judgement["message"].as_str().expect("a message");
        assert!(message.contains(&format!("is open to the whole internet when {says}")), "{arguments}: {message}");
        let page = check(&world, &format!("v.bicep {arguments}")).out;
        assert!(page.contains("when `deploy` is true") || page.contains("when `isolated` is false"), "{page}");
    }
    let report = |arguments: &str| -> serde_json::Value {
        serde_json::from_str(&check(&world, &format!("v.bicep {arguments} --format json")).out).expect("a report")
    };
    assert_eq!(report("--parameters isolated=false")["judgements"][0]["fails_when"].to_string(), "[{}]");
    assert_eq!(report("--free deploy")["judgements"][0]["fails_when"].to_string(), "[]");
    assert_eq!(report("--free text")["judgements"][0]["fails_when"].to_string(), "[]");
}

/// A name that depends on a switch is one name on both sides, whatever is chosen.
#[test]
fn a_resource_is_found_under_each_choice_of_its_name() {
    let template = "
param legacy bool = false
param isolated bool = true
var name = legacy ? 'cae-old' : 'cae-new'
resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: name
  location: 'westeurope'
  properties: { vnetConfiguration: { internal: isolated } }
}
resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: 'ca'
  location: 'westeurope'
  properties: {
    environmentId: resourceId('Microsoft.App/managedEnvironments', legacy ? 'CAE-old' : 'CAE-new')
    configuration: { ingress: { external: true, targetPort: 80 } }
  }
}
";
    let world = MemoryWorld::with([("v.bicep", template)]);
    let words = |arguments: &str| -> Vec<String> {
        let rows = verdicts(&world, arguments);
        rows.iter().map(|row| row.rsplit(' ').next().unwrap_or("").to_owned()).collect()
    };
    assert_eq!(words("v.bicep"), ["holds", "holds"]);
    assert_eq!(words("v.bicep --free legacy"), ["holds", "holds"]);
    assert_eq!(words("v.bicep --free legacy --parameters isolated=false"), ["fails", "fails"]);
    assert_eq!(words("v.bicep --free *"), ["unknown", "unknown"]);
}

/// azd gives a template only the parameters that it declares; everything else refuses the deployment.
#[test]
fn what_azd_leaves_out_is_no_error() {
    let file = |value: &str| {
        format!(
            "{{ \"parameters\": {{ \"access\": {{ \"value\": \"{value}\" }}, \"extra\": {{ \"value\": true }} }} }}"
        )
    };
    for (value, exit) in [("Disabled", Exit::Unread), ("${ACCESS=Disabled}", Exit::Success)] {
        let world = world(&[("main.parameters.json", &file(value))]);
        let outcome = check(&world, "main.bicep --parameters main.parameters.json");
        assert_eq!(outcome.exit, exit, "{}", outcome.err);
        assert!(outcome.err.contains("no-such-parameter") && outcome.err.contains("`extra`"), "{}", outcome.err);
    }
}

/// What rests on the cloud says so; what holds in any cloud does not.
#[test]
fn the_cloud_is_an_assumption_where_it_decides() {
    const VAULT: &str = "
        resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
          name: 'kv-chat'
          location: 'westeurope'
          properties: {
            sku: { family: 'A', name: 'standard' }
            tenantId: '00000000-0000-0000-0000-000000000000'
            publicNetworkAccess: SWITCH
          }
        }";
    let rows = [
        ("'Disabled'", false),
        ("environment().name == 'AzureCloud' ? 'Disabled' : 'Enabled'", true),
        ("contains(environment().suffixes.storage, 'core.windows.net') ? 'Disabled' : 'Enabled'", true),
    ];
    for (switch, rests) in rows {
        let world = world(&[("vault.bicep", &VAULT.replace("SWITCH", switch))]);
        assert_eq!(verdicts(&world, "vault.bicep"), ["Microsoft.KeyVault/vaults kv-chat holds"], "{switch}");
        let named = check(&world, "vault.bicep --assumptions").out.contains("default:environment()");
        assert_eq!(named, rests, "{switch}");
        let expected = format!("Microsoft.KeyVault/vaults kv-chat {}", if rests { "unknown" } else { "holds" });
        assert_eq!(verdicts(&world, "vault.bicep --assume default:environment()=off"), [expected], "{switch}");
    }
}

#[test]
fn build_and_explain_have_exit_statuses_too() {
    let broken = world(&[("broken.bicep", "resource x = {")]);
    let cases: [(&[&str], Exit); 7] = [
        (&["build", "main.bicep"], Exit::Success),
        (&["build", "broken.bicep"], Exit::Unread),
        (&["build", "missing.bicep"], Exit::Unread),
        (&["build", "main.json"], Exit::Unread),
        (&["explain"], Exit::Success),
        (&["explain", "private-only"], Exit::Success),
        (&["explain", "private"], Exit::Unread),
    ];
    for (arguments, expected) in cases {
        let outcome = run_in(&broken, arguments);
        assert_eq!(outcome.exit, expected, "{arguments:?}\n{}", outcome.err);
        assert_eq!(outcome.err.contains("error"), expected == Exit::Unread, "{arguments:?}\n{}", outcome.err);
    }
    assert!(run_in(&broken, &["explain"]).out.contains("private-only"));
    assert!(run_in(&broken, &["build", "main.bicep"]).out.contains("\"Microsoft.KeyVault/vaults\""));
}

/// What a value on the command line becomes: `(parameter, what is given, what is shown of it)`.
#[test]
fn a_value_is_read_as_its_parameter_is_declared() {
    let template = "param text string = ''\nparam flag bool = false\nparam count int = 0\nparam list array = []\n\
                    param thing object = {}\nparam choice 'a' | 'b' = 'a'\n\
                    resource v 'Microsoft.KeyVault/vaults@2024-11-01' = {\n  \
                    name: 'v-${text}-${flag}-${count}-${length(list)}-${thing.?a ?? 'none'}-${choice}'\n}\n";
    let world = world(&[("v.bicep", template)]);
    let cases = [
        ("text=true", "v-true-False-0-0-none-a"),
        ("TEXT=x", "v-x-False-0-0-none-a"),
        ("text=", "v--False-0-0-none-a"),
        ("text=a=b", "v-a=b-False-0-0-none-a"),
        ("text=[concat()]", "v-[concat()]-False-0-0-none-a"),
        ("flag=true", "v--True-0-0-none-a"),
        ("count=7", "v--False-7-0-none-a"),
        ("list=[1,2]", "v--False-0-2-none-a"),
        ("thing={\"a\":\"b\"}", "v--False-0-0-b-a"),
        ("choice=b", "v--False-0-0-none-b"),
    ];
    for (given, name) in cases {
        let outcome = check(&world, &format!("v.bicep --format json --parameters {given}"));
        assert_eq!(outcome.json()["judgements"][0]["subject"]["name"], name, "{given}");
    }
    for wrong in ["flag=yes", "count=1.5", "list={}", "thing=[", "choice=c"] {
        let outcome = check(&world, &format!("v.bicep --parameters {wrong}"));
        assert_eq!(outcome.exit, Exit::Unread, "{wrong}");
        assert!(outcome.err.contains(wrong), "the line that is wrong is shown for {wrong}: {}", outcome.err);
    }
}

/// A name that one of several templates has is given to that one.
#[test]
fn a_value_goes_to_the_templates_that_have_the_parameter() {
    let world = world(&[("bare2.bicep", "param other string = 'x'\n")]);
    let outcome = check(&world, "main.bicep bare2.bicep --parameters access=Enabled");
    assert_eq!(outcome.exit, Exit::Fails, "{}", outcome.err);
}

#[test]
fn a_secret_from_the_command_line_is_never_printed() {
    let typed = "@secure()\nparam password object\n@secure()\n@minLength(20)\nparam short string\n@secure()\n@allowed(['a'])\n\
                 param one string\noutput o object = password\noutput s string = short\noutput t string = one\n";
    let world = world(&[("typed.bicep", typed)]);
    for arguments in [
        "main.bicep --parameters password=hunter2",
        "main.bicep --parameters pasword=hunter2",
        "main.bicep --parameters password=hunter2 --parameters access=Enabled",
        "typed.bicep --parameters password=hunter2 --parameters short=hunter2 --parameters one=hunter2",
        "typed.bicep --parameters password={\"a\":\"hunter2\"}",
    ] {
        for format in ["terminal", "json", "sarif"] {
            let outcome = check(&world, &format!("{arguments} --format {format}"));
            let all = outcome.out + &outcome.err;
            assert!(!all.contains("hunter2"), "{arguments} --format {format}\n{all}");
        }
    }
}

#[test]
fn a_parameter_file_finds_its_template() {
    let json = r#"{"parameters": {"access": {"value": "Enabled"}}}"#;
    let bicep = "using 'main.bicep'\nparam access = 'Enabled'\n";
    let more = [
        ("main.parameters.json", json),
        ("parameters.json", json),
        ("prod.parameters.json", json),
        ("prod.bicepparam", bicep),
        ("other/lost.parameters.json", json),
        ("other/lost.bicepparam", "using none\n"),
    ];
    for (path, expected) in [
        ("main.parameters.json", Exit::Fails),
        ("parameters.json", Exit::Fails),
        ("prod.parameters.json", Exit::Fails),
        ("prod.bicepparam", Exit::Fails),
    ] {
        let outcome = check(&world(&more), &format!("{path} --format json"));
        assert_eq!(outcome.exit, expected, "{path}: {}", outcome.err);
        assert_eq!(outcome.json()["deployments"][0]["parameters"], path);
    }
    for (path, code) in [
        ("other/lost.parameters.json", "no-template"),
        ("other/lost.bicepparam", "no-template"),
        ("other/gone.parameters.json", "file-not-read"),
        ("other/gone.bicepparam", "file-not-read"),
    ] {
        let outcome = check(&world(&more), &format!("{path} --format json"));
        assert_eq!(outcome.json()["diagnostics"][0]["code"], code, "{path}: {}", outcome.err);
        assert_eq!(outcome.exit, Exit::Unread, "{path}");
    }
}

#[test]
fn standard_input_is_bicep_or_json() {
    let template = r#"// a comment
        {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0", "resources": [{"type": "Microsoft.KeyVault/vaults", "apiVersion": "2024-11-01",
        "name": "kv-chat", "properties": {"publicNetworkAccess": "Disabled"}}]}"#;
    for (text, kind) in [(SEALED, "bicep"), (template, "arm")] {
        let outcome = check(&world(&[("-", text)]), "- --format json");
        assert_eq!(outcome.exit, Exit::Success, "{kind}: {}", outcome.err);
        assert_eq!(outcome.json()["inputs"][0]["kind"], kind);
    }
}

/// What is only looked at on the way, as the other files of a folder, is no input.
#[test]
fn a_report_names_the_inputs_that_count() {
    let more = [
        ("app/package.json", "{}"),
        ("app/main.bicep", SEALED),
        ("app/bicepconfig.json", "{}"),
        ("app/lib.bicep", "@export()\nvar x = 1\n"),
        ("app/use.bicep", "import { x } from 'lib.bicep'\noutput y int = x\n"),
    ];
    let report = check(&world(&more), "app --format json").json();
    let paths: Vec<&str> =
        report["inputs"].as_array().expect("inputs").iter().filter_map(|own| own["path"].as_str()).collect();
    assert_eq!(paths, ["app/main.bicep", "app/use.bicep", "app/lib.bicep"]);
}

#[test]
fn a_path_is_the_same_however_it_is_written() {
    let world = world(&[]);
    for paths in ["main.bicep", "./main.bicep", "main.bicep ./main.bicep", "other/../main.bicep"] {
        let report = check(&world, &format!("{paths} --format json")).json();
        let templates: Vec<_> = report["deployments"].as_array().expect("deployments").iter().collect();
        assert_eq!(templates.len(), 1, "{paths}");
        assert_eq!(templates[0]["template"], "main.bicep", "{paths}");
    }
}

const HUB: &str = "
targetScope = 'subscription'
module vault 'vault.bicep' = {
  name: 'vault'
  scope: resourceGroup('11111111-1111-1111-1111-111111111111', 'rg-hub')
}
";
const VAULT: &str = "
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'kv-hub'
  location: 'westeurope'
  properties: {
    sku: { family: 'A', name: 'standard' }
    tenantId: '00000000-0000-0000-0000-000000000000'
    publicNetworkAccess: 'Disabled'
  }
}
";
const SPOKE: &str = "
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: 'kv-hub'
  scope: resourceGroup('11111111-1111-1111-1111-111111111111', 'rg-hub')
}
resource store 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'stspoke'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: { publicNetworkAccess: vault.properties.publicNetworkAccess }
}
";

#[test]
fn what_is_declared_elsewhere_is_known_once_it_is_joined() {
    let files = [("hub.bicep", HUB), ("vault.bicep", VAULT), ("spoke.bicep", SPOKE)];
    let world = world(&files);
    let (store, vault) = ("Microsoft.Storage/storageAccounts stspoke", "Microsoft.KeyVault/vaults kv-hub");
    let alone = [format!("{store} unknown")];
    let together = [format!("{vault} holds"), format!("{store} holds")];
    assert_eq!(verdicts(&world, "spoke.bicep"), alone);
    assert_eq!(verdicts(&world, "spoke.bicep hub.bicep")[0], alone[0], "beside each other they are two estates");
    let mut joined = verdicts(&world, "spoke.bicep hub.bicep --join");
    joined.sort();
    assert_eq!(joined, together);
}

/// The same by the workload file, in which each deployment says where it goes.
#[test]
fn the_workload_file_joins_deployments_by_their_scopes() {
    let spoke = SPOKE.replace("scope: resourceGroup('11111111-1111-1111-1111-111111111111', 'rg-hub')", "");
    let deployment = |template: &str, group: &str| {
        format!(
            "[[deployment]]\ntemplate = '{template}'\nscope = {{ subscription = 's', resource-group = '{group}' }}\n"
        )
    };
    let cases = [
        ("one group", deployment("vault.bicep", "rg") + &deployment("spoke.bicep", "rg"), "holds"),
        ("in any order", deployment("spoke.bicep", "rg") + &deployment("vault.bicep", "rg"), "holds"),
        ("two groups", deployment("vault.bicep", "rg-a") + &deployment("spoke.bicep", "rg-b"), "unknown"),
        (
            "groups that nobody names",
            "[[deployment]]\ntemplate = 'vault.bicep'\n[[deployment]]\ntemplate = 'spoke.bicep'\n".into(),
            "unknown",
        ),
    ];
    for (note, workload, expected) in cases {
        let files = [("w/ringfence.toml", workload.as_str()), ("w/vault.bicep", VAULT), ("w/spoke.bicep", &spoke)];
        let found = verdicts(&world(&files), "w");
        let expected = format!("Microsoft.Storage/storageAccounts stspoke {expected}");
        assert!(found.contains(&expected), "{note}: {found:?}");
        assert_eq!(found.len(), 2, "{note}: both are in one estate, and in no other: {found:?}");
    }
}

/// `(the workload file, the line and column of what is wrong, a word of the message)`.
#[test]
fn what_is_wrong_in_a_workload_file_is_told_at_its_place() {
    let cases = [
        ("[[deployment]\ntemplate = 3", 1, 14, "expected"),
        ("[[deployment]]\ntemplate = 3\n", 2, 12, "a string"),
        ("[[deployment]]\nstage = 'x'\n", 1, 1, "template"),
        ("[[deployment]]\ntemplat = 'main.bicep'\n", 2, 1, "templat"),
        ("[[deployments]]\n", 1, 3, "deployments"),
        ("[[deployment]]\ntemplate = 'gone.bicep'\n", 2, 12, "gone.bicep"),
        ("[[deployment]]\ntemplate = 'main.bicep'\nparameters = 'gone.json'\n", 3, 14, "gone.json"),
        ("[[deployment]]\ntemplate = 'main.bicep'\nscope = { group = 'g' }\n", 3, 11, "resource-group"),
    ];
    for (workload, line, column, word) in cases {
        let outcome = check(&world(&[("ringfence.toml", workload)]), "main.bicep --format json");
        assert_eq!(outcome.exit, Exit::Unread, "{workload}");
        let report = outcome.json();
        let diagnostic = &report["diagnostics"][0];
        assert_eq!(diagnostic["path"], "ringfence.toml", "{diagnostic:#}");
        assert_eq!(
            (&diagnostic["start"]["line"], &diagnostic["start"]["column"]),
            (&line.into(), &column.into()),
            "{workload}"
        );
        assert!(diagnostic["message"].as_str().expect("text").contains(word), "{diagnostic:#}");
        assert!(diagnostic["help"].is_string() || outcome.err.contains("help"), "{workload}: what to do");
        // The rest of the input is judged nonetheless.
        assert_eq!(outcome.judgements("private-only").len(), 1, "{workload}");
    }
}

/// A registry module without a cache is one mistake, not one for each thing that is used of it.
#[test]
fn a_module_that_was_not_read_is_told_once() {
    let template = "module a 'br/public:avm/res/key-vault/vault:0.13.3' = {\n  name: 'a'\n  params: { name: 'kv', tags: {} }\n}\n\
                    output id string = a.outputs.resourceId\n";
    let report = check(&world(&[("m.bicep", template)]), "m.bicep --format json").json();
    let diagnostics = report["diagnostics"].as_array().expect("diagnostics");
    let codes: Vec<_> = diagnostics.iter().map(|own| own["code"].as_str().expect("a code")).collect();
    assert_eq!(codes, ["module-not-found"]);
    let shown = check(&world(&[("m.bicep", template)]), "m.bicep").err;
    assert!(shown.contains("--module-cache"), "{shown}");
}

/// Its user writes the call alone: what the module decides by itself stands there first, and an argument where it is written.
#[test]
fn a_published_module_decides_at_its_call() {
    let template = "module a 'br/public:avm/res/storage:1.0.0' = {\n  params: {\n    name: 'stcontoso'\n    action: 'Deny'\n  }\n}\n";
    let published = r#"{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": { "name": { "type": "string" }, "action": { "type": "string" } },
        "resources": [ { "type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-05-01", "name": "[parameters('name')]",
            "properties": {
                "minimumTlsVersion": "TLS1_2",
                "networkAcls": { "defaultAction": "[toUpper(parameters('action'))]" } } } ] }"#;
    let cached = "cache/br/mcr.microsoft.com/bicep$avm$res$storage/1.0.0$/main.json";
    let world = world(&[("m.bicep", template), (cached, published)]);
    let outcome = check(&world, "m.bicep --module-cache cache --format json");
    let places = |claim: &str| {
        let report = outcome.json();
        let all = report["judgements"].as_array().expect("judgements").clone();
        let own = all.into_iter().find(|own| own["claim"] == claim).expect("a judgement");
        let locations = own["locations"].as_array().expect("locations").clone();
        let shown = locations.iter().map(|at| format!("{} {}:{}", at["role"], at["path"], at["start"]["line"]));
        shown.take(2).collect::<Vec<_>>().join(", ").replace('"', "")
    };
    assert_eq!(places("tls-enforced"), format!("decisive m.bicep:1, related {cached}:6"));
    assert!(places("private-only").starts_with("decisive m.bicep:4"), "{}", places("private-only"));
}
