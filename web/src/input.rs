//! What a page tells a figure, read: attributes and acts. No browser in here.
//!
//! Nothing is bent into shape in silence. An attribute that says *what* is shown is an error if it is
//! wrong: another run would be a lie. One that says *how* is left out, and a [notice](Settings::notices)
//! says so beside the figure.

use glassbox_sim::{FormError, Instant, Lang, Tell};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::player::Controls;
use crate::session::{Opening, SPEED_BOUNDS};

/// How many steps a script may ask for at once: more would hold up the page.
const MOST_STEPS: i32 = 10_000;

/// How much of a wrong value is repeated, in characters.
const SHOWN: usize = 32;

/// The attributes of the element, as `glassbox.js` hands them over.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Attributes {
    scenario: Option<String>,
    story: Option<String>,
    file: Option<String>,
    state: Option<String>,
    seed: Option<String>,
    start: Option<String>,
    speed: Option<String>,
    theme: Option<String>,
    /// The language of the figure: its own or that of what it is in.
    lang: Option<String>,
    /// What the element itself has in its `lang`.
    own_lang: Option<String>,
    controls: Option<String>,
    loading: Option<String>,
    autoplay: bool,
    share_base: Option<String>,
}

/// What a figure is made with.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// What is run.
    pub opening: Opening,
    /// The language.
    pub lang: Lang,
    /// How much of the player is shown.
    pub controls: Controls,
    /// Whether it plays as soon as it is seen.
    pub autoplay: bool,
    /// Simulated milliseconds per real one, if not the usual.
    pub speed: Option<f64>,
    /// Where links lead.
    pub base: String,
    /// The attributes that were left out because they are not understood.
    pub notices: Vec<AttributeError>,
}

/// A value that is not understood.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AttributeError {
    /// The attribute, or the argument of a method.
    name: &'static str,
    /// Its value, if it is long its beginning.
    got: String,
    takes: Takes,
}

/// What an attribute takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Takes {
    Seed,
    Speed,
    Steps,
    Moment,
    /// Nothing, since that other attribute says what is run.
    NothingBeside(&'static str),
    OneOf(&'static [&'static str]),
}

impl AttributeError {
    fn new(name: &'static str, got: &str, takes: Takes) -> Self {
        let mut shown: String = got.chars().take(SHOWN).collect();
        if shown.len() < got.len() {
            shown.push('…');
        }
        Self {
            name,
            got: shown,
            takes,
        }
    }

    /// The words for a figure that is shown without the attribute.
    pub fn notice(&self, lang: Lang) -> String {
        let problem = self.tell(lang);
        lang.pick(
            format!("{problem}. The figure is shown without it."),
            format!("{problem}。现在按没有设置它来显示。"),
        )
    }
}

impl Tell for AttributeError {
    fn tell(&self, lang: Lang) -> String {
        let Self { name, got, takes } = self;
        let takes = takes.tell(lang);
        lang.pick(
            format!("{name}=\"{got}\": expected {takes}"),
            format!("{name}=\"{got}\"：应为{takes}"),
        )
    }
}

impl Tell for Takes {
    fn tell(&self, lang: Lang) -> String {
        match self {
            Self::Seed => lang.pick(
                format!("a whole number from 0 to {}", u64::MAX),
                format!(" 0 到 {} 的整数", u64::MAX),
            ),
            Self::Speed => {
                let (least, most) = SPEED_BOUNDS;
                lang.pick(
                    format!("a number from {least} to {most}"),
                    format!(" {least} 到 {most} 的数"),
                )
            }
            Self::NothingBeside(other) => lang.pick(
                format!("nothing beside {other}, which says what is run"),
                format!("不与 {other} 同时给出，后者已指明运行什么"),
            ),
            Self::Steps => lang.pick(
                format!("a whole number from -{MOST_STEPS} to {MOST_STEPS}"),
                format!(" -{MOST_STEPS} 到 {MOST_STEPS} 的整数"),
            ),
            Self::Moment => {
                let most = Instant::LAST.as_nanos() / 1_000_000;
                lang.pick(
                    format!("milliseconds from 0 to {most}"),
                    format!(" 0 到 {most} 的毫秒数"),
                )
            }
            Self::OneOf(words) => {
                let (last, others) = words.split_last().unwrap_or((&"", &[]));
                lang.pick(
                    format!("{} or {last}", others.join(", ")),
                    format!(" {} 或 {last}", others.join("、")),
                )
            }
        }
    }
}

