//! The storage accounts that a function app names in its settings by the account's name instead of a host.
//!
//! Functions keep the state of their bindings and their keys in blobs of `AzureWebJobsStorage`, and on some plans their code in
//! a share: <https://learn.microsoft.com/azure/azure-functions/storage-considerations>. The names of the settings:
//! <https://learn.microsoft.com/azure/azure-functions/functions-app-settings>.

use ringfence_estate::{Guard, OriginId, Piece, Resource, Value};

use super::leaves::Leaf;

/// A setting that names an account, the sub-resource that it stands for, and the account's name.
pub(super) struct Account {
    pub(super) leaf: Leaf,
    pub(super) group: &'static str,
    pub(super) name: Value,
}

/// Settings in lower case, the sub-resource, and whether the value is the account's name alone.
const SETTINGS: &[(&str, &str, bool)] = &[
    ("azurewebjobsstorage", "blob", false),
    ("azurewebjobsstorage__accountname", "blob", true),
    ("website_contentazurefileconnectionstring", "file", false),
];

/// Every account that the settings of a site, or of its `config/appsettings`, name.
pub(super) fn accounts(resource: &Resource) -> Vec<Account> {
    let mut found = Vec::new();
    for (when, list) in resource.body.path("properties.siteConfig.appSettings").each_case() {
        for (nth, element) in list.as_array().iter().flat_map(|array| array.elements.iter()).enumerate() {
            let Some(item) = element.value.as_object() else { continue };
            let (Some(name), Some(value)) = (item.member("name"), item.member("value")) else { continue };
            let path = format!("properties.siteConfig.appSettings[{nth}].value");
            let when = when.and(&element.guard);
            setting(name.value.as_str(), &value.value, &path, &when, value.name_origin, &mut found);
        }
    }
    if resource.id.kind_key().ends_with("/config") && resource.id.name().as_str() == Some("appsettings") {
        for (when, settings) in resource.body.get("properties").each_case() {
            for member in settings.as_object().iter().flat_map(|object| object.members.iter()) {
                let path = format!("properties.{}", member.name);
                setting(Some(&member.name), &member.value, &path, when, member.name_origin, &mut found);
            }
        }
    }
    found
}

fn setting(name: Option<&str>, value: &Value, path: &str, when: &Guard, place: OriginId, found: &mut Vec<Account>) {
    let name = name.unwrap_or_default().to_ascii_lowercase();
    let Some((_, group, bare)) = SETTINGS.iter().find(|(known, ..)| *known == name) else { return };
    for (case, value) in value.each_case() {
        let account = if *bare { Some(value.clone()) } else { account_of(value) };
        if let Some(name) = account {
            let leaf = Leaf { path: path.into(), value: value.clone(), when: when.and(case), doubt: Vec::new(), place };
            found.push(Account { leaf, group, name });
        }
    }
}

/// The account in a connection string: what stands between `AccountName=` and the next `;`.
fn account_of(value: &Value) -> Option<Value> {
    const KEY: &str = "accountname=";
    let pieces = value.pieces()?;
    let (nth, at) = pieces.iter().enumerate().find_map(|(nth, piece)| match piece {
        Piece::Literal(text) => text.to_ascii_lowercase().find(KEY).map(|at| (nth, at + KEY.len())),
        Piece::Term(_) => None,
    })?;
    let mut name: Vec<Piece> = Vec::new();
    for (index, piece) in pieces.iter().enumerate().skip(nth) {
        match piece {
            Piece::Term(_) => name.push(piece.clone()),
            Piece::Literal(text) => {
                let text = if index == nth { text.get(at..)? } else { text };
                let (own, ends) = text.split_once(';').map_or((text, false), |(own, _)| (own, true));
                if !own.is_empty() {
                    name.push(Piece::Literal(own.into()));
                }
                if ends {
                    break;
                }
            }
        }
    }
    Some(Value::concat(name, OriginId::NONE).as_segment())
}
