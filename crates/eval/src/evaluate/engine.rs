//! The state of one evaluation: frames, units, and what bounds them.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use ringfence_arm::{Function, Node, ResourceDecl, Template};
use ringfence_estate::{
    Atom, Cause, DeploymentId, Domain, Estate, Guard, InstanceId, OriginId, ResourceId, Scope, Term, Value,
};
use ringfence_source::{Diagnostic, Session, Severity, Span};

use super::known::Known;
use super::names::Names;
use crate::parameters::Schema;
use crate::scope::Facts;

/// Errors of an expression: its value is unknown and everything is read. Where the value stands in a condition, a name or
/// a count, the resource is kept, and it is unknown whether it is there, what it is called or how many there are. Under
/// the choices that lead to one the deployment fails and deploys nothing else; a template that fails under all choices is
/// not what its author meant, and is distrusted as one that was not read.
const OF_A_VALUE: [&str; 3] = ["function-failed", "no-such-element", "no-such-property"];
/// A linked template was not read: a warning, since nothing is wrong with what was.
pub(crate) const LINK_NOT_READ: &str = "link-not-read";
/// The most nodes and expressions that are evaluated.
const MAX_STEPS: u64 = 5_000_000;
/// The deepest that evaluation nests: expressions, variables, parameters, modules.
pub(crate) const MAX_DEPTH: usize = 600;
/// The same where no deep stack could be had.
pub(crate) const SHALLOW_DEPTH: usize = 32;
/// The most resources that one evaluation makes.
pub(crate) const MAX_RESOURCES: usize = 50_000;
/// The most iterations of one loop: Azure's own limit.
///
/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/copy-resources#copy-limitations>
pub(crate) const MAX_COPIES: i64 = 800;

/// A value that is worked out when it is first asked for.
#[derive(Clone, Debug, Default)]
pub(crate) enum Slot<T> {
    #[default]
    Empty,
    /// It is being worked out: asking for it again is a cycle.
    Busy,
    Done(T),
}

/// Where an expression is evaluated.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    /// Whose parameters, variables and functions it sees.
    pub(crate) frame: usize,
    /// Whose declarations it sees and adds to.
    pub(crate) unit: usize,
    /// The modules that lead here.
    pub(crate) instance: InstanceId,
    /// The choices under which this is reached at all.
    pub(crate) guard: Guard,
    /// Loops and lambdas around it, innermost first.
    pub(crate) locals: Option<Rc<Local>>,
    /// Set inside a user-defined function, which sees nothing else.
    pub(crate) arguments: Option<Rc<Names<Value>>>,
    /// How many lambdas are around it.
    pub(crate) lambdas: usize,
    /// The user-defined functions that are being evaluated, innermost first.
    pub(crate) calling: Option<Rc<Calling>>,
}

/// A user-defined function that is being evaluated.
#[derive(Debug)]
pub(crate) struct Calling {
    pub(crate) function: *const Function,
    pub(crate) next: Option<Rc<Calling>>,
}

/// A loop or a lambda's variable.
#[derive(Debug)]
pub(crate) struct Local {
    pub(crate) kind: LocalKind,
    pub(crate) name: Arc<str>,
    pub(crate) value: Value,
    pub(crate) next: Option<Rc<Local>>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum LocalKind {
    /// A loop over a resource or an output: the one that `copyIndex()` without a name means.
    Resources,
    /// A loop over a property or a variable.
    Values,
    /// A lambda's variable.
    Lambda,
}

impl Context {
    pub(crate) fn with_local(&self, kind: LocalKind, name: Arc<str>, value: Value) -> Self {
        let next = self.locals.clone();
        Self { locals: Some(Rc::new(Local { kind, name, value, next })), ..self.clone() }
    }

    /// The same place, reached under `guard` only.
    pub(crate) fn under(&self, guard: &Guard) -> Self {
        Self { guard: self.guard.and(guard), ..self.clone() }
    }

