//! Services that take keys, passwords or tokens of their own and have no documented switch for that: of these, nothing
//! holds. Page of facts, "Types without a switch".

use ringfence_estate::Value;

use crate::demand::Part;
use crate::explore::{Path, Setting};
use crate::finding::Step;
use crate::missing;

/// The service makes keys, and every API version lacks a switch for them.
pub(super) fn keys(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let effect = "lets in whoever has one of its keys, which nothing turns off";
    Some(vec![Part::broken(of_type(path, "a service whose keys can be turned off", effect)?)])
}

/// The server has a login with a password, and nothing turns that off.
pub(super) fn passwords(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let login = path.own("properties.administratorLogin");
    let effect = "lets in whoever has a login and its password, which nothing turns off";
    Some(vec![Part::broken(login.step("a flexible server, which has a switch", effect))])
}

/// The gateway takes keys of subscriptions, one of which is made with the service; each API may ask for more.
pub(super) fn api_management(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let what = "whether every API asks for more than the key of a subscription";
    let missing = missing::unconfirmed("apim-subscription-keys", what, "ask for a token in the policy of each API");
    let effect = "takes the keys of subscriptions, which no setting of the service turns off";
    Some(vec![Part::unsure(of_type(path, "a gateway that asks for a token in each API", effect)?, vec![missing])])
}

/// Personal access tokens are set in the workspace itself.
pub(super) fn databricks(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let what = "whether the workspace takes personal access tokens, which is set in the workspace itself";
    let missing = missing::unconfirmed("databricks-tokens", what, "turn them off in the workspace's settings");
    let effect = "may take personal access tokens";
    Some(vec![Part::unsure(of_type(path, "a workspace without personal access tokens", effect)?, vec![missing])])
}

/// The type itself decides.
fn of_type(path: &Path<'_>, required: &str, effect: &str) -> Option<Step> {
    let resource = path.resource()?;
    let value = Value::string(resource.id.kind.clone(), resource.origin);
    let setting = Setting { resource: path.subject, path: "type".into(), value, origin: resource.origin };
    Some(setting.step(required, effect))
}
