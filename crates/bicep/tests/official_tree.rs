//! The tree against the official one, node by node and byte by byte, where a checkout is at hand.
//!
//! `RINGFENCE_BICEP_CHECKOUT` names a checkout of <https://github.com/Azure/bicep>. Its samples repeat each source
//! with the nodes of the official tree under the line in which they start: `//@[start:end) |   └─KindSyntax`, counted
//! in UTF-16 units from the start of that line.

use std::collections::BTreeMap;

use ringfence_bicep::parse::parse;
use ringfence_bicep::syntax::{
    ArrayItem, Decorator, Expr, ExprKind, FileKind, Node, ObjectItem, Statement, StatementKind, TypeExpr, TypeExprKind,
    TypeKey, TypeMember,
};
use ringfence_source::{DiskWorld, FileId, ReadError, SourceFile, Sources, Span, World, join};

/// Official nodes that have no counterpart: tokens, names, and parts that are fields here.
const WITHOUT_COUNTERPART: &[&str] = &[
    "AliasAsClauseSyntax",
    "ArrayTypeMemberSyntax",
    "CompileTimeImportFromClauseSyntax",
    "ExtensionWithClauseSyntax",
    "FunctionArgumentSyntax",
    "IdentifierSyntax",
    "IfConditionSyntax",
    "ImportedSymbolsListItemSyntax",
    "ImportedSymbolsListSyntax",
    "LocalVariableSyntax",
    "NoneLiteralSyntax",
    "ParameterDefaultValueSyntax",
    "ParameterizedTypeArgumentSyntax",
    "ProgramSyntax",
    "SkippedTriviaSyntax",
    "TypedLambdaSyntax",
    "TypedLocalVariableSyntax",
    "TypedVariableBlockSyntax",
    "UnionTypeMemberSyntax",
    "UsingWithClauseSyntax",
    "VariableBlockSyntax",
    "WildcardImportSyntax",
];

