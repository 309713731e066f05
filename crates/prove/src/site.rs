//! The configuration of a web app or of a slot, which stands in two places.

use ringfence_estate::{Cause, Provision, ResourceIndex};

use crate::children;
use crate::explore::{Path, Setting};
use crate::finding::Missing;

/// The children `config/web` of a site, each with what is missing to know whether it is the site's own. They are written
/// after the site: what one sets replaces what the site's `siteConfig` says.
pub(crate) fn configurations(path: &mut Path<'_>) -> Vec<(ResourceIndex, Vec<Missing>)> {
    path.assume_complete(path.subject, "`config/web`");
    let kind = path.resource().map(|site| format!("{}/config", site.id.kind)).unwrap_or_default();
    let mut found = Vec::new();
    for (index, mut doubt) in children::named(path, &kind, "web") {
        let Some(child) = path.estate.resource(index) else { continue };
        if child.provision == Provision::External {
            doubt.push(Missing {
                cause: Cause::NotInInput,
                what: format!("what {} sets", child.id.display_name()),
                settle: "join the template that declares it, or an export of it".into(),
            });
        }
        found.push((index, doubt));
    }
    found
}

/// A property of the configuration: where it may be set, the last that certainly counts first.
pub(crate) fn property(path: &mut Path<'_>, name: &str) -> Vec<(Setting, Vec<Missing>)> {
    let mut places = Vec::new();
    for (child, doubt) in configurations(path).into_iter().rev() {
        let setting = path.setting(child, &format!("properties.{name}"));
        if setting.value.is_null_or_omitted() {
            continue;
        }
        let is_certain = doubt.is_empty();
        places.push((setting, doubt));
        if is_certain {
            return places;
        }
    }
    places.push((path.own(&format!("properties.siteConfig.{name}")), Vec::new()));
    places
}
