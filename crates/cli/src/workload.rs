//! The workload file, `ringfence.toml`: what only people know.
//!
//! Its JSON Schema is `schemas/ringfence-toml.json`.

use ringfence_source::{Diagnostic, FileId, ReadError, Session, Span, directory_of, join};
use serde::Deserialize;
use toml::Spanned;

use crate::inputs::Entry;

/// The name that is looked for.
pub(crate) const FILE_NAME: &str = "ringfence.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkloadFile {
    #[serde(default)]
    deployment: Vec<DeploymentTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeploymentTable {
    template: Spanned<String>,
    parameters: Option<Spanned<String>>,
    scope: Option<ScopeSetting>,
    #[expect(dead_code, reason = "read so that a workload file may already say it; the claims about stages use it")]
    stage: Option<String>,
}

/// Where a deployment goes. What is left out is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ScopeSetting {
    /// The tenant's id.
    pub tenant: Option<String>,
    /// The management group's name.
    pub management_group: Option<String>,
    /// The subscription's id.
    pub subscription: Option<String>,
    /// The resource group's name.
    pub resource_group: Option<String>,
    /// The resource group's, or the deployment's, location.
    pub location: Option<String>,
}

/// What a workload file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Workload {
    /// The deployments that are judged together.
    pub deployments: Vec<Entry>,
}

/// Reads the workload file: the one that was named, or else the one beside the paths or in the working directory.
pub(crate) fn load(named: Option<&str>, paths: &[String], session: &mut Session<'_>) -> Workload {
    let candidates: Vec<String> = match named {
        Some(path) => vec![path.to_owned()],
        None => paths
            .iter()
            .flat_map(|path| [join(path, FILE_NAME), join(directory_of(path), FILE_NAME)])
            .chain([FILE_NAME.to_owned()])
            .collect(),
    };
    for path in candidates {
        match session.load(&path) {
            Ok(file) => return read(file, &path, session),
            Err(error) if named.is_some() => {
                let span = Span::start_of(session.sources.add(&path, ""));
                let message = format!("the workload file `{path}` was not read: {error}");
                let help = "`--config` is a path from the working directory";
                session.report(Diagnostic::error("workload-file-not-read", span, message).with_help(help));
            }
            Err(ReadError::NotFound | ReadError::Other(_) | ReadError::TooLarge) => {}
        }
    }
    Workload::default()
}

fn read(file: FileId, path: &str, session: &mut Session<'_>) -> Workload {
    let text = session.sources.file(file).text().clone();
    let parsed: WorkloadFile = match toml::from_str(&text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let range = error.span().unwrap_or(0..0);
            let span = Span::new(file, range.start as u32, range.end as u32);
            session.report(
                Diagnostic::error("workload-file", span, error.message().to_owned())
                    .with_help("a `[[deployment]]` has a `template`, and may have `parameters`, `scope` and `stage`"),
            );
            return Workload::default();
        }
    };
    let folder = directory_of(path);
    let mut deployments = Vec::new();
    for table in parsed.deployment {
        let Some(template) = read_beside(folder, &table.template, "template", file, session) else { continue };
        let parameters = table.parameters.and_then(|path| read_beside(folder, &path, "parameters", file, session));
        deployments.push(Entry { template, parameters, scope: table.scope });
    }
    Workload { deployments }
}

/// The path of a file that the workload file names; none, with a diagnostic at its name, if it cannot be read.
fn read_beside(
    folder: &str,
    named: &Spanned<String>,
    member: &str,
    file: FileId,
    session: &mut Session<'_>,
) -> Option<String> {
    let path = join(folder, named.get_ref());
    let Err(error) = session.load(&path) else { return Some(path) };
    let span = Span::new(file, named.span().start as u32, named.span().end as u32);
    let message = format!("`{path}` was not read: {error}");
    let help = format!("`{member}` is a path from the folder of the workload file");
    session.report(Diagnostic::error("file-not-read", span, message).with_help(help));
    None
}
