//! Cosmos DB accounts. Page of facts, "Types in which no rule means everybody".

use ringfence_estate::Kind;

use super::address::Zero;
use super::generic::{self, PERHAPS, Position};
use super::list::{self, Entries, List, Listed};
use super::private_endpoint;
use super::service::{Switch, Values};
use super::table::switch;
use super::way::{Endpoint, Reach};
use crate::explore::{Path, Setting};
use crate::finding::{Missing, Step};
use crate::missing;
use crate::version::is_since;

const IP_RULES: List =
    List { path: "properties.ipRules", field: "ipAddressOrRange", entries: Entries::Addresses(Zero::Azure) };
const SUBNETS: List = List { path: "properties.virtualNetworkRules", field: "id", entries: Entries::Subnets };

/// The account's one endpoint.
pub(super) fn account(path: &mut Path<'_>) -> Option<Vec<Endpoint>> {
    // 2020-09-01 is younger than the preview that has the property, and lacks it.
    let gap = path.resource().and_then(|resource| resource.api_version.as_deref()) == Some("2020-09-01");
    let since = if gap { "2021-01-15" } else { "2020-06-01" };
    let switch = Switch { values: Values::Perimeter, ..switch(since) };
    let reach = match generic::position(path, path.subject, &switch) {
        Position::Off(step) => Reach::shut(step),
        Position::On(step) => rules(path, &step),
        Position::Unsure(step, missing) => {
            let mut reach = rules(path, &step);
            reach.doubt(&step, &missing, path);
            reach
        }
    };
    Some(vec![Endpoint { name: "account", port: 443, reach }])
}

fn rules(path: &mut Path<'_>, on: &Step) -> Reach {
    let mut listed = list::read(path, path.subject, &IP_RULES);
    if !listed.is_empty() && !is_since(path.resource(), "2020-04-01") {
        // The API version does not have the property; whether it is read all the same, nobody says.
        let what = "whether `ipRules` counts in an API version that has `ipRangeFilter`";
        listed.some = false;
        listed.maybe_some.push(missing::unconfirmed("cosmos-new-rules", what, "use API version 2020-04-01 or newer"));
    }
    listed.join(range_filter(path));
    let filter = path.own("properties.isVirtualNetworkFilterEnabled");
    let required = "true";
    match &filter.value.kind {
        Kind::Bool(true) => filtered(path, listed, &filter),
        Kind::Bool(false) | Kind::Null | Kind::Omitted => unfiltered(path, listed, on),
        _ => {
            let subnets = list::read(path, path.subject, &SUBNETS);
            let mut reach = unfiltered(path, listed, on);
            reach.ways.extend(subnets.ways);
            let missing = missing::of_value(&filter.value, &filter.path);
            reach.doubt(&filter.step(required, PERHAPS), &missing, path);
            reach
        }
    }
}

/// With the filter on, only what is listed gets in: addresses and subnets.
fn filtered(path: &mut Path<'_>, mut listed: Listed, filter: &Setting) -> Reach {
    listed.join(list::read(path, path.subject, &SUBNETS));
    Reach { ways: listed.ways, shut: vec![filter.step("true", "lets in nobody but what the lists name")] }
}

/// With the filter off, no address in the list means everyone, unless a private endpoint closes it.
fn unfiltered(path: &mut Path<'_>, listed: Listed, on: &Step) -> Reach {
    if !listed.is_empty() {
        return generic::unless_empty(path, listed, on);
    }
    let mut reach = generic::unless_empty(path, listed, on);
    let subnets = list::read(path, path.subject, &SUBNETS);
    if !subnets.is_empty()
        && let Some(list) = &subnets.setting
    {
        let what = "whether subnets that are listed count while `isVirtualNetworkFilterEnabled` is off";
        let missing = missing::unconfirmed("cosmos-vnet-unfiltered", what, "turn the filter on");
        reach.doubt(&list.step("the filter on", PERHAPS), &[missing], path);
    }
    let settle = "set `publicNetworkAccess` to 'Disabled'";
    match private_endpoint::find(path, None) {
        private_endpoint::Found::None => {}
        private_endpoint::Found::Approved { step, name, .. } => {
            path.note(step);
            let what =
                format!("whether the private endpoint {name} closes an account that has no rule, as long as it exists");
            doubt(path, &mut reach, on, missing::unconfirmed("cosmos-pe-closes", &what, settle));
        }
        private_endpoint::Found::Perhaps { step, .. } => {
            path.note(step);
            let what = "whether a private endpoint closes an account that has no rule";
            doubt(path, &mut reach, on, missing::unconfirmed("cosmos-pe-closes", what, settle));
        }
    }
    reach
}

fn doubt(path: &mut Path<'_>, reach: &mut Reach, on: &Step, missing: Missing) {
    let step =
        Step { effect: "leaves the public side on, though a private endpoint may close it".into(), ..on.clone() };
    reach.doubt(&step, &[missing], path);
}

/// `ipRangeFilter`, a comma-separated list: the property's form until 2020-03-01. `''` is none.
fn range_filter(path: &mut Path<'_>) -> Listed {
    let filter = path.own("properties.ipRangeFilter");
    let mut listed = Listed::default();
    match &filter.value.kind {
        Kind::Null | Kind::Omitted => {}
        Kind::String(text) => {
            let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
            if !parts.is_empty() {
                listed.some = true;
                listed.setting = Some(filter.clone());
            }
            for part in parts {
                listed.ways.extend(list::of_entry(super::address::of_text(part, Zero::Azure), &filter));
            }
        }
        _ => {
            listed.maybe_some = missing::of_value(&filter.value, &filter.path);
            listed.ways.extend(list::of_setting(path, &filter, Entries::Addresses(Zero::Azure)));
            listed.setting = Some(filter);
        }
    }
    if is_since(path.resource(), "2020-04-01") && !listed.is_empty() {
        // The API version has `ipRules` instead; whether it still reads the old property, nobody says.
        let what = "whether `ipRangeFilter` counts in an API version that has `ipRules`";
        listed.some = false;
        listed.maybe_some.push(missing::unconfirmed("cosmos-old-filter", what, "use `ipRules`"));
    }
    listed
}
