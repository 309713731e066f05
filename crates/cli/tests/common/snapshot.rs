//! Runs a template as `bicep snapshot` does, and writes what comes of it in that command's form.

use std::path::Path;
use std::sync::Arc;

use ringfence_arm::{Node, read_data};
use ringfence_estate::{
    Deployment, ElementKind, Estate, Kind, Member, Object, OriginId, Provision, Resource, ResourceId, Scope, Term,
    Value,
};
use ringfence_eval::{ExternalInput, GivenParameter, GivenValue, Valuation, evaluate};
use ringfence_source::{Diagnostic, DiskWorld, Session, Severity, Span};
use serde_json::{Map, Value as Json, json};

/// What an evaluation gave.
pub struct Evaluated {
    pub estate: Estate,
    pub diagnostics: Vec<Diagnostic>,
    /// The same, each with its place.
    pub shown: Vec<String>,
    /// The texts of calls of `externalInput`, with the names that the official compiler gives them.
    inputs: Vec<(String, String)>,
}

/// What a case says of its surroundings; see the READMEs for the keys.
#[derive(Clone, Copy, Default)]
pub struct Setting<'j> {
    pub case: Option<&'j Json>,
}

impl Setting<'_> {
    fn get(&self, name: &str) -> &Json {
        self.case.and_then(|case| case.get(name)).unwrap_or(&Json::Null)
    }

    fn scope(&self, name: &str) -> Option<String> {
        self.get("scope").get(name).and_then(Json::as_str).map(str::to_owned)
    }
}

/// Compiles and evaluates a template, with a parameters file if it is there. Assertions become outputs after the others.
pub fn run(template: &Path, parameters: Option<&Path>, setting: Setting<'_>) -> Evaluated {
    let world = DiskWorld::default();
    let mut session = Session::new(&world);
    let options = ringfence_bicep::Options::default();
    let path = text_of(template);
    let node = if path.ends_with(".json") {
        let file = session.load(&path).expect("the template is read");
        let text = session.sources.file(file).text().clone();
        let (node, diagnostics) = ringfence_arm::read_json(&text, file);
        session.diagnostics.extend(diagnostics);
        node
    } else {
        ringfence_bicep::compile(&mut session, &path, &options)
    };
    let node = asserts_as_outputs(node.expect("a template"));
    let mut valuation = Valuation {
        key: "main".into(),
        tenant: setting.scope("tenantId"),
        management_group: setting.scope("managementGroupId"),
        subscription: setting.scope("subscriptionId"),
        resource_group: setting.scope("resourceGroup"),
        location: setting.scope("location"),
        deployment_name: setting.scope("deploymentName"),
        without_derived: true,
        ..Valuation::default()
    };
    if let Some(parameters) = parameters {
        let compiled = ringfence_bicep::compile_params(&mut session, &text_of(parameters), &options);
        let compiled = compiled.expect("the parameters file is read");
        assert_eq!(compiled.using.as_deref(), Some(text_of(template).as_str()), "`using`");
        valuation.parameter_programs.push(compiled.node);
    }
    for (name, value) in setting.get("parameters").as_object().into_iter().flatten() {
        let text = value.to_string();
        let file = session.sources.add("parameters", &text);
        let node = read_data(&text, file).0.expect("JSON");
        let span = Span::start_of(file);
        valuation.parameters.push(GivenParameter { name: name.as_str().into(), value: GivenValue::Node(node), span });
    }
    for input in setting.get("externalInputs").as_array().into_iter().flatten() {
        valuation.external_inputs.push(ExternalInput {
            kind: input["kind"].as_str().expect("kind").to_owned(),
            config: input.get("config").map(value_of),
            value: value_of(&input["value"]),
        });
    }
    let inputs = valuation.parameter_programs.iter().flat_map(external_inputs).collect();
    let mut estate = Estate::default();
    evaluate(&node, &valuation, &mut estate, &mut session);
    let shown = session.diagnostics.iter().map(|own| {
        let file = session.sources.file(own.span.file);
        let at = file.position(own.span.start);
        format!("{}:{}:{}: {:?}[{}] {}", file.path(), at.line, at.column, own.severity, own.code, own.message)
    });
    let shown = shown.collect();
    Evaluated { estate, diagnostics: session.diagnostics, shown, inputs }
}

