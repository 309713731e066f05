//! One run with something of everything, for every format.
//!
//! A service that fails through a module, one that fails for a range of addresses, two that are unknown (one
//! by a choice, one because it is not in the input), two that hold (one with an exception and assumptions),
//! an estate that the claim is not about, and a diagnostic of each severity.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

use std::time::Duration;

use ringfence_claims::{
    Assumption, Choices, Chosen, Evidence, Exception, Hop, Judgement, Location, Missing, Role, Setting, Subject,
    Verdict,
};
use ringfence_estate::{
    Atom, Cause, Deployment, DeploymentId, Domain, Estate, Guard, InstanceId, OriginId, Piece, Provision, Resource,
    ResourceId, ResourceIndex, Scope, Term, Value,
};
use ringfence_report::{Input, InputKind, Judged, Run, fingerprint};
use ringfence_source::{Diagnostic, FileId, Sources, Span};

const MAIN: &str = "infra/main.bicep";
const STORAGE: &str = "infra/modules/storage.bicep";
const VAULT: &str = "infra/modules/key vault.bicep";
const BROKEN: &str = "infra/broken.bicep";
const ROWS: &[&str] = &["A1", "A2", "A12"];

/// The files and diagnostics of the sample.
pub(crate) struct Sample {
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
}

impl Sample {
    pub(crate) fn new() -> Self {
        let mut sources = Sources::default();
        for (path, text) in [
            (MAIN, include_str!("main.bicep.txt")),
            (STORAGE, include_str!("storage.bicep.txt")),
            (VAULT, include_str!("key-vault.bicep.txt")),
            (BROKEN, include_str!("broken.bicep.txt")),
        ] {
            sources.add(path, text);
        }
        let at = |text| span(&sources, BROKEN, text);
        let diagnostics = vec![
            Diagnostic::error(
                "module-not-found",
                at("'br:modules.example.com/network/hub:1.2.0'"),
                "the module `br:modules.example.com/network/hub:1.2.0` is not in the module cache",
            )
            .with_help("run `bicep restore` once, or name a folder that holds it with `--module-cache`"),
            Diagnostic::warning("unused-parameter", at("unused"), "the parameter `unused` is never read")
                .with_related(at("module hub"), "the only module takes no parameters"),
        ];
        Self { sources, diagnostics }
    }

    /// The whole run.
    pub(crate) fn run(&self) -> Run<'_> {
        let inputs = self.sources.iter().map(|(_, file)| Input {
            path: file.path().to_owned(),
            kind: InputKind::Bicep,
            sha256: fingerprint::sha256(file.text()),
        });
        Run {
            version: "0.1.0",
            sources: &self.sources,
            inputs: inputs.collect(),
            estates: vec![self.chat(), self.network()],
            diagnostics: &self.diagnostics,
            elapsed: Some(Duration::from_millis(31)),
        }
    }

    /// A run in which everything was read and everything holds.
    pub(crate) fn sealed(&self) -> Run<'_> {
        let mut run = self.run();
        for judged in &mut run.estates {
            judged.judgements.retain(|judgement| judgement.verdict == Verdict::Holds);
            judged.not_modelled.clear();
        }
        Run { diagnostics: &[], elapsed: None, ..run }
    }

    fn chat(&self) -> Judged {
        let mut build = Build::new(&self.sources, MAIN, Some("infra/main.bicepparam"));
        let judgements =
            vec![build.storage(), build.search(), build.vault(), build.cosmos(), build.foundry(), build.registry()];
        build.declare("Microsoft.Automation/automationAccounts", &["aa-jobs"], OriginId::NONE, Provision::Declared);
        Judged {
            title: format!("{MAIN} with infra/main.bicepparam"),
            judgements,
            not_applicable: Vec::new(),
            not_modelled: vec![("Microsoft.Automation/automationAccounts".into(), 1)],
            estate: build.estate,
        }
    }

    fn network(&self) -> Judged {
        let mut build = Build::new(&self.sources, BROKEN, None);
        build.declare("Microsoft.Network/virtualNetworks", &["vnet-hub"], OriginId::NONE, Provision::Declared);
        Judged {
            title: BROKEN.into(),
            judgements: Vec::new(),
            not_applicable: vec![("private-only", "no service with a public data plane is deployed".into())],
            not_modelled: Vec::new(),
            estate: build.estate,
        }
    }
}

