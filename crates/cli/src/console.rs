//! The streams of a run and the door to the outside.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Read, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use ringfence_source::{DiskWorld, Entry, ReadError, World};

use crate::arguments::{Arguments, Color, Command};

/// Work that takes longer than this shows how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// Where a run reads from and writes to.
pub struct Console {
    /// The files and the environment.
    pub world: Box<dyn World>,
    /// Standard output.
    pub out: Box<dyn Write>,
    /// Standard error.
    pub err: Box<dyn Write>,
    /// Whether standard output takes colours.
    pub color: bool,
    /// Whether standard error takes colours.
    pub err_color: bool,
    /// Whether a person reads standard output, so that times may be shown.
    pub interactive: bool,
    /// Whether a person watches standard error, so that progress may be shown.
    watched: bool,
    started: Instant,
    bar: Option<ProgressBar>,
}

impl Console {
    /// The process's own streams and files.
    pub fn of_process(arguments: &Arguments) -> Self {
        let choice = match arguments.color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        // Streams that take no colours get plain text: whoever writes asks first.
        let takes = |auto: anstream::ColorChoice| match choice {
            anstream::ColorChoice::Auto => auto != anstream::ColorChoice::Never,
            fixed => fixed != anstream::ColorChoice::Never,
        };
        let color = takes(anstream::AutoStream::choice(&std::io::stdout()));
        let err_color = takes(anstream::AutoStream::choice(&std::io::stderr()));
        let environment = match &arguments.command {
            Command::Check(check) => let_in(&check.choices.environment),
            _ => BTreeMap::new(),
        };
        Self {
            world: Box::new(StandardInput(DiskWorld { environment })),
            out: Box::new(std::io::BufWriter::new(std::io::stdout())),
            err: Box::new(std::io::stderr()),
            color,
            err_color,
            interactive: std::io::stdout().is_terminal(),
            watched: std::io::stderr().is_terminal(),
            started: Instant::now(),
            bar: None,
        }
    }

    /// A console over a world, for tests: what is written goes to `out` and `err`, without colours.
    pub fn of(world: Box<dyn World>, out: Box<dyn Write>, err: Box<dyn Write>) -> Self {
        Self {
            world,
            out,
            err,
            color: false,
            err_color: false,
            interactive: false,
            watched: false,
            started: Instant::now(),
            bar: None,
        }
    }

    /// How long the run has taken so far.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Shows how far the work is, once it has taken longer than a second, on a terminal only.
    pub fn progress(&mut self, done: usize, of: usize, what: &str) {
        if self.started.elapsed() < PATIENCE || of < 2 || !self.watched {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(Some(of as u64), ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("  {bar:30} {pos}/{len} {msg}") {
                bar.set_style(style);
            }
            bar
        });
        bar.set_position(done as u64);
        bar.set_message(what.to_owned());
    }

    /// Ends the progress bar, if there is one.
    pub fn end_progress(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    /// Writes to standard output. A closed pipe is no error.
    pub fn print(&mut self, text: &str) {
        let _ = self.out.write_all(text.as_bytes());
    }

    /// Writes to standard error.
    pub fn complain(&mut self, text: &str) {
        let _ = self.err.write_all(text.as_bytes());
    }

    /// Flushes both streams.
    pub fn finish(&mut self) {
        self.end_progress();
        let _ = self.out.flush();
        let _ = self.err.flush();
    }
}

/// The variables that the user let in, with their values.
fn let_in(named: &[String]) -> BTreeMap<String, String> {
    named
        .iter()
        .filter_map(|entry| match entry.split_once('=') {
            Some((name, value)) => Some((name.to_owned(), value.to_owned())),
            #[expect(clippy::disallowed_methods, reason = "this is the door that the lint points to")]
            None => Some((entry.clone(), std::env::var(entry).ok()?)),
        })
        .collect()
}

/// The disk, with `-` for standard input.
struct StandardInput(DiskWorld);

impl World for StandardInput {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if path != "-" {
            return self.0.read(path);
        }
        let mut bytes = Vec::new();
        let limit = ringfence_source::MAX_FILE_BYTES + 1;
        std::io::stdin().take(limit).read_to_end(&mut bytes).map_err(|error| ReadError::Other(error.to_string()))?;
        if bytes.len() as u64 == limit { Err(ReadError::TooLarge) } else { Ok(bytes) }
    }

    fn list(&self, path: &str) -> Result<Vec<Entry>, ReadError> {
        self.0.list(path)
    }

    fn environment(&self, name: &str) -> Option<String> {
        self.0.environment(name)
    }
}
