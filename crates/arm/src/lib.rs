//! ARM's template form with a span on every node, its JSON reader and its printer.
//!
//! This is the program that both front ends produce: the JSON reader from
//! `azuredeploy.json`, the Bicep compiler from `main.bicep`. The evaluator
//! reads it through [`Template`] and never learns which one it was.

mod expression;
mod json;
mod node;
mod parameters;
mod placeholders;
mod print;
mod strings;
mod template;

pub use expression::parse_expression;
pub use json::{read_data, read_json};
pub use node::{Expr, ExprKind, Key, Member, Node, NodeKind, Object};
pub use parameters::{Given, KeyVaultReference, ParameterValue, fill_placeholders, has_placeholders, read_parameters};
pub use placeholders::{Change, Filled, Piece, Placeholders, display_filled};
pub use print::to_json;
pub use template::{
    Additional, CONTROL_MEMBERS, Copy, CopyInput, CopyMode, Definition, Discriminator, Extension, Function, Output,
    Parameter, PropertySchema, ResourceDecl, Scope, Template, TypeName, TypeRef, TypeSchema, Variable,
};
