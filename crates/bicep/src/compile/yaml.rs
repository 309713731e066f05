//! YAML files, as far as their meaning is beyond doubt.
//!
//! Read are block and flow collections, plain and quoted scalars on one line, and block scalars, of one document
//! (<https://yaml.org/spec/1.2.2/>). Refused is what one reader takes otherwise than another (`yes`, `012`, dates, tags,
//! anchors, scalars over several lines), so that no value is made up.

use std::collections::HashSet;

use ringfence_source::Span;

use super::ir::{Ir, IrKind, IrMember};

/// How deep collections nest.
const MAX_DEPTH: u32 = 100;

/// Reads a YAML document; `span` is given to every value.
pub(crate) fn parse(text: &str, span: Span) -> Result<Ir, String> {
    let mut lines = Vec::new();
    for (number, raw) in text.lines().enumerate() {
        let content = raw.trim_start_matches(' ');
        if content.starts_with('\t') {
            return Err(format!("line {} is indented with a tab", number + 1));
        }
        if raw.starts_with('%') {
            return Err("directives are not read".to_owned());
        }
        lines.push(Line { number: number + 1, indent: raw.len() - content.len(), content: content.to_owned() });
    }
    let mut reader = Reader { lines, at: 0, span };
    reader.skip_blank();
    if reader.current().is_some_and(|line| line.content.trim_end() == "---") {
        reader.at += 1;
        reader.skip_blank();
    }
    let Some(first) = reader.current().map(|line| line.indent) else {
        return Err("it is empty".to_owned());
    };
    let value = reader.block(first, 0)?;
    reader.skip_blank();
    match reader.current() {
        None => Ok(value),
        Some(line) => Err(format!("line {} does not belong to what stands above it", line.number)),
    }
}

struct Line {
    number: usize,
    indent: usize,
    content: String,
}

struct Reader {
    lines: Vec<Line>,
    at: usize,
    span: Span,
}

impl Reader {
    fn current(&self) -> Option<&Line> {
        self.lines.get(self.at)
    }

    fn skip_blank(&mut self) {
        while self.current().is_some_and(|line| line.content.trim().is_empty() || line.content.starts_with('#')) {
            self.at += 1;
        }
    }

    fn ir(&self, kind: IrKind) -> Ir {
        Ir::new(self.span, kind)
    }

    /// What stands at this indentation.
    fn block(&mut self, indent: usize, depth: u32) -> Result<Ir, String> {
        if depth > MAX_DEPTH {
            return Err("it nests too deep".to_owned());
        }
        self.skip_blank();
        let Some(line) = self.current() else { return Ok(self.ir(IrKind::Null)) };
        let (number, content) = (line.number, without_comment(&line.content));
        if content == "-" || content.starts_with("- ") {
            return self.sequence(indent, depth);
        }
        if split_key(&content, number)?.is_some() {
            return self.mapping(indent, depth);
        }
        self.at += 1;
        self.inline(&content, number, indent)
    }