struct Build<'a> {
    sources: &'a Sources,
    estate: Estate,
    storage: InstanceId,
    vault: InstanceId,
}

impl<'a> Build<'a> {
    fn new(sources: &'a Sources, template: &str, parameters: Option<&str>) -> Self {
        let mut estate = Estate::default();
        let scope = Scope::ResourceGroup {
            subscription: Value::term(
                Term::atom(Atom::scope("subscription().subscriptionId", ""), Domain::SEGMENT),
                OriginId::NONE,
            ),
            name: Value::term(Term::atom(Atom::scope("resourceGroup().name", ""), Domain::SEGMENT), OriginId::NONE),
        };
        estate.deployments.push(Deployment {
            template: template.into(),
            parameters: parameters.map(Into::into),
            parent: None,
            instance: InstanceId::ROOT,
            present: ringfence_estate::Guard::Always,
            scope: scope.clone(),
            outputs: Vec::new(),
            defaulted: vec!["location".into()],
        });
        let (mut storage, mut vault) = (InstanceId::ROOT, InstanceId::ROOT);
        if template == MAIN {
            storage = estate.origins.enter(InstanceId::ROOT, span(sources, MAIN, "module storage"), "storage");
            vault = estate.origins.enter(InstanceId::ROOT, span(sources, MAIN, "module keyVault"), "keyVault");
            for (path, instance) in [(STORAGE, storage), (VAULT, vault)] {
                estate.deployments.push(Deployment {
                    template: path.into(),
                    parameters: None,
                    parent: Some(DeploymentId(0)),
                    instance,
                    present: ringfence_estate::Guard::Always,
                    scope: scope.clone(),
                    outputs: Vec::new(),
                    defaulted: Vec::new(),
                });
            }
        }
        Self { sources, estate, storage, vault }
    }

    /// The first place of `text` in a file.
    fn at(&mut self, path: &str, text: &str) -> OriginId {
        let instance = match path {
            STORAGE => self.storage,
            VAULT => self.vault,
            _ => InstanceId::ROOT,
        };
        self.estate.origins.add(span(self.sources, path, text), instance)
    }

    /// A whole declaration, from its first words to the brace that ends it.
    fn declaration(&mut self, path: &str, start: &str) -> OriginId {
        let start = self.at(path, start);
        let span = self.estate.origins.get(start).span.unwrap();
        let rest = self.sources.file(span.file).text().get(span.start as usize..).unwrap();
        let end = span.start + rest.find("\n}").unwrap() as u32 + 2;
        self.estate.origins.add(Span::new(span.file, span.start, end), self.estate.origins.get(start).instance)
    }

    /// A resource; a star in its name is the parameter `baseName`.
    fn declare(&mut self, kind: &str, names: &[&str], origin: OriginId, provision: Provision) -> ResourceIndex {
        let scope = self.estate.deployments.first().unwrap().scope.clone();
        let base = Term::atom(Atom::parameter("baseName", ""), Domain::SEGMENT);
        let names = names.iter().map(|name| match name.strip_suffix('*') {
            Some(prefix) => Value::concat([Piece::Literal(prefix.into()), Piece::Term(base.clone())], OriginId::NONE),
            None => Value::text(name),
        });
        self.estate.push(Resource {
            id: ResourceId::new(scope, kind, names.collect::<Vec<_>>()),
            api_version: None,
            body: Value::object(Vec::new(), origin),
            present: Guard::Always,
            provision,
            family: None,
            origin,
            deployment: DeploymentId(0),
            symbol: None,
            depends_on: Vec::new(),
            writes: Vec::new(),
        })
    }

