//! Types of parameters, outputs and definitions.
//!
//! Syntax: <https://learn.microsoft.com/azure/azure-resource-manager/templates/definitions>.

use std::sync::Arc;

use ringfence_source::{Diagnostic, Span};

use super::Definition;
use super::lower::Lower;
use super::reader::{self, int, literal};
use crate::{Member, Node, NodeKind};

/// The deepest nesting of types that is read; `$ref` makes anything deeper expressible.
const MAX_DEPTH: usize = 64;

/// A type with its constraints.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeSchema {
    /// The whole definition.
    pub node: Node,
    /// `type` or `$ref`.
    pub type_: TypeRef,
    /// Where `type` or `$ref` stands, else the whole definition.
    pub type_span: Span,
    /// `nullable`
    pub nullable: bool,
    /// `allowedValues`
    pub allowed: Option<Arc<[Node]>>,
    /// `minValue`
    pub min_value: Option<i64>,
    /// `maxValue`
    pub max_value: Option<i64>,
    /// `minLength`
    pub min_length: Option<i64>,
    /// `maxLength`
    pub max_length: Option<i64>,
    /// `properties`
    pub properties: Arc<[PropertySchema]>,
    /// `additionalProperties`
    pub additional_properties: Additional,
    /// `prefixItems`
    pub prefix_items: Arc<[TypeSchema]>,
    /// `items`: the elements after the prefix.
    pub items: Additional,
    /// `discriminator`
    pub discriminator: Option<Arc<Discriminator>>,
}

/// What a type is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeRef {
    /// A type of the language.
    Named(TypeName),
    /// `$ref`, as written: `#/definitions/…`.
    Reference(Arc<str>),
    /// Neither is there: every value fits, as far as the other constraints go.
    Any,
}

/// The types of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TypeName {
    /// `string`
    String,
    /// `securestring`
    SecureString,
    /// `int`
    Int,
    /// `bool`
    Bool,
    /// `object`
    Object,
    /// `secureObject`
    SecureObject,
    /// `array`
    Array,
}

/// A property of an object type.
#[derive(Clone, Debug, PartialEq)]
pub struct PropertySchema {
    /// Its name.
    pub name: Arc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// Its type.
    pub schema: TypeSchema,
}

/// What may stand beside the declared properties or after the declared items.
#[derive(Clone, Debug, PartialEq)]
pub enum Additional {
    /// Anything; nothing was said.
    Anything,
    /// Nothing (`false`).
    Nothing,
    /// Values of this type.
    Of(Arc<TypeSchema>),
}

/// A choice among object types by the value of one property.
#[derive(Clone, Debug, PartialEq)]
pub struct Discriminator {
    /// The property that decides.
    pub property: Arc<str>,
    /// The types by its value.
    pub mapping: Vec<PropertySchema>,
}

impl TypeName {
    /// The type of this name; ASCII case does not count.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.as_str().eq_ignore_ascii_case(text))
    }

    /// The name as Bicep writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::SecureString => "securestring",
            Self::Int => "int",
            Self::Bool => "bool",
            Self::Object => "object",
            Self::SecureObject => "secureObject",
            Self::Array => "array",
        }
    }

    /// Whether its values are kept out of logs and of the deployment's history.
    pub fn is_secure(self) -> bool {
        matches!(self, Self::SecureString | Self::SecureObject)
    }

    const ALL: [Self; 7] =
        [Self::String, Self::SecureString, Self::Int, Self::Bool, Self::Object, Self::SecureObject, Self::Array];
}

impl TypeSchema {
    /// The type of the language that this is, unless it is a reference or anything.
    pub fn name(&self) -> Option<TypeName> {
        match self.type_ {
            TypeRef::Named(name) => Some(name),
            TypeRef::Reference(_) | TypeRef::Any => None,
        }
    }

    /// The schema of one property, by its name as written.
    pub fn property(&self, name: &str) -> Option<&TypeSchema> {
        self.properties.iter().find(|own| own.name.eq_ignore_ascii_case(name)).map(|own| &own.schema)
    }

