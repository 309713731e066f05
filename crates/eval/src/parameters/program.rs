//! A parameters file that is a program: it is evaluated in a frame of its own, and gives values with their places.
//!
//! <https://learn.microsoft.com/azure/azure-resource-manager/bicep/parameter-files>

use std::rc::Rc;
use std::sync::Arc;

use ringfence_arm::{Expr, Node, NodeKind};
use ringfence_source::Span;

use super::Schema;
use crate::evaluate::{Context, Engine, Frame, Given, Names, Parameter};
use crate::scope::Facts;

/// Where a program keeps that of the file that it extends.
const BASE_PROGRAM: &str = "__ringfence.base";
/// Set where a program has statements that could not be read.
const UNREAD: &str = "__ringfence.unread";
/// How many files may extend each other.
const MAX_EXTENDS: usize = 64;

/// What a program gives.
#[derive(Default)]
pub(crate) struct Program {
    /// One entry for each name.
    pub(crate) given: Vec<Assigned>,
    /// Whether it may give more, to any parameter.
    pub(crate) open: bool,
}

/// What a program gives to a parameter.
pub(crate) struct Assigned {
    pub(crate) name: Arc<str>,
    /// The place of the name.
    pub(crate) span: Span,
    pub(crate) given: Given,
    schema: Rc<Schema>,
}

impl Engine<'_, '_> {
    /// Makes the frame of a program, for the deployment that `context` is to be.
    pub(crate) fn parameter_program(&mut self, node: &Node, facts: &Rc<Facts>, context: &Context) -> Program {
        self.program(node, facts, context, 0)
    }

    fn program(&mut self, node: &Node, facts: &Rc<Facts>, context: &Context, depth: usize) -> Program {
        if node.as_object().is_none() || depth > MAX_EXTENDS {
            return Program { given: Vec::new(), open: true };
        }
        let base = node.get(BASE_PROGRAM).map(|base| self.program(base, facts, context, depth + 1));
        let base = base.unwrap_or_default();
        let template = self.read_template(node, context);
        let own = Context { frame: self.frames.len(), ..context.clone() };
        let shared = Rc::new(own.clone());
        let mut parameters = Names::default();
        let mut program = Program { given: Vec::new(), open: base.open || node.get(UNREAD).is_some() };
        for declared in &template.parameters {
            let Some(value) = &declared.default else { continue };
            let (name, span) = (declared.name.clone(), declared.name_span);
            let schema = Rc::new(Schema { nullable: true, ..declared.schema.clone() });
            let (inside, outside) = match value.kind {
                // It asks for the template's default, which the program cannot read.
                NodeKind::Null => (call("__ringfence.unknown", &name, value.span), value.clone()),
                _ => (value.clone(), call("parameters", &name, value.span)),
            };
            let given = Given::Node(inside, shared.clone());
            parameters.insert(name.clone(), parameter(name.clone(), span, schema.clone(), given));
            let given = Given::Node(outside, shared.clone());
            program.given.push(Assigned { name, span, given, schema });
        }
        for assigned in base.given {
            let name: Arc<str> = format!("base.{}", assigned.name).into();
            let (schema, given) = (assigned.schema.clone(), assigned.given.clone());
            parameters.insert(name.clone(), parameter(name, assigned.span, schema, given));
            if template.parameter(&assigned.name).is_none() {
                program.given.push(assigned);
            }
        }
        self.add_frame(Frame {
            template,
            parameters,
            variables: Names::default(),
            functions: Names::default(),
            context: own,
            key: facts.key.as_str().into(),
            defaulted: Vec::new(),
            facts: facts.clone(),
        });
        program
    }
}

fn parameter(name: Arc<str>, name_span: Span, schema: Rc<Schema>, given: Given) -> Parameter {
    Parameter { schema, name, name_span, default: None, given, value: Default::default() }
}

fn call(function: &str, name: &Arc<str>, span: Span) -> Node {
    let expr = Expr::call(span, function, vec![Expr::string(span, name.clone())]);
    Node { span, kind: NodeKind::Expr(Arc::new(expr)) }
}
