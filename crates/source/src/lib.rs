//! Text, spans, diagnostics, and the one door to the outside world.
//!
//! Every other crate stands on this one, so that there is one `Span`, one
//! `Diagnostic` and one way to read a file. Nothing here knows a language.

mod diagnostic;
mod path;
mod session;
mod text;
mod world;

pub use diagnostic::{Diagnostic, Related, Severity};
pub use path::{directory_of, file_name_of, join};
pub use session::Session;
pub use text::{FileId, Position, SourceFile, Sources, Span};
pub use world::{DiskWorld, Entry, EntryKind, MAX_FILE_BYTES, MemoryWorld, ReadError, World};
