//! Web apps and their slots. Page of facts, "Types with their own rule", **Web/sites**.

mod environment;
mod rules;

use ringfence_estate::{OriginId, Piece, ResourceIndex, Value};

use self::environment::{Entrance, environment};
use self::rules::rules;
use super::generic::{self, PERHAPS, Position};
use super::service::{Switch, Values};
use super::table::switch;
use super::way::{Endpoint, From, Reach, Way};
use crate::explore::{Path, Setting};
use crate::finding::Missing;
use crate::missing;
use crate::site;

/// The site and its deployment endpoint.
pub(super) fn site(path: &mut Path<'_>) -> Option<Vec<Endpoint>> {
    let environment = environment(path);
    let config = config(path);
    let access = access(path, &config);
    let endpoints = [("site", false), ("scm", true)].into_iter().map(|(name, scm)| {
        let reach = match environment.entry(scm) {
            Entrance::Inside(step) => Reach::shut(step.clone()),
            Entrance::Public => of_access(path, &access, &config, scm),
            Entrance::Unknown(step, missing) => {
                let mut reach = of_access(path, &access, &config, scm);
                reach.doubt(step, missing, path);
                reach
            }
        };
        Endpoint { name, port: 443, reach }
    });
    Some(endpoints.collect())
}

/// Where a site's own settings and those of its child `config/web` stand; the child is written later.
struct Config {
    child: Option<ResourceIndex>,
    /// Without what it is not known whether the child is the site's.
    doubt: Vec<Missing>,
}

fn config(path: &mut Path<'_>) -> Config {
    match site::configurations(path).pop() {
        Some((index, doubt)) => Config { child: Some(index), doubt },
        None => Config { child: None, doubt: Vec::new() },
    }
}

impl Config {
    /// A property of the configuration: the child's, unless it leaves it out.
    fn property(&self, path: &mut Path<'_>, name: &str) -> Setting {
        if let Some(child) = self.child {
            let setting = path.setting(child, &format!("properties.{name}"));
            if !setting.value.is_null_or_omitted() {
                return setting;
            }
        }
        path.own(&format!("properties.siteConfig.{name}"))
    }
}

/// The top-level switch is the one that counts; left out, it depends on private endpoints.
fn access(path: &mut Path<'_>, config: &Config) -> Position {
    let top = path.own("properties.publicNetworkAccess");
    let left_out = top.value.is_null_or_omitted() || top.value.as_str() == Some("");
    let inner = config.property(path, "publicNetworkAccess");
    let says = |word: &str| inner.value.as_str().is_some_and(|text| text.eq_ignore_ascii_case(word));
    let plain = Switch { values: Values::Words, ..switch("2022-03-01") };
    let unsettled = |what: &str, path: &mut Path<'_>, setting: &Setting| {
        path.note(inner.step("the same as the property of the site", "may have no effect"));
        let missing = missing::unconfirmed("web-siteconfig-pna", what, "set `properties.publicNetworkAccess`");
        Position::Unsure(setting.step("'Disabled'", PERHAPS), vec![missing])
    };
    if !left_out {
        let is_off = top.value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("Disabled"));
        if is_off && inner.resource != path.subject && !says("Disabled") && !inner.value.is_null_or_omitted() {
            let what = "whether `config/web`, written after the site, turns the public side on again";
            return unsettled(what, path, &top);
        }
        return generic::position(path, path.subject, &plain);
    }
    let group = group(path);
    if inner.value.is_null_or_omitted() || inner.value.as_str() == Some("") {
        return generic::automatic(path, &top, "'Disabled'", group.as_ref());
    }
    if says("Disabled") {
        // Where a private endpoint closes it, it is closed either way.
        return match generic::automatic(path, &top, "'Disabled'", group.as_ref()) {
            off @ Position::Off(_) => off,
            _ => {
                let what = "whether `siteConfig.publicNetworkAccess` alone closes the site";
                unsettled(what, path, &inner)
            }
        };
    }
    match generic::automatic(path, &top, "'Disabled'", group.as_ref()) {
        Position::On(step) if says("Enabled") => Position::On(step),
        _ if says("Enabled") => {
            unsettled("whether `siteConfig.publicNetworkAccess` alone keeps the site open", path, &inner)
        }
        _ => {
            let missing = missing::of_value(&inner.value, &inner.path);
            Position::Unsure(inner.step("'Disabled'", PERHAPS), missing)
        }
    }
}

/// The sub-resource that a private endpoint must be for: `sites`, or `sites-staging`.
fn group(path: &Path<'_>) -> Option<Value> {
    let site = path.resource()?;
    if site.is("Microsoft.Web/sites") {
        return Some(Value::text("sites"));
    }
    let name = site.id.name().pieces()?;
    let pieces = std::iter::once(Piece::Literal("sites-".into())).chain(name);
    Some(Value::concat(pieces, OriginId::NONE))
}

fn of_access(path: &mut Path<'_>, access: &Position, config: &Config, scm: bool) -> Reach {
    let mut reach = match access {
        Position::Off(step) => return Reach::shut(step.clone()),
        Position::On(step) => rules(path, config, scm, step),
        Position::Unsure(step, missing) => {
            let mut reach = rules(path, config, scm, step);
            reach.doubt(step, missing, path);
            reach
        }
    };
    if let Some(child) = config.child
        && !config.doubt.is_empty()
    {
        let step = path.setting(child, "properties").step("a configuration of the input", PERHAPS);
        reach.doubt(&step, &config.doubt, path);
        reach.ways.push(Way::possible(From::Somewhere, step, config.doubt.clone()));
    }
    reach
}