/// How often a node of this kind stands at this line, column and length.
type Nodes = BTreeMap<(u32, u32, u32, &'static str), i32>;

#[test]
fn the_tree_is_the_official_one() {
    let Some(root) = std::env::var_os("RINGFENCE_BICEP_CHECKOUT") else {
        eprintln!("SKIPPED: RINGFENCE_BICEP_CHECKOUT names no checkout of Azure/bicep");
        return;
    };
    let mut wrong = Vec::new();
    let (mut files, mut compared) = (0, 0);
    for (folder, stem, extension) in
        [("baselines", "main", "bicep"), ("baselines_bicepparam", "parameters", "bicepparam")]
    {
        let samples = join(&root.to_string_lossy(), &format!("src/Bicep.Core.Samples/Files/{folder}"));
        for sample in DiskWorld::default().list(&samples).unwrap() {
            let path = join(&samples, &format!("{}/{stem}.{extension}", sample.name));
            let annotated = join(&samples, &format!("{}/{stem}.syntax.{extension}", sample.name));
            let (Ok(text), Ok(annotated)) = (read(&path), read(&annotated)) else { continue };
            let Some(mut found) =
                nodes_of(&text, if extension == "bicep" { FileKind::Bicep } else { FileKind::Params })
            else {
                assert!(sample.name.contains("Invalid"), "{path} has errors");
                continue;
            };
            files += 1;
            compared += found.len();
            for (node, count) in official_nodes(&annotated) {
                *found.entry(node).or_default() -= count;
            }
            for ((line, column, length, kind), count) in found.iter().filter(|(_, count)| **count != 0) {
                wrong.push(format!("{path}:{line}:{column}+{length} {kind}: {count:+}"));
            }
        }
    }
    eprintln!("{compared} nodes in {files} files compared");
    assert!(files > 30, "too few files to mean anything: {files}");
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

fn read(path: &str) -> Result<String, ReadError> {
    DiskWorld::default().read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

fn official_nodes(annotated: &str) -> Nodes {
    let mut nodes = Nodes::new();
    let mut line = 0;
    let mut after_if = false;
    for text in annotated.lines() {
        let Some((start, rest)) = text.strip_prefix("//@[").and_then(|note| note.split_once(':')) else {
            line += u32::from(!text.starts_with("//@["));
            continue;
        };
        let Some((end, node)) = rest.split_once(')') else { continue };
        // The parentheses of an `if` are no expression here.
        let condition = std::mem::replace(&mut after_if, node.ends_with("Token(Identifier) |if|"));
        let name = node.trim_start_matches([' ', '|', '├', '─', '└']);
        if !name.ends_with("Syntax") || WITHOUT_COUNTERPART.contains(&name) || name.contains(' ') || condition {
            continue;
        }
        let (Ok(start), Ok(end)) = (start.parse::<u32>(), end.parse::<u32>()) else { continue };
        let known = KINDS.iter().copied().find(|known| *known == name).unwrap_or("a kind that is not known here");
        *nodes.entry((line, start + 1, end - start, known)).or_default() += 1;
    }
    nodes
}

/// The nodes of a text, unless it has errors.
fn nodes_of(text: &str, kind: FileKind) -> Option<Nodes> {
    let mut sources = Sources::default();
    let id = sources.add("a", text);
    let file = sources.file(id);
    let (program, diagnostics) = parse(id, file.text(), kind);
    let mut collector = Collector { id, file, nodes: Nodes::new() };
    program.children(&mut |node| collector.node(node));
    diagnostics.is_empty().then_some(collector.nodes)
}

struct Collector<'t> {
    id: FileId,
    file: &'t SourceFile,
    nodes: Nodes,
}

impl Collector<'_> {
    fn add(&mut self, span: Span, kind: &'static str) {
        let position = self.file.position(span.start);
        let text = self.file.text().get(span.start as usize..span.end as usize).unwrap_or_default();
        let length = text.encode_utf16().count() as u32;
        *self.nodes.entry((position.line, position.column, length, kind)).or_default() += 1;
    }

    fn node(&mut self, node: Node) {
        match node {
            Node::Statement(it) => self.add(with_decorators(it), statement_kind(&it.kind)),
            Node::Decorator(it) => self.decorator(it),
            Node::Body(it) if it.for_clause.is_some() => self.add(it.span, "ForSyntax"),
            Node::Body(_) => {}
            Node::Expr(it) => self.add(it.span, expression_kind(it)),
            Node::Type(it) => self.add(it.span, type_kind(it)),
            Node::String(it) => self.add(it.span, "StringSyntax"),
            Node::Object(it) => self.add(it.span, "ObjectSyntax"),
            Node::ObjectItem(ObjectItem::Spread { .. }) | Node::ArrayItem(ArrayItem::Spread { .. }) => {
                self.add(node.span(), "SpreadExpressionSyntax");
            }
            Node::ObjectItem(_) => self.add(node.span(), "ObjectPropertySyntax"),
            Node::ArrayItem(_) => self.add(node.span(), "ArrayItemSyntax"),
            Node::TypeMember(it) => self.add(member_with_decorators(it), member_kind(it)),
            Node::Error(span) => self.add(span, "an error"),
        }
        if let Node::Type(TypeExpr { kind: TypeExprKind::Tuple(items), .. }) = node {
            for item in items {
                let first = item.decorators.first().map_or(item.value.span, |decorator| decorator.span);
                self.add(first.to(item.value.span), "TupleTypeItemSyntax");
            }
        }
        if let Node::Statement(Statement { kind: StatementKind::Import(import), .. }) = node
            && let ringfence_bicep::syntax::ImportTarget::Items(items) = &import.target
        {
            for item in items {
                let text = self.file.text().get(item.original.span.start as usize..).unwrap_or_default();
                if text.starts_with('\'') {
                    self.add(item.original.span, "StringSyntax");
                }
            }
        }
        node.children(&mut |child| self.node(child));
    }

    fn decorator(&mut self, it: &Decorator) {
        self.add(it.span, "DecoratorSyntax");
        let call = Span::new(self.id, it.span.start + 1, it.span.end);
        match &it.namespace {
            Some(namespace) => {
                self.add(call, "InstanceFunctionCallSyntax");
                self.add(namespace.span, "VariableAccessSyntax");
            }
            None => self.add(call, "FunctionCallSyntax"),
        }
    }
}

fn with_decorators(it: &Statement) -> Span {
    it.decorators.first().map_or(it.span, |first| first.span.to(it.span))
}

fn member_with_decorators(it: &TypeMember) -> Span {
    it.decorators.first().map_or(it.span, |first| first.span.to(it.span))
}

fn member_kind(it: &TypeMember) -> &'static str {
    match it.key {
        TypeKey::Additional(_) => "ObjectTypeAdditionalPropertiesSyntax",
        _ => "ObjectTypePropertySyntax",
    }
}