    fn sequence(&mut self, indent: usize, depth: u32) -> Result<Ir, String> {
        let mut items = Vec::new();
        loop {
            self.skip_blank();
            let Some(line) = self.lines.get_mut(self.at).filter(|line| line.indent == indent) else { break };
            let Some(rest) = line.content.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' '))
            else {
                break;
            };
            let inner = rest.trim_start().to_owned();
            if without_comment(&inner).is_empty() {
                self.at += 1;
                items.push(self.below(indent, depth)?);
                continue;
            }
            // The rest of the line is a block of its own, as deep as it stands.
            line.indent = indent + 1 + (rest.len() - inner.len());
            line.content = inner;
            let inner = line.indent;
            items.push(self.block(inner, depth + 1)?);
        }
        Ok(self.ir(IrKind::Array(items.into())))
    }

    fn mapping(&mut self, indent: usize, depth: u32) -> Result<Ir, String> {
        let mut members: Vec<IrMember> = Vec::new();
        let mut keys = HashSet::new();
        loop {
            self.skip_blank();
            let Some(line) = self.current().filter(|line| line.indent == indent) else { break };
            let (number, content) = (line.number, without_comment(&line.content));
            let Some((key, value)) = split_key(&content, number)? else { break };
            if !keys.insert(key.clone()) {
                return Err(format!("line {number} repeats the key `{key}`"));
            }
            self.at += 1;
            let value = match value.as_str() {
                "" => {
                    self.skip_blank();
                    let dashed =
                        |line: &Line| line.indent == indent && (line.content == "-" || line.content.starts_with("- "));
                    if self.current().is_some_and(dashed) {
                        self.sequence(indent, depth + 1)?
                    } else {
                        self.below(indent, depth)?
                    }
                }
                value if value.starts_with(['|', '>']) => self.block_scalar(value, indent, number)?,
                value => self.inline(value, number, indent)?,
            };
            members.push(IrMember { key: Ir::string(self.span, key), value });
        }
        Ok(self.ir(IrKind::Object(members.into())))
    }

    /// What stands deeper than this indentation, `null` if nothing does.
    fn below(&mut self, indent: usize, depth: u32) -> Result<Ir, String> {
        self.skip_blank();
        match self.current().map(|line| line.indent).filter(|inner| *inner > indent) {
            Some(inner) => self.block(inner, depth + 1),
            None => Ok(self.ir(IrKind::Null)),
        }
    }

    /// A value on one line; a flow collection may go on over several.
    fn inline(&mut self, text: &str, number: usize, indent: usize) -> Result<Ir, String> {
        let mut text = text.to_owned();
        if text.starts_with(['[', '{']) {
            let mut balance = Balance::default();
            balance.add(&text);
            while balance.is_open() {
                let Some(line) = self.current() else {
                    return Err(format!("what opens on line {number} is not closed"));
                };
                let more = without_comment(&line.content);
                balance.add(&more);
                text.push(' ');
                text.push_str(&more);
                self.at += 1;
            }
            let mut flow = Flow { text: &text, at: 0, span: self.span, number };
            let value = flow.value(0)?;
            return match flow.rest().trim() {
                "" => Ok(value),
                _ => Err(format!("line {number} goes on after its value")),
            };
        }
        self.skip_blank();
        if self.current().is_some_and(|line| line.indent > indent) {
            return Err(format!("the value on line {number} goes on over several lines"));
        }
        scalar(&text, self.span, number)
    }

    /// `|` and `>`: the lines that follow, as they stand or folded.
    fn block_scalar(&mut self, header: &str, indent: usize, number: usize) -> Result<Ir, String> {
        let (folded, keep) = match header {
            "|" | ">" => (header == ">", Some(false)),
            "|-" | ">-" => (header == ">-", None),
            "|+" => (false, Some(true)),
            _ => return Err(format!("the block on line {number} has a header that is not read")),
        };
        let mut lines: Vec<String> = Vec::new();
        let mut own = None;
        while let Some(line) = self.current() {
            if line.content.is_empty() {
                lines.push(String::new());
            } else if line.indent > indent {
                let own = *own.get_or_insert(line.indent);
                if line.indent < own || (folded && line.indent > own) {
                    return Err(format!("line {} is indented unlike the first of its block", line.number));
                }
                lines.push(format!("{}{}", " ".repeat(line.indent - own), line.content));
            } else {
                break;
            }
            self.at += 1;
        }
        let blank = lines.iter().rev().take_while(|line| line.is_empty()).count();
        lines.truncate(lines.len() - blank);
        let mut text = String::new();
        if folded {
            for line in &lines {
                let joined = !text.is_empty() && !text.ends_with('\n') && !line.is_empty();
                text.push_str(if joined { " " } else { "" });
                text.push_str(if line.is_empty() { "\n" } else { line });
            }
        } else {
            text = lines.join("\n");
        }
        if keep.is_some() && !text.is_empty() {
            text.push('\n');
        }
        if keep == Some(true) {
            text.push_str(&"\n".repeat(blank));
        }
        Ok(Ir::string(self.span, text))
    }
}

/// A flow collection.
struct Flow<'t> {
    text: &'t str,
    at: usize,
    span: Span,
    number: usize,
}

