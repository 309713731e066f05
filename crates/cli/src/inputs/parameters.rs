//! What a template is given: parameter files, values from the command line, and azd's environment.

use std::collections::BTreeMap;

use ringfence_arm::{
    Given, KeyVaultReference, Node, NodeKind, ParameterValue, Template, TypeName, fill_placeholders, read_data,
    read_parameters,
};
use ringfence_estate::{Atom, Cause, Domain, OriginId, Term, Value};
use ringfence_eval::{GivenParameter, GivenValue};
use ringfence_source::{Session, directory_of, join};

use super::deploy::report_unread;
use super::{Entry, Kind, kind_of};
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
        let inline = source.split_once('=').filter(|(name, _)| is_identifier(name));
        match (inline, kind_of(source)) {
            (Some((name, value)), _) => given.values.push(inline_value(name, value, template, session)),
            (None, Kind::BicepParameters) => {
                let compiled = ringfence_bicep::compile_params(session, source, &modules.options());
                given.programs.extend(compiled.map(|compiled| compiled.node));
            }
            (None, _) => given.values.extend(json_parameters(source, template, session)),
        }
    }
    given
}

/// A value from the command line, read as the parameter's type asks.
fn inline_value(name: &str, value: &str, template: &Node, session: &mut Session<'_>) -> GivenParameter {
    let text = format!("{name}={value}");
    let file = session.sources.add("--parameters", &text);
    let span = ringfence_source::Span::new(file, name.len() as u32 + 1, text.len() as u32);
    let literal = Node { span, kind: NodeKind::String(value.into()) };
    let parsed = || read_data(value, file).0.map(|node| Node { span, ..node });
    let node = match declared(template, name) {
        Some(TypeName::String | TypeName::SecureString) => literal,
        Some(TypeName::Bool | TypeName::Int | TypeName::Array | TypeName::Object | TypeName::SecureObject) => {
            parsed().filter(|node| !matches!(node.kind, NodeKind::Unreadable)).unwrap_or(literal)
        }
        None => literal,
    };
    GivenParameter { name: name.into(), value: GivenValue::Node(node), span }
}

fn json_parameters(path: &str, template: &Node, session: &mut Session<'_>) -> Vec<GivenParameter> {
    let file = match session.load(path) {
        Ok(file) => file,
        Err(error) => {
            report_unread(path, &error, session);
            return Vec::new();
        }
    };
    let text = session.sources.file(file).text().clone();
    let (values, diagnostics) = read_parameters(&text, file);
    session.diagnostics.extend(diagnostics);
    let environment = azd_environment(path, session);
    let world = session.world();
    let lookup = |name: &str| world.environment(name).or_else(|| environment.get(name).cloned());
    let types = Template::read(template, &mut Vec::new()).parameters;
    let type_of = |name: &str| types.iter().find(|own| own.name.eq_ignore_ascii_case(name))?.schema.name();
    let parameter = |ParameterValue { name, name_span, given }: ParameterValue| {
        let value = match given {
            Given::Value(node) => GivenValue::Node(fill_placeholders(&node, type_of(&name), &lookup)?),
            Given::KeyVault(reference) => GivenValue::Value(secret(&reference, &name)),
            Given::Expression(node) => GivenValue::Node(node),
        };
        Some(GivenParameter { name, value, span: name_span })
    };
    values.into_iter().filter_map(parameter).collect()
}

/// A secret of a key vault: it exists only where it is deployed.
fn secret(reference: &KeyVaultReference, parameter: &str) -> Value {
    let text = |node: &Option<Node>| node.as_ref().and_then(Node::as_str).unwrap_or("?").to_owned();
    let call = format!("getSecret('{}', '{}')", text(&reference.vault), text(&reference.secret_name));
    let atom = Atom::new(&call, &format!("the secret for {parameter}"), "", Cause::RunTime);
    Value::term(Term::atom(atom, Domain::STRING), OriginId::NONE)
}

/// The variables of azd's environment: `.azure/NAME/.env` beside the file or above it, where `NAME` is the default
/// environment of `.azure/config.json`, or the only one.
///
/// <https://learn.microsoft.com/azure/developer/azure-developer-cli/manage-environment-variables>
fn azd_environment(path: &str, session: &mut Session<'_>) -> BTreeMap<String, String> {
    let mut folder = directory_of(path).to_owned();
    for _ in 0..8 {
        let azure = join(&folder, ".azure");
        if let Some(name) = environment_name(&azure, session) {
            let Ok(bytes) = session.world().read(&format!("{azure}/{name}/.env")) else { return BTreeMap::new() };
            return variables(&String::from_utf8_lossy(&bytes));
        }
        if folder.is_empty() || folder == "/" || folder.ends_with("..") {
            break;
        }
        folder = directory_of(&folder).to_owned();
    }
    BTreeMap::new()
}

fn environment_name(azure: &str, session: &mut Session<'_>) -> Option<String> {
    if let Ok(file) = session.world().read(&format!("{azure}/config.json")) {
        let text = String::from_utf8_lossy(&file).into_owned();
        let id = session.sources.add(&format!("{azure}/config.json"), &text);
        let node = read_data(&text, id).0?;
        if let Some(name) = node.get("defaultEnvironment").and_then(Node::as_str) {
            return Some(name.to_owned());
        }
    }
    let entries = session.world().list(azure).ok()?;
    let mut folders = entries.into_iter().filter(|entry| entry.kind == ringfence_source::EntryKind::Folder);
    let only = folders.next()?;
    folders.next().is_none().then_some(only.name)
}

/// The lines `NAME="value"` of a dotenv file.
fn variables(text: &str) -> BTreeMap<String, String> {
    let variable = |line: &str| {
        let (name, value) = line.trim().split_once('=')?;
        let value = value.trim();
        let unquoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
        (!name.starts_with('#')).then(|| (name.trim().to_owned(), unquoted.replace("\\\"", "\"")))
    };
    text.lines().filter_map(variable).collect()
}

fn declared(template: &Node, name: &str) -> Option<TypeName> {
    let template = Template::read(template, &mut Vec::new());
    template.parameters.iter().find(|own| own.name.eq_ignore_ascii_case(name))?.schema.name()
}

fn is_identifier(text: &str) -> bool {
    text.chars().all(|own| own.is_ascii_alphanumeric() || own == '_') && !text.is_empty()
}
