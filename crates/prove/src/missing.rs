//! What is missing where there is no answer, and what would settle it.

use ringfence_estate::{Atom, Cause, Kind, Term, Value};

use crate::finding::Missing;

/// The longest text of a term that is shown.
const MAX_TEXT: usize = 160;

/// What is missing to know a value; `path` is where it stands, for a value that has no name of its own.
pub(crate) fn of_value(value: &Value, path: &str) -> Vec<Missing> {
    match &value.kind {
        Kind::Term(term) => of_term(term),
        _ => vec![Missing {
            cause: Cause::NotImplemented,
            what: format!("what `{path}` means as it is written"),
            settle: "write it as the resource type documents it".into(),
        }],
    }
}

/// What is missing to know a term: each of its atoms, and each call that has a result only at run time.
pub fn of_term(term: &Term) -> Vec<Missing> {
    let mut missing: Vec<Missing> = term
        .run_time_calls()
        .iter()
        .map(|call| Missing {
            cause: Cause::RunTime,
            what: format!("the value of `{}`, which exists only once the resources are deployed", short(call)),
            settle: "join an export of the deployed resources".into(),
        })
        .collect();
    if missing.is_empty() {
        // Nobody gives the index of a loop a value: what it runs over is missing.
        let (indices, others): (Vec<_>, Vec<_>) = term.atoms().into_iter().partition(is_index);
        missing.extend(others.iter().map(of_atom));
        if missing.is_empty() {
            missing.extend(indices.iter().map(|atom| loop_of(atom.cause, &atom.label)));
        }
    }
    if missing.is_empty() {
        missing.push(of_cause(Cause::NotImplemented, &term.label()));
    }
    missing.sort();
    missing.dedup();
    missing
}

/// What is missing to know how often a loop runs, by its index atom.
pub(crate) fn of_loop(index: &Term) -> Vec<Missing> {
    vec![loop_of(index.causes().first().copied().unwrap_or(Cause::NoValue), &index.label())]
}

fn loop_of(cause: Cause, label: &str) -> Missing {
    Missing {
        cause,
        what: format!("how often the loop runs whose index is `{}`", short(label)),
        settle: "give the parameter that the loop runs over a value (--parameters)".into(),
    }
}

/// Whether an atom is the index of a loop: its text names the loop, or the array that is run over.
fn is_index(atom: &Atom) -> bool {
    let function = atom.text.split('(').next().unwrap_or_default();
    function == "copyIndex" || function.trim_end_matches(|digit: char| digit.is_ascii_digit()) == "index"
}

/// An Azure fact that no public text confirms; `id` is its name on a page of facts, in `docs/facts`.
pub(crate) fn unconfirmed(id: &str, what: &str, settle: &str) -> Missing {
    Missing {
        cause: Cause::NotImplemented,
        what: format!("{what} (not documented by Azure: {id})"),
        settle: settle.into(),
    }
}

/// A value that the resource type does not name.
pub(crate) fn odd(value: &Value, name: &str, known: &[&str]) -> Missing {
    let known: Vec<String> = known.iter().map(|word| format!("'{word}'")).collect();
    Missing {
        cause: Cause::NotImplemented,
        what: format!("what `{name}: {}` means, which the resource type does not name", shown(value)),
        settle: format!("use one of {}", known.join(", ")),
    }
}

/// Which sub-resource a private endpoint is for.
pub(crate) fn of_group(group: &Value) -> Vec<Missing> {
    match &group.kind {
        Kind::Term(term) => of_term(term),
        _ => vec![Missing {
            cause: Cause::NotImplemented,
            what: format!("which sub-resource `groupIds: {}` is, which the resource type does not have", shown(group)),
            settle: "name a sub-resource of the type in `groupIds`".into(),
        }],
    }
}

/// A part of the input that may declare what is looked for.
pub(crate) fn unread() -> Missing {
    Missing {
        cause: Cause::NotInInput,
        what: "what the part that was not read declares".into(),
        settle: "mend what the diagnostics name, or add the template that is missing".into(),
    }
}

/// Two ids that may be one.
pub(crate) fn perhaps_same(one: &str, other: &str) -> Missing {
    // Deployments whose scopes nobody named may go to one resource group or to two: no parameter says which.
    let of_scope = |id: &str| ["{resourceGroup()", "{subscription()"].iter().any(|fact| id.contains(fact));
    let settle = if of_scope(one) || of_scope(other) {
        "name the subscription and the resource group of each deployment in ringfence.toml; give the parameters in both \
         names a value (--parameters)"
    } else {
        "give the parameters in both names a value (--parameters)"
    };
    Missing { cause: Cause::NoValue, what: format!("whether `{one}` concerns `{other}`"), settle: settle.into() }
}

fn shown(value: &Value) -> String {
    match value.as_str() {
        Some(text) => format!("'{}'", short(text)),
        None => short(&value.to_string()),
    }
}

fn of_atom(atom: &Atom) -> Missing {
    let missing = of_cause(atom.cause, &atom.label);
    if atom.cause == Cause::NoValue && !atom.text.starts_with("parameters(") {
        // A fact of the scope, which no parameter sets.
        return Missing { settle: "name the scope of the deployment in ringfence.toml".into(), ..missing };
    }
    missing
}

fn of_cause(cause: Cause, label: &str) -> Missing {
    let label = short(label);
    let what = format!("the value of `{label}`");
    let (what, settle) = match cause {
        Cause::NoValue => (what, format!("give `{label}` a value (--parameters)")),
        Cause::RunTime => (what, "join an export of the deployed resources".into()),
        Cause::NotInInput => (what, "join the template that declares it, or an export of it".into()),
        Cause::NotImplemented => (what, "write it in a way that ringfence evaluates".into()),
        Cause::TooManyCases => (what, "give the parameters that it depends on a value (--parameters)".into()),
    };
    Missing { cause, what, settle }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}
