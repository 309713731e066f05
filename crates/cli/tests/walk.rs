//! What `docs/walk.md` quotes is what each stage of the pipe holds.
//!
//! The page is written by hand; its blocks are compared with the real stages, line by line. `RINGFENCE_UPDATE=1` prints what
//! each block should be.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "helpers of tests fail as tests do"
)]

mod common;

use std::fmt::Write as _;

use common::{checkout, read_folder, repository_file};
use ringfence_arm::{Node, to_json};
use ringfence_bicep::{Options, compile};
use ringfence_claims::{Applicability, Judgement};
use ringfence_estate::{Estate, Origins, Resource, Value};
use ringfence_eval::{Valuation, evaluate};
use ringfence_source::{MemoryWorld, Session, Sources};

const FOLDER: &str = "infra-as-code/bicep";

/// The pipe's stages over the baseline, with edits.
struct Walk<'w> {
    session: Session<'w>,
    program: Node,
    estate: Estate,
}

impl<'w> Walk<'w> {
    fn over(world: &'w MemoryWorld, free: &[&str]) -> Self {
        let mut session = Session::new(world);
        let program = compile(&mut session, &format!("{FOLDER}/main.bicep"), &Options::default()).expect("a template");
        let mut estate = Estate::default();
        let free = free.iter().map(|name| (*name).to_owned()).collect();
        let valuation = Valuation { key: "main.bicep".into(), free, ..Valuation::default() };
        evaluate(&program, &valuation, &mut estate, &mut session);
        Self { session, program, estate }
    }

    fn resource(&self, kind: &str, name: &str) -> &Resource {
        let mut all = self.estate.of_kind(kind).map(|(_, resource)| resource);
        all.find(|resource| resource.id.display_name() == name).unwrap_or_else(|| panic!("no {kind} {name}"))
    }

    /// The line of Bicep that a text stands on.
    fn bicep(&self, file: &str, text: &str) -> String {
        let path = format!("{FOLDER}/{file}");
        let (_, source) = self.session.sources.iter().find(|(_, own)| own.path() == path).expect("the file");
        let at = source
            .text()
            .lines()
            .position(|line| line.contains(text))
            .unwrap_or_else(|| panic!("no `{text}` in {file}"));
        format!("{file}:{}  {}", at + 1, source.line(at as u32 + 1).trim())
    }

    /// The text of the program that holds `needle`, found in the compiled template.
    fn arm(&self, needle: &str) -> String {
        let text = to_json(&self.program);
        let line = text.lines().find(|line| line.contains(needle));
        line.unwrap_or_else(|| panic!("no `{needle}` in the program")).trim().trim_end_matches(',').to_owned()
    }

    fn origin(&self, value: &Value) -> String {
        place(value, &self.estate.origins, &self.session.sources)
    }

    fn judgement(&self, name: &str) -> Judgement {
        let claim = ringfence_claims::find("private-only").expect("the claim");
        let Applicability::Judged(all) = claim.judge(&self.estate) else { panic!("not applicable") };
        all.into_iter().find(|own| own.subject.name == name).unwrap_or_else(|| panic!("no judgement of {name}"))
    }
}

fn place(value: &Value, origins: &Origins, sources: &Sources) -> String {
    let origin = origins.get(value.origin);
    let Some(span) = origin.span else { return "nowhere".into() };
    let file = sources.file(span.file);
    let path = file.path().strip_prefix(FOLDER).unwrap_or(file.path()).trim_start_matches('/');
    let mut text = format!("{path}:{}", file.position(span.start).line);
    for step in origins.path(origin.instance) {
        let _ = write!(text, ", in {}", step.label);
    }
    text
}

/// As ARM text: what tells it from any other value.
fn term(value: &Value) -> String {
    value.as_term().map_or_else(|| value.to_string(), ToString::to_string)
}

