//! Properties that Azure derives from what is declared, each by a cited rule.

use ringfence_estate::{Kind, OriginId, Piece, ResourceId, Value};

/// A property below `properties` that Azure derives; none where no rule is certain.
pub(crate) fn derived(id: &ResourceId, body: &Value, path: &[&str], origin: OriginId) -> Option<Value> {
    let is = |at: usize, name: &str| path.get(at).is_some_and(|own| own.eq_ignore_ascii_case(name));
    // A known body only: an external's is one term, of which nothing is certain.
    if !matches!(body.kind, Kind::Object(_)) {
        return None;
    }
    if id.is("Microsoft.Storage/storageAccounts") && path.len() == 2 && is(0, "primaryEndpoints") {
        // Accounts with DNS zone endpoints have a zone that is chosen when they are made.
        // https://learn.microsoft.com/azure/storage/common/storage-account-overview#storage-account-endpoints
        let standard = body.path("properties.dnsEndpointType");
        let standard = standard.is_null_or_omitted()
            || standard.as_str().is_some_and(|text| text.eq_ignore_ascii_case("Standard"));
        let service = ["blob", "file", "queue", "table", "dfs"].iter().find(|service| is(1, service))?;
        return standard.then(|| host("https://", &id.name(), &format!(".{service}.core.windows.net/"), origin));
    }
    if id.is("Microsoft.KeyVault/vaults") && path.len() == 1 && is(0, "vaultUri") {
        // https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#vault-name-and-object-name
        return Some(host("https://", &id.name(), ".vault.azure.net/", origin));
    }
    None
}

fn host(before: &str, name: &Value, after: &str, origin: OriginId) -> Value {
    let join = |name: &Value| {
        let mut pieces = vec![Piece::Literal(before.into())];
        pieces.extend(name.pieces().unwrap_or_default());
        pieces.push(Piece::Literal(after.into()));
        Value::concat(pieces, origin)
    };
    match &name.kind {
        Kind::Cases(cases) => Value::cases(cases.iter().map(|(guard, name)| (guard.clone(), join(name))), origin),
        _ => join(name),
    }
}
