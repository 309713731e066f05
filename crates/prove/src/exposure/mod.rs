//! Exposure: from where the public side of a service can be reached.
//!
//! A private endpoint is never a way in from outside, and it never closes the public side by itself
//! (docs/facts/exposure.md); so this is about the service's own settings, its firewalls and its perimeter.

mod address;
mod aks;
mod api_management;
mod container_apps;
mod cosmos;
mod databricks;
mod exception;
mod generic;
mod known;
mod list;
mod machine_learning;
mod messaging;
mod perimeter;
mod private_endpoint;
mod service;
mod subnet;
mod synapse;
mod table;
mod way;
mod web;

use std::net::IpAddr;
use std::sync::Arc;

use ringfence_estate::{Estate, Guard, Kind, OriginId, Provision, Resource, ResourceIndex, Value};

use self::service::{Decide, Service};
use self::way::Verdict;
use crate::explore::{Path, Setting, explore};
use crate::finding::{Case, Outcome};
use crate::missing;

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

impl crate::twin::About for Exposure {
    fn resource(&self) -> ResourceIndex {
        self.resource
    }

    fn cases(&self) -> Vec<&Case> {
        self.cases.iter().map(|own| &own.case).collect()
    }

    fn cases_mut(&mut self) -> Vec<&mut Case> {
        self.cases.iter_mut().map(|own| &mut own.case).collect()
    }
}

/// The exposure of every service in the estate that has a public data plane, in the order of declaration.
pub fn exposures(estate: &Estate) -> Vec<Exposure> {
    let exposures = estate.resources.iter().enumerate().filter_map(|(nth, resource)| {
        if resource.provision == Provision::External || resource.present.is_never() {
            return None;
        }
        let service = table::find(&resource.id.kind)?;
        exposure(estate, ResourceIndex(u32::try_from(nth).ok()?), resource, service)
    });
    let mut exposures: Vec<Exposure> = exposures.collect();
    crate::twin::doubt(estate, &mut exposures);
    exposures
}

/// Whether the type is one that this prover decides about, or knows to have no data plane of its own.
pub fn knows(kind: &str) -> bool {
    known::has_none(kind) || table::find(kind).is_some()
}

/// None if the resource is of a kind of its type that has no public data plane.
fn exposure(estate: &Estate, index: ResourceIndex, resource: &Resource, service: &Service) -> Option<Exposure> {
    let explored = explore(estate, index, &resource.present, |path| decide(path, service));
    if explored.leaves.iter().all(|(_, verdict)| verdict.is_none()) {
        return None;
    }
    let mut verdicts: Vec<(Guard, Verdict)> = Vec::new();
    let left = (!explored.left.is_never()).then(|| (explored.left, Some(way::too_many(declaration(index, resource)))));
    for (when, verdict) in explored.leaves.into_iter().chain(left) {
        let verdict = verdict.unwrap_or_else(|| way::nothing_public(declaration(index, resource)));
        match verdicts.iter_mut().find(|(_, known)| *known == verdict) {
            Some((known, _)) => *known = known.or(&when),
            None => verdicts.push((when, verdict)),
        }
    }
    if let Some(family) = &resource.family {
        verdicts.iter_mut().for_each(|(_, verdict)| way::perhaps_none(verdict, missing::of_loop(family)));
    }
    let shut = verdicts.iter().any(|(_, verdict)| verdict.outcome != Outcome::Fails);
    let mut walked = explore(estate, index, &resource.present, |path| {
        let perimeter = service.perimeter != service::Perimeter::No && perimeter::turns_trusted_away(path);
        let mut exceptions = exception::exceptions(path, service.bypasses, shut, perimeter);
        if service.perimeter != service::Perimeter::No {
            exceptions.extend(perimeter::exceptions(path));
        }
        exceptions
    });
    let exceptions = if walked.leaves.is_empty() { Vec::new() } else { walked.leaves.swap_remove(0).1 };
    let cases = verdicts
        .into_iter()
        .map(|(when, verdict)| ExposureCase {
            case: Case { when, outcome: verdict.outcome, steps: verdict.steps, assumptions: verdict.assumptions },
            packet: verdict.packet,
        })
        .collect();
    Some(Exposure { resource: index, service: service.name, cases, exceptions })
}

fn decide(path: &mut Path<'_>, service: &Service) -> Option<Verdict> {
    let mut endpoints = match &service.decide {
        Decide::Generic { endpoints, sku } => generic::endpoints(path, endpoints, sku.as_ref()),
        Decide::Special(decide) => decide(path)?,
    };
    perimeter::apply(path, service.perimeter, &mut endpoints);
    Some(way::conclude(path, endpoints))
}

/// The declaration as a step, where nothing smaller can be named.
fn declaration(index: ResourceIndex, resource: &Resource) -> crate::finding::Step {
    let value = Value::new(Kind::Omitted, resource.origin);
    let setting = Setting { resource: index, path: "properties".into(), value, origin: resource.origin };
    setting.step("a public side that is off", "depends on more than is known")
}
