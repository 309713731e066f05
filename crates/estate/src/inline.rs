//! Child resources that a parent may also declare inside its properties.

/// A list in a parent's `properties` whose elements are child resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InlineList {
    /// The parent's type in lower case.
    pub parent: &'static str,
    /// The property that holds the list.
    pub property: &'static str,
    /// The last segment of the children's type.
    pub kind: &'static str,
}

const fn list(parent: &'static str, property: &'static str, kind: &'static str) -> InlineList {
    InlineList { parent, property, kind }
}

/// The lists, by the parents' types.
///
/// Each child type exists on its own and as a property of its parent in `bicep-types-az`; the pages are
/// those of the parents below <https://learn.microsoft.com/azure/templates/microsoft.network/>.
const LISTS: [InlineList; 9] = [
    list("microsoft.network/virtualnetworks", "subnets", "subnets"),
    list("microsoft.network/virtualnetworks", "virtualNetworkPeerings", "virtualNetworkPeerings"),
    list("microsoft.network/networksecuritygroups", "securityRules", "securityRules"),
    list("microsoft.network/routetables", "routes", "routes"),
    list("microsoft.network/loadbalancers", "backendAddressPools", "backendAddressPools"),
    list("microsoft.network/loadbalancers", "inboundNatRules", "inboundNatRules"),
    list("microsoft.network/expressroutecircuits", "authorizations", "authorizations"),
    list("microsoft.network/expressroutecircuits", "peerings", "peerings"),
    list("microsoft.network/routefilters", "rules", "routeFilterRules"),
];

/// The lists of child resources that a type has; the type is in lower case.
pub fn inline_lists(parent: &str) -> &'static [InlineList] {
    let Some(first) = LISTS.iter().position(|list| list.parent == parent) else { return &[] };
    let count = LISTS.iter().skip(first).take_while(|list| list.parent == parent).count();
    LISTS.get(first..first + count).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_of_a_parent_stand_together() {
        for list in LISTS {
            assert!(inline_lists(list.parent).contains(&list), "{list:?}");
        }
        assert_eq!(inline_lists("microsoft.network/virtualnetworks").len(), 2);
        assert!(inline_lists("microsoft.storage/storageaccounts").is_empty());
    }
}
