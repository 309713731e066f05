//! Values and functions of a compiled template, read back so that they can be imported.

use std::rc::Rc;
use std::sync::Arc;

use ringfence_arm::{Expr, ExprKind, Key, Node, NodeKind};
use ringfence_source::Span;

use super::arm_exports::ArmKind;
use super::ir::{Access, Ir, IrKind, IrMember};

/// Reads values; `name_of` says what a symbol of the template is called here.
pub(crate) struct ValueReader<'r> {
    pub(crate) name_of: &'r dyn Fn(ArmKind, &str) -> Option<Arc<str>>,
    pub(crate) span: Span,
    /// The variable whose loop is read.
    pub(crate) copy: Option<&'r str>,
}

/// JSON without expressions.
pub(crate) fn literal(node: &Node, span: Span) -> Ir {
    ValueReader { name_of: &|_, _| None, span, copy: None }.node(node)
}

impl ValueReader<'_> {
    /// The value of a variable, which may be an entry of `variables.copy`.
    pub(crate) fn variable(&self, node: &Node) -> Ir {
        let entry = node.get("name").and_then(Node::as_str).filter(|_| self.copy.is_some());
        let (Some(_), Some(count), Some(input)) = (entry, node.get("count"), node.get("input")) else {
            return self.node(node);
        };
        let count = self.node(count);
        let list = Ir::call(self.span, "range", vec![Ir::new(self.span, IrKind::Int(0)), count]);
        Ir::new(self.span, IrKind::For(Rc::new(list), Rc::new(self.node(input))))
    }

    pub(crate) fn node(&self, node: &Node) -> Ir {
        let kind = match &node.kind {
            NodeKind::Null => IrKind::Null,
            NodeKind::Bool(value) => IrKind::Bool(*value),
            NodeKind::Int(value) => IrKind::Int(*value),
            NodeKind::Number(text) => IrKind::Call("json".into(), Rc::new([Ir::string(self.span, text.clone())])),
            NodeKind::String(text) => IrKind::String(text.clone()),
            NodeKind::Expr(expr) => return self.expr(expr),
            NodeKind::Array(items) => IrKind::Array(items.iter().map(|item| self.node(item)).collect()),
            NodeKind::Object(object) => {
                let members = object.members.iter().map(|member| IrMember {
                    key: match &member.key {
                        Key::Literal(name) => Ir::string(self.span, name.clone()),
                        Key::Expr(key) => self.expr(key),
                    },
                    value: self.node(&member.value),
                });
                IrKind::Object(members.collect())
            }
            NodeKind::Unreadable => IrKind::Unknown("a value that could not be read".into()),
        };
        Ir::new(self.span, kind)
    }

    fn expr(&self, expr: &Expr) -> Ir {
        let span = self.span;
        match &expr.kind {
            ExprKind::String(text) => Ir::string(span, text.clone()),
            ExprKind::Int(value) => Ir::new(span, IrKind::Int(*value)),
            ExprKind::Property { base, name } => self.access(base, Ir::string(span, name.clone())),
            ExprKind::Index { base, index } => self.access(base, self.expr(index)),
            ExprKind::Call { name, args } => self.call(name, args),
            ExprKind::Unreadable => Ir::unknown(span, "an expression that could not be read"),
        }
    }

    fn access(&self, base: &Expr, index: Ir) -> Ir {
        let access = Access { base: self.expr(base), index, safe: false, from_end: false, chained: false };
        Ir::new(self.span, IrKind::Access(Rc::new(access)))
    }

    fn call(&self, name: &Arc<str>, args: &[Expr]) -> Ir {
        let span = self.span;
        let first = match args.first().map(|arg| &arg.kind) {
            Some(ExprKind::String(text)) => Some(text),
            _ => None,
        };
        let lost = |what: &str| Ir::unknown(span, format!("the imported `{what}`"));
        match (&*name.to_ascii_lowercase(), first) {
            ("variables", Some(variable)) => match (self.name_of)(ArmKind::Variable, variable) {
                Some(own) => Ir::call(span, "variables", vec![Ir::string(span, own)]),
                None => lost(variable),
            },
            ("copyindex", Some(loop_name)) if self.copy.is_some_and(|own| own.eq_ignore_ascii_case(loop_name)) => {
                let own = (self.name_of)(ArmKind::Variable, loop_name);
                let index = Ir::new(span, IrKind::CopyIndex(own));
                match args.get(1) {
                    Some(offset) => Ir::call(span, "add", vec![index, self.expr(offset)]),
                    None => index,
                }
            }
            (_, _) if name.contains('.') => match (self.name_of)(ArmKind::Function, name) {
                Some(own) => {
                    Ir::call(span, super::lower::user_function(&own), args.iter().map(|arg| self.expr(arg)).collect())
                }
                None => lost(name),
            },
            _ => Ir::call(span, name.clone(), args.iter().map(|arg| self.expr(arg)).collect()),
        }
    }
}
