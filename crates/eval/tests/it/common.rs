//! Evaluates templates that are written as text.

use ringfence_arm::read_json;
use ringfence_estate::{DeploymentId, Estate, Value};
use ringfence_eval::{GivenParameter, Valuation, evaluate, given_parameters};
use ringfence_source::{Diagnostic, MemoryWorld, Session};

/// What became of a template.
pub(crate) struct Outcome {
    pub(crate) estate: Estate,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) deployment: DeploymentId,
    pub(crate) texts: Vec<String>,
    files: Vec<ringfence_source::FileId>,
}

impl Outcome {
    /// An output of the entry point.
    pub(crate) fn output(&self, name: &str) -> Value {
        let deployment = self.estate.deployment(self.deployment).expect("the entry point");
        let found = deployment.outputs.iter().find(|(own, _)| &**own == name);
        found.unwrap_or_else(|| panic!("no output {name}")).1.clone()
    }

    /// An output as people read it.
    pub(crate) fn shown(&self, name: &str) -> String {
        self.output(name).to_string()
    }

    /// The codes of the diagnostics, in order.
    pub(crate) fn codes(&self) -> Vec<&'static str> {
        self.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
    }

    /// The ids of the resources, in order.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.estate.resources.iter().map(|resource| resource.id.to_string()).collect()
    }

    /// `TYPE NAME` of the resources, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        let short = |kind: &str| kind.rsplit('/').next().unwrap_or("").to_owned();
        self.estate
            .resources
            .iter()
            .map(|resource| format!("{} {}", short(&resource.id.kind), resource.id.display_name()))
            .collect()
    }

    /// The resource whose name ends so.
    pub(crate) fn resource(&self, name: &str) -> &ringfence_estate::Resource {
        let mut found = self.estate.resources.iter().filter(|resource| resource.id.name().to_string() == name);
        let first = found.next().unwrap_or_else(|| panic!("no resource {name} in {:?}", self.names()));
        assert!(found.next().is_none(), "two resources {name}");
        first
    }

    /// The text that a value comes from.
    pub(crate) fn source(&self, value: &Value) -> String {
        let Some(span) = self.estate.origins.get(value.origin).span else { return String::new() };
        let text = self.files.iter().zip(&self.texts).find(|(file, _)| **file == span.file).expect("a file").1;
        text[span.start as usize..span.end as usize].to_owned()
    }
}

/// How a template is evaluated.
#[derive(Default)]
pub(crate) struct Run<'t> {
    pub(crate) parameters: &'t str,
    pub(crate) free: &'t [&'t str],
    pub(crate) files: &'t [(&'t str, &'t str)],
    pub(crate) environment: &'t [(&'t str, &'t str)],
    pub(crate) change: Option<fn(&mut Valuation)>,
}

impl Run<'_> {
    pub(crate) fn of(&self, text: &str) -> Outcome {
        let mut world = MemoryWorld::default();
        world.files.insert("main.json".into(), text.as_bytes().into());
        for (path, text) in self.files {
            world.files.insert((*path).into(), text.as_bytes().into());
        }
        world.environment = self.environment.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        if !self.parameters.is_empty() {
            let file = format!(r#"{{"parameters": {}}}"#, self.parameters);
            world.files.insert("main.parameters.json".into(), file.as_bytes().into());
        }
        let mut session = Session::new(&world);
        let file = session.load("main.json").expect("the template");
        let source = session.sources.file(file).text().clone();
        let (node, diagnostics) = read_json(&source, file);
        session.diagnostics.extend(diagnostics);
        let node = node.expect("a template that can be read");
        let parameters: Vec<GivenParameter> = match self.parameters {
            "" => Vec::new(),
            _ => {
                let file = session.load("main.parameters.json").expect("the parameters");
                let source = session.sources.file(file).text().clone();
                let (values, diagnostics) = ringfence_arm::read_parameters(&source, file);
                session.diagnostics.extend(diagnostics);
                given_parameters(&values, &node, &|name| {
                    self.environment.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned())
                })
            }
        };
        let mut valuation = Valuation {
            key: "main".into(),
            parameters,
            free: self.free.iter().map(|name| (*name).to_owned()).collect(),
            ..Valuation::default()
        };
        if let Some(change) = self.change {
            change(&mut valuation);
        }
        let mut estate = Estate::default();
        let deployment = evaluate(&node, &valuation, &mut estate, &mut session);
        let texts = session.sources.iter().map(|(_, file)| file.text().to_string()).collect();
        let files = session.sources.iter().map(|(file, _)| file).collect();
        Outcome { estate, diagnostics: session.diagnostics, deployment, texts, files }
    }
}

/// A template for a resource group with these members.
pub(crate) fn template(members: &str) -> String {
    format!(
        r#"{{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
            "contentVersion": "1.0.0.0", {members}}}"#
    )
}

/// Evaluates such a template without parameters.
pub(crate) fn run(members: &str) -> Outcome {
    Run::default().of(&template(members))
}

/// The value of an expression in such a template, as people read it.
pub(crate) fn value_of(members: &str, expression: &str) -> (String, Vec<&'static str>) {
    let comma = if members.is_empty() { "" } else { "," };
    let members = format!(
        r#"{members}{comma} "outputs": {{"it": {{"type": "string", "value": "{}"}}}}"#,
        expression.replace('"', "\\\"")
    );
    let members = if members.contains("\"resources\"") { members } else { format!("\"resources\": [], {members}") };
    let outcome = run(&members);
    (outcome.shown("it"), outcome.codes())
}