impl Attributes {
    /// The language in which what is wrong is to be told.
    pub fn lang(&self) -> Lang {
        let asked = self.lang.as_deref().and_then(|tag| tag.parse().ok());
        asked.unwrap_or_default()
    }

    /// Reads them all.
    ///
    /// # Errors
    /// One that says what is shown is not understood.
    pub fn read(self) -> Result<Settings, AttributeError> {
        let lang = self.lang();
        let seed = match given(self.seed) {
            None => None,
            Some(text) => {
                let wrong = |_| AttributeError::new("seed", &text, Takes::Seed);
                Some(text.parse::<u64>().map_err(wrong)?)
            }
        };
        let mut notices = Vec::new();
        // What says what is run is said once.
        let (state, scenario) = (given(self.state), given(self.scenario));
        if state.is_some() || self.file.is_some() {
            let by = if state.is_some() { "state" } else { "src" };
            if let Some(id) = &scenario {
                notices.push(AttributeError::new(
                    "scenario",
                    id,
                    Takes::NothingBeside(by),
                ));
            }
        }
        if let Some(seed) = seed.filter(|_| state.is_some()) {
            let takes = Takes::NothingBeside("state");
            notices.push(AttributeError::new("seed", &seed.to_string(), takes));
        }
        let speed = given(self.speed).and_then(|text| {
            let speed = number(&text);
            let (least, most) = SPEED_BOUNDS;
            let known = speed.filter(|it| (least..=most).contains(it));
            if known.is_none() {
                notices.push(AttributeError::new("speed", &text, Takes::Speed));
            }
            known
        });
        let mut one_of = |name, value: Option<String>, known: &'static [&'static str]| {
            let text = given(value)?;
            let index = known.iter().position(|it| *it == text);
            if index.is_none() {
                notices.push(AttributeError::new(name, &text, Takes::OneOf(known)));
            }
            index
        };
        let controls = one_of("controls", self.controls, &["full", "figure", "none"]);
        let controls = match controls {
            Some(1) => Controls::Figure,
            Some(2) => Controls::None,
            _ => Controls::Full,
        };
        // These two are the matter of the style sheet and of `glassbox.js`.
        one_of("theme", self.theme, &["auto", "light", "dark"]);
        one_of("loading", self.loading, &["lazy", "eager", "click"]);
        if let Some(tag) = given(self.own_lang)
            && tag.parse::<Lang>().is_err()
        {
            let takes = Takes::OneOf(&["en", "zh"]);
            notices.push(AttributeError::new("lang", &tag, takes));
        }
        Ok(Settings {
            opening: Opening {
                scenario,
                story: self.story,
                file: self.file,
                state,
                seed,
                start: given(self.start),
            },
            lang,
            controls,
            autoplay: self.autoplay,
            speed,
            base: self.share_base.unwrap_or_default(),
            notices,
        })
    }
}

/// An attribute without a value is one that is not there.
fn given(value: Option<String>) -> Option<String> {
    value.filter(|text| !text.is_empty())
}

/// A number with a point. Read as JSON's numbers are, which the page can do anyway: the tables with which
/// `str::parse` rounds the last bit of a long one would be 10 kB of download.
fn number(text: &str) -> Option<f64> {
    let bare = text.starts_with('.');
    let text = if bare { &format!("0{text}") } else { text };
    serde_json::from_str(text).ok()
}

