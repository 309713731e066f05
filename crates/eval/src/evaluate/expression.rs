//! Nodes and expressions to values.

use std::rc::Rc;
use std::sync::Arc;

use ringfence_arm::{CopyInput, Expr, ExprKind, Key, Member, Node, NodeKind};
use ringfence_estate::{Case, Cause, Domain, Kind, Object, OriginId, Sameness, Term, Value};

use super::access::Link;
use super::engine::{Context, Engine};

impl Engine<'_, '_> {
    /// The value of a node.
    pub(crate) fn node(&mut self, node: &Node, context: &Context) -> Value {
        if self.enter(context, node.span).is_none() {
            return self.failed(context, node.span);
        }
        let value = match &node.kind {
            NodeKind::Expr(expr) => self.expr(expr, context),
            NodeKind::Object(object) => self.object(node, &object.members, context),
            NodeKind::Array(items) => {
                let origin = self.origin(node.span, context);
                let items: Vec<_> = items.iter().map(|item| self.node(item, context)).collect();
                Value::array(items, origin)
            }
            NodeKind::Unreadable => {
                let what = "something that could not be read";
                let what = format!("{what} ({}:{})", node.span.start, node.span.end);
                self.unknown(context, &what, Cause::NotInInput, Domain::Any, node.span)
            }
            literal => {
                let origin = self.origin(node.span, context);
                Value::new(literal_kind(literal), origin)
            }
        };
        self.leave();
        value
    }

    fn object(&mut self, node: &Node, members: &[Member], context: &Context) -> Value {
        let origin = self.origin(node.span, context);
        let copies = self.copies_of(node);
        let mut object = Object { members: Vec::with_capacity(members.len()), rest: None };
        let mut unknown: Vec<Value> = Vec::new();
        for member in members {
            if copies.is_some() && member.name().is_some_and(|name| name.eq_ignore_ascii_case("copy")) {
                for copy in copies.iter().flatten() {
                    let value = self.value_copy(copy, context);
                    let name_origin = self.origin(copy.name_span, context);
                    object.set(ringfence_estate::Member::new(copy.name.clone(), name_origin, value));
                }
                continue;
            }
            let name = match &member.key {
                Key::Literal(name) => name.clone(),
                Key::Expr(expr) => match self.member_name(expr, context) {
                    Ok(name) => name,
                    Err(name) => {
                        // A member of unknown name: the object may have any member beside those that are known.
                        let name = match name.kind {
                            Kind::Term(_) | Kind::Cases(_) => name,
                            _ => self.failed(context, expr.span),
                        };
                        unknown.push(name);
                        unknown.push(self.node(&member.value, context));
                        continue;
                    }
                },
            };
            let value = self.node(&member.value, context);
            let name_origin = self.origin(member.key_span, context);
            let member = ringfence_estate::Member::new(name, name_origin, value);
            // Names that differ in case only are two members, as `items()` shows. Literal names were checked by the
            // reader; looking each up again would cost quadratic time.
            let known = match members.len() {
                ..=16 => object.members.iter_mut().find(|known| known.name == member.name),
                _ => None,
            };
            match known {
                Some(known) => *known = member,
                None => object.members.push(member),
            }
        }
        add_unknown(&mut object, unknown);
        Value::new(Kind::Object(Arc::new(object)), origin)
    }

    fn copies_of(&mut self, node: &Node) -> Option<Vec<CopyInput>> {
        let mut found = Vec::new();
        let copies = CopyInput::of_object(node, &mut found);
        if copies.is_some() {
            found.into_iter().for_each(|diagnostic| self.session.report(diagnostic));
        }
        copies
    }

    fn member_name(&mut self, expr: &Expr, context: &Context) -> Result<Arc<str>, Value> {
        let name = self.expr(expr, context);
        match &name.kind {
            Kind::String(name) => Ok(name.clone()),
            Kind::Int(name) => Ok(name.to_string().into()),
            _ => Err(name),
        }
    }

