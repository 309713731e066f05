//! Claims as rules.

use ringfence_claims::Claim;

use super::INFORMATION;
use super::format::{Multiformat, ReportingConfiguration, ReportingDescriptor, RuleProperties};

/// A claim as SARIF describes a rule.
pub(super) fn descriptor(claim: &Claim) -> ReportingDescriptor {
    let plain = |text: &str| Multiformat { text: text.to_owned(), markdown: None };
    let statement = sentence(claim.statement);
    let full = section(claim.page, "Statement").unwrap_or_else(|| statement.clone());
    ReportingDescriptor {
        id: claim.id,
        name: pascal_case(claim.id),
        short_description: plain(&statement),
        full_description: plain(&full),
        help: Multiformat { text: claim.page.to_owned(), markdown: Some(claim.page.to_owned()) },
        help_uri: format!("{INFORMATION}/blob/main/crates/claims/pages/{}.md", claim.id),
        default_configuration: ReportingConfiguration { level: "error" },
        properties: RuleProperties { tags: claim.rows.to_vec() },
    }
}

/// The first paragraph of a section of a page, on one line.
fn section(page: &str, title: &str) -> Option<String> {
    let mut lines = page.lines().skip_while(|line| line.trim_start_matches('#').trim() != title);
    lines.next()?;
    let paragraph: Vec<&str> = lines
        .skip_while(|line| line.trim().is_empty())
        .take_while(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(str::trim)
        .collect();
    (!paragraph.is_empty()).then(|| paragraph.join(" "))
}

/// With a capital and a period.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str().trim_end_matches('.'))
}

/// `private-only` as `PrivateOnly`, as rule names are written.
fn pascal_case(id: &str) -> String {
    id.split('-').map(|word| sentence(word).trim_end_matches('.').to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_its_first_paragraph() {
        let page = "# x\n\n## Statement\n\nOne\ntwo.\n\nThree.\n\n## Fails\n";
        assert_eq!(section(page, "Statement").as_deref(), Some("One two."));
        assert_eq!(section(page, "Fails"), None);
        assert_eq!(section(page, "Holds"), None);
        assert_eq!(pascal_case("no-public-blobs"), "NoPublicBlobs");
        assert_eq!(sentence("it holds"), "It holds.");
    }
}
