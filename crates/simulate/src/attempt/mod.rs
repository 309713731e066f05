//! Whether one attempt at a service succeeds: to sign in with a secret, to speak an old TLS or none, to read without
//! saying who one is.

mod keys;
mod read;
mod transport;

use ringfence_estate::{Estate, Resource};

use crate::Answer;

/// What a client tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// To sign a request with a key of the service, or with a signature made with one.
    Key,
    /// To sign in with a login and its password.
    Password,
    /// To sign in over SFTP as a local user.
    LocalUser,
    /// To publish to a web app with its name and password, over this way: `scm`, `ftp`.
    Publish(&'static str),
    /// To pull an image without signing in.
    Pull,
    /// To pull an image with a password of a token of the registry.
    Token,
    /// To shake hands with this version of TLS, at this endpoint: empty, `scm`.
    Tls(&'static str, &'static str),
    /// To send a request or a password without TLS: `http`, `redis`, `ftp`, `sql`.
    Plain(&'static str),
    /// To read a blob of a container whose level is `Blob`, without saying who one is.
    Anonymous,
    /// To read a page of the static website.
    Page,
}

/// Whether an attempt at a service succeeds. None for a type, or a setting, that this does not simulate.
pub fn succeeds(estate: &Estate, service: &Resource, attempt: Attempt) -> Option<Answer> {
    match attempt {
        Attempt::Anonymous | Attempt::Page => read::anonymous(estate, service, attempt),
        Attempt::Tls(..) | Attempt::Plain(_) => transport::decide(estate, service, attempt),
        _ => keys::decide(estate, service, attempt),
    }
}

fn yes(because: &'static str) -> Option<Answer> {
    Some(Answer { allowed: true, because })
}

fn no(because: &'static str) -> Option<Answer> {
    Some(Answer { allowed: false, because })
}
