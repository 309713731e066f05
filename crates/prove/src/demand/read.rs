//! What one setting comes to.

use ringfence_estate::Kind;

use super::{Demand, Omitted, Part, Values};
use crate::explore::{Path, Setting};
use crate::missing;

/// What a setting does that the API version does not know.
const OLD: &str = "may be ignored, since the API version does not know it";

enum Word {
    Good,
    Bad,
    LeftOut,
    Unknown,
    Odd,
}

/// Whether a setting meets a demand.
pub(super) fn read(path: &mut Path<'_>, demand: &Demand, setting: &Setting) -> Part {
    let knows = demand.since.knows(path.estate.resource(setting.resource));
    let required = match knows {
        true => demand.required.to_owned(),
        false => format!("{}, in API version {} or newer", demand.required, demand.since.first),
    };
    let required = required.as_str();
    match word(setting, demand.values) {
        Word::Good if knows => Part::met(setting.step(required, demand.met)),
        Word::Bad if knows || matches!(demand.omitted, Omitted::Broken) => {
            Part::broken(setting.step(required, demand.broken))
        }
        Word::Good | Word::Bad => {
            let what =
                format!("whether `{}` counts in this API version, which is older than the property", setting.name());
            let settle = format!("use API version {} or newer", demand.since.first);
            Part::unsure(
                setting.step(required, OLD),
                vec![missing::unconfirmed("setting-before-since", &what, &settle)],
            )
        }
        Word::LeftOut => left_out(path, demand, setting, required),
        Word::Unknown => {
            let missing = missing::of_value(&setting.value, &setting.path);
            Part::unsure(setting.step(required, perhaps(demand)), missing)
        }
        Word::Odd => {
            let missing = missing::odd(&setting.value, setting.name(), &known(demand.values));
            Part::unsure(setting.step(required, "means nothing that is documented"), vec![missing])
        }
    }
}

fn left_out(path: &mut Path<'_>, demand: &Demand, setting: &Setting, required: &str) -> Part {
    let by_default = |effect: &str| format!("by default {effect}");
    let unconfirmed = |id: &str| {
        let what = format!("what holds when `{}` is left out", setting.name());
        let missing = missing::unconfirmed(id, &what, &format!("set `{}` to {}", setting.path, demand.required));
        Part::unsure(setting.step(required, perhaps(demand)), vec![missing])
    };
    match demand.omitted {
        Omitted::Broken => Part::broken(setting.step(required, by_default(demand.broken))),
        Omitted::Unconfirmed(id) => unconfirmed(id),
        Omitted::MetSince(since, id) if !since.knows(path.estate.resource(setting.resource)) => unconfirmed(id),
        Omitted::Met | Omitted::MetSince(..) => {
            path.assume_as_declared(setting.resource);
            Part::met(setting.step(required, by_default(demand.met)))
        }
    }
}

fn word(setting: &Setting, values: Values) -> Word {
    let is_among = |words: &[&str], text: &str| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match (&setting.value.kind, values) {
        (Kind::Null | Kind::Omitted, _) => Word::LeftOut,
        (Kind::Term(_), _) => Word::Unknown,
        (Kind::Bool(value), Values::Bool(good)) => match *value == good {
            true => Word::Good,
            false => Word::Bad,
        },
        (Kind::String(text), Values::Words { good, .. }) if is_among(good, text) => Word::Good,
        (Kind::String(text), Values::Words { bad, .. }) if is_among(bad, text) => Word::Bad,
        _ => Word::Odd,
    }
}

fn known(values: Values) -> Vec<&'static str> {
    match values {
        Values::Bool(_) => vec!["true", "false"],
        Values::Words { good, bad } => good.iter().chain(bad).copied().collect(),
    }
}

/// What may follow from a value that is not known.
fn perhaps(demand: &Demand) -> String {
    format!("decides whether it {}", demand.broken)
}
