//! `ringfence ask`: what comes back, as a table and as JSON, and what a question that cannot be answered says.

mod common;

use common::{Outcome, read_folder, repository, repository_file, run_in};
use ringfence_cli::Exit;
use ringfence_source::MemoryWorld;
use serde_json::Value as Json;

fn ask(question: &str, rest: &[&str]) -> Outcome {
    let mut world = MemoryWorld::default();
    read_folder(&repository().join("examples"), "", &mut world);
    run_in(&world, &[&["ask", question], rest].concat())
}

#[test]
fn the_table_names_every_station_and_its_line() {
    let outcome = ask("resolve kv-contosoml.vault.azure.net from vnet-training", &["ml-training"]);
    assert_eq!((outcome.exit, outcome.err.as_str()), (Exit::Success, ""));
    let stations = [
        ("vnet-training", "asks the DNS server 10.40.0.132", "ml-training/modules/network.bicep:"),
        ("dnspr-hub/in-spoke", "asks Azure DNS in vnet-hub", "ml-training/modules/name-resolution.bicep:"),
        ("public DNS", "kv-contosoml.privatelink.vaultcore.azure.net", "ml-training/modules/private-endpoint.bicep:"),
        ("zone privatelink.vaultcore.azure.net", "is linked to vnet-hub", "ml-training/modules/name-resolution.bicep:"),
        ("zone privatelink.vaultcore.azure.net", "has the A record", "ml-training/modules/private-endpoint.bicep:49"),
        ("pe-key-vault", "leads to kv-contosoml", "ml-training/modules/private-endpoint.bicep:"),
        ("▸", "the private address of pe-key-vault", ""),
    ];
    let lines: Vec<&str> = outcome.out.lines().skip(3).collect();
    assert_eq!(lines.len(), stations.len(), "{}", outcome.out);
    for (line, (place, action, at)) in lines.iter().zip(stations) {
        assert!(line.trim().starts_with(place) && line.contains(action) && line.contains(at), "{line}");
    }
}

#[test]
fn every_kind_of_question_has_its_answer() {
    let cases = [
        ("resolve srch-contosochat.search.windows.net from vnet-chat", "endpoint", 1),
        ("RESOLVE SRCH-contosochat FROM VNET-chat", "endpoint", 1),
        ("resolve kv-contosochat from vnet-chat", "endpoint", 2),
        ("resolve www.example.com from vnet-chat", "public", 1),
        ("resolve nobody.privatelink.search.windows.net from vnet-chat", "nothing", 1),
        ("resolve stcontosochat.queue.core.windows.net from vnet-chat", "public", 1),
    ];
    for (question, ending, count) in cases {
        let outcome = ask(question, &["foundry-chat", "--format", "json"]);
        let answers = outcome.json()["answers"].as_array().expect("answers").clone();
        let endings: Vec<&str> = answers.iter().filter_map(|own| own["ending"].as_str()).collect();
        assert_eq!(endings, vec![ending; count], "{question}: {}", outcome.out);
    }
}

#[test]
fn a_wrong_name_resolution_is_numbered() {
    let outcome = ask("resolve srch2-contosochat from vnet-chat", &["foundry-chat-flawed", "--format", "json"]);
    assert_eq!(outcome.json()["answers"][0]["code"], "D6");
    assert_eq!(outcome.exit, Exit::Success, "what is answered is answered, also if it is bad news");
}

#[test]
fn a_parameter_makes_several_answers() {
    let template = "
        param own bool
        resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
          name: 'vnet'
          properties: { dhcpOptions: { dnsServers: own ? ['10.9.9.9'] : [] } }
        }";
    let world = MemoryWorld::with([("main.bicep", template)]);
    let outcome = run_in(&world, &["ask", "resolve a.example.com from vnet", "main.bicep", "--format", "json"]);
    let answers = outcome.json()["answers"].as_array().expect("answers").clone();
    let found: Vec<(&str, &str)> =
        answers.iter().filter_map(|own| Some((own["ending"].as_str()?, own["when"].as_str()?))).collect();
    assert_eq!(found, [("unknown", "`own` is true"), ("public", "`own` is false")], "{}", outcome.out);
    assert!(answers[0]["missing"][0]["what"].as_str().expect("what").contains("10.9.9.9"));
}

#[test]
fn what_cannot_be_answered_says_what_can() {
    let cases = [
        ("resolve kv-contosochat from vnet", "the networks are: vnet-chat"),
        ("resolve nobody from vnet-chat", "kv-contosochat.vault.azure.net"),
        ("who am i", "ask 'resolve NAME from NETWORK'"),
        ("resolve a from b c", "ask 'resolve NAME from NETWORK'"),
    ];
    for (question, said) in cases {
        let outcome = ask(question, &["foundry-chat"]);
        assert_eq!((outcome.exit, outcome.out.as_str()), (Exit::Unread, ""), "{question}");
        assert!(outcome.err.contains(said), "{question}: {}", outcome.err);
    }
}

#[test]
fn the_json_is_valid_against_its_schema() {
    let schema: Json = serde_json::from_str(&repository_file("schemas/answer-1.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for (question, input) in [
        ("resolve aif-contosochat from vnet-chat", "foundry-chat"),
        ("resolve srch2-contosochat from vnet-chat", "foundry-chat-flawed"),
        ("resolve cosmos-contosoml from vnet-training", "ml-training-flawed"),
    ] {
        let answer = ask(question, &[input, "--format", "json"]).json();
        let errors: Vec<String> = validator.iter_errors(&answer).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{question}: {errors:?}");
        // A schema that allows everything proves nothing.
        for member in ["schema", "question", "answers"] {
            let mut mutilated = answer.clone();
            mutilated.as_object_mut().unwrap_or_else(|| panic!("an object")).remove(member);
            assert!(!validator.is_valid(&mutilated), "valid without {member}");
        }
    }
}
