//! What a module or import path refers to: a file beside this one, a module of a registry, a template spec.
//!
//! The forms are those of the official documentation:
//! <https://learn.microsoft.com/azure/azure-resource-manager/bicep/modules#path-to-module> and, for aliases,
//! <https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-config-modules>.

use std::collections::BTreeMap;

/// A path of a `module`, `import` or `using`, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    /// A file, relative to the one that names it.
    File(String),
    /// A module of a container registry.
    Registry {
        /// `mcr.microsoft.com`.
        registry: String,
        /// `bicep/avm/res/storage/storage-account`.
        repository: String,
        /// `0.9.0`, or a digest with its `sha256:`.
        version: String,
    },
    /// A template spec, as its resource id.
    TemplateSpec(String),
    /// None of these; the text says why.
    Invalid(String),
}

/// The aliases of a configuration file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases {
    /// `br/alias:`: the registry and the path in it.
    pub registries: BTreeMap<String, (String, Option<String>)>,
    /// `ts/alias:`: the subscription and the resource group.
    pub template_specs: BTreeMap<String, (String, String)>,
}

impl Reference {
    /// Takes a path apart.
    pub(crate) fn parse(text: &str, aliases: &Aliases) -> Self {
        if let Some(rest) = text.strip_prefix("br:") {
            return Self::registry(rest);
        }
        if let Some(rest) = text.strip_prefix("br/") {
            let Some((alias, rest)) = rest.split_once(':') else {
                return Self::Invalid("no `:` after the alias".into());
            };
            let (registry, path) = match aliases.registries.get(alias) {
                Some((registry, path)) => (registry.as_str(), path.as_deref()),
                // The one alias that needs no configuration.
                None if alias == "public" => ("mcr.microsoft.com", Some("bicep")),
                None => return Self::Invalid(format!("the configuration has no registry alias `{alias}`")),
            };
            return Self::registry(&match path {
                Some(path) => format!("{registry}/{path}/{rest}"),
                None => format!("{registry}/{rest}"),
            });
        }
        if let Some(rest) = text.strip_prefix("ts:") {
            let parts: Vec<&str> = rest.split('/').collect();
            return match parts.as_slice() {
                [subscription, group, spec] => Self::template_spec(subscription, group, spec),
                _ => Self::Invalid("a template spec is `ts:subscription/resource-group/name:version`".into()),
            };
        }
        if let Some(rest) = text.strip_prefix("ts/") {
            let Some((alias, spec)) = rest.split_once(':') else {
                return Self::Invalid("no `:` after the alias".into());
            };
            return match aliases.template_specs.get(alias) {
                Some((subscription, group)) => Self::template_spec(subscription, group, spec),
                None => Self::Invalid(format!("the configuration has no template spec alias `{alias}`")),
            };
        }
        Self::File(text.to_owned())
    }

    fn registry(text: &str) -> Self {
        let invalid = || Self::Invalid("a registry module is `br:registry/path:version`".into());
        let Some((registry, rest)) = text.split_once('/') else { return invalid() };
        let split = match rest.split_once('@') {
            Some(parts) => Some(parts),
            None => rest.rsplit_once(':'),
        };
        let Some((repository, version)) = split else { return invalid() };
        if repository.is_empty() || version.is_empty() || repository.split('/').any(|part| part == "..") {
            return invalid();
        }
        Self::Registry { registry: registry.to_owned(), repository: repository.to_owned(), version: version.to_owned() }
    }

    fn template_spec(subscription: &str, group: &str, spec: &str) -> Self {
        match spec.rsplit_once(':') {
            Some((name, version)) => Self::TemplateSpec(format!(
                "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Resources/templateSpecs/{name}/versions/{version}"
            )),
            None => Self::Invalid("a template spec needs a version".into()),
        }
    }

    /// The text that identifies it in an import's origin, without aliases; `None` for a file.
    pub(crate) fn identifier(&self) -> Option<String> {
        match self {
            Self::Registry { registry, repository, version } => {
                let separator = if version.starts_with("sha256:") { '@' } else { ':' };
                Some(format!("br:{registry}/{repository}{separator}{version}"))
            }
            Self::TemplateSpec(id) => Some(format!("ts:{id}")),
            Self::File(_) | Self::Invalid(_) => None,
        }
    }

    /// Where a module of a registry lies in the official tool's cache, below the folder of the cache.
    pub(crate) fn cached(&self) -> Option<String> {
        let Self::Registry { registry, repository, version } = self else { return None };
        let folder = repository.replace('/', "$");
        let version = version.replace(':', "#");
        let suffix = if version.starts_with("sha256#") { "" } else { "$" };
        Some(format!("br/{registry}/{folder}/{version}{suffix}/main.json"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_forms_of_a_path_apart() {
        let mut aliases = Aliases::default();
        aliases.registries.insert("mine".into(), ("example.azurecr.io".into(), Some("bicep/modules".into())));
        aliases.template_specs.insert("specs".into(), ("sub".into(), "rg".into()));
        let cases = [
            ("./a/b.bicep", "file ./a/b.bicep"),
            (
                "br/public:avm/res/x/y:1.2.3",
                "br:mcr.microsoft.com/bicep/avm/res/x/y:1.2.3 br/mcr.microsoft.com/bicep$avm$res$x$y/1.2.3$/main.json",
            ),
            ("br:a.azurecr.io/m:v1", "br:a.azurecr.io/m:v1 br/a.azurecr.io/m/v1$/main.json"),
            (
                "br/mine:net:1",
                "br:example.azurecr.io/bicep/modules/net:1 br/example.azurecr.io/bicep$modules$net/1$/main.json",
            ),
            ("br/other:net:1", "invalid"),
            ("br:a.azurecr.io/../x:1", "invalid"),
            ("br:nothing", "invalid"),
            (
                "ts/specs:s:1.0",
                "ts:/subscriptions/sub/resourceGroups/rg/providers/Microsoft.Resources/templateSpecs/s/versions/1.0",
            ),
        ];
        for (text, expected) in cases {
            let reference = Reference::parse(text, &aliases);
            let shown = match (&reference, reference.identifier(), reference.cached()) {
                (Reference::File(path), ..) => format!("file {path}"),
                (Reference::Invalid(_), ..) => "invalid".to_owned(),
                (_, Some(identifier), Some(cached)) => format!("{identifier} {cached}"),
                (_, Some(identifier), None) => identifier,
                _ => String::new(),
            };
            assert_eq!(shown, expected, "{text}");
        }
    }
}
