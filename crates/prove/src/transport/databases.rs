//! PostgreSQL and MySQL servers, whose parameters are children. Page of facts, "Server parameters".

use ringfence_estate::{Case, OriginId, ResourceIndex, Sameness, Value};

use crate::children;
use crate::demand::{self, Demand, Omitted, Part, Values};
use crate::explore::Path;
use crate::finding::Missing;
use crate::missing;
use crate::version::since;

/// A server parameter: its name, and what its value must be.
struct Parameter {
    name: &'static str,
    value: Demand,
    /// What holds while nobody sets it.
    unset: &'static str,
}

const SECURE: Parameter = Parameter {
    name: "require_secure_transport",
    value: Demand {
        path: "properties.value",
        since: since("2020-02-14"),
        values: Values::Words { good: &["on", "1", "true"], bad: &["off", "0", "false"] },
        omitted: Omitted::Unconfirmed("db-parameter-empty"),
        required: "'on'",
        met: "takes connections with TLS only",
        broken: "takes connections without TLS",
    },
    unset: "leaves it on, so that connections without TLS are turned away",
};

const POSTGRES: Parameter = Parameter {
    name: "ssl_min_protocol_version",
    value: Demand {
        values: Values::Words { good: &["TLSv1.2", "TLSv1.3"], bad: &["TLSv1", "TLSv1.1"] },
        required: "'TLSv1.2'",
        met: "refuses TLS below 1.2",
        broken: "takes TLS below 1.2",
        ..SECURE.value
    },
    unset: "leaves it at TLS 1.2",
};

const MYSQL: Parameter = Parameter {
    name: "tls_version",
    value: Demand {
        values: Values::Words {
            good: &["TLSv1.2", "TLSv1.3", "TLSv1.2,TLSv1.3"],
            bad: &["TLSv1", "TLSv1.1", "TLSv1,TLSv1.1,TLSv1.2", "TLSv1.1,TLSv1.2", "TLSv1,TLSv1.1"],
        },
        ..POSTGRES.value
    },
    unset: "leaves it at TLS 1.2",
};

pub(super) fn postgres(path: &mut Path<'_>) -> Option<Vec<Part>> {
    Some([SECURE, POSTGRES].iter().flat_map(|parameter| parameter.parts(path)).collect())
}

pub(super) fn mysql(path: &mut Path<'_>) -> Option<Vec<Part>> {
    Some([SECURE, MYSQL].iter().flat_map(|parameter| parameter.parts(path)).collect())
}

impl Parameter {
    fn parts(&self, path: &mut Path<'_>) -> Vec<Part> {
        let set = self.children(path);
        path.assume_complete(path.subject, "`configurations`");
        let is_certain = set.iter().any(|(_, doubt)| doubt.is_empty());
        let mut parts: Vec<Part> =
            set.into_iter().map(|(index, doubt)| self.value.of(path, index).doubted(&doubt)).collect();
        if !is_certain {
            path.assume_as_declared(path.subject);
            let declared = path.resource().map_or(OriginId::NONE, |server| server.origin);
            let step = demand::absent(path.subject, self.name, declared, self.value.required, self.unset);
            parts.push(Part::met(step));
        }
        parts
    }

    /// The children that set the parameter.
    fn children(&self, path: &mut Path<'_>) -> Vec<(ResourceIndex, Vec<Missing>)> {
        let kind = path.resource().map(|server| format!("{}/configurations", server.id.kind)).unwrap_or_default();
        let mut found = Vec::new();
        for (index, mut doubt) in children::below(path, &kind) {
            let Some(child) = path.estate.resource(index) else { continue };
            let name = path.read(&child.id.name());
            match name.same(&Value::text(self.name), Case::Insensitive) {
                Sameness::Different => continue,
                Sameness::Same => {}
                Sameness::Maybe => doubt.extend(missing::of_value(&name, "name")),
            }
            found.push((index, doubt));
        }
        found
    }
}
