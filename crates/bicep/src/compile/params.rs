//! A parameters file as a program of its own: what it gives to each parameter, as an expression over its variables.
//!
//! <https://learn.microsoft.com/azure/azure-resource-manager/bicep/parameter-files>. The expressions of such a file see
//! its own variables, functions and other parameters, and nothing of the template that they are given to.

use ringfence_arm::{Expr, Member, Node, NodeKind};
use ringfence_source::{Diagnostic, Session, Span, directory_of, join};

use super::emit::expression;
use super::inline::for_each_inside;
use super::ir::{Env, IrKind};
use super::load::{Store, report};
use super::template::Template;
use super::types::Definitions;
use super::{Compiler, Options};
use crate::bind::{Model, Sym};
use crate::syntax::{self as ast, ExprKind, StatementKind, UsingPath};

/// The member of a program that holds the program of the file that it extends; `parameters('base.name')` is what that
/// one gives to `name`.
pub const BASE_PROGRAM: &str = "__ringfence.base";
/// How many files may extend each other.
const MAX_EXTENDS: usize = 32;

/// A parameters file, compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct CompiledParams {
    /// The path of the template that it is for; none for `using none`, and where the path cannot be read.
    pub using: Option<String>,
    /// A template without resources. The `defaultValue` of each parameter is what the file gives. Where the file
    /// extends another, that one's program is the member [`BASE_PROGRAM`].
    pub node: Node,
}

/// Compiles a parameters file; `None` only if the file itself cannot be read.
///
/// What is wrong is reported to the session, and stands in the program as an unknown value.
pub fn compile_params(session: &mut Session<'_>, path: &str, options: &Options) -> Option<CompiledParams> {
    let store = Store::load(session, path, options)?;
    let models = store.bind();
    let compiler = Compiler::new(&store, &models, session.world());
    for diagnostic in models.iter().flatten().flat_map(|model| &model.diagnostics) {
        compiler.report(diagnostic.clone());
    }
    let start = store.file(0).map(|loaded| Span::start_of(loaded.file))?;
    let node = program(&compiler, 0, start, &mut Vec::new());
    for diagnostic in compiler.diagnostics.into_inner() {
        report(session, diagnostic);
    }
    let model = models.first()?.as_ref();
    Some(CompiledParams { using: model.and_then(|model| using(model, &store.file(0)?.path)), node })
}

fn using(model: &Model<'_>, own: &str) -> Option<String> {
    model.program.statements.iter().find_map(|statement| match &statement.kind {
        StatementKind::Using(using) => match &using.path {
            UsingPath::Path(literal) => Some(join(directory_of(own), literal.plain()?)),
            UsingPath::None(_) | UsingPath::Error(_) => None,
        },
        _ => None,
    })
}

/// The program of a file; `above` are the files that extend it.
fn program<'t>(compiler: &'t Compiler<'t>, file: usize, from: Span, above: &mut Vec<usize>) -> Node {
    let unread = Node { span: from, kind: NodeKind::Unreadable };
    let Some(model) = compiler.model(file) else { return unread };
    if above.contains(&file) || above.len() >= MAX_EXTENDS {
        compiler.report(Diagnostic::error("cycle", from, "this parameters file extends itself"));
        return unread;
    }
    check_reads(compiler, model);
    let template = Template::new(compiler, model);
    let (parameters, variables) = values(&template);
    let start = Span::start_of(model.program.span.file);
    let functions = template.functions(&Definitions::new(Vec::new()));
    let schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";
    let mut members = vec![
        Member::new("$schema", start, Node::string(start, schema)),
        Member::new("contentVersion", start, Node::string(start, "1.0.0.0")),
        Member::new("functions", start, Node::array(start, functions)),
        Member::new("parameters", start, Node::object(start, parameters)),
        Member::new("variables", start, Node::object(start, variables)),
        Member::new("resources", start, Node::array(start, Vec::new())),
    ];
    members.extend(template.unread());
    if let Some(base) = extended(compiler, model, above) {
        members.push(Member::new(BASE_PROGRAM, base.span, base));
    }
    Node::object(model.program.span, members)
}

/// The file's parameters and variables.
fn values<'t>(template: &'t Template<'t>) -> (Vec<Member>, Vec<Member>) {
    let mut variables = template.variables();
    let mut parameters = Vec::new();
    let mut copies = Vec::new();
    for assigned in &template.model.param_values {
        let name = &assigned.node.name;
        let ir = template.own().expr(&assigned.node.value, &Env::default());
        let value = match &ir.kind {
            IrKind::For(list, body) => {
                // A parameter has no loop: a variable of its name holds what the loop makes.
                copies.push(template.copy(ir.span, Some(&name.text), list, Some(body)));
                let variable = Expr::string(ir.span, name.text.clone());
                expression(Expr::call(ir.span, "variables", vec![variable]))
            }
            _ => template.node(&ir),
        };
        let given = Node::object(value.span, vec![Member::new("defaultValue", value.span, value)]);
        parameters.push(Member::new(name.text.clone(), name.span, given));
    }
    if let Some(first) = copies.first() {
        let span = first.span;
        if let Some(at) = variables.iter().position(|member| member.name() == Some("copy")) {
            copies.extend(variables.remove(at).value.as_array().unwrap_or_default().iter().cloned());
        }
        variables.insert(0, Member::new("copy", span, Node::array(span, copies)));
    }
    (parameters, variables)
}

/// Reports where a parameter is read whose value exists only once the deployment has started: one that is `null`, so
/// that the template's default counts, or a secret of a key vault. The official codes are BCP369 and BCP368.
fn check_reads(compiler: &Compiler<'_>, model: &Model<'_>) {
    let values =
        model.vars.iter().map(|own| &own.node.value).chain(model.param_values.iter().map(|own| &own.node.value));
    for value in values {
        for_each_inside(value, &mut |inner| {
            let ExprKind::Variable(name) = &inner.kind else { return };
            let Some(Sym::ParamValue(index)) = model.symbol_at(name.span) else { return };
            let Some(read) = model.param_values.get(index) else { return };
            let (code, why) = match kind_of(&read.node.value) {
                Kind::Null => ("null-parameter-read", "it is null, so that the default of the template counts"),
                Kind::Secret => ("secret-parameter-read", "it is a secret of a key vault"),
                Kind::Other => return,
            };
            let message = format!("the value of `{}` is not known here: {why}", name.text);
            let help = "read it in the template instead";
            compiler.report(Diagnostic::error(code, name.span, message).with_help(help));
        });
    }
}

enum Kind {
    Null,
    Secret,
    Other,
}

fn kind_of(expr: &ast::Expr) -> Kind {
    match &expr.kind {
        ExprKind::Null => Kind::Null,
        ExprKind::Call { function, .. } | ExprKind::InstanceCall { function, .. } if &*function.text == "getSecret" => {
            Kind::Secret
        }
        ExprKind::Parenthesized(inner) | ExprKind::NonNull(inner) => kind_of(inner),
        _ => Kind::Other,
    }
}

/// The program of the file that this one extends.
fn extended<'t>(compiler: &'t Compiler<'t>, model: &Model<'t>, above: &mut Vec<usize>) -> Option<Node> {
    let path = model.program.statements.iter().find_map(|statement| match &statement.kind {
        StatementKind::Extends(extends) => extends.path.as_ref(),
        _ => None,
    })?;
    let Some(base) = compiler.target(model.file, path.span) else {
        return Some(Node { span: path.span, kind: NodeKind::Unreadable });
    };
    above.push(model.file);
    let node = program(compiler, base, path.span, above);
    above.pop();
    Some(node)
}