/// The official compiler numbers external inputs in the order in which they stand, and calls them by kind and number.
pub fn external_inputs(program: &Node) -> Vec<(String, String)> {
    let text = ringfence_arm::to_json(program);
    let mut found: Vec<(String, String)> = Vec::new();
    for (at, _) in text.match_indices("externalInput(") {
        let rest = text.get(at..).expect("a call");
        let mut depth = 0;
        let end = rest.find(|own: char| {
            depth += i32::from(own == '(') - i32::from(own == ')');
            own == ')' && depth == 0
        });
        let call = end.and_then(|end| rest.get(..=end)).expect("the end of a call").to_owned();
        if found.iter().all(|(own, _)| *own != call) {
            let kind = call.split('\'').nth(1).expect("a kind").replace(|own: char| !own.is_ascii_alphanumeric(), "_");
            let name = format!("externalInputs('{kind}_{}')", found.len());
            found.push((call, name));
        }
    }
    found
}

/// A path as text, with `/`.
pub fn text_of(path: &Path) -> String {
    let text = path.to_str().expect("UTF-8").replace('\\', "/");
    ringfence_source::join("", &text)
}

/// What the names of outputs that stand for assertions begin with.
const ASSERTION: &str = "assert ";

/// An assertion is evaluated as an output is; nothing in an estate has a place for one.
fn asserts_as_outputs(node: Node) -> Node {
    let Some(asserts) = node.get("asserts").and_then(Node::as_object) else { return node };
    let asserts = asserts.members.iter().map(|own| {
        let name = format!("{ASSERTION}{}", own.name().expect("a literal"));
        let span = own.value.span;
        let members = vec![
            ringfence_arm::Member::new("type", span, Node::string(span, "bool")),
            ringfence_arm::Member::new("value", span, own.value.clone()),
        ];
        ringfence_arm::Member::new(name, span, Node::object(span, members))
    });
    let mut outputs: Vec<ringfence_arm::Member> =
        node.get("outputs").and_then(Node::as_object).map(|own| own.members.clone()).unwrap_or_default();
    outputs.extend(asserts);
    let mut members = node.as_object().expect("a template").members.clone();
    members.retain(|own| own.name() != Some("outputs"));
    members.push(ringfence_arm::Member::new("outputs", node.span, Node::object(node.span, outputs)));
    Node::object(node.span, members)
}

impl Evaluated {
    /// The whole, as `bicep snapshot` writes it.
    pub fn snapshot(&self) -> Json {
        let resources: Vec<Json> = self.predicted().map(resource).collect();
        let snapshot = json!({
            "predictedResources": resources,
            "diagnostics": self.errors().collect::<Vec<_>>(),
            "outputs": self.outputs(),
        });
        let versions = self.predicted().filter_map(|own| Some((own.id.to_string(), own.api_version.clone()?)));
        let versions = versions.map(|(id, api)| (format!("reference('{id}')"), format!("reference('{id}', '{api}')")));
        let names: Vec<(String, String)> = versions.chain(self.inputs.iter().cloned()).collect();
        named(snapshot, &names)
    }

    /// What is deployed, without nested deployments and without what stands in the body of another.
    pub fn predicted(&self) -> impl Iterator<Item = &Resource> {
        self.estate.resources.iter().filter(|own| {
            own.provision == Provision::Declared
                && !own.present.is_never()
                && !own.is("Microsoft.Resources/deployments")
        })
    }

    pub fn errors(&self) -> impl Iterator<Item = &str> {
        let all = self.diagnostics.iter().zip(&self.shown);
        all.filter(|(own, _)| own.severity == Severity::Error).map(|(_, shown)| shown.as_str())
    }

    fn root(&self) -> &Deployment {
        self.estate.deployments.iter().find(|own| own.parent.is_none()).expect("an entry point")
    }

    /// The outputs of the entry point.
    pub fn outputs(&self) -> Json {
        let all = self.root().outputs.iter().filter(|(name, _)| !name.starts_with(ASSERTION));
        Json::Object(all.map(|(name, value)| (name.to_string(), output(value))).collect())
    }

    /// Its assertions.
    pub fn asserts(&self) -> Json {
        let all = self.root().outputs.iter().filter_map(|(name, value)| Some((name.strip_prefix(ASSERTION)?, value)));
        Json::Object(all.map(|(name, value)| (name.to_owned(), output(value))).collect())
    }
}

/// An output is JSON if all of it is known, else the text of one expression.
pub fn output(value: &Value) -> Json {
    if value.is_known() { written(value) } else { Json::String(expression(value)) }
}

fn resource(own: &Resource) -> Json {
    let mut members = Map::new();
    members.insert("id".into(), id(&own.id));
    members.insert("type".into(), Json::String(own.id.kind.to_string()));
    members.insert("name".into(), name(&own.id));
    if let Some(version) = &own.api_version {
        members.insert("apiVersion".into(), Json::String(version.to_string()));
    }
    if !own.present.is_always() {
        members.insert("condition".into(), Json::String(format!("[{}]", own.present)));
    }
    if let Json::Object(body) = written(&own.body) {
        for (name, value) in body {
            members.entry(name).or_insert(value);
        }
    }
    Json::Object(members)
}