    fn judgement(&self, resource: ResourceIndex, service: &str, verdict: Verdict, headline: &str) -> Judgement {
        let declared = self.estate.resource(resource).unwrap();
        let name = declared.id.display_name();
        let display = format!("{service} {name}");
        Judgement {
            claim: "private-only",
            verdict,
            message: format!("{display} {headline}"),
            headline: headline.into(),
            subject: Subject { resource, id: declared.id.to_string(), kind: declared.id.kind.clone(), name, display },
            decisive: None,
            locations: Vec::new(),
            evidence: Vec::new(),
            fails_when: match verdict {
                Verdict::Fails => Choices { ways: vec![Vec::new()], more: false },
                _ => Choices::default(),
            },
            missing: Vec::new(),
            mend: None,
            assumptions: Vec::new(),
            rows: ROWS,
            deployment: declared.deployment,
        }
    }

    fn storage(&mut self) -> Judgement {
        let declared = self.declaration(STORAGE, "resource account");
        let action = self.at(STORAGE, "'Allow'");
        let resource = self.declare("Microsoft.Storage/storageAccounts", &["stagent*"], declared, Provision::Declared);
        let judgement = self.judgement(resource, "storage account", Verdict::Fails, "is open to the whole internet");
        Judgement {
            message: "storage account stagent{baseName} is open to the whole internet: \
                      `properties.publicNetworkAccess` is left out, which leaves the public endpoint on, because the \
                      default is `Enabled`; required: 'Disabled'"
                .into(),
            decisive: Some(Setting {
                path: "properties.publicNetworkAccess".into(),
                actual: Value::synthetic(ringfence_estate::Kind::Omitted),
                required: "'Disabled'".into(),
            }),
            locations: vec![
                Location {
                    origin: declared,
                    role: Role::Decisive,
                    label: "`publicNetworkAccess` is left out: leaves the public endpoint on, because the default is \
                            `Enabled`"
                        .into(),
                },
                Location {
                    origin: action,
                    role: Role::Related,
                    label: "`defaultAction` is 'Allow': lets every address on the internet in".into(),
                },
            ],
            evidence: vec![
                Evidence::Packet {
                    from: "the whole internet (for example 203.0.113.7)".into(),
                    to: "blob endpoint of storage account stagent{baseName}, tcp 443".into(),
                    hops: vec![
                        Hop {
                            place: "`properties.publicNetworkAccess`".into(),
                            action: "left out: leaves the public endpoint on, because the default is `Enabled`".into(),
                            at: declared,
                        },
                        Hop {
                            place: "`properties.networkAcls.defaultAction`".into(),
                            action: "'Allow': lets every address on the internet in".into(),
                            at: action,
                        },
                        Hop {
                            place: "the data plane".into(),
                            action: "answers: no perimeter is associated with it".into(),
                            at: OriginId::NONE,
                        },
                    ],
                    when: None,
                },
                Evidence::Exception(Exception {
                    who: "trusted Azure services".into(),
                    path: "properties.networkAcls.bypass".into(),
                    at: self.at(STORAGE, "'AzureServices'"),
                }),
            ],
            mend: Some("set `properties.publicNetworkAccess` to 'Disabled'".into()),
            ..judgement
        }
    }

