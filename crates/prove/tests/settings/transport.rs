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

/// The id of a part of the gateway `gw`.
fn part(kind: &str, name: &str) -> Json {
    json!({ "id": ringfence_testkit::id(&format!("Microsoft.Network/applicationGateways/{kind}"), &format!("gw/{name}")) })
}

fn gateway(properties: &Json) -> String {
    let mut builder = EstateBuilder::new();
    let index = builder.declare("Microsoft.Network/applicationGateways", "gw", &json!({ "properties": properties }));
    of(findings, &builder, index)
}

fn https() -> Json {
    json!({ "name": "https", "properties": { "protocol": "Https" } })
}

#[test]
fn the_policy_of_an_application_gateway() {
    let with = |policy: Json| gateway(&json!({ "sslPolicy": policy, "httpListeners": [https()] }));
    let at = |name: &str| format!("properties.sslPolicy.{name}");
    assert_eq!(with(json!({ "policyName": "AppGwSslPolicy20220101S" })), format!("holds {}", at("policyName")));
    assert_eq!(with(json!({ "policyName": "AppGwSslPolicy20170401S" })), format!("holds {}", at("policyName")));
    assert_eq!(with(json!({ "policyName": "AppGwSslPolicy20170401" })), format!("fails {}", at("policyName")));
    assert_eq!(with(json!({ "policyName": "AppGwSslPolicy20990101" })), format!("unknown {}", at("policyName")));
    assert_eq!(with(json!({ "policyName": { "$param": "p" } })), format!("unknown {}", at("policyName")));
    assert_eq!(with(json!({ "minProtocolVersion": "TLSv1_2" })), format!("holds {}", at("minProtocolVersion")));
    assert_eq!(with(json!({ "minProtocolVersion": "TLSv1_1" })), format!("fails {}", at("minProtocolVersion")));
    assert_eq!(with(json!({})), format!("unknown {}", at("minProtocolVersion")));
    assert_eq!(with(json!({ "$object": "p" })), "unknown properties.sslPolicy");
    assert_eq!(with(Json::Null), "unknown properties.sslPolicy");
    let body = json!({ "properties": { "httpListeners": [https()] } });
    let old = alone(findings, "Microsoft.Network/applicationGateways@2022-07-01", &body);
    assert_eq!(old, "fails properties.sslPolicy");
    assert_eq!(gateway(&json!({})), "no subject");
    let profile = |lowest: &str| {
        let own = json!({ "name": "p", "properties": { "sslPolicy": { "minProtocolVersion": lowest } } });
        let policy = json!({ "policyName": "AppGwSslPolicy20220101" });
        gateway(&json!({ "sslPolicy": policy, "httpListeners": [https()], "sslProfiles": [own] }))
    };
    assert_eq!(profile("TLSv1_2"), format!("holds {}", at("policyName")));
    assert_eq!(profile("TLSv1_0"), "fails properties.sslProfiles[0].properties.sslPolicy.minProtocolVersion");
}

#[test]
fn a_listener_without_tls_must_redirect() {
    let policy = json!({ "policyName": "AppGwSslPolicy20220101" });
    let http = json!({ "name": "http", "properties": { "protocol": "Http" } });
    let with = |rule: Json, redirects: Json| {
        let rules = json!([
            { "name": "a", "properties": { "httpListener": part("httpListeners", "https"), "backendAddressPool": {} } },
            { "name": "b", "properties": rule },
        ]);
        gateway(&json!({
            "sslPolicy": policy, "httpListeners": [https(), http], "requestRoutingRules": rules,
            "redirectConfigurations": redirects,
        }))
    };
    let (holds, fails) =
        ("holds properties.sslPolicy.policyName", "fails properties.httpListeners[1].properties.protocol");
    let unknown = "unknown properties.httpListeners[1].properties.protocol";
    let redirected = json!({
        "httpListener": part("httpListeners", "http"), "redirectConfiguration": part("redirectConfigurations", "up"),
    });
    let up = |properties: Json| json!([{ "name": "up", "properties": properties }]);
    let listener = |name: &str| up(json!({ "targetListener": part("httpListeners", name) }));
    assert_eq!(with(redirected.clone(), listener("https")), holds);
    assert_eq!(with(redirected.clone(), listener("http")), fails);
    assert_eq!(with(redirected.clone(), listener("elsewhere")), unknown);
    assert_eq!(with(redirected.clone(), up(json!({ "targetUrl": "https://contoso.com" }))), holds);
    assert_eq!(with(redirected.clone(), up(json!({ "targetUrl": "http://contoso.com" }))), fails);
    assert_eq!(with(redirected.clone(), json!([])), unknown);
    assert_eq!(with(redirected, json!({ "$array": "p" })), unknown);
    let served = json!({ "httpListener": part("httpListeners", "http"), "backendAddressPool": {} });
    assert_eq!(with(served, listener("https")), fails);
    let mapped = json!({ "httpListener": part("httpListeners", "http"), "urlPathMap": part("urlPathMaps", "m") });
    assert_eq!(with(mapped, listener("https")), unknown);
    assert_eq!(with(json!({ "httpListener": { "id": { "$param": "p" } } }), listener("https")), unknown);
}

