//! Whether one packet gets to the public endpoint of one service.

mod access_list;
mod address;
mod children;
mod cosmos;
mod messaging;
mod perimeter;
mod read;
mod web;

use std::net::IpAddr;

use ringfence_estate::{Estate, Resource};

/// Where a packet starts.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// An address on the internet, or on a private network that has no other way in.
    Address(IpAddr),
    /// A machine of some tenant in Azure, with the public address that it sends from.
    Azure(IpAddr),
    /// A machine in a subnet with the service's endpoint, by the subnet's id.
    Subnet(String),
}

/// What becomes of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether it is let in.
    pub allowed: bool,
    /// The sentence of the documentation that decides.
    pub because: &'static str,
}

/// Whether a packet from `source` is let to an endpoint of a service. None for a type, or a setting, that this does not
/// simulate.
///
/// `endpoint` tells the site of a web app from its `scm`; other types have one.
pub fn allows(estate: &Estate, service: &Resource, endpoint: &str, source: &Source) -> Option<Answer> {
    let own = || match service.id.kind_key().as_str() {
        "microsoft.cognitiveservices/accounts"
        | "microsoft.storage/storageaccounts"
        | "microsoft.keyvault/vaults"
        | "microsoft.keyvault/managedhsms" => access_list::decide(service, "networkAcls", source),
        "microsoft.containerregistry/registries" => access_list::decide(service, "networkRuleSet", source),
        "microsoft.search/searchservices" => access_list::search(service, source),
        "microsoft.documentdb/databaseaccounts" => cosmos::decide(service, source),
        "microsoft.eventhub/namespaces" | "microsoft.servicebus/namespaces" => {
            messaging::decide(estate, service, source)
        }
        "microsoft.sql/servers" => children::sql(estate, service, source),
        "microsoft.dbforpostgresql/flexibleservers" => children::postgres(estate, service, source),
        "microsoft.cache/redis" => children::redis(estate, service, source),
        "microsoft.web/sites" => web::decide(estate, service, endpoint, source),
        _ => None,
    };
    perimeter::decide(estate, service, source, own)
}

fn yes(because: &'static str) -> Option<Answer> {
    Some(Answer { allowed: true, because })
}

fn no(because: &'static str) -> Option<Answer> {
    Some(Answer { allowed: false, because })
}
