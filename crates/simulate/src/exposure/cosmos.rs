//! Cosmos DB. <https://learn.microsoft.com/azure/cosmos-db/how-to-configure-firewall>

use ringfence_estate::Resource;

use super::access_list::{is_subnet, named};
use super::read::{is_off, list, setting, text, word};
use super::{Answer, Source, no, yes};

pub(super) fn decide(account: &Resource, source: &Source) -> Option<Answer> {
    if is_off(word(account, &["publicNetworkAccess"]).as_deref()) {
        return no("cosmos: public network access is disabled");
    }
    let addresses = list(account, &["ipRules"]);
    let filter = setting(account, &["isVirtualNetworkFilterEnabled"]).and_then(|value| value.as_bool()) == Some(true);
    if addresses.is_empty() && !filter {
        return yes("cosmos: neither addresses nor the network filter");
    }
    for rule in addresses {
        let rule = text(&rule, "ipAddressOrRange")?;
        if rule == "0.0.0.0" {
            if matches!(source, Source::Azure(_)) {
                return yes("cosmos: 0.0.0.0 is every address of Azure");
            }
        } else if named(&rule, source) {
            return yes("cosmos: the address is listed");
        }
    }
    if filter {
        for rule in list(account, &["virtualNetworkRules"]) {
            if is_subnet(&text(&rule, "id")?, source) {
                return yes("cosmos: the subnet is listed");
            }
        }
    }
    no("cosmos: nothing matches")
}