/// One of these words, by its number: the argument `name` of a method.
pub(crate) fn word(
    name: &'static str,
    text: &str,
    known: &'static [&'static str],
) -> Result<usize, AttributeError> {
    let index = known.iter().position(|it| *it == text);
    index.ok_or_else(|| AttributeError::new(name, text, Takes::OneOf(known)))
}

/// Reads an act, written as in a scenario file: JSON and nothing after it, or for an act without
/// fields a word alone, as `heal`.
pub(crate) fn act<A: DeserializeOwned>(text: &str) -> Result<A, FormError> {
    let text = text.trim();
    let quoted;
    let json = if text.starts_with(['{', '"']) {
        text
    } else {
        quoted = serde_json::Value::from(text).to_string();
        &quoted
    };
    serde_json::from_str(json).map_err(|error| FormError::from(&error))
}

/// How many steps a script may ask for at once.
///
/// # Errors
/// It is no whole number, or too many.
pub(crate) fn steps(n: f64) -> Result<i32, AttributeError> {
    if n.fract() == 0.0 && n.abs() <= f64::from(MOST_STEPS) {
        Ok(n as i32)
    } else {
        Err(AttributeError::new("n", &n.to_string(), Takes::Steps))
    }
}

/// The moment a script asks for, in milliseconds of simulated time.
///
/// # Errors
/// It is no number, or no run has such a moment.
pub(crate) fn moment(ms: f64) -> Result<Instant, AttributeError> {
    let nanos = ms * 1e6;
    if nanos >= 0.0 && nanos <= Instant::LAST.as_nanos() as f64 {
        Ok(Instant::from_nanos(nanos as u64))
    } else {
        Err(AttributeError::new("ms", &ms.to_string(), Takes::Moment))
    }
}

#[cfg(test)]
mod tests {
    use glassbox_raft::Act;

    use super::*;

    fn attributes(json: serde_json::Value) -> Attributes {
        serde_json::from_value(json).expect("attributes")
    }

    fn read(json: serde_json::Value) -> Settings {
        attributes(json).read().expect("understood")
    }

    #[test]
    fn attributes_that_are_right_leave_no_notice() {
        let settings = read(serde_json::json!({
            "scenario": "raft/x", "seed": "18446744073709551615", "start": "step:2", "speed": "0.005", "theme": "dark",
            "lang": "zh", "ownLang": "zh-Hans", "controls": "figure", "loading": "eager", "autoplay": true,
        }));
        assert_eq!(settings.notices, []);
        assert_eq!(settings.opening.seed, Some(u64::MAX));
        assert_eq!(settings.speed, Some(0.005));
        assert_eq!(settings.controls, Controls::Figure);
        assert_eq!(settings.lang, Lang::Zh);
        assert_eq!(
            read(serde_json::json!({ "speed": ".02" })).speed,
            Some(0.02)
        );
        let empty = serde_json::json!({ "seed": "", "speed": "", "theme": "", "controls": "", "loading": "", "ownLang": "" });
        assert_eq!(read(empty).notices, []);
    }

    #[test]
    fn steps_are_whole_numbers_within_bounds() {
        assert_eq!(steps(-10_000.0), Ok(-10_000));
        for wrong in [10_001.0, 1.5, f64::NAN, f64::INFINITY] {
            let error = steps(wrong).expect_err("refused").tell(Lang::En);
            let shown = format!("n=\"{wrong}\": expected a whole number from -10000 to 10000");
            assert_eq!(error, shown);
        }
    }

    #[test]
    fn a_moment_is_a_number_of_milliseconds_that_a_run_can_have() {
        assert_eq!(moment(1.5), Ok(Instant::from_nanos(1_500_000)));
        let last = Instant::LAST.as_nanos() as f64 / 1e6;
        assert!(moment(last).is_ok());
        for wrong in [-1.0, f64::NAN, f64::INFINITY, last * 2.0] {
            let error = moment(wrong).expect_err("refused").tell(Lang::Zh);
            assert!(error.contains("的毫秒数"), "{error}");
        }
    }

