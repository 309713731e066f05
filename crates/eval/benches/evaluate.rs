//! How fast templates are read and evaluated, in memory.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ringfence_arm::read_json;
use ringfence_estate::Estate;
use ringfence_eval::{Valuation, evaluate};
use ringfence_source::{MemoryWorld, Session};

/// Many resources of the usual kind: names put together, ids, members that are chosen, and literals.
fn wide(count: usize) -> String {
    let resource = |at: usize| {
        format!(
            r#"{{"type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-01-01", "name": "[format('{{0}}{at}', variables('base'))]",
  "location": "[parameters('location')]", "sku": {{"name": "Standard_LRS"}}, "kind": "StorageV2",
  "properties": {{
    "publicNetworkAccess": "[if(parameters('isolated'), 'Disabled', 'Enabled')]", "allowBlobPublicAccess": false, "minimumTlsVersion": "TLS1_2",
    "networkAcls": {{"defaultAction": "Deny", "bypass": "None", "ipRules": [{{"value": "10.0.0.0/24"}}, {{"value": "10.0.1.0/24"}}],
      "virtualNetworkRules": [{{"id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet', 'subnet{at}')]"}}]}}}},
  "dependsOn": ["[resourceId('Microsoft.Network/virtualNetworks', 'vnet')]"]}}"#
        )
    };
    let resources: Vec<String> = (0..count).map(resource).collect();
    format!(
        r#"{{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
"parameters": {{"location": {{"type": "string", "defaultValue": "[resourceGroup().location]"}}, "isolated": {{"type": "bool"}}}},
"variables": {{"base": "[concat('st', uniqueString(resourceGroup().id))]"}},
"resources": [{{"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2023-01-01", "name": "vnet", "location": "[parameters('location')]"}}, {}]}}"#,
        resources.join(",\n")
    )
}

/// Modules in a loop, each with the resources of [`wide`].
fn nested(modules: usize, count: usize) -> String {
    format!(
        r#"{{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
"resources": [{{"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "[concat('m', copyIndex())]", "copy": {{"name": "each", "count": {modules}}},
"resourceGroup": "[concat('g', copyIndex())]",
"properties": {{"mode": "Incremental", "expressionEvaluationOptions": {{"scope": "inner"}}, "parameters": {{"isolated": {{"value": true}}}}, "template": {}}}}}]}}"#,
        wide(count)
    )
}

fn run(text: &str) -> usize {
    let world = MemoryWorld::with([("main.json", text)]);
    let mut session = Session::new(&world);
    let Ok(file) = session.load("main.json") else { return 0 };
    let text = session.sources.file(file).text().clone();
    let Some(node) = read_json(&text, file).0 else { return 0 };
    let mut estate = Estate::default();
    evaluate(&node, &Valuation { key: "main".into(), ..Valuation::default() }, &mut estate, &mut session);
    estate.resources.len()
}

fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read and evaluate");
    for (name, text) in
        [("20 resources", wide(20)), ("1000 resources", wide(1000)), ("50 modules of 20", nested(50, 20))]
    {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| run(&text)));
    }
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
