//! Azure Machine Learning: workspaces, online endpoints and compute. Page of facts, the rows of the types.

use ringfence_estate::{Cause, Found, Kind, Provision, ResourceIndex};

use super::generic::{self, EVERYONE, PERHAPS, Position};
use super::service::{Omitted, Switch};
use super::table::switch;
use super::way::{Endpoint, Reach};
use crate::explore::{Path, Setting};
use crate::finding::{Missing, Step};
use crate::missing;

/// A workspace's endpoint.
pub(super) fn workspace(path: &mut Path<'_>) -> Option<Vec<Endpoint>> {
    let switch = Switch { omitted: Omitted::Unconfirmed("ml-pna-default"), ..switch("2021-07-01") };
    let reach = match generic::position(path, path.subject, &switch) {
        Position::Off(step) => off(path, step),
        Position::On(step) => narrowed(path, path.subject, &step),
        Position::Unsure(step, missing) => {
            let mut reach = narrowed(path, path.subject, &step);
            reach.doubt(&step, &missing, path);
            reach
        }
    };
    Some(vec![Endpoint { name: "workspace", port: 443, reach }])
}

/// The older switch and the newer override each other; the later write wins.
fn off(path: &mut Path<'_>, step: Step) -> Reach {
    let old = path.own("properties.allowPublicAccessWhenBehindVnet");
    let missing = match &old.value.kind {
        Kind::Bool(false) | Kind::Null | Kind::Omitted => return Reach::shut(step),
        Kind::Term(_) => missing::of_value(&old.value, &old.path),
        _ => {
            let what = "which counts: `publicNetworkAccess` or `allowPublicAccessWhenBehindVnet`";
            vec![missing::unconfirmed("ml-behind-vnet", what, "leave `allowPublicAccessWhenBehindVnet` out")]
        }
    };
    path.note(step);
    Reach::doubtful(old.step("false", PERHAPS), missing)
}

/// Everyone, unless the workspace has lists, of which nobody says what they do while it is open.
fn narrowed(path: &mut Path<'_>, workspace: ResourceIndex, on: &Step) -> Reach {
    for property in ["properties.networkAcls", "properties.ipAllowlist"] {
        let list = path.setting(workspace, property);
        let missing = match &list.value.kind {
            Kind::Null | Kind::Omitted => continue,
            Kind::Array(array) if array.elements.is_empty() => continue,
            Kind::Term(_) => missing::of_value(&list.value, &list.path),
            _ => {
                let what = format!("how `{}` narrows a workspace that is open", list.name());
                vec![missing::unconfirmed("ml-acl", &what, "set `publicNetworkAccess` to 'Disabled'")]
            }
        };
        path.note(on.clone());
        return Reach::doubtful(list.step("the public side off", "may narrow who comes in"), missing);
    }
    Reach::open(Step { effect: EVERYONE.into(), ..on.clone() })
}

/// An online endpoint has a switch of its own, whatever the workspace's says.
pub(super) fn online_endpoint(path: &mut Path<'_>) -> Option<Vec<Endpoint>> {
    let gap = path.resource().and_then(|resource| resource.api_version.as_deref()) == Some("2022-05-01");
    let since = if gap { "2022-06-01" } else { "2022-02-01" };
    let switch = Switch { omitted: Omitted::Unconfirmed("mlep-pna-default"), ..switch(since) };
    let reach = match generic::position(path, path.subject, &switch) {
        Position::Off(step) => Reach::shut(step),
        Position::On(step) => of_workspace(path, &step),
        Position::Unsure(step, missing) => {
            let mut reach = of_workspace(path, &step);
            reach.doubt(&step, &missing, path);
            reach
        }
    };
    Some(vec![Endpoint { name: "scoring endpoint", port: 443, reach }])
}

fn of_workspace(path: &mut Path<'_>, on: &Step) -> Reach {
    match parent(path) {
        Some(workspace) => narrowed(path, workspace, on),
        None => Reach::doubtful(on.clone(), vec![unread_workspace("whether its workspace narrows who comes in")]),
    }
}

/// The workspace, if the estate declares it.
fn parent(path: &Path<'_>) -> Option<ResourceIndex> {
    let id = path.resource()?.id.parent()?;
    let Found::Resource(index) = path.find(&id) else { return None };
    path.estate.resource(index).filter(|workspace| workspace.provision != Provision::External).map(|_| index)
}

fn unread_workspace(what: &str) -> Missing {
    Missing {
        cause: Cause::NotInInput,
        what: what.into(),
        settle: "join the template that declares the workspace, or an export of it".into(),
    }
}

