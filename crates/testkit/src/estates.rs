//! Estates written as JSON, for tests.
//!
//! An object with one member whose name starts with `$` is not JSON but what it names:
//!
//! | written | is |
//! |---|---|
//! | `{"$param": "x"}` | the string parameter `x`, without a value |
//! | `{"$bool": "x"}` | the boolean parameter `x`, without a value |
//! | `{"$allowed": ["x", "A", "B"]}` | the parameter `x`, without a value, of which `A` and `B` are allowed |
//! | `{"$array": "x"}` `{"$object": "x"}` | an array or an object of which nothing is known |
//! | `{"$if": ["x", A, B]}` | `A` if the boolean parameter `x` is true, else `B` |
//! | `{"$reference": [ID, "ipAddress"]}` | that run-time property of a resource |
//! | `{"$default": ["x", A]}` | `A`, because that is the default of the parameter `x` |
//! | `{"$concat": [A, B]}` | a string |
//! | in an array: `{"$when": ["x", A]}` `{"$family": A}` `{"$rest": "x"}` | an element under a choice, a loop of unknown count, unknown elements |

use std::sync::Arc;

use ringfence_estate::{
    Array, Atom, Deployment, DeploymentId, Domain, Element, ElementKind, Estate, Guard, InstanceId, Kind, Member,
    OriginId, Provision, Resource, ResourceId, ResourceIndex, Scope, Term, Value,
};
use ringfence_source::{FileId, Sources, Span};
use serde_json::Value as Json;

/// Puts an estate together.
#[derive(Debug)]
pub struct EstateBuilder {
    /// What there is so far.
    pub estate: Estate,
    file: FileId,
    places: u32,
}

/// The id of a resource as the builder names it: `a/b` is the child `b` of `a`.
pub fn id(kind: &str, names: &str) -> String {
    resource_id(kind, names).to_string()
}

fn resource_id(kind: &str, names: &str) -> ResourceId {
    let scope = Scope::ResourceGroup { subscription: Value::text("s"), name: Value::text("g") };
    ResourceId::new(scope, kind, names.split('/').map(Value::text))
}

impl Default for EstateBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl EstateBuilder {
    /// An estate without resources.
    pub fn new() -> Self {
        let mut estate = Estate::default();
        estate.deployments.push(Deployment {
            template: "main".into(),
            parameters: None,
            parent: None,
            instance: InstanceId::ROOT,
            present: ringfence_estate::Guard::Always,
            scope: Scope::ResourceGroup { subscription: Value::text("s"), name: Value::text("g") },
            outputs: Vec::new(),
            defaulted: Vec::new(),
        });
        let file = Sources::default().add("main.bicep", "");
        Self { estate, file, places: 0 }
    }

    /// Declares a resource: `Microsoft.Search/searchServices@2025-05-01`. Without a version, it is a recent one.
    pub fn declare(&mut self, kind: &str, names: &str, body: &Json) -> ResourceIndex {
        self.push(kind, names, body, Guard::Always, Provision::Declared)
    }

    /// Declares a resource that is there only if the boolean parameter `flag` is true.
    pub fn declare_if(&mut self, flag: &str, kind: &str, names: &str, body: &Json) -> ResourceIndex {
        self.push(kind, names, body, Guard::when(&boolean(flag)), Provision::Declared)
    }

    /// Declares a loop of resources of unknown count.
    pub fn declare_family(&mut self, kind: &str, names: &str, body: &Json) -> ResourceIndex {
        let index = self.declare(kind, names, body);
        if let Some(resource) = self.estate.resources.get_mut(index.0 as usize) {
            resource.family = Some(Term::atom(Atom::parameter("count", "main"), Domain::INT));
        }
        index
    }

    /// Refers to a resource that nothing declares.
    pub fn existing(&mut self, kind: &str, names: &str) -> ResourceIndex {
        let origin = self.place();
        self.estate.push_external(resource_id(kind, names), origin, DeploymentId(0))
    }

    fn push(&mut self, kind: &str, names: &str, body: &Json, present: Guard, provision: Provision) -> ResourceIndex {
        let (kind, version) = kind.split_once('@').unwrap_or((kind, "2026-08-01"));
        let origin = self.place();
        let body = self.value(body);
        self.estate.push(Resource {
            id: resource_id(kind, names),
            api_version: Some(version.into()),
            body,
            present,
            provision,
            family: None,
            origin,
            deployment: DeploymentId(0),
            symbol: None,
            depends_on: Vec::new(),
            writes: Vec::new(),
        })
    }

