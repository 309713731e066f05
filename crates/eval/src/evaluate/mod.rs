//! A template and a valuation to an estate.
//!
//! Expressions are evaluated lazily: a parameter, a variable, a resource or an output when it is first asked for, once.
//! What is not known becomes a term or one value per choice; nothing is guessed.

mod access;
mod call;
mod copies;
mod derived;
mod engine;
mod expression;
mod finish;
mod known;
mod marks;
mod modules;
mod names;
mod outputs;
mod reference;
mod refusal;
mod units;
mod variables;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use ringfence_arm::Node;
use ringfence_estate::{DeploymentId, Domain, Estate, Kind, Scope, Value};
use ringfence_source::{Session, Span};

pub(crate) use access::article;
pub(crate) use call::Special;
pub(crate) use engine::{Context, Engine, Frame, Given, Parameter, Place};
pub(crate) use marks::{map_origins, map_strings};
pub(crate) use names::Names;

use crate::scope::Facts;
use crate::stack::{is_deep, with_deep_stack};
use known::Known;

/// One choice of everything that a template leaves open.
///
/// Evaluation is a pure function of it. What it does not say becomes atoms that belong to `key`.
#[derive(Clone, Debug, Default)]
pub struct Valuation {
    /// The identity of the deployment: atoms of two deployments with different keys are different.
    pub key: String,
    /// Parameters files that are programs: templates without resources, in which the `defaultValue` of a parameter is
    /// what is given for the parameter of that name. They are evaluated on their own and come before `parameters`.
    pub parameter_programs: Vec<Node>,
    /// What `externalInput` answers; the input of any other is an atom.
    pub external_inputs: Vec<ExternalInput>,
    /// The parameters that are given. A name that is given twice has the last value.
    pub parameters: Vec<GivenParameter>,
    /// Parameters that are atoms though they have defaults, and patterns: one with a `*` opens each switch that it covers
    /// and that is given no value.
    pub free: BTreeSet<String>,
    /// The parameters file, for the estate's table of deployments.
    pub parameters_path: Option<String>,
    /// The tenant's id.
    pub tenant: Option<String>,
    /// The management group's name.
    pub management_group: Option<String>,
    /// The subscription's id.
    pub subscription: Option<String>,
    /// The resource group's name.
    pub resource_group: Option<String>,
    /// The location of the resource group, or of the deployment at the other levels.
    pub location: Option<String>,
    /// The object id of who deploys.
    pub deployer: Option<String>,
    /// The deployment's name.
    pub deployment_name: Option<String>,
    /// When it is deployed, in seconds since 1970.
    pub time: Option<i64>,
    /// Leaves what Azure derives from declarations to run time, as `bicep snapshot` does.
    pub without_derived: bool,
}

/// What a tool outside gives for `externalInput(kind, config)`.
#[derive(Clone, Debug)]
pub struct ExternalInput {
    /// The kind of input.
    pub kind: String,
    /// What it is asked with.
    pub config: Option<Value>,
    /// The answer.
    pub value: Value,
}

/// A parameter with what was given for it.
#[derive(Clone, Debug)]
pub struct GivenParameter {
    /// Its name.
    pub name: Arc<str>,
    /// Its value.
    pub value: GivenValue,
    /// Where it was given.
    pub span: Span,
}

/// What is given for a parameter.
#[derive(Clone, Debug)]
pub enum GivenValue {
    /// A part of a parameters file; a string may be an expression.
    Node(Node),
    /// A value.
    Value(Value),
}

/// Evaluates a template and adds it to the estate. What is wrong is reported to the session; the rest is evaluated.
pub fn evaluate(
    template: &Node,
    valuation: &Valuation,
    estate: &mut Estate,
    session: &mut Session<'_>,
) -> DeploymentId {
    let ids = evaluate_together(&[(template.clone(), valuation.clone())], estate, session);
    ids.first().copied().unwrap_or(DeploymentId(0))
}