/// The machines of a compute cluster or instance; other computes have no public endpoint of their own.
pub(super) fn compute(path: &mut Path<'_>) -> Option<Vec<Endpoint>> {
    let kind = path.own("properties.computeType");
    let reach = match (&kind.value.kind, kind.value.as_str().map(str::to_ascii_lowercase).as_deref()) {
        (_, Some("amlcompute")) => {
            let login = Login {
                path: "properties.properties.remoteLoginPortPublicAccess",
                required: "'Disabled'",
                known_when_left_out: true,
            };
            machines(path, &login)
        }
        (_, Some("computeinstance")) => {
            let login = Login {
                path: "properties.properties.sshSettings.sshPublicAccess",
                required: "'Disabled'",
                known_when_left_out: false,
            };
            machines(path, &login)
        }
        (Kind::Term(_), _) => {
            let missing = missing::of_value(&kind.value, &kind.path);
            Reach::doubtful(kind.step("a compute without public addresses", PERHAPS), missing)
        }
        _ => return None,
    };
    Some(vec![Endpoint { name: "ssh", port: 22, reach }])
}

/// Where a compute says who may log in.
struct Login {
    path: &'static str,
    required: &'static str,
    /// Whether it is documented what leaving it out does: it opens machines that are in no subnet, and no others.
    known_when_left_out: bool,
}

fn machines(path: &mut Path<'_>, login: &Login) -> Reach {
    let public = path.own("properties.properties.enableNodePublicIp");
    let required = "false";
    match &public.value.kind {
        Kind::Bool(false) => {
            let mut reach = Reach::shut(public.step(required, "gives the machines no public address"));
            generic::unless_ignored(path, &public, "2020-09-01", &mut reach);
            reach
        }
        Kind::Bool(true) | Kind::Null | Kind::Omitted => {
            let step = public.step(required, "gives the machines public addresses");
            path.note(step.clone());
            public_machines(path, login, step)
        }
        _ => {
            let mut reach = public_machines(path, login, public.step(required, PERHAPS));
            let missing = missing::of_value(&public.value, &public.path);
            reach.doubt(&public.step(required, PERHAPS), &missing, path);
            reach
        }
    }
}

fn public_machines(path: &mut Path<'_>, login: &Login, public: Step) -> Reach {
    let subnet = path.own("properties.properties.subnet");
    let setting = path.own(login.path);
    let word = setting.value.as_str().map(str::to_ascii_lowercase);
    let reached = |setting: &Setting| setting.step(login.required, "lets every address on the internet log in");
    let left_out = matches!(setting.value.kind, Kind::Null | Kind::Omitted) || word.as_deref() == Some("notspecified");
    match (&setting.value.kind, word.as_deref()) {
        (_, Some("enabled")) => in_network(path, &subnet, reached(&setting)),
        _ if left_out && !login.known_when_left_out => {
            let what = "whether the log-in is open";
            let missing = missing::unconfirmed("ci-ssh-default", what, "set `enableNodePublicIp` to false");
            Reach::doubtful(setting.step(login.required, PERHAPS), vec![missing])
        }
        _ if left_out && subnet.value.is_null_or_omitted() => in_network(path, &subnet, reached(&setting)),
        // The addresses take the platform's management traffic all the same.
        _ if left_out || word.as_deref() == Some("disabled") => {
            path.note(setting.step(login.required, "closes the log-in, not the public address"));
            let what = "what else reaches the machines' public addresses";
            let missing = missing::unconfirmed("aml-node-public", what, "set `enableNodePublicIp` to false");
            Reach::doubtful(public, vec![missing])
        }
        (Kind::Term(_), _) => {
            let missing = missing::of_value(&setting.value, &setting.path);
            Reach::doubtful(setting.step(login.required, PERHAPS), missing)
        }
        _ => {
            let missing = missing::odd(&setting.value, setting.name(), &["Enabled", "Disabled"]);
            Reach::doubtful(setting.step(login.required, PERHAPS), vec![missing])
        }
    }
}

/// Open, unless a subnet's or the managed network's filters turn everyone away.
fn in_network(path: &mut Path<'_>, subnet: &Setting, step: Step) -> Reach {
    if !subnet.value.is_null_or_omitted() {
        let missing = Missing {
            cause: Cause::NotImplemented,
            what: "what the network security group of its subnet lets in".into(),
            settle: "set `enableNodePublicIp` to false".into(),
        };
        return Reach::doubtful(step, vec![missing]);
    }
    let Some(workspace) = parent(path) else {
        let missing = unread_workspace("whether its workspace has a managed network");
        return Reach::doubtful(step, vec![missing]);
    };
    let mode = path.setting(workspace, "properties.managedNetwork.isolationMode");
    match mode.value.as_str() {
        None if mode.value.is_null_or_omitted() => Reach::open(step),
        Some(text) if text.eq_ignore_ascii_case("Disabled") => Reach::open(step),
        _ => {
            path.note(mode.step("'Disabled'", "puts the machines into a managed network"));
            let what = "what reaches public addresses in the workspace's managed network";
            Reach::doubtful(
                step,
                vec![missing::unconfirmed("ml-managed-public", what, "set `enableNodePublicIp` to false")],
            )
        }
    }
}
