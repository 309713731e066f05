//! Whether a subnet filters what a public address of it would let in.

use ringfence_estate::{Cause, Found, Kind, Provision, ResourceId};

use crate::explore::{Path, Setting};
use crate::finding::Missing;
use crate::missing;

/// What is missing to know what the subnet's network security group lets in; empty if the subnet certainly has none.
pub(super) fn filter(path: &mut Path<'_>, subnet: &Setting) -> Vec<Missing> {
    if subnet.value.is_null_or_omitted() {
        return Vec::new();
    }
    let found = ResourceId::parse(&subnet.value).map(|id| path.find(&id));
    let Some(Found::Resource(index)) = found else {
        let mut missing = vec![Missing {
            cause: Cause::NotInInput,
            what: format!("what filters the subnet `{}`", subnet.value),
            settle: "join the template that declares the subnet, or an export of it".into(),
        }];
        if let Kind::Term(term) = &subnet.value.kind {
            missing.extend(missing::of_term(term).into_iter().filter(|own| own.cause == Cause::NoValue));
        }
        return missing;
    };
    let external = path.estate.resource(index).is_none_or(|subnet| subnet.provision == Provision::External);
    let group = path.setting(index, "properties.networkSecurityGroup");
    if group.value.is_null_or_omitted() && !external {
        return Vec::new();
    }
    path.note(group.step("a group that lets nobody in", "filters what comes in to the subnet"));
    vec![Missing {
        cause: if external { Cause::NotInInput } else { Cause::NotImplemented },
        what: "what the network security group of its subnet lets in".into(),
        settle: if external {
            "join the template that declares the subnet, or an export of it".into()
        } else {
            "make the service private; ringfence does not follow network security groups here yet".into()
        },
    }]
}
