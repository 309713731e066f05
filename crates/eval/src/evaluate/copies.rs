//! Loops: how many iterations, and what `copyIndex` is in each.

use std::sync::Arc;

use ringfence_arm::{CopyInput, Expr, Node};
use ringfence_estate::{Array, Atom, Cause, Domain, Element, ElementKind, Guard, Kind, OriginId, Term, Value};
use ringfence_source::Span;

use super::engine::{Context, Engine, LocalKind, MAX_COPIES};

/// One iteration, or one that stands for all.
pub(crate) struct Iteration {
    /// Under which choices there is this iteration.
    pub(crate) guard: Guard,
    /// What `copyIndex` is.
    pub(crate) index: Value,
    /// Set when it stands for a loop of unknown count.
    pub(crate) family: Option<Term>,
}

/// Which loop.
#[derive(Clone, Copy)]
pub(crate) struct Loop<'n> {
    pub(crate) name: &'n str,
    pub(crate) span: Span,
    pub(crate) count: &'n Node,
}

impl Engine<'_, '_> {
    /// The iterations of a loop, and the origin of its count.
    pub(crate) fn iterations(&mut self, which: Loop<'_>, context: &Context) -> (Vec<Iteration>, OriginId) {
        let count = self.node(which.count, context).under(&context.guard);
        let mut guards: Vec<Guard> = Vec::new();
        let mut unknown = Guard::Never;
        for (case, value) in count.each_case() {
            if case.and(&context.guard).is_never() {
                continue;
            }
            match &value.kind {
                Kind::Int(number) if (0..=MAX_COPIES).contains(number) => {
                    let number = usize::try_from(*number).unwrap_or(0);
                    if guards.len() < number {
                        guards.resize(number, Guard::Never);
                    }
                    guards.iter_mut().take(number).for_each(|guard| *guard = guard.or(case));
                }
                Kind::Int(number) => {
                    let message = format!("the count of this loop is {number}");
                    let help = format!("a loop has from 0 to {MAX_COPIES} iterations");
                    self.error(&context.under(case), "copy-count", which.count.span, message, &help);
                    unknown = unknown.or(case);
                }
                Kind::Term(_) => unknown = unknown.or(case),
                _ => {
                    let message = format!("the count of this loop is {}", super::access::article(value));
                    let place = context.under(case);
                    self.error(&place, "wrong-type", which.count.span, message, "write a whole number");
                    unknown = unknown.or(case);
                }
            }
        }
        let mut iterations = Vec::with_capacity(guards.len());
        for (number, guard) in guards.into_iter().enumerate() {
            let index = Value::new(Kind::Int(i64::try_from(number).unwrap_or(0)), count.origin);
            iterations.push(Iteration { guard, index, family: None });
        }
        if !unknown.is_never() {
            let term = self.index_atom(which, context);
            let index = Value::new(Kind::Term(term.clone()), count.origin);
            iterations.push(Iteration { guard: unknown, index, family: Some(term) });
        }
        (iterations, count.origin)
    }

    /// The index of a loop of unknown count: the same for every mention of it, another for each loop.
    fn index_atom(&mut self, which: Loop<'_>, context: &Context) -> Term {
        let mut key = format!("{}@{}", self.key(context), which.span.start);
        for local in context.locals() {
            key.push_str(&format!("/{}={}", local.name, local.value));
        }
        let text =
            if which.name.is_empty() { "copyIndex()".to_owned() } else { format!("copyIndex('{}')", which.name) };
        let label = if which.name.is_empty() { "index".to_owned() } else { format!("index of {}", which.name) };
        let cause = Cause::NoValue;
        Term::atom(Atom::new(&text, &label, &key, cause), Domain::Int { min: Some(0), max: Some(MAX_COPIES - 1) })
    }

    /// The array that a copy makes in a variable, an output or a property.
    ///
    /// <https://learn.microsoft.com/azure/azure-resource-manager/templates/copy-properties>
    pub(crate) fn value_copy(&mut self, copy: &CopyInput, context: &Context) -> Value {
        let kind = if copy.name.is_empty() { LocalKind::Resources } else { LocalKind::Values };
        let which = Loop { name: &copy.name, span: copy.span, count: &copy.count };
        let (iterations, count_origin) = self.iterations(which, context);
        let mut elements = Vec::with_capacity(iterations.len());
        for iteration in iterations {
            if self.is_exhausted() {
                break;
            }
            let inner = context.under(&iteration.guard).with_local(kind, copy.name.clone(), iteration.index);
            let value = self.node(&copy.input, &inner);
            let kind = match iteration.family {
                Some(index) => ElementKind::Family { index },
                None => ElementKind::One,
            };
            elements.push(Element { guard: iteration.guard, kind, value });
        }
        let origin = self.origin(copy.span, context);
        let origin = self.estate.origins.derive(origin, [count_origin]);
        let value = Value::new(Kind::Array(Arc::new(Array { elements })), origin);
        self.bounded(value, context, copy.span)
    }

    /// `copyIndex()`, `copyIndex(offset)`, `copyIndex('name')`, `copyIndex('name', offset)`.
    ///
    /// <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-numeric#copyindex>
    pub(crate) fn copy_index(&mut self, expr: &Expr, args: &[Expr], context: &Context) -> Value {
        let args = self.arguments(args, context);
        let (name, offset) = match args.as_slice() {
            [] => (None, None),
            [one] if is_name(one) => (Some(one.to_string()), None),
            [one] => (None, Some(one.clone())),
            [name, offset] => (Some(name.to_string()), Some(offset.clone())),
            _ => {
                let message = format!("`copyIndex` takes at most 2 arguments, not {}", args.len());
                return self.error(context, "argument-count", expr.span, message, "");
            }
        };
        let loops = || context.locals().filter(|local| local.kind != LocalKind::Lambda);
        let found = match &name {
            Some(name) => loops().find(|local| local.name.eq_ignore_ascii_case(name)),
            None => loops().find(|local| local.kind == LocalKind::Resources).or_else(|| loops().next()),
        };
        let Some(index) = found.map(|local| local.value.clone()) else {
            let message = match name {
                Some(name) => format!("there is no loop `{name}` around this"),
                None => "there is no loop around this".to_owned(),
            };
            return self.error(context, "no-such-loop", expr.span, message, "`copyIndex` works inside `copy` only");
        };
        let origin = self.call_origin(expr, std::slice::from_ref(&index), context);
        let index = index.at(origin);
        match offset {
            None => index,
            Some(offset) => self.add(index, offset, origin, context, expr),
        }
    }

    fn add(&mut self, left: Value, right: Value, origin: OriginId, context: &Context, expr: &Expr) -> Value {
        if let (Some(left), Some(right)) = (left.as_int(), right.as_int()) {
            return match left.checked_add(right) {
                Some(sum) => Value::new(Kind::Int(sum), origin),
                None => self.error(context, "function-failed", expr.span, "this sum is too large", ""),
            };
        }
        if right.as_int() == Some(0) {
            return left;
        }
        Value::term(Term::call("add", [left, right], Domain::INT), origin)
    }
}

/// A loop's name is a string, or the same unknown string that names the loop.
fn is_name(value: &Value) -> bool {
    match &value.kind {
        Kind::String(_) => true,
        Kind::Term(term) => matches!(term.domain(), Domain::String { .. }),
        _ => false,
    }
}
