//! Passing over blanks, comments, and what cannot be read.

use super::Reader;

impl Reader<'_> {
    pub(super) fn skip_while(&mut self, inside: impl Fn(&u8) -> bool) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| !inside(byte)).unwrap_or(rest.len());
    }

    pub(super) fn skip_word(&mut self) {
        self.skip_while(|byte| super::is_word(*byte) || byte.is_ascii_digit() || *byte == b'-');
    }

    /// Passes over blanks and comments.
    #[inline]
    pub(super) fn skip_blank(&mut self) {
        // Mostly there is none.
        match self.peek() {
            Some(b'!'..=b'.' | b'0'..=b'~') => {}
            _ => self.skip_blanks(),
        }
    }

    fn skip_blanks(&mut self) {
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            // Most of a template's blanks are indentation: eight spaces at a time.
            let start = usize::from(rest.first() == Some(&b'\n'));
            let (words, _) = rest.get(start..).unwrap_or_default().as_chunks::<8>();
            let spaces = words.iter().take_while(|word| **word == *b"        ").count();
            if spaces > 0 {
                self.at += start + spaces * 8;
            }
            self.skip_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0x0B | 0x0C));
            match self.bytes.get(self.at..) {
                Some([b'/', b'/', ..]) => self.at = self.end_of_line(),
                Some([b'/', b'*', ..]) => self.skip_block_comment(),
                // A no-break space or a byte order mark, which are easily pasted in.
                Some([0xC2, 0xA0, ..]) => self.at += 2,
                Some([0xEF, 0xBB, 0xBF, ..]) => self.at += 3,
                _ => return,
            }
        }
    }

    fn skip_block_comment(&mut self) {
        let start = self.at;
        let rest = self.text.get(start + 2..).unwrap_or_default();
        match rest.find("*/") {
            Some(length) => self.at = start + 2 + length + 2,
            None => {
                self.error(start, start + 2, "this comment has no end", "end it with `*/`");
                self.at = self.bytes.len();
            }
        }
    }

    pub(super) fn end_of_line(&self) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at + rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len())
    }

    /// Passes over what cannot be read, up to the next comma or closer of this container.
    pub(super) fn skip_to_separator(&mut self) {
        loop {
            self.skip_blank();
            match self.peek() {
                None | Some(b',' | b'}' | b']') => return,
                Some(b'{' | b'[') => self.skip_container(),
                Some(b'"' | b'\'') => {
                    let decoded = self.string();
                    self.give_back(decoded);
                }
                Some(_) => self.at = self.end_of_char(),
            }
        }
    }

    /// Passes over an object or array without reading it, however deep it is.
    pub(super) fn skip_container(&mut self) {
        let mut depth = 0_usize;
        loop {
            self.skip_blank();
            match self.peek() {
                None => return,
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.at += 1;
                }
                Some(b'}' | b']') => {
                    self.at += 1;
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return;
                    }
                }
                Some(b'"' | b'\'') => {
                    let decoded = self.string();
                    self.give_back(decoded);
                }
                Some(_) => self.at = self.end_of_char(),
            }
        }
    }
}