    /// The value of an expression.
    pub(crate) fn expr(&mut self, expr: &Expr, context: &Context) -> Value {
        if self.enter(context, expr.span).is_none() {
            return self.failed(context, expr.span);
        }
        let value = match &expr.kind {
            ExprKind::String(text) => {
                let origin = self.origin(expr.span, context);
                Value::string(text.clone(), origin)
            }
            ExprKind::Int(number) => {
                let origin = self.origin(expr.span, context);
                Value::new(Kind::Int(*number), origin)
            }
            ExprKind::Call { name, args } => self.call(expr, name, args, context),
            ExprKind::Unreadable => {
                let what = format!("an expression that could not be read ({}:{})", expr.span.start, expr.span.end);
                self.unknown(context, &what, Cause::NotInInput, Domain::Any, expr.span)
            }
            ExprKind::Property { .. } | ExprKind::Index { .. } => self.chain(expr, context, false),
        };
        self.leave();
        value
    }

    /// `root.a.b[c]`: references are followed with the whole path in hand, so that only what is asked for is evaluated.
    pub(crate) fn chain(&mut self, expr: &Expr, context: &Context, safe: bool) -> Value {
        let mut links = Vec::new();
        let root = self.links(expr, context, safe, &mut links);
        self.follow(root, &links, context)
    }

    /// The links of a chain, outermost last, and what they start from.
    pub(crate) fn links<'x>(
        &mut self,
        expr: &'x Expr,
        context: &Context,
        safe: bool,
        links: &mut Vec<Link>,
    ) -> &'x Expr {
        let start = links.len();
        let mut root = expr;
        loop {
            match &root.kind {
                ExprKind::Property { base, name } => {
                    let key = Value::string(name.clone(), OriginId::NONE);
                    links.push(Link { key, span: root.span, safe });
                    root = base;
                }
                ExprKind::Index { base, index } => {
                    let key = self.expr(index, context);
                    links.push(Link { key, span: root.span, safe });
                    root = base;
                }
                _ => break,
            }
        }
        if let Some(links) = links.get_mut(start..) {
            links.reverse();
        }
        root
    }

    /// Follows links from the value of `root`.
    pub(crate) fn follow(&mut self, root: &Expr, links: &[Link], context: &Context) -> Value {
        if let ExprKind::Call { name, args } = &root.kind
            && let Some(value) = self.reference_path(root, name, args, links, context)
        {
            return value;
        }
        let mut value = self.expr(root, context);
        for link in links {
            value = self.access(&value, link, context);
        }
        value
    }

    /// The values of arguments, in order.
    pub(crate) fn arguments(&mut self, args: &[Expr], context: &Context) -> Vec<Value> {
        args.iter().map(|arg| self.expr(arg, context)).collect()
    }

    /// The origin of a call's result: its place, resting on the defaults that its arguments rest on.
    pub(crate) fn call_origin(&mut self, expr: &Expr, args: &[Value], context: &Context) -> OriginId {
        let origin = self.origin(expr.span, context);
        self.estate.origins.derive(origin, args.iter().map(|arg| arg.origin))
    }

    /// A value that was chosen because of others: it rests on their defaults, at every depth.
    pub(crate) fn resting_on(&mut self, value: Value, others: &[OriginId]) -> Value {
        use ringfence_estate::Defaults;
        let origins = &self.estate.origins;
        if others.iter().all(|other| origins.get(*other).defaults == Defaults::NONE) {
            return value;
        }
        let origins = &mut self.estate.origins;
        super::marks::map_origins(&value, &mut |origin| origins.derive(origin, others.iter().copied()))
    }
}

/// Adds members of unknown names, each a name and a value. One that is known does not count any more if one of them may
/// have its name: which of two members of one name a deployment takes, nobody says.
fn add_unknown(object: &mut Object, unknown: Vec<Value>) {
    if unknown.is_empty() {
        return;
    }
    let rest = Term::call("createObject", unknown.iter().cloned(), Domain::Object);
    for member in &mut object.members {
        let name = Value::text(&member.name);
        let may_be = |other: &Value| other.same(&name, Case::Insensitive) != Sameness::Different;
        if unknown.iter().step_by(2).any(may_be) {
            member.value = Value::term(rest.property(&member.name), member.value.origin);
        }
    }
    object.rest = Some(rest);
}

fn literal_kind(kind: &NodeKind) -> Kind {
    match kind {
        NodeKind::Bool(value) => Kind::Bool(*value),
        NodeKind::Int(value) => Kind::Int(*value),
        NodeKind::Number(text) => Kind::Number(text.clone()),
        NodeKind::String(text) => Kind::String(text.clone()),
        _ => Kind::Null,
    }
}

/// A shared list, for contexts.
pub(crate) fn shared(context: &Context) -> Rc<Context> {
    Rc::new(context.clone())
}
