//! How fast Bicep text becomes a tree, on generated text with the constructs of a landing zone.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, Throughput};
use ringfence_bicep::parse::parse;
use ringfence_bicep::syntax::FileKind;
use ringfence_source::Sources;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    parsing(&mut criterion);
    criterion.final_summary();
}

fn parsing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for resources in [10, 1_000] {
        let text = template(resources);
        let mut sources = Sources::default();
        let id = sources.add("main.bicep", &text);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("{resources} resources"), |bencher| {
            bencher.iter(|| parse(id, black_box(&text), FileKind::Bicep));
        });
    }
    group.finish();
}

/// A template with this many subnets, rules and modules.
fn template(resources: usize) -> String {
    let mut text = String::from(
        "targetScope = 'resourceGroup'\n\n@description('Where all of it stands.')\nparam location string\n",
    );
    for index in 0..resources {
        let _ = write!(
            text,
            "
@description('Whether network {index} is deployed.')
param deploy{index} bool = true
var prefix{index} = '${{toLower(location)}}-${{uniqueString(resourceGroup().id)}}-{index}'

// The network of workload {index}, with one subnet for each of its parts.
resource network{index} 'Microsoft.Network/virtualNetworks@2024-01-01' = if (deploy{index} && location != 'global') {{
  name: 'vnet-${{prefix{index}}}'
  location: location
  properties: {{
    addressSpace: {{
      addressPrefixes: [
        '10.{index}.0.0/16'
      ]
    }}
    subnets: [for (name, i) in ['web', 'app', 'data']: {{
      name: 'snet-${{name}}'
      properties: {{
        addressPrefix: cidrSubnet('10.{index}.0.0/16', 24, i + 1)
        networkSecurityGroup: i == 0 ? null : {{ id: resourceId('Microsoft.Network/networkSecurityGroups', 'nsg-${{name}}') }}
      }}
    }}]
  }}
}}

module rules{index} './rules.bicep' = {{
  name: 'rules-{index}'
  params: {{
    subnetId: network{index}!.properties.subnets[0].?id ?? ''
    allowed: map(filter(items(union({{}}, {{}})), item => item.value.enabled), item => item.key)
  }}
}}

output id{index} string = network{index}.id
"
        );
    }
    text
}
