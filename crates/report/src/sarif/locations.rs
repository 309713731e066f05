//! Where a result is: its place, the places that explain it, and the way of its packet or question.

use ringfence_claims::{Evidence, Exception, Hop, Judgement};
use ringfence_estate::{Estate, OriginId};
use ringfence_source::Sources;

use super::format::{
    ArtifactLocation, CodeFlow, Location, LogicalLocation, Message, PhysicalLocation, Region, ThreadFlow,
    ThreadFlowLocation,
};
use super::uri;
use crate::Input;
use crate::place::{self, Place};

/// What places are looked up in.
#[derive(Clone, Copy)]
pub(super) struct Locations<'a> {
    pub estate: &'a Estate,
    pub sources: &'a Sources,
    pub inputs: &'a [Input],
}

impl Locations<'_> {
    /// The place that decides, and the subject as its logical location. Where nothing was written that decides, it is
    /// the subject's declaration, else the entry point: code hosts refuse results without a place
    /// (<https://github.com/github/codeql-action/issues/2459>).
    pub(super) fn decisive(self, judgement: &Judgement) -> Location {
        let subject = LogicalLocation {
            name: judgement.subject.name.clone(),
            fully_qualified_name: judgement.subject.id.clone(),
            kind: "resource",
        };
        let first = judgement.locations.first();
        let decisive = first.and_then(|first| self.at(first.origin, Some(&first.label)));
        let location = decisive
            .or_else(|| self.at(self.declaration(judgement), None))
            .or_else(|| self.entry_point())
            .unwrap_or_default();
        Location { logical_locations: vec![subject], ..location }
    }

    /// The entry point as a whole.
    pub(super) fn entry_point(self) -> Option<Location> {
        let root = self.estate.deployments.iter().find(|deployment| deployment.parent.is_none())?;
        let physical = PhysicalLocation { artifact_location: artifact(&root.template, self.inputs), region: None };
        Some(Location { physical_location: Some(physical), ..Location::default() })
    }

    /// The places that explain a judgement: settings, module calls, and ways in that are not counted.
    pub(super) fn related(self, judgement: &Judgement) -> Vec<Location> {
        let settings = judgement.locations.iter().skip(1).map(|own| (own.origin, own.label.clone()));
        let evidence = judgement.evidence.iter().filter_map(|evidence| match evidence {
            Evidence::Attribute { path, actual, effect, at } => Some((*at, format!("`{path}` is {actual}: {effect}"))),
            Evidence::Exception(Exception { who, path, at }) => {
                Some((*at, format!("still let in: {who}, by `{path}`")))
            }
            Evidence::Packet { .. } | Evidence::Resolution { .. } => None,
        });
        let places = settings.chain(evidence).filter_map(|(origin, label)| self.at(origin, Some(&label)));
        let origin = judgement.locations.first().map_or(OriginId::NONE, |first| first.origin);
        let modules = place::modules(origin, self.estate, self.sources).into_iter().map(|(label, place)| Location {
            physical_location: Some(physical(&place, self.inputs)),
            message: Some(Message::plain(&format!("through the module `{label}`"))),
            ..Location::default()
        });
        let numbered = places.chain(modules).enumerate();
        numbered.map(|(id, location)| Location { id: Some(id), ..location }).collect()
    }

    /// The way of a packet or of a question, hop by hop.
    pub(super) fn code_flow(
        self,
        judgement: &Judgement,
        from: &str,
        to: &str,
        hops: &[Hop],
        when: Option<&str>,
    ) -> CodeFlow {
        let when = when.map(|when| format!(", when {when}")).unwrap_or_default();
        let locations = hops.iter().enumerate().map(|(order, hop)| {
            let text = format!("{}: {}", hop.place, hop.action);
            let location = self.at(hop.at, Some(&text)).unwrap_or_else(|| Location {
                message: Some(Message::plain(&text)),
                logical_locations: Vec::new(),
                ..self.decisive(judgement)
            });
            ThreadFlowLocation { location, execution_order: order + 1 }
        });
        CodeFlow {
            message: Message::plain(&format!("from {from} to {to}{when}")),
            thread_flows: [ThreadFlow { locations: locations.collect() }],
        }
    }

    fn declaration(self, judgement: &Judgement) -> OriginId {
        self.estate.resource(judgement.subject.resource).map_or(OriginId::NONE, |resource| resource.origin)
    }

    fn at(self, origin: OriginId, label: Option<&str>) -> Option<Location> {
        let place = place::of(origin, self.estate, self.sources)?;
        let label = label.filter(|label| !label.is_empty()).map(Message::plain);
        Some(Location { physical_location: Some(physical(&place, self.inputs)), message: label, ..Location::default() })
    }
}

/// A place in a file.
pub(super) fn physical(place: &Place, inputs: &[Input]) -> PhysicalLocation {
    let region = Region {
        start_line: place.start.line,
        start_column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
    };
    PhysicalLocation { artifact_location: artifact(&place.path, inputs), region: Some(region) }
}

/// A file, with its index among the artifacts if it was read (§3.4.5).
fn artifact(path: &str, inputs: &[Input]) -> ArtifactLocation {
    let index = inputs.iter().position(|input| input.path == path);
    ArtifactLocation { index, ..uri::location(path) }
}
