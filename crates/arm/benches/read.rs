//! How fast a template is read, from bytes to the typed view, and printed.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ringfence_arm::{Template, read_json, to_json};
use ringfence_source::Sources;

/// A template as the Bicep compiler writes it: short names that repeat, and an expression in every third value.
fn template(resources: usize) -> String {
    let mut text = String::from(HEAD);
    for index in 0..resources {
        let comma = if index > 0 { "," } else { "" };
        let resource = RESOURCE.replace("@INDEX@", &index.to_string());
        let _ = write!(text, "{comma}\n{resource}");
    }
    text.push_str("\n  ]\n}\n");
    text
}

fn read(criterion: &mut Criterion) {
    let text = template(1_000);
    let mut sources = Sources::default();
    let file = sources.add("main.json", &text);
    let mut group = criterion.benchmark_group("arm");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("read_json", |bencher| bencher.iter_with_large_drop(|| read_json(black_box(&text), file)));
    group.bench_function("read_json_and_drop", |bencher| bencher.iter(|| read_json(black_box(&text), file)));
    let (node, diagnostics) = read_json(&text, file);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    let Some(node) = node else { return };
    group.bench_function("template", |bencher| bencher.iter(|| Template::read(black_box(&node), &mut Vec::new())));
    group.bench_function("to_json", |bencher| bencher.iter(|| to_json(black_box(&node))));
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);

const HEAD: &str = r#"{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {
    "location": {
      "type": "string",
      "defaultValue": "[resourceGroup().location]"
    },
    "baseName": {
      "type": "string",
      "minLength": 3
    }
  },
  "resources": ["#;

const RESOURCE: &str = r#"    {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2024-05-01",
      "name": "[format('vnet-{0}-@INDEX@', parameters('baseName'))]",
      "location": "[parameters('location')]",
      "tags": {
        "environment": "production",
        "description": "the network of workload \"@INDEX@\""
      },
      "properties": {
        "addressSpace": {
          "addressPrefixes": [
            "10.@INDEX@.0.0/16"
          ]
        },
        "subnets": [
          {
            "name": "snet-workload",
            "properties": {
              "addressPrefix": "[cidrSubnet('10.@INDEX@.0.0/16', 24, 0)]",
              "defaultOutboundAccess": false,
              "networkSecurityGroup": {
                "id": "[resourceId('Microsoft.Network/networkSecurityGroups', format('nsg-{0}', parameters('baseName')))]"
              },
              "privateEndpointNetworkPolicies": "Disabled"
            }
          }
        ]
      },
      "dependsOn": [
        "[resourceId('Microsoft.Network/networkSecurityGroups', format('nsg-{0}', parameters('baseName')))]"
      ]
    }"#;
