//! One run: the world, the files read so far, and what is wrong with them.

use std::collections::HashMap;

use crate::{Diagnostic, FileId, ReadError, Sources, World};

/// The state that all front ends of a run share.
pub struct Session<'w> {
    world: &'w dyn World,
    /// The files read so far.
    pub sources: Sources,
    /// What is wrong with them, in the order in which it was found.
    pub diagnostics: Vec<Diagnostic>,
    read: HashMap<String, Result<FileId, ReadError>>,
}

impl<'w> Session<'w> {
    /// A session that has read nothing yet.
    pub fn new(world: &'w dyn World) -> Self {
        Self { world, sources: Sources::default(), diagnostics: Vec::new(), read: HashMap::new() }
    }

    /// The outside world.
    pub fn world(&self) -> &'w dyn World {
        self.world
    }

    /// Reads a file as text, once: a second call with the same path gives the same id.
    ///
    /// Bytes that are not UTF-8 become U+FFFD; UTF-16 with a byte order mark is decoded.
    pub fn load(&mut self, path: &str) -> Result<FileId, ReadError> {
        if let Some(known) = self.read.get(path) {
            return known.clone();
        }
        let outcome = self.world.read(path).map(|bytes| self.sources.add(path, &decode(bytes)));
        self.read.insert(path.to_owned(), outcome.clone());
        outcome
    }

    /// The text of a file that may turn out to be no input: it does not become one of the sources.
    pub fn peek(&self, path: &str) -> Result<String, ReadError> {
        match self.read.get(path) {
            Some(known) => known.clone().map(|file| self.sources.file(file).text().to_string()),
            None => self.world.read(path).map(decode),
        }
    }

    /// Reports something about the user's files.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

fn decode(bytes: Vec<u8>) -> String {
    let utf16 = |unit: fn([u8; 2]) -> u16, rest: &[u8]| {
        let units = rest.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok().map(unit));
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => utf16(u16::from_le_bytes, rest),
        [0xFE, 0xFF, rest @ ..] => utf16(u16::from_be_bytes, rest),
        // Nearly every file is UTF-8 and is not copied.
        _ => {
            String::from_utf8(bytes).unwrap_or_else(|invalid| String::from_utf8_lossy(invalid.as_bytes()).into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemoryWorld;

    #[test]
    fn a_file_is_read_once_and_decoded() {
        let mut world = MemoryWorld::with([("a", "text")]);
        world.files.insert("b".into(), vec![0xFF, 0xFE, b'h', 0, b'i', 0].into());
        let mut session = Session::new(&world);
        assert_eq!(session.peek("b").unwrap(), "hi");
        assert_eq!(session.sources.iter().count(), 0);
        let first = session.load("a").unwrap();
        assert_eq!(session.load("a").unwrap(), first);
        let second = session.load("b").unwrap();
        assert_eq!(&**session.sources.file(second).text(), "hi");
        assert_eq!(session.load("c"), Err(ReadError::NotFound));
    }
}
