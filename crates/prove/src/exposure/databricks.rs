//! Databricks workspaces. Page of facts, "Types with a switch and no list".

use ringfence_estate::Kind;

use super::generic::{self, NOBODY, PERHAPS};
use super::table::unsure;
use super::way::{Endpoint, Reach};
use crate::explore::Path;
use crate::missing;
use crate::version::is_since;

/// The front end, and the nodes.
pub(super) fn workspace(path: &mut Path<'_>) -> Option<Vec<Endpoint>> {
    let plan = unsure("front end", 443, "2021-04-01", "databricks-pna-default");
    let front = Endpoint { name: plan.name, port: plan.port, reach: generic::endpoint(path, &plan) };
    Some(vec![front, Endpoint { name: "nodes", port: 22, reach: nodes(path) }])
}

/// Nodes without public addresses cannot be reached. What filters those that have one is not in the template.
fn nodes(path: &mut Path<'_>) -> Reach {
    let setting = path.own("properties.parameters.enableNoPublicIp.value");
    let missing = match &setting.value.kind {
        Kind::Bool(true) => return Reach::shut(setting.step("true", "gives the nodes no public address")),
        Kind::Null | Kind::Omitted if is_since(path.resource(), "2024-05-01") => {
            return Reach::shut(setting.step("true", NOBODY));
        }
        Kind::Term(_) => missing::of_value(&setting.value, &setting.path),
        _ => {
            let what = "what reaches the public addresses of the nodes";
            vec![missing::unconfirmed("databricks-npip", what, "set `enableNoPublicIp` to true")]
        }
    };
    Reach::doubtful(setting.step("true", PERHAPS), missing)
}
