//! Reading a scenario file, with the place of whatever is wrong.

use crate::form::FormError;
use crate::lang::{Lang, Tell, told_errors};
use crate::model::{Absent, Model, SetupError};

use super::{Condition, Move, MoveOf, Prediction, Scenario, ScenarioOf, StepOf, Text};

/// Largest file that is read, in bytes.
pub const MAX_FILE: usize = 256 * 1024;
/// Most steps of a story.
pub const MAX_STORY_STEPS: usize = 64;

/// A file that is no scenario.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum FileError {
    /// The file is larger than [`MAX_FILE`].
    TooLarge(usize),
    /// It is not of the right form.
    Form {
        /// Where.
        place: Place,
        /// What was found and what was expected, with line and column.
        problem: FormError,
    },
    /// The setup is out of its bounds.
    Setup(SetupError),
    /// The form is right, but the content is not.
    Content {
        /// Where.
        place: Place,
        /// What is wrong and what would be right.
        problem: Fault,
    },
}

/// A place in a scenario file, as people count: steps from 1.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Place {
    /// The step of the story, from 1.
    pub step: Option<usize>,
    /// The field, of the step or of the file, with dots for nesting; empty for all of it.
    pub field: String,
}

/// What is wrong with the content of a scenario file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fault {
    /// The id names another lab.
    OtherLab,
    /// The id is not of the form `lab/name`.
    BadId,
    /// No property of the lab has this name.
    NoSuchProperty,
    /// There are none, or more than [`MAX_STORY_STEPS`].
    StepCount,
    /// There is no step of that number.
    NoSuchStep,
    /// A step that is not the last one runs nothing.
    RunsNothing,
    /// A goal allows no act.
    NoActs,
    /// A prediction has too few choices or too many.
    ChoiceCount,
    /// What is often said and wrong is put right without a source.
    NoSource,
    /// The sentence in this language is empty.
    NoWords(Lang),
    /// An act or a fact names what no run of the setup has.
    Absent(Absent),
}

impl Place {
    /// A field of the file itself.
    fn field(field: &str) -> Self {
        Self {
            step: None,
            field: field.to_owned(),
        }
    }

    /// From the path of a field as it lies in the file: `steps[2].run[1].do`.
    #[cfg(feature = "paths")]
    fn of_path(path: &str) -> Self {
        let in_step = || {
            let (index, rest) = path.strip_prefix("steps[")?.split_once(']')?;
            Some(Self {
                step: Some(index.parse::<usize>().ok()? + 1),
                field: rest.strip_prefix('.').unwrap_or(rest).to_owned(),
            })
        };
        match path {
            "." => Self::default(),
            path => in_step().unwrap_or_else(|| Self::field(path)),
        }
    }
}

impl Tell for Place {
    fn tell(&self, lang: Lang) -> String {
        let field = &self.field;
        match (self.step, field.as_str()) {
            (None, "") => lang.pick("the file", "文件").to_owned(),
            (None, _) => field.clone(),
            (Some(step), "") => lang.pick(format!("step {step}"), format!("第 {step} 步")),
            (Some(step), _) => lang.pick(
                format!("step {step}, {field}"),
                format!("第 {step} 步的 {field}"),
            ),
        }
    }
}

impl Tell for FileError {
    fn tell(&self, lang: Lang) -> String {
        let (place, problem) = match self {
            Self::TooLarge(bytes) => {
                return lang.pick(
                    format!("the file has {bytes} bytes; at most {MAX_FILE} are read"),
                    format!("文件有 {bytes} 字节，最多读取 {MAX_FILE} 字节"),
                );
            }
            Self::Setup(error) => return error.tell(lang),
            Self::Form { place, problem } => (place, problem.tell(lang)),
            Self::Content { place, problem } => (place, problem.tell(lang)),
        };
        let colon = lang.pick(": ", "：");
        format!("{}{colon}{problem}", place.tell(lang))
    }
}

