//! Which API versions know a property.

use ringfence_estate::Resource;

/// The API versions that know a property.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Since {
    /// The date of the first one, preview or not.
    pub(crate) first: &'static str,
    /// Versions of a later date that lack it all the same.
    pub(crate) lacking: &'static [&'static str],
}

impl Since {
    /// Whether a resource is written for an API version that knows the property.
    pub(crate) fn knows(&self, resource: Option<&Resource>) -> bool {
        let version = resource.and_then(|resource| resource.api_version.as_deref()).unwrap_or_default();
        is_since(resource, self.first) && !self.lacking.iter().any(|own| own.eq_ignore_ascii_case(version))
    }
}

/// Every API version from a date on.
pub(crate) const fn since(first: &'static str) -> Since {
    Since { first, lacking: &[] }
}

/// Whether a resource is written for an API version of at least that date, previews of the day included.
pub(crate) fn is_since(resource: Option<&Resource>, since: &str) -> bool {
    let version = resource.and_then(|resource| resource.api_version.as_deref());
    version.and_then(|version| version.get(..10)).is_some_and(|date| {
        let is_date = date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        is_date && date >= since
    })
}
