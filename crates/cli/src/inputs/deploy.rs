//! From an entry point to a program and a valuation.

use std::collections::BTreeSet;

use ringfence_arm::{Node, read_json};
use ringfence_eval::Valuation;
use ringfence_source::{Diagnostic, ReadError, Session, Span};

use super::{Entry, Kind, STANDARD_INPUT, is_json, kind_of, parameters};
use crate::arguments::{Choices, Modules};

/// The program of an entry point and what it is given; none if the template was not read.
pub(crate) fn prepare(
    entry: &Entry,
    choices: &Choices,
    modules: &Modules,
    session: &mut Session<'_>,
) -> Option<(Node, Valuation)> {
    let template = template(&entry.template, modules, session)?;
    let scope = entry.scope.clone().unwrap_or_default();
    let given = parameters::given(entry, choices, modules, &template, session);
    let free: BTreeSet<String> = choices.free.iter().cloned().collect();
    let valuation = Valuation {
        key: entry.title(),
        parameter_programs: given.programs,
        parameters: given.values,
        free,
        parameters_path: entry.parameters.clone(),
        tenant: scope.tenant,
        management_group: scope.management_group,
        subscription: scope.subscription,
        resource_group: scope.resource_group,
        location: scope.location,
        ..Valuation::default()
    };
    Some((template, valuation))
}

fn template(path: &str, modules: &Modules, session: &mut Session<'_>) -> Option<Node> {
    if kind_of(path) == Kind::Bicep {
        return ringfence_bicep::compile(session, path, &modules.options());
    }
    let file = match session.load(path) {
        Ok(file) => file,
        Err(error) => {
            report_unread(path, &error, "paths are relative to the working directory", session);
            return None;
        }
    };
    let text = session.sources.file(file).text().clone();
    if path == STANDARD_INPUT && !is_json(&text) {
        return ringfence_bicep::compile(session, path, &modules.options());
    }
    let (node, diagnostics) = read_json(&text, file);
    session.diagnostics.extend(diagnostics);
    if node.as_ref().is_some_and(|node| node.as_object().is_none()) {
        let message = "this is no ARM template: an object is expected";
        session.report(Diagnostic::error("wrong-shape", Span::start_of(file), message));
        return None;
    }
    node
}

/// Reports a file that was named and could not be read.
pub(crate) fn report_unread(path: &str, error: &ReadError, help: &str, session: &mut Session<'_>) {
    let span = Span::start_of(session.sources.add(path, ""));
    let diagnostic = Diagnostic::error("file-not-read", span, format!("`{path}` was not read: {error}"));
    session.report(diagnostic.with_help(help));
}
