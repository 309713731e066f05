//! `parameters('…')` and `variables('…')`: each is worked out once, when it is first asked for.

use ringfence_arm::{Expr, ExprKind};
use ringfence_estate::{Guard, Kind, Value};
use ringfence_source::Span;

use super::engine::{Context, Engine, Slot, VariableSource};
use super::names::Names;

impl Engine<'_, '_> {
    /// `parameters('name')`: the value as it was given, with the origin that it was given with.
    pub(crate) fn parameters(&mut self, expr: &Expr, args: &[Expr], context: &Context) -> Value {
        let Some(name) = self.name_argument(expr, "parameters", args, context) else {
            return self.failed(context, expr.span);
        };
        if let Some(arguments) = &context.arguments {
            if let Some(value) = arguments.get(&name) {
                return value.under(&context.guard);
            }
            let help = has(arguments);
            return self.no_such(expr.span, "function", "parameter", &name, &help, context);
        }
        match self.parameter(context.frame, &name, expr.span, context) {
            Some(value) => self.placed(&value.under(&context.guard), expr.span, context),
            None => {
                let help = self.frames.get(context.frame).map(|frame| has(&frame.parameters)).unwrap_or_default();
                self.no_such(expr.span, "template", "parameter", &name, &help, context)
            }
        }
    }

    /// An open value stands where it is used; a known one where it was given.
    fn placed(&mut self, value: &Value, span: Span, context: &Context) -> Value {
        let open = match &value.kind {
            Kind::Term(_) => true,
            Kind::Cases(cases) => cases.iter().all(|(_, case)| case.origin == value.origin),
            _ => false,
        };
        if !open {
            return value.clone();
        }
        let here = self.estate.origins.add(span, context.instance);
        let here = self.estate.origins.derive(here, [value.origin]);
        super::map_origins(value, &mut |_| here)
    }

    /// The value of a parameter of a frame; none if it has none of this name.
    pub(crate) fn parameter(&mut self, frame: usize, name: &str, span: Span, context: &Context) -> Option<Value> {
        let parameter = self.frames.get_mut(frame)?.parameters.get_mut(name)?;
        match &parameter.value {
            Slot::Done(value) => return Some(value.clone()),
            Slot::Busy => {
                return Some(self.circle(context, span, &format!("the parameter `{name}`")));
            }
            Slot::Empty => parameter.value = Slot::Busy,
        }
        let value = self.evaluate_parameter(frame, name);
        let value = self.bounded(value, context, span);
        let settled = self.settled(value.clone());
        if let Some(parameter) = self.frames.get_mut(frame).and_then(|frame| frame.parameters.get_mut(name)) {
            parameter.value = settled;
        }
        Some(value)
    }

    pub(crate) fn variables(&mut self, expr: &Expr, args: &[Expr], context: &Context) -> Value {
        let Some(name) = self.name_argument(expr, "variables", args, context) else {
            return self.failed(context, expr.span);
        };
        if context.arguments.is_some() {
            let message = "a function cannot use variables";
            return self.error(context, "no-such-variable", expr.span, message, "pass the value as an argument");
        }
        let frame = context.frame;
        let slot = self.frames.get_mut(frame).and_then(|frame| frame.variables.get_mut(&name));
        let Some(variable) = slot else {
            let help = self.frames.get(frame).map(|frame| has(&frame.variables)).unwrap_or_default();
            return self.no_such(expr.span, "template", "variable", &name, &help, context);
        };
        match &variable.value {
            Slot::Done(value) => return value.under(&context.guard),
            Slot::Busy => {
                return self.circle(context, expr.span, &format!("the variable `{name}`"));
            }
            Slot::Empty => variable.value = Slot::Busy,
        }
        let source = variable.source.clone();
        let Some(own) = self.frames.get(frame).map(|frame| frame.context.clone()) else {
            return self.failed(context, expr.span);
        };
        let value = match source {
            VariableSource::Node(node) => self.node(&node, &own),
            VariableSource::Copy(copy) => self.value_copy(&copy, &own),
        };
        let value = self.bounded(value, &own, expr.span);
        let settled = self.settled(value.clone());
        if let Some(variable) = self.frames.get_mut(frame).and_then(|frame| frame.variables.get_mut(&name)) {
            variable.value = settled;
        }
        value.under(&context.guard)
    }

    /// Evaluates the variables that nothing asked for: Azure refuses a template for what is wrong with any of them.
    ///
    /// <https://github.com/Azure/bicep/blob/main/src/Bicep.Cli.IntegrationTests/SnapshotCommandTests.cs>,
    /// `Snapshot_surfaces_validation_errors_as_message`.
    pub(crate) fn remaining_variables(&mut self) {
        for frame in 0..self.frames.len() {
            let Some(own) = self.own_context(frame) else { continue };
            let Some(found) = self.frames.get(frame) else { continue };
            let span = found.template.node.span;
            let open = found.variables.entries().filter(|(_, own)| matches!(own.value, Slot::Empty));
            let open: Vec<_> = open.map(|(name, _)| name.clone()).collect();
            for name in open {
                let args = [Expr::string(span, name)];
                let expr = Expr::call(span, "variables", args.to_vec());
                self.variables(&expr, &args, &own);
            }
        }
    }

    fn name_argument(&mut self, expr: &Expr, function: &str, args: &[Expr], context: &Context) -> Option<String> {
        let [arg] = args else {
            let message = format!("`{function}` takes one name, not {} arguments", args.len());
            self.error(context, "argument-count", expr.span, message, "");
            return None;
        };
        if let ExprKind::String(name) = &arg.kind {
            return Some(name.to_string());
        }
        let value = self.expr(arg, context);
        match value.as_str() {
            Some(name) => Some(name.to_owned()),
            None => {
                let message = format!("the name for `{function}` is not known");
                self.error(context, "name-not-known", arg.span, message, "write the name itself");
                None
            }
        }
    }

    fn no_such(&mut self, span: Span, of: &str, what: &str, name: &str, help: &str, context: &Context) -> Value {
        let code = if what == "parameter" { "no-such-parameter" } else { "no-such-variable" };
        self.error(context, code, span, format!("this {of} has no {what} `{name}`"), help)
    }

    /// The context of a frame's own expressions, under every choice.
    pub(crate) fn own_context(&self, frame: usize) -> Option<Context> {
        self.frames.get(frame).map(|frame| Context { guard: Guard::Always, ..frame.context.clone() })
    }
}

fn has<T>(names: &Names<T>) -> String {
    let names: Vec<String> = names.names().take(12).map(|name| format!("`{name}`")).collect();
    if names.is_empty() { String::new() } else { format!("it has {}", names.join(", ")) }
}
