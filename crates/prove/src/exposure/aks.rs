//! The API server of a Kubernetes cluster. Page of facts, "Types with their own rule".

use ringfence_estate::Kind;

use super::address::Zero;
use super::generic::{self, EVERYONE, PERHAPS};
use super::list::{self, Entries, List};
use super::way::{Endpoint, Reach};
use crate::explore::Path;
use crate::finding::Step;
use crate::missing;
use crate::version::is_since;

const RANGES: List = List {
    path: "properties.apiServerAccessProfile.authorizedIPRanges",
    field: "",
    entries: Entries::Addresses(Zero::Own),
};
/// Where the list stood before 2019-08-01.
const OLD_RANGES: List =
    List { path: "properties.apiServerAuthorizedIPRanges", field: "", entries: Entries::Addresses(Zero::Own) };

/// The API server's endpoint.
pub(super) fn cluster(path: &mut Path<'_>) -> Option<Vec<Endpoint>> {
    Some(vec![Endpoint { name: "API server", port: 443, reach: server(path) }])
}

fn server(path: &mut Path<'_>) -> Reach {
    let private = path.own("properties.apiServerAccessProfile.enablePrivateCluster");
    let required = "true";
    match &private.value.kind {
        Kind::Bool(true) => {
            let mut reach = Reach::shut(private.step(required, "gives the API server no public address"));
            generic::unless_ignored(path, &private, "2019-08-01", &mut reach);
            reach
        }
        Kind::Bool(false) | Kind::Null | Kind::Omitted => {
            let on = private.step(required, "gives the API server a public address");
            public(path, &on)
        }
        _ => {
            let step = private.step(required, PERHAPS);
            let mut reach = public(path, &step);
            let missing = missing::of_value(&private.value, &private.path);
            reach.doubt(&step, &missing, path);
            reach
        }
    }
}

fn public(path: &mut Path<'_>, on: &Step) -> Reach {
    let is_new = is_since(path.resource(), "2019-08-01");
    let mut listed = list::read(path, path.subject, if is_new { &RANGES } else { &OLD_RANGES });
    if listed.ways.is_empty() && listed.some {
        path.note(on.clone());
    }
    let mut reach = if listed.is_empty() {
        listed.setting.take();
        Reach::open(Step { effect: EVERYONE.into(), ..on.clone() })
    } else {
        generic::unless_empty(path, listed, on)
    };
    let switch = path.own("properties.publicNetworkAccess");
    let missing = match &switch.value.kind {
        Kind::Null | Kind::Omitted => return reach,
        Kind::String(text) if text.eq_ignore_ascii_case("Enabled") => return reach,
        Kind::String(text) if text.eq_ignore_ascii_case("Disabled") => {
            let what = "whether `publicNetworkAccess: 'Disabled'` does anything to a cluster that is not private";
            vec![missing::unconfirmed("aks-pna", what, "set `apiServerAccessProfile.enablePrivateCluster` to true")]
        }
        Kind::Term(_) => missing::of_value(&switch.value, &switch.path),
        _ => vec![missing::odd(&switch.value, switch.name(), &["Enabled", "Disabled"])],
    };
    reach.doubt(&switch.step("a private cluster", "may or may not close the API server"), &missing, path);
    reach
}