    pub(crate) fn locals(&self) -> impl Iterator<Item = &Local> {
        std::iter::successors(self.locals.as_deref(), |local| local.next.as_deref())
    }
}

/// What the expressions of one template see.
pub(crate) struct Frame {
    pub(crate) template: Rc<Template>,
    pub(crate) parameters: Names<Parameter>,
    pub(crate) variables: Names<Variable>,
    pub(crate) functions: Names<Rc<Function>>,
    /// Where its own expressions are evaluated.
    pub(crate) context: Context,
    /// The identity of the deployment, for its atoms.
    pub(crate) key: Arc<str>,
    /// The parameters whose default was used.
    pub(crate) defaulted: Vec<Arc<str>>,
    /// What the valuation of its entry point says.
    pub(crate) facts: Rc<Facts>,
}

pub(crate) struct Parameter {
    pub(crate) schema: Rc<Schema>,
    pub(crate) name: Arc<str>,
    pub(crate) name_span: Span,
    pub(crate) default: Option<Node>,
    pub(crate) given: Given,
    pub(crate) value: Slot<Value>,
}

/// What was given for a parameter.
#[derive(Clone)]
pub(crate) enum Given {
    Nothing,
    /// It is an atom, whatever its default.
    Free,
    Value(Value),
    /// An expression of the deployment around it.
    Node(Node, Rc<Context>),
    /// An expression that gives the whole of `{"value": …}`, as Bicep writes a choice between parameters.
    Wrapped(Node, Rc<Context>),
}

pub(crate) struct Variable {
    pub(crate) source: VariableSource,
    pub(crate) value: Slot<Value>,
}

#[derive(Clone)]
pub(crate) enum VariableSource {
    Node(Node),
    Copy(Rc<ringfence_arm::CopyInput>),
}

/// One deployment: a template's declarations at a scope.
pub(crate) struct Unit {
    pub(crate) context: Context,
    pub(crate) scope: Scope,
    /// None for a template that was not read.
    pub(crate) template: Option<Rc<Template>>,
    pub(crate) declared: Vec<Declared>,
    pub(crate) symbols: Names<usize>,
    pub(crate) deployment: DeploymentId,
    /// The deployment's name.
    pub(crate) name: Value,
    pub(crate) outputs: HashMap<usize, Slot<Value>>,
    pub(crate) family: Option<Term>,
    /// The declaration of the module in the deployment around it.
    pub(crate) declared_by: Option<Place>,
    /// What `deployment().properties` shows; none for the parts that are not modelled.
    pub(crate) origin: OriginId,
}

/// A declaration, or one instance of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) unit: usize,
    pub(crate) declaration: usize,
    pub(crate) instance: usize,
}

/// A resource declaration of a unit, children inside their parents included.
pub(crate) struct Declared {
    pub(crate) source: Rc<ResourceDecl>,
    /// The full type.
    pub(crate) kind: Arc<str>,
    /// The declaration that this one stands in.
    pub(crate) parent: Option<usize>,
    pub(crate) instances: Slot<Rc<[Instance]>>,
    pub(crate) ids: HashMap<usize, Slot<Option<ResourceId>>>,
    pub(crate) bodies: HashMap<usize, Slot<Value>>,
    pub(crate) modules: HashMap<usize, Option<usize>>,
}

/// One resource of a declaration.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    pub(crate) context: Context,
    /// The same without its condition, which does not cascade to the children inside it
    /// (<https://learn.microsoft.com/azure/azure-resource-manager/templates/conditional-resource-deployment>): a child that
    /// has none is deployed whether or not its parent is, to one that exists otherwise, or not at all. Nobody says which, so
    /// it counts as there.
    ///
    /// <https://learn.microsoft.com/azure/azure-resource-manager/templates/conditional-resource-deployment>
    pub(crate) unconditional: Context,
    /// Under which choices it is deployed.
    pub(crate) guard: Guard,
    /// Its number in the loop, if it is in one.
    pub(crate) index: Option<Value>,
    /// Set when it stands for a loop of unknown count.
    pub(crate) family: Option<Term>,
    /// The parameters' defaults that its presence rests on.
    pub(crate) origin: OriginId,
}

