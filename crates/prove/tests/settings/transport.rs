//! TLS, where a type has a rule of its own.

use ringfence_prove::transport::findings;
use ringfence_testkit::EstateBuilder;
use serde_json::{Value as Json, json};

use crate::summary::{alone, of};

const SITES: &str = "Microsoft.Web/sites";

/// The line of the first declaration, with the others beside it.
fn with(declarations: &[(&str, &str, Json)]) -> String {
    let mut builder = EstateBuilder::new();
    let indices: Vec<_> = declarations.iter().map(|(kind, names, body)| builder.declare(kind, names, body)).collect();
    of(findings, &builder, indices[0])
}

fn site(config: Json) -> (&'static str, &'static str, Json) {
    (SITES, "app", json!({ "properties": { "httpsOnly": true, "siteConfig": config } }))
}

fn web(config: Json) -> (&'static str, &'static str, Json) {
    ("Microsoft.Web/sites/config", "app/web", json!({ "properties": config }))
}

#[test]
fn config_web_is_written_after_the_site() {
    let good = json!({ "minTlsVersion": "1.2", "scmMinTlsVersion": "1.2", "ftpsState": "Disabled" });
    let bad = json!({ "minTlsVersion": "1.0", "scmMinTlsVersion": "1.1", "ftpsState": "AllAllowed" });
    assert_eq!(with(&[site(good.clone())]), "holds properties.httpsOnly");
    assert_eq!(with(&[site(bad.clone())]), "fails properties.siteConfig.minTlsVersion");
    assert_eq!(with(&[site(bad.clone()), web(good.clone())]), "holds properties.httpsOnly");
    assert_eq!(with(&[site(good.clone()), web(bad.clone())]), "fails properties.minTlsVersion");
    assert_eq!(with(&[site(good.clone()), web(json!({}))]), "holds properties.httpsOnly");
    assert_eq!(
        with(&[site(good.clone()), web(json!({ "scmMinTlsVersion": "1.0" }))]),
        "fails properties.scmMinTlsVersion"
    );
    assert_eq!(
        with(&[site(good.clone()), web(json!({ "ftpsState": { "$param": "p" } }))]),
        "unknown properties.ftpsState"
    );
    let other = ("Microsoft.Web/sites/config", "app/appsettings", json!({ "properties": bad }));
    assert_eq!(with(&[site(good.clone()), other]), "holds properties.httpsOnly");
    let slot = ("Microsoft.Web/sites/slots/config", "app/staging/web", json!({ "properties": bad }));
    assert_eq!(with(&[site(good), slot]), "holds properties.httpsOnly");
}

#[test]
fn config_web_counts_as_far_as_it_is_there() {
    let (good, bad) = (json!({ "minTlsVersion": "1.2", "ftpsState": "Disabled" }), json!({ "minTlsVersion": "1.0" }));
    let base = |config: &Json| {
        let mut builder = EstateBuilder::new();
        let (kind, names, body) = site(config.clone());
        let index = builder.declare(kind, names, &body);
        (builder, index)
    };
    let (mut builder, index) = base(&good);
    builder.declare_if("old", "Microsoft.Web/sites/config", "app/web", &web(bad.clone()).2);
    let found = of(findings, &builder, index);
    assert_eq!(found, "fails properties.minTlsVersion when old is true | holds properties.httpsOnly when old is false");
    let (mut builder, index) = base(&good);
    builder.existing("Microsoft.Web/sites/config", "app/web");
    assert_eq!(of(findings, &builder, index), "unknown properties.minTlsVersion");
    let (mut builder, index) = base(&json!({ "minTlsVersion": "1.0", "ftpsState": "Disabled" }));
    builder.declare_family("Microsoft.Web/sites/config", "app/web", &web(good).2);
    assert_eq!(of(findings, &builder, index), "fails properties.siteConfig.minTlsVersion");
}

