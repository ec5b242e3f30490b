//! The published schema is the one of the types, and every scenario fits it.
//!
//! `GLASSBOX_UPDATE=1 cargo test -p glassbox-cli --test schema` writes it anew.

use std::path::Path;

use glassbox_gc::lab::{self, Lab};
use glassbox_raft::{Cluster, scenarios};
use glassbox_sim::scenario::ScenarioOf;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{Schema, SchemaGenerator};
use serde_json::{Value, json};

const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../docs/scenario.schema.json"
);

/// Doc comments as descriptions: the links of rustdoc mean nothing in an editor.
struct PlainDescriptions;

impl Transform for PlainDescriptions {
    fn transform(&mut self, schema: &mut Schema) {
        if let Some(Value::String(text)) = schema.get_mut("description") {
            let plain = text.replace("[`", "").replace("`]", "").replace('`', "");
            *text = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        transform_subschemas(self, schema);
    }
}

/// The scenarios of each lab; the id says of which lab one is.
fn generated() -> String {
    let mut generator = SchemaGenerator::default();
    let labs = [
        ("raft", generator.subschema_for::<ScenarioOf<Cluster>>()),
        ("gc", generator.subschema_for::<ScenarioOf<Lab>>()),
    ];
    let names: Vec<&str> = labs.iter().map(|(name, _)| *name).collect();
    // Not a choice among them all: an editor then tells what is wrong with this lab's file.
    let of_lab = labs.map(|(name, scenario)| {
        let id = json!({"pattern": format!("^{name}/")});
        let named = json!({"properties": {"id": id}, "required": ["id"]});
        json!({"if": named, "then": scenario})
    });
    let mut schema: Schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Glassbox scenario",
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string", "pattern": format!("^({})/", names.join("|"))}},
        "allOf": of_lab,
        "$defs": generator.take_definitions(true),
    })
    .try_into()
    .unwrap();
    PlainDescriptions.transform(&mut schema);
    serde_json::to_string_pretty(&schema).unwrap() + "\n"
}

#[test]
fn the_checked_in_schema_is_that_of_the_types() {
    let generated = generated();
    if std::env::var_os("GLASSBOX_UPDATE").is_some() {
        std::fs::create_dir_all(Path::new(FILE).parent().unwrap()).unwrap();
        std::fs::write(FILE, &generated).unwrap();
    }
    let checked_in = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        checked_in == generated,
        "docs/scenario.schema.json is not that of the types: run\n  \
         GLASSBOX_UPDATE=1 cargo test -p glassbox-cli --test schema\nand look at what changed"
    );
}

fn validator() -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str(&generated()).unwrap()).unwrap()
}

#[test]
fn every_scenario_fits_the_schema() {
    let validator = validator();
    for (id, json) in scenarios::FILES.iter().chain(lab::scenarios::FILES) {
        let scenario: Value = serde_json::from_str(json).unwrap();
        let problems: Vec<String> = validator
            .iter_errors(&scenario)
            .map(|problem| format!("{}: {problem}", problem.instance_path()))
            .collect();
        assert!(problems.is_empty(), "{id}:\n{}", problems.join("\n"));
    }
}

#[test]
fn the_examples_of_the_guide_fit_the_schema() {
    let guide = include_str!("../../../docs/scenario-format.md");
    let examples: Vec<&str> = guide.split("```json\n").skip(1).collect();
    assert_eq!(examples.len(), 2, "one of each lab");
    for example in examples {
        let (example, _) = example.split_once("```").unwrap();
        let scenario: Value = serde_json::from_str(example).unwrap();
        let problem = validator()
            .iter_errors(&scenario)
            .next()
            .map(|it| it.to_string());
        assert_eq!(problem, None);
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let validator = validator();
    let right = json!({
        "id": "raft/x", "seed": 1, "setup": {"nodes": 3, "heartbeat": "50ms"},
        "title": {"en": "a", "zh": "b"}, "question": {"en": "a", "zh": "b"},
        "steps": [{"text": {"en": "a", "zh": "b"}, "run": [
            {"do": {"write": {"client": 1, "key": "x", "value": 1}}},
            {"until": {"is": {"just": {"event": "became-leader"}}}}
        ]}]
    });
    assert!(validator.is_valid(&right));
    let wrong = |pointer: &str, value: Value| {
        let mut scenario = right.clone();
        *scenario.pointer_mut(pointer).unwrap() = value;
        assert!(!validator.is_valid(&scenario), "{pointer} is let through");
        assert!(
            glassbox_sim::scenario::read::<Cluster>(&scenario.to_string()).is_err(),
            "{pointer}"
        );
    };
    wrong("/setup/heartbeat", json!("50"));
    wrong("/setup", json!({"node": 3}));
    wrong("/title", json!({"en": "a"}));
    wrong("/title", json!({"en": "a", "zh": " "}));
    wrong("/steps/0/run/0/do/write/key", json!("X"));
    wrong("/steps/0/run/0", json!({"jump": 1}));
    wrong("/steps/0/run/1/until/is/just/event", json!("became-king"));
    wrong("/steps", json!([]));
    wrong("/id", json!("Raft x"));
}

#[test]
fn a_file_is_held_against_the_schema_of_its_lab() {
    let validator = validator();
    let right = json!({
        "id": "gc/x", "seed": 1, "setup": {"kind": "program", "live-heap": "4MiB", "gogc": "off"},
        "title": {"en": "a", "zh": "b"}, "question": {"en": "a", "zh": "b"},
        "steps": [{"text": {"en": "a", "zh": "b"}, "run": [
            {"do": {"program": {"set-gogc": 50}}},
            {"until": {"is": {"program": {"just": {"event": "trigger-crossed"}}}}}
        ]}]
    });
    assert!(validator.is_valid(&right));
    let wrong = |pointer: &str, value: Value| {
        let mut scenario = right.clone();
        *scenario.pointer_mut(pointer).unwrap() = value;
        assert!(!validator.is_valid(&scenario), "{pointer} is let through");
        let read = glassbox_sim::scenario::read::<Lab>(&scenario.to_string());
        assert!(read.is_err(), "{pointer}");
    };
    wrong("/setup", json!({"nodes": 3}));
    wrong("/setup/kind", json!("parrot"));
    wrong("/setup/live-heap", json!("4MB"));
    wrong("/steps/0/run/0/do", json!({"crash": 1}));
    let event = "/steps/0/run/1/until/is/program/just/event";
    wrong(event, json!("became-leader"));
    // The same file as one of the other lab.
    let mut other = right.clone();
    other["id"] = json!("raft/x");
    assert!(!validator.is_valid(&other));
}