    fn search(&mut self) -> Judgement {
        let declared = self.declaration(MAIN, "resource search");
        let access = self.at(MAIN, "'enabled'");
        let rules = self.at(MAIN, "'203.0.113.0/24'");
        let resource = self.declare("Microsoft.Search/searchServices", &["srch-*"], declared, Provision::Declared);
        let headline = "is open to the public addresses 203.0.113.0 to 203.0.113.255";
        let judgement = self.judgement(resource, "search service", Verdict::Fails, headline);
        Judgement {
            message: format!(
                "search service srch-{{baseName}} {headline}: `properties.networkRuleSet.ipRules[0].value` is \
                 '203.0.113.0/24', which lets 256 addresses in; required: no rules"
            ),
            decisive: Some(Setting {
                path: "properties.networkRuleSet.ipRules[0].value".into(),
                actual: Value::text("203.0.113.0/24"),
                required: "no rules".into(),
            }),
            locations: vec![
                Location {
                    origin: rules,
                    role: Role::Decisive,
                    label: "`value` is '203.0.113.0/24': lets 256 addresses in".into(),
                },
                Location {
                    origin: access,
                    role: Role::Chain,
                    label: "`publicNetworkAccess` is 'enabled': leaves the public endpoint to the address rules".into(),
                },
            ],
            evidence: vec![Evidence::Packet {
                from: "the public addresses 203.0.113.0 to 203.0.113.255 (for example 203.0.113.0)".into(),
                to: "data plane of search service srch-{baseName}, tcp 443".into(),
                hops: vec![
                    Hop {
                        place: "`properties.publicNetworkAccess`".into(),
                        action: "'enabled': leaves the public endpoint to the address rules".into(),
                        at: access,
                    },
                    Hop {
                        place: "`properties.networkRuleSet.ipRules[0].value`".into(),
                        action: "'203.0.113.0/24': lets 256 addresses in".into(),
                        at: rules,
                    },
                ],
                when: None,
            }],
            mend: Some("set `properties.networkRuleSet.ipRules[0].value` to no rules".into()),
            ..judgement
        }
    }

    fn vault(&mut self) -> Judgement {
        let declared = self.declaration(VAULT, "resource vault");
        let access = self.at(VAULT, "'Disabled'");
        let resource = self.declare("Microsoft.KeyVault/vaults", &["kv-*"], declared, Provision::Declared);
        let headline = "is closed to the internet: publicNetworkAccess is 'Disabled'";
        let judgement = self.judgement(resource, "key vault", Verdict::Holds, headline);
        Judgement {
            message: "key vault kv-{baseName} is closed to the internet: `properties.publicNetworkAccess` is \
                      'Disabled', which turns the public endpoint off"
                .into(),
            decisive: Some(Setting {
                path: "properties.publicNetworkAccess".into(),
                actual: Value::text("Disabled"),
                required: "'Disabled'".into(),
            }),
            locations: vec![Location {
                origin: access,
                role: Role::Decisive,
                label: "`publicNetworkAccess` is 'Disabled': turns the public endpoint off".into(),
            }],
            evidence: vec![Evidence::Exception(Exception {
                who: "trusted Azure services".into(),
                path: "properties.networkAcls.bypass".into(),
                at: self.at(VAULT, "'AzureServices'"),
            })],
            assumptions: vec![
                Assumption {
                    id: "as-declared:kv-{baseName}".into(),
                    text: "nobody changes the key vault kv-{baseName} after it is deployed".into(),
                    origin: declared,
                },
                Assumption {
                    id: "default:location".into(),
                    text: "the parameter `location` keeps its default".into(),
                    origin: self.at(MAIN, "param location"),
                },
            ],
            ..judgement
        }
    }

