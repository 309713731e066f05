//! Web apps and their slots: publishing with a name and a password, and the keys of functions.

use ringfence_estate::Kind;

use crate::children;
use crate::demand::{self, Demand, Omitted, Part, State, Values};
use crate::explore::Path;
use crate::finding::Missing;
use crate::missing;
use crate::site;
use crate::version::since;

const ALLOW: Demand = Demand {
    path: "properties.allow",
    since: since("2019-08-01"),
    values: Values::Bool(false),
    omitted: Omitted::Unconfirmed("web-publishing-empty"),
    required: "false",
    met: "turns publishing with a name and a password off",
    broken: "lets in whoever has the publishing name and password",
};

const FTPS: Demand = Demand {
    path: "ftpsState",
    since: since("2018-02-01"),
    values: Values::Words { good: &["Disabled"], bad: &["AllAllowed", "FtpsOnly"] },
    omitted: Omitted::Broken,
    required: "'Disabled'",
    met: "speaks no FTP",
    broken: "speaks FTP",
};

pub(super) fn site(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let mut parts = publishing(path, "scm");
    let ftp = publishing(path, "ftp");
    // A site that speaks no FTP takes no password over it.
    let is_off = ftp.iter().all(|part| part.state == State::Met);
    let spoken = if is_off { Vec::new() } else { ftps(path) };
    match !spoken.is_empty() && spoken.iter().all(|part| part.state == State::Met) {
        true => parts.extend(spoken),
        false => {
            let doubt: Vec<Missing> = spoken.into_iter().flat_map(|part| unsure(&part)).collect();
            parts.extend(ftp.into_iter().map(|part| part.doubted(&doubt)));
        }
    }
    parts.extend(functions(path));
    Some(parts)
}

fn unsure(part: &Part) -> Vec<Missing> {
    match &part.state {
        State::Unsure(missing) => missing.clone(),
        _ => Vec::new(),
    }
}

/// What the policies of one way to publish come to; without one, it is allowed.
fn publishing(path: &mut Path<'_>, name: &str) -> Vec<Part> {
    let Some(site) = path.resource() else { return Vec::new() };
    let kind = format!("{}/basicPublishingCredentialsPolicies", site.id.kind);
    let policies = children::named(path, &kind, name);
    let is_certain = policies.iter().any(|(_, doubt)| doubt.is_empty());
    let doubts: Vec<Missing> = policies.iter().flat_map(|(_, doubt)| doubt.iter().cloned()).collect();
    let mut parts: Vec<Part> =
        policies.into_iter().map(|(index, doubt)| ALLOW.of(path, index).doubted(&doubt)).collect();
    if !is_certain {
        let what = format!("basicPublishingCredentialsPolicies/{name}");
        let required = format!("a child `{name}` with `allow: false`");
        let step = demand::absent(path.subject, &what, site.origin, &required, ALLOW.broken);
        parts.push(Part::broken(step).doubted(&doubts));
    }
    parts
}

/// Whether the site speaks FTP: what the configuration says.
fn ftps(path: &mut Path<'_>) -> Vec<Part> {
    let places = site::property(path, FTPS.path);
    places.into_iter().map(|(setting, doubt)| FTPS.of_setting(path, &setting).doubted(&doubt)).collect()
}

/// A function app has host keys, and a workflow signs its addresses; whether anything behind them counts on that is not
/// in the template.
fn functions(path: &mut Path<'_>) -> Option<Part> {
    let kind = path.own("kind");
    let required = "an app that is no function app";
    let effect = "has keys of its host, which no setting turns off";
    match (&kind.value.kind, kind.value.as_str()) {
        (Kind::Null | Kind::Omitted, _) => None,
        (_, Some(word)) if !word.to_ascii_lowercase().contains("functionapp") => None,
        (_, Some(_)) => {
            let what = "whether the functions of the app let in whoever has a key of the host";
            let missing = missing::unconfirmed("function-keys", what, "ask for a token in front of every function");
            Some(Part::unsure(kind.step(required, effect), vec![missing]))
        }
        _ => Some(Part::unsure(kind.step(required, effect), missing::of_value(&kind.value, &kind.path))),
    }
}