impl Flow<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn skip(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, letter: char) -> bool {
        self.skip();
        let found = self.rest().starts_with(letter);
        if found {
            self.at += letter.len_utf8();
        }
        found
    }

    fn value(&mut self, depth: u32) -> Result<Ir, String> {
        if depth > MAX_DEPTH {
            return Err("it nests too deep".to_owned());
        }
        if self.eat('[') {
            let mut items = Vec::new();
            while !self.eat(']') {
                items.push(self.value(depth + 1)?);
                if !self.eat(',') && !self.rest().starts_with(']') {
                    return Err(format!("line {}: expected `,` or `]`", self.number));
                }
            }
            return Ok(Ir::new(self.span, IrKind::Array(items.into())));
        }
        if self.eat('{') {
            let mut members = Vec::new();
            while !self.eat('}') {
                let key = self.token(true);
                let key = unquote(&key, self.number)?.unwrap_or(key);
                if !self.eat(':') {
                    return Err(format!("line {}: expected `:`", self.number));
                }
                let value = self.value(depth + 1)?;
                members.push(IrMember { key: Ir::string(self.span, key), value });
                if !self.eat(',') && !self.rest().starts_with('}') {
                    return Err(format!("line {}: expected `,` or `}}`", self.number));
                }
            }
            return Ok(Ir::new(self.span, IrKind::Object(members.into())));
        }
        let token = self.token(false);
        scalar(&token, self.span, self.number)
    }

    /// A scalar's text, up to what ends it.
    fn token(&mut self, key: bool) -> String {
        self.skip();
        let mut quote = None;
        let mut end = self.rest().len();
        for (at, letter) in self.rest().char_indices() {
            match quote {
                Some(open) if letter == open => quote = None,
                Some(_) => {}
                None if at == 0 && matches!(letter, '\'' | '"') => quote = Some(letter),
                None if matches!(letter, ',' | ']' | '}' | '[' | '{') || key && letter == ':' => {
                    end = at;
                    break;
                }
                None => {}
            }
        }
        let token = self.rest().get(..end).unwrap_or("").trim_end().to_owned();
        self.at += end;
        token
    }
}

/// How many brackets of a flow collection are open.
#[derive(Default)]
struct Balance {
    depth: i64,
    quote: Option<char>,
}

impl Balance {
    fn add(&mut self, text: &str) {
        for letter in text.chars() {
            match self.quote {
                Some(open) if letter == open => self.quote = None,
                Some(_) => {}
                None => match letter {
                    '\'' | '"' => self.quote = Some(letter),
                    '[' | '{' => self.depth += 1,
                    ']' | '}' => self.depth -= 1,
                    _ => {}
                },
            }
        }
    }

    fn is_open(&self) -> bool {
        self.depth > 0 || self.quote.is_some()
    }
}

/// A line without its comment, which a blank sets off.
fn without_comment(text: &str) -> String {
    let mut quote = None;
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        match quote {
            Some(open) if letter == open => quote = None,
            Some(_) => {}
            None if matches!(letter, '\'' | '"') && matches!(before, ' ' | ',' | '[' | '{' | ':') => {
                quote = Some(letter)
            }
            None if letter == '#' && before == ' ' => return text.get(..at).unwrap_or("").trim_end().to_owned(),
            None => {}
        }
        before = letter;
    }
    text.trim_end().to_owned()
}

/// `key: value`, if a line is that.
fn split_key(text: &str, number: usize) -> Result<Option<(String, String)>, String> {
    if text.starts_with("? ") {
        return Err(format!("line {number}: keys of their own line are not read"));
    }
    if text.starts_with(['[', '{']) {
        return Ok(None);
    }
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match quote {
            Some(open) if letter == open => quote = None,
            Some(_) => {}
            None if at == 0 && matches!(letter, '\'' | '"') => quote = Some(letter),
            None if letter == ':' => {
                let rest = text.get(at + 1..).unwrap_or("");
                if !rest.is_empty() && !rest.starts_with(' ') {
                    continue;
                }
                let key = text.get(..at).unwrap_or("").trim_end();
                if key.starts_with(['&', '*', '!']) || key == "<<" {
                    return Err(format!("line {number}: tags, anchors and merges are not read"));
                }
                let key = unquote(key, number)?.unwrap_or_else(|| key.to_owned());
                return Ok(Some((key, rest.trim().to_owned())));
            }
            None => {}
        }
    }
    Ok(None)
}

/// The text of a quoted scalar; `None` if it is not quoted.
fn unquote(text: &str, number: usize) -> Result<Option<String>, String> {
    let bad = || format!("line {number}: this quoted text is not read");
    if let Some(inner) = text.strip_prefix('\'') {
        let inner = inner.strip_suffix('\'').ok_or_else(bad)?;
        let whole = inner.replace("''", "");
        return if whole.contains('\'') { Err(bad()) } else { Ok(Some(inner.replace("''", "'"))) };
    }
    let Some(inner) = text.strip_prefix('"') else { return Ok(None) };
    let inner = inner.strip_suffix('"').ok_or_else(bad)?;
    let mut out = String::new();
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => return Err(bad()),
            '\\' => out.push(match letters.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some(letter @ ('"' | '\\' | '/')) => letter,
                _ => return Err(bad()),
            }),
            letter => out.push(letter),
        }
    }
    Ok(Some(out))
}

