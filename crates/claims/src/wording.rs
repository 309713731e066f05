//! How steps of a finding are put into words, the same for every claim.

use ringfence_estate::{Estate, Kind, Resource, ResourceIndex, Value};
use ringfence_prove::finding::Step;

use crate::judgement::{Location, Setting, Subject, Verdict};

impl Subject {
    /// A resource; `service` is what a person calls its type.
    pub(crate) fn of(index: ResourceIndex, resource: &Resource, service: &str) -> Self {
        Self {
            resource: index,
            id: resource.id.to_string(),
            kind: resource.id.kind.clone(),
            display: format!("{service} {}", resource.id.brief_name()),
            name: resource.id.display_name(),
        }
    }
}

impl Subject {
    /// A part of a resource: `storage account stagent{baseName} (blob)`.
    pub(crate) fn of_part(index: ResourceIndex, resource: &Resource, service: &str, part: &str) -> Self {
        let whole = Self::of(index, resource, service);
        Self {
            id: format!("{}#{part}", whole.id),
            name: format!("{} ({part})", whole.name),
            display: format!("{} ({part})", whole.display),
            ..whole
        }
    }
}

impl Setting {
    /// The setting of a step.
    pub(crate) fn of(step: &Step) -> Self {
        Self { path: step.path.clone(), actual: step.actual.clone(), required: step.required.clone() }
    }
}

/// What is said of a subject, and why: names resource, setting, actual value and what follows, and the required value
/// unless it holds; the next step is in `mend`.
pub(crate) fn message(
    subject: &Subject,
    says: &str,
    decisive: Option<&Step>,
    verdict: Verdict,
    estate: &Estate,
) -> String {
    let Some(step) = decisive else { return format!("{} {says}", subject.display) };
    let of = of_other(step, subject, estate);
    let why = format!("{} {says}: `{}`{of} is {}, which {}", subject.display, step.path, state(step), step.effect);
    match verdict {
        Verdict::Holds => why,
        Verdict::Fails | Verdict::Unknown => format!("{why}; required: {}", step.required),
    }
}

/// The next step: a value to write, or what has to become of a setting that has no single right value; none if the
/// setting is as it should be, and what is missing is something else.
pub(crate) fn mend(decisive: Option<&Step>, subject: &Subject, estate: &Estate) -> Option<String> {
    let step = decisive?;
    let of = of_other(step, subject, estate);
    if shown(&step.actual).eq_ignore_ascii_case(&step.required) {
        return None;
    }
    Some(match is_literal(&step.required) {
        true => format!("set `{}`{of} to {}", step.path, step.required),
        false => format!("change `{}`{of}: it must be {}", step.path, step.required),
    })
}

/// Whose setting it is, if not the subject's own: that of a container app's environment, a firewall rule, a perimeter.
pub(crate) fn of_other(step: &Step, subject: &Subject, estate: &Estate) -> String {
    match estate.resource(step.resource) {
        Some(other) if step.resource != subject.resource => format!(" of {}", other.id.brief_name()),
        _ => String::new(),
    }
}

/// The places of the steps, the one that decides first.
pub(crate) fn locations(steps: &[Step]) -> Vec<Location> {
    let mut steps: Vec<&Step> = steps.iter().collect();
    steps.sort_by_key(|step| step.role);
    steps
        .into_iter()
        .map(|step| Location {
            origin: step.origin,
            role: step.role,
            label: format!("`{}` is {}: {}", last(&step.path), state(step), step.effect),
        })
        .collect()
}

/// What a setting is; a child resource, whose path is its type, is declared or not.
pub(crate) fn state(step: &Step) -> String {
    if step.actual.is_omitted() && !step.path.contains('.') {
        return "not declared".into();
    }
    shown(&step.actual)
}

/// The last part of a path.
pub(crate) fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// The longest list or object that a message shows whole.
const MAX_SHOWN: usize = 60;

/// A value as a message shows it: strings in quotes, what was left out said so, and of a long list only how long it is.
pub(crate) fn shown(value: &Value) -> String {
    let whole = value.to_string();
    match &value.kind {
        Kind::Omitted => "left out".into(),
        Kind::String(text) => format!("'{text}'"),
        Kind::Array(array) if whole.len() > MAX_SHOWN => match array.items() {
            Some(items) => format!("a list of {}", items.len()),
            None => "a list".into(),
        },
        Kind::Object(object) if whole.len() > MAX_SHOWN => {
            let names: Vec<&str> = object.members.iter().map(|member| &*member.name).collect();
            format!("an object with {}", names.join(", "))
        }
        _ => whole,
    }
}

fn is_literal(required: &str) -> bool {
    matches!(required, "true" | "false") || (required.starts_with('\'') && required.ends_with('\''))
}