    #[test]
    fn what_another_attribute_decides_is_left_out_with_a_notice() {
        let settings = read(
            serde_json::json!({ "state": "v1.abc", "scenario": "raft/x", "seed": "7", "lang": "en" }),
        );
        let told = settings.notices.iter().map(|it| it.notice(Lang::En));
        assert_eq!(
            told.collect::<Vec<_>>(),
            ["scenario=\"raft/x\"", "seed=\"7\""].map(|it| format!(
                "{it}: expected nothing beside state, which says what is run. The figure is shown without it."
            ))
        );
        let file = read(serde_json::json!({ "file": "{}", "scenario": "raft/x", "seed": "7" }));
        assert_eq!(file.notices.len(), 1);
    }

    #[test]
    fn a_wrong_seed_is_an_error_with_what_it_takes() {
        for wrong in ["-5", "1.5", "abc", "18446744073709551616", "0x10", "５"] {
            let error = attributes(serde_json::json!({ "seed": wrong }))
                .read()
                .expect_err(wrong);
            let [en, zh] = Lang::ALL.map(|lang| error.tell(lang));
            assert_eq!(
                en,
                format!("seed=\"{wrong}\": expected a whole number from 0 to 18446744073709551615")
            );
            assert_eq!(
                zh,
                format!("seed=\"{wrong}\"：应为 0 到 18446744073709551615 的整数")
            );
        }
    }

    #[test]
    fn what_only_says_how_is_left_out_with_a_notice() {
        let cases = [
            ("speed", "100000", "0.000001", "10000"),
            ("speed", "abc", "0.000001", "10000"),
            ("speed", "0", "0.000001", "10000"),
            ("speed", "NaN", "0.000001", "10000"),
            ("theme", "blue", "auto", "dark"),
            ("controls", "xyz", "full", "none"),
            ("loading", "foo", "lazy", "click"),
            ("ownLang", "fr", "en", "zh"),
        ];
        for (name, wrong, first, last) in cases {
            let settings = read(serde_json::json!({ name: wrong }));
            let [notice] = &settings.notices[..] else {
                panic!("{name}: {:?}", settings.notices);
            };
            let name = if name == "ownLang" { "lang" } else { name };
            for lang in Lang::ALL {
                let said = notice.notice(lang);
                let start = format!("{name}=\"{wrong}\"");
                assert!(said.starts_with(&start), "{said}");
                assert!(said.contains(first) && said.contains(last), "{said}");
            }
            assert!(notice.notice(Lang::Zh).contains("应为"));
            assert_eq!(settings.speed, None);
            assert_eq!(settings.controls, Controls::Full);
        }
    }

    #[test]
    fn a_long_value_is_not_repeated_whole() {
        let long = "9".repeat(1_000);
        let error = attributes(serde_json::json!({ "seed": long }))
            .read()
            .expect_err("too large");
        assert!(error.tell(Lang::En).len() < 120);
    }

    #[test]
    fn an_act_is_json_or_a_word_and_nothing_follows_it() {
        assert_eq!(act::<Act>(r#"{"crash": 2}"#), Ok(Act::Crash(2)));
        assert_eq!(act::<Act>(" {\"crash\": 2}\n"), Ok(Act::Crash(2)));
        assert_eq!(act::<Act>("heal"), Ok(Act::Heal));
        assert_eq!(act::<Act>("\"heal\""), Ok(Act::Heal));
        for wrong in [
            r#"{"crash": 2} and more"#,
            r#"{"crash": 2}{"crash": 3}"#,
            "\"heal\" \"heal\"",
            "heal heal",
            "heal\" x",
            "",
            "{",
            r#"{"crash": 2"#,
        ] {
            let error = act::<Act>(wrong).expect_err(wrong);
            let zh = error.tell(Lang::Zh);
            assert!(zh.contains("（第 1 行第 "), "{wrong}: {zh}");
        }
    }
}
