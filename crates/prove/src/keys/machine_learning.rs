//! Azure Machine Learning: endpoints, and computes with an account of their own.

use super::{OFF, ON, switch};
use crate::demand::{Demand, Omitted, Part, Values};
use crate::explore::Path;
use crate::version::{Since, since};

/// A token of the workspace is as good as a key until it expires.
pub(super) const ENDPOINT: Demand = Demand {
    path: "properties.authMode",
    since: since("2021-03-01"),
    values: Values::Words { good: &["AADToken"], bad: &["Key", "AMLToken"] },
    omitted: Omitted::Unconfirmed("ml-endpoint-auth-default"),
    required: "'AADToken'",
    met: OFF,
    broken: "lets in whoever has a key or a token of the workspace",
};

pub(super) const SERVERLESS: Demand = Demand {
    since: since("2023-08-01"),
    values: Values::Words { good: &["AAD"], bad: &["Key", "KeyAndAAD"] },
    required: "'AAD'",
    broken: ON,
    ..ENDPOINT
};

/// Attached computes have their own services behind them, which answer for themselves.
pub(super) fn compute(path: &mut Path<'_>) -> Option<Vec<Part>> {
    let kind = path.own("properties.computeType");
    let attached = ["AKS", "DataFactory", "DataLakeAnalytics", "Databricks", "HDInsight", "Kubernetes", "SynapseSpark"];
    if kind.value.as_str().is_some_and(|word| attached.iter().any(|own| own.eq_ignore_ascii_case(word))) {
        return None;
    }
    let since = Since { first: "2021-03-01", lacking: &["2022-10-01-preview"] };
    let demand = Demand {
        met: "makes no account that signs in with a key",
        broken: "makes an account on its nodes that signs in with a key or a password",
        ..switch(since)
    };
    Some(vec![demand.of_subject(path)])
}