fn blocks(world: &MemoryWorld) -> Vec<(&'static str, String)> {
    let plain = Walk::over(world, &[]);
    let mut blocks = Vec::new();

    let store = plain.resource("Microsoft.Storage/storageAccounts", "stagent{baseName}");
    let name = store.id.name();
    let judged = plain.judgement("stagent{baseName}");
    blocks.push((
        "name",
        [
            format!("bicep    {}", plain.bicep("ai-agent-blob-storage.bicep", "name: 'stagent${baseName}'")),
            format!("program  {}", plain.arm("format('stagent{0}', parameters('baseName'))")),
            format!("value    {}", term(&name)),
            format!("shown    {name}"),
            format!("length   {:?}", name.as_term().expect("a term").domain()),
            format!("id       {}", store.id),
            format!("judged   {:?}: {}", judged.verdict, judged.message),
        ]
        .join("\n"),
    ));

    let free = Walk::over(world, &["telemetryOptOut"]);
    let module = |walk: &Walk<'_>| {
        let found = walk.estate.deployments.iter().find(|own| own.template.contains("cuaIdResourceGroup"));
        found.map(|own| own.present.to_string()).unwrap_or_else(|| "not deployed".into())
    };
    blocks.push((
        "condition",
        [
            format!("bicep    {}", plain.bicep("main.bicep", "= if (!telemetryOptOut)")),
            format!("program  {}", plain.arm("[not(parameters('telemetryOptOut'))]")),
            format!("present  {}", module(&plain)),
            format!("present  {}   with --free telemetryOptOut", module(&free)),
        ]
        .join("\n"),
    ));

    let mut edited = world.clone();
    edit(
        &mut edited,
        "ai-agent-blob-storage.bicep",
        "      ipRules: []",
        "      ipRules: [for address in partners: { value: address }]",
    );
    edit(
        &mut edited,
        "ai-agent-blob-storage.bicep",
        "    publicNetworkAccess: 'Disabled'",
        "    publicNetworkAccess: 'Enabled'",
    );
    edit(
        &mut edited,
        "ai-agent-blob-storage.bicep",
        "param baseName string",
        "param baseName string\n\nparam partners array",
    );
    edit(
        &mut edited,
        "ai-agent-service-dependencies.bicep",
        "param baseName string",
        "param baseName string\n\nparam partners array",
    );
    edit(
        &mut edited,
        "main.bicep",
        "param telemetryOptOut bool = false",
        "param telemetryOptOut bool = false\n\nparam partners array",
    );
    pass_on(&mut edited, "ai-agent-service-dependencies.bicep", "ai-agent-blob-storage.bicep");
    pass_on(&mut edited, "main.bicep", "ai-agent-service-dependencies.bicep");
    let listed = Walk::over(&edited, &[]);
    let rules =
        listed.resource("Microsoft.Storage/storageAccounts", "stagent{baseName}").property("networkAcls.ipRules");
    let (must, may) = rules.as_array().expect("an array").emptiness();
    let judged = listed.judgement("stagent{baseName}");
    blocks.push((
        "list",
        [
            format!("bicep    {}", listed.bicep("ai-agent-blob-storage.bicep", "ipRules: [for")),
            format!("value    {rules}"),
            format!("empty    certainly {must}, possibly {may}"),
            format!("judged   {:?}: {}", judged.verdict, judged.message),
            format!("missing  {}", judged.missing.iter().map(|own| own.what.as_str()).collect::<Vec<_>>().join("; ")),
        ]
        .join("\n"),
    ));

    let route = plain.resource("Microsoft.Network/routeTables/routes", "udr-internet-to-firewall/internet-to-firewall");
    let hop = route.property("nextHopIpAddress");
    blocks.push((
        "next hop",
        [
            format!("bicep    {}", plain.bicep("azure-firewall.bicep", "nextHopIpAddress:")),
            format!("program  {}", plain.arm("\"nextHopIpAddress\"")),
            format!("value    {}", term(&hop)),
            format!("because  {:?}", hop.as_term().expect("a term").causes()),
            format!("origin   {}", plain.origin(&hop)),
        ]
        .join("\n"),
    ));

    let group = "fw-egress-policy/DefaultNetworkRuleCollectionGroup";
    let group = plain.resource("Microsoft.Network/firewallPolicies/ruleCollectionGroups", group);
    let collections = group.property("ruleCollections");
    let first = |value: &Value| {
        value.as_array().and_then(|own| own.items()?.first().map(|own| (*own).clone())).expect("an element")
    };
    let source = first(&first(&first(&collections).get("rules")).get("sourceAddresses"));
    blocks.push((
        "subnet",
        [
            format!(
                "bicep    {}",
                plain.bicep("azure-firewall.bicep", "sourceAddresses: ['${virtualNetwork::jumpBoxesSubnet")
            ),
            format!("value    {source}"),
            format!("origin   {}", plain.origin(&source)),
        ]
        .join("\n"),
    ));

    let account = plain.resource("Microsoft.CognitiveServices/accounts", "aif{baseName}");
    let injection = first(&account.property("networkInjections")).get("subnetArmId");
    blocks.push((
        "output",
        [
            format!("bicep    {}", plain.bicep("main.bicep", "agentSubnetResourceId: deployVirtualNetwork.outputs")),
            format!("program  {}", plain.arm("outputs.agentsEgressSubnetResourceId.value")),
            format!("value    {injection}"),
            format!("origin   {}", plain.origin(&injection)),
        ]
        .join("\n"),
    ));
    blocks
}

/// Gives the parameter `partners` of `file` to the module at `path`.
fn pass_on(world: &mut MemoryWorld, file: &str, path: &str) {
    let text = String::from_utf8(world.files[&format!("{FOLDER}/{file}")].to_vec()).expect("UTF-8");
    let module = text.find(&format!("{path}' =")).unwrap_or_else(|| panic!("no module {path} in {file}"));
    let at = module + text[module..].find("params: {").expect("parameters") + "params: {".len();
    let text = format!("{}\n    partners: partners{}", &text[..at], &text[at..]);
    world.files.insert(format!("{FOLDER}/{file}"), text.into_bytes().into());
}

fn edit(world: &mut MemoryWorld, file: &str, find: &str, put: &str) {
    let path = format!("{FOLDER}/{file}");
    let text = String::from_utf8(world.files[&path].to_vec()).expect("UTF-8").replace("\r\n", "\n");
    assert!(text.contains(find), "no `{find}` in {file}");
    world.files.insert(path, text.replacen(find, put, 1).into_bytes().into());
}

#[test]
fn the_walk_quotes_what_each_stage_holds() {
    let Some(path) = checkout("RINGFENCE_FOUNDRY_BASELINE", "the walk through the Microsoft Foundry baseline") else {
        return;
    };
    let mut world = MemoryWorld::default();
    read_folder(&path, "infra-as-code", &mut world);
    let page = repository_file("docs/walk.md");
    let mut missing = Vec::new();
    for (name, block) in blocks(&world) {
        if !page.contains(&format!("```text\n{block}\n```")) {
            missing.push(format!("## {name}\n{block}\n"));
        }
    }
    assert!(missing.is_empty(), "docs/walk.md should quote:\n{}", missing.join("\n"));
}
