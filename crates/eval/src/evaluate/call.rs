//! Calls: what needs the template around it, and the way to the function library.

use std::rc::Rc;
use std::sync::LazyLock;

use ringfence_arm::{Expr, ExprKind};
use ringfence_estate::{Case, Cause, Domain, Guard, Kind, OriginId, Origins, Sameness, Term, Value};

use super::access::Link;
use super::engine::{Calling, Context, Engine, LocalKind};
use super::names::Names;
use crate::functions::{self, Call, Function, LambdaSite, Lambdas};

/// The functions that need the template or the deployment around them.
///
/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions>
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Special {
    Parameters,
    Variables,
    CopyIndex,
    If,
    And,
    Or,
    Not,
    Coalesce,
    TryGet,
    Lambda,
    LambdaVariables,
    ResourceGroup,
    Subscription,
    Tenant,
    ManagementGroup,
    Deployment,
    Deployer,
    Environment,
    ResourceId,
    SubscriptionResourceId,
    TenantResourceId,
    ManagementGroupResourceId,
    ExtensionResourceId,
    PickZones,
    Providers,
    ToZone,
    Reference,
    References,
    ResourceInfo,
    ListOutputs,
    GetSecret,
    RoleDefinitions,
    Environmental,
    ExternalInput,
    Unknown,
}

static SPECIAL: LazyLock<Names<(&'static str, Special)>> = LazyLock::new(|| {
    use Special::*;
    let mut names = Names::default();
    for (name, special) in [
        ("parameters", Parameters),
        ("variables", Variables),
        ("copyIndex", CopyIndex),
        ("if", If),
        ("and", And),
        ("or", Or),
        ("not", Not),
        ("coalesce", Coalesce),
        ("tryGet", TryGet),
        ("lambda", Lambda),
        ("lambdaVariables", LambdaVariables),
        ("resourceGroup", ResourceGroup),
        ("subscription", Subscription),
        ("tenant", Tenant),
        ("managementGroup", ManagementGroup),
        ("deployment", Deployment),
        ("deployer", Deployer),
        ("environment", Environment),
        ("resourceId", ResourceId),
        ("subscriptionResourceId", SubscriptionResourceId),
        ("tenantResourceId", TenantResourceId),
        ("managementGroupResourceId", ManagementGroupResourceId),
        ("extensionResourceId", ExtensionResourceId),
        ("pickZones", PickZones),
        ("providers", Providers),
        ("toLogicalZone", ToZone),
        ("toLogicalZones", ToZone),
        ("toPhysicalZone", ToZone),
        ("toPhysicalZones", ToZone),
        ("reference", Reference),
        ("references", References),
        ("resourceInfo", ResourceInfo),
        ("listOutputsWithSecureValues", ListOutputs),
        ("getSecret", GetSecret),
        ("roleDefinitions", RoleDefinitions),
        ("readEnvironmentVariable", Environmental),
        ("externalInput", ExternalInput),
        ("externalInputs", ExternalInput),
        ("readCliArg", ExternalInput),
        ("readEnvVar", ExternalInput),
        ("__ringfence.unknown", Unknown),
    ] {
        names.insert(name.into(), (name, special));
    }
    names
});

/// The special function of this name.
pub(crate) fn special(name: &str) -> Option<(&'static str, Special)> {
    SPECIAL.get(name).copied()
}