const KINDS: &[&str] = &[
    "ArrayAccessSyntax",
    "ArrayItemSyntax",
    "ArraySyntax",
    "ArrayTypeSyntax",
    "AssertDeclarationSyntax",
    "BinaryOperationSyntax",
    "BooleanLiteralSyntax",
    "BooleanTypeLiteralSyntax",
    "CompileTimeImportDeclarationSyntax",
    "DecoratorSyntax",
    "ExtendsDeclarationSyntax",
    "ExtensionConfigAssignmentSyntax",
    "ExtensionDeclarationSyntax",
    "ForSyntax",
    "FunctionCallSyntax",
    "FunctionDeclarationSyntax",
    "InstanceFunctionCallSyntax",
    "InstanceParameterizedTypeInstantiationSyntax",
    "IntegerLiteralSyntax",
    "IntegerTypeLiteralSyntax",
    "LambdaSyntax",
    "MetadataDeclarationSyntax",
    "ModuleDeclarationSyntax",
    "NonNullAssertionSyntax",
    "NonNullableTypeSyntax",
    "NullLiteralSyntax",
    "NullTypeLiteralSyntax",
    "NullableTypeSyntax",
    "ObjectPropertySyntax",
    "ObjectSyntax",
    "ObjectTypeAdditionalPropertiesSyntax",
    "ObjectTypePropertySyntax",
    "ObjectTypeSyntax",
    "OutputDeclarationSyntax",
    "ParameterAssignmentSyntax",
    "ParameterDeclarationSyntax",
    "ParameterizedTypeInstantiationSyntax",
    "ParenthesizedExpressionSyntax",
    "ParenthesizedTypeSyntax",
    "PropertyAccessSyntax",
    "ResourceAccessSyntax",
    "ResourceDeclarationSyntax",
    "ResourceTypeSyntax",
    "SpreadExpressionSyntax",
    "StringSyntax",
    "StringTypeLiteralSyntax",
    "TargetScopeSyntax",
    "TernaryOperationSyntax",
    "TestDeclarationSyntax",
    "TupleTypeItemSyntax",
    "TupleTypeSyntax",
    "TypeAdditionalPropertiesAccessSyntax",
    "TypeArrayAccessSyntax",
    "TypeDeclarationSyntax",
    "TypeItemsAccessSyntax",
    "TypePropertyAccessSyntax",
    "TypeVariableAccessSyntax",
    "UnaryOperationSyntax",
    "UnaryTypeOperationSyntax",
    "UnionTypeSyntax",
    "UsingDeclarationSyntax",
    "VariableAccessSyntax",
    "VariableDeclarationSyntax",
];

