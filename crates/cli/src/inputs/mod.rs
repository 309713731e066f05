//! What to judge: entry points with their parameter files, found in paths or named by the workload file.

mod azd;
mod deploy;
mod discover;
mod kind;
mod parameters;

pub(crate) use deploy::prepare;
pub(crate) use discover::{discover, template_of, templates_beside};
pub(crate) use kind::{Kind, STANDARD_INPUT, is_json, kind_of};
pub(crate) use parameters::report_unknown_names;

use ringfence_source::{directory_of, file_name_of};

/// A template to deploy, with its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The template's path.
    pub template: String,
    /// Its parameter file.
    pub parameters: Option<String>,
    /// Where it is deployed to, if that is known.
    pub scope: Option<crate::workload::ScopeSetting>,
}

impl Entry {
    /// A template of which nothing else is known.
    pub(crate) fn of(template: impl Into<String>) -> Self {
        Self { template: template.into(), parameters: None, scope: None }
    }

    /// The heading of the estate.
    pub(crate) fn title(&self) -> String {
        match &self.parameters {
            Some(parameters) if directory_of(parameters) == directory_of(&self.template) => {
                format!("{} with {}", self.template, file_name_of(parameters))
            }
            Some(parameters) => format!("{} with {parameters}", self.template),
            None => self.template.clone(),
        }
    }
}
