//! IoT hubs, whose devices have keys, too, and Batch accounts, which list what they take.

use super::{OFF, ON, off};
use crate::demand::{Demand, Omitted, Part};
use crate::explore::Path;
use crate::items::items;
use crate::missing;
use crate::version::since;

/// The hub's own keys, those of devices and those of modules.
pub(super) fn iot_hub(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let more = ["properties.disableDeviceSAS", "properties.disableModuleSAS"].map(|path| Demand {
        path,
        since: since("2021-07-01"),
        omitted: Omitted::Unconfirmed("iot-device-keys-default"),
        broken: "lets in whoever has the key of a device",
        ..off("2021-07-01")
    });
    Some([off("2021-07-01")].iter().chain(&more).map(|demand| demand.of_subject(path)).collect())
}

/// Left out, an account takes keys unless its pools are in the user's subscription.
pub(super) fn batch(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let required = "['AAD']";
    let list = path.own("properties.allowedAuthenticationModes");
    if list.value.is_null_or_omitted() {
        let step = list.step(required, "by default lets in whoever has a key");
        let pools = path.own("properties.poolAllocationMode");
        let is_service = pools.value.is_null_or_omitted()
            || pools.value.as_str().is_some_and(|word| word.eq_ignore_ascii_case("BatchService"));
        if is_service {
            return Some(vec![Part::broken(step)]);
        }
        let what = "whether an account whose pools are in the user's subscription takes keys";
        let missing = missing::unconfirmed("batch-user-subscription", what, "set `allowedAuthenticationModes`");
        return Some(vec![Part::unsure(step, vec![missing])]);
    }
    let listed = items(path, &list);
    // A list that may have no element at all is not known to name a way.
    let is_certain = listed.iter().any(|item| item.doubt.is_empty());
    let mut parts = Vec::new();
    for item in listed {
        let mode = item.member(path, "", path.subject);
        let word = mode.value.as_str().filter(|_| !item.opaque).map(str::to_ascii_lowercase);
        let part = match word.as_deref() {
            Some("aad" | "taskauthenticationtoken") => Part::met(mode.step(required, OFF)),
            Some("sharedkey") => Part::broken(mode.step(required, ON)),
            Some(_) => {
                let known = ["AAD", "TaskAuthenticationToken", "SharedKey"];
                let missing = missing::odd(&mode.value, "allowedAuthenticationModes", &known);
                Part::unsure(mode.step(required, "means nothing that is documented"), vec![missing])
            }
            None => Part::unsure(mode.step(required, ON), missing::of_value(&mode.value, &mode.path)),
        };
        parts.push(part.doubted(&item.doubt));
    }
    if !is_certain {
        let what = "what an account takes whose list is empty";
        let missing = missing::unconfirmed("batch-empty-list", what, "name 'AAD'");
        parts.push(Part::unsure(list.step(required, ON), vec![missing]));
    }
    Some(parts)
}
