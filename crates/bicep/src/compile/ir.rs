//! The form between the tree and the template: names are resolved, variables that must be are inlined, loop
//! variables are indexed; what remains is to write resources and modules as the functions that ARM has for them.

use std::rc::Rc;
use std::sync::Arc;

use ringfence_source::Span;

/// An expression.
#[derive(Clone, Debug)]
pub(crate) struct Ir {
    pub(crate) span: Span,
    pub(crate) kind: IrKind,
}

#[derive(Clone, Debug)]
pub(crate) enum IrKind {
    Null,
    Bool(bool),
    Int(i64),
    String(Arc<str>),
    /// The first text, then each hole with the text after it.
    Format(Arc<str>, Rc<[(Ir, Arc<str>)]>),
    Object(Rc<[IrMember]>),
    Array(Rc<[Ir]>),
    /// Condition, then, otherwise.
    If(Rc<[Ir; 3]>),
    /// A function of ARM.
    Call(Arc<str>, Rc<[Ir]>),
    /// A parameter of a lambda: over the copies of a module, if so known.
    LambdaVariable(Arc<str>, Option<usize>),
    Access(Rc<Access>),
    Resource(ResourceRef),
    Module(ModuleRef),
    /// `module.outputs.name`
    ModuleOutput {
        base: Rc<Ir>,
        name: Arc<str>,
        secure: bool,
        safe: bool,
    },
    /// `resource.listKeys()`, `vault.getSecret('x')`
    ResourceCall(ResourceRef, Arc<str>, Rc<[Ir]>),
    For(Rc<Ir>, Rc<Ir>),
    CopyIndex(Option<Arc<str>>),
    Lambda(Rc<[Arc<str>]>, Rc<Ir>),
    /// What could not be compiled, and what it was.
    Unknown(Arc<str>),
}

#[derive(Clone, Debug)]
pub(crate) struct IrMember {
    pub(crate) key: Ir,
    pub(crate) value: Ir,
}

/// `base.name`, `base[index]`
#[derive(Clone, Debug)]
pub(crate) struct Access {
    pub(crate) base: Ir,
    pub(crate) index: Ir,
    pub(crate) safe: bool,
    pub(crate) from_end: bool,
    /// Whether the base is an access too, so that a `null` of it ends the whole chain.
    pub(crate) chained: bool,
}

/// A resource, in the circumstances in which its name is to be read.
#[derive(Clone, Debug)]
pub(crate) struct ResourceRef {
    pub(crate) resource: usize,
    pub(crate) env: Env,
    pub(crate) index: Option<Rc<Ir>>,
}

/// A module, likewise.
#[derive(Clone, Debug)]
pub(crate) struct ModuleRef {
    pub(crate) module: usize,
    pub(crate) env: Env,
    pub(crate) index: Option<Rc<Ir>>,
}

/// What loop variables are replaced with, where an expression is read outside of its loop.
#[derive(Clone, Debug, Default)]
pub(crate) struct Env(Option<Rc<Vec<(usize, Ir)>>>);

impl Env {
    pub(crate) fn get(&self, local: usize) -> Option<&Ir> {
        self.0.as_ref()?.iter().rev().find(|(own, _)| *own == local).map(|(_, value)| value)
    }

    pub(crate) fn with(&self, local: usize, value: Ir) -> Self {
        let mut all: Vec<(usize, Ir)> = self.0.as_ref().map(|all| all.to_vec()).unwrap_or_default();
        all.retain(|(own, _)| *own != local);
        all.push((local, value));
        Self(Some(Rc::new(all)))
    }
}

impl Ir {
    pub(crate) fn new(span: Span, kind: IrKind) -> Self {
        Self { span, kind }
    }

    pub(crate) fn string(span: Span, text: impl Into<Arc<str>>) -> Self {
        Self::new(span, IrKind::String(text.into()))
    }

    pub(crate) fn call(span: Span, name: impl Into<Arc<str>>, args: Vec<Ir>) -> Self {
        Self::new(span, IrKind::Call(name.into(), args.into()))
    }

    pub(crate) fn object(span: Span, members: Vec<(&str, Ir)>) -> Self {
        let member = |(name, value): (&str, Ir)| IrMember { key: Self::string(value.span, name), value };
        Self::new(span, IrKind::Object(members.into_iter().map(member).collect()))
    }

    pub(crate) fn unknown(span: Span, what: impl Into<Arc<str>>) -> Self {
        Self::new(span, IrKind::Unknown(what.into()))
    }

    pub(crate) fn property(base: Ir, name: &str) -> Self {
        let span = base.span;
        let index = Self::string(span, name);
        let access = Access { base, index, safe: false, from_end: false, chained: false };
        Self::new(span, IrKind::Access(Rc::new(access)))
    }

    /// Whether the index of a loop occurs in it.
    pub(crate) fn has_copy_index(&self) -> bool {
        match &self.kind {
            IrKind::CopyIndex(_) => true,
            IrKind::Null
            | IrKind::Bool(_)
            | IrKind::Int(_)
            | IrKind::String(_)
            | IrKind::LambdaVariable(..)
            | IrKind::Unknown(_) => false,
            IrKind::Format(_, holes) => holes.iter().any(|(hole, _)| hole.has_copy_index()),
            IrKind::Object(members) => members.iter().any(|member| member.value.has_copy_index()),
            IrKind::Array(items) | IrKind::Call(_, items) => items.iter().any(Self::has_copy_index),
            IrKind::If(parts) => parts.iter().any(Self::has_copy_index),
            IrKind::Access(access) => access.base.has_copy_index() || access.index.has_copy_index(),
            IrKind::Resource(reference) => reference.index.as_ref().is_some_and(|index| index.has_copy_index()),
            IrKind::Module(reference) => reference.index.as_ref().is_some_and(|index| index.has_copy_index()),
            IrKind::ModuleOutput { base, .. } => base.has_copy_index(),
            IrKind::ResourceCall(_, _, args) => args.iter().any(Self::has_copy_index),
            IrKind::For(list, body) => list.has_copy_index() || body.has_copy_index(),
            IrKind::Lambda(_, body) => body.has_copy_index(),
        }
    }
}

impl Env {
    /// The same, with each value changed.
    pub(crate) fn map(&self, change: &dyn Fn(&Ir) -> Ir) -> Self {
        Self(self.0.as_ref().map(|all| Rc::new(all.iter().map(|(local, value)| (*local, change(value))).collect())))
    }
}
