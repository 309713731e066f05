//! Services that a text names: by a host, `https://kv-x.vault.azure.net/`, or by a property that Azure answers,
//! `reference(…).primaryEndpoints.blob`.

use ringfence_estate::{Kind, Piece, ResourceId, Term, TermKind, Value};

use super::table::SERVICES;

/// A sub-resource that a text names.
pub(super) enum Named {
    /// By the host's name.
    Host {
        /// The type.
        kind: &'static str,
        /// The group.
        group: &'static str,
        /// The first label of the host, which is the resource's name.
        name: Value,
    },
    /// By a property of the resource.
    Property {
        /// The resource.
        id: ResourceId,
        /// The group.
        group: &'static str,
    },
}

/// What may stand before a host in a URL, a list, or a connection string.
const BEFORE: &[char] = &['/', '@', '=', ',', ';', ':', '|', ' ', '"', '\'', '(', '['];

/// Every sub-resource that a text names.
pub(super) fn named(value: &Value) -> Vec<Named> {
    let Some(pieces) = value.pieces() else { return Vec::new() };
    let mut found: Vec<Named> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Term(term) => property(term),
            Piece::Literal(_) => None,
        })
        .collect();
    for service in SERVICES {
        for sub in service.subs {
            for host in sub.zones.iter().flat_map(|zone| zone.hosts) {
                let Some(suffix) = host.strip_prefix("{name}.") else { continue };
                if suffix.contains(['{', '*']) {
                    continue;
                }
                let names = names_before(&pieces, &format!(".{suffix}"));
                found.extend(names.into_iter().map(|name| Named::Host { kind: service.kind, group: sub.group, name }));
            }
        }
    }
    found
}

/// What stands before each occurrence of a suffix, back to where the host begins.
fn names_before(pieces: &[Piece], suffix: &str) -> Vec<Value> {
    let mut names = Vec::new();
    for (nth, piece) in pieces.iter().enumerate() {
        let Piece::Literal(text) = piece else { continue };
        let lower = text.to_ascii_lowercase();
        for (at, _) in lower.match_indices(suffix) {
            let ends = lower.get(at + suffix.len()..).and_then(|rest| rest.chars().next());
            // A longer label or a further one: another host.
            if ends.is_some_and(|next| next.is_ascii_alphanumeric() || next == '-' || next == '.') {
                continue;
            }
            let before = pieces.get(..nth).unwrap_or_default();
            names.push(last_label(before, text.get(..at).unwrap_or_default()));
        }
    }
    names
}

fn last_label(before: &[Piece], text: &str) -> Value {
    let mut label: Vec<Piece> = Vec::new();
    if let Some((at, found)) = text.char_indices().rev().find(|(_, own)| BEFORE.contains(own)) {
        let rest = text.get(at + found.len_utf8()..).unwrap_or_default();
        return Value::text(rest);
    }
    label.push(Piece::Literal(text.into()));
    for piece in before.iter().rev() {
        match piece {
            Piece::Term(term) => label.push(Piece::Term(term.clone())),
            Piece::Literal(text) => match text.char_indices().rev().find(|(_, own)| BEFORE.contains(own)) {
                Some((at, found)) => {
                    label.push(Piece::Literal(text.get(at + found.len_utf8()..).unwrap_or_default().into()));
                    break;
                }
                None => label.push(piece.clone()),
            },
        }
    }
    label.reverse();
    let label = label.into_iter().filter(|piece| !matches!(piece, Piece::Literal(text) if text.is_empty()));
    Value::concat(label.collect::<Vec<_>>(), ringfence_estate::OriginId::NONE).as_segment()
}

/// A property by which Azure answers where a service is.
fn property(term: &Term) -> Option<Named> {
    let (mut names, mut base) = (Vec::new(), term.clone());
    loop {
        let next = match base.kind() {
            TermKind::Property { base, name } => {
                names.push(name.to_ascii_lowercase());
                base.clone()
            }
            TermKind::Call { function, args } if function.eq_ignore_ascii_case("reference") => {
                let id = ResourceId::parse(args.first()?)?;
                names.reverse();
                if names.first().is_some_and(|first| first == "properties") {
                    names.remove(0);
                }
                return group_of(&id, &names).map(|group| Named::Property { id, group });
            }
            TermKind::Call { args, .. } => inner(args)?,
            _ => return None,
        };
        base = next;
    }
}

/// The term that a function works on: `replace(reference(…).vaultUri, 'https://', '')`.
fn inner(args: &[Value]) -> Option<Term> {
    match args {
        [first, ..] => match &first.kind {
            Kind::Term(term) => Some(term.clone()),
            _ => None,
        },
        [] => None,
    }
}

fn group_of(id: &ResourceId, names: &[String]) -> Option<&'static str> {
    let kind = id.kind_key();
    let first = names.first()?;
    if kind == "microsoft.storage/storageaccounts" && first == "primaryendpoints" {
        let name = names.get(1)?;
        return ["blob", "dfs", "file", "queue", "table", "web"].into_iter().find(|group| group == name);
    }
    PROPERTIES.iter().find(|(of, name, _)| *of == kind && name == first).map(|(_, _, group)| *group)
}

/// A type in lower case, a property in lower case, and the group that answers there.
///
/// The properties are those of the type descriptions, <https://learn.microsoft.com/azure/templates/>.
const PROPERTIES: &[(&str, &str, &str)] = &[
    ("microsoft.apimanagement/service", "gatewayurl", "Gateway"),
    ("microsoft.appconfiguration/configurationstores", "endpoint", "configurationStores"),
    ("microsoft.cache/redis", "hostname", "redisCache"),
    ("microsoft.cache/redisenterprise", "hostname", "redisEnterprise"),
    ("microsoft.cognitiveservices/accounts", "endpoint", "account"),
    ("microsoft.cognitiveservices/accounts", "endpoints", "account"),
    ("microsoft.containerregistry/registries", "loginserver", "registry"),
    ("microsoft.dbforpostgresql/flexibleservers", "fullyqualifieddomainname", "postgresqlServer"),
    ("microsoft.documentdb/databaseaccounts", "documentendpoint", "Sql"),
    ("microsoft.eventhub/namespaces", "servicebusendpoint", "namespace"),
    ("microsoft.keyvault/managedhsms", "hsmuri", "managedhsm"),
    ("microsoft.keyvault/vaults", "vaulturi", "vault"),
    ("microsoft.machinelearningservices/workspaces", "mlflowtrackinguri", "amlworkspace"),
    ("microsoft.search/searchservices", "endpoint", "searchService"),
    ("microsoft.servicebus/namespaces", "servicebusendpoint", "namespace"),
    ("microsoft.sql/servers", "fullyqualifieddomainname", "sqlServer"),
    ("microsoft.web/sites", "defaulthostname", "sites"),
    ("microsoft.web/sites", "enabledhostnames", "sites"),
    ("microsoft.web/sites", "hostnames", "sites"),
    ("microsoft.web/sites/slots", "defaulthostname", "sites-{name}"),
];
