//! The values that `docs/walk.md` quotes are the values that the pipe holds.

mod common;

use common::{checkout, read_folder};
use ringfence_bicep::{Options, compile};
use ringfence_estate::{Estate, Resource, Value};
use ringfence_eval::{Valuation, evaluate};
use ringfence_source::{MemoryWorld, Session};

#[test]
fn the_walk() {
    let Some(path) = checkout("RINGFENCE_FOUNDRY_BASELINE", "the walk through the Microsoft Foundry baseline") else { return };
    let mut world = MemoryWorld::default();
    read_folder(&path, "infra-as-code", &mut world);
    let mut session = Session::new(&world);
    let node = compile(&mut session, "infra-as-code/bicep/main.bicep", &Options::default()).expect("a template");
    let mut estate = Estate::default();
    let valuation = Valuation { key: "main".into(), ..Valuation::default() };
    evaluate(&node, &valuation, &mut estate, &mut session);
    for r in &estate.resources {
        println!("{:?} {} {} present={} ", r.provision, r.id.kind, r.id, r.present);
    }
    let find = |kind: &str, name: &str| -> &Resource {
        estate.of_kind(kind).map(|(_, r)| r).find(|r| r.id.display_name() == name).unwrap_or_else(|| panic!("{kind} {name}"))
    };
    let st = find("Microsoft.Storage/storageAccounts", "stagent{baseName}");
    println!("{}", st.body);
    let route = find("Microsoft.Network/routeTables/routes", "udr-internet-to-firewall/internet-to-firewall");
    println!("{}", route.body);
    for (k, n) in [("Microsoft.Network/firewallPolicies/ruleCollectionGroups", "fw-egress-policy/DefaultNetworkRuleCollectionGroup"), ("Microsoft.Network/azureFirewalls","fw-egress"), ("Microsoft.Network/privateEndpoints","pe-ai-agent-storage"), ("Microsoft.Network/virtualNetworks", "vnet-workload"), ("Microsoft.Network/virtualNetworks/subnets","vnet-workload/snet-agentsEgress"), ("Microsoft.Web/sites","app-{baseName}"), ("Microsoft.Network/networkInterfaces","nic-jump-box")] {
        if let Some((_, r)) = estate.of_kind(k).find(|(_, r)| r.id.display_name() == n) { println!("## {n}\n{}", r.body); } else { println!("## none {n}: {:?}", estate.of_kind(k).map(|(_, r)| r.id.display_name()).collect::<Vec<_>>()); }
    }
    let _: Option<Value> = None;
}
