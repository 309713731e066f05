//! Exposure: from where the public side of a service can be reached.
//!
//! A private endpoint is never a way in from outside, and it never closes the public side by itself
//! (semantics C6); so this is about the service's own settings, its firewalls and its perimeter.

use std::net::IpAddr;
use std::sync::Arc;

use ringfence_estate::{Estate, OriginId, ResourceIndex, Value};

use crate::finding::Case;

/// From where the public side of one service can be reached.
#[derive(Clone, Debug)]
pub struct Exposure {
    /// The service.
    pub resource: ResourceIndex,
    /// What it is called: `storage account`.
    pub service: &'static str,
    /// What is true under which choices. `Holds`: no packet from outside the boundary is let in.
    pub cases: Vec<ExposureCase>,
    /// Ways in that do not count against the service, but that a reader must know of.
    pub exceptions: Vec<Exception>,
}

/// What is true of a service under some choices.
#[derive(Clone, Debug)]
pub struct ExposureCase {
    /// The choices, the outcome, and what led to it.
    pub case: Case,
    /// If it fails: a packet that comes in.
    pub packet: Option<Packet>,
}

/// A packet from outside the boundary that is let in.
#[derive(Clone, Debug, PartialEq)]
pub struct Packet {
    /// Where it starts.
    pub source: Source,
    /// Which endpoint it reaches: `data plane`, `scm`, `ingestion`.
    pub endpoint: &'static str,
    /// The port.
    pub port: u16,
}

/// Where a packet from outside the boundary starts.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// Any address on the internet.
    Internet,
    /// An address of a range that is let in.
    Range {
        /// The first address.
        first: IpAddr,
        /// The last address.
        last: IpAddr,
    },
    /// An address of Azure's own, which any tenant can have.
    Azure,
    /// A subnet that is not of the estate.
    Subnet(Value),
}

/// A way in that does not count against a service.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    /// Who may come in: `trusted Azure services`.
    pub who: Arc<str>,
    /// The setting that lets them in.
    pub path: Arc<str>,
    /// Its place.
    pub origin: OriginId,
}

/// The exposure of every service in the estate that has a public data plane, in the order of declaration.
pub fn exposures(_estate: &Estate) -> Vec<Exposure> {
    Vec::new()
}

/// Whether the type is one that this prover decides about, or knows to have no data plane of its own.
pub fn knows(_kind: &str) -> bool {
    false
}
