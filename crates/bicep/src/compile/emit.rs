//! [`Ir`] to the values of a template: what JSON can say is JSON, the rest is expressions.

use std::sync::Arc;

use ringfence_arm::{Expr, ExprKind, Key, Member, Node, NodeKind};
use ringfence_source::Span;

use super::convert::{UNKNOWN, as_call};
use super::ir::{Ir, IrKind, IrMember};
use super::template::Template;

impl<'t> Template<'t> {
    /// Writes a value.
    pub(crate) fn node(&'t self, ir: &Ir) -> Node {
        let span = ir.span;
        let Some(_guard) = self.enter(span) else { return unknown(span, "an expression that is too large") };
        match &ir.kind {
            IrKind::Null => Node { span, kind: NodeKind::Null },
            IrKind::Bool(value) => Node { span, kind: NodeKind::Bool(*value) },
            IrKind::Int(value) => Node { span, kind: NodeKind::Int(*value) },
            IrKind::String(text) => Node::string(span, text.clone()),
            IrKind::Object(members) => Node::object(span, self.members(members)),
            IrKind::Array(items) => Node::array(span, items.iter().map(|item| self.node(item)).collect()),
            _ => expression(self.convert(ir)),
        }
    }

    /// The members of an object; those whose values are loops come first, as `copy`.
    pub(crate) fn members(&'t self, members: &[IrMember]) -> Vec<Member> {
        let mut copies = Vec::new();
        let mut out = Vec::new();
        for member in members {
            if let IrKind::For(list, body) = &member.value.kind {
                match &member.key.kind {
                    IrKind::String(name) => copies.push(self.copy(member.value.span, Some(name), list, Some(body))),
                    _ => out.push(self.member(member, unknown(member.value.span, "a loop under an interpolated name"))),
                }
            } else {
                let value = self.node(&member.value);
                out.push(self.member(member, value));
            }
        }
        if let Some(first) = copies.first() {
            let span = first.span;
            out.insert(0, Member::new("copy", span, Node::array(span, copies)));
        }
        out
    }

    fn member(&'t self, member: &IrMember, value: Node) -> Member {
        let span = member.key.span;
        let key = match &member.key.kind {
            // An object of the user's may have a member `copy`, which a template would take as a loop.
            IrKind::String(name) if name.eq_ignore_ascii_case("copy") => {
                Key::Expr(Arc::new(Expr::call(span, "string", vec![Expr::string(span, name.clone())])))
            }
            IrKind::String(name) => Key::Literal(name.clone()),
            _ => Key::Expr(Arc::new(as_call(self.convert(&member.key)))),
        };
        Member { key, key_span: span, value }
    }

    /// An entry of `copy`.
    pub(crate) fn copy(&'t self, span: Span, name: Option<&str>, list: &Ir, input: Option<&Ir>) -> Node {
        let mut members = Vec::new();
        if let Some(name) = name {
            members.push(Member::new("name", span, Node::string(span, name)));
        }
        let count = self.node(&Ir::call(list.span, "length", vec![list.clone()]));
        members.push(Member::new("count", list.span, count));
        if let Some(input) = input {
            // Only objects, strings and expressions are taken as input.
            let value = match &input.kind {
                IrKind::Object(_) | IrKind::String(_) => self.node(input),
                IrKind::For(..) => unknown(input.span, "a loop in a loop"),
                _ => expression(as_call(self.convert(input))),
            };
            members.push(Member::new("input", input.span, value));
        }
        Node::object(span, members)
    }
}

/// An expression as a value: literals are values themselves.
pub(crate) fn expression(expr: Expr) -> Node {
    let span = expr.span;
    match expr.kind {
        ExprKind::String(text) => Node::string(span, text),
        ExprKind::Int(value) => Node { span, kind: NodeKind::Int(value) },
        kind => Node { span, kind: NodeKind::Expr(Arc::new(Expr { span, kind })) },
    }
}

/// What could not be compiled.
pub(crate) fn unknown(span: Span, what: &str) -> Node {
    expression(Expr::call(span, UNKNOWN, vec![Expr::string(span, what)]))
}
