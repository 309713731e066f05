//! The exit status: a promise to users.

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// 0: everything was read and nothing fails.
    Success,
    /// 1: a claim fails (with `--strict`: or is unknown).
    Fails,
    /// 2: some input was not read whole, or there was nothing to judge; or the arguments were wrong.
    Unread,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Success => Self::SUCCESS,
            Exit::Fails => Self::from(1),
            Exit::Unread => Self::from(2),
        }
    }
}
