//! The published schema is the one of the types, and every scenario fits it.
//!
//! `GLASSBOX_UPDATE=1 cargo test -p glassbox-cli --test schema` writes it anew.

use std::path::Path;

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

fn generated() -> String {
    let mut schema = SchemaGenerator::default().into_root_schema_for::<ScenarioOf<Cluster>>();
    PlainDescriptions.transform(&mut schema);
    schema.insert(
        "title".to_owned(),
        json!("A Glassbox scenario of the lab raft"),
    );
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
    for (id, json) in scenarios::FILES {
        let scenario: Value = serde_json::from_str(json).unwrap();
        let problems: Vec<String> = validator
            .iter_errors(&scenario)
            .map(|problem| format!("{}: {problem}", problem.instance_path()))
            .collect();
        assert!(problems.is_empty(), "{id}:\n{}", problems.join("\n"));
    }
}

#[test]
fn the_example_of_the_guide_fits_the_schema() {
    let guide = include_str!("../../../docs/scenario-format.md");
    let (_, rest) = guide.split_once("```json\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let scenario: Value = serde_json::from_str(example).unwrap();
    let problem = validator()
        .iter_errors(&scenario)
        .next()
        .map(|it| it.to_string());
    assert_eq!(problem, None);
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