/// Evaluates deployments that are judged together: each may refer to what the others declare, in any order.
pub fn evaluate_together(
    inputs: &[(Node, Valuation)],
    estate: &mut Estate,
    session: &mut Session<'_>,
) -> Vec<DeploymentId> {
    // How deep templates may nest does not depend on the caller's stack.
    if is_deep() {
        return passes(inputs, estate, session);
    }
    match with_deep_stack(|| passes(inputs, &mut *estate, &mut *session)) {
        Ok(ids) => ids,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// The most times that deployments are evaluated for references to what is declared later.
const MAX_PASSES: usize = 3;

fn passes(inputs: &[(Node, Valuation)], estate: &mut Estate, session: &mut Session<'_>) -> Vec<DeploymentId> {
    let max_depth = if is_deep() { engine::MAX_DEPTH } else { engine::SHALLOW_DEPTH };
    let mut known = Known::default();
    let (deployments, resources) = (estate.deployments.len(), estate.resources.len());
    for resource in estate.resources.iter().filter(|own| own.provision != ringfence_estate::Provision::External) {
        known.add(known::KnownResource {
            id: resource.id.clone(),
            body: resource.body.clone(),
            present: resource.present.clone(),
        });
    }
    let mut pass = 1;
    loop {
        let before = (pass < MAX_PASSES).then(|| (estate.clone(), session.diagnostics.len()));
        let mut ids = Vec::with_capacity(inputs.len());
        let (mut again, mut remembered) = (false, Vec::new());
        let mut engine = Engine::new(&mut *estate, &mut *session, known.clone(), max_depth);
        let mut roots = Vec::new();
        for (template, valuation) in inputs {
            let root = start(&mut engine, template, valuation);
            ids.extend(engine.units.get(root).map(|unit| unit.deployment));
            roots.push(root);
        }
        let mut pending = Vec::new();
        for root in roots {
            engine.collect(root, &mut pending);
        }
        engine.remaining_variables();
        engine.finish(pending);
        if before.is_some() {
            let dangling = std::mem::take(&mut engine.dangling);
            again = dangling.iter().any(|id| {
                let declared = |at: &ringfence_estate::ResourceIndex| {
                    engine
                        .estate
                        .resource(*at)
                        .is_some_and(|own| own.provision != ringfence_estate::Provision::External)
                };
                match engine.estate.find(id) {
                    ringfence_estate::Found::Resource(at) => declared(&at),
                    ringfence_estate::Found::Maybe(list) => list.iter().any(declared),
                    ringfence_estate::Found::Nothing => false,
                }
            });
            if again {
                remembered = engine.remember();
            }
        }
        drop(engine);
        match before {
            Some((snapshot, diagnostics)) if again => {
                *estate = snapshot;
                session.diagnostics.truncate(diagnostics);
                for resource in remembered.into_iter().skip(resources) {
                    known.add(resource);
                }
                pass += 1;
            }
            _ => {
                debug_assert!(estate.deployments.len() >= deployments);
                return ids;
            }
        }
    }
}

fn facts(valuation: &Valuation) -> Facts {
    Facts {
        key: valuation.key.clone(),
        tenant: valuation.tenant.clone(),
        location: valuation.location.clone(),
        deployer: valuation.deployer.clone(),
        now: valuation.time,
        external_inputs: valuation.external_inputs.clone(),
        without_derived: valuation.without_derived,
        scope: None,
    }
}

fn start(engine: &mut Engine<'_, '_>, node: &Node, valuation: &Valuation) -> usize {
    let mut context = Context {
        frame: engine.frames.len(),
        unit: engine.units.len(),
        instance: ringfence_estate::InstanceId::ROOT,
        guard: ringfence_estate::Guard::Always,
        locals: None,
        arguments: None,
        lambdas: 0,
        calling: None,
    };
    let template = engine.read_template(node, &context);
    let scope = scope_of(valuation, template.scope);
    let facts = facts(valuation);
    let mut given = Names::default();
    let of_program = Rc::new(Facts { scope: Some(scope.clone()), ..facts.clone() });
    for program in &valuation.parameter_programs {
        let program = engine.parameter_program(program, &of_program, &context);
        if program.open {
            for parameter in &template.parameters {
                given.insert(parameter.name.clone(), (Given::Free, parameter.name_span));
            }
        }
        for own in program.given {
            given.insert(own.name, (own.given, own.span));
        }
    }
    context.frame = engine.frames.len();
    for parameter in &valuation.parameters {
        let value = match &parameter.value {
            GivenValue::Node(node) => Given::Node(node.clone(), Rc::new(context.clone())),
            GivenValue::Value(value) => Given::Value(value.clone()),
        };
        given.insert(parameter.name.clone(), (value, parameter.span));
    }
    for name in &valuation.free {
        if !crate::is_pattern(name) {
            given.insert(name.as_str().into(), (Given::Free, template.node.span));
            continue;
        }
        for switch in crate::switches(&template, name) {
            if given.get_mut(switch).is_none() {
                given.insert(switch.into(), (Given::Free, template.node.span));
            }
        }
    }
    let name = facts.fact(valuation.deployment_name.as_deref(), "deployment().name", Domain::SEGMENT);
    let path = valuation.parameters_path.as_deref().map(Arc::from);
    engine.root(template, given, facts, name, scope, path)
}

/// Where an entry point deploys to.
fn scope_of(valuation: &Valuation, level: ringfence_arm::Scope) -> Scope {
    let facts = facts(valuation);
    let fact = |given: &Option<String>, text: &str| facts.fact(given.as_deref(), text, Domain::SEGMENT);
    let subscription = || fact(&valuation.subscription, "subscription().subscriptionId");
    match level {
        ringfence_arm::Scope::ResourceGroup => Scope::ResourceGroup {
            subscription: subscription(),
            name: fact(&valuation.resource_group, "resourceGroup().name"),
        },
        ringfence_arm::Scope::Subscription => Scope::Subscription(subscription()),
        ringfence_arm::Scope::ManagementGroup => {
            Scope::ManagementGroup(fact(&valuation.management_group, "managementGroup().name"))
        }
        ringfence_arm::Scope::Tenant => Scope::Tenant,
    }
}

impl Engine<'_, '_> {
    /// What a resource group that the estate declares says of itself.
    pub(crate) fn declared_group(&mut self, scope: &Scope) -> Option<Value> {
        let Scope::ResourceGroup { subscription, name } = scope else { return None };
        let kind = "microsoft.resources/resourcegroups";
        let declarations = self.by_kind.get(kind).cloned().unwrap_or_default();
        for (unit, declaration) in declarations {
            for instance in 0..self.instances(unit, declaration).len() {
                let place = Place { unit, declaration, instance };
                let Some(id) = self.id(place) else { continue };
                let there = match &id.scope {
                    Scope::Subscription(own) => own.same(subscription, ringfence_estate::Case::Insensitive),
                    _ => ringfence_estate::Sameness::Different,
                };
                let same = there.and(id.name().same(name, ringfence_estate::Case::Insensitive));
                if same == ringfence_estate::Sameness::Same {
                    let body = self.body(place);
                    return matches!(body.kind, Kind::Object(_)).then_some(body);
                }
            }
        }
        None
    }
}
