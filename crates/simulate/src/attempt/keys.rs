//! Signing in with a secret.

use ringfence_estate::{Estate, Resource};

use super::read::{Said, children, of, said, year};
use super::{Attempt, no, yes};
use crate::Answer;

pub(super) fn decide(estate: &Estate, service: &Resource, attempt: Attempt) -> Option<Answer> {
    let kind = service.id.kind_key();
    match (kind.as_str(), attempt) {
        (
            "microsoft.cognitiveservices/accounts"
            | "microsoft.search/searchservices"
            | "microsoft.appconfiguration/configurationstores"
            | "microsoft.eventhub/namespaces"
            | "microsoft.documentdb/databaseaccounts",
            Attempt::Key,
        ) => unless(service, &["disableLocalAuth"]),
        ("microsoft.operationalinsights/workspaces", Attempt::Key) => {
            unless(service, &["features", "disableLocalAuth"])
        }
        ("microsoft.containerservice/managedclusters", Attempt::Key) => unless(service, &["disableLocalAccounts"]),
        ("microsoft.cache/redis", Attempt::Key) => redis(service),
        ("microsoft.cache/redisenterprise", Attempt::Key) => managed_redis(estate, service),
        ("microsoft.storage/storageaccounts", Attempt::Key) => storage(service),
        ("microsoft.storage/storageaccounts", Attempt::LocalUser) => local_user(service),
        ("microsoft.containerregistry/registries", _) => registry(estate, service, attempt),
        ("microsoft.sql/servers", Attempt::Password) => sql(estate, service),
        ("microsoft.dbforpostgresql/flexibleservers", Attempt::Password) => {
            match said(service, &["authConfig", "passwordAuth"]) {
                Said::Word(word) if word == "disabled" => no("postgres: passwords are disabled"),
                Said::Word(word) if word != "enabled" => None,
                _ => yes("postgres: passwords are enabled"),
            }
        }
        ("microsoft.dbformysql/flexibleservers", Attempt::Password) => mysql(estate, service),
        ("microsoft.web/sites", Attempt::Publish(way)) => publish(estate, service, way),
        ("microsoft.machinelearningservices/workspaces/onlineendpoints", Attempt::Key) => {
            match said(service, &["authMode"]) {
                Said::Word(word) if word == "aadtoken" => no("endpoint: Microsoft Entra tokens only"),
                Said::Word(word) if word == "key" || word == "amltoken" => {
                    yes("endpoint: a key or a token of the workspace")
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// A switch that turns keys off when it is true; in an API version before there was one, nobody knows.
fn unless(service: &Resource, path: &[&str]) -> Option<Answer> {
    match said(service, path) {
        Said::Yes if year(service)? >= 2022 => no("the switch turns keys off"),
        Said::No | Said::Nothing => yes("keys work unless they are turned off"),
        _ => None,
    }
}

fn redis(cache: &Resource) -> Option<Answer> {
    if said(cache, &["redisConfiguration", "authnotrequired"]) == Said::Word("true".into()) {
        return yes("redis: nobody is asked");
    }
    match said(cache, &["disableAccessKeyAuthentication"]) {
        Said::Yes if year(cache)? >= 2024 => no("redis: access keys are disabled"),
        Said::No | Said::Nothing => yes("redis: access keys work by default"),
        _ => None,
    }
}

fn managed_redis(estate: &Estate, cluster: &Resource) -> Option<Answer> {
    for (_, database) in children(estate, cluster, "databases") {
        match said(database, &["accessKeysAuthentication"]) {
            Said::Word(word) if word == "enabled" => return yes("managed redis: a database takes keys"),
            Said::Word(word) if word == "disabled" => {}
            _ => return None,
        }
    }
    no("managed redis: no database takes keys")
}

/// "If false, then all requests, including shared access signatures, must be authorized with Microsoft Entra ID. The
/// default value is null, which is equivalent to true."
fn storage(account: &Resource) -> Option<Answer> {
    match said(account, &["allowSharedKeyAccess"]) {
        Said::No => no("storage: the account permits no shared key"),
        Said::Yes | Said::Nothing => yes("storage: shared keys are permitted by default"),
        _ => None,
    }
}

fn local_user(account: &Resource) -> Option<Answer> {
    if said(account, &["isSftpEnabled"]) != Said::Yes {
        return no("storage: it speaks no SFTP");
    }
    match said(account, &["isLocalUserEnabled"]) {
        Said::No => no("storage: there are no local users"),
        _ => yes("storage: local users sign in to SFTP"),
    }
}

fn registry(estate: &Estate, registry: &Resource, attempt: Attempt) -> Option<Answer> {
    match attempt {
        Attempt::Password if said(registry, &["adminUserEnabled"]) == Said::Yes => {
            yes("registry: the admin user is on")
        }
        Attempt::Password => no("registry: the admin user is off by default"),
        Attempt::Pull if said(registry, &["anonymousPullEnabled"]) == Said::Yes => yes("registry: everyone pulls"),
        Attempt::Pull => no("registry: nobody pulls without signing in by default"),
        Attempt::Token => {
            for (_, token) in children(estate, registry, "tokens") {
                match said(token, &["status"]) {
                    Said::Word(word) if word == "enabled" => return yes("registry: a token has a password"),
                    Said::Word(word) if word == "disabled" => {}
                    _ => return None,
                }
            }
            no("registry: no token is enabled")
        }
        _ => None,
    }
}

/// The child is written last, so that it is asked first.
fn sql(estate: &Estate, server: &Resource) -> Option<Answer> {
    let later = children(estate, server, "azureadonlyauthentications");
    let said = match later.first() {
        Some((_, child)) => said(child, &["azureADOnlyAuthentication"]),
        None => said(server, &["administrators", "azureADOnlyAuthentication"]),
    };
    match said {
        Said::Yes => no("sql: Microsoft Entra only"),
        Said::No | Said::Nothing => yes("sql: logins have passwords"),
        _ => None,
    }
}

fn mysql(estate: &Estate, server: &Resource) -> Option<Answer> {
    let parameters = children(estate, server, "configurations");
    let own = parameters.iter().find(|(name, _)| name == "aad_auth_only");
    match own.map(|(_, parameter)| said(parameter, &["value"])) {
        None => yes("mysql: its own passwords are selected by default"),
        Some(Said::Word(word)) if word == "on" => no("mysql: Microsoft Entra only"),
        Some(Said::Word(word)) if word == "off" => yes("mysql: its own passwords are selected"),
        _ => None,
    }
}

/// Publishing with a password works unless a policy says no; over FTP only where FTP is spoken.
fn publish(estate: &Estate, site: &Resource, way: &str) -> Option<Answer> {
    if way == "ftp" {
        let configured = children(estate, site, "config");
        let web = configured.iter().find(|(name, _)| name == "web").map(|(_, own)| said(own, &["ftpsState"]));
        let state = web.filter(|own| *own != Said::Nothing).unwrap_or_else(|| said(site, &["siteConfig", "ftpsState"]));
        if state == Said::Word("disabled".into()) {
            return no("web: it speaks no FTP");
        }
    }
    let policies = children(estate, site, "basicpublishingcredentialspolicies");
    match policies.iter().find(|(name, _)| name == way).map(|(_, own)| of(&own.body.get("properties").get("allow"))) {
        Some(Said::No) => no("web: a policy turns the password off"),
        Some(Said::Yes) | None => yes("web: the password works unless a policy turns it off"),
        _ => None,
    }
}
