//! Old TLS, and none.

use ringfence_estate::{Estate, Resource};

use super::read::{Said, children, said, year};
use super::{Attempt, no, yes};
use crate::Answer;

pub(super) fn decide(estate: &Estate, service: &Resource, attempt: Attempt) -> Option<Answer> {
    let kind = service.id.kind_key();
    match (kind.as_str(), attempt) {
        ("microsoft.storage/storageaccounts", Attempt::Tls(version, _)) => {
            lowest(version, &said(service, &["minimumTlsVersion"]), Some("tls1_0"))
        }
        ("microsoft.storage/storageaccounts", Attempt::Plain(_)) => {
            match said(service, &["supportsHttpsTrafficOnly"]) {
                Said::Yes => no("storage: HTTPS only"),
                Said::No => yes("storage: HTTP, too"),
                Said::Nothing if year(service)? >= 2020 => no("storage: HTTPS only by default since 2019-04-01"),
                _ => None,
            }
        }
        ("microsoft.documentdb/databaseaccounts", Attempt::Tls(version, _)) => {
            lowest(version, &said(service, &["minimalTlsVersion"]), Some("tls12"))
        }
        ("microsoft.eventhub/namespaces", Attempt::Tls(version, _)) => {
            let by_default = (year(service)? >= 2023).then_some("1.2");
            lowest(version, &said(service, &["minimumTlsVersion"]), by_default)
        }
        ("microsoft.cache/redis", Attempt::Tls(version, _)) => {
            lowest(version, &said(service, &["minimumTlsVersion"]), Some("1.2"))
        }
        ("microsoft.cache/redis", Attempt::Plain(_)) => match said(service, &["enableNonSslPort"]) {
            Said::Yes => yes("redis: port 6379 is open"),
            Said::No | Said::Nothing => no("redis: port 6379 is closed by default"),
            _ => None,
        },
        ("microsoft.sql/servers", Attempt::Tls(version, _)) => {
            let own = said(service, &["minimalTlsVersion"]);
            if own == Said::Word("none".into()) { yes("sql: every version") } else { lowest(version, &own, None) }
        }
        ("microsoft.dbforpostgresql/flexibleservers" | "microsoft.dbformysql/flexibleservers", Attempt::Plain(_)) => {
            match parameter(estate, service, "require_secure_transport") {
                None => no("database: TLS is asked for by default"),
                Some(Said::Word(word)) if word == "on" => no("database: TLS is asked for"),
                Some(Said::Word(word)) if word == "off" => yes("database: TLS is not asked for"),
                _ => None,
            }
        }
        ("microsoft.dbforpostgresql/flexibleservers", Attempt::Tls(version, _)) => {
            let own = parameter(estate, service, "ssl_min_protocol_version").unwrap_or(Said::Nothing);
            lowest(version, &own, Some("tlsv1.2"))
        }
        ("microsoft.web/sites", _) => web(estate, service, attempt),
        _ => None,
    }
}

/// Whether a version is taken where another is the lowest.
fn lowest(version: &str, own: &Said, by_default: Option<&str>) -> Option<Answer> {
    let own = match own {
        Said::Nothing => by_default?.to_owned(),
        Said::Word(word) => word.clone(),
        _ => return None,
    };
    // The digits say it: TLS1_2, Tls12, TLSv1.2, 1.2; `Tls` and `TLSv1` are 1.0.
    let digits: String = own.chars().filter(char::is_ascii_digit).collect();
    let minor = match digits.as_str() {
        "" | "1" | "10" => 0,
        "11" => 1,
        "12" => 2,
        "13" => 3,
        _ => return None,
    };
    let asked: u32 = version.strip_prefix("1.")?.parse().ok()?;
    if asked < minor { no("tls: below the lowest version") } else { yes("tls: at least the lowest version") }
}

fn parameter(estate: &Estate, server: &Resource, name: &str) -> Option<Said> {
    let all = children(estate, server, "configurations");
    all.iter().find(|(own, _)| own == name).map(|(_, own)| said(own, &["value"]))
}

/// What `config/web` sets replaces what the site's configuration says.
fn web(estate: &Estate, site: &Resource, attempt: Attempt) -> Option<Answer> {
    let all = children(estate, site, "config");
    let web = all.iter().find(|(name, _)| name == "web").map(|(_, own)| *own);
    let configured = |name: &str| {
        let later = web.map_or(Said::Nothing, |web| said(web, &[name]));
        if later == Said::Nothing { said(site, &["siteConfig", name]) } else { later }
    };
    match attempt {
        Attempt::Plain("http") => match said(site, &["httpsOnly"]) {
            Said::Yes => no("web: HTTP is redirected"),
            Said::No | Said::Nothing => yes("web: HTTP works by default"),
            _ => None,
        },
        Attempt::Plain("ftp") => match configured("ftpsState") {
            Said::Word(word) if word == "allallowed" => yes("web: FTP without TLS"),
            Said::Word(word) if word == "ftpsonly" || word == "disabled" => no("web: no FTP without TLS"),
            _ => None,
        },
        Attempt::Tls(version, "scm") => lowest(version, &configured("scmMinTlsVersion"), Some("1.2")),
        Attempt::Tls(version, _) => lowest(version, &configured("minTlsVersion"), Some("1.2")),
        _ => None,
    }
}
