//! The only door to the outside: reading files and the environment.

use std::collections::BTreeMap;
use std::sync::Arc;

/// The largest file that is read; larger ones are refused with a diagnostic.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// Why a file or folder could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is no such file or folder.
    #[error("no such file")]
    NotFound,
    /// It is larger than [`MAX_FILE_BYTES`].
    #[error("larger than {} MiB", MAX_FILE_BYTES / 1024 / 1024)]
    TooLarge,
    /// The operating system's reason.
    #[error("{0}")]
    Other(String),
}

/// What an entry of a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
}

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its name, without the folder.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
}

/// Reads files, folders and the environment; knows no language and caches nothing.
///
/// Paths have `/` between their parts and are relative to the working directory.
pub trait World: Sync {
    /// The bytes of a file.
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError>;

    /// The entries of a folder, sorted by name.
    fn list(&self, path: &str) -> Result<Vec<Entry>, ReadError>;

    /// An environment variable, if the user let it in.
    fn environment(&self, name: &str) -> Option<String>;
}

/// The real file system.
///
/// The environment is closed but for the variables that the user named.
#[derive(Debug, Default)]
pub struct DiskWorld {
    /// The variables that were let in, with their values.
    pub environment: BTreeMap<String, String>,
}

impl World for DiskWorld {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let metadata = std::fs::metadata(path).map_err(|error| read_error(&error))?;
        if metadata.is_dir() {
            return Err(ReadError::Other("this is a folder".into()));
        }
        if metadata.len() > MAX_FILE_BYTES {
            return Err(ReadError::TooLarge);
        }
        #[expect(clippy::disallowed_methods, reason = "this is the door that the lint points to")]
        std::fs::read(path).map_err(|error| read_error(&error))
    }

    fn list(&self, path: &str) -> Result<Vec<Entry>, ReadError> {
        let path = if path.is_empty() { "." } else { path };
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(path).map_err(|error| read_error(&error))? {
            let entry = entry.map_err(|error| read_error(&error))?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            // `file_type` does not follow links, so that a link to a parent cannot make a cycle.
            let Ok(kind) = entry.file_type() else { continue };
            let kind = if kind.is_dir() {
                EntryKind::Folder
            } else if kind.is_file() {
                EntryKind::File
            } else {
                continue;
            };
            entries.push(Entry { name, kind });
        }
        entries.sort();
        Ok(entries)
    }

    fn environment(&self, name: &str) -> Option<String> {
        self.environment.get(name).cloned()
    }
}

fn read_error(error: &std::io::Error) -> ReadError {
    match error.kind() {
        std::io::ErrorKind::NotFound => ReadError::NotFound,
        _ => ReadError::Other(error.to_string().to_lowercase()),
    }
}

/// Files that exist only in memory, for tests, standard input and documentation.
#[derive(Clone, Debug, Default)]
pub struct MemoryWorld {
    /// The files by path.
    pub files: BTreeMap<String, Arc<[u8]>>,
    /// The environment.
    pub environment: BTreeMap<String, String>,
}

impl MemoryWorld {
    /// A world with these files.
    pub fn with<const N: usize>(files: [(&str, &str); N]) -> Self {
        let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().into())).collect();
        Self { files, environment: BTreeMap::new() }
    }
}

impl World for MemoryWorld {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.files.get(path).map(|bytes| bytes.to_vec()).ok_or(ReadError::NotFound)
    }

    fn list(&self, path: &str) -> Result<Vec<Entry>, ReadError> {
        let prefix = if path.is_empty() || path == "." { String::new() } else { format!("{path}/") };
        let mut entries: Vec<Entry> = self
            .files
            .keys()
            .filter_map(|file| file.strip_prefix(&prefix))
            .map(|rest| match rest.split_once('/') {
                Some((folder, _)) => Entry { name: folder.to_owned(), kind: EntryKind::Folder },
                None => Entry { name: rest.to_owned(), kind: EntryKind::File },
            })
            .collect();
        entries.sort();
        entries.dedup();
        if entries.is_empty() { Err(ReadError::NotFound) } else { Ok(entries) }
    }

    fn environment(&self, name: &str) -> Option<String> {
        self.environment.get(name).cloned()
    }
}