    fn cosmos(&mut self) -> Judgement {
        let declared = self.declaration(MAIN, "resource cosmos");
        let access = self.at(MAIN, "publicAccess ? 'Enabled' : 'Disabled'");
        let resource =
            self.declare("Microsoft.DocumentDB/databaseAccounts", &["cosmos-*"], declared, Provision::Declared);
        let headline = "is open to the whole internet when `publicAccess` is true";
        let judgement = self.judgement(resource, "Cosmos DB account", Verdict::Unknown, headline);
        Judgement {
            message: format!(
                "Cosmos DB account cosmos-{{baseName}} {headline}: `properties.publicNetworkAccess` is 'Enabled', which \
                 lets every address on the internet in; required: 'Disabled'"
            ),
            decisive: Some(Setting {
                path: "properties.publicNetworkAccess".into(),
                actual: Value::text("Enabled"),
                required: "'Disabled'".into(),
            }),
            locations: vec![Location {
                origin: access,
                role: Role::Decisive,
                label: "`publicNetworkAccess` is 'Enabled': lets every address on the internet in".into(),
            }],
            evidence: vec![Evidence::Packet {
                from: "the whole internet (for example 203.0.113.7)".into(),
                to: "data plane of Cosmos DB account cosmos-{baseName}, tcp 443".into(),
                hops: vec![Hop {
                    place: "`properties.publicNetworkAccess`".into(),
                    action: "'Enabled': lets every address on the internet in".into(),
                    at: access,
                }],
                when: Some("`publicAccess` is true".into()),
            }],
            fails_when: Choices {
                ways: vec![vec![Chosen {
                    name: "publicAccess".into(),
                    value: Value::synthetic(ringfence_estate::Kind::Bool(true)),
                }]],
                more: false,
            },
            missing: vec![Missing {
                cause: Cause::NoValue,
                what: "the value of `publicAccess`".into(),
                settle: "give `publicAccess` a value (--parameters)".into(),
            }],
            mend: Some("set `properties.publicNetworkAccess` to 'Disabled'".into()),
            ..judgement
        }
    }

    fn foundry(&mut self) -> Judgement {
        let declared = self.declaration(MAIN, "resource foundry");
        let resource =
            self.declare("Microsoft.CognitiveServices/accounts", &["aif-shared"], declared, Provision::External);
        let judgement = self.judgement(resource, "Foundry account", Verdict::Unknown, "may be open to the internet");
        Judgement {
            message: "Foundry account aif-shared may be open to the internet: `properties.publicNetworkAccess` is \
                      {aif-shared.publicNetworkAccess}, which nothing in the input says; required: 'Disabled'"
                .into(),
            locations: vec![Location {
                origin: declared,
                role: Role::Decisive,
                label: "only referred to: its settings are not in the input".into(),
            }],
            evidence: vec![Evidence::Attribute {
                path: "properties.publicNetworkAccess".into(),
                actual: "not in the input".into(),
                effect: "decides whether the public endpoint is on".into(),
                at: declared,
            }],
            missing: vec![Missing {
                cause: Cause::NotInInput,
                what: "the settings of `aif-shared`, which is only referred to (`existing`)".into(),
                settle: "add the template that declares it, or an export of it".into(),
            }],
            mend: Some("ringfence explain private-only".into()),
            ..judgement
        }
    }

    fn registry(&mut self) -> Judgement {
        let declared = self.declaration(MAIN, "resource registry");
        let access = self.at(MAIN, "publicNetworkAccess: 'Disabled'");
        let resource = self.declare("Microsoft.ContainerRegistry/registries", &["cr*"], declared, Provision::Declared);
        let headline = "is closed to the internet: publicNetworkAccess is 'Disabled'";
        let judgement = self.judgement(resource, "container registry", Verdict::Holds, headline);
        Judgement {
            message: "container registry cr{baseName} is closed to the internet: `properties.publicNetworkAccess` is \
                      'Disabled', which turns the public endpoint off"
                .into(),
            decisive: Some(Setting {
                path: "properties.publicNetworkAccess".into(),
                actual: Value::text("Disabled"),
                required: "'Disabled'".into(),
            }),
            locations: vec![Location {
                origin: access,
                role: Role::Decisive,
                label: "`publicNetworkAccess` is 'Disabled': turns the public endpoint off".into(),
            }],
            assumptions: vec![Assumption {
                id: "as-declared:cr{baseName}".into(),
                text: "nobody changes the container registry cr{baseName} after it is deployed".into(),
                origin: declared,
            }],
            ..judgement
        }
    }
}

/// The first place of `text` in a file.
fn span(sources: &Sources, path: &str, text: &str) -> Span {
    let (id, file): (FileId, _) = sources.iter().find(|(_, file)| file.path() == path).unwrap();
    let start = file.text().find(text).unwrap_or_else(|| panic!("`{text}` is in {path}"));
    Span::new(id, start as u32, (start + text.len()) as u32)
}