/// The state of one evaluation.
pub(crate) struct Engine<'e, 'w> {
    pub(crate) estate: &'e mut Estate,
    pub(crate) session: &'e mut Session<'w>,
    pub(crate) frames: Vec<Frame>,
    pub(crate) units: Vec<Unit>,
    /// Declarations by their type in lower case.
    pub(crate) by_kind: HashMap<String, Vec<(usize, usize)>>,
    /// What earlier passes and earlier deployments declare.
    pub(crate) known: Known,
    /// References that nothing declared when they were asked for.
    pub(crate) dangling: Vec<ResourceId>,
    /// Which declaration is being evaluated, and what each was seen to refer to.
    pub(crate) current: Option<Place>,
    pub(crate) referred: HashMap<Place, Vec<Place>>,
    pub(crate) externals: Vec<(ResourceId, OriginId, usize)>,
    pub(crate) linked: HashMap<String, Option<Node>>,
    /// Templates by the address of their tree, which they keep alive.
    pub(crate) templates: HashMap<*const ringfence_arm::Object, Rc<Template>>,
    pub(crate) depth: usize,
    pub(crate) max_depth: usize,
    pub(crate) resources: usize,
    steps: u64,
    reported: HashSet<(&'static str, Span)>,
    /// How many searches for a resource are under way. What such a search evaluates may need the very value that it is
    /// for; that is no circle of the template's, and nothing that rested on it is kept.
    pub(crate) searching: usize,
    pub(crate) tainted: bool,
    /// Errors that are looked for, not reported: what a lazily evaluated branch may fail with.
    pub(crate) silent: Cell<usize>,
}

impl<'e, 'w> Engine<'e, 'w> {
    pub(crate) fn new(estate: &'e mut Estate, session: &'e mut Session<'w>, known: Known, max_depth: usize) -> Self {
        Self {
            estate,
            session,
            frames: Vec::new(),
            units: Vec::new(),
            by_kind: HashMap::new(),
            known,
            dangling: Vec::new(),
            current: None,
            referred: HashMap::new(),
            externals: Vec::new(),
            linked: HashMap::new(),
            templates: HashMap::new(),
            depth: 0,
            max_depth,
            resources: 0,
            steps: 0,
            reported: HashSet::new(),
            searching: 0,
            tainted: false,
            silent: Cell::new(0),
        }
    }

    /// What is known of the place that the expressions of `context` are deployed to.
    pub(crate) fn facts(&self, context: &Context) -> Rc<Facts> {
        self.frames.get(context.frame).map(|frame| frame.facts.clone()).unwrap_or_default()
    }

    pub(crate) fn origin(&mut self, span: Span, context: &Context) -> OriginId {
        self.estate.origins.add(span, context.instance)
    }

    /// Reports once what is wrong at a place. What happens under some choices only is a warning.
    pub(crate) fn report(&mut self, context: &Context, diagnostic: Diagnostic) {
        if context.guard.is_never() || self.silent.get() > 0 {
            return;
        }
        let is_unread = match diagnostic.severity {
            Severity::Error => context.guard.is_always() || !OF_A_VALUE.contains(&diagnostic.code),
            Severity::Warning => diagnostic.code == LINK_NOT_READ,
        };
        if is_unread {
            self.unread(context, diagnostic.span);
        }
        if self.reported.insert((diagnostic.code, diagnostic.span)) {
            let mut diagnostic = diagnostic;
            if diagnostic.severity == Severity::Error && !context.guard.is_always() {
                diagnostic.severity = Severity::Warning;
                diagnostic.message.push_str(&format!(" (when {})", context.guard));
            }
            self.session.report(diagnostic);
        }
    }

    /// Notes that what stands here may deploy more than the estate knows.
    pub(crate) fn unread(&mut self, context: &Context, span: Span) {
        let known = |origin: &OriginId| self.estate.origins.get(*origin).span == Some(span);
        if !self.estate.unread.iter().any(known) {
            let origin = self.estate.origins.add(span, context.instance);
            self.estate.unread.push(origin);
        }
    }

    /// Reports an error; the value is unknown.
    pub(crate) fn error(
        &mut self,
        context: &Context,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        help: &str,
    ) -> Value {
        let mut diagnostic = Diagnostic::error(code, span, message);
        if !help.is_empty() {
            diagnostic = diagnostic.with_help(help);
        }
        self.report(context, diagnostic);
        self.failed(context, span)
    }

