//! The template functions that need nothing but their arguments: text in, text out.
//!
//! Nothing here knows of estates, terms or spans. Each function answers one of three things: Azure's result; that Azure
//! refuses the call, which fails the deployment; or that what Azure answers is not known here, which makes the value
//! unknown. It never guesses.
//!
//! Sources that several files share:
//!
//! - *string page*, *date page*, *CIDR page*:
//!   <https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-string> and its siblings `-date`
//!   and `-cidr`.
//! - *resolver tests*: `FunctionResolverTests.cs` of <https://github.com/Azure/bicep>, which runs the service's own
//!   function library.
//! - *policy port*: `ExpressionBuiltInFunctions.cs` of <https://github.com/Azure/azure-policy-linter>, Microsoft's port
//!   of the same functions to Azure Policy. It differs from templates where a page says so (`contains`), so it decides
//!   nothing alone.
//! - *recorded deployments*: <https://github.com/KingslandConsulting/Kingsland.ArmLinter>, tests that quote what real
//!   deployments of 2020 answered.

pub mod base64;
pub mod cidr;
pub mod data_uri;
mod date_format;
pub mod date_time;
pub mod format;
pub mod guid;
mod int_format;
pub mod text;
pub mod unique_string;
pub mod uri;

use thiserror::Error;

/// Why a function has no result.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PureError {
    /// Azure refuses the call: the deployment fails.
    #[error("{0}")]
    Refused(String),
    /// No source says what Azure answers, or the case is not written yet: the value is unknown.
    #[error("not implemented: {0}")]
    NotImplemented(String),
}

/// A function's result.
pub type Result<T> = std::result::Result<T, PureError>;

/// The longest literal that the service builds, in UTF-16 units (`TemplateLiteralLimitExceeded`).
///
/// Assumption: no page names the number; it stands in public decompilations of `Azure.Deployments.Expression`.
pub const LITERAL_LIMIT: usize = 131_072;

fn refused<T>(why: impl Into<String>) -> Result<T> {
    Err(PureError::Refused(why.into()))
}

fn not_implemented<T>(why: impl Into<String>) -> Result<T> {
    Err(PureError::NotImplemented(why.into()))
}

/// Length as .NET counts it.
fn utf16_len(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.encode_utf16().count() }
}

/// Joins the parts of `guid` and `uniqueString` as the policy port does, within the literal limit.
fn join_with_dash(function: &str, parts: &[&str]) -> Result<String> {
    if parts.is_empty() {
        return refused(format!("`{function}` needs at least one parameter"));
    }
    let joined = parts.join("-");
    if utf16_len(&joined) > LITERAL_LIMIT {
        return refused(format!("the parameters of `{function}` exceed {LITERAL_LIMIT} characters"));
    }
    Ok(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_utf16_units() {
        for (text, units) in [("", 0), ("abc", 3), ("é", 1), ("😀", 2)] {
            assert_eq!(utf16_len(text), units, "{text}");
        }
    }

    #[test]
    fn parts_are_bounded() {
        let long = "a".repeat(LITERAL_LIMIT);
        assert!(join_with_dash("guid", &[&long]).is_ok());
        assert!(matches!(join_with_dash("guid", &[&long, ""]), Err(PureError::Refused(_))));
        assert!(matches!(join_with_dash("guid", &[]), Err(PureError::Refused(_))));
    }
}
