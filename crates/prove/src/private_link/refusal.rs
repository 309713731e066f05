//! Services that take private endpoints only while their public side is off.

use ringfence_estate::{Cause, Found, Kind, ResourceId};

use crate::explore::Path;
use crate::finding::Missing;
use crate::version::Since;

const ENVIRONMENT: &str = "Microsoft.App/managedEnvironments";

/// The API versions that know a container environment's switch.
const SWITCH: Since = Since { first: "2024-02-02", lacking: &["2025-01-01"] };

/// What is missing to know that a service takes private endpoints; none if it does.
///
/// A container environment takes them only while its public network access is disabled, as it always is in an internal
/// one: <https://learn.microsoft.com/azure/container-apps/networking#public-network-access>
pub(super) fn perhaps_refused(path: &mut Path<'_>, service: &ResourceId) -> Option<Missing> {
    if !service.is(ENVIRONMENT) {
        return None;
    }
    let Found::Resource(index) = path.find(service) else { return None };
    let internal = path.setting(index, "properties.vnetConfiguration.internal");
    if matches!(internal.value.kind, Kind::Bool(true)) {
        return None;
    }
    let switch = path.setting(index, "properties.publicNetworkAccess");
    let is_off = switch.value.as_str().is_some_and(|word| word.eq_ignore_ascii_case("Disabled"));
    if is_off && SWITCH.knows(path.estate.resource(index)) {
        return None;
    }
    Some(Missing {
        cause: Cause::RunTime,
        what: format!(
            "whether {} takes a private endpoint, which it does while its public network access is disabled",
            service.display_name()
        ),
        settle: "set its `publicNetworkAccess` to 'Disabled', in API version 2025-07-01 or newer".into(),
    })
}
