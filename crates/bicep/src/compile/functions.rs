//! The functions of Bicep's two namespaces, and what the compiler has to know of each.
//!
//! Source: <https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions> and its pages by group.

/// What the compiler does with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Treatment {
    /// It becomes the same call in the template.
    Same,
    /// Likewise, but not in a variable: a variable that holds it is written out where it is used.
    Inline,
    /// It is worked out now; the value is kept in a variable of its own.
    Load(Loader),
    /// `any(x)` is `x`.
    Any,
    /// `nameof(x.y)` is `'y'`.
    NameOf,
}

/// What is loaded at compile time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loader {
    Text,
    Base64,
    Json,
    Yaml,
    Directory,
}

impl Loader {
    /// Whether a variable of its own is made even where the value is a variable's already.
    pub(crate) fn always_in_variable(self) -> bool {
        !matches!(self, Self::Text | Self::Base64)
    }
}

/// What is known of a function; `None` if there is none of this name.
pub(crate) fn treatment(name: &str) -> Option<Treatment> {
    Some(match name {
        "any" => Treatment::Any,
        "nameof" => Treatment::NameOf,
        "loadTextContent" => Treatment::Load(Loader::Text),
        "loadFileAsBase64" => Treatment::Load(Loader::Base64),
        "loadJsonContent" => Treatment::Load(Loader::Json),
        "loadYamlContent" => Treatment::Load(Loader::Yaml),
        "loadDirectoryFileInfo" => Treatment::Load(Loader::Directory),
        "reference" | "toLogicalZone" | "toLogicalZones" | "toPhysicalZone" | "toPhysicalZones" => Treatment::Inline,
        name if is_list(name) => Treatment::Inline,
        name if SAME.binary_search(&name).is_ok() => Treatment::Same,
        _ => return None,
    })
}

/// `listKeys`, `listAccountSas` …: the functions whose names are the resource providers'.
pub(crate) fn is_list(name: &str) -> bool {
    name.strip_prefix("list").is_some_and(|rest| rest.chars().all(|letter| letter.is_ascii_alphanumeric()))
}

/// Functions that the template has under the same name.
const SAME: [&str; 85] = [
    "array",
    "base64",
    "base64ToJson",
    "base64ToString",
    "bool",
    "buildUri",
    "cidrHost",
    "cidrSubnet",
    "concat",
    "contains",
    "dataUri",
    "dataUriToString",
    "dateTimeAdd",
    "dateTimeFromEpoch",
    "dateTimeToEpoch",
    "deployer",
    "deployment",
    "distinct",
    "empty",
    "endsWith",
    "environment",
    "extensionResourceId",
    "externalInput",
    "fail",
    "filter",
    "first",
    "flatten",
    "format",
    "getSecret",
    "groupBy",
    "guid",
    "indexOf",
    "int",
    "intersection",
    "items",
    "join",
    "json",
    "last",
    "lastIndexOf",
    "length",
    "like",
    "managementGroup",
    "managementGroupResourceId",
    "map",
    "mapValues",
    "max",
    "min",
    "newGuid",
    "objectKeys",
    "padLeft",
    "parseCidr",
    "parseUri",
    "pickZones",
    "providers",
    "range",
    "readCliArg",
    "readEnvVar",
    "readEnvironmentVariable",
    "reduce",
    "replace",
    "resourceGroup",
    "resourceId",
    "roleDefinitions",
    "shallowMerge",
    "skip",
    "sort",
    "split",
    "startsWith",
    "string",
    "subscription",
    "subscriptionResourceId",
    "substring",
    "take",
    "tenant",
    "tenantResourceId",
    "toLower",
    "toObject",
    "toUpper",
    "trim",
    "union",
    "uniqueString",
    "uri",
    "uriComponent",
    "uriComponentToString",
    "utcNow",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_for_the_search() {
        assert!(SAME.is_sorted());
        assert_eq!(treatment("listKeys"), Some(Treatment::Inline));
        assert_eq!(treatment("toLower"), Some(Treatment::Same));
        assert_eq!(treatment("tolower"), None);
        assert_eq!(treatment("loadJsonContent"), Some(Treatment::Load(Loader::Json)));
    }
}