impl Tell for Fault {
    fn tell(&self, lang: Lang) -> String {
        let (en, zh) = match self {
            Self::OtherLab => (
                "names another lab: the part before the slash is the lab",
                "指向另一个实验：斜杠前面是实验名",
            ),
            Self::BadId => (
                "expected lab/name, the name of small letters, digits and hyphens",
                "应为“实验/名称”，名称只含小写字母、数字和连字符",
            ),
            Self::NoSuchProperty => (
                "this lab has no property of that name",
                "这个实验没有这个名字的性质",
            ),
            Self::StepCount => {
                return lang.pick(
                    format!("a story has 1 to {MAX_STORY_STEPS} steps"),
                    format!("一个故事有 1 到 {MAX_STORY_STEPS} 步"),
                );
            }
            Self::NoSuchStep => (
                "there is no step of that number; they count from 1",
                "没有这一步；步骤从 1 数起",
            ),
            Self::RunsNothing => (
                "only the last step may run nothing",
                "只有最后一步可以什么都不运行",
            ),
            Self::NoActs => ("a goal allows at least one act", "目标至少要允许一次操作"),
            Self::ChoiceCount => (
                "a prediction has 2 to 5 choices",
                "一个预测有 2 到 5 个选项",
            ),
            Self::NoSource => (
                "no source: it says where the fact is written",
                "没有出处；这里写明事实记载在哪里",
            ),
            Self::NoWords(Lang::En) => ("the English sentence is empty", "英文句子为空"),
            Self::NoWords(Lang::Zh) => ("the Chinese sentence is empty", "中文句子为空"),
            Self::Absent(what) => return what.tell(lang),
        };
        lang.pick(en, zh).to_owned()
    }
}

told_errors!(FileError);

fn content(place: Place, problem: Fault) -> FileError {
    FileError::Content { place, problem }
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
        place: Place::default(),
        problem: FormError::from(&error),
    })?;
    check_content::<M>(&scenario)?;
    Ok(scenario)
}

/// Reads the form, and names the field in which it is wrong.
#[cfg(feature = "paths")]
fn form<'de, M: Model, R: serde_json::de::Read<'de>>(
    reader: &mut serde_json::Deserializer<R>,
) -> Result<ScenarioOf<M>, FileError> {
    serde_path_to_error::deserialize(reader).map_err(|error| FileError::Form {
        place: Place::of_path(&error.path().to_string()),
        problem: FormError::from(error.inner()),
    })
}