/// A scalar on one line.
fn scalar(text: &str, span: Span, number: usize) -> Result<Ir, String> {
    let text = text.trim();
    if let Some(text) = unquote(text, number)? {
        return Ok(Ir::string(span, text));
    }
    let refused = || Err(format!("line {number}: readers of YAML differ about `{text}`; put it in quotes"));
    let kind = match text {
        "" | "~" | "null" => IrKind::Null,
        "true" => IrKind::Bool(true),
        "false" => IrKind::Bool(false),
        _ => {
            if text.starts_with(['&', '*', '!', '|', '>', '%', '@', '`']) {
                return Err(format!("line {number}: tags, anchors and the like are not read"));
            }
            let lower = text.to_ascii_lowercase();
            let doubtful = ["yes", "no", "on", "off", "y", "n", "null", "true", "false", ".inf", "-.inf", ".nan"];
            if doubtful.contains(&&*lower) {
                return refused();
            }
            let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
            let numeric = digits.starts_with(|letter: char| letter.is_ascii_digit() || letter == '.');
            let plain_integer = digits.bytes().all(|byte| byte.is_ascii_digit());
            match text.parse::<i64>() {
                Ok(value) if plain_integer && !text.starts_with('+') && (digits == "0" || !digits.starts_with('0')) => {
                    IrKind::Int(value)
                }
                _ if numeric && is_number_like(digits) => return refused(),
                _ => IrKind::String(text.into()),
            }
        }
    };
    Ok(Ir::new(span, kind))
}

/// Whether a text might be taken for a number or a date: all digits and the signs that stand in such.
fn is_number_like(text: &str) -> bool {
    text.chars().all(|letter| {
        letter.is_ascii_hexdigit() || matches!(letter, '.' | '-' | '+' | '_' | ':' | 'x' | 'o' | 'T' | 'Z' | ' ')
    }) && text.chars().filter(|letter| *letter == '.').count() < 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use ringfence_source::Sources;

    fn shown(ir: &Ir) -> String {
        match &ir.kind {
            IrKind::Null => "null".into(),
            IrKind::Bool(value) => value.to_string(),
            IrKind::Int(value) => value.to_string(),
            IrKind::String(text) => format!("{text:?}"),
            IrKind::Array(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
            IrKind::Object(members) => {
                let members = members.iter().map(|member| format!("{}: {}", shown(&member.key), shown(&member.value)));
                format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
            }
            _ => "?".into(),
        }
    }

    #[test]
    fn documents_are_read_or_refused() {
        let cases = [
            ("a: 1\nb:\n- x\n- 'y z' # c\nc:\n  d: true\n", r#"{"a": 1, "b": ["x", "y z"], "c": {"d": true}}"#),
            ("---\n- a: 1\n  b: 2\n- - 3\n  - 4\n-\n  c: ~\n", r#"[{"a": 1, "b": 2}, [3, 4], {"c": null}]"#),
            ("a: [1, {b: c, 'd': [\n  2] }]\n", r#"{"a": [1, {"b": "c", "d": [2]}]}"#),
            (
                "a: |\n  one\n   two\n\n  three\n\nb: >-\n  x\n  y\n",
                "{\"a\": \"one\\n two\\n\\nthree\\n\", \"b\": \"x y\"}",
            ),
            ("url: http://x:80/#y\nv: 10.0.0.1\n", r#"{"url": "http://x:80/#y", "v": "10.0.0.1"}"#),
            ("a:\n", r#"{"a": null}"#),
            ("\"q: r\": \"\\n\"\n", r#"{"q: r": "\n"}"#),
            ("a: yes", "refused"),
            ("a: 012", "refused"),
            ("a: 1.5", "refused"),
            ("a: 2024-01-01", "refused"),
            ("a: &x 1", "refused"),
            ("a: one\n  two", "refused"),
            ("a: [1", "refused"),
            ("a: 1\na: 2", "refused"),
            ("a: 1\n   b: 2", "refused"),
            ("", "refused"),
        ];
        let span = Span::start_of(Sources::default().add("x.yaml", ""));
        for (text, expected) in cases {
            let value = parse(text, span).map_or_else(|_| "refused".to_owned(), |value| shown(&value));
            assert_eq!(value, expected, "{text}");
        }
    }
}