    /// Reports that something depends on itself.
    pub(crate) fn circle(&mut self, context: &Context, span: Span, what: &str) -> Value {
        if self.searching > 0 {
            self.tainted = true;
            return self.failed(context, span);
        }
        self.error(context, "cycle", span, format!("{what} depends on itself"), "break the circle")
    }

    /// What is kept of a value that was worked out.
    pub(crate) fn settled<T>(&self, value: T) -> Slot<T> {
        if self.searching > 0 && self.tainted { Slot::Empty } else { Slot::Done(value) }
    }

    /// The value of something that could not be evaluated.
    pub(crate) fn failed(&mut self, context: &Context, span: Span) -> Value {
        let text = self.session.sources.slice(span);
        let text: String = text.chars().take(80).collect();
        let origin = self.origin(span, context);
        let key = format!("{}@{}:{}", self.key(context), span.start, span.end);
        let atom = Atom::new(&format!("error({text})"), &text, &key, Cause::NotInInput);
        Value::term(Term::atom(atom, Domain::Any), origin)
    }

    /// A value that can be walked: one that is too large is reported, and unknown.
    pub(crate) fn bounded(&mut self, value: Value, context: &Context, span: Span) -> Value {
        if super::marks::is_bounded(&value) {
            return value;
        }
        let message = "this value is too large or too deeply nested to be worked with";
        self.error(context, "value-too-large", span, message, "loops and lambdas multiply; reduce their counts")
    }

    /// Something unknown, told apart by `what` and the deployment.
    pub(crate) fn unknown(&mut self, context: &Context, what: &str, cause: Cause, domain: Domain, span: Span) -> Value {
        let origin = self.origin(span, context);
        let key = self.key(context);
        Value::term(Term::atom(Atom::new(what, what, &key, cause), domain), origin)
    }

    /// The identity of the deployment whose expressions these are.
    pub(crate) fn key(&self, context: &Context) -> Arc<str> {
        self.frames.get(context.frame).map_or_else(|| "".into(), |frame| frame.key.clone())
    }

    /// Goes one level deeper; `None` when that is too deep or too much, which is reported once.
    pub(crate) fn enter(&mut self, context: &Context, span: Span) -> Option<()> {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            if self.steps == MAX_STEPS + 1 {
                let message = "evaluation stops here: there are too many values";
                let diagnostic = Diagnostic::error("too-many-values", span, message)
                    .with_help("a loop or a nesting of modules multiplies; reduce its count");
                self.silent.set(0);
                self.report(&Context { guard: Guard::Always, ..context.clone() }, diagnostic);
            }
            return None;
        }
        if self.depth >= self.max_depth {
            let message = format!("evaluation nests more than {} deep here", self.max_depth);
            let diagnostic = Diagnostic::error("nesting-too-deep", span, message)
                .with_help("look for an expression, variable or module that contains itself");
            self.report(context, diagnostic);
            return None;
        }
        self.depth += 1;
        Some(())
    }

    pub(crate) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Whether the budget of values is used up, so that loops can stop.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.steps > MAX_STEPS
    }

    /// The guard under which a condition is true; a condition that is not known is a choice of its own.
    pub(crate) fn guard_of(&mut self, value: &Value, context: &Context, span: Span, what: &str) -> Guard {
        let mut guard = Guard::Never;
        for (case, value) in value.each_case() {
            let truth = match &value.kind {
                ringfence_estate::Kind::Bool(true) => Guard::Always,
                ringfence_estate::Kind::Bool(false) => Guard::Never,
                // Azure converts the strings as .NET's `bool.Parse` does.
                ringfence_estate::Kind::String(text) if text.eq_ignore_ascii_case("true") => Guard::Always,
                ringfence_estate::Kind::String(text) if text.eq_ignore_ascii_case("false") => Guard::Never,
                ringfence_estate::Kind::Term(term) => Guard::when(&term.within(Domain::Bool)),
                _ => {
                    let message = format!("{what} is {}, not a boolean", super::access::article(value));
                    let place = context.under(case);
                    let failed =
                        self.error(&place, "wrong-type", span, message, "write an expression that is true or false");
                    failed.as_term().map_or(Guard::Never, |term| Guard::when(&term.within(Domain::Bool)))
                }
            };
            guard = guard.or(&case.and(&truth));
        }
        guard
    }
}