/// Reads the form; line and column say where it is wrong.
#[cfg(not(feature = "paths"))]
fn form<'de, M: Model, R: serde_json::de::Read<'de>>(
    reader: &mut serde_json::Deserializer<R>,
) -> Result<ScenarioOf<M>, FileError> {
    serde::Deserialize::deserialize(reader).map_err(|error: serde_json::Error| FileError::Form {
        place: Place::default(),
        problem: FormError::from(&error),
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
        before,
        ..
    } = scenario;
    match id.split_once('/') {
        Some((lab, name)) if lab == M::LAB && is_name(name) => (),
        Some((lab, _)) if lab != M::LAB => {
            return Err(content(Place::field("id"), Fault::OtherLab));
        }
        _ => return Err(content(Place::field("id"), Fault::BadId)),
    }
    check_text(Place::field("title"), title)?;
    check_text(Place::field("question"), question)?;
    if let Some(pinned) = pinned
        && !M::properties().iter().any(|property| property.id == pinned)
    {
        return Err(content(Place::field("pinned"), Fault::NoSuchProperty));
    }
    M::new(setup, *seed).map_err(FileError::Setup)?;
    if steps.is_empty() || steps.len() > MAX_STORY_STEPS {
        return Err(content(Place::field("steps"), Fault::StepCount));
    }
    if opens_at.is_some_and(|step| step == 0 || step > steps.len()) {
        return Err(content(Place::field("opens-at"), Fault::NoSuchStep));
    }
    check_moves::<M>(setup, &Place::field, "before", before)?;
    for (number, step) in (1..).zip(steps) {
        let place = |field: &str| Place {
            step: Some(number),
            field: field.to_owned(),
        };
        check_text(place("text"), &step.text)?;
        if let Some(said) = &step.often_said {
            check_text(place("often-said.claim"), &said.claim)?;
            check_text(place("often-said.in-fact"), &said.in_fact)?;
            if said.source.trim().is_empty() {
                return Err(content(place("often-said.source"), Fault::NoSource));
            }
        }
        if let Some(prediction) = &step.predict {
            check_prediction(&place, prediction)?;
        }
        if step.run.is_empty() && number < steps.len() {
            return Err(content(place("run"), Fault::RunsNothing));
        }
        if let Some(goal) = &step.goal {
            check_text(place("goal.text"), &goal.text)?;
            if goal.acts == 0 {
                return Err(content(place("goal.acts"), Fault::NoActs));
            }
        }
        check_names::<M>(setup, &place, step)?;
    }
    Ok(())
}

/// Looks whether what a step names is there.
fn check_names<M: Model>(
    setup: &M::Setup,
    place: &impl Fn(&str) -> Place,
    step: &StepOf<M>,
) -> Result<(), FileError> {
    let condition = |field: &str, condition| check_condition::<M>(setup, place, field, condition);
    let choices = step.predict.iter().flat_map(|it| &it.choices);
    for (index, choice) in choices.enumerate() {
        condition(&format!("predict.choices[{index}].when"), &choice.when)?;
    }
    check_moves::<M>(setup, place, "run", &step.run)?;
    for (index, then) in step.then.iter().enumerate() {
        condition(&format!("then[{index}]"), then)?;
    }
    if let Some(goal) = &step.goal {
        condition("goal.reach", &goal.reach)?;
        check_moves::<M>(setup, place, "goal.solution", &goal.solution)?;
    }
    Ok(())
}

fn check_moves<M: Model>(
    setup: &M::Setup,
    place: &impl Fn(&str) -> Place,
    field: &str,
    moves: &[MoveOf<M>],
) -> Result<(), FileError> {
    for (index, step) in moves.iter().enumerate() {
        match step {
            Move::Do(act) => M::check_act(setup, act).map_err(|absent| {
                content(
                    place(&format!("{field}[{index}].do")),
                    Fault::Absent(absent),
                )
            })?,
            Move::For(_) => (),
            Move::Until(condition) => {
                let field = format!("{field}[{index}].until");
                check_condition::<M>(setup, place, &field, condition)?;
            }
        }
    }
    Ok(())
}

/// A file nests its conditions less deep than the reader of JSON allows.
fn check_condition<M: Model>(
    setup: &M::Setup,
    place: &impl Fn(&str) -> Place,
    field: &str,
    condition: &Condition<M::Fact>,
) -> Result<(), FileError> {
    let (name, all) = match condition {
        Condition::Is(fact) => {
            return M::check_fact(setup, fact)
                .map_err(|absent| content(place(&format!("{field}.is")), Fault::Absent(absent)));
        }
        Condition::Not(inner) => {
            return check_condition::<M>(setup, place, &format!("{field}.not"), inner);
        }
        Condition::All(all) => ("all", all),
        Condition::Any(any) => ("any", any),
    };
    for (index, inner) in all.iter().enumerate() {
        check_condition::<M>(setup, place, &format!("{field}.{name}[{index}]"), inner)?;
    }
    Ok(())
}

fn check_prediction<F>(
    place: &impl Fn(&str) -> Place,
    prediction: &Prediction<F>,
) -> Result<(), FileError> {
    check_text(place("predict.ask"), &prediction.ask)?;
    check_text(place("predict.because"), &prediction.because)?;
    if !(2..=5).contains(&prediction.choices.len()) {
        return Err(content(place("predict.choices"), Fault::ChoiceCount));
    }
    for (index, choice) in prediction.choices.iter().enumerate() {
        check_text(
            place(&format!("predict.choices[{index}].text")),
            &choice.text,
        )?;
        if let Some(why_not) = &choice.why_not {
            let field = format!("predict.choices[{index}].why-not");
            check_text(place(&field), why_not)?;
        }
    }
    Ok(())
}

fn check_text(place: Place, text: &Text) -> Result<(), FileError> {
    let empty = |lang: &Lang| text.get(*lang).trim().is_empty();
    match Lang::ALL.into_iter().find(empty) {
        Some(lang) => Err(content(place, Fault::NoWords(lang))),
        None => Ok(()),
    }
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=48).contains(&name.len()) && name.chars().all(fits)
}