    /// A place of its own for everything, so that a test sees which one a finding names.
    fn place(&mut self) -> OriginId {
        self.places += 1;
        self.estate.origins.add(Span::new(self.file, self.places, self.places), InstanceId::ROOT)
    }

    /// A value, as the module's table says.
    pub fn value(&mut self, json: &Json) -> Value {
        let origin = self.place();
        let kind = match json {
            Json::Null => Kind::Null,
            Json::Bool(value) => Kind::Bool(*value),
            Json::Number(number) => match number.as_i64() {
                Some(number) => Kind::Int(number),
                None => Kind::Number(number.to_string().into()),
            },
            Json::String(text) => Kind::String(text.as_str().into()),
            Json::Array(items) => {
                let elements = items.iter().map(|item| self.element(item)).collect();
                Kind::Array(Arc::new(Array { elements }))
            }
            Json::Object(members) => {
                if let Some(value) = self.special(json, origin) {
                    return value;
                }
                let members = members.iter().map(|(name, value)| {
                    let value = self.value(value);
                    Member::new(name.as_str(), value.origin, value)
                });
                return Value::object(members.collect(), origin);
            }
        };
        Value::new(kind, origin)
    }

    fn special(&mut self, json: &Json, origin: OriginId) -> Option<Value> {
        let members = json.as_object().filter(|members| members.len() == 1)?;
        let (name, of) = members.iter().next()?;
        let text = of.as_str().unwrap_or_default();
        let parameter = |domain| Some(Value::term(Term::atom(Atom::parameter(text, "main"), domain), origin));
        match name.as_str() {
            "$param" => parameter(Domain::STRING),
            "$bool" => parameter(Domain::Bool),
            "$array" => parameter(Domain::ARRAY),
            "$object" => parameter(Domain::Object),
            "$allowed" => {
                let words: Vec<&str> = of.as_array()?.iter().filter_map(Json::as_str).collect();
                let (name, words) = words.split_first()?;
                let domain = Domain::OneOf(words.iter().map(|word| Value::text(word)).collect());
                Some(Value::term(Term::atom(Atom::parameter(name, "main"), domain), origin))
            }
            "$if" => {
                let [flag, yes, no] = of.as_array()?.as_slice() else { return None };
                let guard = Guard::when(&boolean(flag.as_str()?));
                let (yes, no) = (self.value(yes), self.value(no));
                Some(Value::cases([(guard.clone(), yes), (guard.not(), no)], origin))
            }
            "$reference" => {
                let [of, property] = of.as_array()?.as_slice() else { return None };
                let call = Term::call("reference", [Value::text(of.as_str()?)], Domain::Object);
                Some(Value::term(call.property(property.as_str()?), origin))
            }
            "$default" => {
                let [parameter, value] = of.as_array()?.as_slice() else { return None };
                let value = self.value(value);
                let origin = self.estate.origins.by_default(value.origin, parameter.as_str()?);
                Some(value.at(origin))
            }
            "$concat" => {
                let parts: Vec<Value> = of.as_array()?.iter().map(|part| self.value(part)).collect();
                let pieces = parts.iter().filter_map(Value::pieces).flatten();
                Some(Value::concat(pieces.collect::<Vec<_>>(), origin))
            }
            _ => None,
        }
    }

    fn element(&mut self, json: &Json) -> Element {
        let member = json.as_object().filter(|members| members.len() == 1).and_then(|members| members.iter().next());
        match member {
            Some((name, of)) if name == "$when" => {
                let flag = of.get(0).and_then(Json::as_str).unwrap_or_default();
                let value = self.value(of.get(1).unwrap_or(&Json::Null));
                Element::when(Guard::when(&boolean(flag)), value)
            }
            Some((name, of)) if name == "$family" => {
                let index = Term::atom(Atom::parameter("index", "main"), Domain::INT);
                Element { guard: Guard::Always, kind: ElementKind::Family { index }, value: self.value(of) }
            }
            Some((name, of)) if name == "$rest" => {
                let atom = Atom::parameter(of.as_str().unwrap_or_default(), "main");
                let origin = self.place();
                Element::rest(Term::atom(atom, Domain::ARRAY), &Value::new(Kind::Null, origin))
            }
            _ => Element::one(self.value(json)),
        }
    }
}

fn boolean(name: &str) -> Term {
    Term::atom(Atom::parameter(name, "main"), Domain::Bool)
}