fn statement_kind(kind: &StatementKind) -> &'static str {
    match kind {
        StatementKind::TargetScope(_) => "TargetScopeSyntax",
        StatementKind::Metadata(_) => "MetadataDeclarationSyntax",
        StatementKind::Param(_) => "ParameterDeclarationSyntax",
        StatementKind::Var(_) => "VariableDeclarationSyntax",
        StatementKind::Type(_) => "TypeDeclarationSyntax",
        StatementKind::Func(_) => "FunctionDeclarationSyntax",
        StatementKind::Resource(_) => "ResourceDeclarationSyntax",
        StatementKind::Module(_) => "ModuleDeclarationSyntax",
        StatementKind::Output(_) => "OutputDeclarationSyntax",
        StatementKind::Import(_) => "CompileTimeImportDeclarationSyntax",
        StatementKind::Extension(_) => "ExtensionDeclarationSyntax",
        StatementKind::Assert(_) => "AssertDeclarationSyntax",
        StatementKind::Test(_) => "TestDeclarationSyntax",
        StatementKind::Using(_) => "UsingDeclarationSyntax",
        StatementKind::Extends(_) => "ExtendsDeclarationSyntax",
        StatementKind::ParamValue(_) => "ParameterAssignmentSyntax",
        StatementKind::ExtensionConfig(_) => "ExtensionConfigAssignmentSyntax",
        StatementKind::Error => "an error",
    }
}

fn expression_kind(it: &Expr) -> &'static str {
    match &it.kind {
        ExprKind::Null => "NullLiteralSyntax",
        ExprKind::Bool(_) => "BooleanLiteralSyntax",
        ExprKind::Integer(_) => "IntegerLiteralSyntax",
        ExprKind::String(_) => "StringSyntax",
        ExprKind::Object(_) => "ObjectSyntax",
        ExprKind::Array(_) => "ArraySyntax",
        ExprKind::For { .. } => "ForSyntax",
        ExprKind::Ternary { .. } => "TernaryOperationSyntax",
        ExprKind::Binary { .. } => "BinaryOperationSyntax",
        ExprKind::Unary { .. } => "UnaryOperationSyntax",
        ExprKind::Variable(_) => "VariableAccessSyntax",
        ExprKind::Call { .. } => "FunctionCallSyntax",
        ExprKind::InstanceCall { .. } => "InstanceFunctionCallSyntax",
        ExprKind::Lambda { .. } => "LambdaSyntax",
        ExprKind::Property { .. } => "PropertyAccessSyntax",
        ExprKind::Index { .. } => "ArrayAccessSyntax",
        ExprKind::NestedResource { .. } => "ResourceAccessSyntax",
        ExprKind::NonNull(_) => "NonNullAssertionSyntax",
        ExprKind::Parenthesized(_) => "ParenthesizedExpressionSyntax",
        ExprKind::Error => "an error",
    }
}

fn type_kind(it: &TypeExpr) -> &'static str {
    match &it.kind {
        TypeExprKind::Name(_) => "TypeVariableAccessSyntax",
        TypeExprKind::Null => "NullTypeLiteralSyntax",
        TypeExprKind::Bool(_) => "BooleanTypeLiteralSyntax",
        TypeExprKind::Integer(_) => "IntegerTypeLiteralSyntax",
        TypeExprKind::String(_) => "StringTypeLiteralSyntax",
        TypeExprKind::Unary { .. } => "UnaryTypeOperationSyntax",
        TypeExprKind::Object(_) => "ObjectTypeSyntax",
        TypeExprKind::Tuple(_) => "TupleTypeSyntax",
        TypeExprKind::Array(_) => "ArrayTypeSyntax",
        TypeExprKind::Union(_) => "UnionTypeSyntax",
        TypeExprKind::Nullable(_) => "NullableTypeSyntax",
        TypeExprKind::NonNull(_) => "NonNullableTypeSyntax",
        TypeExprKind::Parenthesized(_) => "ParenthesizedTypeSyntax",
        TypeExprKind::Property { .. } => "TypePropertyAccessSyntax",
        TypeExprKind::AdditionalProperties(_) => "TypeAdditionalPropertiesAccessSyntax",
        TypeExprKind::Items(_) => "TypeItemsAccessSyntax",
        TypeExprKind::Index { .. } => "TypeArrayAccessSyntax",
        TypeExprKind::Generic { base: None, .. } => "ParameterizedTypeInstantiationSyntax",
        TypeExprKind::Generic { base: Some(_), .. } => "InstanceParameterizedTypeInstantiationSyntax",
        TypeExprKind::Resource(_) => "ResourceTypeSyntax",
        TypeExprKind::Error => "an error",
    }
}