    pub(super) fn read(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Self {
        read(node, diagnostics, MAX_DEPTH)
    }

    fn any(node: &Node) -> Self {
        Self {
            node: node.clone(),
            type_: TypeRef::Any,
            type_span: node.span,
            nullable: false,
            allowed: None,
            min_value: None,
            max_value: None,
            min_length: None,
            max_length: None,
            properties: Arc::default(),
            additional_properties: Additional::Anything,
            prefix_items: Arc::default(),
            items: Additional::Anything,
            discriminator: None,
        }
    }
}

fn read(node: &Node, diagnostics: &mut Vec<Diagnostic>, depth: usize) -> TypeSchema {
    let mut schema = TypeSchema::any(node);
    let Some(object) = reader::object(node, "a type definition", diagnostics) else { return schema };
    let Some(depth) = depth.checked_sub(1) else {
        let message = format!("types are nested more than {MAX_DEPTH} deep");
        diagnostics.push(
            Diagnostic::error("nesting-too-deep", node.span, message)
                .with_help("name the inner types in `definitions` and use `$ref`"),
        );
        return schema;
    };
    for member in &object.members {
        member_of_type(&mut schema, member, diagnostics, depth);
    }
    schema
}

fn member_of_type(schema: &mut TypeSchema, member: &Member, diagnostics: &mut Vec<Diagnostic>, depth: usize) {
    let value = &member.value;
    let Some(name) = member.name() else { return };
    match Lower::of(name).as_str() {
        "type" => {
            let Some(text) = literal(value, "`type`", diagnostics) else { return };
            schema.type_span = value.span;
            match TypeName::parse(&text) {
                Some(name) => schema.type_ = TypeRef::Named(name),
                None => diagnostics.push(
                    Diagnostic::error("unknown-type", value.span, format!("there is no type `{text}`"))
                        .with_help("use string, securestring, int, bool, object, secureObject or array"),
                ),
            }
        }
        "$ref" => {
            let Some(text) = literal(value, "`$ref`", diagnostics) else { return };
            schema.type_span = value.span;
            schema.type_ = TypeRef::Reference(text);
        }
        "nullable" => schema.nullable = reader::boolean(value, "`nullable`", diagnostics).unwrap_or(false),
        "allowedvalues" => {
            schema.allowed = reader::array(value, "`allowedValues`", diagnostics).map(|items| items.into());
        }
        "minvalue" => schema.min_value = int(value, "`minValue`", diagnostics),
        "maxvalue" => schema.max_value = int(value, "`maxValue`", diagnostics),
        "minlength" => schema.min_length = int(value, "`minLength`", diagnostics),
        "maxlength" => schema.max_length = int(value, "`maxLength`", diagnostics),
        "properties" => schema.properties = properties(value, "`properties`", diagnostics, depth).into(),
        "additionalproperties" => schema.additional_properties = additional(value, diagnostics, depth),
        "prefixitems" => {
            let items = reader::array(value, "`prefixItems`", diagnostics).unwrap_or_default();
            schema.prefix_items = items.iter().map(|item| read(item, diagnostics, depth)).collect();
        }
        "items" => schema.items = additional(value, diagnostics, depth),
        "discriminator" => schema.discriminator = discriminator(value, diagnostics, depth).map(Arc::new),
        _ => {}
    }
}

fn properties(node: &Node, what: &str, diagnostics: &mut Vec<Diagnostic>, depth: usize) -> Vec<PropertySchema> {
    let Some(object) = reader::object(node, what, diagnostics) else { return Vec::new() };
    let mut properties = Vec::with_capacity(object.members.len());
    for member in &object.members {
        let Some(name) = reader::name(member, diagnostics) else { continue };
        let schema = read(&member.value, diagnostics, depth);
        properties.push(PropertySchema { name, name_span: member.key_span, schema });
    }
    properties
}

fn additional(node: &Node, diagnostics: &mut Vec<Diagnostic>, depth: usize) -> Additional {
    match node.kind {
        NodeKind::Bool(true) => Additional::Anything,
        NodeKind::Bool(false) => Additional::Nothing,
        _ => Additional::Of(Arc::new(read(node, diagnostics, depth))),
    }
}

fn discriminator(node: &Node, diagnostics: &mut Vec<Diagnostic>, depth: usize) -> Option<Discriminator> {
    let property = reader::required(node, "propertyName", "`discriminator`", diagnostics)?;
    let property = literal(property, "`propertyName`", diagnostics)?;
    let mapping = reader::required(node, "mapping", "`discriminator`", diagnostics)?;
    Some(Discriminator { property, mapping: properties(mapping, "`mapping`", diagnostics, depth) })
}

/// Follows a `$ref` through the definitions: `#/definitions/NAME`, then the members of a type one by one.
pub(super) fn resolve<'t>(definitions: &'t [Definition], pointer: &str) -> Option<&'t TypeSchema> {
    let mut segments = pointer.strip_prefix("#/definitions/")?.split('/').map(unescape);
    let name = segments.next()?;
    let mut schema = &definitions.iter().rev().find(|own| own.name.eq_ignore_ascii_case(&name))?.schema;
    while let Some(segment) = segments.next() {
        schema = match segment.as_str() {
            "properties" => schema.property(&segments.next()?)?,
            "prefixItems" => schema.prefix_items.get(segments.next()?.parse::<usize>().ok()?)?,
            "items" => schema.items.schema()?,
            "additionalProperties" => schema.additional_properties.schema()?,
            "discriminator" => {
                segments.next().filter(|mapping| mapping == "mapping")?;
                let value = segments.next()?;
                &schema.discriminator.as_ref()?.mapping.iter().find(|own| *own.name == *value)?.schema
            }
            _ => return None,
        };
    }
    Some(schema)
}

impl Additional {
    /// The type of what may stand there, if one was given.
    pub fn schema(&self) -> Option<&TypeSchema> {
        match self {
            Self::Of(schema) => Some(schema),
            Self::Anything | Self::Nothing => None,
        }
    }
}

/// A segment of a JSON pointer (RFC 6901 §4), which a URI fragment may also percent-encode (§6).
fn unescape(segment: &str) -> String {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        let digit = |byte: &u8| char::from(*byte).to_digit(16);
        match (first, tail) {
            (b'%', [high, low, tail @ ..]) if digit(high).is_some() && digit(low).is_some() => {
                rest = tail;
                bytes.push((digit(high).unwrap_or(0) * 16 + digit(low).unwrap_or(0)) as u8);
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).replace("~1", "/").replace("~0", "~")
}