#[test]
fn event_grid_iot_hubs_and_synapse() {
    let topic = |body: Json, version: &str| alone(findings, &format!("Microsoft.EventGrid/topics@{version}"), &body);
    let set = |value: &str| json!({ "properties": { "minimumTlsVersionAllowed": value } });
    assert_eq!(topic(set("1.2"), "2025-02-15"), "holds properties.minimumTlsVersionAllowed");
    assert_eq!(topic(set("1.0"), "2025-02-15"), "fails properties.minimumTlsVersionAllowed");
    assert_eq!(topic(json!({}), "2025-02-15"), "holds properties.minimumTlsVersionAllowed");
    assert_eq!(topic(json!({}), "2022-06-15"), "unknown properties.minimumTlsVersionAllowed");
    let hub = |body: Json| alone(findings, "Microsoft.Devices/IotHubs", &json!({ "properties": body }));
    assert_eq!(hub(json!({ "minTlsVersion": "1.2" })), "holds properties.minTlsVersion");
    assert_eq!(hub(json!({})), "unknown properties.minTlsVersion");
    let workspace = |value: Option<&str>| {
        let mut all = vec![("Microsoft.Synapse/workspaces", "w", json!({}))];
        let child = "Microsoft.Synapse/workspaces/dedicatedSQLminimalTlsSettings";
        all.extend(value.map(|value| (child, "w/default", json!({ "properties": { "minimalTlsVersion": value } }))));
        with(&all)
    };
    assert_eq!(workspace(None), "holds dedicatedSQLminimalTlsSettings");
    assert_eq!(workspace(Some("1.2")), "holds properties.minimalTlsVersion");
    assert_eq!(workspace(Some("1.0")), "fails properties.minimalTlsVersion");
}

#[test]
fn front_door_and_api_management() {
    let domain = |body: Json| {
        alone(findings, "Microsoft.Cdn/profiles/customDomains", &json!({ "properties": { "tlsSettings": body } }))
    };
    let at = "properties.tlsSettings.minimumTlsVersion";
    assert_eq!(domain(json!({ "minimumTlsVersion": "TLS12" })), format!("holds {at}"));
    assert_eq!(domain(json!({ "minimumTlsVersion": "TLS10" })), format!("fails {at}"));
    assert_eq!(
        domain(json!({ "cipherSuiteSetType": "TLS10_2019" })),
        "fails properties.tlsSettings.cipherSuiteSetType"
    );
    let route =
        |body: Json| alone(findings, "Microsoft.Cdn/profiles/afdEndpoints/routes", &json!({ "properties": body }));
    let (redirect, protocols) = ("properties.httpsRedirect", "properties.supportedProtocols");
    assert_eq!(route(json!({ "supportedProtocols": ["Https"] })), format!("holds {protocols}"));
    assert_eq!(
        route(json!({ "supportedProtocols": ["Http", "Https"], "httpsRedirect": "Enabled" })),
        format!("holds {redirect}")
    );
    assert_eq!(
        route(json!({ "supportedProtocols": ["Http", "Https"], "httpsRedirect": "Disabled" })),
        format!("fails {redirect}")
    );
    assert_eq!(
        route(json!({ "supportedProtocols": { "$array": "p" }, "httpsRedirect": "Disabled" })),
        format!("unknown {protocols}")
    );
    assert_eq!(route(json!({ "httpsRedirect": "Disabled" })), format!("fails {redirect}"));
    assert_eq!(route(json!({})), format!("unknown {redirect}"));

    let key = |version: &str| format!("Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.{version}");
    let service = |custom: Json| {
        alone(findings, "Microsoft.ApiManagement/service", &json!({ "properties": { "customProperties": custom } }))
    };
    let at = |version: &str| format!("properties.customProperties['{}']", key(version));
    assert_eq!(service(Json::Null), format!("holds {}", at("Tls10")));
    assert_eq!(service(json!({ key("Tls10"): "False", key("Tls11"): "false" })), format!("holds {}", at("Tls10")));
    assert_eq!(service(json!({ key("Tls11"): "true" })), format!("fails {}", at("Tls11")));
    assert_eq!(service(json!({ key("Tls10"): true })), format!("unknown {}", at("Tls10")));
    assert_eq!(service(json!({ key("Tls10"): { "$param": "p" } })), format!("unknown {}", at("Tls10")));
    assert_eq!(service(json!({ "$object": "p" })), "unknown properties.customProperties");
    let api = |protocols: Json| {
        let body = json!({ "properties": { "protocols": protocols } });
        with(&[
            ("Microsoft.ApiManagement/service", "apim", json!({})),
            ("Microsoft.ApiManagement/service/apis", "apim/chat", body),
        ])
    };
    assert_eq!(api(json!(["https"])), format!("holds {}", at("Tls10")));
    assert_eq!(api(json!(["https", "http"])), "fails properties.protocols[1]");
    assert_eq!(api(Json::Null), "unknown properties.protocols");
    assert_eq!(api(json!([])), "unknown properties.protocols");
    assert_eq!(api(json!([{ "$family": "https" }])), "unknown properties.protocols");
    assert_eq!(
        route(json!({ "supportedProtocols": [{ "$family": "Https" }], "httpsRedirect": "Disabled" })),
        format!("unknown {protocols}")
    );
    assert_eq!(api(json!({ "$array": "p" })), "unknown properties.protocols");
}
