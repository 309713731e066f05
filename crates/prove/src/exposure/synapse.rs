//! Synapse workspaces. Page of facts, "Types in which no rule means nobody".

use ringfence_estate::Kind;

use super::address::Zero;
use super::generic::{self, Position};
use super::service::{Child, Rules};
use super::table::{firewall_rules, switch};
use super::way::{Endpoint, Reach};
use crate::explore::Path;
use crate::missing;

/// Which other than `0.0.0.0` is a range as for SQL.
const RULES: &[Child] = &[firewall_rules("startIpAddress", "endIpAddress", Zero::Unconfirmed("synapse-zero"))];

/// The endpoints of a workspace; its firewall covers all of them.
pub(super) fn workspace(path: &mut Path<'_>) -> Option<Vec<Endpoint>> {
    let reach = match generic::position(path, path.subject, &switch("2021-03-01")) {
        Position::On(step) => rules(path, &step),
        Position::Unsure(step, missing) => {
            let mut reach = rules(path, &step);
            reach.doubt(&step, &missing, path);
            reach
        }
        Position::Off(step) => {
            let network = path.own("properties.managedVirtualNetwork");
            let doubt = match &network.value.kind {
                Kind::String(text) if text.eq_ignore_ascii_case("default") => Vec::new(),
                Kind::Term(_) => missing::of_value(&network.value, &network.path),
                _ => {
                    let what = "whether `publicNetworkAccess: 'Disabled'` counts without a managed network";
                    vec![missing::unconfirmed("synapse-without-vnet", what, "set `managedVirtualNetwork` to 'default'")]
                }
            };
            if doubt.is_empty() {
                Reach::shut(step)
            } else {
                let mut reach = rules(path, &step);
                reach.doubt(&network.step("'default'", "may make the switch without effect"), &doubt, path);
                reach
            }
        }
    };
    Some(vec![Endpoint { name: "SQL and development endpoints", port: 443, reach }])
}

fn rules(path: &mut Path<'_>, on: &crate::finding::Step) -> Reach {
    generic::rules(path, &Rules::Children { children: RULES, empty_open: false }, on)
}