#[test]
fn server_parameters() {
    for (server, version, low) in [
        ("Microsoft.DBforPostgreSQL/flexibleServers", "ssl_min_protocol_version", "TLSv1.1"),
        ("Microsoft.DBforMySQL/flexibleServers", "tls_version", "TLSv1,TLSv1.1,TLSv1.2"),
    ] {
        let kind = format!("{server}/configurations");
        let set = |name: &str, value: Json| {
            let mut builder = EstateBuilder::new();
            let index = builder.declare(server, "db", &json!({}));
            builder.declare(&kind, &format!("db/{name}"), &json!({ "properties": { "value": value } }));
            of(findings, &builder, index)
        };
        assert_eq!(alone(findings, server, &json!({})), "holds require_secure_transport");
        assert_eq!(set("require_secure_transport", json!("ON")), "holds properties.value");
        assert_eq!(set("require_secure_transport", json!("off")), "fails properties.value");
        assert_eq!(set("Require_Secure_Transport", json!("OFF")), "fails properties.value");
        assert_eq!(set("require_secure_transport", json!(false)), "unknown properties.value");
        assert_eq!(set("require_secure_transport", json!({ "$param": "p" })), "unknown properties.value");
        assert_eq!(set("require_secure_transport", Json::Null), "unknown properties.value");
        assert_eq!(set("other", json!("OFF")), "holds require_secure_transport");
        assert_eq!(set(version, json!("TLSv1.2")), "holds require_secure_transport");
        assert_eq!(set(version, json!(low)), "fails properties.value");
        assert_eq!(set(version, json!("SSLv3")), "unknown properties.value");
        let mut builder = EstateBuilder::new();
        let index = builder.declare(server, "db", &json!({}));
        builder.declare_if("old", &kind, "db/require_secure_transport", &json!({ "properties": { "value": "OFF" } }));
        let found = of(findings, &builder, index);
        assert_eq!(found, "fails properties.value when old is true | holds require_secure_transport when old is false");
    }
}

#[test]
fn databases_of_managed_redis() {
    let cluster = "Microsoft.Cache/redisEnterprise";
    let database = |protocol: Json| {
        let body = json!({ "properties": { "clientProtocol": protocol } });
        with(&[(cluster, "r", json!({})), ("Microsoft.Cache/redisEnterprise/databases", "r/default", body)])
    };
    assert_eq!(database(json!("Encrypted")), "holds properties.minimumTlsVersion");
    assert_eq!(database(json!("Plaintext")), "fails properties.clientProtocol");
    assert_eq!(database(Json::Null), "holds properties.minimumTlsVersion");
    assert_eq!(database(json!({ "$param": "p" })), "unknown properties.clientProtocol");
}

#[test]
fn container_apps_that_listen() {
    let app = |ingress: Json| {
        alone(
            findings,
            "Microsoft.App/containerApps",
            &json!({ "properties": { "configuration": { "ingress": ingress } } }),
        )
    };
    let at = |name: &str| format!("properties.configuration.ingress.{name}");
    assert_eq!(app(Json::Null), "no subject");
    assert_eq!(app(json!({ "external": false })), format!("holds {}", at("allowInsecure")));
    assert_eq!(app(json!({ "allowInsecure": true })), format!("fails {}", at("allowInsecure")));
    assert_eq!(app(json!({ "transport": "http2" })), format!("holds {}", at("allowInsecure")));
    assert_eq!(app(json!({ "transport": "tcp" })), format!("unknown {}", at("transport")));
    assert_eq!(app(json!({ "transport": "odd" })), format!("unknown {}", at("transport")));
    assert_eq!(app(json!({ "additionalPortMappings": [] })), format!("holds {}", at("allowInsecure")));
    assert_eq!(
        app(json!({ "additionalPortMappings": [{ "targetPort": 1 }] })),
        format!("unknown {}", at("additionalPortMappings"))
    );
    assert_eq!(app(json!({ "$object": "p" })), format!("unknown {}", at("allowInsecure")));
}
