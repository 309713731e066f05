//! The objects of SARIF 2.1.0 that a report uses, each with its section of the standard,
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html>.

use std::collections::BTreeMap;

use serde::Serialize;

/// §3.13 sarifLog
#[derive(Serialize)]
pub(super) struct SarifLog<'a> {
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    pub version: &'static str,
    pub runs: Vec<RunObject<'a>>,
}

/// §3.14 run
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RunObject<'a> {
    pub tool: Tool<'a>,
    pub invocations: Vec<Invocation>,
    pub original_uri_base_ids: BTreeMap<&'static str, ArtifactLocation>,
    pub artifacts: Vec<Artifact>,
    pub column_kind: &'static str,
    pub results: Vec<ResultObject>,
}

/// §3.18 tool
#[derive(Serialize)]
pub(super) struct Tool<'a> {
    pub driver: ToolComponent<'a>,
}

/// §3.19 toolComponent
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ToolComponent<'a> {
    pub name: &'static str,
    pub semantic_version: &'a str,
    pub information_uri: &'static str,
    pub rules: Vec<ReportingDescriptor>,
}

/// §3.49 reportingDescriptor
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReportingDescriptor {
    pub id: &'static str,
    pub name: String,
    pub short_description: Multiformat,
    pub full_description: Multiformat,
    pub help: Multiformat,
    pub help_uri: String,
    pub default_configuration: ReportingConfiguration,
    pub properties: RuleProperties,
}

/// §3.50 reportingConfiguration
#[derive(Serialize)]
pub(super) struct ReportingConfiguration {
    pub level: &'static str,
}

/// §3.8 property bag of a rule
#[derive(Serialize)]
pub(super) struct RuleProperties {
    pub tags: Vec<&'static str>,
}

/// §3.12 multiformatMessageString, of a rule: it has no arguments, hence no placeholders and no doubled braces
#[derive(Serialize)]
pub(super) struct Multiformat {
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
}

/// §3.11 message
#[derive(Serialize, Clone)]
pub(super) struct Message {
    text: String,
}

impl Message {
    /// A message without placeholders: braces are doubled (§3.11.5).
    pub(super) fn plain(text: &str) -> Self {
        Self { text: text.replace('{', "{{").replace('}', "}}") }
    }
}

/// §3.20 invocation
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    pub execution_successful: bool,
    pub tool_execution_notifications: Vec<Notification>,
}

/// §3.58 notification
#[derive(Serialize)]
pub(super) struct Notification {
    pub descriptor: DescriptorReference,
    pub level: &'static str,
    pub message: Message,
    pub locations: Vec<Location>,
}

/// §3.52 reportingDescriptorReference
#[derive(Serialize)]
pub(super) struct DescriptorReference {
    pub id: &'static str,
}

/// §3.24 artifact
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Artifact {
    pub location: ArtifactLocation,
    pub roles: [&'static str; 1],
    pub source_language: &'static str,
    pub hashes: BTreeMap<&'static str, String>,
}

/// §3.4 artifactLocation
#[derive(Serialize, Clone)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri_base_id: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Message>,
}

/// §3.27 result
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultObject {
    pub rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_index: Option<usize>,
    pub kind: Kind,
    pub level: Level,
    pub message: Message,
    pub locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub code_flows: Vec<CodeFlow>,
    /// §3.27.17. A direct producer leaves `fingerprints` (§3.27.16) to the result management system.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub properties: Option<ResultProperties>,
}

/// §3.27.9 kind
#[derive(Serialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(super) enum Kind {
    Fail,
    Open,
}

/// §3.27.10 level: `none` for every kind but `fail`
#[derive(Serialize, Clone, Copy)]
#[serde(rename_all = "camelCase")]
pub(super) enum Level {
    Error,
    None,
}

/// §3.8 property bag of a result
#[derive(Serialize)]
pub(super) struct ResultProperties {
    pub verdict: &'static str,
    pub subject: Subject,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mend: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Missing>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assumptions: Vec<Assumption>,
    pub rows: Vec<&'static str>,
}

/// What a result is about, in its property bag.
#[derive(Serialize)]
pub(super) struct Subject {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub display: String,
}

/// A fact that is missing, in the property bag of a result.
#[derive(Serialize)]
pub(super) struct Missing {
    pub what: String,
    pub settle: String,
}

/// What a result rests on, in its property bag.
#[derive(Serialize)]
pub(super) struct Assumption {
    pub id: String,
    pub text: String,
}

/// §3.28 location
#[derive(Serialize, Clone, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub physical_location: Option<PhysicalLocation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
}

/// §3.29 physicalLocation
#[derive(Serialize, Clone)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    pub artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
}

/// §3.30 region; the end column is one past the last
#[derive(Serialize, Clone, Copy)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub start_line: u32,
    pub start_column: u32,
    pub end_line: u32,
    pub end_column: u32,
}

/// §3.33 logicalLocation
#[derive(Serialize, Clone)]
#[serde(rename_all = "camelCase")]
pub(super) struct LogicalLocation {
    pub name: String,
    pub fully_qualified_name: String,
    pub kind: &'static str,
}

/// §3.36 codeFlow
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CodeFlow {
    pub message: Message,
    pub thread_flows: [ThreadFlow; 1],
}

/// §3.37 threadFlow
#[derive(Serialize)]
pub(super) struct ThreadFlow {
    pub locations: Vec<ThreadFlowLocation>,
}

/// §3.38 threadFlowLocation
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ThreadFlowLocation {
    pub location: Location,
    pub execution_order: usize,
}