fn id(id: &ResourceId) -> Json {
    let names = || id.names.iter().map(argument).collect::<Vec<_>>().join(", ");
    if let (Scope::Subscription(subscription), true) = (&id.scope, id.is("Microsoft.Resources/resourceGroups")) {
        let group = Scope::ResourceGroup { subscription: subscription.clone(), name: id.name() };
        return written(&group.to_value(OriginId::NONE));
    }
    match (&id.scope, id.to_value(OriginId::NONE)) {
        (_, value) if value.is_known() => written(&value),
        (Scope::ResourceGroup { subscription, name }, _) => {
            let (subscription, group) = (argument(subscription), argument(name));
            Json::String(format!("[resourceId({subscription}, {group}, '{}', {})]", id.kind, names()))
        }
        (Scope::Subscription(subscription), _) => {
            Json::String(format!("[subscriptionResourceId({}, '{}', {})]", argument(subscription), id.kind, names()))
        }
        (_, value) => written(&value),
    }
}

fn name(id: &ResourceId) -> Json {
    let mut pieces = Vec::new();
    for (at, name) in id.names.iter().enumerate() {
        if at > 0 {
            pieces.push(ringfence_estate::Piece::Literal("/".into()));
        }
        match name.pieces() {
            Some(own) => pieces.extend(own),
            None => return Json::String(expression(name)),
        }
    }
    written(&Value::concat(pieces, OriginId::NONE))
}

/// As JSON; what is not known is ARM text.
pub fn written(value: &Value) -> Json {
    match &value.kind {
        Kind::Null | Kind::Omitted => Json::Null,
        Kind::Bool(value) => Json::Bool(*value),
        Kind::Int(value) => json!(value),
        Kind::Number(text) => serde_json::from_str(text).expect("a number"),
        Kind::String(text) => Json::String(text.to_string()),
        Kind::Array(array) => {
            let all = array.elements.iter();
            let plain = all.clone().all(|own| own.guard.is_always() && matches!(own.kind, ElementKind::One));
            match plain {
                true => Json::Array(all.map(|own| written(&own.value)).collect()),
                false => Json::String(expression(value)),
            }
        }
        Kind::Object(object) if object.rest.is_none() => {
            let members = object.members.iter().filter(|own| !own.value.is_omitted());
            Json::Object(members.map(|own| (own.name.to_string(), written(&own.value))).collect())
        }
        Kind::Object(_) | Kind::Term(_) | Kind::Cases(_) => Json::String(expression(value)),
    }
}

fn expression(value: &Value) -> String {
    format!("[{}]", argument(value))
}

/// As an argument of an expression.
fn argument(value: &Value) -> String {
    let call = Term::call("x", [value.clone()], ringfence_estate::Domain::Any).text();
    call.strip_prefix("x(").and_then(|rest| rest.strip_suffix(')')).expect("a call").to_owned()
}

/// The same with the members of each object in order.
pub fn sorted(json: &Json) -> Json {
    match json {
        Json::Array(items) => Json::Array(items.iter().map(sorted).collect()),
        Json::Object(members) => {
            let mut members: Vec<_> = members.iter().map(|(name, value)| (name.clone(), sorted(value))).collect();
            members.sort_by(|left, right| left.0.cmp(&right.0));
            Json::Object(members.into_iter().collect())
        }
        json => json.clone(),
    }
}

/// The same with calls in the spelling of the official compiler.
pub fn named(mut json: Json, names: &[(String, String)]) -> Json {
    for_each_text(&mut json, &|text| {
        names.iter().fold(text.to_owned(), |text, (own, official)| text.replace(own, official))
    });
    json
}

/// Changes each text.
pub fn for_each_text(json: &mut Json, change: &dyn Fn(&str) -> String) {
    match json {
        Json::String(text) => *text = change(text),
        Json::Array(items) => items.iter_mut().for_each(|item| for_each_text(item, change)),
        Json::Object(members) => members.values_mut().for_each(|member| for_each_text(member, change)),
        _ => {}
    }
}

/// JSON as a value.
fn value_of(json: &Json) -> Value {
    let kind = match json {
        Json::Null => Kind::Null,
        Json::Bool(value) => Kind::Bool(*value),
        Json::Number(number) => Kind::Int(number.as_i64().expect("an integer")),
        Json::String(text) => Kind::String(text.as_str().into()),
        Json::Array(items) => return Value::array(items.iter().map(value_of), OriginId::NONE),
        Json::Object(members) => {
            let members = members.iter().map(|(name, value)| Member::new(&**name, OriginId::NONE, value_of(value)));
            Kind::Object(Arc::new(Object { members: members.collect(), rest: None }))
        }
    };
    Value::synthetic(kind)
}
