//! A page of a claim at a terminal: headings stand out, prose fits, examples are as they are.

use std::fmt::Write as _;

use super::{BOLD, DIM, GREEN, wrap};

/// The Markdown of a page, for a person.
pub fn render_page(markdown: &str, color: bool) -> String {
    let paint = |style: anstyle::Style, text: &str| match color && !text.is_empty() {
        true => format!("{style}{text}{style:#}"),
        false => text.to_owned(),
    };
    let mut out = String::new();
    let mut prose = String::new();
    let mut is_example = false;
    for line in markdown.lines() {
        let is_fence = line.starts_with("```");
        let is_prose = !is_example && !is_fence && !line.is_empty() && !line.starts_with('#');
        let is_item = line.starts_with("- ");
        if !is_prose || is_item {
            let indent = if prose.starts_with("- ") { "  " } else { "" };
            let text = wrap::wrapped_under(&prose, 0, indent);
            out.push_str(&text);
            out.push_str(if text.is_empty() { "" } else { "\n" });
            prose.clear();
        }
        if is_prose {
            prose.push_str(if prose.is_empty() { "" } else { " " });
            prose.push_str(line.trim());
        } else if is_fence {
            is_example = !is_example;
        } else if is_example {
            let style = if line.trim_start().starts_with("//") { GREEN } else { DIM };
            let _ = writeln!(out, "{}", format!("    {}", paint(style, line)).trim_end());
        } else {
            let _ = writeln!(out, "{}", paint(BOLD, line.trim_start_matches('#').trim_start()));
        }
    }
    out.push_str(&wrap::wrapped(&prose, 0));
    out.push_str(if prose.is_empty() { "" } else { "\n" });
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_page_is_read_without_markdown() {
        let page = "# name\n\nOne line\nand its rest.\n\n## Fails\n\n- one\n  more\n- two\n\n```bicep\n// fails: x\nvar a = {\n  \
                    # no heading\n}\n```\n\nThe end.\n";
        insta::assert_snapshot!(super::render_page(page, false), @r"
        name

        One line and its rest.

        Fails

        - one more
        - two

            // fails: x
            var a = {
              # no heading
            }

        The end.
        ");
        assert!(super::render_page(page, true).contains("\u{1b}[1mFails\u{1b}[0m"));
    }
}
