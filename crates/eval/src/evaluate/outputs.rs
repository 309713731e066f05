//! Outputs of a deployment, and references to those of nested ones.

use ringfence_estate::{Atom, Cause, Domain, Guard, Kind, Member, Object, OriginId, Term, Value};
use ringfence_source::Span;

use super::access::Link;
use super::engine::{Context, Engine, Place, Slot};
use super::reference::run_time;
use crate::scope::object;

impl Engine<'_, '_> {
    /// An output of a unit by its name.
    pub(crate) fn output(&mut self, unit: usize, name: &str, span: Span, context: &Context) -> Value {
        let Some(own) = self.units.get(unit) else { return self.failed(context, span) };
        let Some(template) = own.template.clone() else {
            let what = format!("reference({}).outputs.{name}.value", own.name);
            return self.unknown(context, &what, Cause::NotInInput, Domain::Any, span);
        };
        let at = template.outputs.iter().position(|output| output.name.eq_ignore_ascii_case(name));
        match at {
            Some(at) => self.output_at(unit, at, span, context).under(&context.guard),
            None => {
                let names: Vec<_> = template.outputs.iter().map(|output| format!("`{}`", output.name)).collect();
                let help = if names.is_empty() { "it has none".into() } else { format!("it has {}", names.join(", ")) };
                let message = format!("this deployment has no output `{name}`");
                self.error(context, "no-such-output", span, message, &help)
            }
        }
    }

    fn output_at(&mut self, unit: usize, at: usize, span: Span, context: &Context) -> Value {
        let Some(own) = self.units.get_mut(unit) else { return self.failed(context, span) };
        match own.outputs.get(&at) {
            Some(Slot::Done(value)) => return value.clone(),
            Some(Slot::Busy) => {
                return self.circle(context, span, "this output");
            }
            _ => own.outputs.insert(at, Slot::Busy),
        };
        let value = self.evaluate_output(unit, at, span, context);
        let settled = self.settled(value.clone());
        if let Some(own) = self.units.get_mut(unit) {
            own.outputs.insert(at, settled);
        }
        value
    }

    fn evaluate_output(&mut self, unit: usize, at: usize, span: Span, context: &Context) -> Value {
        let Some(own) = self.units.get(unit) else { return self.failed(context, span) };
        let context = own.context.clone();
        let Some(output) = own.template.as_ref().and_then(|template| template.outputs.get(at)).cloned() else {
            return self.failed(&context, span);
        };
        let guard = match &output.condition {
            Some(node) => {
                let value = self.node(node, &context);
                self.guard_of(&value, &context, node.span, "the condition")
            }
            None => Guard::Always,
        };
        let inner = context.under(&guard);
        let value = match (&output.value, &output.copy) {
            _ if guard.is_never() => Value::synthetic(Kind::Null),
            (Some(node), _) => self.node(node, &inner),
            (None, Some(copy)) => self.value_copy(copy, &inner),
            (None, None) => self.failed(&inner, output.name_span),
        };
        let value = self.bounded(value, &inner, output.name_span);
        if guard.is_always() {
            return value;
        }
        let origin = self.origin(output.name_span, &context);
        let absent = self.absent(&format!("outputs.{}", output.name), &context, origin);
        Value::cases([(guard.clone(), value), (guard.not(), absent)], origin)
    }

    /// The term for something that is not there under the choices at hand.
    fn absent(&mut self, what: &str, context: &Context, origin: OriginId) -> Value {
        let text = format!("{what}, which is not there");
        let key = self.key(context);
        Value::new(Kind::Term(Term::atom(Atom::new(&text, &text, &key, Cause::NotInInput), Domain::Any)), origin)
    }