impl Engine<'_, '_> {
    pub(crate) fn call(&mut self, expr: &Expr, name: &str, args: &[Expr], context: &Context) -> Value {
        if let Some((canonical, special)) = special(name) {
            return self.special(expr, canonical, special, args, context);
        }
        if let Some(function) = functions::resolve(name) {
            return self.library(expr, function, args, context);
        }
        if let Some(value) = self.user_function(expr, name, args, context) {
            return value;
        }
        if name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("list")) {
            return self.list(expr, name, args, context);
        }
        let message = format!("there is no function `{name}`");
        self.error(context, "no-such-function", expr.span, message, "see https://aka.ms/arm-functions for the list")
    }

    fn special(&mut self, expr: &Expr, name: &str, special: Special, args: &[Expr], context: &Context) -> Value {
        match special {
            Special::Parameters => self.parameters(expr, args, context),
            Special::Variables => self.variables(expr, args, context),
            Special::CopyIndex => self.copy_index(expr, args, context),
            Special::If => self.conditional(expr, args, context),
            Special::And => self.conjunction(expr, args, context, true),
            Special::Or => self.conjunction(expr, args, context, false),
            Special::Not => self.negation(expr, args, context),
            Special::Coalesce => self.coalesce(expr, args, context),
            Special::TryGet => self.try_get(expr, args, context),
            Special::LambdaVariables => self.lambda_variable(expr, args, context),
            Special::Lambda => {
                let message = "a lambda stands where a value is needed";
                self.error(context, "misplaced-lambda", expr.span, message, "pass it to map, filter, reduce, sort …")
            }
            Special::Reference | Special::References | Special::ResourceInfo | Special::ListOutputs => {
                self.reference_path(expr, name, args, &[], context).unwrap_or_else(|| self.failed(context, expr.span))
            }
            Special::Unknown => {
                let what = args.first().map(|arg| self.expr(arg, context));
                let what = what.as_ref().and_then(Value::as_str).unwrap_or("something that was not read").to_owned();
                self.unknown(context, &what, Cause::NotInInput, Domain::Any, expr.span)
            }
            Special::Environmental => self.environment_variable(expr, name, args, context),
            Special::ExternalInput => self.external_input(expr, name, args, context),
            Special::PickZones => {
                let args = self.arguments(args, context);
                let origin = self.call_origin(expr, &args, context);
                // At most as many zones as were asked for, none where the region has none; a region has three.
                // https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#pickzones
                let most = match args.get(3) {
                    None => Some(1),
                    Some(count) => count.as_int().and_then(|count| u32::try_from(count).ok()).or(Some(3)),
                };
                Value::term(Term::call(name, args, Domain::Array { min: 0, max: most }), origin)
            }
            Special::Providers | Special::ToZone | Special::GetSecret | Special::RoleDefinitions => {
                self.run_time(expr, name, args, context)
            }
            scope => self.scope_function(expr, name, scope, args, context),
        }
    }

    /// `readEnvironmentVariable('NAME', default)`: what the user let in, else the default, else an atom.
    ///
    /// <https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-parameters-file#readenvironmentvariable>
    fn environment_variable(&mut self, expr: &Expr, name: &str, args: &[Expr], context: &Context) -> Value {
        let args = self.arguments(args, context);
        let origin = self.call_origin(expr, &args, context);
        let variable = args.first().and_then(Value::as_str).unwrap_or_default();
        match (self.session.world().environment(variable), args.get(1)) {
            (Some(value), _) => Value::string(value, origin),
            (None, Some(default)) => {
                // Whoever deploys may have set it, as they may give a parameter that has a default.
                let origins = &mut self.estate.origins;
                crate::evaluate::map_origins(default, &mut |origin| origins.by_default(origin, variable))
            }
            (None, None) => {
                let text = Term::call(name, args, Domain::STRING).text();
                self.unknown(context, &text, Cause::NoValue, Domain::STRING, expr.span)
            }
        }
    }

    /// `externalInput('kind', config)`: the answer that the valuation has, else an atom. `readCliArg('name')` and
    /// `readEnvVar('name')` are inputs of the kinds `sys.cliArg` and `sys.envVar`, as the official compiler writes them.
    fn external_input(&mut self, expr: &Expr, name: &str, args: &[Expr], context: &Context) -> Value {
        let args = self.arguments(args, context);
        let origin = self.call_origin(expr, &args, context);
        let facts = self.facts(context);
        let (kind, config) = match name {
            "readCliArg" => (Some("sys.cliArg"), args.first()),
            "readEnvVar" => (Some("sys.envVar"), args.first()),
            _ => (args.first().and_then(Value::as_str), args.get(1)),
        };
        let answer = facts.external_inputs.iter().find(|input| {
            kind == Some(input.kind.as_str())
                && match (&input.config, config) {
                    (None, None) => true,
                    (Some(own), Some(asked)) => own.same(asked, Case::Sensitive) == Sameness::Same,
                    _ => false,
                }
        });
        if let Some(input) = answer {
            return crate::evaluate::map_origins(&input.value, &mut |_| origin);
        }
        let text = Term::call(name, args, Domain::Any).text();
        self.unknown(context, &text, Cause::NoValue, Domain::Any, expr.span)
    }

    /// A call whose result exists only once something is deployed.
    fn run_time(&mut self, expr: &Expr, name: &str, args: &[Expr], context: &Context) -> Value {
        let args = self.arguments(args, context);
        let origin = self.call_origin(expr, &args, context);
        let call = Term::call(name, args, Domain::Any);
        let key = self.key(context);
        let atom = ringfence_estate::Atom::new(&call.text(), &call.label(), &key, Cause::RunTime);
        Value::term(Term::atom(atom, Domain::Any), origin)
    }

    fn library(&mut self, expr: &Expr, function: Function, args: &[Expr], context: &Context) -> Value {
        let lambdas = function.lambdas();
        if !lambdas.is_empty() {
            return self.with_lambdas(expr, function, lambdas, args, context);
        }
        let args = self.arguments(args, context);
        let origin = self.call_origin(expr, &args, context);
        let key = self.key(context);
        let call_site = if function.name() == "newGuid" { self.call_site(expr, context) } else { String::new() };
        let now = self.facts(context).now;
        let mut call = Call {
            origins: &mut self.estate.origins,
            origin,
            deployment: &key,
            call_site: &call_site,
            now,
            errors: Vec::new(),
        };
        let result = function.call(&args, &mut call);
        let errors = std::mem::take(&mut call.errors);
        for (guard, error) in errors {
            let place = context.under(&guard);
            if !place.guard.is_never() {
                self.error(&place, "function-failed", expr.span, error.message, "");
            }
        }
        match result {
            Ok(value) => value,
            Err(error) => self.error(context, "function-failed", expr.span, error.message, ""),
        }
    }

    /// The same in every run, and different for each call: the place, the modules and the loops around it.
    fn call_site(&self, expr: &Expr, context: &Context) -> String {
        let mut site = format!("{}:{}", expr.span.start, expr.span.end);
        for local in context.locals() {
            site.push_str(&format!("/{}={}", local.name, local.value));
        }
        site
    }

    fn with_lambdas(
        &mut self,
        expr: &Expr,
        function: Function,
        positions: &'static [usize],
        args: &[Expr],
        context: &Context,
    ) -> Value {
        let mut values = Vec::new();
        let mut bodies = Vec::new();
        for (at, arg) in args.iter().enumerate() {
            if !positions.contains(&at) {
                values.push(self.expr(arg, context));
                continue;
            }
            match self.lambda(arg, context) {
                Some(lambda) => bodies.push(lambda),
                None => {
                    let message = format!("`{}` needs a lambda here", function.name());
                    return self.error(context, "lambda-needed", arg.span, message, "write lambda('item', …)");
                }
            }
        }
        let origin = self.call_origin(expr, &values, context);
        let key = self.key(context);
        let site = LambdaSite { origin, deployment: &key, depth: context.lambdas, count: bodies.len() };
        let inner = Context { lambdas: context.lambdas + 1, ..context.clone() };
        let mut lambdas = Bodies { engine: self, bodies, context: &inner };
        match function.call_lambda(&values, site, &mut lambdas) {
            Ok(value) => value,
            Err(error) => self.error(context, "function-failed", expr.span, error.message, ""),
        }
    }

    /// The parameters and the body of `lambda('a', 'b', …)`.
    fn lambda<'x>(&mut self, arg: &'x Expr, context: &Context) -> Option<Body<'x>> {
        let ExprKind::Call { name, args } = &arg.kind else { return None };
        if !name.eq_ignore_ascii_case("lambda") {
            return None;
        }
        let (body, names) = args.split_last()?;
        let names = names.iter().map(|name| {
            let name = self.expr(name, context);
            name.as_str().map(Into::into)
        });
        Some(Body { names: names.collect::<Option<Vec<_>>>()?, body })
    }

    fn lambda_variable(&mut self, expr: &Expr, args: &[Expr], context: &Context) -> Value {
        let name = args.first().map(|arg| self.expr(arg, context));
        let Some(name) = name.as_ref().and_then(Value::as_str) else {
            return self.error(context, "wrong-type", expr.span, "`lambdaVariables` needs a name", "");
        };
        let found = context
            .locals()
            .find(|local| local.kind == LocalKind::Lambda && local.name.eq_ignore_ascii_case(name))
            .map(|local| local.value.clone());
        match found {
            Some(value) => value.under(&context.guard),
            None => {
                let message = format!("there is no lambda variable `{name}` here");
                self.error(context, "no-such-variable", expr.span, message, "")
            }
        }
    }

    /// A function of the template's own; none if it has none of this name.
    fn user_function(&mut self, expr: &Expr, name: &str, args: &[Expr], context: &Context) -> Option<Value> {
        let function = self.frames.get(context.frame)?.functions.get(name)?.clone();
        let mut names = Names::default();
        if args.len() != function.parameters.len() {
            let message = format!("`{name}` takes {} arguments, not {}", function.parameters.len(), args.len());
            return Some(self.error(context, "argument-count", expr.span, message, ""));
        }
        for (parameter, arg) in function.parameters.iter().zip(args) {
            names.insert(parameter.name.clone(), self.expr(arg, context));
        }
        let own = Rc::as_ptr(&function);
        let mut calling = std::iter::successors(context.calling.as_deref(), |calling| calling.next.as_deref());
        if calling.any(|calling| calling.function == own) {
            let message = format!("the function `{name}` calls itself");
            return Some(self.error(context, "cycle", expr.span, message, "break the circle"));
        }
        let calling = Some(Rc::new(Calling { function: own, next: context.calling.clone() }));
        let inner = Context { arguments: Some(Rc::new(names)), locals: None, calling, ..context.clone() };
        Some(self.node(&function.value, &inner))
    }

    fn conditional(&mut self, expr: &Expr, args: &[Expr], context: &Context) -> Value {
        let [condition, yes, no] = args else {
            let message = format!("`if` takes 3 arguments, not {}", args.len());
            return self.error(context, "argument-count", expr.span, message, "write if(condition, value, other)");
        };
        let condition_value = self.expr(condition, context);
        let guard = self.guard_of(&condition_value, context, condition.span, "the condition");
        let rests = [condition_value.origin];
        let (then, otherwise) = (context.under(&guard), context.under(&guard.not()));
        if otherwise.guard.is_never() || guard.is_always() {
            let value = self.expr(yes, context);
            return self.resting_on(value, &rests);
        }
        if then.guard.is_never() {
            let value = self.expr(no, context);
            return self.resting_on(value, &rests);
        }
        let origin = self.origin(expr.span, context);
        let yes = self.expr(yes, &then);
        let no = self.expr(no, &otherwise);
        let value = Value::cases([(guard.clone(), yes), (guard.not(), no)], origin);
        self.resting_on(value, &rests)
    }

    /// `and`, `or`: later arguments are looked at only where the earlier ones do not decide.
    fn conjunction(&mut self, expr: &Expr, args: &[Expr], context: &Context, and: bool) -> Value {
        let name = if and { "and" } else { "or" };
        if args.is_empty() {
            let message = format!("`{name}` needs at least one argument");
            return self.error(context, "argument-count", expr.span, message, "");
        }
        let mut result = if and { Guard::Always } else { Guard::Never };
        let mut rests = Vec::new();
        for arg in args {
            let open = if and { result.clone() } else { result.not() };
            let place = context.under(&open);
            if place.guard.is_never() {
                break;
            }
            let value = self.expr(arg, &place);
            let truth = self.guard_of(&value, &place, arg.span, "this");
            rests.push(value.origin);
            result = if and { result.and(&truth) } else { result.or(&truth) };
        }
        let origin = self.origin(expr.span, context);
        let origin = self.estate.origins.derive(origin, rests);
        Value::from_guard(&result, origin)
    }

    fn negation(&mut self, expr: &Expr, args: &[Expr], context: &Context) -> Value {
        let [arg] = args else {
            let message = format!("`not` takes one argument, not {}", args.len());
            return self.error(context, "argument-count", expr.span, message, "");
        };
        let value = self.expr(arg, context);
        let guard = self.guard_of(&value, context, arg.span, "this");
        let origin = self.call_origin(expr, &[value], context);
        Value::from_guard(&guard.not(), origin)
    }

    /// The first argument that is not null; a term that may be null keeps the others as its alternatives.
    fn coalesce(&mut self, expr: &Expr, args: &[Expr], context: &Context) -> Value {
        let mut cases: Vec<(Guard, Value)> = Vec::new();
        let mut open = Guard::Always;
        let mut maybe: Vec<(Guard, Value)> = Vec::new();
        let mut origins = Vec::new();
        for arg in args {
            let place = context.under(&open);
            if place.guard.is_never() {
                break;
            }
            let value = self.expr(arg, &place);
            origins.push(value.origin);
            let mut rest = Guard::Never;
            for (guard, value) in value.each_case() {
                let here = open.and(guard);
                match &value.kind {
                    _ if here.is_never() => {}
                    Kind::Null | Kind::Omitted => rest = rest.or(&here),
                    Kind::Term(term) if matches!(term.domain(), Domain::Any | Domain::OneOf(_)) => {
                        maybe.push((here.clone(), value.clone()));
                        rest = rest.or(&here);
                    }
                    _ => cases.push((here, value.clone())),
                }
            }
            open = rest;
        }
        let origin = self.origin(expr.span, context);
        let origin = self.estate.origins.derive(origin, origins.iter().copied());
        if !open.is_never() {
            cases.push((open, Value::new(Kind::Null, origin)));
        }
        // Under each guard: the terms that may be null there, then what comes after them.
        let wrapped = cases.into_iter().flat_map(|(guard, value)| {
            let mut parts = vec![(guard, vec![value])];
            for (maybe_guard, term) in maybe.iter().rev() {
                parts = parts
                    .into_iter()
                    .flat_map(|(guard, values)| {
                        let both = guard.and(maybe_guard);
                        let mut with = vec![term.clone()];
                        with.extend(values.iter().cloned());
                        [(both, with), (guard.minus(maybe_guard), values)]
                    })
                    .filter(|(guard, _)| !guard.is_never())
                    .collect();
            }
            parts.into_iter().map(|(guard, values)| match values.as_slice() {
                [value] => (guard, value.clone()),
                [value, other] if other.is_null_or_omitted() => (guard, value.clone()),
                _ => (guard, Value::term(Term::call("coalesce", values, Domain::Any), origin)),
            })
        });
        let value = Value::cases(wrapped.collect::<Vec<_>>(), origin);
        self.resting_on(value, &origins)
    }

    /// `tryGet(base, key, …)`: null where the chain ends early.
    ///
    /// <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-object#tryget>
    fn try_get(&mut self, expr: &Expr, args: &[Expr], context: &Context) -> Value {
        let [base, keys @ ..] = args else {
            return self.error(context, "argument-count", expr.span, "`tryGet` needs an object and a key", "");
        };
        let mut links = Vec::new();
        let root = self.links(base, context, false, &mut links);
        for key in keys {
            links.push(Link { key: self.expr(key, context), span: key.span, safe: true });
        }
        self.follow(root, &links, context)
    }
}

struct Body<'x> {
    names: Vec<std::sync::Arc<str>>,
    body: &'x Expr,
}

struct Bodies<'a, 'x, 'e, 'w> {
    engine: &'a mut Engine<'e, 'w>,
    bodies: Vec<Body<'x>>,
    context: &'a Context,
}

impl Lambdas for Bodies<'_, '_, '_, '_> {
    fn origins(&mut self) -> &mut Origins {
        &mut self.engine.estate.origins
    }

    fn apply(&mut self, lambda: usize, args: &[Value], guard: &Guard) -> Value {
        let Some(body) = self.bodies.get(lambda) else {
            return Value::unknown("a lambda that is not there", Cause::NotImplemented, Domain::Any, OriginId::NONE);
        };
        let mut context = self.context.under(guard);
        for (name, value) in body.names.iter().zip(args) {
            context = context.with_local(LocalKind::Lambda, name.clone(), value.clone());
        }
        let value = self.engine.expr(body.body, &context);
        self.engine.bounded(value, &context, body.body.span)
    }
}
