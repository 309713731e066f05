//! The report for code hosts.

use crate::Run;

/// The report as SARIF text.
pub fn render(_run: &Run<'_>) -> Result<String, serde_json::Error> {
    Ok(String::new())
}