    /// All outputs of a unit; those of an absent module are error terms.
    pub(crate) fn outputs(&mut self, unit: usize) -> Vec<(std::sync::Arc<str>, Value)> {
        let Some(own) = self.units.get(unit) else { return Vec::new() };
        let (context, guard) = (own.context.clone(), own.context.guard.clone());
        let Some(template) = own.template.clone() else { return Vec::new() };
        let mut outputs = Vec::with_capacity(template.outputs.len());
        for (at, output) in template.outputs.iter().enumerate() {
            let value = if guard.is_never() {
                let origin = self.origin(output.name_span, &context);
                self.absent(&format!("outputs.{}", output.name), &context, origin)
            } else {
                self.output_at(unit, at, output.name_span, &context)
            };
            let value = if guard.is_always() || guard.is_never() {
                value
            } else {
                let origin = value.origin;
                let absent = self.absent(&format!("outputs.{}", output.name), &context, origin);
                Value::cases([(guard.clone(), value), (guard.not(), absent)], origin)
            };
            outputs.push((output.name.clone(), value));
        }
        outputs
    }

    /// `reference(module).outputs.name.value…`
    pub(crate) fn module_path(
        &mut self,
        place: Place,
        full: bool,
        links: &[Link],
        context: &Context,
        origin: OriginId,
    ) -> Value {
        let is = |link: Option<&Link>, name: &str| {
            link.and_then(|link| link.key.as_str()).is_some_and(|key| key.eq_ignore_ascii_case(name))
        };
        let links = if full && is(links.first(), "properties") { links.get(1..).unwrap_or_default() } else { links };
        let Some(unit) = self.module(place) else {
            return Value::new(Kind::Term(run_time(&Value::text("?"), full)), origin);
        };
        if let [outputs, name, rest @ ..] = links
            && is(Some(outputs), "outputs")
            && let Some(key) = name.key.as_str()
        {
            let key = key.to_owned();
            let safe_miss = name.safe && !self.has_output(unit, &key);
            if safe_miss {
                return Value::new(Kind::Null, origin);
            }
            let value = self.output(unit, &key, name.span, context);
            return match rest {
                [value_link, more @ ..] if is(Some(value_link), "value") => {
                    more.iter().fold(value, |value, link| self.access(&value, link, context))
                }
                _ => {
                    let wrapped = object([("value", value)]);
                    rest.iter().fold(wrapped, |value, link| self.access(&value, link, context))
                }
            };
        }
        let all = self.all_outputs(unit, origin);
        let id = self.id(place).map(|id| id.to_value(OriginId::NONE)).unwrap_or_else(|| Value::text("?"));
        let mut properties = Object { members: Vec::new(), rest: Some(run_time(&id, false)) };
        properties.members.push(Member::new("outputs", origin, all));
        let mut value = Value::new(Kind::Object(properties.into()), origin);
        if full {
            let mut whole = Object { members: Vec::new(), rest: Some(run_time(&id, true)) };
            whole.members.push(Member::new("properties", origin, value));
            value = Value::new(Kind::Object(whole.into()), origin);
        }
        links.iter().fold(value, |value, link| self.access(&value, link, context))
    }

    fn has_output(&self, unit: usize, name: &str) -> bool {
        let template = self.units.get(unit).and_then(|unit| unit.template.as_ref());
        template.is_none_or(|template| template.outputs.iter().any(|output| output.name.eq_ignore_ascii_case(name)))
    }

    fn all_outputs(&mut self, unit: usize, origin: OriginId) -> Value {
        let read = self.units.get(unit).is_some_and(|unit| unit.template.is_some());
        if !read {
            let name = self.units.get(unit).map(|unit| unit.name.to_string()).unwrap_or_default();
            let what = format!("reference({name}).outputs");
            return Value::unknown(&what, Cause::NotInInput, Domain::Object, origin);
        }
        let members = self.outputs(unit).into_iter().map(|(name, value)| {
            let value = Value::object(vec![Member::new("value", origin, value)], origin);
            Member::new(name, origin, value)
        });
        Value::object(members.collect(), origin)
    }
}
