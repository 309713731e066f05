//! What a template is given: parameter files, and values from the command line.

use ringfence_arm::{Given, Node, NodeKind, ParameterValue, Template, TypeName, has_placeholders, read_parameters};
use ringfence_eval::{GivenParameter, GivenValue, given_parameters, is_pattern, switches};
use ringfence_source::{Diagnostic, Session, Span};

use super::deploy::report_unread;
use super::{Entry, Kind, azd, kind_of};
use crate::arguments::{Choices, Modules};

/// What a template is given.
#[derive(Default)]
pub(crate) struct Parameters {
    /// Bicep parameters files.
    pub(crate) programs: Vec<Node>,
    /// Everything else; it counts before what the programs give.
    pub(crate) values: Vec<GivenParameter>,
}

/// Everything that is given to the template of an entry point; of a name given twice the last value counts.
pub(crate) fn given(
    entry: &Entry,
    choices: &Choices,
    modules: &Modules,
    template: &Node,
    session: &mut Session<'_>,
) -> Parameters {
    let mut given = Parameters::default();
    let named = choices.parameters.iter().map(String::as_str);
    for source in entry.parameters.as_deref().into_iter().chain(named) {
        match (inline(source), kind_of(source)) {
            (Some((name, value)), _) => given.values.extend(inline_value(name, value, template, session)),
            (None, Kind::BicepParameters) => {
                let compiled = ringfence_bicep::compile_params(session, source, &modules.options());
                given.programs.extend(compiled.map(|compiled| compiled.node));
            }
            (None, _) => given.values.extend(json_parameters(source, template, session)),
        }
    }
    given
}

/// Reports what the command line names and none of the templates has: it would silently do nothing.
pub(crate) fn report_unknown_names(choices: &Choices, templates: &[Node], session: &mut Session<'_>) {
    let templates: Vec<Template> = templates.iter().map(|node| Template::read(node, &mut Vec::new())).collect();
    let mut names: Vec<&str> =
        templates.iter().flat_map(|own| &own.parameters).map(|parameter| parameter.name.as_ref()).collect();
    names.sort_unstable();
    names.dedup();
    let given = choices.parameters.iter().filter_map(|source| Some(("--parameters", inline(source)?.0)));
    let free = choices.free.iter().map(|name| ("--free", name.as_str()));
    let is_known = |name: &str| match is_pattern(name) {
        true => templates.iter().any(|own| !switches(own, name).is_empty()),
        false => names.iter().any(|own| own.eq_ignore_ascii_case(name)),
    };
    for (option, name) in given.chain(free).filter(|(_, name)| !is_known(name)) {
        let span = whole(option, name, session);
        let message = match is_pattern(name) {
            true => format!("`{option} {name}`: no template has such a parameter with a default and few values"),
            false => format!("`{option} {name}`: no template has a parameter of that name"),
        };
        let help = match names.as_slice() {
            [] => "there are no parameters".to_owned(),
            names => format!("there are {}", names.join(", ")),
        };
        session.report(Diagnostic::error("no-such-parameter", span, message).with_help(help));
    }
}

/// The name and the value of `name=value`.
fn inline(source: &str) -> Option<(&str, &str)> {
    let is_name = |name: &str| name.chars().all(|own| own.is_ascii_alphanumeric() || own == '_') && !name.is_empty();
    source.split_once('=').filter(|(name, _)| is_name(name))
}

/// A value from the command line, a text that the evaluator reads as the parameter's type asks; none if the template has
/// no such parameter. A secret is no part of the source, so that no report can show it.
fn inline_value(name: &str, value: &str, template: &Node, session: &mut Session<'_>) -> Option<GivenParameter> {
    let template = Template::read(template, &mut Vec::new());
    let declared = template.parameter(name)?;
    let is_secret = declared.schema.name().is_none_or(TypeName::is_secure);
    let shown = format!("{name}={}", if is_secret { "…" } else { value });
    let span = whole("--parameters", &shown, session);
    let span = Span::new(span.file, name.len() as u32 + 1, span.end);
    let node = Node { span, kind: NodeKind::String(value.into()) };
    Some(GivenParameter { name: name.into(), value: GivenValue::Node(node), span })
}

/// The place of a text that stands on the command line.
fn whole(option: &str, text: &str, session: &mut Session<'_>) -> Span {
    Span::new(session.sources.add(option, text), 0, text.len() as u32)
}

fn json_parameters(path: &str, template: &Node, session: &mut Session<'_>) -> Vec<GivenParameter> {
    let file = match session.load(path) {
        Ok(file) => file,
        Err(error) => {
            let help = "give a parameter file, relative to the working directory, or a value as `name=value`";
            report_unread(path, &error, help, session);
            return Vec::new();
        }
    };
    let text = session.sources.file(file).text().clone();
    let (mut values, diagnostics) = read_parameters(&text, file);
    session.diagnostics.extend(diagnostics);
    if values.iter().any(|own| matches!(&own.given, Given::Value(value) if has_placeholders(value))) {
        leave_out_undeclared(&mut values, template, session);
    }
    let environment = azd::environment(path, session.world());
    let world = session.world();
    let lookup = |name: &str| world.environment(name).or_else(|| environment.get(name).cloned());
    given_parameters(&values, template, &lookup)
}

/// azd goes through the parameters that the template declares, and takes what the file says of them (`ensureParameters` in
/// <https://github.com/Azure/azure-dev/blob/main/cli/azd/pkg/infra/provisioning/bicep/bicep_provider.go>): what else the
/// file gives does nothing. Deployed in any other way, it would be refused.
fn leave_out_undeclared(values: &mut Vec<ParameterValue>, template: &Node, session: &mut Session<'_>) {
    let template = Template::read(template, &mut Vec::new());
    values.retain(|own| {
        let is_declared = template.parameter(&own.name).is_some();
        if !is_declared {
            let message = format!("the template has no parameter `{}`", own.name);
            let help = "azd leaves it out, and other tools refuse it: remove it, or declare it";
            session.report(Diagnostic::warning("no-such-parameter", own.name_span, message).with_help(help));
        }
        is_declared
    });
}
