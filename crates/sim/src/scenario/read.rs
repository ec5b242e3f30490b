//! Reading a scenario file, with the place of whatever is wrong.

use thiserror::Error;

use crate::model::Model;

use super::{Prediction, Scenario, ScenarioOf, Text};

/// Largest file that is read, in bytes.
pub const MAX_FILE: usize = 256 * 1024;
/// Most steps of a story.
pub const MAX_STORY_STEPS: usize = 64;

/// A file that is no scenario.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum FileError {
    /// The file is larger than [`MAX_FILE`].
    #[error("the file has {0} bytes; at most {MAX_FILE} are read")]
    TooLarge(usize),
    /// It is not of the right form.
    #[error("{place}: {problem}")]
    Form {
        /// The path of the field: `steps[2].run[0].do`. Steps count from 0 here.
        place: String,
        /// What was found and what was expected, with line and column.
        problem: String,
    },
    /// The form is right, but the content is not.
    #[error("{place}: {problem}")]
    Content {
        /// The field; steps count from 1.
        place: String,
        /// What is wrong and what would be right.
        problem: &'static str,
    },
}

fn content(place: impl Into<String>, problem: &'static str) -> FileError {
    FileError::Content {
        place: place.into(),
        problem,
    }
}

/// Reads a scenario of the lab `M`. The setup is looked into as well.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn read<M: Model>(json: &str) -> Result<ScenarioOf<M>, FileError> {
    if json.len() > MAX_FILE {
        return Err(FileError::TooLarge(json.len()));
    }
    let mut reader = serde_json::Deserializer::from_str(json);
    let scenario = form::<M, _>(&mut reader)?;
    reader.end().map_err(|error| FileError::Form {
        place: "the file".into(),
        problem: error.to_string(),
    })?;
    check_content::<M>(&scenario)?;
    Ok(scenario)
}

/// Reads the form, and names the field in which it is wrong.
#[cfg(feature = "paths")]
fn form<'de, M: Model, R: serde_json::de::Read<'de>>(
    reader: &mut serde_json::Deserializer<R>,
) -> Result<ScenarioOf<M>, FileError> {
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let place = match error.path().to_string() {
            top if top == "." => "the file".to_owned(),
            path => path,
        };
        FileError::Form {
            place,
            problem: error.into_inner().to_string(),
        }
    })
}

/// Reads the form; line and column say where it is wrong.
#[cfg(not(feature = "paths"))]
fn form<'de, M: Model, R: serde_json::de::Read<'de>>(
    reader: &mut serde_json::Deserializer<R>,
) -> Result<ScenarioOf<M>, FileError> {
    serde::Deserialize::deserialize(reader).map_err(|error: serde_json::Error| FileError::Form {
        place: "the file".to_owned(),
        problem: error.to_string(),
    })
}

fn check_content<M: Model>(scenario: &ScenarioOf<M>) -> Result<(), FileError> {
    let Scenario {
        id,
        title,
        question,
        pinned,
        setup,
        seed,
        steps,
        opens_at,
        ..
    } = scenario;
    match id.split_once('/') {
        Some((lab, name)) if lab == M::LAB && is_name(name) => (),
        Some((lab, _)) if lab != M::LAB => {
            return Err(content(
                "id",
                "names another lab: the part before the slash is the lab",
            ));
        }
        _ => {
            let form = "expected lab/name, the name of small letters, digits and hyphens";
            return Err(content("id", form));
        }
    }
    check_text("title", title)?;
    check_text("question", question)?;
    if let Some(pinned) = pinned
        && !M::properties().iter().any(|property| property.id == pinned)
    {
        return Err(content("pinned", "this lab has no property of that name"));
    }
    M::new(setup, *seed).map_err(|error| FileError::Form {
        place: format!("setup.{}", error.field),
        problem: error.problem,
    })?;
    if steps.is_empty() || steps.len() > MAX_STORY_STEPS {
        return Err(content("steps", "a story has 1 to 64 steps"));
    }
    if opens_at.is_some_and(|step| step == 0 || step > steps.len()) {
        return Err(content(
            "opens-at",
            "there is no step of that number; they count from 1",
        ));
    }
    for (number, step) in (1..).zip(steps) {
        let place = |field: &str| format!("step {number}, {field}");
        check_text(place("text"), &step.text)?;
        if let Some(prediction) = &step.predict {
            check_prediction(&place, prediction)?;
        }
        if step.run.is_empty() && number < steps.len() {
            return Err(content(place("run"), "only the last step may run nothing"));
        }
        if let Some(goal) = &step.goal {
            check_text(place("goal.text"), &goal.text)?;
            if goal.acts == 0 {
                return Err(content(
                    place("goal.acts"),
                    "a goal allows at least one act",
                ));
            }
        }
    }
    Ok(())
}

fn check_prediction<F>(
    place: &impl Fn(&str) -> String,
    prediction: &Prediction<F>,
) -> Result<(), FileError> {
    check_text(place("predict.ask"), &prediction.ask)?;
    check_text(place("predict.because"), &prediction.because)?;
    if !(2..=5).contains(&prediction.choices.len()) {
        return Err(content(
            place("predict.choices"),
            "a prediction has 2 to 5 choices",
        ));
    }
    for (index, choice) in prediction.choices.iter().enumerate() {
        check_text(
            place(&format!("predict.choices[{index}].text")),
            &choice.text,
        )?;
    }
    Ok(())
}

fn check_text(place: impl Into<String>, text: &Text) -> Result<(), FileError> {
    if text.en.trim().is_empty() {
        return Err(content(place, "the English sentence is empty"));
    }
    if text.zh.trim().is_empty() {
        return Err(content(place, "the Chinese sentence is empty"));
    }
    Ok(())
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=48).contains(&name.len()) && name.chars().all(fits)
}
