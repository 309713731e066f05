//! Lines that fit, and how wide a text is on a terminal.

use textwrap::{Options, WordSplitter};

use super::WIDTH;

/// The text in lines that fit after `used` columns; annotate-snippets aligns all but the first.
pub(super) fn wrapped(text: &str, used: usize) -> String {
    wrapped_under(text, used, "")
}

/// The same, with `indent` before every line but the first.
pub(super) fn wrapped_under(text: &str, used: usize, indent: &str) -> String {
    let room = WIDTH.saturating_sub(used).max(40);
    // A path or a name with hyphens in it stays whole, so that it can be copied.
    let whole_words = Options::new(room).break_words(false).word_splitter(WordSplitter::NoHyphenation);
    let options = whole_words.subsequent_indent(indent);
    textwrap::fill(text, options)
}

/// How many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    textwrap::core::display_width(text)
}
